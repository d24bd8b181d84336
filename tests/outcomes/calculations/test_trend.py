"""The recent trend beyond the reference cases: which points it takes and when it says nothing."""

from __future__ import annotations

import random

import pytest

from outcomes.calculations import (
    CountPoint,
    Marker,
    Polarity,
    TrendPoint,
    recent_trend,
    recent_trend_of_counts,
)

RISING = [TrendPoint(v, v - 1, v + 1) for v in (10.0, 12.0, 14.0, 16.0, 18.0)]


def test_polarity_says_whether_a_trend_is_good() -> None:
    falling = RISING[::-1]
    assert recent_trend(RISING, Polarity.HIGHER).marker == Marker.INCREASING_BETTER
    assert recent_trend(RISING, Polarity.LOWER).marker == Marker.INCREASING_WORSE
    assert recent_trend(RISING, Polarity.NONE).marker == Marker.INCREASING
    assert recent_trend(falling, Polarity.HIGHER).marker == Marker.DECREASING_WORSE
    assert recent_trend(falling, Polarity.LOWER).marker == Marker.DECREASING_BETTER
    assert recent_trend(falling, Polarity.NONE).marker == Marker.DECREASING


def test_only_the_five_latest_points_with_limits_count() -> None:
    older = [TrendPoint(900.0, 899.0, 901.0)]
    gaps = [TrendPoint(None, None, None), TrendPoint(5.0, None, 6.0)]
    points = [*older, *RISING[:3], *gaps, *RISING[3:]]
    assert recent_trend(points, Polarity.HIGHER) == recent_trend(RISING, Polarity.HIGHER)


@pytest.mark.parametrize(
    "spoilt",
    [
        TrendPoint(None, 1.0, 2.0),
        TrendPoint(18.0, 18.0, 18.0),
        TrendPoint(18.0, 17.0, 19.0, count=20, denominator=20),
    ],
)
def test_nothing_is_calculated_from_points_that_do_not_allow_it(spoilt: TrendPoint) -> None:
    found = recent_trend([*RISING[:4], spoilt], Polarity.HIGHER)
    assert found.marker == Marker.CANNOT_BE_CALCULATED
    assert (found.slope, found.chi_squared) == (0, 0)


def test_one_point_that_carries_the_slope_alone_is_no_trend() -> None:
    spike = [TrendPoint(v, v - 0.5, v + 0.5) for v in (10.0, 9.9, 9.8, 9.7, 14.0)]
    found = recent_trend(spike, Polarity.HIGHER)
    assert found.chi_squared > 9.55
    assert not found.same_sign
    assert found.marker == Marker.NO_CHANGE


def test_a_slope_of_0_counts_as_positive() -> None:
    flat = [TrendPoint(10.0, 9.0, 11.0)] * 5
    found = recent_trend(flat, Polarity.HIGHER)
    assert found.same_sign
    assert found.marker == Marker.NO_CHANGE


@pytest.mark.parametrize("last", [CountPoint(0, 50), CountPoint(50, 50)])
def test_counts_without_log_odds_cannot_be_used(last: CountPoint) -> None:
    counts = [CountPoint(10, 50)] * 4
    assert recent_trend_of_counts([*counts, last], Polarity.NONE).marker == (
        Marker.CANNOT_BE_CALCULATED
    )
    assert recent_trend_of_counts(counts, Polarity.NONE).marker == Marker.CANNOT_BE_CALCULATED


def test_false_trends_are_rare_when_sampling_is_the_only_noise() -> None:
    rng = random.Random(2)
    runs, found = 5000, 0
    for _ in range(runs):
        values = [rng.gauss(50, 1) for _ in range(5)]
        points = [TrendPoint(v, v - 1.96, v + 1.96) for v in values]
        found += recent_trend(points, Polarity.NONE).marker != Marker.NO_CHANGE
    assert found / runs < 0.005
