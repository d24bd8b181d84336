"""The Board's overview: what changed, what is missing, areas by levels, priorities, measures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboards import narrative
from dashboards.selectors.editions import Edition
from dashboards.selectors.priorities import PriorityLine, priority_lines
from dashboards.selectors.rows import (
    AREA_NAMES,
    LEVEL_NAMES,
    Group,
    Row,
    Tally,
    beyond_usual,
    by_area,
    counted,
    rows,
    tallies,
)
from governance.models import Place
from outcomes.models import Area, DataGap
from outcomes.priorities import measure_ids_by_priority


@dataclass(frozen=True)
class GridRow:
    """An outcome area, and what happened at each of the three levels."""

    slug: str
    name: str
    cells: tuple[tuple[str, tuple[Tally, ...]], ...]


@dataclass(frozen=True)
class Overview:
    """Everything the overview prints."""

    edition: Edition
    headline: str
    due: int
    with_figure: int
    gaps: int
    chance: str
    everyones: tuple[Row, ...]
    a_services: tuple[Row, ...]
    levels: tuple[str, ...]
    grid: tuple[GridRow, ...]
    hubs: tuple[Tally, ...]
    localities: tuple[tuple[str, str], ...]
    priorities: tuple[PriorityLine, ...]
    groups: tuple[Group, ...]
    shown: int
    measures: int

    @property
    def changes(self) -> int:
        return len(self.everyones) + len(self.a_services)


def overview(edition: Edition, *, with_all: bool = False) -> Overview:
    """The borough's quarter. Five queries, however long the history.

    The table of measures holds those that changed and those of the six priorities, unless
    `with_all`.
    """
    every = rows(edition, place__kind="borough")
    measures = measure_ids_by_priority()
    gaps = _gaps()
    changed = beyond_usual(every)
    chosen = every if with_all else _chosen(every, measures)
    due = [row for row in every if row.counts_as_due]
    return Overview(
        edition=edition,
        headline=narrative.headline(counted(every)),
        due=len(due),
        with_figure=sum(row.has_figure for row in due),
        gaps=gaps.total(),
        chance=narrative.by_chance(edition.by_chance),
        everyones=tuple(row for row in changed if row.is_everyones),
        a_services=tuple(row for row in changed if not row.is_everyones),
        levels=tuple(LEVEL_NAMES.values()),
        grid=area_grid(every, gaps),
        hubs=tallies(row for row in every if row.area == Area.FAMILY_HUBS),
        localities=tuple(Place.objects.localities().values_list("slug", "name")),
        priorities=priority_lines(every, measures=measures),
        groups=by_area(chosen),
        shown=len(chosen),
        measures=len(every),
    )


def _gaps() -> Counter[tuple[str, str]]:
    """Measures that nobody can supply yet, by area and level."""
    return Counter(
        DataGap.objects.filter(filled_on=None).values_list("measure__area", "measure__level")
    )


def _chosen(every: Sequence[Row], measures: Mapping[int, Sequence[int]]) -> list[Row]:
    """What changed, and what shows how the six priorities are doing."""
    wanted = {pk for found in measures.values() for pk in found}
    return [row for row in every if row.is_signal or row.measure_id in wanted]


def area_grid(every: Sequence[Row], gaps: Mapping[tuple[str, str], int]) -> tuple[GridRow, ...]:
    """The five areas by the three levels; `gaps` counts what nobody can supply, by both."""
    cells: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in every:
        cells[row.area, row.level].append(row)
    return tuple(
        GridRow(
            slug,
            name,
            tuple(
                (
                    level_name,
                    tallies(cells[slug, level], gaps=gaps.get((slug, level), 0)),
                )
                for level, level_name in LEVEL_NAMES.items()
            ),
        )
        for slug, name in AREA_NAMES.items()
        if slug != Area.FAMILY_HUBS
    )
