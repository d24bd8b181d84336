"""Opening a quarter, and proposing who reports what."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from governance.models import Event, Place, User
from outcomes.models import (
    Assignment,
    Frequency,
    Observation,
    Period,
    Reporter,
    Status,
    Submission,
)
from outcomes.services.exceptions import Refused
from outcomes.services.periods import (
    is_due,
    left_out,
    open_period,
    propose_assignments,
    quarter_dates,
)
from tests.factories.governance import OrganisationFactory
from tests.factories.outcomes import (
    AssignmentFactory,
    BreakdownFactory,
    CategoryFactory,
    MeasureFactory,
    PeriodFactory,
    ReporterFactory,
)


@pytest.mark.parametrize(
    ("code", "starts_on", "ends_on", "label"),
    [
        ("2026-Q1", date(2026, 4, 1), date(2026, 6, 30), "April to June 2026"),
        ("2026-Q2", date(2026, 7, 1), date(2026, 9, 30), "July to September 2026"),
        ("2026-Q3", date(2026, 10, 1), date(2026, 12, 31), "October to December 2026"),
        ("2026-Q4", date(2027, 1, 1), date(2027, 3, 31), "January to March 2027"),
        ("2023-Q4", date(2024, 1, 1), date(2024, 3, 31), "January to March 2024"),
    ],
)
def test_a_quarter_is_of_the_financial_year(code, starts_on, ends_on, label) -> None:
    quarter = quarter_dates(code)

    assert (quarter.starts_on, quarter.ends_on, quarter.label) == (starts_on, ends_on, label)


@pytest.mark.parametrize(
    "code", ["", "2026", "2026-Q5", "2026-Q0", "1999-Q1", "2026-q1", "2026-Q1 "]
)
def test_what_is_no_quarter_is_refused_with_an_example(code: str) -> None:
    with pytest.raises(Refused, match="2026-Q2"):
        quarter_dates(code)


@pytest.fixture
def north_east(localities: dict[str, Place]) -> Reporter:
    return ReporterFactory(place=localities["ne"])


def opened(coordinator: User, now: datetime, code: str = "2026-Q2") -> Period:
    return open_period(code=code, by=coordinator, at=now)


def test_opening_sets_the_dates_of_the_collection(db, coordinator, now) -> None:
    period = opened(coordinator, now)

    assert (period.opens_on, period.due_on) == (date(2026, 10, 1), date(2026, 10, 15))
    assert period.closes_on == date(2026, 12, 14)
    assert (period.opened_by, period.opened_at) == (coordinator, now)
    assert period.is_open(date(2026, 10, 1))
    assert period.is_open(date(2026, 12, 14))
    assert not period.is_open(date(2026, 9, 30))
    assert not period.is_open(date(2026, 12, 15))


def test_opening_expects_a_row_for_every_figure_that_is_due(north_east, coordinator, now) -> None:
    AssignmentFactory.create_batch(3, reporter=north_east)

    opened(coordinator, now)

    submission = Submission.objects.get()
    assert (submission.reporter, submission.due_on) == (north_east, date(2026, 10, 15))
    assert submission.observations.count() == 3
    assert all(row.is_blank for row in submission.observations.all())


def test_opening_expects_a_row_for_all_and_for_each_category(north_east, coordinator, now) -> None:
    sex = BreakdownFactory(code="sex", name="Sex")
    categories = [CategoryFactory(breakdown=sex, code=code) for code in ("female", "male")]
    AssignmentFactory(reporter=north_east).breakdowns.add(sex)

    opened(coordinator, now)

    assert {row.category for row in Observation.objects.all()} == {None, *categories}


def test_opening_again_adds_only_what_is_new(north_east, coordinator, now) -> None:
    AssignmentFactory(reporter=north_east)
    opened(coordinator, now)
    kept = Observation.objects.get()

    opened(coordinator, now)
    assert Observation.objects.get() == kept

    AssignmentFactory(reporter=north_east)
    opened(coordinator, now)
    assert Observation.objects.count() == 2
    assert Submission.objects.count() == 1
    assert Event.objects.filter(verb="period.open").count() == 2


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.APPROVED])
def test_opening_again_adds_nothing_to_what_was_handed_in_and_says_so(
    north_east, localities, coordinator, now, status: Status
) -> None:
    AssignmentFactory(reporter=north_east)
    north_west = ReporterFactory(place=localities["nw"])
    AssignmentFactory(reporter=north_west)
    period = opened(coordinator, now)
    handed_in = Submission.objects.get(reporter=north_east)
    Submission.objects.filter(pk=handed_in.pk).update(status=status)
    for reporter in (north_east, north_west):
        AssignmentFactory(reporter=reporter)

    opened(coordinator, now)

    assert handed_in.observations.count() == 1
    assert Observation.objects.filter(submission__reporter=north_west).count() == 2
    assert left_out(period) == [(handed_in, 1)]

    Submission.objects.filter(pk=handed_in.pk).update(status=Status.QUERIED)
    opened(coordinator, now)
    assert handed_in.observations.count() == 2
    assert left_out(period) == []


@pytest.mark.parametrize(
    "ended",
    [
        {"ends_on": date(2026, 9, 29)},
        {"starts_on": date(2026, 10, 1)},
        {"measure__retired_on": date(2026, 9, 30)},
        {"reporter__is_active": False},
    ],
)
def test_opening_expects_nothing_that_is_over_or_yet_to_come(
    localities, coordinator, now, ended
) -> None:
    AssignmentFactory(**ended)

    opened(coordinator, now)

    assert not Submission.objects.exists()


@pytest.mark.parametrize(("code", "is_asked"), [("2026-Q1", False), ("2026-Q3", True)])
def test_a_yearly_figure_is_due_in_its_quarter_alone(db, code: str, is_asked: bool) -> None:
    measure = MeasureFactory(frequency=Frequency.ANNUAL, due_quarter=3)

    assert is_due(measure, PeriodFactory(code=code)) is is_asked


def proposed() -> set[tuple[str, str]]:
    return {(a.reporter.name, a.place.name) for a in Assignment.objects.all()}


def test_each_locality_is_proposed_for_what_localities_know(localities, now) -> None:
    MeasureFactory(reporter_hint="localities", places_hint="localities")

    made = propose_assignments(starts_on=date(2026, 4, 1), by=None, at=now)

    assert made == 4
    assert proposed() == {(f"{place.name} locality", place.name) for place in localities.values()}


def test_a_partner_is_proposed_for_each_locality_or_for_the_borough(localities, now) -> None:
    OrganisationFactory(code="barts-health", name="Barts Health")
    MeasureFactory(reporter_hint="barts-health", places_hint="localities")
    MeasureFactory(reporter_hint="barts-health", places_hint="borough")

    propose_assignments(starts_on=date(2026, 4, 1), by=None, at=now)

    assert Reporter.objects.count() == 1
    assert {place for _, place in proposed()} == {
        "Tower Hamlets",
        "North East",
        "North West",
        "South East",
        "South West",
    }


def test_a_proposal_leaves_what_somebody_assigned_and_what_nobody_can_supply(
    localities, now
) -> None:
    AssignmentFactory(measure__reporter_hint="localities", measure__places_hint="localities")
    MeasureFactory(reporter_hint="")

    assert propose_assignments(starts_on=date(2026, 4, 1), by=None, at=now) == 0
    assert Assignment.objects.count() == 1
    assert not Event.objects.exists()
