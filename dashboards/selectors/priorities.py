"""Priorities, and which measures show how they are doing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dashboards import narrative
from dashboards.narrative import ORDER
from dashboards.selectors.rows import Row, Tally, counted, tallies
from outcomes.models import Priority, PriorityKind

QUIET = ("no_change", "too_early", "no_figure")


@dataclass(frozen=True)
class PriorityLine:
    """A priority in one line: what changed, the figure that says most, by what it is measured."""

    number: int
    title: str
    is_first_1001_days: bool
    tallies: tuple[Tally, ...]
    status: str
    in_one_line: str
    measured_by: str
    telling: int | None = None
    """The measure whose figure says most, by key."""


def outcome_priorities() -> list[Priority]:
    """The outcomes-focused priorities by number, with their lead managers. One query."""
    found = Priority.objects.filter(kind=PriorityKind.OUTCOME).select_related("lead_manager")
    return list(
        found.only(
            "number", "title", "first_1001_days", "lead_manager__name", "lead_manager__email"
        ).order_by("number")
    )


def priority_lines(
    priorities: Iterable[Priority], rows: Sequence[Row], *, measures: Mapping[int, Sequence[int]]
) -> tuple[PriorityLine, ...]:
    """The line of each; `measures` are those of a priority by its number."""
    by_id = {row.measure_id: row for row in rows}
    return tuple(
        priority_line(
            each.number,
            each.title,
            each.first_1001_days,
            [by_id[pk] for pk in measures.get(each.number, ()) if pk in by_id],
            len(measures.get(each.number, ())),
        )
        for each in priorities
    )


def priority_line(
    number: int, title: str, is_first_1001_days: bool, rows: Sequence[Row], measures: int
) -> PriorityLine:
    """The line of a priority from the rows of its measures; `measures` counts those without too."""
    counts = counted(rows)
    signals = tuple(tally for tally in tallies(rows) if tally.is_signal)
    quiet = next((finding for finding in QUIET if counts[finding]), "no_figure")
    telling = _most_telling(rows)
    return PriorityLine(
        number=number,
        title=title,
        is_first_1001_days=is_first_1001_days,
        tallies=signals,
        status="" if signals else quiet,
        in_one_line=_in_one_line(telling),
        measured_by=_measured_by(rows, measures),
        telling=telling.measure_id if telling else None,
    )


def _most_telling(rows: Iterable[Row]) -> Row | None:
    """The first measure that signals; else the first with a figure in this quarter."""
    known = [row for row in rows if row.counts_as_due and row.has_figure]
    return min(known, key=lambda each: ORDER.index(each.finding), default=None)


def _in_one_line(row: Row | None) -> str:
    if row is None:
        return "No figure this quarter."
    if row.is_signal:
        return f"{row.title} {row.reading}"
    return f"{row.title}: {narrative.figure(row.figure_text, row.of_text)}."


def _measured_by(rows: Sequence[Row], measures: int) -> str:
    if not measures:
        return "No measure yet"
    text = f"{measures} {'measure' if measures == 1 else 'measures'}"
    without = measures - sum(row.has_figure for row in rows)
    return f"{text}, {without} without a figure" if without else text
