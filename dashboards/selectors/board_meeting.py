"""A meeting's page: its agenda, and what is minuted of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboards.agenda.contents import Section
from dashboards.agenda.sections import agenda_of, occasion_of
from governance.models import Attendance, Body, Came, Meeting
from outcomes.models import Action, Decision, Discussion, Plan, Priority


@dataclass(frozen=True)
class BoardMeeting:
    """Everything that the page prints."""

    meeting: Meeting
    body: Body
    agenda: Sequence[Section]
    previous: Meeting | None
    following: Meeting | None
    came: Sequence[Attendance]
    apologies: Sequence[Attendance]
    absent: Sequence[Attendance]
    decisions: Sequence[Decision]
    discussions: Sequence[Discussion]
    unnoted: Sequence[Priority]
    actions: Sequence[Action]
    plan: Plan | None
    is_to_come: bool


def board_meeting(meeting: Meeting, *, on: date) -> BoardMeeting:
    """The page of one meeting on a day."""
    occasion = occasion_of(meeting, on=on)
    discussions = list(
        Discussion.objects.filter(meeting=meeting)
        .select_related("meeting__body", "priority", "measure")
        .order_by("pk")
    )
    attendance = list(meeting.attendance.select_related("organisation"))
    later = Meeting.objects.standing().filter(body=meeting.body_id, held_on__gt=meeting.held_on)

    def who(came: Came) -> list[Attendance]:
        return [each for each in attendance if each.came == came]

    return BoardMeeting(
        meeting=meeting,
        body=meeting.body,
        agenda=agenda_of(occasion) if not meeting.is_cancelled else (),
        previous=occasion.previous,
        following=later.order_by("held_on").first(),
        came=who(Came.CAME),
        apologies=who(Came.APOLOGIES),
        absent=who(Came.ABSENT),
        decisions=list(
            meeting.decisions.select_related("period").prefetch_related("measures").order_by("pk")
        ),
        discussions=discussions,
        unnoted=_unnoted(discussions) if occasion.is_of_the_board else (),
        actions=list(
            Action.objects.filter(decision__meeting=meeting)
            .with_owners()
            .select_related("decision")
            .order_by("pk")
        ),
        plan=Plan.objects.filter(body=meeting.body_id).current(on).order_by("pk").first(),
        is_to_come=meeting.held_on > on,
    )


def _unnoted(discussions: Sequence[Discussion]) -> list[Priority]:
    """The priorities of which a meeting of the Board noted nothing: it is to hear of each."""
    noted = {each.priority for each in discussions}
    return [each for each in Priority.objects.order_by("kind", "number") if each not in noted]
