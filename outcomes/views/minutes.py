"""Minuting a meeting: what it decided, what it said and asked, and answers that come later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.access import Permission, PortalRequest, require
from governance.models import Body, Meeting
from outcomes.minuting import AnswerForm, DiscussionForm, MinutesDecisionForm
from outcomes.models import Discussion
from outcomes.services.decisions import record_decision
from outcomes.services.discussions import answer_discussion, record_discussion
from outcomes.services.exceptions import Refused

SEND = ["GET", "HEAD", "POST"]


@require(Permission.BODY_EDIT)
@require_http_methods(SEND)
def decide(request: PortalRequest, pk: int) -> HttpResponse:
    """A decision of the meeting."""
    meeting, today = get_object_or_404(_own(request), pk=pk), timezone.localdate()
    form = MinutesDecisionForm(_sent(request), meeting=meeting, on=today)

    def save(**who: Any) -> str:
        record_decision(
            body=meeting.body, held_on=meeting.held_on, **form.cleaned_data, on=today, **who
        )
        return "The decision is recorded."

    return _answer(request, form, save, meeting, "Record a decision")


@require(Permission.BODY_EDIT)
@require_http_methods(SEND)
def discuss(request: PortalRequest, pk: int) -> HttpResponse:
    """What the meeting said and asked of a priority or a measure."""
    meeting, today = get_object_or_404(_own(request), pk=pk), timezone.localdate()
    form = DiscussionForm(_sent(request), on=today)

    def save(**who: Any) -> str:
        words = {name: form.cleaned_data[name] for name in ("said", "asked")}
        record_discussion(meeting=meeting, subject=form.about, **words, on=today, **who)
        return "The entry is recorded."

    return _answer(request, form, save, meeting, "Record what was discussed")


@require(Permission.BODY_EDIT)
@require_http_methods(SEND)
def answer(request: PortalRequest, pk: int) -> HttpResponse:
    """The answer to what a meeting asked."""
    own = Discussion.objects.filter(meeting__in=_own(request)).exclude(asked="")
    asked = get_object_or_404(own.select_related("meeting__body", "priority", "measure"), pk=pk)
    form = AnswerForm(_sent(request))

    def save(**who: Any) -> str:
        answer_discussion(discussion=asked, answer=form.cleaned_data["answer"], **who)
        return "The answer is recorded."

    return _answer(request, form, save, asked.meeting, "Answer what was asked", asked=asked)


def _own(request: PortalRequest) -> QuerySet[Meeting]:
    bodies = Body.objects.editable_by(request.access)
    return Meeting.objects.filter(body__in=bodies).select_related("body")


def _sent(request: PortalRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _answer(
    request: PortalRequest,
    form: Any,
    save: Callable[..., str],
    meeting: Meeting,
    title: str,
    *,
    asked: Discussion | None = None,
) -> HttpResponse:
    """The form, or the meeting once it is saved; a refusal loses nothing that was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            done = save(by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return redirect(meeting)
    context = {
        "form": form,
        "meeting": meeting,
        "title": title,
        "asked": asked,
        "has_errors": bool(form.errors),
    }
    return render(request, "outcomes/minutes.html", context)
