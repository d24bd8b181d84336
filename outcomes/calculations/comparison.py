"""Comparing a figure with a benchmark, a target or the funnel of its own borough.

The rules are those of Fingertips and FingertipsNext (single interval, two levels, overlapping
intervals, targets, funnel limits). What cannot be compared is said to be so, never "similar".
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from outcomes.calculations.combining import PERCENT
from outcomes.calculations.intervals import Interval, Number, wilson_limits

# The funnel's own deviates, as the reference prints them: not quite the exact ones.
FUNNEL_Z_95 = 1.96
FUNNEL_Z_99_8 = 3.0902
FUNNEL_FEWEST_EVENTS = 10
FEWEST_AREAS_FOR_QUANTILES = 5

# A locality is part of its borough: with four equal ones the single-interval rule finds a false
# difference in 2.4% of comparisons, not 5%.
FALSE_DIFFERENCE_RATE = 0.024
# A group may be a small part of everybody: then the rule is that of a 95% interval and no better.
FALSE_GROUP_DIFFERENCE_RATE = 0.05


class Polarity(StrEnum):
    """Which way is good."""

    HIGHER = "higher"
    LOWER = "lower"
    NONE = "none"


class Comparison(StrEnum):
    """How a figure stands beside another; higher and lower are for measures without judgement."""

    BEST = "best"
    BETTER = "better"
    SIMILAR = "similar"
    WORSE = "worse"
    WORST = "worst"
    HIGHER = "higher"
    LOWER = "lower"
    NOT_COMPARED = "not_compared"


class TargetStatus(StrEnum):
    """Whether a target is met; not judged without a figure, a target or a polarity."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_JUDGED = "not_judged"


class Rag(StrEnum):
    """Green meets the target, amber is within the stored tolerance of it, red is beyond."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Funnel:
    """A figure against funnel limits around a benchmark; all limits are percentages."""

    limits_95: tuple[float, float]
    limits_99_8: tuple[float, float]
    at_95: Comparison
    at_99_8: Comparison


def with_benchmark(
    interval: Interval | None, benchmark: Number | None, polarity: Polarity
) -> Comparison:
    """One interval against one value, ends inclusive: a benchmark on a limit is similar.

    Not compared without an interval (both limits) or without a benchmark.
    """
    if interval is None or interval.lower is None or benchmark is None:
        return Comparison.NOT_COMPARED
    if benchmark < interval.lower:
        return _judged(1, polarity)
    if benchmark > interval.upper:
        return _judged(-1, polarity)
    return Comparison.SIMILAR


def with_benchmark_at_two_levels(
    interval_95: Interval | None,
    interval_99_8: Interval | None,
    benchmark: Number | None,
    polarity: Polarity,
) -> Comparison:
    """As `with_benchmark`; best or worst where the benchmark lies outside the 99.8% interval too.

    Without judgement both levels read higher or lower.
    """
    outer = with_benchmark(interval_99_8, benchmark, polarity)
    if outer == Comparison.BETTER:
        return Comparison.BEST
    if outer == Comparison.WORSE:
        return Comparison.WORST
    return with_benchmark(interval_95, benchmark, polarity)


def with_interval(
    interval: Interval | None, other: Interval | None, polarity: Polarity
) -> Comparison:
    """Two intervals that must not overlap. Stricter than it looks, so nowhere the default.

    Equal standard errors give a false difference in 0.56% of cases; overlap does not mean that
    there is no difference.
    """
    if interval is None or other is None or interval.lower is None or other.lower is None:
        return Comparison.NOT_COMPARED
    if interval.lower > other.upper:
        return _judged(1, polarity)
    if interval.upper < other.lower:
        return _judged(-1, polarity)
    return Comparison.SIMILAR


def may_use_quantiles(areas: int, groups: int) -> bool:
    """Whether areas may be put into so many quantiles: never the borough's four localities.

    At least as many areas as groups, and more than four.
    """
    return areas >= max(groups, FEWEST_AREAS_FOR_QUANTILES)


def expected_false_differences(comparisons: int) -> float:
    """How many of these locality-with-borough comparisons chance alone will call different."""
    return comparisons * FALSE_DIFFERENCE_RATE


def most_false_group_differences(comparisons: int) -> float:
    """How many comparisons of a group with everybody chance alone will call different, at most."""
    return comparisons * FALSE_GROUP_DIFFERENCE_RATE


def with_target(value: Number | None, target: Number | None, polarity: Polarity) -> TargetStatus:
    """Whether a value meets a single target; a value equal to it does, either way round."""
    if value is None or target is None or polarity == Polarity.NONE:
        return TargetStatus.NOT_JUDGED
    met = value >= target if polarity == Polarity.HIGHER else value <= target
    return TargetStatus.MET if met else TargetStatus.NOT_MET


def interval_with_target(
    interval: Interval | None, target: Number | None, polarity: Polarity
) -> Comparison:
    """A single target against an interval: better or worse only where all of it lies beyond."""
    if polarity == Polarity.NONE:
        return Comparison.NOT_COMPARED
    return with_benchmark(interval, target, polarity)


def with_target_range(
    value: Number | None, lower: Number, upper: Number, polarity: Polarity
) -> Comparison:
    """A value against a target range: from lower up to but not including upper is similar.

    The boundaries are the same for both polarities. Raises ValueError where lower > upper.
    """
    if lower > upper:
        raise ValueError(f"a range from {lower} to {upper}")
    if value is None or polarity == Polarity.NONE:
        return Comparison.NOT_COMPARED
    if value < lower:
        return _judged(-1, polarity)
    if value >= upper:
        return _judged(1, polarity)
    return Comparison.SIMILAR


def rag(
    value: Decimal | None, target: Decimal | None, tolerance: Decimal, polarity: Polarity
) -> Rag | None:
    """Red, amber or green; the tolerance is in the measure's unit and itself still amber.

    None where the target cannot be judged. Raises ValueError for a negative tolerance.
    """
    if tolerance < 0:
        raise ValueError(f"a tolerance of {tolerance}")
    status = with_target(value, target, polarity)
    if value is None or target is None or status == TargetStatus.NOT_JUDGED:
        return None
    if status == TargetStatus.MET:
        return Rag.GREEN
    return Rag.AMBER if abs(value - target) <= tolerance else Rag.RED


def with_funnel(
    numerator: Number, denominator: Number, *, benchmark: Number, polarity: Polarity
) -> Funnel | None:
    """A proportion against the funnel around a benchmark (a percentage), in place of a ranking.

    The limits are Wilson's at the benchmark for the figure's own denominator, at z = 1.96 and
    3.0902 (Fingertips). None for fewer than 10 events, for no denominator and for a benchmark
    outside 0 to 100. With very large denominators nearly everything falls outside.
    """
    possible = 0 <= benchmark <= PERCENT and numerator <= denominator
    if not possible or denominator <= 0 or numerator < FUNNEL_FEWEST_EVENTS:
        return None
    value = PERCENT * float(numerator) / float(denominator)
    limits_95 = _funnel_limits(benchmark, denominator, FUNNEL_Z_95)
    limits_99_8 = _funnel_limits(benchmark, denominator, FUNNEL_Z_99_8)
    return Funnel(
        limits_95,
        limits_99_8,
        _outside(value, limits_95, polarity),
        _outside(value, limits_99_8, polarity),
    )


def _funnel_limits(benchmark: Number, denominator: Number, z: float) -> tuple[float, float]:
    expected = min(float(denominator) * float(benchmark) / PERCENT, float(denominator))
    lower, upper = wilson_limits(expected, denominator, z)
    return lower * PERCENT, upper * PERCENT


def _outside(value: float, limits: tuple[float, float], polarity: Polarity) -> Comparison:
    if value > limits[1]:
        return _judged(1, polarity)
    if value < limits[0]:
        return _judged(-1, polarity)
    return Comparison.SIMILAR


def _judged(direction: int, polarity: Polarity) -> Comparison:
    """What being higher (+1) or lower (-1) means."""
    if polarity == Polarity.NONE:
        return Comparison.HIGHER if direction > 0 else Comparison.LOWER
    good = (direction > 0) == (polarity == Polarity.HIGHER)
    return Comparison.BETTER if good else Comparison.WORSE
