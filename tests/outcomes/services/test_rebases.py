"""New baselines: recorded by a person with a reason and an approver, for later publications."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from governance.models import Event, Place, User
from outcomes.calculations.spc import Baseline
from outcomes.models import Measure, Period, Rebase
from outcomes.rulebook import baselines_in, rebases_at
from outcomes.services.exceptions import Refused
from outcomes.services.rebases import record_rebase, withdraw_rebase
from tests.dashboards.publishing import codes, publish, steady
from tests.factories.outcomes import MeasureFactory, PeriodFactory


@pytest.fixture
def measure(borough: Place) -> Measure:
    measure = MeasureFactory(code="HEA-101")
    publish({(measure, borough): steady(8)})
    return measure


@pytest.fixture
def rebase(measure: Measure, borough: Place, coordinator: User, now: datetime):
    def recorded(code: str = "2025-Q4", **more: object) -> Rebase:
        given = {
            "measure": measure,
            "place": borough,
            "period": PeriodFactory(code=code),
            "reason": "The clinic moved into the family hub",
            "asked_by": "Maternity lead",
            "approved_by": "Early Help Partnership Board",
            "by": coordinator,
            "at": now,
            **more,
        }
        return record_rebase(**given)  # type: ignore[arg-type]

    return recorded


def test_it_is_recorded_with_who_asked_and_who_approved(rebase, coordinator: User) -> None:
    made = rebase()
    event = Event.objects.get(verb="rebase.record")
    assert (made.recorded_by, event.by) == (coordinator, coordinator)
    assert event.after["approved_by"] == "Early Help Partnership Board"
    assert event.after["period"] == "2025-Q4"


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"reason": "  "}, "Say what changed"),
        ({"asked_by": ""}, "who asked"),
        ({"approved_by": " maternity LEAD "}, "Somebody else"),
        ({"code": "2024-Q3"}, "start with"),
        ({"code": "2027-Q1"}, "Nothing is published"),
    ],
)
def test_what_makes_no_baseline_is_refused_in_words(rebase, more: dict[str, str], why: str) -> None:
    with pytest.raises(Refused, match=why):
        rebase(**more)
    assert not Rebase.objects.exists()


def test_one_series_has_one_baseline_from_a_period(rebase) -> None:
    rebase()
    with pytest.raises(Refused, match="already has"):
        rebase()


def test_it_stands_from_when_it_is_recorded_until_it_is_taken_back(
    rebase, measure: Measure, borough: Place, coordinator: User, now: datetime
) -> None:
    made = rebase()
    later = now + timedelta(days=30)
    withdraw_rebase(rebase=made, reason="It did not last", by=coordinator, at=later)

    def standing(moment: datetime) -> bool:
        return (measure.pk, borough.pk) in rebases_at(moment)

    assert not standing(now - timedelta(seconds=1))
    assert standing(now)
    assert standing(later - timedelta(seconds=1))
    assert not standing(later)
    with pytest.raises(Refused, match="already"):
        withdraw_rebase(rebase=made, reason="Twice", by=coordinator, at=later)
    assert Event.objects.get(verb="rebase.withdraw").reason == "It did not last"
    rebase()  # and may be recorded again


def test_segments_start_at_its_periods(rebase) -> None:
    periods = [Period.objects.get(code=code).pk for code in codes(8)]
    made = [rebase("2025-Q4"), rebase("2026-Q1")]
    assert baselines_in(made, periods) == [Baseline(5), Baseline(6)]
    assert baselines_in(made, periods[5:]) == [Baseline(1)]
    assert baselines_in(made, periods[:5]) == []
