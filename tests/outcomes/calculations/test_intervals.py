"""Intervals beyond the reference cases: edges, refusals, and what gets none."""

from __future__ import annotations

import math
from decimal import Decimal as D

import pytest

from outcomes.calculations import (
    LEVEL_95,
    LEVEL_99_8,
    MeasureType,
    Method,
    byar,
    exact_poisson,
    interval_for,
    mean_interval,
    rate_interval,
    wilson,
)
from outcomes.calculations.intervals import student_t, z_value

LEVELS = [LEVEL_95, LEVEL_99_8]


def test_normal_deviates_are_those_of_the_reference() -> None:
    assert z_value(LEVEL_95) == pytest.approx(1.959963984540054, abs=1e-12)
    assert z_value(LEVEL_99_8) == pytest.approx(3.090232306167813, abs=1e-12)


@pytest.mark.parametrize("level", LEVELS)
def test_none_and_all_have_limits_of_exactly_0_and_1(level: float) -> None:
    assert wilson(0, 12, level).lower == 0
    assert wilson(12, 12, level).upper == 1
    assert 0 < wilson(0, 12, level).upper < 1


@pytest.mark.parametrize("level", LEVELS)
def test_wilson_limits_are_where_the_score_test_turns(level: float) -> None:
    # The definition: at either limit the observed share lies exactly z standard errors away.
    for events, total in [(1, 7), (3, 40), (39, 40), (130, 200), (5, 6)]:
        found = wilson(events, total, level)
        for limit in (found.lower, found.upper):
            assert limit is not None
            distance = abs(events / total - limit) / math.sqrt(limit * (1 - limit) / total)
            assert distance == pytest.approx(z_value(level), rel=1e-9)


@pytest.mark.parametrize("level", LEVELS)
def test_exact_limits_are_where_the_count_is_just_as_surprising(level: float) -> None:
    def at_most(events: int, mean: float) -> float:
        return math.fsum(math.exp(-mean) * mean**k / math.factorial(k) for k in range(events + 1))

    for events in range(10):
        found = exact_poisson(events, level)
        assert at_most(events, found.upper) == pytest.approx((1 - level) / 2, rel=1e-9)
        assert found.lower is not None
        if events:
            above = 1 - at_most(events - 1, found.lower)
            assert above == pytest.approx((1 - level) / 2, rel=1e-9)
        else:
            assert found.lower == 0


def test_byar_is_within_a_fifth_of_a_percent_of_exact_from_10_events() -> None:
    for events in (10, 25, 80):
        close, exact = byar(events), exact_poisson(events)
        assert close.lower == pytest.approx(exact.lower, rel=0.002)
        assert close.upper == pytest.approx(exact.upper, rel=0.002)


def test_no_events_start_at_0_and_too_few_at_99_8_have_no_lower_limit() -> None:
    assert byar(0).lower == 0
    assert byar(1, LEVEL_99_8).lower is None
    assert byar(1, LEVEL_99_8).scaled(1000).lower is None


def test_the_method_changes_at_10_events() -> None:
    assert rate_interval(9, 1000, multiplier=1000).method == Method.EXACT
    assert rate_interval(10, 1000, multiplier=1000).method == Method.BYAR


def test_students_t_agrees_with_printed_tables() -> None:
    printed = {
        (1, 0.95): 12.7062,
        (2, 0.95): 4.3027,
        (3, 0.998): 10.2145,
        (10, 0.95): 2.2281,
        (30, 0.998): 3.3852,
        (120, 0.95): 1.9799,
        (1, 0.998): 318.3088,
    }
    for (degrees, level), t in printed.items():
        assert student_t(degrees, level) == pytest.approx(t, abs=5e-5)
    assert student_t(5000, 0.95) == pytest.approx(z_value(0.95), abs=1e-3)


def test_a_mean_of_fewer_than_two_has_no_interval() -> None:
    assert mean_interval(5, 1, 1) is None
    found = mean_interval(5, 0, 2)
    assert found is not None
    assert (found.lower, found.upper) == (5, 5)


@pytest.mark.parametrize(
    ("measure_type", "numerator", "denominator"),
    [
        (MeasureType.COUNT, D(12), None),
        (MeasureType.COUNT, D(12), D(40)),
        (MeasureType.MEAN, D(12), D(40)),
        (MeasureType.DURATION, D(12), D(40)),
        (MeasureType.YES_NO, D(1), None),
        (MeasureType.PROPORTION, D(0), D(0)),
        (MeasureType.PROPORTION, None, D(40)),
        (MeasureType.PROPORTION, D(41), D(40)),
        (MeasureType.RATE, D("2.5"), D(40)),
    ],
)
def test_what_has_no_interval(
    measure_type: MeasureType, numerator: D | None, denominator: D | None
) -> None:
    assert interval_for(numerator, denominator, measure_type=measure_type) is None


def test_an_interval_is_in_the_unit_of_its_value() -> None:
    found = interval_for(D(25), D(40), measure_type=MeasureType.PROPORTION, multiplier=1)
    assert found is not None
    assert found.lower is not None
    assert 0 < found.lower < 62.5 < found.upper < 100
    found = interval_for(D(25), D(4000), measure_type=MeasureType.RATE, multiplier=1000)
    assert found is not None
    assert found.lower is not None
    assert found.lower < 6.25 < found.upper


def test_figures_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="no proportion"):
        wilson(5, 0)
    with pytest.raises(ValueError, match="no proportion"):
        wilson(5, 4)
    with pytest.raises(ValueError, match="events"):
        byar(-1)
    with pytest.raises(ValueError, match="events"):
        exact_poisson(-1)
    with pytest.raises(ValueError, match="population"):
        rate_interval(1, 0, multiplier=1000)
    with pytest.raises(ValueError, match="events"):
        rate_interval(2.5, 10, multiplier=1000)
    with pytest.raises(ValueError, match="between 0 and 1"):
        z_value(95)
    with pytest.raises(ValueError, match="degrees"):
        student_t(0, 0.95)
