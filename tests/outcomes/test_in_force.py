"""What a figure is held against is what was in force at its quarter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from outcomes.in_force import begun, in_force, later


@dataclass(frozen=True)
class Row:
    starts_on: date


OLD, NEW, NEXT = Row(date(2022, 7, 1)), Row(date(2025, 7, 1)), Row(date(2030, 4, 1))
ROWS = (NEXT, OLD, NEW)


@pytest.mark.parametrize(
    ("on", "row"),
    [
        (date(2022, 6, 30), None),
        (date(2022, 7, 1), OLD),
        (date(2025, 6, 30), OLD),
        (date(2025, 7, 1), NEW),
        (date(2030, 4, 1), NEXT),
    ],
)
def test_the_newest_that_had_started_holds(on: date, row: Row | None) -> None:
    assert in_force(ROWS, on) == row


def test_what_had_started_and_what_starts_later_are_told_apart() -> None:
    assert begun(ROWS, date(2025, 9, 30)) == [OLD, NEW]
    assert later(ROWS, date(2022, 12, 31)) == [NEW, NEXT]
