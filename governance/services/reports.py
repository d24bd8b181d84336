"""Reports that fall due: made from the rules, shared out over meetings, moved, asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from ehportal.seen import version_of
from ehportal.wording import day
from governance.models import (
    Body,
    Meeting,
    Organisation,
    ReportDue,
    ReportingRequirement,
    ReportKind,
    Rhythm,
    User,
)
from governance.models.meetings import LONGEST_REASON
from governance.reporting import last_day_to_hand_in, share_out, spans_due
from governance.services.events import record, refuse_unseen
from governance.services.exceptions import Refused
from governance.services.words import kept

LONGEST_SUBJECT = 150
AHEAD = timedelta(days=400)
"""How far ahead reports are made: whatever falls due within a year can be planned for."""
HEARD_WITHIN = timedelta(days=92)
"""How long after it is due a report may wait for the meeting that it goes to."""
HEARD_BEFORE = timedelta(days=62)
"""How long before it is due what is handed in ahead of its year may be heard: two months, as often
as the Executive meets."""


@transaction.atomic
def schedule_reports(*, on: date, by: User | None, at: datetime) -> list[ReportDue]:
    """Makes what falls due by the rules from a day on, and gives each report its meeting.

    Returns the reports that are new. Those that are there stay as they are; one that had no
    meeting is given one once it is planned. Doing it again changes nothing.
    """
    rules = ReportingRequirement.objects.exclude(rhythm="").exclude(owed_to=None)
    added: list[ReportDue] = []
    for rule in rules.select_related("owed_by", "owed_to").prefetch_related(
        "bodies__instances", "owed_by__instances"
    ):
        new = _make(rule, on)
        placed = _give_meetings(rule, on)
        added += new
        if new or placed:
            record(
                verb="reports.schedule",
                subject=rule,
                by=by,
                at=at,
                after={"made": [str(each) for each in new], "meetings": placed},
            )
    return added


def _make(rule: ReportingRequirement, on: date) -> list[ReportDue]:
    if rule.owed_to is None or rule.owed_to.per_locality:
        return []
    rhythm = Rhythm(rule.rhythm)
    there = set(rule.reports_due.values_list("body_id", "starts_on"))
    once_made = {body for body, _ in there} if rhythm == Rhythm.ONCE else set()
    spans = spans_due(rhythm, on, on + AHEAD)
    if rhythm == Rhythm.ONCE:
        spans = spans[:1]
    return [
        ReportDue.objects.create(
            requirement=rule,
            kind=rule.kind,
            body=body,
            to=rule.owed_to,
            starts_on=about.starts_on,
            ends_on=about.ends_on,
            due_on=last_day_to_hand_in(rhythm, about),
        )
        for body in rule.authors()
        for about in spans
        if (body.pk, about.starts_on) not in there and body.pk not in once_made
    ]


def _give_meetings(rule: ReportingRequirement, on: date) -> dict[str, str]:
    """Gives each report of a rule that has no meeting yet one of those that are planned."""
    waiting = list(
        rule.reports_due.outstanding()
        .filter(meeting=None, due_on__gte=on)
        .select_related("body", "organisation")
        .order_by("starts_on", "pk")
    )
    if not waiting:
        return {}
    meetings = list(
        Meeting.objects.standing()
        .filter(body=rule.owed_to_id, closed_at=None, held_on__gte=on)
        .order_by("held_on")
    )
    if rule.rhythm == Rhythm.ROLLING:
        chosen = _in_turn(rule, waiting, meetings)
    elif rule.rhythm == Rhythm.AHEAD:
        chosen = _last_before(waiting, meetings)
    else:
        chosen = _next_after(waiting, meetings)
    for report, meeting in chosen:
        report.meeting = meeting
        report.save(update_fields=["meeting"])
    return {str(report): meeting.held_on.isoformat() for report, meeting in chosen}


def _in_turn(
    rule: ReportingRequirement, waiting: Sequence[ReportDue], meetings: Sequence[Meeting]
) -> list[tuple[ReportDue, Meeting]]:
    """The rota: the reports of a year over its meetings, as evenly as it goes."""
    found: list[tuple[ReportDue, Meeting]] = []
    for starts_on, ends_on in sorted({(each.starts_on, each.ends_on) for each in waiting}):
        of_year = {m.pk: m for m in meetings if starts_on <= m.held_on <= ends_on}
        taken = ReportDue.objects.filter(
            kind=rule.kind, to=rule.owed_to, meeting__in=of_year
        ).values_list("meeting_id", flat=True)
        reports = {each.pk: each for each in waiting if each.starts_on == starts_on}
        shared = share_out(reports, list(of_year), [key for key in taken if key is not None])
        found += [(reports[report], of_year[meeting]) for report, meeting in shared.items()]
    return found


def _next_after(
    waiting: Iterable[ReportDue], meetings: Sequence[Meeting]
) -> list[tuple[ReportDue, Meeting]]:
    """The first meeting once each is due."""
    found: list[tuple[ReportDue, Meeting]] = []
    for report in waiting:
        until = report.due_on + HEARD_WITHIN
        later = (m for m in meetings if report.due_on <= m.held_on <= until)
        if meeting := next(later, None):
            found.append((report, meeting))
    return found


def _last_before(
    waiting: Iterable[ReportDue], meetings: Sequence[Meeting]
) -> list[tuple[ReportDue, Meeting]]:
    """The last meeting while each is still ahead of the year that it is for."""
    found: list[tuple[ReportDue, Meeting]] = []
    for report in waiting:
        earliest = report.due_on - HEARD_BEFORE
        before = [m for m in meetings if earliest <= m.held_on <= report.due_on]
        found += [(report, meeting) for meeting in before[-1:]]
    return found


@transaction.atomic
def move_report(
    *,
    report: ReportDue,
    meeting: Meeting,
    reason: str,
    seen: str | None = None,
    by: User,
    at: datetime,
) -> ReportDue:
    """Sends a report to another meeting, for a reason that everybody reads, and returns it.

    `seen` is the `place_version` that the page showed. Raises SavedMeanwhile where somebody moved
    it since; Refused without a reason, for a meeting of another body, one that is cancelled or
    closed, and for a report that was received.
    """
    [report] = hold_reports(report)
    _refuse_moved(report, seen, by)
    _refuse_meeting(report, meeting)
    _move(report, meeting, _reason(reason), by, at)
    return report


@transaction.atomic
def swap_reports(
    *,
    report: ReportDue,
    other: ReportDue,
    reason: str,
    seen: str | None = None,
    by: User,
    at: datetime,
) -> ReportDue:
    """Lets two reports change places, for a reason that everybody reads. Returns the first.

    Raises SavedMeanwhile and Refused as `move_report` does, and where one of the two has no
    meeting to give.
    """
    report, other = hold_reports(report, other)
    _refuse_moved(report, seen, by)
    mine, theirs = report.meeting, other.meeting
    if mine is None or theirs is None or mine.is_cancelled:
        raise Refused("One of the two has no meeting to give. Choose a meeting instead.")
    _refuse_meeting(report, theirs)
    _refuse_meeting(other, mine)
    said = _reason(reason)
    _move(report, theirs, said, by, at)
    _move(other, mine, said, by, at)
    return report


@transaction.atomic
def ask_for_report(
    *,
    kind: str,
    to: Body,
    body: Body | None = None,
    organisation: Organisation | None = None,
    subject: str,
    starts_on: date,
    ends_on: date,
    meeting: Meeting | None = None,
    due_on: date | None = None,
    by: User,
    at: datetime,
) -> ReportDue:
    """Asks a body, or a service of an organisation, for a report that no rule makes fall due.

    Returns it; the same sent twice is one. Raises Refused for dates that make no sense, for a body
    that would report to itself, where neither a meeting nor a day says when it is due, and for a
    day that is past or further ahead than reports are planned.
    """
    if ends_on < starts_on:
        raise Refused("The last day must be on or after the first day.", field="ends_on")
    if body == to:
        raise Refused("A body does not report to itself.", field="author")
    if kind == ReportKind.WORKPLAN and body is None:
        raise Refused("A workplan is a body’s. Choose a body.", field="author")
    day_due = due_on or (meeting.held_on if meeting else None)
    if day_due is None:
        raise Refused("Choose the meeting it goes to, or the day it is due.", field="due_on")
    if day_due < timezone.localdate(at):
        raise Refused("Choose today or a later day: it has still to be written.", field="due_on")
    if day_due > timezone.localdate(at) + AHEAD:
        raise Refused("Choose a day within the next 13 months.", field="due_on")
    what = {
        "kind": kind,
        "to": Body.objects.select_for_update(of=("self",)).get(pk=to.pk),
        "body": body,
        "organisation": organisation,
        "subject": kept(
            subject, field="subject", longest=LONGEST_SUBJECT, required="Say what it is about."
        ),
        "starts_on": starts_on,
        "ends_on": ends_on,
    }
    if same := ReportDue.objects.outstanding().filter(**what).first():
        return same
    rule = ReportingRequirement.objects.filter(kind=kind, owed_to=to, rhythm="").first()
    report = ReportDue(requirement=rule, due_on=day_due, **what)
    if meeting is not None:
        _refuse_meeting(report, meeting)
        report.meeting = meeting
    report.save()
    record(verb="report.ask", subject=report, by=by, at=at, after=_told(report))
    return report


@transaction.atomic
def take_request_back(*, report: ReportDue, reason: str, by: User, at: datetime) -> None:
    """Asks no longer for a report that no rule makes fall due; the audit keeps that it was asked.

    Raises Refused without a reason, for a report that falls due by a rule, and once somebody has
    begun to write it.
    """
    [report] = hold_reports(report)
    if not report.was_asked_for:
        raise Refused("It falls due by a rule, so it stays.")
    said = kept(
        reason,
        field="reason",
        longest=LONGEST_REASON,
        required="Say why it is no longer asked for.",
    )
    record(verb="report.take_back", subject=report, by=by, at=at, before=_told(report), reason=said)
    try:
        report.delete()
    except ProtectedError as begun:
        raise Refused(
            f"{report.author} has begun to write it, so it stays. Speak with them first."
        ) from begun


def hold_reports(*reports: ReportDue) -> list[ReportDue]:
    """The reports as the database has them now, held until the transaction ends.

    Every service of any layer that changes one asks this first.
    """
    found = (
        ReportDue.objects.select_for_update(of=("self",))
        .with_everything()
        .select_related("received_by")
        .order_by("pk")
        .in_bulk([each.pk for each in reports])
    )
    return [found[each.pk] for each in reports]


def place_version(report: ReportDue) -> str:
    """What tells the meeting that a report goes to, or the day it is due, from any other."""
    return version_of(_told(report))


def _refuse_moved(report: ReportDue, seen: str | None, by: User) -> None:
    told = _told(report)
    refuse_unseen(subject=report, verb="report.move", told=told, seen=seen, who=by)


def _refuse_meeting(report: ReportDue, meeting: Meeting) -> None:
    if meeting.body_id != report.to_id:
        raise Refused(f"{meeting} is not a meeting of {report.to}.", field="slot")
    if meeting.is_cancelled:
        raise Refused(f"The meeting on {day(meeting.held_on)} was cancelled.", field="slot")
    if meeting.is_closed:
        raise Refused(f"The minutes of {day(meeting.held_on)} are closed.", field="slot")
    if report.received_at is not None:
        raise Refused("It was received already, so it stays where it was heard.")


def _move(report: ReportDue, meeting: Meeting, reason: str, by: User, at: datetime) -> None:
    before = _told(report)
    report.meeting, report.change_reason = meeting, reason
    report.save(update_fields=["meeting", "change_reason"])
    record(
        verb="report.move", subject=report, by=by, at=at, before=before, after=_told(report),
        reason=reason,
    )  # fmt: skip


def _reason(reason: str) -> str:
    required = "Say why it is moved, in a sentence."
    return kept(reason, field="reason", longest=LONGEST_REASON, required=required)


def _told(report: ReportDue) -> dict[str, object]:
    meeting = report.meeting
    return {
        "to": str(report.to),
        "meeting": meeting.held_on if meeting else None,
        "due_on": report.due_on,
    }
