"""Plans: made and changed, one of a kind for each body or locality from a day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from ehportal.seen import version_of
from ehportal.wording import day, shortened
from governance.models import Body, Meeting, Place, User
from governance.services.events import record, record_change
from governance.services.words import kept
from outcomes.models import Plan, PlanKind, PlanStatus
from outcomes.services.exceptions import Refused

LONGEST_TITLE = 200
LONGEST_TEXT = 4000
LONGEST_YEARS = 6
"""A strategy's years and one more: a plan for longer has a slip in its dates."""


@transaction.atomic
def make_plan(
    *,
    kind: str,
    body: Body | None = None,
    place: Place | None = None,
    title: str,
    starts_on: date,
    ends_on: date,
    basis: str = "",
    by: User,
    at: datetime,
) -> Plan:
    """Makes a plan that is being written, and returns it.

    Raises Refused for words that cannot be kept, dates that make no sense, and where the same body
    or locality has a plan of the kind from the same day.
    """
    _refuse_dates(starts_on, ends_on)
    _hold_owner(body or place)
    _refuse_another(Plan.objects.filter(kind=kind, body=body, place=place), starts_on)
    plan = Plan.objects.create(
        kind=kind,
        body=body,
        place=place,
        title=kept(title, field="title", longest=LONGEST_TITLE, required="Enter a title."),
        starts_on=starts_on,
        ends_on=ends_on,
        basis=kept(basis, field="basis", longest=LONGEST_TEXT),
    )
    record(verb="plan.make", subject=plan, by=by, at=at, after=_plan_told(plan))
    return plan


@transaction.atomic
def change_plan(
    *,
    plan: Plan,
    title: str,
    starts_on: date,
    ends_on: date,
    status: str,
    basis: str = "",
    drawn_from: Collection[Meeting] = (),
    seen: str,
    by: User,
    at: datetime,
) -> Plan:
    """Changes what a plan says of itself and returns it; the same words change nothing.

    `seen` is the `plan_version` that the page showed. Raises SavedMeanwhile where somebody saved
    other words since; Refused as `make_plan` does, where an action would be due before the plan
    starts, and for a plan that is closed and stays so.
    """
    _refuse_dates(starts_on, ends_on)
    plan = lock_plan(plan)
    before = _plan_told(plan)
    was_closed = plan.status == PlanStatus.CLOSED
    if starts_on != plan.starts_on:
        _hold_owner(plan.owner)
        alike = Plan.objects.filter(kind=plan.kind, body=plan.body, place=plan.place)
        _refuse_another(alike, starts_on)
    earlier = plan.actions.filter(due_on__lt=starts_on).order_by("due_on").first()
    if earlier is not None and earlier.due_on is not None:
        raise Refused(
            f"An action is due on {day(earlier.due_on)}: “{shortened(earlier.title, 80)}”. "
            "The plan must start on that day or before.",
            field="starts_on",
        )
    plan.title = kept(title, field="title", longest=LONGEST_TITLE, required="Enter a title.")
    plan.starts_on, plan.ends_on, plan.status = starts_on, ends_on, status
    plan.basis = kept(basis, field="basis", longest=LONGEST_TEXT)
    plan.save()
    if plan.kind == PlanKind.BOARD:
        plan.drawn_from.set(drawn_from)
    after = _plan_told(plan)
    if was_closed and plan.status == PlanStatus.CLOSED and after != before:
        raise Refused("The plan is closed. Choose how far it is now, then change it.")
    record_change(
        verb="plan.change", subject=plan, before=before, after=after, by=by, at=at, seen=seen
    )
    return plan


def plan_version(plan: Plan) -> str:
    """What tells this state of a plan from any other."""
    return version_of(_plan_told(plan))


def _hold_owner(owner: Body | Place | None) -> None:
    """Until the transaction ends, so that nobody makes the same plan meanwhile."""
    if owner is not None:
        type(owner)._default_manager.select_for_update(of=("self",)).get(pk=owner.pk)


def _refuse_another(alike: QuerySet[Plan], starts_on: date) -> None:
    if alike.filter(starts_on=starts_on).exists():
        raise Refused(
            f"There is already such a plan from {day(starts_on)}. Change that one.",
            field="starts_on",
        )


def _refuse_dates(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise Refused("The last day must be on or after the first day.", field="ends_on")
    if ends_on.year - starts_on.year > LONGEST_YEARS:
        raise Refused(f"A plan runs for {LONGEST_YEARS} years or less.", field="ends_on")


def lock_plan(plan: Plan) -> Plan:
    """The plan as it is stored, held until the transaction ends."""
    return Plan.objects.select_for_update(of=("self",)).with_owners().get(pk=plan.pk)


def _plan_told(plan: Plan) -> dict[str, Any]:
    return {
        "title": plan.title,
        "owner": str(plan.owner),
        "starts_on": plan.starts_on,
        "ends_on": plan.ends_on,
        "status": plan.status,
        "basis": plan.basis,
        "drawn_from": sorted(str(each) for each in plan.drawn_from.select_related("body")),
    }
