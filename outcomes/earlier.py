"""What a reporter said before: last quarter, and a year ago.

Only approved figures count as said before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet

from ehportal import wording
from governance.models import Event
from outcomes.models import Observation, Period, Submission
from outcomes.models.periods import PeriodKind
from outcomes.queries import Numbers

#: A figure's identity from quarter to quarter: measure, place and category.
Key = tuple[int, int, int | None]


@dataclass(frozen=True)
class Earlier:
    """One earlier quarter: its name in short (Apr to Jun 2026) and its approved figures."""

    label: str
    figures: dict[Key, Observation]


def key_of(observation: Observation) -> Key:
    return observation.measure_id, observation.place_id, observation.category_id


def earlier_quarters(submission: Submission, *, area: str | None = None) -> list[Earlier]:
    """Last quarter and the same quarter last year, from the reporter's own approved figures.

    One query, for one outcome area or for all. Empty for a period that is not a quarter.
    """
    return _quarters(submission, [3, 12], area=area)


def quarters_before(
    submission: Submission, quarters: int, *, area: str | None = None
) -> list[Earlier]:
    """So many quarters before a submission's own, the latest first; those without figures too.

    One query. Empty for a period that is not a quarter.
    """
    return _quarters(submission, [3 * (n + 1) for n in range(quarters)], area=area)


def numbers_before(
    submission: Submission, quarters: int, *, area: str | None = None
) -> list[dict[Key, Numbers]]:
    """The numbers alone of the figures that `quarters_before` gives. One query."""
    spans = _spans(submission, [3 * (n + 1) for n in range(quarters)])
    found: dict[date, dict[Key, Numbers]] = {starts_on: {} for starts_on, _ in spans}
    columns = ("measure_id", "place_id", "category_id", "numerator", "denominator")
    rows = _approved(submission, spans, area).values_list("submission__period__starts_on", *columns)
    for starts_on, measure, place, category, numerator, denominator in rows:
        found[starts_on][measure, place, category] = Numbers(numerator, denominator)
    return list(found.values())


def _quarters(
    submission: Submission, months: Iterable[int], *, area: str | None = None
) -> list[Earlier]:
    spans = _spans(submission, months)
    rows = _approved(submission, spans, area).annotate(starts_on=F("submission__period__starts_on"))
    figures: dict[date, dict[Key, Observation]] = {starts_on: {} for starts_on, _ in spans}
    for row in rows.select_related("measure"):
        figures[row.starts_on][key_of(row)] = row
    return [
        Earlier(wording.span(starts_on, last_month, short=True), figures[starts_on])
        for starts_on, last_month in spans
    ]


def _approved(
    submission: Submission, spans: Iterable[tuple[date, date]], area: str | None
) -> QuerySet[Observation]:
    """The reporter's own approved figures of some quarters, of one outcome area or of all."""
    rows = Observation.objects.filter(
        submission__reporter=submission.reporter_id,
        approved_at__isnull=False,
        submission__period__kind=PeriodKind.QUARTER,
        submission__period__starts_on__in=[starts_on for starts_on, _ in spans],
    ).order_by()
    return rows.filter(measure__area=area) if area else rows


def _spans(submission: Submission, months: Iterable[int]) -> list[tuple[date, date]]:
    """The quarters so many months before a submission's own; none before what is not a quarter."""
    period = submission.period
    if period.kind != PeriodKind.QUARTER:
        return []
    return [_months_before(period, each) for each in months]


def _months_before(period: Period, months: int) -> tuple[date, date]:
    """The first day of the first and of the last month of a quarter so many months earlier."""
    first = _month_before(period.starts_on, months)
    return first, _month_before(first, -2)


def _month_before(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def longer_given(submission: Submission) -> Event | None:
    """When a reporter was last given longer, by whom and why; nothing where they were not."""
    if submission.open_until is None:
        return None
    events = Event.objects.filter(
        subject_kind=Submission._meta.label_lower,
        subject_id=str(submission.pk),
        verb="submission.give_longer",
    )
    return events.select_related("by").order_by("-pk").first()
