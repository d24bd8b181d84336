"""An outcome area: its measures by level, each beside the metric it serves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dashboards import narrative
from dashboards.selectors.chance import Chance
from dashboards.selectors.editions import Edition
from dashboards.selectors.elsewhere import with_elsewhere
from dashboards.selectors.rows import (
    AREA_NAMES,
    LEVEL_NAMES,
    Row,
    Tally,
    counted,
    judged,
    rows,
    tallies,
)
from outcomes.models import DataGap, Measure, MetricMeasure, Outcome, VersionStatus


@dataclass(frozen=True)
class Entry:
    """A row of the publication, and the wording of the metrics it serves."""

    row: Row
    metrics: tuple[str, ...]


@dataclass(frozen=True)
class Waiting:
    """A measure without any published figure, and why."""

    code: str
    title: str
    why: str


@dataclass(frozen=True)
class AreaLevel:
    """One level of the area: what we want, what the figures say, what has none yet."""

    name: str
    slug: str
    outcomes: tuple[str, ...]
    tallies: tuple[Tally, ...]
    chance: str
    entries: tuple[Entry, ...]
    waiting: tuple[Waiting, ...]


@dataclass(frozen=True)
class AreaPage:
    """Everything an area's page prints."""

    slug: str
    name: str
    heading: str
    levels: tuple[AreaLevel, ...]
    measures: int
    chance: str


def area_page(slug: str, edition: Edition | None) -> AreaPage:
    """The page of an outcome area. Seven queries; two more where figures are compared elsewhere.

    Raises KeyError for an area there is not.
    """
    name = AREA_NAMES[slug]
    found = []
    if edition:
        found = with_elsewhere(edition, rows(edition, measure__area=slug, place__kind="borough"))
    wording = metric_texts(measure__area=slug)
    chance = Chance.under(edition) if edition else None
    waiting = _waiting(slug, {row.measure_id for row in found}, edition)
    outcomes = _outcomes(slug)
    return AreaPage(
        slug=slug,
        name=name,
        heading=f"{name}: {_lower_first(narrative.headline(counted(found)))}",
        levels=tuple(_levels(found, wording, waiting, outcomes, chance)),
        measures=len(found),
        chance=chance.beside(found) if chance else "",
    )


def _lower_first(text: str) -> str:
    return text[0].lower() + text[1:]


def metric_texts(**where: object) -> dict[int, tuple[str, ...]]:
    """Measure to the wording of the metrics it serves, the Early Help framework first."""
    pairs = (
        MetricMeasure.objects.filter(metric__version__status=VersionStatus.PUBLISHED, **where)
        .order_by("metric__version__framework__order", "metric__order")
        .values_list("measure_id", "metric__text")
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    for measure, text in pairs:
        if text not in found[measure]:
            found[measure].append(text)
    return {measure: tuple(texts) for measure, texts in found.items()}


def _waiting(slug: str, with_rows: set[int], edition: Edition | None) -> dict[str, list[Waiting]]:
    """Measures that nothing was published of, by level."""
    gaps = dict(
        DataGap.objects.filter(filled_on=None, measure__area=slug).values_list(
            "measure_id", "explanation"
        )
    )
    measures = Measure.objects.filter(area=slug, retired_on=None).exclude(pk__in=with_rows)
    found: defaultdict[str, list[Waiting]] = defaultdict(list)
    for pk, code, title, level in measures.values_list("pk", "code", "title", "level"):
        why = gaps.get(pk, "No figure has been published yet.")
        found[level].append(Waiting(code, title, why))
    return found


def _outcomes(slug: str) -> dict[str, tuple[str, ...]]:
    """What the strategy wants in the area, by level."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    texts = Outcome.objects.filter(
        version__status=VersionStatus.PUBLISHED, area__code=slug
    ).order_by("version__framework__order", "order")
    for level, text in texts.values_list("level__code", "full_text"):
        found[level].append(text)
    return {level: tuple(texts) for level, texts in found.items()}


def _levels(
    found: Sequence[Row],
    wording: Mapping[int, tuple[str, ...]],
    waiting: Mapping[str, Sequence[Waiting]],
    outcomes: Mapping[str, tuple[str, ...]],
    chance: Chance | None,
) -> Iterator[AreaLevel]:
    for slug, name in LEVEL_NAMES.items():
        here = [row for row in found if row.level == slug]
        empty = tuple(waiting.get(slug, ()))
        if here or empty or outcomes.get(slug):
            yield AreaLevel(
                name=name,
                slug=slug,
                outcomes=outcomes.get(slug, ()),
                tallies=tallies(here),
                chance=chance.of(judged(here)) if chance else "",
                entries=tuple(Entry(row, wording.get(row.measure_id, ())) for row in here),
                waiting=empty,
            )
