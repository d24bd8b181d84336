"""Recent trend over five points, by the method of Fingertips.

For yearly values, or the same quarter of five years: five quarters in a row carry the seasons,
and a swing of five standard errors is called a trend in about half of the two worst phases.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from outcomes.calculations.comparison import Polarity

POINTS = 5
CRITICAL_CHI_SQUARED = 9.54953570608324  # 1 degree of freedom, 99.8%
WIDTH_IN_STANDARD_ERRORS = 3.92  # of a 95% interval


class Marker(StrEnum):
    """What the five latest points say."""

    INCREASING = "increasing"
    DECREASING = "decreasing"
    INCREASING_BETTER = "increasing_getting_better"
    INCREASING_WORSE = "increasing_getting_worse"
    DECREASING_BETTER = "decreasing_getting_better"
    DECREASING_WORSE = "decreasing_getting_worse"
    NO_CHANGE = "no_change"
    CANNOT_BE_CALCULATED = "cannot_be_calculated"


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A value with its 95% limits, in one unit; with its counts where it has them."""

    value: float | None
    lower: float | None
    upper: float | None
    count: float | None = None
    denominator: float | None = None


@dataclass(frozen=True, slots=True)
class CountPoint:
    """A count out of a denominator, for the older form of the test."""

    count: float
    denominator: float


@dataclass(frozen=True, slots=True)
class RecentTrend:
    """The marker and what it rests on. Where nothing could be calculated all figures are 0."""

    marker: Marker
    slope: float = 0.0
    chi_squared: float = 0.0
    same_sign: bool = False


CANNOT = RecentTrend(Marker.CANNOT_BE_CALCULATED)

Slope = Callable[[Sequence[int]], float]


def recent_trend(points: Sequence[TrendPoint], polarity: Polarity) -> RecentTrend:
    """The trend of the five latest points that have a value and both limits, oldest first.

    A weighted straight line over their order (they need not be consecutive). It is a trend when
    chi-squared is above its 99.8% point and leaving out any one point keeps the slope's sign.
    Cannot be calculated from fewer than five points, where a count equals its denominator, or
    where an interval has no width.
    """
    usable = [
        (p.value, p.upper - p.lower, p)
        for p in points
        if p.value is not None and p.lower is not None and p.upper is not None
    ][-POINTS:]
    if len(usable) < POINTS or any(width <= 0 for _, width, _ in usable):
        return CANNOT
    if any(p.count is not None and p.count == p.denominator for _, _, p in usable):
        return CANNOT
    values = [value for value, _, _ in usable]
    weights = [(WIDTH_IN_STANDARD_ERRORS / width) ** 2 for _, width, _ in usable]

    def slope(kept: Sequence[int]) -> float:
        return _weighted_line(values, weights, kept)[0]

    whole, variance = _weighted_line(values, weights, range(POINTS))
    return _judge(whole, whole**2 / variance, slope, polarity)


def recent_trend_of_counts(points: Sequence[CountPoint], polarity: Polarity) -> RecentTrend:
    """The older form for proportions: a chi-squared test for trend on the counts themselves.

    `slope` is that of the log odds. Cannot be calculated from fewer than five points, or where
    a count is 0 (no log odds) or equals its denominator.
    """
    latest = points[-POINTS:]
    if len(latest) < POINTS or any(not 0 < p.count < p.denominator for p in latest):
        return CANNOT
    total = sum(p.denominator for p in latest)
    share = sum(p.count for p in latest) / total
    centre = sum(i * p.denominator for i, p in enumerate(latest)) / total
    drift = sum((i - centre) * p.count for i, p in enumerate(latest))
    spread = sum((i - centre) ** 2 * p.denominator for i, p in enumerate(latest))
    log_odds = [math.log(p.count / (p.denominator - p.count)) for p in latest]

    def slope(kept: Sequence[int]) -> float:
        return _weighted_line(log_odds, [1.0] * POINTS, kept)[0]

    chi_squared = drift**2 / (share * (1 - share) * spread)
    return _judge(slope(range(POINTS)), chi_squared, slope, polarity)


def _judge(whole: float, chi_squared: float, slope: Slope, polarity: Polarity) -> RecentTrend:
    without_one = [slope([i for i in range(POINTS) if i != out]) for out in range(POINTS)]
    # A slope of 0 counts as positive, as in the reference.
    same_sign = len({each >= 0 for each in [whole, *without_one]}) == 1
    marker = Marker.NO_CHANGE
    if same_sign and chi_squared > CRITICAL_CHI_SQUARED:
        marker = _marker(whole > 0, polarity)
    return RecentTrend(marker, whole, chi_squared, same_sign)


def _marker(rising: bool, polarity: Polarity) -> Marker:
    if polarity == Polarity.NONE:
        return Marker.INCREASING if rising else Marker.DECREASING
    if rising == (polarity == Polarity.HIGHER):
        return Marker.INCREASING_BETTER if rising else Marker.DECREASING_BETTER
    return Marker.INCREASING_WORSE if rising else Marker.DECREASING_WORSE


def _weighted_line(
    values: Sequence[float], weights: Sequence[float], kept: Sequence[int]
) -> tuple[float, float]:
    """The slope of the weighted least-squares line through the points kept, and its variance."""
    s = math.fsum(weights[i] for i in kept)
    st = math.fsum(weights[i] * i for i in kept)
    sv = math.fsum(weights[i] * values[i] for i in kept)
    stt = math.fsum(weights[i] * i * i for i in kept)
    stv = math.fsum(weights[i] * i * values[i] for i in kept)
    determinant = s * stt - st * st
    return (s * stv - st * sv) / determinant, s / determinant
