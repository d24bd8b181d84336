"""The two earlier quarters that stand beside a figure."""

from __future__ import annotations

import pytest

from outcomes.earlier import earlier_quarters, key_of
from outcomes.models import Status
from outcomes.models.periods import PeriodKind
from tests.factories.outcomes import (
    MeasureFactory,
    ObservationFactory,
    PeriodFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("code", "labels"),
    [
        ("2026-Q1", ["Jan to Mar 2026", "Apr to Jun 2025"]),
        ("2026-Q2", ["Apr to Jun 2026", "Jul to Sep 2025"]),
        ("2026-Q3", ["Jul to Sep 2026", "Oct to Dec 2025"]),
        ("2026-Q4", ["Oct to Dec 2026", "Jan to Mar 2026"]),
    ],
)
def test_last_quarter_and_a_year_ago_are_named(code: str, labels: list[str]) -> None:
    submission = SubmissionFactory(period=PeriodFactory(code=code))

    assert [earlier.label for earlier in earlier_quarters(submission)] == labels


def test_figures_are_found_by_measure_place_and_category() -> None:
    now = ObservationFactory()
    past = ObservationFactory(
        submission=SubmissionFactory(period=PeriodFactory(code="2026-Q1"), status=Status.APPROVED),
        measure=now.measure,
    )
    last_quarter, last_year = earlier_quarters(now.submission)

    assert last_quarter.figures == {key_of(now): past}
    assert last_year.figures == {}


def test_one_area_can_be_asked_for_alone() -> None:
    past = SubmissionFactory(period=PeriodFactory(code="2026-Q1"), status=Status.APPROVED)
    safe = ObservationFactory(submission=past, measure=MeasureFactory(area="safe"))
    ObservationFactory(submission=past, measure=MeasureFactory(area="happy"))
    submission = SubmissionFactory()

    last_quarter, _ = earlier_quarters(submission, area="safe")

    assert list(last_quarter.figures.values()) == [safe]


def test_a_year_has_no_quarters_before_it() -> None:
    submission = SubmissionFactory(period=PeriodFactory(kind=PeriodKind.YEAR))

    assert earlier_quarters(submission) == []
