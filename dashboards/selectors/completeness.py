"""Who has reported, and what is missing: from what publications hold, never from live figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from dashboards.selectors.editions import Edition
from dashboards.selectors.rows import AREA_NAMES
from ehportal.wording import count, quarter
from governance.models import PlaceKind
from outcomes.models import DataGap, Publication, PublishedFigure, Reporter
from outcomes.released import IN_PART, NOT_APPLICABLE

QUARTERS_SHOWN = 8
_NOTHING_NOTED = ("", "", "")


@dataclass(frozen=True)
class Turn:
    """A quarter: how many submissions are in its last publication, of how many expected."""

    short: str
    included: int
    expected: int

    @property
    def rate(self) -> float | None:
        """Per cent of the submissions expected; None where none was."""
        return 100 * self.included / self.expected if self.expected else None


@dataclass(frozen=True)
class Reported:
    """A reporter in a quarter: the shape and word of its state, and what came after."""

    short: str
    status: str
    word: str
    detail: str

    @property
    def is_noted(self) -> bool:
        return bool(self.status)


@dataclass(frozen=True)
class ReporterRow:
    """A reporter over the quarters shown, oldest first."""

    name: str
    cells: tuple[Reported, ...]


@dataclass(frozen=True)
class MissingPlace:
    """Where a measure's figure is short, and by how much: 'North West: [x]', '1 of 2 reporters'."""

    place: str
    text: str


@dataclass(frozen=True)
class MissingMeasure:
    """A measure with figures missing in the quarter."""

    code: str
    title: str
    area: str
    included: int
    expected: int
    places: tuple[MissingPlace, ...]


@dataclass(frozen=True)
class Completeness:
    """Everything the page of who has reported prints."""

    headline: str
    turns: tuple[Turn, ...]
    reporters: tuple[ReporterRow, ...]
    figures_included: int
    figures_expected: int
    measures: int
    missing: tuple[MissingMeasure, ...]
    gaps: int
    is_noted_throughout: bool

    @property
    def now(self) -> Turn:
        return self.turns[-1]

    @property
    def complete(self) -> int:
        return self.measures - len(self.missing)


def completeness(edition: Edition) -> Completeness:
    """Reporters by quarter, and the quarter's missing figures. Four queries, whatever the history.

    A quarter shows its last publication until this one: a figure that came later than the first
    is in it, and said to be late.
    """
    publications = _publications(edition)
    turns = _turns(publications)
    figures = _figures(edition)
    missing = _missing(figures)
    return Completeness(
        headline=_headline(edition),
        turns=turns,
        reporters=_reporters(publications),
        figures_included=sum(each.included for each in figures),
        figures_expected=sum(each.expected for each in figures),
        measures=len({each.code for each in figures}),
        missing=missing,
        gaps=DataGap.objects.open().count(),
        is_noted_throughout=all(last.in_full is not None for _, last in publications.values()),
    )


def _headline(edition: Edition) -> str:
    if not edition.expected:
        return f"No submission was expected for {edition.period_label}"
    if edition.included == edition.expected:
        said = count(edition.expected, "submission")
        return (
            f"All {said} for {edition.period_label} {'is' if edition.expected == 1 else 'are'} in"
        )
    said = count(edition.expected, "submission")
    return f"{edition.included} of {said} for {edition.period_label} are in"


class _Publication(NamedTuple):
    number: int
    period__code: str
    submissions_expected: int
    submissions_included: int
    late_or_missing: list[str]
    in_full: list[str] | None


def _publications(edition: Edition) -> dict[str, tuple[_Publication, _Publication]]:
    """The first and the last publication of each quarter shown, by its code, oldest first."""
    first_day = edition.starts_on - timedelta(days=366 * QUARTERS_SHOWN // 4)
    found = (
        Publication.objects.filter(
            number__lte=edition.number,
            period__starts_on__gt=first_day,
            period__starts_on__lte=edition.starts_on,
        )
        .order_by("period__starts_on", "number")
        .values_list(*_Publication._fields)
    )
    by_quarter: dict[str, tuple[_Publication, _Publication]] = {}
    for publication in map(_Publication._make, found):
        first, _ = by_quarter.get(publication.period__code, (publication, publication))
        by_quarter[publication.period__code] = (first, publication)
    return dict(list(by_quarter.items())[-QUARTERS_SHOWN:])


def _turns(
    publications: Mapping[str, tuple[_Publication, _Publication]],
) -> tuple[Turn, ...]:
    return tuple(
        Turn(
            short=quarter(code, short=True),
            included=min(last.submissions_included, last.submissions_expected),
            expected=last.submissions_expected,
        )
        for code, (_, last) in publications.items()
    )


def _reporters(
    publications: Mapping[str, tuple[_Publication, _Publication]],
) -> tuple[ReporterRow, ...]:
    """Every reporter that a publication names, in the order of the chase list."""
    named = {
        name.removesuffix(IN_PART)
        for pair in publications.values()
        for each in pair
        for name in [*each.late_or_missing, *(each.in_full or ())]
    }
    known = [name for name in Reporter.objects.values_list("name", flat=True) if name in named]
    names = [*known, *sorted(named - set(known))]
    return tuple(
        ReporterRow(
            name,
            tuple(
                Reported(quarter(code, short=True), *_state(name, first, last))
                for code, (first, last) in publications.items()
            ),
        )
        for name in names
    )


def _state(name: str, first: _Publication, last: _Publication) -> tuple[str, str, str]:
    """Its status, word and detail in a quarter; nothing where the quarter does not name it."""
    partly = f"{name}{IN_PART}"
    if name in last.late_or_missing:
        return "late", "Missing", ""
    if partly in last.late_or_missing:
        return "draft", "In part", ""
    came_later = name in first.late_or_missing or partly in first.late_or_missing
    if last.in_full is None and not came_later:
        return _NOTHING_NOTED
    if last.in_full is not None and name not in last.in_full:
        return _NOTHING_NOTED
    detail = f"late: publication {last.number}" if came_later else ""
    return "approved", "In", detail


class _Figure(NamedTuple):
    code: str
    title: str
    area: str
    place: str
    shorthand: str
    expected: int
    included: int


def _figures(edition: Edition) -> list[_Figure]:
    """The quarter's figures as they stand, where somebody reports them: not the borough's sums."""
    rows = (
        PublishedFigure.objects.filter(
            publication_id__in=edition.publications_of({edition.period_id}),
            category=None,
        )
        .order_by("measure__order", "measure__code", "place__order", "publication__number")
        .values_list(
            "place__kind",
            "measure__code",
            "measure__title",
            "measure__area",
            "place__name",
            "shorthand",
            "reporters_expected",
            "reporters_included",
        )
    )
    standing = {(row[1], row[4]): (row[0], _Figure(*row[1:])) for row in rows}
    by_locality = {each.code for kind, each in standing.values() if kind == PlaceKind.LOCALITY}
    return [
        each
        for kind, each in standing.values()
        if (kind == PlaceKind.LOCALITY or each.code not in by_locality)
        and each.shorthand != NOT_APPLICABLE
    ]


def _missing(figures: Sequence[_Figure]) -> tuple[MissingMeasure, ...]:
    """The measures with a figure missing, by outcome area, in the order of the library."""
    by_measure: dict[str, list[_Figure]] = {}
    for each in figures:
        by_measure.setdefault(each.code, []).append(each)
    short = [group for group in by_measure.values() if any(map(_is_short, group))]
    areas = list(AREA_NAMES)
    short.sort(key=lambda group: areas.index(group[0].area))
    return tuple(
        MissingMeasure(
            code=group[0].code,
            title=group[0].title,
            area=AREA_NAMES[group[0].area],
            included=sum(each.included for each in group),
            expected=sum(each.expected for each in group),
            places=tuple(_places(group)),
        )
        for group in short
    )


def _is_short(figure: _Figure) -> bool:
    return figure.included < figure.expected


def _places(group: Iterable[_Figure]) -> Iterable[MissingPlace]:
    for each in filter(_is_short, group):
        text = f"{each.included} of {count(each.expected, 'reporter')}" if each.included else "[x]"
        yield MissingPlace(each.place, text)
