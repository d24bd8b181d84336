"""How numbers are printed."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from outcomes.calculations import (
    MeasureType,
    change_text,
    clip_for_drawing,
    decimal_places,
    number_text,
    of_text,
    round_half_away,
    round_to_multiple,
    rounds_to_nothing,
    shown_value,
    value_text,
)

PROPORTION, COUNT, RATE = MeasureType.PROPORTION, MeasureType.COUNT, MeasureType.RATE


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (D("0.5"), 0, "1"),
        (D("1.5"), 0, "2"),
        (D("2.5"), 0, "3"),
        (D("-2.5"), 0, "-3"),
        (2.675, 2, "2.68"),
        (0.25, 1, "0.3"),
        (D("62.45"), 1, "62.5"),
        (D("62.4499999999999999999999"), 1, "62.4"),
        (-0.04, 1, "0.0"),
        (1e21, 0, "1000000000000000000000"),
        (7, 1, "7.0"),
    ],
)
def test_halves_are_rounded_away_from_zero(value: D | float, places: int, expected: str) -> None:
    assert str(round_half_away(value, places)) == expected


@pytest.mark.parametrize("value", [float("nan"), float("inf"), D("NaN")])
def test_what_is_no_number_is_not_shown(value: D | float) -> None:
    with pytest.raises(ValueError, match="not a number"):
        round_half_away(value)


@pytest.mark.parametrize(("count", "fives"), [(8, 10), (16, 15), (57, 55), (0, 0), (12.5, 15)])
def test_rounding_to_fives(count: float, fives: int) -> None:
    assert round_to_multiple(count, 5) == fives


def test_decimal_places_follow_the_kind_of_measure() -> None:
    assert [decimal_places(each) for each in (COUNT, PROPORTION, RATE)] == [0, 1, 1]
    assert shown_value(D("33.3333"), PROPORTION) == D("33.3")
    with pytest.raises(KeyError):
        decimal_places(MeasureType.NARRATIVE)


def test_a_value_that_rounds_to_nothing_is_told_from_nothing() -> None:
    assert rounds_to_nothing(D("0.04"), PROPORTION)
    assert not rounds_to_nothing(D("0.05"), PROPORTION)
    assert not rounds_to_nothing(D(0), PROPORTION)


@pytest.mark.parametrize(
    ("value", "measure_type", "expected"),
    [
        (D("62.5"), PROPORTION, "62.5%"),
        (D(1041), COUNT, "1,041"),
        (D("-1234.25"), RATE, "−1,234.3"),
        (D(1), MeasureType.YES_NO, "Yes"),
        (D(0), MeasureType.YES_NO, "No"),
        (D("12.04"), MeasureType.DURATION, "12.0"),
    ],
)
def test_a_value_in_words(value: D, measure_type: MeasureType, expected: str) -> None:
    assert value_text(value, measure_type) == expected


def test_counts_are_printed_under_a_percentage() -> None:
    assert of_text(D("253.0000"), D("1041.0000")) == "253 of 1,041"
    assert of_text(D("2.5000"), D("1000.0000")) == "2.5 of 1,000"
    assert number_text(D("1234567")) == "1,234,567"


@pytest.mark.parametrize(
    ("now", "before", "measure_type", "expected"),
    [
        ("62.55", "59.45", PROPORTION, "Up 3.1 percentage points"),
        ("59.45", "62.55", PROPORTION, "Down 3.1 percentage points"),
        ("10", "14", COUNT, "Down 4"),
        ("1500", "250", COUNT, "Up 1,250"),
        ("62.54", "62.50", PROPORTION, "No change"),
        # 62.5 and 62.6 as printed, but the change is worked out before rounding.
        ("62.55", "62.54", PROPORTION, "No change"),
    ],
)
def test_a_change_in_words(now: str, before: str, measure_type: MeasureType, expected: str) -> None:
    assert change_text(D(now), D(before), measure_type) == expected


def test_limits_are_clipped_for_drawing_to_what_can_be() -> None:
    assert clip_for_drawing(-4, 104, PROPORTION) == (0, 100)
    assert clip_for_drawing(-4, 104, COUNT) == (0, 104)
    assert clip_for_drawing(12, 40, PROPORTION) == (12, 40)
