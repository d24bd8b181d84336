"""Groups of people beside everybody of the same place, and the splits that nobody gives yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from dashboards import narrative
from dashboards.selectors.comparing import differences
from dashboards.selectors.editions import Edition
from dashboards.selectors.group_rows import POOLABLE, RULE, GroupFigure, GroupRow, group_row
from dashboards.selectors.rows import AREA_NAMES, Row, rows
from dashboards.selectors.splits import (
    MissingAlike,
    Split,
    SplitCoverage,
    SplitProgress,
    coverage_of,
    gaps_of,
    inside,
    missing_alike,
    progress_of,
    published_of,
    splits,
)
from ehportal.wording import count
from governance.models import Place
from outcomes.calculations.combining import MeasureType
from outcomes.calculations.comparison import most_false_group_differences
from outcomes.calculations.pooling import PoolingRule, is_mostly_stated
from outcomes.calculations.rounding import number_text
from outcomes.models import Breakdown, Category, Measure, Period, PublishedFigure
from outcomes.models.periods import PeriodKind
from outcomes.services.periods import is_due

NOT_STATED = "not-stated"
POPULATIONS = {"ethnicity": "Populations by ethnicity date from the 2021 census."}
"""The newest official count of the borough's people by group (Office for National Statistics)."""


@dataclass(frozen=True)
class SplitMeasure:
    """A measure's groups; `everybody_text` is its figure for all of them."""

    code: str
    title: str
    level: str
    when: str
    everybody_text: str
    notes: tuple[str, ...]
    rows: tuple[GroupRow, ...]


@dataclass(frozen=True)
class Asked:
    """What the address asks for: a breakdown, a place and an outcome area."""

    breakdown: Breakdown | None
    place: Place
    area: str

    @classmethod
    def read(
        cls, query: Mapping[str, str], *, breakdowns: Sequence[Breakdown], places: Sequence[Place]
    ) -> Asked:
        """From ?breakdown=sex&place=north-east&area=safe; what nobody knows counts as not asked.

        The first breakdown and the first place, the borough, where none is asked for.
        """
        area = query.get("area", "")
        return cls(
            breakdown=_named(breakdowns, "code", query.get("breakdown", "")),
            place=_named(places, "slug", query.get("place", "")) or places[0],
            area=area if area in AREA_NAMES else "",
        )


def _named(some: Sequence[Any], field: str, asked: str) -> Any:
    first = some[0] if some else None
    return next((each for each in some if getattr(each, field) == asked), first)


@dataclass(frozen=True)
class Equalities:
    """Everything the page of groups prints."""

    asked: Asked
    breakdowns: tuple[Breakdown, ...]
    places: tuple[Place, ...]
    headline: str
    measures: tuple[SplitMeasure, ...]
    compared: int
    chance: str
    coverage: SplitCoverage
    splits: tuple[Split, ...]
    missing: tuple[MissingAlike, ...]
    progress: SplitProgress

    @property
    def rule(self) -> PoolingRule:
        return RULE


def equalities(edition: Edition, query: Mapping[str, str]) -> Equalities | None:
    """One breakdown in one place. At most fifteen queries, however long the history.

    None where there is no place to report for. A group is compared by its 95% interval with
    everybody of the same place over the same time. Only published figures are read: what is
    hidden stays hidden, and is never part of a pool.
    """
    places = sorted(Place.objects.reported(), key=lambda place: (not place.is_borough, place.order))
    if not places:
        return None
    breakdowns = list(Breakdown.objects.all())
    asked = Asked.read(query, breakdowns=breakdowns, places=places)
    own = [row for row in rows(edition, place=asked.place) if asked.area in ("", row.area)]
    measures = _measures(edition, asked, own) if asked.breakdown else []
    words = Counter(row.word for each in measures for row in each.rows if row.word)
    published = published_of(edition, own, place=asked.place)
    found = splits(edition, own, published, breakdowns)
    chosen = [each for each in found if each.breakdown == asked.breakdown]
    gaps = gaps_of(found)
    return Equalities(
        asked=asked,
        breakdowns=tuple(breakdowns),
        places=tuple(places),
        headline=headline(words, asked.breakdown, figures=len(measures)),
        measures=tuple(measures),
        compared=words.total(),
        chance=number_text(most_false_group_differences(words.total()), 1),
        coverage=coverage_of(own, published, breakdowns),
        splits=found,
        missing=missing_alike(edition, chosen[0], gaps) if chosen else (),
        progress=progress_of(found, gaps),
    )


def headline(words: Mapping[str, int], breakdown: Breakdown | None, *, figures: int) -> str:
    """The finding: 'By ethnicity, 3 comparisons of 40 are worse than everybody’s and 2 better'."""
    if breakdown is None:
        return "No way of splitting figures is set yet"
    name = inside(breakdown.name)
    if not figures:
        return f"No figure is published by {name} yet"
    total = sum(words.values())
    if not total:
        return f"Figures by {name} are too small or too few to compare"
    differing = differences(words)
    compared = count(total, "comparison")
    if not differing:
        return f"By {name}, no group differs clearly from everybody in {compared}"
    return f"By {name}, of {compared} with everybody, {differing}"


_Figures = dict[tuple[int, int | None, int], GroupFigure]
"""Measure, category and period to the figure last published."""


def _figures(
    edition: Edition,
    asked: Asked,
    categories: Sequence[Category],
    measures: Collection[int],
    periods: Collection[int],
) -> _Figures:
    """Those of everybody and of each group; one query, whose halves find a measure's series."""
    figures = _up_to(edition, asked, measures, periods).order_by()
    everybody = figures.filter(category=None)
    groups = figures.filter(category__in=categories)
    return _last(everybody.union(groups, all=True))


def _figures_of_groups(
    edition: Edition,
    asked: Asked,
    categories: Sequence[Category],
    measures: Collection[int],
    periods: Collection[int],
) -> _Figures:
    """Those of each group alone. One query."""
    return _last(_up_to(edition, asked, measures, periods).filter(category__in=categories))


_FIELDS = (*GroupFigure._fields, "publication__number")


def _up_to(
    edition: Edition, asked: Asked, measures: Collection[int], periods: Collection[int]
) -> QuerySet[PublishedFigure, Any]:
    return PublishedFigure.objects.filter(
        measure_id__in=measures,
        place=asked.place,
        period_id__in=periods,
        publication__number__lte=edition.number,
    ).values_list(*_FIELDS)


def _last(figures: QuerySet[PublishedFigure, Any]) -> _Figures:
    versions = (GroupFigure(*values) for *values, _ in figures.order_by("publication__number"))
    return {(each.measure_id, each.category_id, each.period_id): each for each in versions}


def _measures(edition: Edition, asked: Asked, own: Sequence[Row]) -> list[SplitMeasure]:
    """The measures that have a figure of any group in the quarter they stand at."""
    period_of = {row.measure_id: row.period_id for row in own}
    categories = list(Category.objects.filter(breakdown=asked.breakdown).order_by("order"))
    periods = set(period_of.values())
    of_groups = _figures_of_groups(edition, asked, categories, period_of, periods)
    now = [each for each in of_groups.values() if each.period_id == period_of[each.measure_id]]
    definitions = Measure.objects.in_bulk({each.measure_id for each in now})
    if not definitions:
        return []
    quarters = _pooled_over(edition, of_groups.values(), definitions)
    periods |= {each.pk for each in quarters}
    figures = _figures(edition, asked, categories, definitions, periods)
    return [
        _measure(row, definitions[row.measure_id], asked, categories, figures, quarters)
        for row in own
        if row.measure_id in definitions
    ]


def _pooled_over(
    edition: Edition, of_groups: Iterable[GroupFigure], definitions: Mapping[int, Measure]
) -> Sequence[Period]:
    """The quarters that may be pooled, the newest first; none where no group is too small."""
    is_any_small = any(
        each.numerator is not None
        and each.numerator < RULE.fewest
        and each.measure_id in definitions
        and definitions[each.measure_id].over_time in POOLABLE
        for each in of_groups
    )
    if not is_any_small:
        return ()
    quarters = Period.objects.filter(
        kind=PeriodKind.QUARTER, opened_at__isnull=False, starts_on__lte=edition.starts_on
    )
    return list(quarters.order_by("-starts_on")[: RULE.quarters[-1]])


def _measure(
    row: Row,
    measure: Measure,
    asked: Asked,
    categories: Sequence[Category],
    figures: _Figures,
    quarters: Sequence[Period],
) -> SplitMeasure:
    due = [each.pk for each in quarters if is_due(measure, each)]
    due = due[due.index(row.period_id) :] if row.period_id in due else [row.period_id]
    everybody = figures.get((measure.pk, None, row.period_id))
    given = [each for each in categories if (measure.pk, each.pk, row.period_id) in figures]
    is_low = _is_low(measure, given, figures, everybody, row.period_id)
    made = []
    for category in given:
        series = [figures.get((measure.pk, category.pk, period)) for period in due]
        whole = [figures.get((measure.pk, None, period)) for period in due]
        made.append(group_row(category, measure, series, whole, is_low=is_low))
    return SplitMeasure(
        code=row.code,
        title=row.title,
        level=row.level_name,
        when=row.period_label,
        everybody_text=narrative.figure(row.figure_text, row.of_text),
        notes=tuple(_notes(measure, asked, is_low=is_low)),
        rows=tuple(made),
    )


def _is_low(
    measure: Measure,
    given: Iterable[Category],
    figures: _Figures,
    everybody: GroupFigure | None,
    period: int,
) -> bool:
    """Whether too many are "Not stated": of the people asked, or of the events counted."""
    pk = next((each.pk for each in given if each.code == NOT_STATED), None)
    not_stated = figures.get((measure.pk, pk, period)) if pk else None
    if not_stated is None or everybody is None:
        return False
    is_share = measure.type == MeasureType.PROPORTION
    part = not_stated.denominator if is_share else not_stated.numerator
    total = everybody.denominator if is_share else everybody.numerator
    return part is not None and total is not None and not is_mostly_stated(part, total, rule=RULE)


def _notes(measure: Measure, asked: Asked, *, is_low: bool) -> Iterable[str]:
    if is_low:
        yield f"[u] More than {RULE.not_stated_over}% are not stated: the comparison is unreliable."
    if measure.type == MeasureType.RATE and asked.breakdown:
        yield POPULATIONS.get(asked.breakdown.code, "The date of the populations is not recorded.")
