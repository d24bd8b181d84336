"""Confidence intervals: Wilson, Byar, exact Poisson, and Student's for a mean.

Methods and the choice between them: APHO Technical Briefing 3 and the Public Health England
technical guide on confidence intervals, as in UKHSA's PHEindicatormethods.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from statistics import NormalDist

from outcomes.calculations.combining import PERCENT, MeasureType

Number = Decimal | float | int

LEVEL_95 = 0.95
LEVEL_99_8 = 0.998
EXACT_BELOW = 10  # events; from here on Byar's method is within 0.2% of the exact limits
FEWEST_FOR_MEAN = 2


class Method(StrEnum):
    """How an interval was worked out; stored with it."""

    WILSON = "Wilson"
    BYAR = "Byars"
    EXACT = "Exact"
    STUDENT = "Student"


@dataclass(frozen=True, slots=True)
class Interval:
    """Limits in the unit of the value they belong to. `lower` is None where there is no limit."""

    lower: float | None
    upper: float
    method: Method
    level: float

    def scaled(self, factor: float) -> Interval:
        """The same interval in another unit, such as per 1,000 instead of a count."""
        lower = None if self.lower is None else self.lower * factor
        return Interval(lower, self.upper * factor, self.method, self.level)


def z_value(level: float) -> float:
    """The normal deviate of a two-sided level: 0.95 gives 1.95996.

    Raises ValueError unless 0 < level < 1.
    """
    if not 0 < level < 1:
        raise ValueError(f"{level} is not between 0 and 1")
    return NormalDist().inv_cdf((1 + level) / 2)


def wilson_limits(events: Number, total: Number, z: float) -> tuple[float, float]:
    """Wilson score limits of a proportion (0 to 1) for a normal deviate.

    Exactly 0 for no events and exactly 1 for all. Raises ValueError unless
    total > 0 and 0 <= events <= total.
    """
    x, n = float(events), float(total)
    if n <= 0 or not 0 <= x <= n:
        raise ValueError(f"{events} of {total} is no proportion")
    middle = 2 * x + z * z
    spread = z * math.sqrt(z * z + 4 * x * (1 - x / n))
    scale = 2 * (n + z * z)
    lower = 0.0 if x == 0 else (middle - spread) / scale
    upper = 1.0 if x == n else (middle + spread) / scale
    return max(lower, 0.0), min(upper, 1.0)


def wilson(events: Number, total: Number, level: float = LEVEL_95) -> Interval:
    """Wilson's score interval for a proportion, 0 to 1. Raises ValueError as `wilson_limits`."""
    lower, upper = wilson_limits(events, total, z_value(level))
    return Interval(lower, upper, Method.WILSON, level)


def byar(events: Number, level: float = LEVEL_95) -> Interval:
    """Byar's interval for a count of events.

    No lower limit where the formula turns negative (very few events at 99.8%): a negative number
    of events would be nonsense and 0 a claim the method does not make. Raises ValueError for a
    negative count.
    """
    x, z = float(events), z_value(level)
    if x < 0:
        raise ValueError(f"{events} events")
    more = x + 1
    upper = more * (1 - 1 / (9 * more) + z / (3 * math.sqrt(more))) ** 3
    lower: float | None = 0.0
    if x > 0:
        lower = x * (1 - 1 / (9 * x) - z / (3 * math.sqrt(x))) ** 3
    return Interval(lower if lower is None or lower >= 0 else None, upper, Method.BYAR, level)


@lru_cache(maxsize=256)
def exact_poisson(events: int, level: float = LEVEL_95) -> Interval:
    """The exact interval for a count: limits at which the count would be just as surprising.

    Meant for few events; the sum it bisects has as many terms as there are events. Raises
    ValueError for a negative count.
    """
    if events < 0:
        raise ValueError(f"{events} events")
    tail = (1 - level) / 2
    highest = events + 20 * math.sqrt(events + 1) + 20
    upper = _bisect(lambda count: _poisson_at_most(events, count) - tail, 0.0, highest)
    lower = 0.0
    if events > 0:
        lower = _bisect(
            lambda count: _poisson_at_most(events - 1, count) - (1 - tail), 0.0, highest
        )
    return Interval(lower, upper, Method.EXACT, level)


def rate_interval(
    events: Number, population: Number, *, multiplier: Number, level: float = LEVEL_95
) -> Interval:
    """The interval of a rate per `multiplier`: exact below 10 events, Byar's from 10.

    Raises ValueError for a population that is not positive, a negative count of events, or a
    broken number of events below 10 (events are counted).
    """
    if population <= 0:
        raise ValueError(f"a population of {population}")
    if events < EXACT_BELOW:
        if events != int(events):
            raise ValueError(f"{events} events")
        limits = exact_poisson(int(events), level)
    else:
        limits = byar(events, level)
    return limits.scaled(float(multiplier) / float(population))


def mean_interval(
    average: Number, standard_deviation: Number, count: int, level: float = LEVEL_95
) -> Interval | None:
    """Student's interval for a mean; None for fewer than two values."""
    if count < FEWEST_FOR_MEAN:
        return None
    half = student_t(count - 1, level) * float(standard_deviation) / math.sqrt(count)
    return Interval(float(average) - half, float(average) + half, Method.STUDENT, level)


def interval_for(
    numerator: Decimal | None,
    denominator: Decimal | None,
    *,
    measure_type: MeasureType,
    multiplier: Decimal | int = 1,
    level: float = LEVEL_95,
) -> Interval | None:
    """The interval of a stored figure in the unit of its value, or None where it has none.

    Only a proportion of a positive denominator and a rate have one. A plain count is a full
    count of a period; a mean needs its standard deviation, which is not stored (`mean_interval`).
    """
    if numerator is None or denominator is None or denominator <= 0 or numerator < 0:
        return None
    if measure_type == MeasureType.PROPORTION and numerator <= denominator:
        return wilson(numerator, denominator, level).scaled(PERCENT)
    if measure_type == MeasureType.RATE:
        if numerator < EXACT_BELOW and numerator != int(numerator):
            return None
        return rate_interval(numerator, denominator, multiplier=multiplier, level=level)
    return None


@lru_cache(maxsize=1024)
def student_t(degrees: int, level: float) -> float:
    """Student's t for a two-sided level, by Newton's method on the exact tail.

    The tail is convex and falling, and the normal deviate lies left of the root, so the steps
    climb to it without overshooting. Raises ValueError for fewer than 1 degree of freedom.
    """
    if degrees < 1:
        raise ValueError(f"{degrees} degrees of freedom")
    goal, t = 1 - level, z_value(level)
    log_scale = math.lgamma((degrees + 1) / 2) - math.lgamma(degrees / 2)
    scale = math.exp(log_scale) / math.sqrt(degrees * math.pi)
    for _ in range(100):
        density = scale * (1 + t * t / degrees) ** (-(degrees + 1) / 2)
        step = (1 - _student_within(t, degrees) - goal) / (2 * density)
        t += step
        if abs(step) <= 1e-13 * t:
            break
    return t


def _student_within(t: float, degrees: int) -> float:
    """P(-t < T < t): the finite sums for whole degrees (Abramowitz and Stegun 26.7.3, 26.7.4)."""
    theta = math.atan(t / math.sqrt(degrees))
    cosine_squared = math.cos(theta) ** 2
    if degrees % 2:
        term = total = math.cos(theta) if degrees > 1 else 0.0
        for k in range(3, degrees - 1, 2):
            term *= cosine_squared * (k - 1) / k
            total += term
        return 2 / math.pi * (theta + math.sin(theta) * total)
    term = total = 1.0
    for k in range(2, degrees - 1, 2):
        term *= cosine_squared * (k - 1) / k
        total += term
    return math.sin(theta) * total


def _poisson_at_most(events: int, mean_count: float) -> float:
    term = total = math.exp(-mean_count)
    for k in range(1, events + 1):
        term *= mean_count / k
        total += term
    return total


def _bisect(falling: Callable[[float], float], low: float, high: float) -> float:
    """The root of a falling function between low and high, to the last digit."""
    while True:
        middle = (low + high) / 2
        if middle in (low, high):
            return middle
        if falling(middle) > 0:
            low = middle
        else:
            high = middle
