"""Who entered the figures of a measure, who approved them, and when: names and days, no figure.

So that it may stand beside a figure that is hidden, and on pages that read nothing but what was
published.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from outcomes.models import Measure, Observation


@dataclass(frozen=True)
class Entered:
    """What one person entered and another approved, each on a day.

    `figures` are the places, with the address of each figure's history for whoever reviews.
    """

    by: str
    on: date
    approved_by: str
    approved_on: date
    figures: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Provenance:
    """Who entered a period's figures; and the places whose figure is another one by now."""

    entered: tuple[Entered, ...]
    changed_since: tuple[str, ...]


def provenance(measure: Measure, *, period: int, published_at: datetime) -> Provenance:
    """Who entered a measure's figures of a period, as they were published then. One query.

    A figure that somebody opened again, changed or handed in after that is named apart: whoever
    did so did not enter what was published.
    """
    together: defaultdict[tuple[str, date, str, date], list[tuple[str, str]]] = defaultdict(list)
    changed = []
    for row in _rows(measure, period):
        at, approved_at = row.changed_at, row.approved_at
        if at is None or approved_at is None or max(at, approved_at) > published_at:
            changed.append(row.place.name)
            continue
        acts = (str(row.changed_by), _on(at), str(row.approved_by), _on(approved_at))
        address = reverse("outcomes:figure_history", args=[row.submission_id, row.pk])
        together[acts].append((row.place.name, address))
    entered = [Entered(*acts, figures=tuple(figures)) for acts, figures in together.items()]
    return Provenance(tuple(entered), tuple(changed))


def _rows(measure: Measure, period: int) -> Sequence[Observation]:
    found = Observation.objects.filter(
        measure=measure, category=None, submission__period=period, changed_at__isnull=False
    )
    return list(
        found.select_related("place", "changed_by", "approved_by")
        .only(
            *("submission_id", "changed_at", "approved_at"),
            *("place__name", "changed_by__name", "approved_by__name"),
        )
        .order_by("place__order", "submission__reporter__name")
    )


def _on(at: datetime) -> date:
    return timezone.localdate(at)
