"""What publishing would change: the figures of a release beside those published last. No database.

A release holds only what may leave, and so does what was published: no hidden figure is in either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from ehportal import wording
from outcomes.calculations.combining import ImpossibleFigure, MeasureType, value
from outcomes.calculations.rounding import of_text, value_text
from outcomes.released import NOT_APPLICABLE, NOT_AVAILABLE, REVISED, SUPPRESSED

#: So many rows are shown without being asked for.
READ_AT_ONCE = 60


class Kind(StrEnum):
    """What happens to a figure; the order of a table of differences."""

    CHANGED = "Changed"
    NEW = "New"
    GONE = "Gone"


class MeasureLike(Protocol):
    """What is read of a measure."""

    pk: int
    code: str
    title: str
    area: str
    order: int
    type: str
    unit: str
    multiplier: int


@dataclass(frozen=True)
class Stand:
    """A figure as it was published, or as it would be."""

    measure: MeasureLike
    place: str
    place_order: int
    category: str
    key: tuple[int, int, int | None]
    numerator: Decimal | None
    denominator: Decimal | None
    shorthand: str
    included: int
    expected: int
    note: str

    @property
    def is_hidden(self) -> bool:
        return self.shorthand == SUPPRESSED

    @property
    def has_number(self) -> bool:
        return self.numerator is not None

    @property
    def says_nothing(self) -> bool:
        return self.shorthand == NOT_AVAILABLE and not self.note

    @property
    def words(self) -> str:
        """'79.1%, 212 of 268', '158', '[c]'."""
        if self.measure.type == MeasureType.NARRATIVE and self.note:
            return "Written"
        if self.numerator is None:
            return f"[{self.shorthand}]" if self.shorthand else wording.NO_FIGURE
        if self.denominator is None:
            return _plain(self.numerator, self.measure.type)
        return f"{self._result}, {of_text(self.numerator, self.denominator)}"

    @property
    def _result(self) -> str:
        kind = MeasureType(self.measure.type)
        try:
            result = value(
                self.numerator,
                self.denominator,
                measure_type=kind,
                multiplier=self.measure.multiplier,
                may_exceed=True,
            )
        except ImpossibleFigure:
            result = None
        if result is None:
            return f"[{NOT_APPLICABLE}]"
        text = value_text(result, kind)
        return text if kind == MeasureType.PROPORTION else f"{text} {self.measure.unit}"

    @property
    def coverage(self) -> str:
        return f"{self.included} of {self.expected}"


def _plain(number: Decimal, kind: str) -> str:
    return value_text(number, MeasureType.YES_NO) if kind == "yes_no" else wording.number(number)


@dataclass(frozen=True)
class Difference:
    """One figure that would not stand as it stood."""

    kind: Kind
    was: Stand | None
    becomes: Stand | None
    why: str

    @property
    def stand(self) -> Stand:
        found = self.becomes or self.was
        assert found is not None
        return found

    @property
    def where(self) -> str:
        """'North East', 'North East, Female'."""
        stand = self.stand
        return f"{stand.place}, {stand.category}" if stand.category else stand.place


@dataclass(frozen=True)
class OfMeasure:
    """The differences in the figures of one measure."""

    measure: MeasureLike
    rows: Sequence[Difference]


@dataclass(frozen=True)
class OfArea:
    """The differences in one outcome area, with one of its measures to name it by."""

    measure: MeasureLike
    measures: Sequence[OfMeasure]

    @property
    def total(self) -> int:
        return sum(len(each.rows) for each in self.measures)


@dataclass(frozen=True)
class Differences:
    """Everything that would change; `is_first` where nothing was published before."""

    is_first: bool
    measures: Sequence[OfMeasure]
    same: int

    @property
    def counts(self) -> dict[str, int]:
        """How many figures are changed, new and gone, in that order; those alone that there are."""
        found = Counter(row.kind for each in self.measures for row in each.rows)
        return {kind.value: found[kind] for kind in Kind if found[kind]}

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def areas(self) -> list[OfArea]:
        """The same by outcome area, in the order in which their first measures come."""
        found: dict[str, list[OfMeasure]] = {}
        for each in self.measures:
            found.setdefault(each.measure.area, []).append(each)
        return [OfArea(groups[0].measure, groups) for groups in found.values()]

    @property
    def can_be_read_at_once(self) -> bool:
        return self.total <= READ_AT_ONCE

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Why figures change, the commonest first."""
        found = Counter(
            row.why for each in self.measures for row in each.rows if row.kind == Kind.CHANGED
        )
        return sorted(found.items(), key=lambda item: (-item[1], item[0]))


def compare(before: Iterable[Stand], after: Iterable[Stand]) -> Differences:
    """The figures that differ, by measure in the library's order, the borough's first in each."""
    was: Mapping[tuple[int, int, int | None], Stand] = {stand.key: stand for stand in before}
    becomes = {stand.key: stand for stand in after}
    found: list[Difference] = []
    same = 0
    for key in {**becomes, **was}:
        difference = _difference(was.get(key), becomes.get(key))
        if difference is None:
            same += 1
        else:
            found.append(difference)
    return Differences(is_first=not was, measures=_by_measure(found), same=same)


def _difference(was: Stand | None, becomes: Stand | None) -> Difference | None:
    if was is None or becomes is None:
        kind = Kind.NEW if was is None else Kind.GONE
        why = "Not published before" if was is None else "No longer asked for"
        return Difference(kind, was, becomes, why)
    why = _why(was, becomes)
    if not why:
        return None
    is_new = becomes.has_number and was.says_nothing
    return Difference(Kind.NEW if is_new else Kind.CHANGED, was, becomes, why)


def _why(was: Stand, becomes: Stand) -> str:
    """Why a figure does not stand as it stood; empty where it does."""
    if was.is_hidden != becomes.is_hidden:
        return "Now hidden" if becomes.is_hidden else "No longer hidden"
    if was.has_number and not becomes.has_number:
        return "Opened again, and not approved"
    if becomes.has_number and not was.has_number:
        return "Came in"
    if _number(was) != _number(becomes):
        if becomes.included > was.included:
            return f"More came in: it holds {becomes.coverage}, not {was.coverage}"
        if becomes.included < was.included:
            return f"Some was opened again: it holds {becomes.coverage}, not {was.coverage}"
        return "Revised"
    if _reason(was) != _reason(becomes):
        return "Another reason why there is no figure"
    if (was.included, was.expected) != (becomes.included, becomes.expected):
        return f"It holds {becomes.coverage}, not {was.coverage}"
    return "" if was.note == becomes.note else "Other words beside it"


def _number(stand: Stand) -> tuple[Decimal | None, Decimal | None]:
    return stand.numerator, stand.denominator


def _reason(stand: Stand) -> str:
    return "" if stand.shorthand == REVISED else stand.shorthand


def _by_measure(found: Iterable[Difference]) -> list[OfMeasure]:
    by_measure: dict[int, list[Difference]] = {}
    for row in found:
        by_measure.setdefault(row.stand.measure.pk, []).append(row)
    groups = [OfMeasure(rows[0].stand.measure, _ordered(rows)) for rows in by_measure.values()]
    return sorted(groups, key=lambda group: (group.measure.order, group.measure.code))


def _ordered(rows: Iterable[Difference]) -> list[Difference]:
    return sorted(
        rows, key=lambda row: (row.stand.place_order, row.stand.place, row.stand.category)
    )
