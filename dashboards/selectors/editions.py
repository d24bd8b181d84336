"""Which publication a page shows, and the quarter it stands at."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone

from ehportal.wording import day, financial_quarter
from outcomes.models import Publication
from outcomes.released import IN_PART


@dataclass(frozen=True)
class Edition:
    """A publication as its pages name it.

    A correction may be of an earlier quarter. The pages then still stand at the latest quarter
    published so far (`period_*`, and who is in it), with that publication's figures.
    """

    pk: int
    number: int
    published_on: str
    published_by: str
    reason: str
    is_correction: bool
    corrects: str
    is_illustrative: bool
    is_latest: bool
    period_id: int
    period_code: str
    period_label: str
    financial: str
    starts_on: date
    ends_on: date
    expected: int
    included: int
    missing: tuple[str, ...]
    signals: int
    enough_history: int
    published_at: datetime
    rules_version: str
    #: Key and period of every publication up to this one, the newest first.
    until: tuple[tuple[int, int], ...]

    def publications_of(self, periods: Collection[int]) -> list[int]:
        """The publications up to this one of some quarters, in which their figures are found.

        PostgreSQL counts how many figures each publication holds. Asked for the quarters it would
        guess, and where older ones are larger it reads the whole table.
        """
        return [pk for pk, period in self.until if period in periods]

    def latest_of(self, periods: Collection[int]) -> list[int]:
        """Of each of some quarters, the last publication up to this one."""
        oldest_first = {period: pk for pk, period in reversed(self.until)}
        return [pk for period, pk in oldest_first.items() if period in periods]

    @property
    def query(self) -> str:
        """What keeps a link at this publication: nothing while it is the latest."""
        return "" if self.is_latest else f"?publication={self.number}"

    def lacks(self, reporter: str) -> str:
        """'missing' or 'missing in part', of a reporter's figures; nothing where all are in."""
        if f"{reporter}{IN_PART}" in self.missing:
            return "missing in part"
        return "missing" if reporter in self.missing else ""

    @property
    def missing_text(self) -> str:
        return ", ".join(self.missing)


@dataclass(frozen=True)
class EditionLink:
    """A publication in the list of earlier ones."""

    number: int
    label: str
    query: str


@dataclass(frozen=True)
class Editions:
    """The publication asked for, and the list to choose others from, newest first.

    `is_fallback`: no publication has the number that was asked for, so the latest is shown.
    """

    shown: Edition | None
    all: Sequence[EditionLink]
    is_fallback: bool = False


def editions(asked: str = "") -> Editions:
    """The publication with that number, else the latest; none before the first. One query."""
    publications = _published()
    if not publications:
        return Editions(None, ())
    latest = publications[0]
    by_number = {str(publication.number): publication for publication in publications}
    chosen = by_number.get(asked, latest)
    return Editions(
        _edition(chosen, publications),
        tuple(_link(each, latest) for each in publications),
        is_fallback=asked not in {"", *by_number},
    )


@dataclass(frozen=True)
class PackEditions:
    """The publication a pack is made from, and the one that the pack before it was made from."""

    shown: Edition
    before: Edition | None


def pack_editions(period_code: str, number: int | None = None) -> PackEditions | None:
    """The latest publication that stands at the quarter, or the one with that number; else None.

    A correction of an earlier quarter belongs to the pack of the quarter it stands at: its rows
    are that quarter's. One query.
    """
    publications = _published()
    chosen, before = None, None
    for publication in publications:
        stands_at = _stands_at(publication, publications)
        if stands_at.period__code == period_code and number in {None, publication.number}:
            chosen = chosen or (publication, stands_at)
        elif chosen and stands_at.period__starts_on < chosen[1].period__starts_on:
            before = _edition(publication, publications)
            break
    if chosen is None:
        return None
    return PackEditions(_edition(chosen[0], publications), before)


def pack_editions_on(on: date) -> PackEditions | None:
    """The publication that had come out last by the end of a day; None before the first."""
    publications = _published()
    for publication in publications:
        if timezone.localdate(publication.published_at) <= on:
            stands_at = _stands_at(publication, publications)
            return pack_editions(stands_at.period__code, publication.number)
    return None


def _published() -> list[_Published]:
    """Every publication, the newest first."""
    return [_Published(*values) for values in _PUBLICATIONS.all()]


def _stands_at(chosen: _Published, publications: Sequence[_Published]) -> _Published:
    """The latest quarter's last publication, of those up to the chosen one."""
    until = [each for each in publications if each.number <= chosen.number]
    return max(until, key=lambda each: (each.period__starts_on, each.number))


class _Published(NamedTuple):
    """What the pages need of a publication, by the names the store knows it by."""

    pk: int
    number: int
    published_at: datetime
    published_by__name: str | None
    publisher: str | None
    reason: str
    is_correction: bool
    is_illustrative: bool
    submissions_expected: int
    submissions_included: int
    late_or_missing: list[str]
    signals: int
    measures_with_enough_history: int
    rules_version: str
    period_id: int
    period__code: str
    period__label: str
    period__starts_on: date
    period__ends_on: date


# Built once: every page asks for it, and to look up twenty names costs as much as to ask.
_PUBLICATIONS = Publication.objects.order_by("-number").values_list(*_Published._fields)


def _edition(chosen: _Published, publications: Sequence[_Published]) -> Edition:
    """One of the publications, which come newest first."""
    stands_at = _stands_at(chosen, publications)
    return Edition(
        pk=chosen.pk,
        number=chosen.number,
        published_on=day(timezone.localdate(chosen.published_at)),
        published_by=chosen.published_by__name or chosen.publisher or "",
        reason=chosen.reason,
        is_correction=chosen.is_correction,
        corrects=chosen.period__label,
        is_illustrative=chosen.is_illustrative,
        is_latest=chosen is publications[0],
        period_id=stands_at.period_id,
        period_code=stands_at.period__code,
        period_label=stands_at.period__label,
        financial=financial_quarter(stands_at.period__code),
        starts_on=stands_at.period__starts_on,
        ends_on=stands_at.period__ends_on,
        expected=stands_at.submissions_expected,
        included=stands_at.submissions_included,
        missing=tuple(stands_at.late_or_missing),
        signals=chosen.signals,
        enough_history=chosen.measures_with_enough_history,
        published_at=chosen.published_at,
        rules_version=chosen.rules_version,
        until=tuple((e.pk, e.period_id) for e in publications if e.number <= chosen.number),
    )


def _link(publication: _Published, latest: _Published) -> EditionLink:
    kind = ", correction" if publication.is_correction else ""
    return EditionLink(
        publication.number,
        f"{publication.period__label} (publication {publication.number}{kind})",
        "" if publication is latest else f"?publication={publication.number}",
    )
