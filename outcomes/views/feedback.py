"""Feedback that waits to be read, and what becomes of it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from governance.access import Permission, PortalRequest, require
from governance.answering import answer, sent
from outcomes.models import FeedbackMessage, FeedbackState
from outcomes.services.feedback import accept_feedback, set_feedback_aside
from outcomes.voice.feedback import DecideForm
from outcomes.voice.personal import looks_like

LISTED = 25
RECENT = 10


@require_safe
@require(Permission.VOICE_EDIT_ALL)
def feedback_queue(request: PortalRequest) -> HttpResponse:
    """Messages that nobody has decided about, the oldest first; and the latest set aside."""
    found = FeedbackMessage.objects.select_related("place", "site", "group", "decided_by")
    page = Paginator(found.waiting(), LISTED).get_page(request.GET.get("page"))
    aside = found.filter(state=FeedbackState.SET_ASIDE).order_by("-decided_at")[:RECENT]
    context = {
        "page": page,
        "messages_waiting": [(each, looks_like(each.text)) for each in page],
        "set_aside": aside,
    }
    return render(request, "outcomes/feedback_queue.html", context)


@require(Permission.VOICE_EDIT_ALL)
@require_http_methods(["GET", "HEAD", "POST"])
def decide_feedback(request: PortalRequest, pk: int) -> HttpResponse:
    """Reads one message and says what becomes of it; one that is decided about is not there."""
    waiting = FeedbackMessage.objects.waiting()
    message = get_object_or_404(waiting.select_related("place", "site", "group"), pk=pk)
    form = DecideForm(sent(request), message=message)

    def save(**who: Any) -> tuple[str, str]:
        if form.is_accepted:
            accept_feedback(message=message, content=form.content, **who)
            return "It is one of the things that people said.", reverse("outcomes:feedback_queue")
        set_feedback_aside(message=message, reason=form.cleaned_data["reason"], **who)
        return "It is set aside, and its words are erased.", reverse("outcomes:feedback_queue")

    context = {"message": message, "signs": looks_like(message.text)}
    return answer(request, form, save, template="outcomes/feedback_message.html", context=context)
