"""What the measure library, the baselines and the data-gap register show. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Prefetch, Q, QuerySet

from dashboards.selectors.framework import Filter
from governance.models import Organisation
from outcomes.models import (
    Area,
    Assignment,
    Baseline,
    Contradiction,
    DataGap,
    ForWhom,
    FrameworkVersion,
    Measure,
    MeasureStatus,
    Metric,
    MetricMeasure,
    Priority,
)

EACH_LOCALITY = "Each locality"


# ---- The measure library ----


@dataclass(frozen=True)
class LibraryRow:
    """A measure: the statements it serves, who reports it, and whether anybody can yet."""

    measure: Measure
    statements: Sequence[Metric]
    reporters: str
    reporters_are_agreed: bool
    is_gap: bool


@dataclass(frozen=True)
class LibraryGroup:
    """The measures of one outcome area."""

    area: str
    name: str
    rows: Sequence[LibraryRow]


@dataclass(frozen=True)
class Library:
    """The part of the measure library that somebody asked for, by outcome area."""

    chosen: Filter
    groups: Sequence[LibraryGroup]
    total: int
    confirmed: int

    @property
    def shown(self) -> int:
        return sum(len(group.rows) for group in self.groups)


def measure_library(query: Mapping[str, str], *, on: date) -> Library:
    """Every measure, or those of the area and level that the query string names. 6 queries."""
    chosen = Filter.read(query, areas=Area.values, levels=ForWhom.values)
    measures = list(_measures())
    shown = [m for m in measures if _is_chosen(m, chosen)]
    reporters, organisations = (
        _reporters(on),
        dict(Organisation.objects.values_list("code", "name")),
    )
    rows = [_row(measure, reporters.get(measure.pk, []), organisations) for measure in shown]
    groups = [
        LibraryGroup(area.value, area.label, [r for r in rows if r.measure.area == area])
        for area in Area
    ]
    return Library(
        chosen=chosen,
        groups=[group for group in groups if group.rows],
        total=len(measures),
        confirmed=sum(m.status == MeasureStatus.CONFIRMED for m in measures),
    )


def _measures() -> QuerySet[Measure]:
    serving = (
        MetricMeasure.objects.filter(metric__version__in=FrameworkVersion.objects.published())
        .select_related("metric__version__framework")
        .prefetch_related(Prefetch("metric__priorities", Priority.objects.order_by("number")))
        .order_by("metric__version__framework__order", "metric__order")
    )
    return Measure.objects.select_related("gap").prefetch_related(Prefetch("serves", serving))


def _is_chosen(measure: Measure, chosen: Filter) -> bool:
    return chosen.area in ("", measure.area) and chosen.level in ("", measure.level)


def _row(
    measure: Measure, reporters: Sequence[str], organisations: Mapping[str, str]
) -> LibraryRow:
    return LibraryRow(
        measure=measure,
        statements=[serving.metric for serving in measure.serves.all()],
        reporters=", ".join(reporters) or _likely_reporter(measure, organisations),
        reporters_are_agreed=bool(reporters),
        is_gap=hasattr(measure, "gap") and measure.gap.filled_on is None,
    )


def _likely_reporter(measure: Measure, organisations: Mapping[str, str]) -> str:
    if measure.reporter_hint == "localities":
        return EACH_LOCALITY
    return organisations.get(measure.reporter_hint, measure.reporter_hint)


def _reporters(on: date) -> dict[int, list[str]]:
    """Who is asked for each measure on a date: localities together, organisations by name."""
    names: dict[int, list[str]] = defaultdict(list)
    rows = (
        Assignment.objects.current(on)
        .order_by(F("reporter__organisation__name").asc(nulls_first=True))
        .values_list("measure_id", "reporter__organisation_id", "reporter__organisation__name")
        .distinct()
    )
    for measure, organisation, name in rows:
        names[measure].append(EACH_LOCALITY if organisation is None else name)
    return names


# ---- Baselines ----


@dataclass(frozen=True)
class Baselines:
    """The figures the strategies print; those that contradict one another side by side."""

    chosen: str
    total: int
    contradicting: Sequence[Sequence[Baseline]]
    sections: Mapping[str, Sequence[Baseline]]
    readings: Sequence[Contradiction]

    @property
    def shown(self) -> int:
        return sum(len(rows) for rows in self.sections.values())


def baselines(query: Mapping[str, str]) -> Baselines:
    """Every baseline, or those of the area that the query string names. Six queries."""
    chosen = Filter.read(query, areas=Area.values).area
    rows = list(
        Baseline.objects.select_related("source").prefetch_related(
            "comparators", "contradicts", "metrics"
        )
    )
    shown = [row for row in rows if chosen in ("", row.area_code or row.area_suggested)]
    sections: dict[str, list[Baseline]] = defaultdict(list)
    for row in shown:
        sections[row.section].append(row)
    return Baselines(
        chosen=chosen,
        total=len(rows),
        contradicting=[
            group for group in contradictions(rows) if any(row in shown for row in group)
        ],
        sections=dict(sections),
        readings=list(Contradiction.objects.all()),
    )


def contradictions(rows: Sequence[Baseline]) -> list[list[Baseline]]:
    """The groups of baselines that cannot all be right, each in the order of the documents."""
    by_key = {row.pk: row for row in rows}
    groups, seen = [], set[int]()
    for row in rows:
        if row.pk in seen or not row.contradicts.all():
            continue
        group, waiting = set[int](), [row.pk]
        while waiting:
            key = waiting.pop()
            if key not in group:
                group.add(key)
                waiting += [other.pk for other in by_key[key].contradicts.all()]
        seen |= group
        groups.append([other for other in rows if other.pk in group])
    return groups


# ---- Data gaps ----


@dataclass(frozen=True)
class Gaps:
    """The register: the figures that nobody can supply yet, and those that somebody now can."""

    open: Sequence[DataGap]
    filled: Sequence[DataGap]

    @property
    def with_others(self) -> int:
        return sum(gap.with_others for gap in self.open)

    @property
    def without_owner(self) -> int:
        return sum(gap.owner is None for gap in self.open)


def gaps() -> Gaps:
    """Every data gap, by its measure's area. Three queries."""
    rows = list(
        DataGap.objects.filter(~Q(measure__status=MeasureStatus.RETIRED))
        .select_related("measure", "owner", "source")
        .prefetch_related(
            Prefetch(
                "measure__serves",
                MetricMeasure.objects.filter(
                    metric__version__in=FrameworkVersion.objects.published()
                ).select_related("metric"),
            )
        )
    )
    return Gaps(
        open=[gap for gap in rows if gap.filled_on is None],
        filled=[gap for gap in rows if gap.filled_on is not None],
    )
