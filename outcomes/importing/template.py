"""The workbook a reporter fills in: one row a figure, with what stands in it already.

Built fresh from the rows each time. Words are cells of text whatever they begin with, numbers are
numbers, and there is no formula, no merged cell and nothing hidden but the column of keys
(reliability and security guide, section 3: spreadsheet exports).
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from outcomes.earlier import Earlier, key_of
from outcomes.figures import NotUnderstood, parse_number
from outcomes.importing.readings import in_digits
from outcomes.importing.targets import BOXES
from outcomes.models import Measure, Missing, Observation, Submission
from outcomes.reporting.presentation import figure_in_words

if TYPE_CHECKING:
    from openpyxl.cell import Cell as Written
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

#: Goes up when the columns change: an older template is then refused, with a new one to download.
VERSION = "1"
FIGURES, HELP, DEFINITIONS, UNPLACED = "Figures", "How to fill it in", "What to count", "Not placed"
HEADING_ROW = 2
TO_DO = "What to do"

_BEFORE = ("Key", "Code", "Measure", "Place", "Group", "Counted")
_AFTER = ("Number", "Out of", "No figure?", "In words")
_WIDTHS = {
    "Key": 10, "Code": 10, "Measure": 44, "Place": 16, "Group": 20, "Counted": 26, "Number": 12,
    "Out of": 12, "No figure?": 30, "In words": 50, TO_DO: 50,
}  # fmt: skip
_MARKED, _CLOSED, _HEAD = "FFFFE08A", "FFEEF1F1", "FF143C45"


@dataclass(frozen=True)
class Mark:
    """What a handed-back sheet says of one row: what to do, and the words sent in each box."""

    to_do: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)


def past_labels(earlier: Sequence[Earlier]) -> list[str]:
    """The columns of earlier figures, the oldest first."""
    return [quarter.label for quarter in reversed(earlier)]


def headings_of(earlier: Sequence[Earlier], *, with_marks: bool = False) -> list[str]:
    """The headings of a submission's sheet, in order."""
    marks = [TO_DO] if with_marks else []
    return [*_BEFORE, *past_labels(earlier), *_AFTER, *marks]


def box_columns(headings: Sequence[str]) -> dict[str, int]:
    """The column of each box, counted from 1."""
    return {box: headings.index(name) + 1 for box, name in zip(BOXES, _AFTER, strict=True)}


def key_text(row: Observation, submission: Submission) -> str:
    """What a row is known by however the sheet is sorted: template, period, reporter, figure."""
    group = f"{row.category.breakdown.code}:{row.category.code}" if row.category else ""
    parts = [
        f"EH{VERSION}",
        submission.period.code,
        submission.reporter.slug,
        str(submission.pk),
        row.measure.code,
        row.place.code,
        group,
    ]
    return "|".join(parts)


def name_of_file(submission: Submission) -> str:
    """north-east-2026-Q2.xlsx."""
    return f"{submission.reporter.slug}-{submission.period.code}.xlsx"


def workbook_of(
    submission: Submission,
    rows: Sequence[Observation],
    earlier: Sequence[Earlier],
    *,
    made_at: datetime,
    marks: Mapping[int, Mark] | None = None,
    unplaced: Sequence[tuple[str, str, str]] = (),
) -> bytes:
    """The workbook of a submission's rows, filled in as far as they are.

    With `marks`, by the key of a row, the sheet says in a last column what to do about each row,
    and holds the words that were sent. `unplaced` are cells that no row has a place for: where they
    stood, their words, and why.
    """
    from openpyxl import Workbook as NewWorkbook

    book = NewWorkbook()
    book.properties.creator = "Early Help Outcomes"
    book.properties.title = f"{submission.reporter}: figures for {submission.period}"
    book.properties.created = book.properties.modified = made_at.replace(tzinfo=None)
    sheet = book.active
    sheet.title = FIGURES
    _write_figures(sheet, submission, rows, earlier, marks)
    _write_help(book, submission)
    _write_definitions(book, rows)
    if unplaced:
        _write_unplaced(book, unplaced)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


# ---- the figures -------------------------------------------------------------------------------


def _write_figures(
    sheet: Worksheet,
    submission: Submission,
    rows: Sequence[Observation],
    earlier: Sequence[Earlier],
    marks: Mapping[int, Mark] | None,
) -> None:
    headings = headings_of(earlier, with_marks=marks is not None)
    title = f"{submission.reporter}: figures for {submission.period}"
    _write(sheet.cell(1, 2), f"{title}. Fill in the white cells, save, and upload this file.")
    _style(sheet.cell(1, 2), bold=True, size=14)
    _write_heading(sheet, HEADING_ROW, headings)
    columns = box_columns(headings)
    for number, row in enumerate(rows, start=HEADING_ROW + 1):
        _write_row(sheet, number, row, submission, earlier, columns)
        if marks is not None and (mark := marks.get(row.pk)):
            _write_mark(sheet, number, mark, columns, len(headings))
    last = HEADING_ROW + len(rows)
    _add_choices(sheet, rows, columns, last)
    _make_table(sheet, "Figures", HEADING_ROW, last, len(headings))
    sheet.column_dimensions["A"].hidden = True
    sheet.freeze_panes = sheet.cell(HEADING_ROW + 1, 4)
    _to_print(sheet, wide=True)
    sheet.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"


def _write_row(
    sheet: Worksheet,
    number: int,
    row: Observation,
    submission: Submission,
    earlier: Sequence[Earlier],
    columns: Mapping[str, int],
) -> None:
    measure = row.measure
    past = [quarter.figures.get(key_of(row)) for quarter in reversed(earlier)]
    group = f"{row.category.breakdown}: {row.category}" if row.category else "All"
    texts = [
        key_text(row, submission),
        measure.code,
        measure.title,
        row.place.name,
        group,
        _counted(measure),
        *(_past_text(each) for each in past),
    ]
    for column, text in enumerate(texts, start=1):
        _write(sheet.cell(number, column), text)
        _style(sheet.cell(number, column), fill=_CLOSED)
    for box, column in columns.items():
        cell = sheet.cell(number, column)
        _write_box(cell, row, box)
        _style(cell, fill=None if _takes(row, box) else _CLOSED, border=True)


def _takes(row: Observation, box: str) -> bool:
    if row.approved_at is not None:
        return False
    if row.measure.type == "narrative":
        return box in {"missing", "note"}
    return box != "denominator" or row.measure.has_denominator


def _counted(measure: Measure) -> str:
    """'Attended, out of Booked': what the two numbers are."""
    if measure.has_denominator:
        return f"{measure.numerator_label}, out of {measure.denominator_label}"
    return measure.numerator_label


def _past_text(row: Observation | None) -> str:
    if row is None:
        return ""
    said = figure_in_words(row)
    return f"{said.value} ({said.detail})" if said.detail else said.value


def _write_box(cell: Written, row: Observation, box: str) -> None:
    if box == "missing":
        _write(cell, Missing(row.missing).label if row.missing else "")
    elif box == "note":
        _write(cell, row.note)
    else:
        _write_number(cell, row.numerator_typed if box == "numerator" else row.denominator_typed)


def _write_number(cell: Written, typed: str) -> None:
    """A number as a number, where it says just that; anything else as the words it is."""
    try:
        number = parse_number(typed, whole=False)
    except NotUnderstood:
        number = None
    if number is None or in_digits(number) != typed.replace(",", ""):
        _write(cell, typed)
    else:
        cell.value = int(number) if number == int(number) else number
        cell.number_format = "General"


def _write_mark(
    sheet: Worksheet, number: int, mark: Mark, columns: Mapping[str, int], last: int
) -> None:
    for box, words in mark.words.items():
        cell = sheet.cell(number, columns[box])
        _write(cell, Missing(words).label if box == "missing" and words else words)
        _style(cell, fill=_MARKED, border=True)
    _write(sheet.cell(number, last), " ".join(f"{each}." for each in mark.to_do))
    _style(sheet.cell(number, last), fill=_MARKED)


def _add_choices(
    sheet: Worksheet, rows: Sequence[Observation], columns: Mapping[str, int], last: int
) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    reasons = ",".join(label for _, label in Missing.choices)
    why = DataValidation(type="list", formula1=f'"{reasons}"', allow_blank=True)
    why.promptTitle, why.prompt = "No figure?", "Only where there is no number: choose why."
    answer = DataValidation(type="list", formula1='"Yes,No"', allow_blank=True)
    count = DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0")
    # A warning, not a wall: what is typed is looked at again when the file is uploaded.
    for each in (why, answer, count):
        each.errorStyle, each.showErrorMessage = "warning", True
    count.error = "This takes a number, 0 or more. If there is none, choose why under “No figure?”."
    for number, row in enumerate(rows, start=HEADING_ROW + 1):
        why.add(sheet.cell(number, columns["missing"]).coordinate)
        if row.measure.type == "yes_no":
            answer.add(sheet.cell(number, columns["numerator"]).coordinate)
        elif row.measure.type != "narrative":
            for box in ("numerator", "denominator"):
                if _takes(row, box):
                    count.add(sheet.cell(number, columns[box]).coordinate)
    for each in (why, answer, count):
        if each.sqref:
            sheet.add_data_validation(each)


# ---- the other sheets --------------------------------------------------------------------------


def _write_help(book: Workbook, submission: Submission) -> None:
    sheet = book.create_sheet(HELP)
    lines = [
        ("Who and when", f"{submission.reporter}, {submission.period}"),
        ("1", "Fill in the white cells of the sheet “Figures”. Grey cells are for reading."),
        ("2", "Leave a cell empty if you will come back to it. Empty is never taken for zero."),
        ("3", "Where there is no figure, leave the number empty and choose why in “No figure?”."),
        ("4", "“Not available” wants a sentence in “In words”. The Board reads what you write."),
        (
            "5",
            "Paste values, not formulas. Leave the headings and the columns where they are.",
        ),
        ("6", "Rows may be sorted or filtered as whole rows. Rows left out stay as they are."),
        ("7", "Save, then upload the file to the portal. You see every change before it is saved."),
        ("What counts", f"The sheet “{DEFINITIONS}” says what each number counts."),
        ("Template", f"Version {VERSION}"),
    ]
    _write_heading(sheet, 1, ["Step", "What to do"])
    for number, line in enumerate(lines, start=2):
        for column, text in enumerate(line, start=1):
            _write(sheet.cell(number, column), text)
            _style(sheet.cell(number, column))
    _make_table(sheet, "Help", 1, len(lines) + 1, 2)
    _widen(sheet, [16, 90])
    _to_print(sheet)


def _write_definitions(book: Workbook, rows: Sequence[Observation]) -> None:
    sheet = book.create_sheet(DEFINITIONS)
    headings = ["Code", "Measure", "Number", "Out of", "Counts", "Does not count", "Where from"]
    _write_heading(sheet, 1, headings)
    measures = list({row.measure.code: row.measure for row in rows}.values())
    for number, measure in enumerate(measures, start=2):
        texts = [
            measure.code,
            measure.title,
            measure.numerator,
            measure.denominator,
            measure.counts,
            measure.does_not_count,
            measure.data_source,
        ]
        for column, text in enumerate(texts, start=1):
            _write(sheet.cell(number, column), text)
            _style(sheet.cell(number, column))
    _make_table(sheet, "Definitions", 1, len(measures) + 1, len(headings))
    _widen(sheet, [10, 36, 44, 36, 44, 44, 30])
    sheet.freeze_panes = "C2"
    _to_print(sheet, wide=True)


def _write_unplaced(book: Workbook, unplaced: Sequence[tuple[str, str, str]]) -> None:
    sheet = book.create_sheet(UNPLACED)
    _write_heading(sheet, 1, ["Where it was", "It held", TO_DO])
    for number, line in enumerate(unplaced, start=2):
        for column, text in enumerate(line, start=1):
            _write(sheet.cell(number, column), text)
            _style(sheet.cell(number, column))
    _make_table(sheet, "NotPlaced", 1, len(unplaced) + 1, 3)
    _widen(sheet, [24, 40, 70])
    _to_print(sheet)


# ---- cells -------------------------------------------------------------------------------------


def _write(cell: Written, text: str) -> None:
    """Words as words: a cell of text is never run, whatever it begins with."""
    if not text:
        return
    cell.value = text
    cell.data_type = "s"
    if text[0] in "=+-@\t'":
        cell.quotePrefix = True
    cell.number_format = "@"


def _write_heading(sheet: Worksheet, number: int, headings: Sequence[str]) -> None:
    for column, text in enumerate(headings, start=1):
        cell = sheet.cell(number, column)
        _write(cell, text)
        _style(cell, bold=True, fill=_HEAD, colour="FFFFFFFF")
    _widen(sheet, [_WIDTHS.get(text, 20) for text in headings])


def _widen(sheet: Worksheet, widths: Sequence[int]) -> None:
    from openpyxl.utils import get_column_letter

    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def _style(
    cell: Written,
    *,
    bold: bool = False,
    size: int = 11,
    fill: str | None = None,
    border: bool = False,
    colour: str = "FF0B0C0C",
) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    cell.font = Font(name="Arial", bold=bold, size=size, color=colour)
    cell.alignment = Alignment(wrap_text=size == 11, vertical="top")
    if fill:
        cell.fill = PatternFill("solid", start_color=fill, end_color=fill)
    if border:
        line = Side(style="thin", color="FF6B7780")
        cell.border = Border(left=line, right=line, top=line, bottom=line)


def _make_table(sheet: Worksheet, name: str, first: int, last: int, columns: int) -> None:
    """A named table, so that a screen reader says the heading with each cell."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.table import Table

    if last > first:
        ref = f"A{first}:{get_column_letter(columns)}{last}"
        sheet.add_table(Table(displayName=name, ref=ref))


def _to_print(sheet: Worksheet, *, wide: bool = False) -> None:
    sheet.page_setup.orientation = "landscape" if wide else "portrait"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
