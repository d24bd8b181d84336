"""What is unusual about a figure, and is asked about before it is handed in. No database.

An error must be put right; a query may be right, and is then explained in a sentence that travels
to the Board beside the figure (ux guide, section 4: plausibility; mission guide, lesson 3). The
rules are data of the measure. Each runs only where all its parts are numbers.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from ehportal import wording
from outcomes.calculations.combining import ImpossibleFigure, MeasureType, value
from outcomes.calculations.rounding import value_text

#: Below so many of what is counted, repeats and large changes in per cent come by chance.
FEW = 10
#: Two numbers within this factor of each other look alike; those further apart do not.
ALIKE = 1.25
#: Types that have a result in a unit, and so can be out of range.
NUMBERS = frozenset({"count", "proportion", "rate", "mean", "duration"})


class RuledMeasure(Protocol):
    """What the rules read of a measure."""

    type: str
    unit: str
    multiplier: int
    numerator_label: str
    denominator_label: str
    expected_low: Decimal | None
    expected_high: Decimal | None
    query_change: int | None
    query_repeats: int | None
    query_swap: bool
    query_parts: bool


@dataclass(frozen=True)
class Numbers:
    """One figure as understood; without a denominator where its measure has none."""

    numerator: Decimal | None
    denominator: Decimal | None = None


def queries_about(
    measure: RuledMeasure,
    now: Numbers,
    *,
    before: Sequence[Numbers | None] = (),
    judge_range: bool = True,
) -> list[str]:
    """What to ask about a figure: a sentence for each rule it breaks, none where all is usual.

    `before` holds the reporter's figures of the quarters before, the latest first, None where
    there is none. With `judge_range` off the expected range is passed over: a range for everybody
    fits no category.
    """
    if measure.type not in NUMBERS or now.numerator is None:
        return []
    last = before[0] if before else None
    out_of_range = _out_of_range(measure, now, last) if judge_range else ""
    found = [
        # One question about one result, though it breaks two rules.
        out_of_range or _changed(measure, now, last),
        _repeated(measure, now, before),
        _swapped(measure, now, last),
    ]
    return [sentence for sentence in found if sentence]


def queries_about_parts(
    measure: RuledMeasure, now: Numbers, parts: Mapping[str, Sequence[Decimal | None]]
) -> list[str]:
    """What to ask about a figure because of its categories: a sentence for each breakdown.

    `parts` holds the numerators of each breakdown's categories, by its name.
    """
    if measure.type not in NUMBERS or now.numerator is None:
        return []
    found = [_do_not_add_up(measure, now, name, given) for name, given in parts.items()]
    return [sentence for sentence in found if sentence]


def _result(measure: RuledMeasure, figure: Numbers | None) -> Decimal | None:
    if figure is None or figure.numerator is None:
        return None
    try:
        return value(
            figure.numerator,
            figure.denominator,
            measure_type=MeasureType(measure.type),
            multiplier=measure.multiplier,
            may_exceed=True,
        )
    except ImpossibleFigure:
        return None


def _shown(measure: RuledMeasure, result: Decimal) -> str:
    text = value_text(result, MeasureType(measure.type))
    if measure.type == "proportion":
        return text
    return text if measure.type == "count" else f"{text} {measure.unit}"


def _bound(measure: RuledMeasure, bound: Decimal) -> str:
    text = wording.number(bound)
    return f"{text}%" if measure.type == "proportion" else text


def expected_in_words(measure: RuledMeasure) -> str:
    """'We expect 76% to 92%.', '... 10 or more.'; empty where nothing is expected."""
    low, high = measure.expected_low, measure.expected_high
    if low is not None and high is not None:
        return f"We expect {_bound(measure, low)} to {_bound(measure, high)}."
    if low is not None:
        return f"We expect {_bound(measure, low)} or more."
    return f"We expect {_bound(measure, high)} or less." if high is not None else ""


def _out_of_range(measure: RuledMeasure, now: Numbers, last: Numbers | None) -> str:
    result, low, high = _result(measure, now), measure.expected_low, measure.expected_high
    if result is None or not (
        (low is not None and result < low) or (high is not None and result > high)
    ):
        return ""
    expected = expected_in_words(measure)
    then = _result(measure, last)
    was = "" if then is None else f" It was {_shown(measure, then)} last quarter."
    return f"Is {_shown(measure, result)} right?{was} {expected}"


def _changed(measure: RuledMeasure, now: Numbers, last: Numbers | None) -> str:
    """A change beyond the measure's threshold, where more than a few are counted."""
    result, then = _result(measure, now), _result(measure, last)
    if measure.query_change is None or result is None or then is None or not then:
        return ""
    counted = [figure.numerator or 0 for figure in (now, last) if figure is not None]
    if max(counted) < FEW:
        return ""
    change = (result - then) / abs(then) * 100
    if abs(change) <= measure.query_change:
        return ""
    direction = "up" if change > 0 else "down"
    return (
        f"Is {_shown(measure, result)} right? It was {_shown(measure, then)} last quarter: "
        f"{direction} by {wording.number(abs(change), 0)}%."
    )


def _repeated(measure: RuledMeasure, now: Numbers, before: Sequence[Numbers | None]) -> str:
    """The same figure so many quarters in a row: it may have been copied."""
    wanted = measure.query_repeats
    if wanted is None or now.numerator is None or now.numerator < FEW or len(before) < wanted - 1:
        return ""
    if any(earlier != now for earlier in before[: wanted - 1]):
        return ""
    return f"You gave the same figure {wanted} quarters in a row. Is it still right?"


def _swapped(measure: RuledMeasure, now: Numbers, last: Numbers | None) -> str:
    """Numerator and denominator that look like last quarter's the other way round."""
    if not measure.query_swap or last is None:
        return ""
    numbers = (now.numerator, now.denominator, last.numerator, last.denominator)
    if any(number is None or number <= 0 for number in numbers):
        return ""
    top, bottom, top_then, bottom_then = (float(number) for number in numbers if number)
    apart = abs(math.log(top_then / bottom_then)) > 2 * math.log(ALIKE)
    if not (apart and _alike(top, bottom_then) and _alike(bottom, top_then)):
        return ""
    return (
        f"Are “{measure.numerator_label}” and “{measure.denominator_label}” in the right boxes? "
        f"Last quarter they were {wording.number(last.numerator)} and "
        f"{wording.number(last.denominator)}."
    )


def _alike(one: float, other: float) -> bool:
    return abs(math.log(one / other)) <= math.log(ALIKE)


def _do_not_add_up(
    measure: RuledMeasure, now: Numbers, name: str, given: Sequence[Decimal | None]
) -> str:
    """A breakdown whose categories, all of them given, are not the figure for everybody."""
    numbers = [number for number in given if number is not None]
    if not measure.query_parts or not given or len(numbers) < len(given):
        return ""
    total = sum(numbers)
    if total == now.numerator:
        return ""
    return (
        f"{name} adds up to {wording.number(total)}, not {wording.number(now.numerator)}. "
        "Correct one of them, or say why they differ."
    )
