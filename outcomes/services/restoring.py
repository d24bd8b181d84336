"""Publications loaded again, from an export, into a portal that has published nothing.

What was hidden comes back as hidden: the numbers behind it never left the portal it came from.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from governance.models import User
from governance.services.events import record
from outcomes.integrity import borough_is_the_sum_of_its_localities as localities_add_up
from outcomes.integrity import figures_follow_their_shorthand as shorthand_is_followed
from outcomes.models import (
    Commentary,
    Comparator,
    Period,
    Publication,
    Rebase,
    StartingPoint,
    Target,
    Tolerance,
)
from outcomes.release import Release
from outcomes.services.exceptions import Refused
from outcomes.services.publication import write_release

SHOWN_PROBLEMS = 10

Benchmark = Target | StartingPoint | Comparator | Tolerance
"""What a figure is held against."""


@dataclass(frozen=True)
class Quarter:
    """A quarter that figures were collected for, and the days of its collection."""

    code: str
    label: str
    starts_on: date
    ends_on: date
    opens_on: date
    due_on: date
    entries_close_on: date
    closes_on: date


@dataclass(frozen=True)
class Restored:
    """One publication of an export: its own words, and the release that it was made of."""

    number: int
    published_at: datetime
    publisher: str
    reason: str
    is_correction: bool
    is_illustrative: bool
    release: Release


@transaction.atomic
def open_quarters(*, quarters: Iterable[Quarter], by: User | None, at: datetime) -> list[Period]:
    """Opens quarters as they were, expecting figures of nobody, and returns them.

    One that is there already keeps its own days.
    """
    found = []
    for quarter in quarters:
        period, _ = Period.objects.get_or_create(code=quarter.code, defaults=vars(quarter))
        if period.opened_at is None:
            period.opened_at, period.opened_by = at, by
            period.save(update_fields=["opened_at", "opened_by"])
            record(verb="period.load", subject=period, by=by, at=at)
        found.append(period)
    return found


@transaction.atomic
def restore_judging(*, rows: Sequence[Benchmark | Rebase], by: User | None, at: datetime) -> None:
    """Writes again what figures were held against and judged by, which publications then honour."""
    for row in rows:
        row.save(force_insert=True)
        record(verb=f"{row._meta.model_name}.load", subject=row, by=by, at=at)


@transaction.atomic
def restore_commentary(*, rows: Sequence[Commentary], by: User | None, at: datetime) -> None:
    """Writes again what people made of the commentary on publications that were restored."""
    for row in rows:
        row.save(force_insert=True)
        record(verb="commentary.load", subject=row, by=by, at=at)


@transaction.atomic
def restore_publications(
    *, publications: Sequence[Restored], by: User | None, at: datetime
) -> list[Publication]:
    """Writes publications again under their own numbers and dates, the earliest first.

    Summaries, intervals and verdicts are worked out anew, as `publish` does. Raises Refused where
    something was published here already, and where figures do not hold together, such as a count
    of people so small that it must be hidden. Then nothing is written.
    """
    if Publication.objects.exists():
        raise Refused("This portal has published figures already. Load into one that has none.")
    made = [_restore(each, by=by, at=at) for each in publications]
    problems = [*shorthand_is_followed(), *localities_add_up()]
    if problems:
        shown = "\n".join(problems[:SHOWN_PROBLEMS])
        raise Refused(f"The figures do not hold together:\n{shown}")
    return made


def _restore(each: Restored, *, by: User | None, at: datetime) -> Publication:
    publication = write_release(
        release=each.release,
        number=each.number,
        published_at=each.published_at,
        published_by=None,
        reason=each.reason,
        is_correction=each.is_correction,
        is_illustrative=each.is_illustrative,
        loaded_at=at,
        publisher=each.publisher,
    )
    record(
        verb="publication.load",
        subject=publication,
        by=by,
        at=at,
        after={"number": each.number, "figures": len(each.release.figures)},
    )
    return publication
