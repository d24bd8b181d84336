"""Opening a period: from assignments to the submissions that are expected."""

from __future__ import annotations

import re
from calendar import month_name
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from governance.models import Organisation, Place, PlaceKind, User
from governance.services.events import record
from outcomes.models import (
    Assignment,
    Category,
    Frequency,
    Measure,
    Observation,
    Period,
    Reporter,
    Submission,
)
from outcomes.models.submissions import HANDED_IN
from outcomes.services.exceptions import Refused

#: After a quarter ends: days until figures are due, until they are no longer taken for the first
#: time, and until nothing can be changed.
DUE_AFTER = timedelta(days=15)
ENTRIES_CLOSE_AFTER = timedelta(days=45)
CLOSES_AFTER = timedelta(days=75)


@dataclass(frozen=True)
class QuarterDates:
    """The first and last day of a financial-year quarter, and its name in words."""

    code: str
    label: str
    starts_on: date
    ends_on: date


def quarter_dates(code: str) -> QuarterDates:
    """2026-Q2 is July to September 2026: quarter 2 of the financial year 2026/27.

    Raises Refused where the code is not of that form.
    """
    match = re.fullmatch(r"(20\d\d)-Q([1-4])", code)
    if not match:
        raise Refused(f"{code!r} is not a quarter; write it like 2026-Q2.")
    year, quarter = int(match[1]), int(match[2])
    first_month = 3 * quarter + 1
    if quarter == 4:
        year, first_month = year + 1, 1
    starts_on = date(year, first_month, 1)
    next_start = date(year + first_month // 10, (first_month + 2) % 12 + 1, 1)
    label = f"{month_name[first_month]} to {month_name[first_month + 2]} {year}"
    return QuarterDates(code, label, starts_on, next_start - timedelta(days=1))


def quarter_of(code: str) -> int:
    """The number, 1 to 4, of the financial-year quarter that a period code names."""
    return int(code[-1])


def year_before(codes: Sequence[str]) -> int | None:
    """The position of the same quarter a year before the last code; None where it is not there."""
    if not codes:
        return None
    wanted = f"{int(codes[-1][:4]) - 1}-Q{quarter_of(codes[-1])}"
    return codes.index(wanted) if wanted in codes else None


@transaction.atomic
def open_period(*, code: str, by: User | None, at: datetime) -> Period:
    """Opens a quarter and creates what is expected of every reporter; returns the period.

    One submission a reporter, and a row for every figure due from it: quarterly measures, and
    yearly ones in the quarter they fall due. Opening again adds only what is new, and nothing to
    figures that were handed in: somebody vouched for them, and may have approved them. `left_out`
    tells what those lack.
    """
    quarter = quarter_dates(code)
    period, _ = Period.objects.get_or_create(
        code=code,
        defaults={
            "label": quarter.label,
            "starts_on": quarter.starts_on,
            "ends_on": quarter.ends_on,
            "opens_on": quarter.ends_on + timedelta(days=1),
            "due_on": quarter.ends_on + DUE_AFTER,
            "entries_close_on": quarter.ends_on + ENTRIES_CLOSE_AFTER,
            "closes_on": quarter.ends_on + CLOSES_AFTER,
        },
    )
    is_new = period.opened_at is None
    if is_new:
        period.opened_at, period.opened_by = at, by
        period.save(update_fields=["opened_at", "opened_by"])
    submissions, figures = _expect(period)
    if is_new or submissions or figures:
        record(
            verb="period.open",
            subject=period,
            by=by,
            at=at,
            after={"submissions": submissions, "figures": figures},
        )
    return period


def _expect(period: Period) -> tuple[int, int]:
    due = [a for a in _assignments(period) if is_due(a.measure, period)]
    reporters = {a.reporter_id for a in due}
    # Held, so that none is handed in while rows are added to it.
    held = Submission.objects.select_for_update().filter(period=period)
    have = dict(held.values_list("reporter_id", "pk"))
    made = Submission.objects.bulk_create(
        Submission(reporter_id=reporter, period=period, due_on=period.due_on)
        for reporter in sorted(reporters - have.keys())
    )
    have |= {submission.reporter_id: submission.pk for submission in made}
    handed_in = set(held.filter(status__in=HANDED_IN).values_list("pk", flat=True))
    new = [row for row in _lacking(period, due, have) if row.submission_id not in handed_in]
    Observation.objects.bulk_create(new, batch_size=500)
    return len(made), len(new)


def left_out(period: Period) -> list[tuple[Submission, int]]:
    """The submissions that were handed in without figures that are asked for now, and how many.

    Once one is sent back or reopened, opening the period again adds them.
    """
    submissions = period.submissions.filter(status__in=HANDED_IN).with_everything()
    handed_in = {submission.pk: submission for submission in submissions}
    have = {submission.reporter_id: pk for pk, submission in handed_in.items()}
    due = [a for a in _assignments(period) if is_due(a.measure, period) and a.reporter_id in have]
    found = Counter(row.submission_id for row in _lacking(period, due, have))
    return [(submission, found[pk]) for pk, submission in handed_in.items() if found[pk]]


def _lacking(
    period: Period, due: list[Assignment], submission_of: dict[int, int]
) -> list[Observation]:
    """The rows, not stored yet, that assignments ask for and submissions do not have."""
    existing = set(
        Observation.objects.filter(submission__period=period).values_list(
            "submission_id", "measure_id", "place_id", "category_id"
        )
    )
    # By what is asked: two assignments that overlap for a while ask for one figure.
    asked = {
        (r.submission_id, r.measure_id, r.place_id, r.category_id): r
        for r in _rows(due, submission_of)
    }
    return [row for key, row in asked.items() if key not in existing]


def _assignments(period: Period) -> list[Assignment]:
    return list(
        Assignment.objects.current(period.ends_on)
        .filter(reporter__is_active=True)
        .filter(measure__in=Measure.objects.in_use(period.ends_on))
        .select_related("measure")
        .prefetch_related("breakdowns__categories")
    )


def is_due(measure: Measure, period: Period) -> bool:
    """Whether a figure is asked for in this quarter: every quarter, or once a year."""
    if measure.frequency == Frequency.QUARTERLY:
        return True
    return measure.due_quarter == quarter_of(period.code)


def _rows(due: list[Assignment], submission_of: dict[int, int]) -> list[Observation]:
    rows = []
    for assignment in due:
        categories: list[Category | None] = [None]
        for breakdown in assignment.breakdowns.all():
            categories += breakdown.categories.all()
        rows += [
            Observation(
                submission_id=submission_of[assignment.reporter_id],
                measure_id=assignment.measure_id,
                place_id=assignment.place_id,
                category=category,
            )
            for category in categories
        ]
    return rows


@transaction.atomic
def propose_assignments(*, starts_on: date, by: User | None, at: datetime) -> int:
    """Assigns every measure to its likely reporter, as the library proposes; returns how many.

    Only measures without any assignment are touched, so a person's changes stand.
    """
    borough = Place.objects.get(kind=PlaceKind.BOROUGH)
    localities = list(Place.objects.localities())
    organisations = Organisation.objects.in_bulk(field_name="code")
    reporters = {(r.place_id, r.organisation_id): r for r in Reporter.objects.all()}
    made: list[Assignment] = []
    waiting = Measure.objects.in_use(starts_on).filter(assignments=None).exclude(reporter_hint="")
    for measure in waiting:
        places = localities if measure.places_hint == "localities" else [borough]
        for place in places:
            if measure.reporter_hint == "localities":
                reporter = _reporter(place, None, reporters)
            else:
                reporter = _reporter(borough, organisations[measure.reporter_hint], reporters)
            made.append(
                Assignment(reporter=reporter, measure=measure, place=place, starts_on=starts_on)
            )
    Assignment.objects.bulk_create(made)
    if made:
        record(
            verb="assignment.propose",
            subject=borough,
            by=by,
            at=at,
            after={"assignments": len(made), "starts_on": starts_on.isoformat()},
        )
    return len(made)


def _reporter(
    place: Place,
    organisation: Organisation | None,
    known: dict[tuple[int, int | None], Reporter],
) -> Reporter:
    """The reporter for a place and organisation, made and added to those known where it is new."""
    key = (place.pk, organisation.pk if organisation else None)
    if key not in known:
        known[key] = Reporter.objects.create(
            place=place,
            organisation=organisation,
            name=organisation.name if organisation else f"{place.name} locality",
            slug=organisation.code if organisation else place.slug,
        )
    return known[key]
