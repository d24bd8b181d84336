"""Minuting a meeting: what it decided, what it said and asked, and answers that come later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.access import Permission, PortalRequest, require
from governance.answering import answer, sent
from governance.models import Meeting
from outcomes.minuting import AnswerForm, DiscussionForm, MinutesDecisionForm
from outcomes.models import Discussion
from outcomes.services.decisions import record_decision
from outcomes.services.discussions import answer_discussion, record_discussion

SEND = ["GET", "HEAD", "POST"]


@require(Permission.BODY_EDIT)
@require_http_methods(SEND)
def decide(request: PortalRequest, pk: int) -> HttpResponse:
    """A decision of the meeting."""
    meeting, today = _own(request, pk), timezone.localdate()
    form = MinutesDecisionForm(sent(request), meeting=meeting, on=today)

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
    meeting, today = _own(request, pk), timezone.localdate()
    form = DiscussionForm(sent(request), on=today)

    def save(**who: Any) -> str:
        words = {name: form.cleaned_data[name] for name in ("said", "asked")}
        record_discussion(meeting=meeting, subject=form.about, **words, on=today, **who)
        return "The entry is recorded."

    return _answer(request, form, save, meeting, "Record what was discussed")


@require(Permission.BODY_EDIT)
@require_http_methods(SEND)
def answer_question(request: PortalRequest, pk: int) -> HttpResponse:
    """The answer to what a meeting asked."""
    found = Discussion.objects.select_related("meeting__body", "priority", "measure")
    own = found.filter(meeting__in=Meeting.objects.editable_by(request.access))
    asked = get_object_or_404(own.exclude(asked=""), pk=pk)
    form = AnswerForm(sent(request))

    def save(**who: Any) -> str:
        answer_discussion(discussion=asked, answer=form.cleaned_data["answer"], **who)
        return "The answer is recorded."

    return _answer(request, form, save, asked.meeting, "Answer what was asked", asked=asked)


def _own(request: PortalRequest, pk: int) -> Meeting:
    return get_object_or_404(Meeting.objects.editable_by(request.access), pk=pk)


def _answer(
    request: PortalRequest,
    form: Any,
    save: Callable[..., str],
    meeting: Meeting,
    title: str,
    *,
    asked: Discussion | None = None,
) -> HttpResponse:
    """The form, or the meeting once it is saved."""

    def saved(**who: Any) -> tuple[str, Meeting]:
        return save(**who), meeting

    context = {"meeting": meeting, "title": title, "asked": asked}
    return answer(request, form, saved, template="outcomes/minutes.html", context=context)
