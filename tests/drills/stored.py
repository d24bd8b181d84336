"""What the database holds of a submission at one moment, to hold against what was promised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from governance.models import Event
from outcomes.models import Submission
from outcomes.services.submissions import hash_of, name_in_audit
from outcomes.typed import COLUMNS

#: A row, as the names of its boxes begin on the page, and one of its boxes.
Box = tuple[str, str]
BOXES = {column: box for box, column in COLUMNS.items()}


@dataclass(frozen=True)
class Stored:
    """One submission: every box of it, how far it is, and the audit of it."""

    boxes: dict[Box, str]
    names: dict[str, str]
    status: str
    version: int
    reference: str
    content_hash: str
    hash_now: str
    submitted_at: datetime | None
    complete: frozenset[str]
    events: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...]

    def since(self, earlier: Stored) -> tuple[tuple[str, dict[str, Any], dict[str, Any]], ...]:
        """The events that were added."""
        return self.events[len(earlier.events) :]


@transaction.atomic
def read(submission: Submission) -> Stored:
    """Waits for whoever is still writing it: a process that was killed may have a last word."""
    now = Submission.objects.select_for_update().get(pk=submission.pk)
    boxes, names = {}, {}
    for row in now.observations.select_related("measure", "place", "category__breakdown"):
        prefix = slugify(f"{row.measure.code}-{row.place.code}")
        names[prefix] = name_in_audit(row)
        boxes |= {(prefix, box): getattr(row, column) for box, column in COLUMNS.items()}
    subject = {"subject_kind": "outcomes.submission", "subject_id": str(now.pk)}
    events = Event.objects.filter(**subject).order_by("pk").values_list("verb", "before", "after")
    return Stored(
        boxes=boxes,
        names=names,
        status=now.status,
        version=now.version,
        reference=now.reference,
        content_hash=now.content_hash,
        hash_now=hash_of(now),
        submitted_at=now.submitted_at,
        complete=frozenset(now.sections.filter(is_complete=True).values_list("area", flat=True)),
        events=tuple(events),
    )
