from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from governance.access import access_of
from outcomes.models import Period, Status, Submission
from outcomes.reviewing.desk import desk_for
from tests.factories.governance import OrganisationFactory
from tests.factories.outcomes import (
    MeasureFactory,
    ObservationFactory,
    PeriodFactory,
    ReporterFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db

BEFORE_DUE, AFTER_DUE = date(2026, 10, 8), date(2026, 10, 21)


@pytest.fixture
def period() -> Period:
    return PeriodFactory()


def submission_of(place, status: str, *measures, organisation=None) -> Submission:
    reporter = ReporterFactory(place=place, organisation=organisation)
    submission = SubmissionFactory(reporter=reporter)
    Submission.objects.filter(pk=submission.pk).update(status=status)
    for measure in measures:
        ObservationFactory(submission=submission, measure=measure, place=place)
    return submission


@pytest.fixture
def desk(period, coordinator):
    return lambda on=BEFORE_DUE: desk_for(period=period, access=access_of(coordinator), on=on)


def test_the_title_counts_what_is_in_late_and_sent_back(localities, desk) -> None:
    submission_of(localities["ne"], Status.SUBMITTED)
    submission_of(localities["nw"], Status.APPROVED)
    submission_of(localities["se"], Status.QUERIED)
    submission_of(localities["sw"], Status.DUE)
    assert desk().finding == "2 of 4 submissions are in; 1 was sent back"
    assert desk(AFTER_DUE).finding == "2 of 4 submissions are in; 1 is late and 1 was sent back"


def test_with_everybody_in_nothing_is_chased(localities, desk) -> None:
    submission_of(localities["ne"], Status.APPROVED)
    assert desk(AFTER_DUE).finding == "1 of 1 submissions are in"
    assert desk(AFTER_DUE).chase == []


def test_an_excused_reporter_is_not_expected(localities, desk) -> None:
    submission_of(localities["ne"], Status.EXCUSED)
    submission_of(localities["nw"], Status.APPROVED)
    assert (desk().expected, desk().received) == (1, 1)


def test_the_chase_list_is_ordered_by_what_each_would_complete(localities, desk) -> None:
    shared, own = MeasureFactory(), MeasureFactory()
    submission_of(localities["ne"], Status.DUE, shared)
    submission_of(localities["nw"], Status.DRAFT, shared, own)
    submission_of(localities["se"], Status.APPROVED, shared)
    page = desk()
    assert [(c.reporter, c.completes) for c in page.chase] == [
        ("North West locality", 1),
        ("North East locality", 0),
    ]
    assert (page.held_up, page.measures) == (2, 2)


def test_the_grid_shows_four_quarters_oldest_first(localities, coordinator, desk) -> None:
    reporter = ReporterFactory(place=localities["ne"])
    for code in ("2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2"):
        SubmissionFactory(reporter=reporter, period=PeriodFactory(code=code))
    page = desk()
    assert [p.code for p in page.periods] == ["2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2"]
    assert len(page.rows[0].cells) == 4


def test_localities_come_before_organisations(localities, borough, desk) -> None:
    submission_of(borough, Status.DUE, organisation=OrganisationFactory(name="Barts Health"))
    submission_of(localities["sw"], Status.DUE)
    submission_of(localities["ne"], Status.DUE)
    assert [row.reporter for row in desk().rows] == [
        "North East locality",
        "South West locality",
        "Barts Health",
    ]


def test_a_cell_says_how_many_figures_are_filled_in(localities, desk) -> None:
    submission = submission_of(localities["ne"], Status.DRAFT, MeasureFactory(), MeasureFactory())
    row = submission.observations.first()
    row.numerator_typed, row.numerator = "0", Decimal(0)
    row.save()
    assert desk().rows[0].cells[-1].detail == "1 of 2 figures"


def test_a_cell_says_how_late_it_came(localities, ne_lead, desk) -> None:
    submission = submission_of(localities["ne"], Status.APPROVED)
    Submission.objects.filter(pk=submission.pk).update(
        submitted_at=datetime(2026, 10, 17, 12, tzinfo=UTC), submitted_by=ne_lead
    )
    assert desk().rows[0].cells[-1].detail == "2 days late"


def test_the_desk_asks_the_same_number_of_questions_however_many_report(
    localities, borough, desk, django_assert_max_num_queries
) -> None:
    for number in range(20):
        organisation = OrganisationFactory(name=f"Organisation {number}")
        submission_of(borough, Status.DUE, MeasureFactory(), organisation=organisation)
    with django_assert_max_num_queries(5):
        desk()
