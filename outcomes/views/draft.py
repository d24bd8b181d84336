"""The draft that a page keeps on the server while somebody types, and what it needs for that."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from governance.access import PortalRequest
from governance.kept import forget, is_anothers
from outcomes.models import Submission
from outcomes.reporting.draft import draft_answer
from outcomes.services.exceptions import Refused
from outcomes.services.presence import others_present
from outcomes.views.finding import (
    find,
    refuse_unless_own,
    saved_form,
    sent_form,
    typed_by_another,
)
from outcomes.views.saving import save_sent


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, pk: int, area: str) -> HttpResponse:
    """Saves the boxes of an entry table without leaving it; a GET answers a fresh form token.

    Whoever has been signed out is told so in JSON, not sent away: what they typed is on their page.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"signed_out": True}, status=401)
    mine = cast(PortalRequest, request)
    found = find(mine, pk)
    if request.method != "POST":
        return JsonResponse({"token": get_token(request)})
    refuse_unless_own(mine, found)
    return _save_draft(mine, found, area)


def _save_draft(request: PortalRequest, found: Submission, area: str) -> HttpResponse:
    sent = sent_form(found, area, request.POST)
    if is_anothers(request):
        return JsonResponse({"refused": typed_by_another(request)}, status=409)
    at = timezone.now()
    try:
        saved = save_sent(request, found, area, sent, at=at)
    except Refused as refused:
        return JsonResponse({"refused": str(refused)}, status=409)
    if not saved.left:
        forget(request, reverse("outcomes:section", args=[found.pk, area]))
    form = saved_form(sent, found, area)
    others = others_present(found, besides=request.user, at=at).get(area, [])
    return JsonResponse(draft_answer(form, saved, reader=request.user, at=at, others=others))


@require_safe
def signed_in(request: PortalRequest) -> HttpResponse:
    """Where signing in again in a new tab ends: back to the page that was left open."""
    return render(request, "outcomes/signed_in.html")
