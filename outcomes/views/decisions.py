"""What was decided because of the figures: the coordinator's list, recording, and removing."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from governance.access import Permission, PortalRequest, require
from governance.answering import answer, sent
from outcomes.deciding import DecisionForm, RemovalForm
from outcomes.models import Decision
from outcomes.services.decisions import record_decision, remove_decision

LIST = "outcomes:decisions"


@require(Permission.SUBMISSION_REVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def decisions(request: PortalRequest) -> HttpResponse:
    """Every decision, the latest meeting first, and the form for one more."""
    today = timezone.localdate()
    back = _back(request)
    form = DecisionForm(sent(request), on=today)

    def save(**who: Any) -> tuple[str, str]:
        record_decision(**form.cleaned_data, on=today, **who)
        return "The decision is recorded. Reporters see it on receipts.", back or LIST

    taken = Decision.objects.select_related("meeting__body", "period", "recorded_by")
    context = {"decisions": taken.prefetch_related("measures"), "back": back}
    return answer(request, form, save, template="outcomes/decisions.html", context=context)


def _back(request: PortalRequest) -> str:
    """The page of the meeting that the form was on; nothing for an address that is not ours."""
    back = request.POST.get("back", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if is_ours else ""


@require(Permission.SUBMISSION_REVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_decision_page(request: PortalRequest, pk: int) -> HttpResponse:
    """Asks why one decision is taken out, and takes it out."""
    decision = get_object_or_404(Decision.objects.select_related("meeting__body", "period"), pk=pk)
    form = RemovalForm(sent(request))

    def save(**who: Any) -> tuple[str, str]:
        remove_decision(decision=decision, reason=form.cleaned_data["reason"], **who)
        return "The decision is removed. Its words stay in the audit.", LIST

    context = {"decision": decision}
    return answer(request, form, save, template="outcomes/remove_decision.html", context=context)
