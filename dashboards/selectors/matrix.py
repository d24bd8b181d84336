"""Measures by places: each locality beside the borough, in a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dashboards import narrative
from dashboards.selectors.comparing import (
    COMPARABLE,
    DIFFERENT,
    compare,
    differences,
    status_of,
)
from dashboards.selectors.editions import Edition
from dashboards.selectors.framework import Filter
from dashboards.selectors.limits import NO_LIMITS, Limited, limits_of
from dashboards.selectors.rows import AREA_NAMES, LEVEL_NAMES, Row, rows_by_place
from ehportal.wording import count
from governance.models import Place
from outcomes.calculations.comparison import Comparison, Polarity
from outcomes.models import MeasureType

_NOT_ASKED = "–"


class MatrixCell(NamedTuple):
    """A place's figure, and the word of its comparison with the borough; none where there is none.

    `status` is that word's shape and colour: what is worse for families looks unlike what a
    service does worse.
    """

    place: str
    text: str
    small_text: str
    word: str = ""
    status: str = ""
    why_not: str = ""

    @property
    def is_asked(self) -> bool:
        """Whether a figure is asked for there at all."""
        return self.text != _NOT_ASKED


@dataclass(frozen=True)
class MatrixRow:
    """A measure, the borough's figure, and each locality's.

    `dated_text` is the period of a figure that was not due in the quarter shown; `is_alone` says
    that no locality is asked for one.
    """

    code: str
    title: str
    note: str
    dated_text: str
    is_alone: bool
    cells: tuple[MatrixCell, ...]

    @property
    def differs(self) -> bool:
        return any(cell.word in DIFFERENT for cell in self.cells)


@dataclass(frozen=True)
class MatrixGroup:
    """The rows of one outcome area."""

    heading: str
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True)
class MatrixTable:
    """The measures of one kind of accountability."""

    key: str
    heading: str
    caption: str
    groups: tuple[MatrixGroup, ...]


@dataclass(frozen=True)
class Asked:
    """What the address asks for: an area, a level, and whether only rows that differ."""

    part: Filter
    only_different: bool

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Asked:
        """From ?area=safe&level=bcyp&rows=different; what nobody knows counts as not asked."""
        return cls(
            Filter.read(query, areas=AREA_NAMES, levels=LEVEL_NAMES),
            query.get("rows") == "different",
        )

    @property
    def is_on(self) -> bool:
        return self.part.is_on or self.only_different

    def wants(self, row: Row) -> bool:
        return self.part.area in ("", row.area) and self.part.level in ("", row.level)


@dataclass(frozen=True)
class Matrix:
    """Everything the page of measures by places prints."""

    headline: str
    borough: str
    localities: tuple[tuple[str, str], ...]
    tables: tuple[MatrixTable, ...]
    shown: int
    measures: int
    differ: int
    chance: str


def matrix(edition: Edition, asked: Asked) -> Matrix:
    """The figures of the borough and its localities, compared. Three queries, whatever the history.

    A proportion or a rate is compared by the locality's 95% interval with the borough's value. A
    count is not: the borough's is the sum of its localities.
    """
    places = sorted(Place.objects.reported(), key=lambda place: (not place.is_borough, place.order))
    found = rows_by_place(edition, place__in=[place.pk for place in places])
    by_place = {
        place.pk: {row.measure_id: row for row in found.get(place.pk, ()) if asked.wants(row)}
        for place in places
    }
    known = _measures(by_place.values())
    limits = limits_of(
        edition,
        {row.measure_id: row.period_id for row in known if row.type in COMPARABLE},
        [place.pk for place in places],
    )
    made = [(row, _row(row, places, by_place, limits)) for row in known]
    words = Counter(cell.word for _, each in made for cell in each.cells if cell.word)
    shown = [pair for pair in made if pair[1].differs or not asked.only_different]
    return Matrix(
        headline=headline(words),
        borough=next((place.name for place in places if place.is_borough), ""),
        localities=tuple((place.slug, place.name) for place in places if not place.is_borough),
        tables=_tables(shown),
        shown=len(shown),
        measures=len(made),
        differ=sum(words[word] for word in DIFFERENT),
        chance=narrative.differences_by_chance(words.total()),
    )


def headline(words: Mapping[str, int]) -> str:
    """The finding: 'Of 225 comparisons with the borough, 15 are worse and 19 better; ...'."""
    total = sum(words.values())
    if not total:
        return "No locality’s figure can be compared with the borough’s yet"
    differing = differences(words)
    if not differing:
        return f"No locality differs clearly from the borough in {count(total, 'comparison')}"
    similar = words.get("similar", 0)
    rest = f"; {similar} {'is' if similar == 1 else 'are'} similar" if similar else ""
    return f"Of {count(total, 'comparison')} with the borough, {differing}{rest}"


def _measures(by_place: Iterable[Mapping[int, Row]]) -> list[Row]:
    """A row for each measure that any place has, in the order of the measure library."""
    found: dict[int, Row] = {}
    for rows in by_place:
        for measure, row in rows.items():
            found.setdefault(measure, row)
    areas = list(AREA_NAMES)
    return sorted(found.values(), key=lambda row: areas.index(row.area))


def _row(
    row: Row,
    places: Sequence[Place],
    by_place: Mapping[int, Mapping[int, Row]],
    limits: Limited,
) -> MatrixRow:
    own = [by_place[place.pk].get(row.measure_id) for place in places]
    is_alone = own[0] is not None and not any(own[1:])
    return MatrixRow(
        code=row.code,
        title=row.title,
        note=_note(row, is_alone=is_alone),
        dated_text=row.dated_text,
        is_alone=is_alone,
        cells=tuple(_cell(each, place, limits) for each, place in zip(own, places, strict=True)),
    )


def _note(row: Row, *, is_alone: bool) -> str:
    said = [row.level_name]
    if row.type == MeasureType.COUNT and not is_alone:
        said.append("a count, not compared")
    if is_alone:
        said.append("for the borough only")
    return "; ".join(said)


def _cell(row: Row | None, place: Place, limits: Limited) -> MatrixCell:
    if row is None:
        return MatrixCell(place.name, _NOT_ASKED, "")
    if place.is_borough or row.type not in COMPARABLE or not row.has_figure:
        return MatrixCell(place.name, row.value_text, row.small_text)
    own = limits.get((row.measure_id, place.pk), NO_LIMITS)
    whole = limits.get((row.measure_id, place.parent_id or 0), NO_LIMITS)
    comparison = compare(own.lower, own.upper, whole.value, Polarity(row.polarity))
    if comparison == Comparison.NOT_COMPARED:
        return MatrixCell(place.name, row.value_text, row.small_text, why_not="Not compared")
    status = status_of(comparison, is_everyones=row.is_everyones)
    return MatrixCell(place.name, row.value_text, row.small_text, comparison.value, status)


def _tables(made: Sequence[tuple[Row, MatrixRow]]) -> tuple[MatrixTable, ...]:
    kinds = (
        (True, "everyones", "How families are: everyone’s to change"),
        (False, "services", "What services do: a service’s to change"),
    )
    return tuple(
        MatrixTable(
            key, heading, f"{heading}. Each locality beside the borough", _groups(made, everyones)
        )
        for everyones, key, heading in kinds
        if any(row.is_everyones == everyones for row, _ in made)
    )


def _groups(made: Sequence[tuple[Row, MatrixRow]], everyones: bool) -> tuple[MatrixGroup, ...]:
    return tuple(
        MatrixGroup(name, rows)
        for slug, name in AREA_NAMES.items()
        if (
            rows := tuple(
                each for row, each in made if row.area == slug and row.is_everyones == everyones
            )
        )
    )
