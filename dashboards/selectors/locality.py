"""A locality: its measures beside the borough's, and who has reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dashboards import narrative
from dashboards.selectors.chance import Chance
from dashboards.selectors.comparing import COMPARABLE, DIFFERENT, compare
from dashboards.selectors.editions import Edition
from dashboards.selectors.limits import NO_LIMITS, Limited, limits_of
from dashboards.selectors.locality_commentary import commentary_on_place
from dashboards.selectors.rows import (
    AREA_NAMES,
    Row,
    beyond_usual,
    counted,
    judged,
    rows_by_place,
)
from dashboards.selectors.stories import Told, stories_at
from governance.models import Place
from outcomes.calculations.comparison import Polarity, expected_false_differences
from outcomes.models import Reporter


@dataclass(frozen=True)
class Beside:
    """A locality's row, and the borough's figure next to it."""

    row: Row
    borough_text: str
    comparison: str
    comparison_text: str


@dataclass(frozen=True)
class LocalityGroup:
    """The rows of one outcome area."""

    heading: str
    slug: str
    rows: tuple[Beside, ...]


@dataclass(frozen=True)
class StoryOf:
    """A story that is told of one of the locality's measures, with its row."""

    told: Told
    row: Row


@dataclass(frozen=True)
class ReporterLine:
    """A reporter of the locality, and whether its figures are in."""

    name: str
    lacks: str


@dataclass(frozen=True)
class LocalityPage:
    """Everything a locality's page prints."""

    name: str
    slug: str
    heading: str
    commentary: tuple[str, ...]
    changes: tuple[Row, ...]
    judged: int
    flagged_by_chance: str
    groups: tuple[LocalityGroup, ...]
    measures: int
    with_figure: int
    hidden: int
    compared: int
    differ: int
    chance: str
    reporters: tuple[ReporterLine, ...]
    others: tuple[tuple[str, str], ...]
    stories: tuple[StoryOf, ...]


def locality_page(place: Place, edition: Edition | None) -> LocalityPage:
    """The page of a locality. Six queries, however long the history."""
    both = [place.pk, place.parent_id]
    found = rows_by_place(edition, with_drawings=True, place__in=both) if edition else {}
    own = found.get(place.pk, [])
    by_measure = {row.measure_id: row for row in found.get(place.parent_id or 0, [])}
    limits = _limits(place, own, edition) if edition else {}
    beside = [_beside(place, row, by_measure.get(row.measure_id), limits) for row in own]
    compared = [each for each in beside if each.comparison_text]
    others = Place.objects.localities().exclude(pk=place.pk)
    due = [row for row in own if row.counts_as_due]
    return LocalityPage(
        name=place.name,
        slug=place.slug,
        heading=_heading(place, own),
        commentary=_commentary(own, compared, edition) if edition else (),
        changes=beyond_usual(own),
        judged=judged(own),
        flagged_by_chance=Chance.under(edition).of(judged(own)) if edition else "",
        groups=_groups(beside),
        measures=len(due),
        with_figure=sum(row.has_figure for row in due),
        hidden=sum(row.is_hidden for row in due),
        compared=len(compared),
        differ=sum(each.comparison in DIFFERENT for each in compared),
        chance=f"{expected_false_differences(len(compared)):.1f}",
        reporters=_reporters(place, edition),
        others=tuple((other.slug, other.name) for other in others),
        stories=_stories(place, own, edition) if edition else (),
    )


def _commentary(
    own: Sequence[Row], compared: Sequence[Beside], edition: Edition
) -> tuple[str, ...]:
    words = Counter(each.comparison for each in compared)
    return commentary_on_place(own, words, quarter=edition.period_label)


def _stories(place: Place, own: Sequence[Row], edition: Edition) -> tuple[StoryOf, ...]:
    """What is told of the quarter's figures, in the order of the measure library."""
    by_measure = {row.measure_id: row for row in own}
    return tuple(
        StoryOf(told, by_measure[told.measure_id])
        for told in stories_at(edition, periods=[edition.period_id], place=place.pk)
        if told.measure_id in by_measure
    )


def _heading(place: Place, own: Sequence[Row]) -> str:
    said = narrative.headline(counted(own))
    return f"{place.name}: {said[0].lower()}{said[1:]}"


def _limits(place: Place, own: Sequence[Row], edition: Edition) -> Limited:
    """What each row that can be compared is compared by, here and in the borough."""
    period_of = {row.measure_id: row.period_id for row in own if row.type in COMPARABLE}
    return limits_of(edition, period_of, [place.pk, place.parent_id or place.pk])


def _beside(place: Place, row: Row, borough: Row | None, limits: Limited) -> Beside:
    own = limits.get((row.measure_id, place.pk), NO_LIMITS)
    whole = limits.get((row.measure_id, place.parent_id or 0), NO_LIMITS)
    comparison = compare(own.lower, own.upper, whole.value, Polarity(row.polarity))
    return Beside(
        row=row,
        borough_text=borough.figure_text if borough else "",
        comparison=comparison.value,
        comparison_text=narrative.against_borough(comparison.value),
    )


def _groups(beside: Sequence[Beside]) -> tuple[LocalityGroup, ...]:
    return tuple(
        LocalityGroup(name, slug, found)
        for slug, name in AREA_NAMES.items()
        if (found := tuple(each for each in beside if each.row.area == slug))
    )


def _reporters(place: Place, edition: Edition | None) -> tuple[ReporterLine, ...]:
    """Those who report for the locality, by the publication's own list of who is missing."""
    if edition is None:
        return ()
    names = Reporter.objects.filter(place=place, is_active=True).values_list("name", flat=True)
    return tuple(ReporterLine(name, edition.lacks(name)) for name in names)
