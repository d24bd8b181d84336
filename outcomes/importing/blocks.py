"""What a spreadsheet puts on the clipboard, taken apart into cells. No database."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from outcomes.importing.headings import CODE, role_of

#: More than any submission holds; beyond them somebody copied whole columns.
MOST_LINES = 2000
MOST_COLUMNS = 60
LONGEST_BLOCK = 1_000_000

_LINE_ENDS = re.compile(r"\r\n|\r|\n")


class Unreadable(Exception):
    """What came cannot be taken apart; the message says what to do instead."""


@dataclass(frozen=True)
class Cell:
    """One cell that holds something: its place, counted from 0, and its words as they came.

    `where` is what a person calls the place: B3, or line 3, column B. A workbook's cell may have a
    `flaw` that its words do not show, such as a date or an error.
    """

    line: int
    column: int
    text: str
    where: str
    flaw: str = ""
    #: What reading it changed already, such as 0.30000000000000004 to 0.3.
    cleaned_from: str = ""


@dataclass(frozen=True)
class Block:
    """Cells by line; those that hold nothing are left out."""

    lines: tuple[dict[int, Cell], ...]

    @property
    def cells(self) -> Iterator[Cell]:
        return (cell for line in self.lines for cell in line.values())

    @property
    def width(self) -> int:
        return max((cell.column + 1 for cell in self.cells), default=0)


def column_name(column: int) -> str:
    """What a spreadsheet calls a column counted from 0: A, B, ... Z, AA."""
    name, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def read_block(text: str) -> Block:
    """The cells of a pasted block: tab-separated as spreadsheets copy, or with commas or semicolons
    where it has no tab.

    Quoted cells may hold tabs, line ends and quotes. Empty lines and columns at the end are
    dropped. Raises Unreadable for a block of more lines or columns than any submission has.
    """
    if len(text) > LONGEST_BLOCK:
        raise Unreadable(
            f"This is more than {LONGEST_BLOCK:,} characters. Copy only the table of figures."
        )
    lines = [
        {
            column: Cell(number, column, words, _where(number, column))
            for column, words in enumerate(line)
            if words.strip()
        }
        for number, line in enumerate(_split(text.removeprefix("\ufeff")))
    ]
    while lines and not lines[-1]:
        lines.pop()
    block = Block(tuple(lines))
    if len(block.lines) > MOST_LINES or block.width > MOST_COLUMNS:
        raise Unreadable(
            f"This has {len(block.lines):,} lines and {block.width} columns. Copy only the table "
            f"of figures: at most {MOST_LINES:,} lines and {MOST_COLUMNS} columns."
        )
    return block


def _where(line: int, column: int) -> str:
    return f"line {line + 1}, column {column_name(column)}"


def _split(text: str) -> list[list[str]]:
    if "\t" in text:
        return _split_at_tabs(text)
    lines = [line for line in _LINE_ENDS.split(text) if line.strip()]
    separator = _separator(lines)
    if separator is None:
        # One column: a comma in it belongs to a number or a sentence.
        return _split_at_tabs(text)
    # Lines are ended alike first: the reader takes a bare carriage return for a mistake.
    ended_alike = _LINE_ENDS.sub("\n", text)
    return list(csv.reader(io.StringIO(ended_alike), delimiter=separator))


def _separator(lines: list[str]) -> str | None:
    """The comma or semicolon that parts every line in as many cells; None where none does.

    "12,5" may be one number and "Yes, we did" one sentence, so a comma is only taken to part cells
    in what is plainly a table: with codes, or with two headings that are known.
    """
    for mark in (";", ","):
        try:
            parsed = list(csv.reader(lines, delimiter=mark, strict=True))
        except csv.Error:
            continue
        widths = {len(cells) for cells in parsed}
        if len(widths) == 1 and max(widths) > 1 and any(map(_is_of_a_table, parsed)):
            return mark
    return None


def _is_of_a_table(cells: list[str]) -> bool:
    known = [cell for cell in cells if role_of(cell)]
    return len(known) > 1 or any(CODE.fullmatch(cell.strip()) for cell in cells)


def _split_at_tabs(text: str) -> list[list[str]]:
    """Lines and cells as a spreadsheet writes them: a cell is quoted only where it opens with a
    quote and closes with one before a tab or a line end. Any other quote is a quote.
    """
    lines: list[list[str]] = [[]]
    at, end = 0, len(text)
    while True:
        words, at = _cell_at(text, at)
        lines[-1].append(words)
        if at >= end:
            return lines
        if text[at] == "\t":
            at += 1
            continue
        at += 2 if text.startswith("\r\n", at) else 1
        lines.append([])


_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=[\t\r\n]|\Z)')
_BARE = re.compile(r"[^\t\r\n]*")


def _cell_at(text: str, at: int) -> tuple[str, int]:
    """The words of the cell that begins here, and where it ends."""
    if quoted := _QUOTED.match(text, at):
        return quoted[1].replace('""', '"'), quoted.end()
    bare = _BARE.match(text, at)
    assert bare is not None
    return bare[0], bare.end()
