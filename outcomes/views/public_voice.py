"""For everybody, without an account: what was said and done, and a box for feedback."""

from __future__ import annotations

from http import HTTPStatus

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from governance.throttling import is_too_often
from outcomes.models import VoiceItem
from outcomes.services.exceptions import Refused
from outcomes.services.feedback import take_feedback
from outcomes.voice.counts import whose
from outcomes.voice.feedback import FeedbackForm
from outcomes.voice.public import open_while

LISTED = 30
TOO_OFTEN = (
    "Many messages have come from your network in the last hour, so yours was not sent. It is "
    "still here: send it again later, or from elsewhere"
)


@open_while("PUBLIC_VOICE")
@require_safe
def you_said_we_did(request: HttpRequest) -> HttpResponse:
    """What was said and done, where the coordinator made it public: no numbers, no names, and
    whose words they are only where they are those of many.
    """
    found = (
        VoiceItem.objects.published()
        .with_consultation()
        .prefetch_related("consultation__groups")
        .order_by("-consultation__held_on", "-pk")
    )
    page = Paginator(found, LISTED).get_page(request.GET.get("page"))
    said = [(item, whose(item.consultation)) for item in page]
    return render(request, "outcomes/public_voice.html", {"page": page, "said": said})


@open_while("PUBLIC_FEEDBACK")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest) -> HttpResponse:
    """One box for whatever somebody wants to tell; it asks for nothing about them."""
    form = FeedbackForm(request.POST if request.method == "POST" else None)
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        if is_too_often(request, "feedback"):
            form.add_error(None, TOO_OFTEN)
            status = HTTPStatus.TOO_MANY_REQUESTS
        else:
            try:
                take_feedback(**form.content, at=timezone.now())
            except Refused as refused:
                form.add_error(refused.field or None, str(refused))
            else:
                return redirect("outcomes:feedback_sent")
    context = {"form": form, "has_errors": bool(form.errors)}
    return render(request, "outcomes/feedback.html", context, status=status)


@open_while("PUBLIC_FEEDBACK")
@never_cache
@require_safe
def feedback_sent(request: HttpRequest) -> HttpResponse:
    """Says that it has arrived, and what happens next."""
    return render(request, "outcomes/feedback_sent.html")
