"""Who entered a published figure, and what of that changed since."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from governance.models import Place, User
from outcomes.models import Measure, Observation, Period
from outcomes.provenance import Provenance, provenance
from tests.factories.outcomes import (
    MeasureFactory,
    ObservationFactory,
    PeriodFactory,
    ReporterFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db
TYPED = datetime(2026, 9, 3, 10, tzinfo=UTC)
APPROVED = datetime(2026, 9, 9, 10, tzinfo=UTC)
PUBLISHED = datetime(2026, 9, 28, 10, tzinfo=UTC)
LATER = datetime(2026, 11, 2, 10, tzinfo=UTC)


@pytest.fixture
def booking() -> Measure:
    return MeasureFactory()


@pytest.fixture
def period() -> Period:
    return PeriodFactory(code="2026-Q1")


@pytest.fixture
def enter(period: Period, booking: Measure, ne_lead: User, coordinator: User) -> Any:
    """Somebody entered a figure of a place, and the coordinator approved it."""
    submission = SubmissionFactory(reporter=ReporterFactory(), period=period)

    def entered(place: Place, **fields: Any) -> Observation:
        facts = {
            "changed_by": ne_lead, "changed_at": TYPED, "approved_by": coordinator,
            "approved_at": APPROVED, "numerator_typed": "3911",
        }  # fmt: skip
        return ObservationFactory(
            submission=submission, measure=booking, place=place, **facts | fields
        )

    return entered


def told(booking: Measure, period: Period) -> Provenance:
    return provenance(booking, period=period.pk, published_at=PUBLISHED)


def test_places_of_one_person_and_day_stand_together(
    enter: Any, booking: Measure, period: Period, localities: dict[str, Place], ne_lead: User
) -> None:
    enter(localities["ne"])
    enter(localities["sw"])

    entered = told(booking, period).entered

    assert len(entered) == 1
    assert (entered[0].by, entered[0].on) == (str(ne_lead), TYPED.date())
    assert entered[0].approved_on == APPROVED.date()
    assert [place for place, _ in entered[0].figures] == ["North East", "South West"]


def test_another_person_or_day_has_a_line_of_its_own(
    enter: Any, booking: Measure, period: Period, localities: dict[str, Place], coordinator: User
) -> None:
    enter(localities["ne"])
    enter(localities["sw"], changed_by=coordinator)
    enter(localities["nw"], changed_at=APPROVED)

    assert len(told(booking, period).entered) == 3


@pytest.mark.parametrize(
    "since",
    [
        {"changed_at": LATER},
        {"approved_at": LATER},
        {"approved_at": None, "approved_by": None},
    ],
)
def test_what_was_changed_since_is_not_laid_to_whoever_changed_it(
    since: dict[str, Any],
    enter: Any,
    booking: Measure,
    period: Period,
    localities: dict[str, Place],
) -> None:
    enter(localities["ne"], **since)

    found = told(booking, period)

    assert found == Provenance((), ("North East",))


def test_a_figure_that_nobody_entered_is_not_told_of(
    enter: Any, booking: Measure, period: Period, localities: dict[str, Place]
) -> None:
    nobody = {"changed_by": None, "changed_at": None, "approved_by": None, "approved_at": None}
    enter(localities["ne"], **nobody)

    assert told(booking, period) == Provenance((), ())
