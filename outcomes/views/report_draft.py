"""A report kept on the server while somebody writes it, without leaving the page."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.access import Permission, PortalRequest
from governance.kept import forget, is_anothers
from outcomes.models import ReportDraft
from outcomes.reports.forms import WriteForm
from outcomes.services.exceptions import Refused, SavedMeanwhile
from outcomes.services.reports import judged_in, save_draft
from outcomes.views.finding import typed_by_another
from outcomes.views.reports import own_report


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest, pk: int) -> JsonResponse:
    """Saves the boxes of a report that can be kept; a GET answers a fresh form token.

    Whoever has been signed out is told so in JSON, not sent away: what they typed is on their page.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"signed_out": True}, status=401)
    mine = cast(PortalRequest, request)
    if not mine.access.may(Permission.REPORT_WRITE):
        raise PermissionDenied
    due = own_report(mine, pk)
    if request.method != "POST":
        return JsonResponse({"token": get_token(request)})
    if is_anothers(mine):
        return JsonResponse({"refused": typed_by_another(mine)}, status=409)
    draft = ReportDraft.objects.filter(due=due).first()
    form = WriteForm(request.POST, due=due, draft=draft, judged=judged_in(due))
    form.is_valid()
    at = timezone.now()
    try:
        saved = save_draft(
            due=due,
            answers=form.answers,
            seen=form.revision,
            page=form.cleaned_data.get("page", ""),
            by=mine.user,
            at=at,
        )
    except SavedMeanwhile as meanwhile:
        return JsonResponse({"refused": _elsewhere(meanwhile)}, status=409)
    except Refused as refused:
        return JsonResponse({"refused": str(refused)}, status=409)
    forget(request, reverse("outcomes:write_report", args=[due.pk]))
    return JsonResponse(
        {
            "saved": True,
            "at": f"{timezone.localtime(at):%H:%M}",
            "seen": form.version_over(saved),
            "changed": int(saved.changed_at == at),
            "left": len(form.errors),
        }
    )


def _elsewhere(meanwhile: SavedMeanwhile) -> str:
    who = f"{meanwhile.saved_by} saved other words meanwhile"
    if meanwhile.saved_by == "you":
        who = "You saved other words in another tab"
    return f"{who}. Press “Save the draft” to see both."
