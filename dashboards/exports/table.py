"""One file of the data package, and how its cells are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from dashboards.exports.observations_csv import Column, Names, encoded
from ehportal.spreadsheets import cell

Rows = Iterator[list[str]]
UNNAMED = "Empty for whoever is not a member of the partnership, and for programs."
"""Of a column that may name a person."""


@dataclass(frozen=True)
class Table:
    """One file of the package: its name, its columns, what a row is known by, and its rows.

    `rows` takes a place, where the figures of one alone are asked for, and gives no header.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: Callable[[Names, int | None], Rows]
    #: Another writer of the same file, where it has millions of rows.
    writer: Callable[..., Iterator[bytes]] | None = None

    @property
    def path(self) -> str:
        return f"{self.name}.csv"

    @property
    def header(self) -> list[str]:
        return [column.name for column in self.columns]

    def stream(self, names: Names, *, place: int | None = None) -> Iterator[bytes]:
        """The file in pieces."""
        if self.writer is not None:
            return self.writer(names, place=place)
        return encoded(self._with_header(names, place))

    def _with_header(self, names: Names, place: int | None) -> Rows:
        yield self.header
        yield from self.rows(names, place)


def moment(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def a_day(on: date | None) -> str:
    return on.isoformat() if on else ""


def number(value: Decimal | None) -> str:
    """Without the zeros that the database adds."""
    return f"{value.normalize():f}" if value is not None else ""


def boolean(value: bool) -> str:
    return "true" if value else "false"


def lines(names: Iterable[str]) -> str:
    return cell("\n".join(names))
