"""The template and back: what a filled-in workbook puts where, and the sheet handed back."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from governance.models import User
from outcomes.importing.contents import Contents
from outcomes.importing.template import DEFINITIONS, FIGURES, HELP, TO_DO, UNPLACED
from outcomes.models import FigureImport, Observation, Submission
from outcomes.services.entry import save_figures
from outcomes.services.imports import accept, marked_sheet_of, read_upload, template_of
from outcomes.typed import TypedFigure
from tests.conftest import NOW, TODAY
from tests.outcomes.importing.hostile import NAME, SHEET, repacked, saved

pytestmark = pytest.mark.django_db

#: The first row of the sheet for each measure of the submission.
ROW = {"HEA-101": 3, "HEA-102": 4, "HEA-103": 5, "SAF-101": 6, "SAF-102": 7, "SAF-103": 8}

REASONS = "not applicable [z], not available [x], too small to give [c]"

Upload = Callable[..., FigureImport]


@pytest.fixture
def upload(submission: Submission, ne_lead: User) -> Upload:
    """Sends the template with some cells typed over."""

    def send(change: Callable[[Worksheet], object] | None = None, **cells: object) -> FigureImport:
        book = load_workbook(io.BytesIO(template_of(submission, at=NOW)))
        for name, value in cells.items():
            book[FIGURES][name] = value
        if change:
            change(book[FIGURES])
        return read_upload(
            submission=submission, data=saved(book), name=NAME, by=ne_lead, at=NOW, on=TODAY
        )

    return send


def contents(found: FigureImport) -> Contents:
    found.refresh_from_db()
    return Contents.from_json(found.content)


def would(found: FigureImport) -> dict[str, str]:
    """The words of each box that would change, by code and box."""
    codes = dict(Observation.objects.values_list("pk", "measure__code"))
    return {f"{codes[line.row]} {line.box}": line.words for line in contents(found).changes}


def book_of(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def fill(submission: Submission, by: User, code: str, **boxes: str) -> None:
    row = Observation.objects.get(measure__code=code, category=None)
    save_figures(
        submission=submission, figures=[TypedFigure(row.pk, **boxes)], by=by, at=NOW, on=TODAY
    )


# ---- the template ------------------------------------------------------------------------------


def test_the_template_has_a_row_for_every_figure_and_says_what_to_count(submission) -> None:
    book = book_of(template_of(submission, at=NOW))
    sheet = book[FIGURES]

    assert book.sheetnames == [FIGURES, HELP, DEFINITIONS]
    assert [cell.value for cell in sheet[2]] == [
        *("Key", "Code", "Measure", "Place", "Group", "Counted", "Jul to Sep 2025"),
        *("Apr to Jun 2026", "Number", "Out of", "No figure?", "In words"),
    ]
    assert [sheet.cell(n, 2).value for n in range(3, sheet.max_row + 1)] == [
        *("HEA-101", "HEA-102", "HEA-103", "SAF-101", "SAF-102"),
        *("SAF-103", "SAF-103", "SAF-103"),
    ]
    assert [sheet.cell(n, 5).value for n in (8, 9, 10)] == ["All", "Sex: Female", "Sex: Male"]
    assert sheet["F3"].value == "Healthy weight, out of Term babies"
    assert book[DEFINITIONS]["C2"].value == "Live term babies who weighed 2,500 g or more"


def test_it_can_be_read_and_printed_by_everybody(submission) -> None:
    book = book_of(template_of(submission, at=NOW))

    assert book[FIGURES].freeze_panes == "D3"
    assert book[FIGURES].column_dimensions["A"].hidden
    assert {sheet.title: list(sheet.tables) for sheet in book} == {
        FIGURES: ["Figures"],
        HELP: ["Help"],
        DEFINITIONS: ["Definitions"],
    }
    assert not any(sheet.merged_cells.ranges for sheet in book)
    assert all(sheet.sheet_state == "visible" for sheet in book)
    choices = {v.formula1 for v in book[FIGURES].data_validations.dataValidation}
    assert '"Not applicable [z],Not available this quarter [x],Too small to give [c]"' in choices
    assert '"Yes,No"' in choices


def test_it_holds_what_was_entered_numbers_as_numbers_and_words_as_words(
    submission, ne_lead
) -> None:
    fill(submission, ne_lead, "HEA-101", numerator="1,212", denominator="£2,268")
    fill(submission, ne_lead, "HEA-103", numerator="4.5", denominator="10", note="=2+2")
    fill(submission, ne_lead, "HEA-102", missing="x", note="Not counted")

    sheet = book_of(template_of(submission, at=NOW))[FIGURES]

    assert (sheet["I3"].value, sheet["I3"].data_type) == (1212, "n")
    assert (sheet["J3"].value, sheet["J3"].data_type) == ("£2,268", "s")
    assert (sheet["I5"].value, sheet["J5"].value) == (4.5, 10)
    assert (sheet["L5"].value, sheet["L5"].data_type, sheet["L5"].quotePrefix) == (
        "=2+2",
        "s",
        True,
    )
    assert sheet["K4"].value == "Not available this quarter [x]"


@pytest.mark.parametrize("first", "=+-@'")
def test_no_word_becomes_a_formula(submission, ne_lead, first: str) -> None:
    fill(submission, ne_lead, "SAF-102", note=f"{first}SUM(A1:A9)")

    sheet = book_of(template_of(submission, at=NOW))[FIGURES]

    assert not any(cell.data_type == "f" for line in sheet.iter_rows() for cell in line)
    assert sheet["L7"].value == f"{first}SUM(A1:A9)"


def test_the_template_sent_back_as_it_is_changes_nothing(upload, submission, ne_lead) -> None:
    fill(submission, ne_lead, "HEA-101", numerator="1,212", denominator="£2,268")
    fill(submission, ne_lead, "HEA-102", missing="x", note="=Not counted")
    fill(submission, ne_lead, "HEA-103", numerator="forty", denominator="10.0")
    fill(submission, ne_lead, "SAF-101", numerator="yes")
    fill(submission, ne_lead, "SAF-102", note="One\nline\tand more")

    found = contents(upload())

    assert found.changes == []
    assert found.homeless == ()


# ---- what comes back ---------------------------------------------------------------------------


def test_every_cell_goes_to_the_box_of_its_key(upload) -> None:
    found = upload(
        I3=212, J3=268, I4="17", I5=4.5, J5=10, I6="Yes", L7="A walk", K8="[c]", I9=20, L3="Well"
    )

    assert would(found) == {
        "HEA-101 numerator": "212",
        "HEA-101 denominator": "268",
        "HEA-101 note": "Well",
        "HEA-102 numerator": "17",
        "HEA-103 numerator": "4.5",
        "HEA-103 denominator": "10",
        "SAF-101 numerator": "yes",
        "SAF-102 note": "A walk",
        "SAF-103 missing": "c",
        "SAF-103 numerator": "20",
    }


def test_rows_may_be_sorted_whole(upload) -> None:
    def swap(sheet: Worksheet) -> None:
        for column in "ABCDEFGHIJKL":
            one, other = sheet[f"{column}3"], sheet[f"{column}4"]
            one.value, other.value = other.value, one.value

    assert would(upload(swap, I3=212)) == {"HEA-101 numerator": "212"}


def test_rows_may_be_left_out(upload) -> None:
    assert would(upload(lambda sheet: sheet.delete_rows(3), I4=17)) == {"HEA-102 numerator": "17"}


@pytest.mark.parametrize(
    ("value", "words", "cleaned"),
    [
        (1212.0, "1212", ""),
        ("1,212", "1212", "“1,212” read as 1212"),
        (" 12 ", "12", "“ 12 ” read as 12"),
        (Decimal("4.1250"), "4.125", ""),
        (123456789.25, "123456789.25", ""),
    ],
)
def test_numbers_come_exactly_as_they_are_seen(upload, value, words: str, cleaned: str) -> None:
    [line] = contents(upload(I5=value)).changes

    assert (line.words, line.cleaned, line.doubt) == (words, cleaned, "")


def test_what_excel_adds_beyond_fifteen_digits_is_cleaned_and_told(submission, ne_lead) -> None:
    """Excel keeps 0.1 + 0.2 as 0.30000000000000004, and shows 0.3."""
    sheet = book_of(template_of(submission, at=NOW))
    sheet[FIGURES]["I5"] = 777.5
    exactly = {SHEET: lambda xml: xml.replace(b"<v>777.5</v>", b"<v>0.30000000000000004</v>")}
    _, data = repacked(replace=exactly)(saved(sheet))

    found = read_upload(submission=submission, data=data, name=NAME, by=ne_lead, at=NOW, on=TODAY)

    [line] = contents(found).changes
    assert (line.words, line.cleaned) == ("0.3", "“0.30000000000000004” read as 0.3")


@pytest.mark.parametrize(
    ("value", "doubt"),
    [
        (date(2026, 3, 12), "Excel turned this into a date: type the number again"),
        ("#DIV/0!", "Excel shows an error here: type the number"),
        (True, "Healthy weight must be a number, like 42"),
        ("forty", "Healthy weight must be a number, like 42"),
        (-4, "Healthy weight must be 0 or more"),
        (1e20, "Healthy weight must have 11 digits or fewer"),
        ("n/a", "“n/a” may mean 0, or that there is no figure: say which"),
    ],
)
def test_what_cannot_be_a_figure_is_asked_about(upload, value, doubt: str) -> None:
    [line] = contents(upload(I3=value)).changes

    assert line.doubt == doubt
    assert line.where == "cell I3"


def test_a_percentage_is_read_as_it_is_shown(upload) -> None:
    def as_per_cent(sheet: Worksheet) -> None:
        sheet["I3"] = 0.791
        sheet["I3"].number_format = "0.0%"

    [line] = contents(upload(as_per_cent)).changes

    assert (line.words, line.doubt) == ("79.1%", "Healthy weight must be how many, not a per cent")


def test_cells_outside_the_table_are_listed(upload) -> None:
    found = contents(upload(I4=17, J4=20, N3="Ask Amina", I30=5, A1="hello"))

    assert [(each.where, each.typed) for each in found.homeless] == [
        ("cell A1", "hello"),
        ("cell N3", "Ask Amina"),
        ("cell J4", "20"),
        ("cell I30", "5"),
    ]


def test_a_cell_that_was_emptied_changes_nothing_and_is_told(upload, submission, ne_lead) -> None:
    fill(submission, ne_lead, "HEA-101", numerator="212", denominator="268")

    found = contents(upload(I3=None))

    assert found.changes == []
    assert found.said == ("1 box stays as it is: empty in the sheet, and filled in here.",)


# ---- a file that is right in part --------------------------------------------------------------


def test_what_is_right_is_kept_and_each_problem_is_marked_in_its_cell(
    upload, submission, ne_lead
) -> None:
    found = upload(I3="forty", J3=268, I4=17, J4=20, I5=9, J5=0, K6="perhaps")
    found = accept(found=found, keep=(), by=ne_lead, at=NOW, on=TODAY)
    book = book_of(marked_sheet_of(found, at=NOW))
    sheet = book[FIGURES]

    assert Observation.objects.get(measure__code="HEA-102").numerator == 17
    assert Observation.objects.get(measure__code="HEA-101").numerator_typed == ""
    assert sheet["M2"].value == TO_DO
    assert (sheet["I3"].value, sheet["I3"].fill.start_color.rgb) == ("forty", "FFFFE08A")
    assert sheet["M3"].value == "Healthy weight: Healthy weight must be a number, like 42."
    assert sheet["J3"].value == 268
    assert (sheet["I4"].value, sheet["M4"].value) == (17, None)
    assert sheet["M5"].value == "Cases must be more than 0."
    assert [[cell.value for cell in line] for line in book[UNPLACED].iter_rows(min_row=2)] == [
        ["cell J4", "20", "This row has no “out of”: it takes one number"],
        [
            "cell K6",
            "perhaps",
            f"A named lead: This must be one of: {REASONS}",
        ],
    ]


def test_the_marked_sheet_corrected_is_taken_in_turn(upload, submission, ne_lead) -> None:
    first = upload(I3="forty", J3=268)
    accept(found=first, keep=(), by=ne_lead, at=NOW, on=TODAY)
    book = book_of(marked_sheet_of(first, at=NOW))
    book[FIGURES]["I3"] = 40

    second = read_upload(
        submission=submission, data=saved(book), name=NAME, by=ne_lead, at=NOW, on=TODAY
    )

    assert would(second) == {"HEA-101 numerator": "40"}
    assert contents(second).homeless == ()
