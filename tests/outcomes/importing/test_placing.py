"""Where each cell of a block goes: by name, by order, and what is never guessed."""

from __future__ import annotations

import pytest

from outcomes.importing.placing import Start
from tests.outcomes.importing.conftest import boxes, doubts, without_place

pytestmark = pytest.mark.django_db

N, D, M, W = "numerator", "denominator", "missing", "note"


# ---- numbers alone -----------------------------------------------------------------------------


def test_numbers_alone_go_down_the_rows_and_across_the_boxes(put) -> None:
    found = boxes(put("212\t268\n17\n4.5\t10\nyes\n"))

    assert found == {
        f"HEA-101 {N}": "212",
        f"HEA-101 {D}": "268",
        f"HEA-102 {N}": "17",
        f"HEA-103 {N}": "4.5",
        f"HEA-103 {D}": "10",
        f"SAF-101 {N}": "yes",
    }


def test_they_begin_where_they_are_pasted(put, targets) -> None:
    assert boxes(put("17\n4\t10", Start(targets[1].key))) == {
        f"HEA-102 {N}": "17",
        f"HEA-103 {N}": "4",
        f"HEA-103 {D}": "10",
    }
    assert boxes(put("268", Start(targets[0].key, D))) == {f"HEA-101 {D}": "268"}


def test_an_empty_line_and_an_empty_cell_change_nothing(put) -> None:
    assert boxes(put("212\t\n\n4\t10\n\n\n")) == {
        f"HEA-101 {N}": "212",
        f"HEA-103 {N}": "4",
        f"HEA-103 {D}": "10",
    }


def test_reasons_and_words_beside_the_numbers_find_their_boxes(put) -> None:
    found = put("212\t268\t\tA new clinic opened\n\t\t[x]\tNobody counted")

    assert boxes(found)[f"HEA-102 {M}"] == "x"
    assert boxes(found)[f"HEA-101 {W}"] == "A new clinic opened"


@pytest.mark.parametrize("result", ["79.1%", "79.1", "31", "0.791"])
def test_a_third_column_of_numbers_never_lands_in_a_box(put, result: str) -> None:
    found = put(f"212\t268\t{result}")

    assert boxes(found) == {f"HEA-101 {N}": "212", f"HEA-101 {D}": "268"}


def test_a_second_number_of_a_row_that_takes_one_is_listed(put, targets) -> None:
    found = put("17\t20", Start(targets[1].key))

    assert boxes(found) == {f"HEA-102 {N}": "17"}
    assert "has no “out of”" in without_place(found)["20"]


def test_lines_beyond_the_last_row_are_listed(put, targets) -> None:
    found = put("5\n6", Start(targets[-1].key))

    assert list(boxes(found).values()) == ["5"]
    assert "no row is left" in without_place(found)["6"]


def test_an_empty_first_column_is_not_guessed(put) -> None:
    found = put("\t212\t268")

    assert boxes(found) == {}
    assert set(without_place(found)) == {"212", "268"}


def test_names_that_are_not_ours_put_nothing_anywhere(put) -> None:
    found = put("Bookings\t212\t268\nStop smoking\t17\t")

    assert boxes(found) == {}
    assert "Copy the codes" in without_place(found)["212"]


def test_a_first_line_of_words_may_be_a_heading_and_is_not_guessed(put) -> None:
    assert boxes(put("So many\tSuch\n212\t268")) == {}


def test_the_labels_over_the_boxes_are_known_as_headings(put) -> None:
    assert boxes(put("Healthy weight\tTerm babies\n212\t268")) == {
        f"HEA-101 {N}": "212",
        f"HEA-101 {D}": "268",
    }


# ---- by name -----------------------------------------------------------------------------------


def test_codes_find_their_rows_in_any_order(put) -> None:
    found = put("HEA-103\t4.5\t10\nhea 101\t212\t268\nSAF-102\tA walk in the park\t")

    assert boxes(found) == {
        f"HEA-103 {N}": "4.5",
        f"HEA-103 {D}": "10",
        f"HEA-101 {N}": "212",
        f"HEA-101 {D}": "268",
        f"SAF-102 {W}": "A walk in the park",
    }


def test_names_find_their_rows_whatever_their_case_and_spaces(put) -> None:
    found = put("  parents  REFERRED \t17\nWait for a first visit\t4\t10")

    assert boxes(found)[f"HEA-102 {N}"] == "17"


def test_headings_say_which_column_is_which(put) -> None:
    found = put(
        "Comments\tOut of\tMeasure\tLast quarter\tPer cent\tNumber\n"
        "All well\t268\tAntenatal appointments attended\t204\t79.1%\t212\n"
        "\t\tParents referred\t15\t\t17"
    )

    assert boxes(found) == {
        f"HEA-101 {W}": "All well",
        f"HEA-101 {D}": "268",
        f"HEA-101 {N}": "212",
        f"HEA-102 {N}": "17",
    }


def test_titles_above_the_headings_and_headings_met_again_are_passed_over(put) -> None:
    found = put(
        "North East\t\t\nQuarter 2\t\t\nCode\tNumber\tOut of\nHEA-101\t212\t268\n"
        "Code\tNumber\tOut of\nHEA-102\t17\t"
    )

    assert boxes(found) == {f"HEA-101 {N}": "212", f"HEA-101 {D}": "268", f"HEA-102 {N}": "17"}
    assert "Line 3 was read as the headings." in found.said
    assert "“North East”" in found.said[1]


def test_this_quarter_is_told_from_others_by_the_name_of_the_column(put) -> None:
    found = put("Code\tApr to Jun 2026\tJul to Sep 2026\nHEA-102\t15\t17")

    assert boxes(found) == {f"HEA-102 {N}": "17"}


def test_two_columns_of_numbers_for_a_row_that_takes_one_are_not_guessed(put) -> None:
    found = put("HEA-102\t15\t17\nHEA-101\t212\t268")

    assert boxes(found) == {}
    assert "Copy the line of headings" in without_place(found)["17"]


def test_years_over_the_numbers_are_not_taken_for_this_quarter(put) -> None:
    assert boxes(put("Measure\t2025\t2026\nAntenatal appointments attended\t204\t212")) == {}


def test_two_columns_of_one_heading_are_not_guessed(put) -> None:
    found = put("Code\tNumber\tNumber\nHEA-102\t15\t17")

    assert boxes(found) == {}
    assert "same heading" in without_place(found)["17"]


def test_somebody_elses_place_is_turned_away(put) -> None:
    found = put("Code\tPlace\tNumber\nHEA-102\tNorth West\t15\nHEA-102\tNorth East\t17")

    assert boxes(found) == {f"HEA-102 {N}": "17"}
    assert "not one of yours" in without_place(found)["15"]
    assert boxes(put("HEA-102\tNorth West\t15")) == {}


def test_a_measure_that_is_not_asked_for_is_listed(put) -> None:
    found = put("HEA-999\t15\nHEA-102\t17")

    assert boxes(found) == {f"HEA-102 {N}": "17"}
    assert "not among your measures" in without_place(found)["15"]


def test_a_code_beside_another_measures_name_is_listed(put) -> None:
    found = put("Code\tMeasure\tNumber\nHEA-102\tAntenatal appointments attended\t15")

    assert boxes(found) == {}


def test_groups_find_their_rows_and_merged_cells_carry_the_measure_on(put) -> None:
    found = put("Code\tGroup\tNumber\nSAF-103\tAll\t30\n\tFemale\t20\n\tSex: Male\t10")

    assert boxes(found) == {
        f"SAF-103 {N}": "30",
        f"SAF-103 female {N}": "20",
        f"SAF-103 male {N}": "10",
    }


def test_a_row_given_twice_differently_gets_neither(put) -> None:
    found = put("HEA-102\t15\nHEA-102\t17\nHEA-103\t4\nHEA-103\t4")

    assert boxes(found) == {f"HEA-103 {N}": "4"}
    assert "given more than once" in without_place(found)["15"]


def test_csv_with_codes_is_taken_apart(put) -> None:
    assert boxes(put('Code,Number,Out of\nHEA-101,"1,212","2,268"\n')) == {
        f"HEA-101 {N}": "1212",
        f"HEA-101 {D}": "2268",
    }


def test_what_cannot_be_right_is_placed_with_advice(put) -> None:
    found = put("12-3\t268\nn/a\n-\t")

    assert doubts(found) == [
        "Healthy weight must be one number, not a range or a date",
        "“n/a” may mean 0, or that there is no figure: say which",
        "“-” may mean 0, or that there is no figure: say which",
    ]


def test_quotes_tabs_and_mac_line_ends_are_read_as_a_spreadsheet_writes_them(put) -> None:
    found = put('Code\tIn words\rSAF-102\t"Two ""new""\tclinics,\nand a bus"\rHEA-102\t\r')

    assert boxes(found) == {f"SAF-102 {W}": 'Two "new"\tclinics,\nand a bus'}
