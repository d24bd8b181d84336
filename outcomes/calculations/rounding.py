"""How figures are shown: decimal places, rounding, and the words around a number.

Rounding happens once, at the last step, half away from zero, from unrounded figures: 1 decimal
place for percentages and rates, whole counts with thousands separators (as in the Department for
Education's releases).
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from outcomes.calculations.combining import PERCENT, MeasureType

Figure = Decimal | float | int

DECIMAL_PLACES = {
    MeasureType.COUNT: 0,
    MeasureType.PROPORTION: 1,
    MeasureType.RATE: 1,
    MeasureType.MEAN: 1,
    MeasureType.DURATION: 1,
    MeasureType.YES_NO: 0,
}
MINUS = "−"


def round_half_away(value: Figure, places: int = 0) -> Decimal:
    """The value to so many decimal places, halves away from zero; never a negative zero.

    A float is read as it prints: 2.675 to 2 places is 2.68. Raises ValueError for what is not a
    finite number.
    """
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    if not exact.is_finite():
        raise ValueError(f"{value} is not a number to show")
    rounded = exact.quantize(_step(places), rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded


@cache
def _step(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def round_to_multiple(value: Figure, multiple: int) -> Decimal:
    """The nearest multiple, halves away from zero: 57 to fives is 55, 8 is 10."""
    return round_half_away(Decimal(str(value)) / multiple) * multiple


def decimal_places(measure_type: MeasureType) -> int:
    """Decimal places a measure's values are shown with. Raises KeyError for a narrative."""
    return DECIMAL_PLACES[measure_type]


def shown_value(value: Figure, measure_type: MeasureType) -> Decimal:
    """The value as it is shown, still a number."""
    return round_half_away(value, decimal_places(measure_type))


def rounds_to_nothing(value: Figure, measure_type: MeasureType) -> bool:
    """Whether a value that is not 0 would be shown as 0: it is marked [low] instead."""
    return value != 0 and shown_value(value, measure_type) == 0


def number_text(value: Figure, places: int = 0) -> str:
    """A rounded number with thousands separators and a true minus sign: "1,041", "−2.3"."""
    return f"{round_half_away(value, places):,f}".replace("-", MINUS)


def value_text(value: Figure, measure_type: MeasureType) -> str:
    """A value in its own unit's form: "62.5%", "1,041", "Yes". Rates and means stay plain."""
    if measure_type == MeasureType.YES_NO:
        return "Yes" if value else "No"
    text = number_text(value, decimal_places(measure_type))
    return f"{text}%" if measure_type == MeasureType.PROPORTION else text


def of_text(numerator: Figure, denominator: Figure) -> str:
    """The two counts in words: "25 of 40". Broken counts keep the digits they were given."""
    return f"{_count_text(numerator)} of {_count_text(denominator)}"


def change_text(now: Figure, before: Figure, measure_type: MeasureType) -> str:
    """The change in words, without judgement: "Up 3.1 percentage points", "Down 4", "No change".

    Worked out from unrounded figures; a change that rounds to 0 is "No change".
    """
    places = decimal_places(measure_type)
    change = round_half_away(Decimal(str(now)) - Decimal(str(before)), places)
    if change == 0:
        return "No change"
    unit = " percentage points" if measure_type == MeasureType.PROPORTION else ""
    return f"{'Up' if change > 0 else 'Down'} {number_text(abs(change), places)}{unit}"


def clip_for_drawing(lower: float, upper: float, measure_type: MeasureType) -> tuple[float, float]:
    """Chart limits within what the measure can be. For drawing only: rules use them unclipped."""
    if measure_type == MeasureType.PROPORTION:
        return min(max(lower, 0.0), float(PERCENT)), max(min(upper, float(PERCENT)), 0.0)
    return max(lower, 0.0), max(upper, 0.0)


def _count_text(count: Figure) -> str:
    exact = Decimal(str(count))
    if exact == exact.to_integral_value():
        return number_text(exact)
    return f"{exact.normalize():,f}"
