"""What the pages about frameworks and priorities show. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.db.models import Count, Prefetch

from dashboards.selectors.actions import actions_of_ambitions, on_an_inequality
from dashboards.selectors.availability import Availability, availability, held_of
from dashboards.selectors.editions import Edition
from dashboards.selectors.reported import Reported, of_ambition, reports_to_tell_of
from governance.access import Access
from outcomes.models import (
    Framework,
    FrameworkVersion,
    Indicator,
    Level,
    Metric,
    MetricMeasure,
    Outcome,
    OutcomeArea,
    Priority,
    PriorityKind,
    StatementKind,
    StrategyStatement,
    VersionStatus,
)
from outcomes.planning.pages import Line

NOT_DRAFTS = (VersionStatus.PUBLISHED, VersionStatus.SUPERSEDED)


@dataclass(frozen=True)
class Filter:
    """Which part of a page somebody asked for; what nobody knows counts as not asked."""

    area: str = ""
    level: str = ""

    @classmethod
    def read(
        cls, query: Mapping[str, str], *, areas: Iterable[str], levels: Iterable[str] = ()
    ) -> Filter:
        """From a query string such as ?area=safe&level=bcyp. An unknown value is left out."""
        area, level = query.get("area", ""), query.get("level", "")
        return cls(
            area=area if area in set(areas) else "", level=level if level in set(levels) else ""
        )

    @property
    def is_on(self) -> bool:
        return bool(self.area or self.level)


# ---- The frameworks, and each as its strategy prints it ----


@dataclass(frozen=True)
class FrameworkRow:
    """A framework in the list, and how much is in its published version."""

    framework: Framework
    version: FrameworkVersion | None
    outcomes: int = 0
    indicators: int = 0
    metrics: int = 0


def frameworks() -> list[FrameworkRow]:
    """Every framework, in order. Five queries."""
    versions = {v.framework_id: v for v in FrameworkVersion.objects.published()}
    outcomes, indicators, metrics = (_counts(model) for model in (Outcome, Indicator, Metric))
    rows = []
    for framework in Framework.objects.all():
        version = versions.get(framework.pk)
        key = version.pk if version else 0
        rows.append(
            FrameworkRow(
                framework,
                version,
                outcomes.get(key, 0),
                indicators.get(key, 0),
                metrics.get(key, 0),
            )
        )
    return rows


def _counts(model: type[Outcome | Indicator | Metric]) -> dict[int, int]:
    rows = model._default_manager.order_by().values_list("version").annotate(Count("pk"))
    return dict(rows)


@dataclass(frozen=True)
class ShownMetric:
    """A metric statement; of one that is highlighted, whether its figures are there."""

    metric: Metric
    availability: Availability | None


@dataclass
class Cell:
    """Where an area and a level meet: a column of a table of the strategy's appendix."""

    area: OutcomeArea
    outcomes: list[Outcome] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    metrics: list[ShownMetric] = field(default_factory=list)
    reported: Reported | None = None
    on_an_inequality: Sequence[Line] | None = None


@dataclass(frozen=True)
class LevelTable:
    """One table of the strategy's appendix, with the indicators that cut across its areas."""

    level: Level
    cells: Sequence[Cell]
    cross_cutting: Sequence[Indicator]

    @property
    def has_outcomes(self) -> bool:
        return any(cell.outcomes or cell.indicators for cell in self.cells)


@dataclass(frozen=True)
class FrameworkPage:
    """A version of a framework: tables by level, or, where it has no levels, cells by area."""

    version: FrameworkVersion
    others: Sequence[FrameworkVersion]
    areas: Sequence[OutcomeArea]
    levels: Sequence[Level]
    chosen: Filter
    tables: Sequence[LevelTable]
    cells: Sequence[Cell]
    metrics: int
    prioritised: int

    @property
    def area_choices(self) -> list[tuple[str, str]]:
        return [(area.code, area.name) for area in self.areas]

    @property
    def level_choices(self) -> list[tuple[str, str]]:
        return [(level.code, level.name) for level in self.levels]

    @property
    def has_actions(self) -> bool:
        """Whether its areas are ambitions, which list what will be done."""
        return any(cell.area.actions.all() for cell in self.cells)


def framework_version(*, code: str, label: str = "") -> FrameworkVersion | None:
    """The version with that label, else the published one; never a draft. None if there is none."""
    versions = {
        version.label: version
        for version in FrameworkVersion.objects.filter(
            framework__code=code, status__in=NOT_DRAFTS
        ).select_related("framework", "source")
    }
    published = (v for v in versions.values() if v.status == VersionStatus.PUBLISHED)
    return versions.get(label) or next(published, None)


def framework_page(
    version: FrameworkVersion,
    query: Mapping[str, str],
    edition: Edition | None,
    *,
    access: Access,
    on: date,
) -> FrameworkPage:
    """Everything its page shows, for the area and level that the query string names.

    `edition` is the publication whose figures are counted. About 15 queries, however large the
    framework.
    """
    areas = list(version.areas.prefetch_related("led_by", "actions"))
    levels = list(version.levels.all())
    chosen = Filter.read(
        query, areas=(a.code for a in areas), levels=(level.code for level in levels)
    )
    shown = [area for area in areas if chosen.area in ("", area.code)]
    metrics = _metrics(version, edition)
    tables = _tables(version, [n for n in levels if chosen.level in ("", n.code)], shown, metrics)
    cells = [] if levels else _cells(shown, metrics, access, on)
    others = version.framework.versions.filter(status__in=NOT_DRAFTS).exclude(pk=version.pk)
    return FrameworkPage(
        version=version,
        others=list(others),
        areas=areas,
        levels=levels,
        chosen=chosen,
        tables=tables,
        cells=cells,
        metrics=len(metrics),
        prioritised=sum(each.availability is not None for each in metrics),
    )


_PRIORITIES_AND_MEASURES = (
    Prefetch("priorities", Priority.objects.order_by("number")),
    Prefetch("serves", MetricMeasure.objects.select_related("measure").order_by("order")),
)


def _tables(
    version: FrameworkVersion,
    levels: Sequence[Level],
    areas: Sequence[OutcomeArea],
    metrics: Sequence[ShownMetric],
) -> list[LevelTable]:
    outcomes, indicators = list(version.outcomes.all()), list(version.indicators.all())
    return [
        LevelTable(
            level,
            [
                Cell(
                    area,
                    _of(outcomes, area.pk, level.pk),
                    _of(indicators, area.pk, level.pk),
                    _metrics_of(metrics, area.pk, level.pk),
                )
                for area in areas
            ],
            [i for i in indicators if i.area_id is None and i.level_id == level.pk],
        )
        for level in levels
    ]


def _metrics(version: FrameworkVersion, edition: Edition | None) -> list[ShownMetric]:
    """Every metric of a version; of those that serve a priority, whether there are figures."""
    found = list(version.metrics.prefetch_related(*_PRIORITIES_AND_MEASURES))
    counted_by = {
        metric.pk: [serving.measure_id for serving in metric.serves.all()]
        for metric in found
        if metric.priorities.all()
    }
    held = held_of({measure for each in counted_by.values() for measure in each}, edition)
    said = {pk: availability([held[each] for each in keys]) for pk, keys in counted_by.items()}
    return [ShownMetric(metric, said.get(metric.pk)) for metric in found]


def _cells(
    areas: Sequence[OutcomeArea], metrics: Sequence[ShownMetric], access: Access, on: date
) -> list[Cell]:
    """A cell for each area. Of an ambition, which lists what will be done, it has what reports say
    and which actions act on an inequality.
    """
    reports, actions = None, None
    if any(area.actions.all() for area in areas):
        reports = reports_to_tell_of(access)
        actions = actions_of_ambitions(areas, access=access, on=on)
    return [
        Cell(
            area,
            metrics=_metrics_of(metrics, area.pk, None),
            reported=of_ambition(area, list(area.led_by.all()), reports, access=access),
            on_an_inequality=on_an_inequality(actions[area.pk]) if actions else None,
        )
        for area in areas
    ]


def _metrics_of(metrics: Sequence[ShownMetric], area: int, level: int | None) -> list[ShownMetric]:
    return [m for m in metrics if (m.metric.area_id, m.metric.level_id) == (area, level)]


S = TypeVar("S", Outcome, Indicator)


def _of(statements: Sequence[S], area: int, level: int | None) -> list[S]:
    return [s for s in statements if (s.area_id, s.level_id) == (area, level)]


# ---- Priorities, and what the strategies say of themselves ----


@dataclass(frozen=True)
class Priorities:
    """The six outcomes-focused and the seven system priorities."""

    outcome: Sequence[Priority]
    system: Sequence[Priority]

    @property
    def total(self) -> int:
        return len(self.outcome) + len(self.system)

    @property
    def without_lead(self) -> int:
        return sum(p.lead_manager is None for p in [*self.outcome, *self.system])


def priorities() -> Priorities:
    """Both kinds in order, with their commitments and lead managers. Three queries."""
    rows = list(
        Priority.objects.order_by("number")
        .select_related("lead_manager")
        .prefetch_related("commitments__source")
    )
    return Priorities(
        outcome=[p for p in rows if p.kind == PriorityKind.OUTCOME],
        system=[p for p in rows if p.kind == PriorityKind.SYSTEM],
    )


@dataclass(frozen=True)
class Statements:
    """What each strategy says of itself, by kind: mission, vision, value, principle ..."""

    early_help: Mapping[str, Sequence[StrategyStatement]]
    accelerate: Mapping[str, Sequence[StrategyStatement]]


def statements() -> Statements:
    """Every statement but those of need, which belong beside the figures. One query."""
    by_strategy: dict[str, dict[str, list[StrategyStatement]]] = {}
    rows = StrategyStatement.objects.exclude(kind=StatementKind.NEED).select_related("source")
    for statement in rows:
        kinds = by_strategy.setdefault(statement.strategy, {})
        kinds.setdefault(statement.kind, []).append(statement)
    return Statements(
        early_help=by_strategy.get("early-help", {}), accelerate=by_strategy.get("accelerate", {})
    )
