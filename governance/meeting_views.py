"""Meetings: the calendar of all bodies, and planning, moving, cancelling and closing them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ehportal.calendars import calendar_file, calendar_response
from ehportal.forms import Form
from ehportal.wording import count, day
from governance.access import Permission, PortalRequest, require
from governance.answering import answer, sent
from governance.cadence import Cadence
from governance.meeting_forms import (
    AttendanceForm,
    CancelForm,
    MeetingForm,
    MoveForm,
    PlanForm,
)
from governance.meeting_lists import YEAR, by_month, entries, missing_meetings
from governance.models import Body, Meeting
from governance.services.meetings import (
    add_meeting,
    cancel_meeting,
    close_minutes,
    move_meeting,
    plan_meetings,
    record_attendance,
)

SEND = ["GET", "HEAD", "POST"]


@require(Permission.GOVERNANCE_VIEW)
@require_safe
def meetings(request: PortalRequest) -> HttpResponse:
    """Every body’s meetings by month, or one’s: those to come, or those of the past year."""
    today = timezone.localdate()
    bodies = Body.objects.convened().with_meetings()
    meeting_bodies = [body for body in bodies if body.meets or body.meetings.all()]
    chosen = next((b for b in meeting_bodies if b.code == request.GET.get("body")), None)
    is_past = request.GET.get("when") == "past"
    shown = [chosen] if chosen else meeting_bodies
    first, last = (today - YEAR, today) if is_past else (today, today + YEAR)
    found = Meeting.objects.between(first, last).filter(body__in=shown).select_related("body")
    context = {
        "months": by_month(found, latest_first=is_past),
        "missing": missing_meetings(shown, on=today),
        "bodies": sorted(meeting_bodies, key=lambda body: body.name),
        "chosen": chosen,
        "is_past": is_past,
        "today": today,
        "editable": set(Body.objects.editable_by(request.access).values_list("pk", flat=True)),
    }
    return render(request, "governance/meetings.html", context)


@require(Permission.GOVERNANCE_VIEW)
@require_safe
def all_meetings_file(request: PortalRequest) -> HttpResponse:
    """The meetings of all bodies as a calendar file, from a year back."""
    return _file(Meeting.objects.all(), "meetings.ics")


@require(Permission.GOVERNANCE_VIEW)
@require_safe
def body_meetings_file(request: PortalRequest, code: str) -> HttpResponse:
    """The meetings of one body as a calendar file."""
    body = get_object_or_404(Body.objects.convened(), code=code)
    return _file(Meeting.objects.filter(body=body), f"meetings-{body.code}.ics")


@require(Permission.BODY_EDIT)
@require_http_methods(SEND)
def plan(request: PortalRequest, code: str) -> HttpResponse:
    """A year of a body's meetings from how often it meets."""
    body = get_object_or_404(Body.objects.editable_by(request.access).exclude(meets=""), code=code)
    today = timezone.localdate()
    form = PlanForm(
        sent(request),
        cadence=Cadence(body.meets),
        initial={"starts_on": today, "week": 2, "weekday": 1, "starts_at": "10:00"},
    )

    def save(**who: Any) -> str:
        starts_on = form.cleaned_data["starts_on"]
        added = plan_meetings(
            body=body,
            pattern=form.pattern,
            starts_on=starts_on,
            ends_on=starts_on + YEAR,
            slot=form.slot,
            **who,
        )
        if not added:
            return "Every one of them has its meeting already; nothing is added."
        return f"{count(len(added), 'meeting')} planned, the first on {day(added[0].held_on)}."

    return _answer(request, form, save, body, "Plan a year of meetings", "Plan them")


@require(Permission.BODY_EDIT)
@require_http_methods(SEND)
def add(request: PortalRequest, code: str) -> HttpResponse:
    """One meeting more of a body."""
    body = get_object_or_404(Body.objects.editable_by(request.access), code=code)
    form = MeetingForm(sent(request))

    def save(**who: Any) -> str:
        held_on = form.cleaned_data["held_on"]
        add_meeting(body=body, held_on=held_on, slot=form.slot, **who)
        return f"The meeting on {day(held_on)} is added."

    return _answer(request, form, save, body, "Add a meeting", "Add the meeting")


@require(Permission.BODY_EDIT)
@require_http_methods(SEND)
def move(request: PortalRequest, pk: int) -> HttpResponse:
    """Another day, hour or room for a meeting."""
    meeting = _own(request, pk)
    form = MoveForm(sent(request), over=meeting)

    def save(**who: Any) -> str:
        given = form.cleaned_data
        moved = move_meeting(
            meeting=meeting,
            held_on=given["held_on"],
            slot=form.slot,
            reason=given["reason"],
            seen=form.version,
            **who,
        )
        return f"The meeting is on {day(moved.held_on)}."

    return _answer(request, form, save, meeting, "Move the meeting", "Move it")


@require(Permission.BODY_EDIT)
@require_http_methods(SEND)
def cancel(request: PortalRequest, pk: int) -> HttpResponse:
    """Cancels a meeting, for a reason."""
    meeting = _own(request, pk)
    form = CancelForm(sent(request))

    def save(**who: Any) -> str:
        cancel_meeting(meeting=meeting, reason=form.cleaned_data["reason"], **who)
        return "The meeting is cancelled."

    return _answer(request, form, save, meeting, "Cancel the meeting", "Cancel the meeting")


@require(Permission.BODY_EDIT)
@require_http_methods(SEND)
def attendance(request: PortalRequest, pk: int) -> HttpResponse:
    """Which organisations came."""
    meeting, today = _own(request, pk), timezone.localdate()
    form = AttendanceForm(sent(request), meeting=meeting)

    def save(**who: Any) -> str:
        record_attendance(meeting=meeting, came=form.attendance, seen=form.version, on=today, **who)
        return "Who came is recorded."

    return _answer(request, form, save, meeting, "Who came?", "Save")


@require(Permission.BODY_EDIT)
@require_http_methods(SEND)
def close(request: PortalRequest, pk: int) -> HttpResponse:
    """Closes the minutes of a meeting, once that was asked."""
    meeting, today = _own(request, pk), timezone.localdate()
    form = Form(sent(request))

    def save(**who: Any) -> str:
        close_minutes(meeting=meeting, on=today, **who)
        return "The minutes are closed."

    return _answer(request, form, save, meeting, "Close the minutes?", "Close the minutes",
                   note="Nothing recorded of this meeting can be changed afterwards: not who came, "
                   "what was decided, or what was asked.")  # fmt: skip


def _own(request: PortalRequest, pk: int) -> Meeting:
    return get_object_or_404(Meeting.objects.editable_by(request.access), pk=pk)


def _answer(
    request: PortalRequest,
    form: Any,
    save: Callable[..., str],
    about: Body | Meeting,
    title: str,
    button: str,
    *,
    note: str = "",
) -> HttpResponse:
    """The form, or what it did, on the page of the meeting or of its body."""
    meeting = about if isinstance(about, Meeting) else None

    def saved(**who: Any) -> tuple[str, Body | Meeting]:
        return save(**who), about

    context = {
        "body": meeting.body if meeting else about,
        "meeting": meeting,
        "title": title,
        "button": button,
        "note": note,
    }
    return answer(request, form, saved, template="governance/meeting_form.html", context=context)


def _file(found: QuerySet[Meeting], name: str) -> HttpResponse:
    now = timezone.now()
    recent = found.filter(held_on__gte=timezone.localdate(now) - YEAR)
    content = calendar_file(
        entries(recent.select_related("body").order_by("held_on", "pk")),
        name="Meetings",
        address=settings.PORTAL_URL,
        at=now,
    )
    return calendar_response(content, name)
