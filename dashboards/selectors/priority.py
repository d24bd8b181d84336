"""A priority: its row of Diagram 2, who leads it, and the measures that show the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dashboards import narrative
from dashboards.selectors.availability import Availability, Held, availability, held_of
from dashboards.selectors.chance import Chance
from dashboards.selectors.editions import Edition
from dashboards.selectors.elsewhere import with_elsewhere
from dashboards.selectors.rows import LEVEL_NAMES, Row, Tally, counted, rows, tallies
from outcomes.models import Priority, PriorityKind, VersionStatus


@dataclass(frozen=True)
class MapCell:
    """A cell of Diagram 2: what the priority means at one level."""

    level: str
    text: str
    holds_label: bool


@dataclass(frozen=True)
class MeasureLine:
    """A measure of a metric: its row in the publication, if it has one."""

    code: str
    title: str
    row: Row | None


@dataclass(frozen=True)
class MetricLine:
    """A metric tagged with the priority, word for word, and the measures that count it."""

    text: str
    place: str
    framework: str
    framework_code: str
    measures: tuple[MeasureLine, ...]
    availability: Availability


@dataclass(frozen=True)
class MetricGroup:
    """The metrics of one level."""

    heading: str
    metrics: tuple[MetricLine, ...]


@dataclass(frozen=True)
class PriorityPage:
    """Everything a priority's page prints."""

    number: int
    kind: str
    title: str
    heading: str
    heading_as_printed: str
    summary: str
    aims: tuple[str, ...]
    is_first_1001_days: bool
    lead_manager: str
    cells: tuple[MapCell, ...]
    tallies: tuple[Tally, ...]
    chance: str
    groups: tuple[MetricGroup, ...]
    commitments: tuple[str, ...]
    document: str
    lines: str

    @property
    def is_outcome(self) -> bool:
        return self.kind == PriorityKind.OUTCOME


def priority_page(priority: Priority, edition: Edition | None) -> PriorityPage:
    """The page of a priority. Eight queries; two more where figures are compared elsewhere."""
    metrics = _metrics(priority)
    measures = {measure for metric in metrics for measure in metric.measures}
    found: dict[int, Row] = {}
    if edition and measures:
        found = {
            row.measure_id: row
            for row in with_elsewhere(
                edition, rows(edition, measure__in=measures, place__kind="borough")
            )
        }
    held = held_of(measures, edition)
    return PriorityPage(
        number=priority.number,
        kind=priority.kind,
        title=priority.title,
        heading=_heading(priority, found.values(), has_measures=bool(measures)),
        heading_as_printed=priority.heading_as_printed,
        summary=priority.summary,
        aims=tuple(priority.aims),
        is_first_1001_days=priority.first_1001_days,
        lead_manager=str(priority.lead_manager) if priority.lead_manager else "",
        cells=_cells(priority),
        tallies=tallies(found.values(), gaps=_unsupplied(held, found)),
        chance=Chance.under(edition).beside(found.values()) if edition else "",
        groups=_groups(metrics, found, held),
        commitments=tuple(priority.commitments.values_list("text", flat=True)),
        document=priority.source.title if priority.source else "",
        lines=narrative.at_lines(priority.source_lines),
    )


def _unsupplied(held: Mapping[int, Held], found: Mapping[int, Row]) -> int:
    """How many of the measures nobody can supply yet: an open gap, and no row."""
    return sum(each.gap is not None and pk not in found for pk, each in held.items())


def _heading(priority: Priority, found: Iterable[Row], *, has_measures: bool) -> str:
    if priority.kind == PriorityKind.SYSTEM:
        return priority.title
    if not has_measures:
        return f"{priority.title}: no measure yet"
    said = narrative.headline(counted(found))
    return f"{priority.title}: {said[0].lower()}{said[1:]}"


def _cells(priority: Priority) -> tuple[MapCell, ...]:
    """The three cells of the priority's row of Diagram 2; none for a system priority."""
    texts = {
        "bcyp": priority.diagram_children,
        "parents": priority.diagram_parents,
        "service": priority.diagram_services,
    }
    if not any(texts.values()):
        return ()
    return tuple(
        MapCell(LEVEL_NAMES[level], text, level == priority.diagram_label_column)
        for level, text in texts.items()
    )


@dataclass(frozen=True)
class _Metric:
    """A metric tagged with the priority, and code and title of its measures by key."""

    text: str
    level: str
    area: str
    framework: str
    framework_code: str
    measures: dict[int, tuple[str, str]]


def _metrics(priority: Priority) -> list[_Metric]:
    """In the order of the frameworks, their levels and their areas. One query."""
    found: dict[int, _Metric] = {}
    values = (
        priority.metrics.filter(version__status=VersionStatus.PUBLISHED)
        .order_by(
            "version__framework__order", "level__order", "area__order", "order", "serves__order"
        )
        .values_list(
            "pk",
            "text",
            "level__name",
            "area__name",
            "version__framework__title",
            "version__framework__code",
            "serves__measure_id",
            "serves__measure__code",
            "serves__measure__title",
        )
    )
    for pk, text, level, area, framework, framework_code, measure, code, title in values:
        metric = found.setdefault(
            pk, _Metric(text, level or "", area, framework, framework_code, {})
        )
        if measure:
            metric.measures[measure] = (code, title)
    return list(found.values())


def _groups(
    metrics: Iterable[_Metric], found: Mapping[int, Row], held: Mapping[int, Held]
) -> tuple[MetricGroup, ...]:
    groups: dict[str, list[MetricLine]] = {}
    for metric in metrics:
        groups.setdefault(metric.level or metric.framework, []).append(
            MetricLine(
                text=metric.text,
                place=metric.area,
                framework=metric.framework,
                framework_code=metric.framework_code,
                measures=tuple(
                    MeasureLine(code, title, found.get(pk))
                    for pk, (code, title) in metric.measures.items()
                ),
                availability=availability([held[pk] for pk in metric.measures]),
            )
        )
    return tuple(MetricGroup(heading, tuple(lines)) for heading, lines in groups.items())
