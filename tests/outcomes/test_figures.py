"""What people type, and what it is understood as."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.figures import (
    NotUnderstood,
    check_figure,
    parse_box,
    parse_number,
)

UNDERSTOOD = {
    "0": "0",
    "42": "42",
    " 12 ": "12",
    "\t12\n": "12",
    "1,234": "1234",
    "1,234,567": "1234567",
    "1 234": "1234",
    "1\u00a0234": "1234",
    "1\u202f234": "1234",
    "£45": "45",
    "£ 45": "45",
    "7%": "7",
    "007": "7",
    "12.0": "12.0",
    "\uff14\uff12": "42",
    "৪২": "42",
    "٤٢": "42",
    "\u200e42\u200f": "42",
    "\ufeff42": "42",
    "4\u00ad2": "42",
}

REFUSED = {
    "-5": "must be 0 or more",
    "−5": "must be 0 or more",
    "(5)": "must be 0 or more",
    "12-3": "must be one number, not a range or a date",
    "12–15": "must be one number, not a range or a date",
    "1.234,5": "must use a comma for thousands",
    "12,3": "must use a comma for thousands",
    "1,23": "must use a comma for thousands",
    "12,34,567": "must be a number",
    "1 2345": "must be a number",
    "2026 214": "must be a number",
    "1, 234": "must be a number",
    "forty": "must be a number",
    "4O": "must be a number",
    "1e3": "must be a number",
    "0x10": "must be a number",
    "1_000": "must be a number",
    "+5": "must be a number",
    "12/10/2026": "must be a number",
    "NaN": "must be a number",
    "Infinity": "must be a number",
    "٤٬٢٣٤": "must be a number",
    "-": "choose why",
    "–": "choose why",
    "n/a": "choose why",
    "N/A": "choose why",
    "none": "choose why",
    "[x]": "choose why",
    "x": "choose why",
    "214²": "without raised",
    "5①": "without raised",
    "½": "without raised",
    "\u202e21": "hidden characters",
    "4\u20662\u2069": "hidden characters",
    "9" * 40: "must have 11 digits or fewer",
    "4.5": "must be a whole number",
}


@pytest.mark.parametrize(("typed", "number"), UNDERSTOOD.items())
def test_a_number_is_understood_as_people_write_it(typed: str, number: str) -> None:
    assert parse_number(typed, whole=True) == Decimal(number)


@pytest.mark.parametrize(("typed", "advice"), REFUSED.items())
def test_what_could_be_read_two_ways_is_refused_with_advice(typed: str, advice: str) -> None:
    with pytest.raises(NotUnderstood, match=advice.replace("(", r"\(")):
        parse_number(typed, whole=True)


@pytest.mark.parametrize("typed", ["", "   ", "\u200b", "\n"])
def test_an_empty_box_is_no_number_and_never_zero(typed: str) -> None:
    assert parse_number(typed, whole=True) is None


def test_decimals_are_kept_where_they_make_sense() -> None:
    assert parse_number("1,234.25", whole=False) == Decimal("1234.25")
    with pytest.raises(NotUnderstood, match="4 decimal places"):
        parse_number("0.12345", whole=False)


@given(st.integers(min_value=0, max_value=99_999_999_999))
def test_every_whole_number_comes_back_however_it_is_grouped(number: int) -> None:
    for typed in (str(number), f"{number:,}", f"{number:,}".replace(",", " "), f" {number} "):
        assert parse_number(typed, whole=True) == number


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_is_refused(typed: str) -> None:
    with suppress(NotUnderstood):
        number = parse_number(typed, whole=False)
        assert number is None or number >= 0


@dataclass(frozen=True)
class Asked:
    """A measure, as far as a figure is checked against it."""

    type: str = "proportion"
    numerator_label: str = "Attended"
    denominator_label: str = "Booked"

    @property
    def has_denominator(self) -> bool:
        return self.type in {"proportion", "rate", "mean", "duration"}


def check(
    asked: Asked, numerator: str = "", denominator: str = "", missing: str = "", note: str = ""
) -> dict[str, str]:
    """The errors of a row."""
    return check_figure(
        asked, numerator=numerator, denominator=denominator, missing=missing, note=note
    ).errors


def test_a_whole_row_is_understood() -> None:
    found = check_figure(Asked(), numerator="212", denominator="268", missing="", note="")

    assert (found.numerator, found.denominator) == (212, 268)
    assert found.is_complete


def test_a_blank_row_has_no_errors_and_is_not_complete() -> None:
    found = check_figure(Asked(), numerator=" ", denominator="", missing="", note="Soon")

    assert found.is_blank
    assert not found.errors
    assert not found.is_complete


def test_more_than_all_is_an_error_that_names_both_boxes() -> None:
    assert check(Asked(), "1,118", "1,040") == {
        "numerator": "Attended must be 1,040 or less: “Booked” is 1,040"
    }


def test_a_rate_may_be_more_than_its_population() -> None:
    assert check(Asked(type="rate"), "12", "10") == {}


def test_each_empty_box_of_a_row_is_asked_for() -> None:
    assert check(Asked(), "", "268") == {"numerator": "Enter a number for “Attended”"}
    assert check(Asked(), "212", "") == {"denominator": "Enter a number for “Booked”"}


def test_each_wrong_box_has_its_own_advice() -> None:
    errors = check(Asked(), "12-3", "2l6")

    assert errors["numerator"] == "Attended must be one number, not a range or a date"
    assert errors["denominator"] == "Booked must be a number, like 42"


def test_a_per_cent_is_not_taken_for_how_many() -> None:
    assert check(Asked(), "79%", "268") == {
        "numerator": "Attended must be how many, not a per cent"
    }


@pytest.mark.parametrize("type_", ["count", "rate", "proportion"])
@pytest.mark.parametrize("typed", ["12%", "12 %", "12\uff05"])
def test_a_per_cent_is_no_number_of_people(type_: str, typed: str) -> None:
    measure = Asked(type=type_)

    with pytest.raises(NotUnderstood, match="not a per cent"):
        parse_box(measure, "numerator", typed)


def test_a_mean_may_be_a_per_cent() -> None:
    assert parse_box(Asked(type="mean"), "numerator", "12%") == 12


def test_nobody_out_of_nobody_is_a_figure() -> None:
    assert check(Asked(), "0", "0") == {}


def test_some_out_of_nobody_is_an_error() -> None:
    assert check(Asked(type="rate"), "3", "0") == {"denominator": "Booked must be more than 0"}


def test_a_count_has_one_box() -> None:
    assert check(Asked(type="count"), "31") == {}


def test_a_duration_may_be_broken_but_its_people_are_whole() -> None:
    asked = Asked(type="duration", numerator_label="Weeks", denominator_label="Children")

    assert check(asked, "2,830.2", "156") == {}
    assert check(asked, "2,830.2", "15.6") == {"denominator": "Children must be a whole number"}


@pytest.mark.parametrize(("typed", "number"), [("yes", 1), ("No", 0), (" Y ", 1), ("0", 0)])
def test_yes_and_no_are_understood(typed: str, number: int) -> None:
    asked = Asked(type="yes_no")

    found = check_figure(asked, numerator=typed, denominator="", missing="", note="")

    assert found.numerator == number


def test_neither_yes_nor_no_is_an_error() -> None:
    assert check(Asked(type="yes_no"), "perhaps") == {"numerator": "Attended must be yes or no"}


def test_a_reason_stands_in_for_a_number() -> None:
    assert check(Asked(), missing="z") == {}
    assert check(Asked(), missing="c") == {}


def test_not_available_needs_a_sentence() -> None:
    assert "note" in check(Asked(), missing="x")
    assert check(Asked(), missing="x", note="The system was down.") == {}


def test_a_number_and_a_reason_cannot_both_stand() -> None:
    assert "missing" in check(Asked(), "212", "268", missing="z")


def test_a_narrative_is_its_words() -> None:
    asked = Asked(type="narrative")

    assert check_figure(asked, numerator="", denominator="", missing="", note="").is_blank
    assert check_figure(asked, numerator="", denominator="", missing="", note="We met.").is_complete
    assert check_figure(asked, numerator="", denominator="", missing="z", note="").is_complete
