"""The Board's calendar of coverage: when each priority and measure was last before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from governance.models import BOARD_CODE, Meeting
from outcomes.models import Decision, Discussion, Measure, Priority, PriorityKind

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Covered:
    """A priority or a measure, the last meeting that was about it, and what was asked last."""

    subject: Priority | Measure
    meeting: Meeting | None
    what: str
    asked: Discussion | None


@dataclass(frozen=True)
class Coverage:
    """Everything that the page prints."""

    outcome: Sequence[Covered]
    system: Sequence[Covered]
    measures: Sequence[Covered]
    never: Sequence[Measure]
    recent: int
    priorities: int
    waiting: int


def coverage(*, on: date) -> Coverage:
    """What the Board has covered by a day. Five queries."""
    discussions = list(
        Discussion.objects.filter(meeting__body__code=BOARD_CODE, meeting__held_on__lte=on)
        .select_related("meeting__body", "priority", "measure")
        .order_by("meeting__held_on", "pk")
    )
    decisions = (
        Decision.objects.filter(meeting__body__code=BOARD_CODE, meeting__held_on__lte=on)
        .select_related("meeting__body")
        .prefetch_related("measures")
        .order_by("meeting__held_on", "pk")
    )
    last: dict[Priority | Measure, tuple[Meeting, str]] = {}
    asked: dict[Priority | Measure, Discussion] = {}
    for decision in decisions:
        for measure in decision.measures.all():
            last[measure] = decision.meeting, f"Decided: {decision.text}"
    for each in discussions:
        known = last.get(each.subject)
        if known is None or known[0].held_on <= each.meeting.held_on:
            last[each.subject] = each.meeting, each.said
        if each.asked:
            asked[each.subject] = each

    def covered(subject: Priority | Measure) -> Covered:
        meeting, what = last.get(subject, (None, ""))
        return Covered(subject, meeting, what, asked.get(subject))

    priorities = [covered(each) for each in Priority.objects.all()]
    measures = [covered(each) for each in Measure.objects.in_use(on)]
    return Coverage(
        outcome=[p for p in priorities if _kind(p) == PriorityKind.OUTCOME],
        system=[p for p in priorities if _kind(p) == PriorityKind.SYSTEM],
        measures=[m for m in measures if m.meeting],
        never=[m.subject for m in measures if not m.meeting],  # type: ignore[misc]
        recent=sum(bool(p.meeting and p.meeting.held_on >= on - YEAR) for p in priorities),
        priorities=len(priorities),
        waiting=sum(each.waits for each in discussions),
    )


def _kind(covered: Covered) -> str:
    return covered.subject.kind if isinstance(covered.subject, Priority) else ""
