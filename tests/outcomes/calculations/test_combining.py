"""Adding up over places and periods, and the value of two counts."""

from __future__ import annotations

import random
from decimal import Decimal as D
from fractions import Fraction

import pytest

from outcomes.calculations import (
    ImpossibleFigure,
    MeasureType,
    OverAreas,
    OverTime,
    Part,
    combine,
    like_for_like,
    rest_of,
    value,
)

LOCALITIES = ("NE", "NW", "SE", "SW")


def part(label: str, numerator: int | None, denominator: int | None = None) -> Part:
    return Part(
        label,
        None if numerator is None else D(numerator),
        None if denominator is None else D(denominator),
    )


def test_a_borough_is_the_ratio_of_its_localities_sums() -> None:
    rng = random.Random(10)
    for _ in range(500):
        counts = [(rng.randint(0, 900), rng.randint(1, 900)) for _ in LOCALITIES]
        counts = [(min(n, d), d) for n, d in counts]
        parts = [part(label, *pair) for label, pair in zip(LOCALITIES, counts, strict=True)]
        borough = combine(parts, rule=OverAreas.RATIO, expected=LOCALITIES)
        found = value(borough.numerator, borough.denominator, measure_type=MeasureType.PROPORTION)
        exact = Fraction(100 * sum(n for n, _ in counts), sum(d for _, d in counts))
        assert found is not None
        assert abs(Fraction(found) - exact) < Fraction(1, 10**12)
        shuffled = rng.sample(parts, len(parts))
        assert combine(shuffled, rule=OverAreas.RATIO, expected=LOCALITIES) == borough


def test_percentages_are_never_averaged() -> None:
    parts = [part("NE", 1, 2), part("NW", 1, 8)]
    both = combine(parts, rule=OverAreas.RATIO, expected=("NE", "NW"))
    assert value(both.numerator, both.denominator, measure_type=MeasureType.PROPORTION) == 20


def test_a_combined_figure_says_what_it_holds_and_what_it_lacks() -> None:
    parts = [part("NE", 3, 10), part("NW", None), part("SE", 2, None)]
    borough = combine(parts, rule=OverAreas.RATIO, expected=LOCALITIES)
    assert (borough.numerator, borough.denominator) == (3, 10)
    assert borough.included == ("NE",)
    assert borough.missing == ("NW", "SE", "SW")
    assert (borough.expected_count, borough.included_count) == (4, 1)
    assert not borough.is_complete


def test_counts_add_up_without_denominators() -> None:
    borough = combine([part("NE", 3), part("NW", 0)], rule=OverAreas.SUM, expected=("NE", "NW"))
    assert (borough.numerator, borough.denominator) == (3, None)
    assert borough.is_complete


def test_what_does_not_add_up_is_not_added_but_its_coverage_is_told() -> None:
    borough = combine([part("NE", 3, 9)], rule=OverAreas.NONE, expected=LOCALITIES)
    assert (borough.numerator, borough.denominator) == (None, None)
    assert borough.included == ("NE",)


def test_nothing_returned_is_no_figure_and_not_zero() -> None:
    borough = combine([], rule=OverAreas.SUM, expected=LOCALITIES)
    assert borough.numerator is None
    assert borough.missing == LOCALITIES


def test_over_time_a_register_takes_its_latest_figure() -> None:
    quarters = [part("Q1", 40), part("Q2", 44), part("Q3", None)]
    year = combine(quarters, rule=OverTime.LATEST, expected=("Q1", "Q2", "Q3"))
    assert year.numerator == 44
    assert year.missing == ("Q3",)
    assert combine(quarters, rule=OverTime.SUM, expected=("Q1", "Q2", "Q3")).numerator == 84


@pytest.mark.parametrize("parts", [[part("XX", 1)], [part("NE", 1), part("NE", 1)]])
def test_a_part_nobody_expects_or_given_twice_is_refused(parts: list[Part]) -> None:
    with pytest.raises(ValueError, match="was not expected, or comes twice"):
        combine(parts, rule=OverAreas.SUM, expected=LOCALITIES)


def test_like_is_compared_with_like_when_coverage_changes() -> None:
    now = [part("NE", 5, 10), part("NW", 5, 20)]
    before = [part("NE", 4, 10), part("NW", 3, 20), part("SE", 30, 30)]
    pair = like_for_like(now, before, rule=OverAreas.RATIO)
    assert pair is not None
    assert [(each.numerator, each.denominator) for each in pair] == [(10, 30), (7, 30)]
    assert like_for_like(now, now, rule=OverAreas.RATIO) is None
    assert like_for_like(now, [part("SW", 1, 2)], rule=OverAreas.RATIO) is None


def test_a_locality_is_compared_with_the_rest_of_its_borough() -> None:
    parts = [part("NE", 5, 10), part("NW", 7, 20)]
    borough = combine(parts, rule=OverAreas.RATIO, expected=("NE", "NW"))
    rest = rest_of(borough, parts[0])
    assert rest is not None
    assert (rest.numerator, rest.denominator) == (7, 20)
    assert rest_of(borough, part("SW", 1, 2)) is None
    assert rest_of(borough, part("NE", None)) is None


@pytest.mark.parametrize(
    ("measure_type", "numerator", "denominator", "multiplier", "expected"),
    [
        (MeasureType.COUNT, "12", None, 1, "12"),
        (MeasureType.PROPORTION, "25", "40", 100, "62.5"),
        (MeasureType.RATE, "3", "4000", 10_000, "7.5"),
        (MeasureType.MEAN, "30", "4", 1, "7.5"),
        (MeasureType.DURATION, "90", "4", 1, "22.5"),
        (MeasureType.MEAN, "-3", "4", 1, "-0.75"),
        (MeasureType.MEAN, "7.5", None, 1, "7.5"),
        (MeasureType.YES_NO, "1", None, 1, "1"),
        (MeasureType.NARRATIVE, "1", "1", 1, None),
        (MeasureType.PROPORTION, "0", "0", 100, None),
        (MeasureType.PROPORTION, "0", "10", 100, "0"),
        (MeasureType.PROPORTION, "10", "10", 100, "100"),
        (MeasureType.PROPORTION, "5", None, 100, None),
        (MeasureType.RATE, None, "10", 1000, None),
    ],
)
def test_the_value_of_two_counts(
    measure_type: MeasureType,
    numerator: str | None,
    denominator: str | None,
    multiplier: int,
    expected: str | None,
) -> None:
    found = value(
        None if numerator is None else D(numerator),
        None if denominator is None else D(denominator),
        measure_type=measure_type,
        multiplier=multiplier,
    )
    assert found == (None if expected is None else D(expected))


@pytest.mark.parametrize(
    ("measure_type", "numerator", "denominator"),
    [
        (MeasureType.PROPORTION, 12, 10),
        (MeasureType.PROPORTION, 1, 0),
        (MeasureType.PROPORTION, -1, 10),
        (MeasureType.PROPORTION, 1, -10),
        (MeasureType.RATE, 12, 10),
        (MeasureType.MEAN, 12, -1),
    ],
)
def test_impossible_counts_have_no_value(
    measure_type: MeasureType, numerator: int, denominator: int
) -> None:
    with pytest.raises(ImpossibleFigure):
        value(D(numerator), D(denominator), measure_type=measure_type)


def test_events_may_exceed_people_where_the_measure_says_so() -> None:
    rate = value(D(250), D(200), measure_type=MeasureType.RATE, multiplier=1000, may_exceed=True)
    assert rate == 1250
