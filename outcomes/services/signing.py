"""Declaring: by one person, or by one who prepares and another who submits.

Either may give one reason for what is still empty in the same step: both happen, or neither.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from governance.models import User
from governance.services.events import record
from outcomes.models import Missing, Submission
from outcomes.models.submissions import HANDED_IN
from outcomes.services.entry import give_reason_for_blanks
from outcomes.services.exceptions import NotReady, Refused
from outcomes.services.submissions import (
    lock,
    refuse_unless_editable,
    refuse_unless_ready,
    refuse_unless_seen,
    submit,
)
from outcomes.services.telling import tell_prepared


@transaction.atomic
def submit_with_reason(
    *,
    submission: Submission,
    missing: str,
    note: str,
    by: User,
    at: datetime,
    on: date,
    seen_version: int | None = None,
) -> Submission:
    """Gives one reason for every figure still empty and hands in; returns the submission.

    Submitting again gives the same receipt. Raises as `give_reason_for_blanks` and `submit` do,
    and has changed nothing then.
    """
    submission = lock(submission)
    if submission.status in HANDED_IN:
        return submission
    refuse_unless_seen(submission, seen_version)
    _refuse_unless_reason(missing)
    give_reason_for_blanks(submission=submission, missing=missing, note=note, by=by, at=at, on=on)
    return submit(submission=submission, by=by, at=at, on=on)


@transaction.atomic
def prepare(
    *,
    submission: Submission,
    by: User,
    at: datetime,
    on: date,
    missing: str = "",
    note: str = "",
    seen_version: int | None = None,
) -> Submission:
    """The first of two people vouches for the figures as they are; another one submits them.

    With `missing` it gives one reason for every figure still empty first. Figures that are prepared
    stay so, by whoever was first. Any change afterwards voids it. Raises Refused for a reporter for
    whom one person signs, and otherwise as `submit` does for figures that are not ready, were
    changed meanwhile or can no longer be changed.
    """
    submission = lock(submission)
    refuse_unless_editable(submission, on=on)
    if not submission.reporter.needs_two_people:
        raise Refused(f"One person signs for {submission.reporter}, so you can submit at once.")
    if submission.is_prepared:
        return submission
    refuse_unless_seen(submission, seen_version)
    if missing:
        _refuse_unless_reason(missing)
        give_reason_for_blanks(
            submission=submission, missing=missing, note=note, by=by, at=at, on=on
        )
        submission = lock(submission)
    refuse_unless_ready(submission)
    submission.prepared_at, submission.prepared_by = at, by
    submission.prepared_version = submission.version
    submission.save(update_fields=["prepared_at", "prepared_by", "prepared_version"])
    record(
        verb="submission.prepare",
        subject=submission,
        by=by,
        at=at,
        after={"version": submission.version},
    )
    tell_prepared(submission=submission, by=by, at=at)
    return submission


def _refuse_unless_reason(missing: str) -> None:
    """Raises NotReady for zero, which is a figure: nobody declares what they have not typed."""
    if missing not in Missing.values:
        raise NotReady("Choose why the figures are missing. Where there were none, enter 0.")
