"""Decisions about a measure: its definition is agreed, or nobody is asked for it any longer."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from ehportal.wording import day
from governance.models import User
from governance.services.events import record
from outcomes.models import Assignment, Measure, MeasureStatus, Observation
from outcomes.services.exceptions import Refused, StatusChanged


@transaction.atomic
def confirm_measure(
    *,
    measure: Measure,
    confirmed_by: User,
    confirmed_on: date,
    review_on: date | None,
    by: User | None,
    at: datetime,
) -> Measure:
    """Records that a data lead agreed the definition, and when it is looked at next.

    Confirming again renews it. Raises StatusChanged where the measure is retired, and Refused
    where the next review would not be after the day it was agreed.
    """
    measure = Measure.objects.select_for_update().get(pk=measure.pk)
    if measure.status == MeasureStatus.RETIRED:
        raise StatusChanged(f"{measure.code} is retired. Add a new measure in its place.")
    if review_on is not None and review_on <= confirmed_on:
        raise Refused("The next review must be after the day the definition was agreed.")
    before = _editorial(measure)
    measure.status = MeasureStatus.CONFIRMED
    measure.confirmed_by, measure.confirmed_on = confirmed_by, confirmed_on
    measure.review_on = review_on
    measure.save(update_fields=["status", "confirmed_by", "confirmed_on", "review_on"])
    record(
        verb="measure.confirm",
        subject=measure,
        by=by,
        at=at,
        before=before,
        after=_editorial(measure),
    )
    return measure


@transaction.atomic
def retire_measure(
    *, measure: Measure, retired_on: date, reason: str, by: User | None, at: datetime
) -> Measure:
    """Nobody is asked for the measure from a day on; every figure collected before stays.

    Its assignments end the day before. Raises StatusChanged where it is retired already, and
    Refused without a reason, or where figures were already asked for after that day.
    """
    if not reason.strip():
        raise Refused("Say why it is retired, in a sentence. It stays in the measure's history.")
    measure = Measure.objects.select_for_update().get(pk=measure.pk)
    if measure.status == MeasureStatus.RETIRED:
        raise StatusChanged(f"{measure.code} is already retired.")
    asked = (
        Observation.objects.filter(measure=measure)
        .order_by("-submission__period__ends_on")
        .values_list("submission__period__ends_on", flat=True)
        .first()
    )
    if asked is not None and retired_on <= asked:
        raise Refused(
            f"Figures of {measure.code} have been asked for up to {day(asked)}. "
            "Retire it from a later day."
        )
    before = _editorial(measure)
    measure.status, measure.retired_on = MeasureStatus.RETIRED, retired_on
    measure.save(update_fields=["status", "retired_on"])
    ended = _end_assignments(measure, last_day=retired_on - timedelta(days=1))
    record(
        verb="measure.retire",
        subject=measure,
        by=by,
        at=at,
        before=before,
        after={**_editorial(measure), "assignments_ended": ended},
        reason=reason.strip(),
    )
    return measure


def _editorial(measure: Measure) -> dict[str, object]:
    return {
        "status": measure.status,
        "confirmed_by": str(measure.confirmed_by) if measure.confirmed_by else None,
        "confirmed_on": measure.confirmed_on,
        "review_on": measure.review_on,
        "retired_on": measure.retired_on,
    }


def _end_assignments(measure: Measure, *, last_day: date) -> int:
    """Ends what goes on after the last day. One that would have begun later is never asked for."""
    going_on = Assignment.objects.current(last_day).filter(measure=measure)
    return going_on.exclude(ends_on=last_day).update(ends_on=last_day)


@transaction.atomic
def end_assignment(
    *, assignment: Assignment, ends_on: date, by: User | None, at: datetime
) -> Assignment:
    """The reporter is asked for this figure up to a day, and not after.

    What was asked for before stays. Raises Refused where that day is before the assignment began,
    and StatusChanged where it had already ended by then.
    """
    assignment = Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    if ends_on < assignment.starts_on:
        raise Refused(f"{assignment} began on {day(assignment.starts_on)}. Choose a later day.")
    if assignment.ends_on is not None and assignment.ends_on <= ends_on:
        raise StatusChanged(f"{assignment} already ended on {day(assignment.ends_on)}.")
    before = assignment.ends_on
    assignment.ends_on = ends_on
    assignment.save(update_fields=["ends_on"])
    record(
        verb="assignment.end",
        subject=assignment,
        by=by,
        at=at,
        before={"ends_on": before},
        after={"ends_on": ends_on},
    )
    return assignment
