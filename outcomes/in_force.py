"""Which of the dated rows a figure is held against holds on a day: the one rule for all of them.

Targets, comparators, starting points and tolerances each start on a day. A figure is judged by
what was in force at the end of its quarter, so that a later row never rewrites an old judgement
(guide to statistics, 6.1).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar


class Dated(Protocol):
    @property
    def starts_on(self) -> date: ...


Row = TypeVar("Row", bound=Dated)


def begun(rows: Iterable[Row], on: date) -> list[Row]:
    """Those that had started by the end of a day, the oldest first; of one kind, the last holds."""
    return sorted((row for row in rows if row.starts_on <= on), key=lambda row: row.starts_on)


def later(rows: Iterable[Row], on: date) -> list[Row]:
    """Those that start after a day, the next first: told of, and never judged by."""
    return sorted((row for row in rows if row.starts_on > on), key=lambda row: row.starts_on)


def in_force(rows: Iterable[Row], on: date) -> Row | None:
    """The newest that had started by the end of a day; None before the first."""
    return next(reversed(begun(rows, on)), None)
