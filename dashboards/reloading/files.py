"""The files of a data package, from a folder or a zip: cells that are what their columns say."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson
from django.utils import timezone

from dashboards.exports.datapackage import NAME
from dashboards.exports.observations_csv import Column
from dashboards.exports.tables import TABLES, Table
from ehportal.spreadsheets import words_of

MOST_PROBLEMS = 50
#: No file of a package that is meant to be read is larger, unpacked.
_LONGEST = 2 * 1024**3
_FIRST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
_NUMBER = re.compile(r"-?\d{1,14}(\.\d{1,6})?")
_WHOLE = re.compile(r"\d{1,9}")


class NotReadable(Exception):
    """The package cannot be loaded: a line for each problem, in plain words."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Problems:
    """What is wrong, as it is found; enough is enough."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def add(self, words: str) -> None:
        """Keeps one problem. Raises NotReadable when there are as many as anybody will read."""
        self.found.append(words)
        if len(self.found) >= MOST_PROBLEMS:
            raise NotReadable([*self.found, "There may be more: put these right first."])

    def stop(self) -> None:
        """Raises NotReadable where anything was found."""
        if self.found:
            raise NotReadable(self.found)


@dataclass(frozen=True)
class Line:
    """One row of a file: its cells as what they mean, and where it stands."""

    file: str
    number: int
    cells: dict[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.cells[column]

    def problem(self, column: str, words: str) -> str:
        """'notes.csv, line 3, measure: There is no measure ABC-1.'"""
        return f"{self.file}, line {self.number}, {column}: {words}"


Tables = dict[str, list[Line]]


def read_package(path: Path) -> Tables:
    """The rows of every table of a package, by the table's name. Raises NotReadable."""
    problems = Problems()
    read = _opener(path)
    _check_description(read, problems)
    tables = {table.name: _read_table(table, read, problems) for table in TABLES}
    problems.stop()
    return tables


Read = Callable[[str], bytes | None]


def _opener(path: Path) -> Read:
    """What gives the bytes of a file of the package by its name; None where it has none."""
    if path.is_dir():
        return lambda name: (path / name).read_bytes() if (path / name).is_file() else None
    try:
        package = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise NotReadable([f"There is nothing at {path}."]) from None
    except (OSError, zipfile.BadZipFile):
        raise NotReadable([f"{path} is neither a folder nor a zip file."]) from None
    sizes = {each.filename: each.file_size for each in package.infolist()}

    def read(name: str) -> bytes | None:
        if name not in sizes:
            return None
        if sizes[name] > _LONGEST:
            raise NotReadable([f"{name} is too large to be a file of a data package."])
        try:
            return package.read(name)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError):
            raise NotReadable([f"{name} cannot be unpacked: the zip file is damaged."]) from None

    return read


def _check_description(read: Read, problems: Problems) -> None:
    content = read("datapackage.json")
    if content is None:
        problems.add("datapackage.json is missing: this is no data package.")
        return
    try:
        described = orjson.loads(content)
    except orjson.JSONDecodeError:
        problems.add("datapackage.json is not JSON.")
        return
    if not isinstance(described, dict) or described.get("name") != NAME:
        problems.add(f"datapackage.json does not describe {NAME}: it is another data package.")


def _read_table(table: Table, read: Read, problems: Problems) -> list[Line]:
    content = read(table.path)
    if content is None:
        problems.add(f"{table.path} is missing.")
        return []
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = content[: wrong.start].count(b"\n") + 1
        problems.add(f"{table.path}, line {line}: this is not UTF-8.")
        return []
    return list(_lines(table, text, problems))


def _lines(table: Table, text: str, problems: Problems) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    seen: dict[tuple[str, ...], int] = {}
    try:
        for count, row in enumerate(reader):
            number, begins = begins, reader.line_num + 1
            if count == 0:
                if row != table.header:
                    problems.add(f"{table.path}, line 1: the columns must be {table.header}.")
                    return
            elif len(row) != len(table.columns):
                problems.add(
                    f"{table.path}, line {number}: it has {len(row)} cells and needs "
                    f"{len(table.columns)}."
                )
            else:
                yield from _line(table, number, row, seen, problems)
    except csv.Error as wrong:
        problems.add(f"{table.path}, line {begins}: this is not CSV ({wrong}).")
        return
    if begins == 1:
        problems.add(f"{table.path} is empty: it has no line with the names of its columns.")


def _line(
    table: Table, number: int, row: list[str], seen: dict[tuple[str, ...], int], problems: Problems
) -> Iterator[Line]:
    """The line, unless a cell is wrong or another line says the same thing."""
    line = Line(table.path, number, {})
    before = len(problems.found)
    for column, words in zip(table.columns, row, strict=True):
        try:
            line.cells[column.name] = _meaning(column, words)
        except ValueError as wrong:
            problems.add(line.problem(column.name, str(wrong)))
    if len(problems.found) > before:
        return
    at = [table.header.index(name) for name in table.key]
    first = seen.setdefault(tuple(row[i] for i in at), number)
    if first != number:
        problems.add(f"{table.path}, line {number}: it is about the same as line {first}.")
        return
    yield line


def _meaning(column: Column, words: str) -> Any:
    """What a cell holds, by the type of its column; None where it is empty and may be.

    Raises ValueError, in words, for what it cannot be.
    """
    if not words:
        if column.required:
            raise ValueError("it is empty, and must not be.")
        return "" if column.type == "string" else None
    return _READERS[column.type](words)


def _integer(words: str) -> int:
    if not _WHOLE.fullmatch(words):
        raise ValueError(f"{words!r} is not a whole number.")
    return int(words)


def _number(words: str) -> Decimal:
    if not _NUMBER.fullmatch(words):
        raise ValueError(f"{words!r} is not a number with up to six decimal places.")
    return Decimal(words)


def _date(words: str) -> date:
    try:
        found = date.fromisoformat(words)
    except ValueError:
        raise ValueError(f"{words!r} is not a date such as 2026-07-01.") from None
    if not 1900 <= found.year <= 2100:
        raise ValueError(f"{words!r} is not between 1900 and 2100.")
    return found


def _moment(words: str) -> datetime:
    try:
        found = datetime.fromisoformat(words)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise ValueError(f"{words!r} is not a moment such as 2026-11-05T09:00:00+00:00.")
    # Compared before anything is reckoned with it: the first and last days have no other zone.
    if found < _FIRST_MOMENT:
        raise ValueError(f"{words!r} is before 2000.")
    if found > timezone.now() + timedelta(days=1):
        raise ValueError(f"{words!r} is in the future.")
    return found


def _boolean(words: str) -> bool:
    if words not in {"true", "false"}:
        raise ValueError(f"{words!r} is neither true nor false.")
    return words == "true"


_READERS: dict[str, Callable[[str], Any]] = {
    "string": words_of,
    "integer": _integer,
    "number": _number,
    "date": _date,
    "datetime": _moment,
    "boolean": _boolean,
}
