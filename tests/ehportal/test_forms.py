"""Fields of the portal's own, given what no person would type."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from ehportal.forms import FORESEEABLE, DateField, RowsField, WordsField
from ehportal.keys import is_key
from governance.models import Place
from tests.factories.governance import BoroughFactory


@pytest.mark.parametrize("day", ["1", str(2**31), str(2**63), "9" * 40, "9" * 5000, "-1"])
@pytest.mark.parametrize("year", [str(2**31), str(2**63), "9" * 40, "9" * 5000, "-1"])
def test_a_date_of_huge_numbers_is_no_real_date(day: str, year: str) -> None:
    with pytest.raises(ValidationError, match="Enter a real date"):
        DateField().clean([day, "10", year])


@pytest.mark.parametrize("year", ["1899", "2101", "9998", "9999"])
def test_a_year_that_nobody_plans_for_is_no_real_date(year: str) -> None:
    field = DateField(latest=FORESEEABLE)
    with pytest.raises(ValidationError, match="Enter a real date"):
        field.clean(["31", "12", year])
    assert field.clean(["31", "12", "2100"]) == date(2100, 12, 31)


@pytest.mark.django_db
@pytest.mark.parametrize("word", ["9" * 19, "9" * 40, "9" * 5000, "x", "-1", "1.5", "\x00", ""])
def test_a_number_that_no_database_holds_names_no_row(word: str) -> None:
    with pytest.raises(ValidationError, match="not a valid value"):
        RowsField(queryset=Place.objects.all()).clean([word])


@pytest.mark.django_db
def test_rows_that_are_there_are_found_by_their_numbers() -> None:
    borough = BoroughFactory()
    field = RowsField(queryset=Place.objects.all(), required=False)
    assert list(field.clean([str(borough.pk)])) == [borough]
    assert list(field.clean([])) == []


def test_a_key_is_a_number_that_the_database_can_hold() -> None:
    assert all(is_key(word) for word in ("1", 7, "9" * 18))
    assert not any(is_key(word) for word in ("", "-1", "1.5", "x", "9" * 19, None))


@pytest.mark.parametrize("boxes", [["", "", ""], [" ", "", ""], [" ", "\t", " "]])
def test_boxes_of_spaces_are_no_date(boxes: list[str]) -> None:
    with pytest.raises(ValidationError, match="Enter the last day"):
        DateField(error_messages={"required": "Enter the last day"}).clean(boxes)
    assert DateField(required=False).clean(boxes) is None


def test_too_many_words_are_told_how_many_there_may_be() -> None:
    field = WordsField(what="The reason", max_length=1000, error_messages={"required": "Say why"})
    with pytest.raises(ValidationError, match="The reason must be 1,000 characters or fewer"):
        field.clean("x" * 1001)
    with pytest.raises(ValidationError, match="Say why"):
        field.clean("  ")
    assert field.clean("x" * 1000) == "x" * 1000


def test_words_are_counted_by_lines_as_they_are_kept_and_nothing_is_cut_off_in_the_browser() -> (
    None
):
    field = WordsField(what="The reason", max_length=5)

    assert field.clean("ab\r\ncd") == "ab\ncd"
    assert "maxlength" not in field.widget.attrs
    with pytest.raises(ValidationError, match="The reason must be 5 characters or fewer"):
        field.clean("ab\r\ncde")


@pytest.mark.parametrize("typed", ["a\x00b", "\x07", "half\ud800"])
def test_a_character_that_cannot_be_kept_is_said_of_its_own_box(typed: str) -> None:
    with pytest.raises(ValidationError, match="The reason has a character in it that cannot be"):
        WordsField(what="The reason", max_length=50).clean(typed)
