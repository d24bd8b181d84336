"""Which publication a page shows, and the quarter it stands at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from ehportal.wording import day, financial_quarter
from outcomes.models import Publication


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
    by_chance: Decimal
    enough_history: int

    @property
    def query(self) -> str:
        """What keeps a link at this publication: nothing while it is the latest."""
        return "" if self.is_latest else f"?publication={self.number}"

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
    """The publication asked for, and the list to choose others from, newest first."""

    shown: Edition | None
    all: Sequence[EditionLink]


def editions(asked: str = "") -> Editions:
    """The publication with that number, else the latest; none before the first. One query."""
    publications = list(
        Publication.objects.select_related("period", "published_by").order_by("-number")
    )
    if not publications:
        return Editions(None, ())
    latest = publications[0]
    by_number = {str(publication.number): publication for publication in publications}
    chosen = by_number.get(asked, latest)
    until = [each for each in publications if each.number <= chosen.number]
    stands_at = max(until, key=lambda each: (each.period.starts_on, each.number))
    return Editions(
        _edition(chosen, stands_at, is_latest=chosen is latest),
        tuple(_link(each, latest) for each in publications),
    )


def _edition(chosen: Publication, stands_at: Publication, *, is_latest: bool) -> Edition:
    period = stands_at.period
    by = chosen.published_by
    return Edition(
        pk=chosen.pk,
        number=chosen.number,
        published_on=day(timezone.localdate(chosen.published_at)),
        published_by=str(by) if by else "",
        reason=chosen.reason,
        is_correction=chosen.is_correction,
        corrects=chosen.period.label,
        is_illustrative=chosen.is_illustrative,
        is_latest=is_latest,
        period_id=period.pk,
        period_code=period.code,
        period_label=period.label,
        financial=financial_quarter(period.code),
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        expected=stands_at.submissions_expected,
        included=stands_at.submissions_included,
        missing=tuple(stands_at.late_or_missing),
        signals=chosen.signals,
        by_chance=chosen.signals_by_chance,
        enough_history=chosen.measures_with_enough_history,
    )


def _link(publication: Publication, latest: Publication) -> EditionLink:
    kind = ", correction" if publication.is_correction else ""
    return EditionLink(
        publication.number,
        f"{publication.period.label} (publication {publication.number}{kind})",
        "" if publication is latest else f"?publication={publication.number}",
    )
