"""Meetings of a body: planned from how often it meets, moved, cancelled, attended, closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction

from ehportal.seen import version_of
from ehportal.wording import day
from governance.cadence import Cadence, Pattern, meeting_day, spans
from governance.models import Attendance, Body, Came, Meeting, Organisation, User
from governance.models.meetings import LONGEST_REASON
from governance.services.events import record, record_change, refuse_unseen
from governance.services.exceptions import Refused
from governance.services.words import kept

A_YEAR = timedelta(days=366)
"""As far as a meeting is moved: whoever types a day further away has mistaken the year."""


@dataclass(frozen=True)
class Slot:
    """When on the day, as clocks in London show it, and where."""

    starts_at: time | None = None
    ends_at: time | None = None
    where: str = ""


@transaction.atomic
def plan_meetings(
    *,
    body: Body,
    pattern: Pattern,
    starts_on: date,
    ends_on: date,
    slot: Slot,
    by: User,
    at: datetime,
) -> list[Meeting]:
    """Adds a meeting for each month, quarter or term between two days that has none yet.

    Returns those it added, the earliest first. A span has one already where a meeting was planned
    for it, even if it was moved out of it or cancelled since: planning again changes nothing.
    Raises Refused for a body whose meetings have no rhythm.
    """
    if body.per_locality:
        raise Refused("There is one in each locality: plan the meetings of each.")
    # Held until the transaction ends, so that nobody plans the same meanwhile.
    body = Body.objects.select_for_update().get(pk=body.pk)
    if not body.meets:
        raise Refused(f"Nothing says how often {body} meets. An administrator can add that.")
    cadence = Cadence(body.meets)
    wanted = spans(cadence, starts_on, ends_on)
    taken = {
        taken
        for held_on, planned_for in body.meetings.values_list("held_on", "planned_for")
        for taken in (held_on, planned_for)
        if taken
    }
    days = [
        meeting_day(cadence, each, pattern)
        for each in wanted
        if not any(each.holds(other) for other in taken)
    ]
    added = [_new(body, each, slot) for each in days if starts_on <= each <= ends_on]
    if added:
        record(
            verb="meetings.plan",
            subject=body,
            by=by,
            at=at,
            after={"days": [meeting.held_on.isoformat() for meeting in added]},
        )
    return added


@transaction.atomic
def add_meeting(*, body: Body, held_on: date, slot: Slot, by: User, at: datetime) -> Meeting:
    """Adds one meeting and returns it. Raises Refused where the body has one on that day."""
    if body.per_locality:
        raise Refused("There is one in each locality: add the meeting to one of them.")
    _refuse_a_second_on(body, held_on)
    meeting = _new(body, held_on, slot)
    record(verb="meeting.add", subject=meeting, by=by, at=at, after=_told(meeting))
    return meeting


@transaction.atomic
def move_meeting(
    *,
    meeting: Meeting,
    held_on: date,
    slot: Slot,
    reason: str,
    seen: str | None = None,
    by: User,
    at: datetime,
) -> Meeting:
    """Gives a meeting another day, hour or room, for a reason that everybody reads.

    Returns it; without a change, nothing is told. `seen` is the `meeting_version` that the page
    showed. Raises SavedMeanwhile where somebody moved it since; Refused without a reason, for a
    meeting that is cancelled or whose minutes are closed, for another day once something is
    minuted, for a day more than a year away, and for one on which the body has another.
    """
    meeting = _open(meeting)
    before = _told(meeting)
    if held_on != meeting.held_on:
        _refuse_if_minuted(meeting)
        _refuse_a_second_on(meeting.body, held_on)
        if abs(held_on - meeting.held_on) > A_YEAR:
            raise Refused(
                f"That is more than a year from {day(meeting.held_on)}. Check the year; or cancel "
                "this meeting, and add another.",
                field="held_on",
            )
    meeting.held_on = held_on
    meeting.starts_at, meeting.ends_at, meeting.where = slot.starts_at, slot.ends_at, slot.where
    after = _told(meeting)
    if before == after:
        return meeting
    meeting.change_reason = _reason(reason, "it is moved")
    meeting.sequence += 1
    meeting.save()
    record_change(
        verb="meeting.move",
        subject=meeting,
        before=before,
        after=after,
        by=by,
        at=at,
        seen=seen,
        reason=meeting.change_reason,
    )
    return meeting


def meeting_version(meeting: Meeting) -> str:
    """What tells the day, hour and room of a meeting from any other."""
    return version_of(_told(meeting))


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, by: User, at: datetime) -> Meeting:
    """Cancels a meeting, for a reason that everybody reads, and returns it.

    Raises Refused without a reason, where it is cancelled or closed already, and where something
    is minuted of it: who came, a decision, an action.
    """
    meeting = _open(meeting)
    _refuse_if_minuted(meeting)
    meeting.change_reason = _reason(reason, "it is cancelled")
    meeting.cancelled_at, meeting.cancelled_by = at, by
    meeting.sequence += 1
    meeting.save()
    record(
        verb="meeting.cancel", subject=meeting, by=by, at=at, before=_told(meeting),
        reason=meeting.change_reason,
    )  # fmt: skip
    return meeting


@transaction.atomic
def record_attendance(
    *,
    meeting: Meeting,
    came: Mapping[Organisation, Came],
    seen: str | None = None,
    by: User,
    at: datetime,
    on: date,
) -> None:
    """Keeps which organisations came, in place of what was recorded before.

    `seen` is the `attendance_version` that the page showed. Raises SavedMeanwhile where somebody
    recorded others since; Refused for a meeting that is still to come, cancelled or closed.
    """
    meeting = _open(meeting)
    refuse_before_it_is_held(meeting, on)
    before = _attended(meeting)
    after = {str(organisation): str(how) for organisation, how in came.items()}
    if before == after:
        return
    refuse_unseen(subject=meeting, verb="meeting.attendance", told=before, seen=seen, who=by)
    meeting.attendance.all().delete()
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, organisation=organisation, came=how)
        for organisation, how in came.items()
    )
    record(verb="meeting.attendance", subject=meeting, by=by, at=at, before=before, after=after)


@transaction.atomic
def close_minutes(*, meeting: Meeting, by: User, at: datetime, on: date) -> Meeting:
    """Closes the minutes: from now on nothing recorded of the meeting changes. Returns it.

    Raises Refused for a meeting that is still to come, is cancelled, is closed already, and for
    one of which nothing is recorded: what is closed empty stays empty.
    """
    meeting = _open(meeting)
    refuse_before_it_is_held(meeting, on)
    if not has_minutes(meeting):
        raise Refused("Nothing is recorded of this meeting yet. Record who came first.")
    meeting.closed_at, meeting.closed_by = at, by
    meeting.save()
    record(verb="meeting.close", subject=meeting, by=by, at=at)
    return meeting


def attendance_version(meeting: Meeting) -> str:
    """What tells who came to a meeting, as recorded now, from any other record of it."""
    return version_of(_attended(meeting))


def refuse_if_settled(meeting: Meeting) -> None:
    """Raises Refused for a meeting that is cancelled, or whose minutes are closed.

    Every service of any layer that minutes something asks this first.
    """
    if meeting.is_cancelled:
        raise Refused(f"The meeting on {day(meeting.held_on)} was cancelled.")
    if meeting.closed_at is not None:
        raise Refused(
            f"The minutes of {day(meeting.held_on)} were closed on {day(meeting.closed_at)}. "
            "Record what has changed since at the next meeting."
        )


def refuse_before_it_is_held(meeting: Meeting, on: date) -> None:
    """Raises Refused where the meeting is after the day."""
    if meeting.held_on > on:
        raise Refused(f"{day(meeting.held_on)} is still to come.")


def has_minutes(meeting: Meeting) -> bool:
    """Whether anything is recorded of it, in whichever layer that is kept."""
    names = [relation.get_accessor_name() for relation in Meeting._meta.related_objects]
    return any(getattr(meeting, name).exists() for name in names if name)


def _refuse_if_minuted(meeting: Meeting) -> None:
    if has_minutes(meeting):
        raise Refused(
            f"Something is recorded of this meeting, so it was held on {day(meeting.held_on)}."
        )


def _open(meeting: Meeting) -> Meeting:
    """The meeting as the database has it now, held until the transaction ends."""
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    refuse_if_settled(meeting)
    return meeting


def _new(body: Body, held_on: date, slot: Slot) -> Meeting:
    return Meeting.objects.create(
        body=body,
        held_on=held_on,
        planned_for=held_on,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        where=slot.where,
    )


def _refuse_a_second_on(body: Body, held_on: date) -> None:
    """Holds the body until the transaction ends, so that nobody adds one meanwhile."""
    Body.objects.select_for_update().get(pk=body.pk)
    if body.meetings.standing().filter(held_on=held_on).exists():
        raise Refused(f"{body} already has a meeting on {day(held_on)}.")


def _reason(reason: str, what: str) -> str:
    required = f"Say why {what}, in a sentence."
    return kept(reason, field="reason", longest=LONGEST_REASON, required=required)


def _attended(meeting: Meeting) -> dict[str, str]:
    found = meeting.attendance.select_related("organisation")
    return {str(each.organisation): str(each.came) for each in found}


def _told(meeting: Meeting) -> dict[str, object]:
    return {
        "held_on": meeting.held_on,
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "where": meeting.where,
    }
