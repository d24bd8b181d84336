"""The Board's overview: what changed, what is missing, areas by levels, priorities, measures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from dashboards import narrative
from dashboards.selectors.business import Business, business, decided_before
from dashboards.selectors.chance import Chance
from dashboards.selectors.editions import Edition
from dashboards.selectors.elsewhere import with_elsewhere
from dashboards.selectors.evidence import targets_at
from dashboards.selectors.priorities import PriorityLine, outcome_priorities, priority_lines
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
from dashboards.selectors.splits import SplitCoverage, coverage_in_short
from dashboards.selectors.where import where_changed
from dashboards.wanted import ASKS, NAMED, Wanted, wanted
from governance.models import Place
from outcomes.models import Area, DataGap, Priority
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
    hidden: int
    gaps: int
    chance: str
    everyones: tuple[Row, ...]
    a_services: tuple[Row, ...]
    wanted: tuple[Wanted, ...]
    decided: int
    business: Business | None
    levels: tuple[str, ...]
    grid: tuple[GridRow, ...]
    hubs: tuple[Tally, ...]
    localities: tuple[tuple[str, str], ...]
    split: SplitCoverage
    priorities: tuple[PriorityLine, ...]
    groups: tuple[Group, ...]
    shown: int
    measures: int

    @property
    def changes(self) -> int:
        return len(self.everyones) + len(self.a_services)

    @property
    def asked(self) -> int:
        """How many decisions are asked of the Board: by the figures, and by other bodies."""
        return len(self.wanted) + (len(self.business.escalated) if self.business else 0)


def overview(
    edition: Edition, *, on: date, with_all: bool = False, for_members: bool = False
) -> Overview:
    """The borough's quarter as it is read on a day. Twelve queries, however long the history;
    two more where figures are compared with elsewhere, three more `for_members`, who are told of
    meetings, escalations and names.

    What asks for a decision is told of the latest publication alone: of an earlier one its board
    pack says what was asked then. The table of measures holds those that changed and the one that
    says most of each priority, unless `with_all`.
    """
    every = with_elsewhere(edition, rows(edition, place__kind="borough"))
    priorities = outcome_priorities()
    measures = measure_ids_by_priority()
    gaps = _gaps()
    places = list(Place.objects.reported().order_by("order"))
    changed = _beside(edition, beyond_usual(every), places)
    lines = priority_lines(priorities, every, measures=measures)
    chosen = every if with_all else _chosen(every, lines)
    due = [row for row in every if row.counts_as_due]
    decided = _decided(edition, on)
    return Overview(
        edition=edition,
        headline=narrative.headline(counted(every)),
        due=len(due),
        with_figure=sum(row.has_figure for row in due),
        hidden=sum(row.is_hidden for row in due),
        gaps=len(gaps),
        chance=Chance.under(edition).of(edition.enough_history),
        everyones=tuple(row for row in changed if row.is_everyones),
        a_services=tuple(row for row in changed if not row.is_everyones),
        wanted=wanted(
            changed,
            leads=_leads(priorities, measures, for_members=for_members),
            ownerless=[gap.title for gap in gaps if not gap.owner_id],
            missing=edition.missing_text,
            decided=decided,
        )
        if edition.is_latest
        else (),
        decided=sum(row.measure_id in decided and row.finding in ASKS for row in changed),
        business=business(on=on) if for_members and edition.is_latest else None,
        levels=tuple(LEVEL_NAMES.values()),
        grid=area_grid(every, Counter((gap.area, gap.level) for gap in gaps)),
        hubs=tallies(row for row in every if row.area == Area.FAMILY_HUBS),
        localities=tuple((place.slug, place.name) for place in places if not place.is_borough),
        split=coverage_in_short(edition, every, place__kind="borough"),
        priorities=lines,
        groups=by_area(chosen),
        shown=len(chosen),
        measures=len(every),
    )


def _decided(edition: Edition, on: date) -> frozenset[int]:
    """The measures that the Board has decided on by the latest figures; nothing is asked by others.

    What it decides today is decided.
    """
    if not edition.is_latest:
        return frozenset()
    return decided_before(on + timedelta(days=1), period=edition.period_id)


class _Gap(NamedTuple):
    """A measure that nobody can supply yet."""

    area: str
    level: str
    title: str
    owner_id: int | None


def _gaps() -> list[_Gap]:
    found = DataGap.objects.open().order_by("measure__order", "measure__code")
    fields = ("measure__area", "measure__level", "measure__title", "owner_id")
    return [_Gap(*values) for values in found.values_list(*fields)]


def _beside(edition: Edition, changed: Sequence[Row], places: Sequence[Place]) -> list[Row]:
    """The rows that changed, each with the localities in which it stands apart, and its target."""
    where = where_changed(edition, changed, places)
    aims = targets_at(edition.ends_on, changed)
    return [
        row._replace(
            beside=f"{where.get(row.measure_id, '')} {aims.get(row.measure_id, '')}".strip()
        )
        for row in changed
    ]


def _leads(
    priorities: Iterable[Priority], measures: Mapping[int, Sequence[int]], *, for_members: bool
) -> dict[int, str]:
    """Who leads on each measure: of the first priority it shows. To others it is said that there
    is somebody, and not who."""
    found: dict[int, str] = {}
    for each in priorities:
        if each.lead_manager:
            lead = str(each.lead_manager) if for_members else NAMED
            for pk in measures.get(each.number, ()):
                found.setdefault(pk, lead)
    return found


def _chosen(every: Sequence[Row], priorities: Iterable[PriorityLine]) -> list[Row]:
    """What changed, and the measure that says most of each priority."""
    telling = {line.telling for line in priorities}
    return [row for row in every if row.is_signal or row.measure_id in telling]


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
