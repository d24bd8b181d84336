"""Roles, and what each of them may do: the table behind governance.access."""

from __future__ import annotations

from enum import StrEnum

from django.db import models


class Role(models.TextChoices):
    LOCALITY_LEAD = "locality_lead", "Locality lead"
    PARTNER_LEAD = "partner_lead", "Partner data lead"
    COORDINATOR = "coordinator", "Partnership coordinator"
    BOARD_MEMBER = "board_member", "Board member"
    ADMINISTRATOR = "administrator", "Framework administrator"


class Permission(StrEnum):
    SUBMISSION_EDIT = "submission.edit"
    SUBMISSION_SEE_ALL = "submission.see_all"
    SUBMISSION_REVIEW = "submission.review"
    PUBLISH = "publish"
    DASHBOARD_VIEW = "dashboard.view"
    DATA_READ = "data.read"
    GOVERNANCE_VIEW = "governance.view"
    BODY_EDIT = "body.edit"
    BODY_EDIT_ALL = "body.edit_all"
    WORKPLAN_EDIT = "plan.edit_workplan"
    PLAN_EDIT = "plan.edit"
    PLAN_EDIT_ALL = "plan.edit_all"
    VOICE_EDIT = "voice.edit"
    VOICE_EDIT_ALL = "voice.edit_all"
    REPORT_WRITE = "report.write"
    REPORT_WRITE_ALL = "report.write_all"
    ADMINISTER = "administer"


_EVERYONE = {Permission.DASHBOARD_VIEW, Permission.DATA_READ, Permission.GOVERNANCE_VIEW}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.LOCALITY_LEAD: frozenset(
        _EVERYONE
        | {
            Permission.SUBMISSION_EDIT,
            Permission.BODY_EDIT,
            Permission.WORKPLAN_EDIT,
            Permission.PLAN_EDIT,
            Permission.VOICE_EDIT,
            Permission.REPORT_WRITE,
        }
    ),
    Role.PARTNER_LEAD: frozenset(_EVERYONE | {Permission.SUBMISSION_EDIT, Permission.REPORT_WRITE}),
    Role.COORDINATOR: frozenset(
        _EVERYONE
        | {
            Permission.SUBMISSION_SEE_ALL,
            Permission.SUBMISSION_REVIEW,
            Permission.PUBLISH,
            Permission.BODY_EDIT,
            Permission.BODY_EDIT_ALL,
            Permission.WORKPLAN_EDIT,
            Permission.PLAN_EDIT,
            Permission.PLAN_EDIT_ALL,
            Permission.VOICE_EDIT,
            Permission.VOICE_EDIT_ALL,
            Permission.REPORT_WRITE,
            Permission.REPORT_WRITE_ALL,
        }
    ),
    Role.BOARD_MEMBER: frozenset(_EVERYONE | {Permission.WORKPLAN_EDIT, Permission.REPORT_WRITE}),
    Role.ADMINISTRATOR: frozenset(_EVERYONE | {Permission.ADMINISTER}),
}


def roles_that_may(permission: Permission) -> list[Role]:
    """The roles that a permission comes with."""
    return [role for role, granted in GRANTS.items() if permission in granted]
