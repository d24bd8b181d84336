"""Every published figure of one measure: places by quarters, the last version of each."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from dashboards.exports.shorthand import printed
from dashboards.selectors.editions import Edition
from ehportal.wording import quarter
from governance.models import PlaceKind
from outcomes.calculations.combining import MeasureType
from outcomes.calculations.rounding import number_text, of_text, value_text
from outcomes.models import Measure, Period, PublishedFigure
from outcomes.models.periods import PeriodKind
from outcomes.services.periods import is_due, year_before

_FIELDS = (
    "place_id",
    "place__name",
    "place__slug",
    "place__kind",
    "place__order",
    "period_id",
    "publication__number",
    "publication__reason",
    "numerator",
    "denominator",
    "value",
    "lower",
    "upper",
    "shorthand",
    "reporters_expected",
    "reporters_included",
    "note",
    "source",
)


@dataclass(frozen=True)
class Quarter:
    """A quarter in which the measure is due."""

    pk: int
    code: str
    label: str
    short: str
    year: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Cell:
    """One published figure, and how a table prints it. What is hidden holds no number."""

    number: int
    reason: str
    numerator: Decimal | None
    denominator: Decimal | None
    value: float | None
    lower: float | None
    upper: float | None
    shorthand: str
    expected: int
    included: int
    note: str
    source: str
    kind: MeasureType

    # A pack reads thousands of cells and prints a few.
    @cached_property
    def text(self) -> str:
        """'24.3%', '24.3% [r]' where it was revised, or the letter that stands for a figure."""
        if self.value is None:
            return f"[{self.shorthand or 'x'}]"
        text = value_text(self.value, self.kind)
        return f"{text} {printed(self.shorthand)}" if self.shorthand else text

    @cached_property
    def of_text(self) -> str:
        """'253 of 1,041', or 'average of 1,041'; nothing without both numbers."""
        if self.numerator is None or self.denominator is None:
            return ""
        if self.kind in {MeasureType.MEAN, MeasureType.DURATION}:
            return f"average of {number_text(self.denominator)}"
        return of_text(self.numerator, self.denominator)

    @property
    def interval_text(self) -> str:
        """'21.8% to 27.0%', the 95% interval; nothing where there is none."""
        return _interval(self.lower, self.upper, self.kind)

    @property
    def coverage_text(self) -> str:
        """'3 of 4 reporters' where some are missing; nothing where all are in."""
        if self.included == self.expected or not self.included:
            return ""
        return f"{self.included} of {self.expected} reporters"


@dataclass(frozen=True)
class PlaceHistory:
    """One place's figures, a cell for each quarter, oldest first; None where none was asked."""

    place_id: int
    name: str
    slug: str
    is_borough: bool
    cells: tuple[Cell | None, ...]

    @property
    def values(self) -> list[float | None]:
        return [cell.value if cell else None for cell in self.cells]

    @property
    def latest(self) -> Cell | None:
        return self.cells[-1] if self.cells else None

    @property
    def first(self) -> int:
        """The position of the first quarter that was published for it."""
        return next((i for i, cell in enumerate(self.cells) if cell), len(self.cells))


@dataclass(frozen=True)
class Revision:
    """A figure that was published again with another value."""

    quarter: str
    place: str
    before: str
    after: str
    number: int
    reason: str


@dataclass(frozen=True)
class History:
    """The measure's quarters, oldest first, and its places, the borough first."""

    quarters: tuple[Quarter, ...]
    places: tuple[PlaceHistory, ...]
    revisions: tuple[Revision, ...]

    @property
    def borough(self) -> PlaceHistory | None:
        return next((place for place in self.places if place.is_borough), None)

    @property
    def localities(self) -> list[PlaceHistory]:
        return [place for place in self.places if not place.is_borough]

    @property
    def symbols(self) -> set[str]:
        """The letters of shorthand that a table of it prints."""
        cells = [cell for place in self.places for cell in place.cells if cell]
        letters = {letter for cell in cells for letter in cell.shorthand.replace(",", " ").split()}
        is_incomplete = any(None in place.cells for place in self.places)
        return letters | ({"x"} if is_incomplete else set())


def history(measure: Measure, edition: Edition, *, among: Collection[int] | None = None) -> History:
    """What the publication lets anybody read of the measure. Two queries.

    `among` are the quarters that were open then, where that may have changed since.
    """
    quarters = _quarters(measure, edition)
    if among is not None:
        quarters = [each for each in quarters if each.pk in among]
    versions, places = _versions(measure, edition)
    first = next(
        (i for i, each in enumerate(quarters) if any(each.pk == period for _, period in versions)),
        len(quarters),
    )
    quarters = quarters[first:]
    return History(
        quarters=tuple(quarters),
        places=tuple(
            PlaceHistory(
                place_id=pk,
                name=place.name,
                slug=place.slug,
                is_borough=place.kind == PlaceKind.BOROUGH,
                cells=tuple(_last(versions.get((pk, each.pk))) for each in quarters),
            )
            for pk, place in places.items()
        ),
        revisions=_revisions(versions, places, quarters),
    )


def _quarters(measure: Measure, edition: Edition) -> list[Quarter]:
    periods = Period.objects.filter(
        kind=PeriodKind.QUARTER, opened_at__isnull=False, starts_on__lte=edition.starts_on
    ).order_by("starts_on")
    return [as_quarter(period) for period in periods if is_due(measure, period)]


def as_quarter(period: Period) -> Quarter:
    """The quarter as charts and tables name it."""
    year = int(period.code[:4])
    return Quarter(
        pk=period.pk,
        code=period.code,
        label=period.label,
        short=quarter(period.code, short=True),
        year=f"{year}/{(year + 1) % 100:02d}",
        starts_on=period.starts_on,
        ends_on=period.ends_on,
    )


Versions = dict[tuple[int, int], list[Cell]]
"""Place and period to every published version, the first first."""


class _Place(NamedTuple):
    order: int
    name: str
    slug: str
    kind: str


# Built once, as the summaries are (see rows.py).
_FIGURES = PublishedFigure.objects.order_by("publication__number").values_list(*_FIELDS)


def _versions(measure: Measure, edition: Edition) -> tuple[Versions, dict[int, _Place]]:
    """The figures, and the places they are of, the borough first."""
    kind = MeasureType(measure.type)
    found = _FIGURES.filter(measure=measure, category=None, publication__number__lte=edition.number)
    versions: defaultdict[tuple[int, int], list[Cell]] = defaultdict(list)
    places: dict[int, _Place] = {}
    for place, name, slug, place_kind, order, period, *values in found:
        places[place] = _Place(order, name, slug, place_kind)
        versions[place, period].append(cell_of(values, kind))
    return dict(versions), dict(sorted(places.items(), key=lambda item: item[1]))


def cell_of(values: Sequence[Any], kind: MeasureType) -> Cell:
    """A published figure from its number, reason and what FIELDS name after them."""
    return Cell(*[*values, kind])


def _interval(lower: float | None, upper: float | None, kind: MeasureType) -> str:
    if lower is None or upper is None or kind in {MeasureType.YES_NO, MeasureType.NARRATIVE}:
        return ""
    return f"{value_text(lower, kind)} to {value_text(upper, kind)}"


def _last(versions: list[Cell] | None) -> Cell | None:
    return versions[-1] if versions else None


def _revisions(
    versions: Versions, places: dict[int, _Place], quarters: Sequence[Quarter]
) -> tuple[Revision, ...]:
    """Figures that read otherwise than they first did, the newest quarter first."""
    found = []
    for each in reversed(quarters):
        for pk, place in places.items():
            cells = versions.get((pk, each.pk), [])
            for before, after in itertools.pairwise(cells):
                was, now = plain(before), plain(after)
                if was != now:
                    found.append(
                        Revision(each.label, place.name, was, now, after.number, after.reason)
                    )
    return tuple(found)


def plain(cell: Cell) -> str:
    """The figure without its mark of revision: '24.3% (253 of 1,041)'."""
    text = cell.text.removesuffix(" [r]")
    return f"{text} ({cell.of_text})" if cell.of_text else text


def same_quarter_last_year(quarters: Sequence[Quarter]) -> int | None:
    """The position of the quarter a year before the last; None where it is not there."""
    return year_before([each.code for each in quarters])
