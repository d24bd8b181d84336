"""Adding figures up over places and periods, and the value that follows from two counts.

Numerators are added, denominators are added, then one is divided by the other. Percentages are
never averaged. Counts stay Decimal from the database to the value, so that a borough's value is
the ratio of its localities' sums to the last digit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

PERCENT = 100


class MeasureType(StrEnum):
    """What kind of figure a measure is."""

    COUNT = "count"
    PROPORTION = "proportion"
    RATE = "rate"
    MEAN = "mean"
    DURATION = "duration"
    YES_NO = "yes_no"
    NARRATIVE = "narrative"


class OverAreas(StrEnum):
    """How a measure adds up over places."""

    SUM = "sum"
    RATIO = "ratio"
    NONE = "none"


class OverTime(StrEnum):
    """How a measure adds up over periods."""

    SUM = "sum"
    RATIO = "ratio"
    LATEST = "latest"
    NONE = "none"


class ImpossibleFigure(ValueError):
    """Counts that no correct return can hold, such as 12 of 10 people."""


@dataclass(frozen=True, slots=True)
class Part:
    """One place's (or period's) share of a combined figure. None means that there is no figure."""

    label: str
    numerator: Decimal | None
    denominator: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Combined:
    """A combined figure and its coverage.

    Both counts are None where nothing could be combined. `included` and `missing` are labels,
    sorted; together they are everything that was expected.
    """

    numerator: Decimal | None
    denominator: Decimal | None
    included: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def expected_count(self) -> int:
        return len(self.included) + len(self.missing)

    @property
    def included_count(self) -> int:
        return len(self.included)

    @property
    def is_complete(self) -> bool:
        return not self.missing


def combine(
    parts: Iterable[Part], *, rule: OverAreas | OverTime, expected: Collection[str]
) -> Combined:
    """Add parts up by the measure's rule and say which of the expected ones it holds.

    Under 'ratio' a part counts only with both its numbers. Under 'none' nothing is added, so
    both counts are None although the coverage is told. 'latest' takes the last part in the order
    given that has a figure. Parts that were not expected are refused: a figure from a place that
    owes none would make the total larger than anybody can explain.

    Raises ValueError where a label is unexpected or comes twice.
    """
    by_label: dict[str, Part] = {}
    for part in parts:
        if part.label in by_label or part.label not in expected:
            raise ValueError(f"{part.label!r} was not expected, or comes twice")
        by_label[part.label] = part
    usable = [part for part in by_label.values() if _is_usable(part, rule)]
    included = tuple(sorted(part.label for part in usable))
    missing = tuple(sorted(set(expected) - set(included)))
    if rule == OverTime.LATEST:
        usable = usable[-1:]
    if not usable or rule == OverAreas.NONE:
        return Combined(None, None, included, missing)
    return Combined(
        _sum(part.numerator for part in usable),
        _sum(part.denominator for part in usable),
        included,
        missing,
    )


def like_for_like(
    now: Sequence[Part], before: Sequence[Part], *, rule: OverAreas
) -> tuple[Combined, Combined] | None:
    """The figures of two periods over only those places that both hold.

    To be shown beside the plain figures where coverage has changed. None where both periods hold
    the same places (the plain figures already compare like with like) or have none in common.
    """
    places_now = {part.label for part in now if _is_usable(part, rule)}
    places_before = {part.label for part in before if _is_usable(part, rule)}
    common = places_now & places_before
    if places_now == places_before or not common:
        return None
    return (
        combine((p for p in now if p.label in common), rule=rule, expected=common),
        combine((p for p in before if p.label in common), rule=rule, expected=common),
    )


def rest_of(total: Combined, part: Part) -> Part | None:
    """The total without one of its parts: a locality is best compared with the rest of the borough.

    None where the part is not in the total or one of them has no figure.
    """
    if part.label not in total.included or total.numerator is None or part.numerator is None:
        return None
    denominator = None
    if total.denominator is not None and part.denominator is not None:
        denominator = total.denominator - part.denominator
    return Part(f"without {part.label}", total.numerator - part.numerator, denominator)


def value(
    numerator: Decimal | None,
    denominator: Decimal | None,
    *,
    measure_type: MeasureType,
    multiplier: Decimal | int = 1,
    may_exceed: bool = False,
) -> Decimal | None:
    """The value that two counts stand for, unrounded; a proportion is a percentage, 0 to 100.

    Count and yes/no: the numerator. Proportion: numerator / denominator x 100. Rate: events /
    population x multiplier. Mean and duration: sum / number x multiplier, or the numerator itself
    where no number is stored. Narrative: None. Also None where a count is missing or the
    denominator is 0: 0 of 0 has no value.

    Raises ImpossibleFigure for a negative count, for more than all of a denominator in a
    proportion and, unless `may_exceed`, in a rate.
    """
    if numerator is None or measure_type == MeasureType.NARRATIVE:
        return None
    if measure_type in (MeasureType.COUNT, MeasureType.YES_NO):
        return numerator
    if denominator is None:
        return numerator if measure_type in (MeasureType.MEAN, MeasureType.DURATION) else None
    _refuse_the_impossible(numerator, denominator, measure_type, may_exceed=may_exceed)
    if denominator == 0:
        return None
    if measure_type == MeasureType.PROPORTION:
        multiplier = PERCENT
    return numerator * multiplier / denominator


def _is_usable(part: Part, rule: OverAreas | OverTime) -> bool:
    if part.numerator is None:
        return False
    return rule != OverAreas.RATIO or part.denominator is not None


def _sum(numbers: Iterable[Decimal | None]) -> Decimal | None:
    """The sum, or None where any is missing: part of a sum is not the sum."""
    total = Decimal(0)
    for number in numbers:
        if number is None:
            return None
        total += number
    return total


def _refuse_the_impossible(
    numerator: Decimal, denominator: Decimal, measure_type: MeasureType, *, may_exceed: bool
) -> None:
    if denominator < 0:
        raise ImpossibleFigure(f"a denominator of {denominator}")
    if measure_type in (MeasureType.MEAN, MeasureType.DURATION):
        return
    if numerator < 0:
        raise ImpossibleFigure(f"a count of {numerator}")
    limited = measure_type == MeasureType.PROPORTION or not may_exceed
    if limited and numerator > denominator:
        raise ImpossibleFigure(f"{numerator} of {denominator}")
