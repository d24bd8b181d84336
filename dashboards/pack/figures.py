"""The published figures a pack rests on, each with every version up to its publication."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import F

from dashboards.pack.contents import Revised
from dashboards.pack.wording import Wording
from dashboards.selectors.editions import Edition
from dashboards.selectors.history import Cell, cell_of, plain
from ehportal.wording import quarter
from outcomes.calculations.combining import MeasureType
from outcomes.models import Publication, PublishedFigure

Key = tuple[int, int, int, int | None]
"""Measure, place, period, category (None: everybody)."""

_FIELDS = (
    "measure_id", "place_id", "period_id", "category_id", "publication__number",
    "publication__reason", "numerator", "denominator", "value", "lower", "upper", "shorthand",
    "reporters_expected", "reporters_included", "note", "source",
)  # fmt: skip


class Figures:
    """Versions of published figures, the first first. Never one of a later publication."""

    def __init__(self, versions: Mapping[Key, list[Cell]]) -> None:
        self._versions = versions

    def latest(
        self, measure: int, place: int, period: int, category: int | None = None
    ) -> Cell | None:
        versions = self._versions.get((measure, place, period, category))
        return versions[-1] if versions else None

    def groups(self, place: int, period: int) -> Iterable[tuple[int, int, Cell]]:
        """Measure, category and latest version of every split figure of a place and period."""
        for (measure, where, when, category), versions in self._versions.items():
            if (where, when) == (place, period) and category is not None:
                yield measure, category, versions[-1]

    def revised_text(self, measure: int, place: int, period: int) -> str:
        """'Revised in publication 7: two were counted twice.' Nothing where it was not."""
        versions = self._versions.get((measure, place, period, None), [])
        pairs = list(itertools.pairwise(versions))
        for before, after in reversed(pairs):
            if plain(before) != plain(after):
                return f"Revised in publication {after.number}: {after.reason}"
        return ""


def figures_of(
    edition: Edition, wording: Wording, *, periods: Collection[int], borough_alone: bool = False
) -> Figures:
    """The figures of those periods as the publication knew them; those of all, or of everybody in
    the borough alone. One query.
    """
    found = PublishedFigure.objects.filter(publication_id__in=edition.publications_of(periods))
    if borough_alone:
        found = found.filter(place_id=wording.borough.pk, category=None)
    return Figures(_versions(found.values_list(*_FIELDS).order_by("publication__number"), wording))


def revisions(edition: Edition, before: Edition | None, wording: Wording) -> tuple[Revised, ...]:
    """Everybody's figures that read otherwise than in the pack before. Two queries."""
    since = before.number if before else 0
    corrections = Publication.objects.filter(
        is_correction=True, number__gt=since, number__lte=edition.number
    )
    codes = dict(corrections.values_list("period_id", "period__code"))
    if not codes:
        return ()
    figures = PublishedFigure.objects.filter(
        publication_id__in=edition.publications_of(codes), category=None
    )
    rows = figures.values_list(*_FIELDS).order_by(
        F("period__starts_on").desc(), "publication__number"
    )
    places = {place.pk: place.name for place in wording.places}
    order = {pk: i for i, pk in enumerate(wording.measures)}
    place_order = {pk: i for i, pk in enumerate(places)}
    found = [
        (
            (-_ordinal(codes[period]), order[measure], place_order.get(place, 0), after.number),
            Revised(
                title=wording.measures[measure].title,
                place=places.get(place, ""),
                quarter=quarter(codes[period]),
                before=plain(earlier),
                after=plain(after),
                number=after.number,
                reason=after.reason,
            ),
        )
        for (measure, place, period, _), versions in _versions(rows, wording).items()
        for earlier, after in itertools.pairwise(versions)
        if after.number > since and plain(earlier) != plain(after)
    ]
    return tuple(revised for _, revised in sorted(found, key=lambda pair: pair[0]))


def _ordinal(code: str) -> int:
    return int(code[:4]) * 4 + int(code[-1])


def _versions(rows: Iterable[tuple[Any, ...]], wording: Wording) -> dict[Key, list[Cell]]:
    versions: defaultdict[Key, list[Cell]] = defaultdict(list)
    for measure, place, period, category, *values in rows:
        kind = MeasureType(wording.measures[measure].type)
        versions[measure, place, period, category].append(cell_of(values, kind))
    return dict(versions)
