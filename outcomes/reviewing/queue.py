"""What waits for the coordinator in a period, in the order it is best read in. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from governance.access import Access
from outcomes.models import MeasureType, Observation, Period, Status, Submission
from outcomes.reviewing.unlocking import FigureDue, Unlocks, what_each_unlocks


@dataclass(frozen=True)
class Waiting:
    """A submission that waits for the coordinator, and what approving it would complete."""

    pk: int
    reporter: str
    figures: int
    approved: int
    notes: int
    since: datetime | None
    unlocks: Unlocks


@dataclass(frozen=True)
class Place:
    """Where a submission stands among those to review, and its neighbours."""

    number: int
    of: int
    previous: Waiting | None
    next: Waiting | None


def place_in(queue: Sequence[Waiting], pk: int) -> Place | None:
    """A submission's place; nothing where it does not wait."""
    for index, waiting in enumerate(queue):
        if waiting.pk == pk:
            return Place(
                number=index + 1,
                of=len(queue),
                previous=queue[index - 1] if index else None,
                next=queue[index + 1] if index + 1 < len(queue) else None,
            )
    return None


def next_in(queue: Sequence[Waiting], pk: int) -> Waiting | None:
    """What to read after a submission that is done with: the first that waits."""
    return next((waiting for waiting in queue if waiting.pk != pk), None)


def queue_of(period: Period, access: Access) -> list[Waiting]:
    """What waits for the coordinator in a period, in the desk's order. Two queries."""
    waiting = (
        Submission.objects.visible_to(access)
        .with_everything()
        .with_counts()
        .filter(period=period, status=Status.SUBMITTED)
    )
    return queue_among(list(waiting), figures_due(period), {})


def figures_due(period: Period) -> list[FigureDue]:
    rows = Observation.objects.filter(submission__period=period).values_list(
        "measure_id",
        "measure__area",
        "measure__type",
        "submission_id",
        "submission__status",
        "approved_at",
        "numerator_typed",
        "denominator_typed",
        "missing",
        "note",
    )
    return [
        FigureDue(
            measure=measure,
            area=area,
            submission=submission,
            status=status,
            is_approved=approved_at is not None,
            is_blank=not any(words) and not (kind == MeasureType.NARRATIVE and note),
        )
        for measure, area, kind, submission, status, approved_at, *words, note in rows
    ]


def _is_not_approved(figure: FigureDue) -> bool:
    return figure.status != Status.EXCUSED and not figure.is_approved


def queue_among(
    submissions: Iterable[Submission],
    figures: Sequence[FigureDue],
    priorities: Mapping[int, Iterable[int]],
) -> list[Waiting]:
    """Those to review: first what completes most, then what has waited longest."""
    completes, _ = what_each_unlocks(figures, waits=_is_not_approved, priorities=priorities)
    waiting = [
        Waiting(
            pk=s.pk,
            reporter=str(s.reporter),
            figures=s.figures,  # type: ignore[attr-defined]
            approved=s.approved,  # type: ignore[attr-defined]
            notes=s.notes,  # type: ignore[attr-defined]
            since=s.submitted_at,
            unlocks=completes.get(s.pk, Unlocks()),
        )
        for s in submissions
        if s.status == Status.SUBMITTED
    ]
    return sorted(
        waiting,
        key=lambda each: (
            -each.unlocks.measures,
            each.since.timestamp() if each.since else 0,
            each.reporter,
        ),
    )
