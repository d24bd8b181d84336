"""observations.xlsx: the rows of observations.csv as a workbook that everybody can read.

Government Analysis Function, Making spreadsheets accessible: a cover sheet, one marked-up table a
sheet at its left edge, no merged cells, no formulas, nothing said by colour alone.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings

from dashboards.exports.datapackage import LICENCE, TITLE, description
from dashboards.exports.observations_csv import COLUMNS, ILLUSTRATIVE, Names, rows
from dashboards.exports.shorthand import SYMBOLS
from ehportal.spreadsheets import cell
from outcomes.models import Measure, Publication, PublishedFigure

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Value = str | int | Decimal | date | None

#: A workbook is made cell by cell: this many figures take twenty seconds, a million six minutes.
MOST_FIGURES = 50_000
_SENT_AT_ONCE = 64 * 1024
_HEADING_ROW = 3
# Excel has no more rows than this; the rest of the figures go on another sheet.
_ROWS_A_SHEET = 1_048_576 - _HEADING_ROW
_WIDTHS = {"string": 28, "integer": 13, "number": 13, "date": 13}


def stream(
    names: Names,
    publication: Publication | None,
    *,
    measure: Measure | None = None,
    place: int | None = None,
) -> Iterator[bytes]:
    """The workbook in pieces, made when the first is asked for; of a measure or place, if given."""
    from openpyxl import Workbook as NewWorkbook

    book = NewWorkbook(write_only=True)
    book.properties.title = f"{TITLE}: {measure.title}" if measure else TITLE
    book.properties.language = "en-GB"
    book.properties.creator = "Tower Hamlets Early Help partnership"
    _write_cover(book, publication, only=names.places[place][1] if place else "")
    _write_table(book, "Columns", "What each column of Figures holds", _ABOUT, _columns())
    _write_table(book, "Shorthand", "Letters in the shorthand column", _LETTERS, _symbols())
    _write_figures(book, rows(names, measure=measure, place=place))
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while piece := file.read(_SENT_AT_ONCE):
            yield piece


def is_too_long() -> bool:
    """Whether more figures are published than one workbook of all of them is made for."""
    return PublishedFigure.objects.all()[MOST_FIGURES : MOST_FIGURES + 1].exists()


_ABOUT = (("Column", 24), ("Type", 12), ("What it holds", 90))
_LETTERS = (("Letter", 12), ("Meaning", 28), ("Explanation", 90))


def _columns() -> Iterator[list[Value]]:
    for column in COLUMNS:
        yield [column.name, column.type, column.description]


def _symbols() -> Iterator[list[Value]]:
    for symbol in SYMBOLS:
        yield [symbol.printed, symbol.meaning, symbol.explanation]


def _write_cover(book: Workbook, publication: Publication | None, *, only: str) -> None:
    sheet = book.create_sheet("Cover")
    sheet.column_dimensions["A"].width = 100
    lines = [
        f"Publication {publication.number} of {publication.published_at:%d %B %Y}"
        if publication
        else "Nothing has been published yet.",
        description(),
        "Figures: a row for each published figure, in its last published version.",
        "Columns: what each column of Figures holds.",
        "Shorthand: the letters that qualify a figure or stand in its place.",
        "A cell without a figure is empty. The shorthand column of its row says why.",
        f"Licence: {LICENCE['title']}, {LICENCE['path']}",
    ]
    if only:
        lines.insert(1, f"Figures of {only} alone: the token that asked for them reads no others.")
    if settings.DEMO:
        lines.insert(1, f"{ILLUSTRATIVE}. Do not quote them.")
    sheet.append([_bold(sheet, book.properties.title or TITLE, 16)])
    for line in lines:
        sheet.append([_safe(line)])


def _write_figures(book: Workbook, found: Iterator[list[str]]) -> None:
    next(found)  # The names of the columns.
    columns = [(column.name, _WIDTHS[column.type]) for column in COLUMNS]
    number = 0
    while True:
        number += 1
        name = "Figures" if number == 1 else f"Figures {number}"
        written = _write_table(book, name, "Every published figure", columns, _some(found))
        if written < _ROWS_A_SHEET:
            return


def _some(found: Iterator[list[str]]) -> Iterator[list[Value]]:
    for _, row in zip(range(_ROWS_A_SHEET), found, strict=False):
        yield [_value(words, column.type) for words, column in zip(row, COLUMNS, strict=True)]


def _value(words: str, type_: str) -> Value:
    """What a cell of the CSV is to a spreadsheet: a negative number stays a number."""
    if type_ == "string":
        return words or None
    if not words:
        return None
    if type_ == "integer":
        return int(words)
    return date.fromisoformat(words) if type_ == "date" else Decimal(words)


def _write_table(
    book: Workbook,
    name: str,
    title: str,
    columns: Sequence[tuple[str, int]],
    body: Iterable[list[Value]],
) -> int:
    """A sheet with a title, a note, and one table from its third row; says how many rows it has."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.table import Table

    sheet = book.create_sheet(name)
    sheet.freeze_panes = f"A{_HEADING_ROW + 1}"
    for at, (_, width) in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.append([_bold(sheet, title, 14)])
    sheet.append(["This sheet has one table, which begins in the next row."])
    sheet.append([_bold(sheet, heading) for heading, _ in columns])
    count = 0
    for row in body:
        sheet.append([_safe(value) if isinstance(value, str) else value for value in row])
        count += 1
    if count:
        last = f"{get_column_letter(len(columns))}{_HEADING_ROW + count}"
        table = Table(displayName=name.replace(" ", "_"), ref=f"A{_HEADING_ROW}:{last}")
        table._initialise_columns()
        for column, (heading, _) in zip(table.tableColumns, columns, strict=True):
            column.name = heading
        # add_table() warns of columns that are missing, also where they have been given.
        sheet._tables.add(table)
    return count


def _bold(sheet: object, words: str, size: int = 11) -> object:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    made = WriteOnlyCell(sheet, _safe(words))
    made.font = Font(name="Arial", bold=True, size=size)
    return made


def _safe(words: str) -> str:
    """Without what no workbook can hold, and never run as a formula."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    held: str = ILLEGAL_CHARACTERS_RE.sub("", words)
    return cell(held)
