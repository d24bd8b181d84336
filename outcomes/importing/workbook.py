"""Reading a filled-in template: each cell as the person saw it, or why the file is refused.

What could put a figure in the wrong box refuses the whole file: another template, moved columns,
rows sorted in part, merged cells, formulas. What is wrong with one figure is left to that figure.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ehportal import wording
from outcomes.importing.archive import DAMAGED, TOO_MUCH, refuse_unless_safe
from outcomes.importing.blocks import MOST_COLUMNS, MOST_LINES, Cell, Unreadable, column_name
from outcomes.importing.headings import plain
from outcomes.importing.readings import in_digits
from outcomes.importing.template import FIGURES, HEADING_ROW, TO_DO, VERSION, box_columns

if TYPE_CHECKING:
    from openpyxl.cell import Cell as Stored
    from openpyxl.worksheet.worksheet import Worksheet

_AGAIN = "Download the template again, copy your figures into it, and upload that"


@dataclass(frozen=True)
class SheetRow:
    """One row of the sheet: its key, the code, place and group beside it, and what its boxes hold.

    `others` are cells that stand outside the columns for figures.
    """

    number: int
    key: str
    names: tuple[str, str, str]
    boxes: dict[str, Cell]
    others: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Expected:
    """What the template of one submission has: its headings, and whose it is."""

    headings: Sequence[str]
    period: str
    period_name: str
    reporter: str
    reporter_name: str
    submission: str


def read_sheet(data: bytes, *, name: str, expected: Expected) -> list[SheetRow]:
    """The rows of a filled-in template, those without any key or content left out.

    Raises Unreadable, with what to do, for a file that is not this submission's template, or in
    which a figure could be taken for another.
    """
    refuse_unless_safe(data, name=name)
    sheet = _open(data)
    if sheet.max_row > MOST_LINES or sheet.max_column > MOST_COLUMNS:
        raise Unreadable(TOO_MUCH)
    grid = _grid(sheet)
    _refuse_other_headings(grid, expected.headings)
    _refuse_merged(sheet, len(expected.headings))
    rows = list(_rows(grid, expected.headings))
    _refuse_other_keys(rows, expected)
    _refuse_formulas(sheet, expected.headings)
    return rows


def _open(data: bytes) -> Worksheet:
    import warnings

    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            # What it leaves out (pictures, styles it does not know) holds no figure.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), keep_links=False)
            names = {plain(each): each for each in book.sheetnames}
            found = names.get(plain(FIGURES))
            sheet = book[found] if found else None
            is_sheet = sheet is not None and hasattr(sheet, "merged_cells")
    # The library raises whatever a damaged or crafted file leads it to.
    except Exception as damaged:
        raise Unreadable(DAMAGED) from damaged
    if not is_sheet:
        raise Unreadable(
            f"The selected file must use the template: it has no sheet called “{FIGURES}”. {_AGAIN}"
        )
    return sheet


# ---- cells -------------------------------------------------------------------------------------


def _grid(sheet: Worksheet) -> dict[int, dict[int, Cell]]:
    """Every cell that holds something, by row and column counted from 1."""
    grid: dict[int, dict[int, Cell]] = {}
    for line in sheet.iter_rows():
        for stored in line:
            cell = _cell(stored)
            if cell is not None:
                grid.setdefault(stored.row, {})[stored.column] = cell
    return grid


def _cell(stored: Stored) -> Cell | None:
    text, flaw, cleaned_from = _text(stored)
    if not text.strip():
        return None
    where = f"cell {stored.coordinate}"
    return Cell(stored.row, stored.column - 1, text, where, flaw=flaw, cleaned_from=cleaned_from)


def _text(stored: Stored) -> tuple[str, str, str]:
    """What a cell shows, what is wrong with it, and what it held where that was cleaned."""
    value: Any = stored.value
    if value is None:
        return "", "", ""
    if stored.data_type == "e":
        return str(value), "Excel shows an error here: type the number", ""
    if stored.data_type == "f":
        return f"={str(getattr(value, 'text', value) or '').removeprefix('=')}", "", ""
    if isinstance(value, bool):
        return str(value).upper(), "", ""
    if isinstance(value, datetime | date | time):
        return _moment(value), "Excel turned this into a date: type the number again", ""
    if isinstance(value, int | float | Decimal):
        return _number(value, percent="%" in (stored.number_format or ""))
    return str(value), "", ""


def _moment(value: datetime | date | time) -> str:
    if isinstance(value, datetime | date):
        return wording.day(value)
    return f"{value:%H:%M}"


def _number(value: float | Decimal, *, percent: bool) -> tuple[str, str, str]:
    """A number as Excel shows it: to 15 digits, so that 0.1 + 0.2 is 0.3."""
    shown = Decimal(f"{value:.15g}")
    text = in_digits(shown * 100 if percent else shown) + ("%" if percent else "")
    held = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    return text, "", "" if percent or held == shown else f"{held:f}"


# ---- what refuses the whole file ---------------------------------------------------------------


def _refuse_other_headings(grid: Mapping[int, Mapping[int, Cell]], headings: Sequence[str]) -> None:
    wanted = [plain(each) for each in headings]
    marked = [*wanted, plain(TO_DO)]
    found = _words(grid.get(HEADING_ROW, {}))
    if found[: len(marked)] == marked or found[: len(wanted)] == wanted:
        return
    for number in grid:
        if number != HEADING_ROW and _words(grid[number])[: len(wanted)] == wanted:
            raise Unreadable(
                f"The headings are in row {number} where the template has them in row "
                f"{HEADING_ROW}. Delete the rows added above them, save and upload again"
            )
    for column, name in enumerate(headings):
        here = found[column] if column < len(found) else ""
        if here != wanted[column]:
            cell = f"{column_name(column)}{HEADING_ROW}"
            says = f"says “{here}”" if here else "is empty"
            raise Unreadable(
                f"The selected file must use the template: cell {cell} {says} where the template "
                f"has “{name}”. {_AGAIN}"
            )


def _words(line: Mapping[int, Cell]) -> list[str]:
    last = max(line, default=0)
    return [plain(line[n].text) if n in line else "" for n in range(1, last + 1)]


def _refuse_merged(sheet: Worksheet, width: int) -> None:
    for merged in sheet.merged_cells.ranges:
        if merged.max_row >= HEADING_ROW and merged.min_col <= width + 1:
            raise Unreadable(
                f"Cells {merged.coord} are merged, so we cannot tell whose figure they hold. "
                "Unmerge them in Excel (Home, Merge and Centre), save and upload again"
            )


def _refuse_formulas(sheet: Worksheet, headings: Sequence[str]) -> None:
    boxes = box_columns(headings).values()
    found = [
        cell.coordinate
        for line in sheet.iter_rows(min_row=HEADING_ROW + 1)
        for cell in line
        if cell.data_type == "f" and cell.column in boxes
    ]
    if found:
        named = ", ".join(found[:5]) + (f" and {len(found) - 5} more" if len(found) > 5 else "")
        which = "Cell" if len(found) == 1 else "Cells"
        raise Unreadable(
            f"{which} {named} must hold a number, not a formula. Copy the cell, paste it over "
            "itself as a value (Paste Special, Values), save and upload again"
        )


def _rows(grid: Mapping[int, Mapping[int, Cell]], headings: Sequence[str]) -> Iterator[SheetRow]:
    columns = box_columns(headings)
    names = [headings.index(name) + 1 for name in ("Code", "Place", "Group")]
    reading = set(range(1, len(headings) + 1)) - set(columns.values())
    if plain(grid[HEADING_ROW].get(len(headings) + 1, _NO_CELL).text) == plain(TO_DO):
        reading.add(len(headings) + 1)
    for number, line in sorted(grid.items()):
        if number <= HEADING_ROW:
            # The template's own title stands in the second column of the first row.
            above = tuple(cell for column, cell in line.items() if number == 1 and column != 2)
            yield SheetRow(number, "", ("", "", ""), {}, above)
            continue
        yield SheetRow(
            number=number,
            key=line[1].text.strip() if 1 in line else "",
            names=(_at(line, names[0]), _at(line, names[1]), _at(line, names[2])),
            boxes={box: line[column] for box, column in columns.items() if column in line},
            others=tuple(
                cell
                for column, cell in line.items()
                if column not in columns.values() and column not in reading
            ),
        )


_NO_CELL = Cell(0, 0, "", "")


def _at(line: Mapping[int, Cell], column: int) -> str:
    return line[column].text.strip() if column in line else ""


def _refuse_other_keys(rows: Sequence[SheetRow], expected: Expected) -> None:
    """The hidden keys say whose figures, of when, and by which template."""
    keyed = [row for row in rows if row.key]
    if not keyed:
        raise Unreadable(
            f"The selected file must use the template: its first column is empty. {_AGAIN}"
        )
    for row in keyed:
        parts = row.key.split("|")
        if len(parts) != 7:
            raise Unreadable(
                f"The hidden cell A{row.number} was changed, so we cannot tell whose figures row "
                f"{row.number} holds. {_AGAIN}"
            )
        version, period, reporter, submission, code, *_ = parts
        if version != f"EH{VERSION}":
            raise Unreadable(f"The selected file is an older template. {_AGAIN}")
        if reporter != expected.reporter:
            raise Unreadable(
                "The selected file is another reporter’s template. Select the one for "
                f"{expected.reporter_name}, or download it again"
            )
        if period != expected.period:
            raise Unreadable(
                "The selected file is the template of another quarter. Select the one for "
                f"{expected.period_name}, or download it again"
            )
        if submission != expected.submission:
            raise Unreadable(f"The selected file was made for other figures than these. {_AGAIN}")
        if row.names[0].upper() != code:
            raise Unreadable(
                f"In row {row.number} the code does not belong to the row: the rows were sorted or "
                f"moved without their hidden first column. {_AGAIN}"
            )
