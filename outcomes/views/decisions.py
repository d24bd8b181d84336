"""What was decided because of the figures: the coordinator's list, recording, and removing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from governance.access import Permission, PortalRequest, require
from outcomes.deciding import DecisionForm, RemovalForm
from outcomes.models import Decision
from outcomes.services.decisions import record_decision, remove_decision
from outcomes.services.exceptions import Refused


@require(Permission.SUBMISSION_REVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def decisions(request: PortalRequest) -> HttpResponse:
    """Every decision, the latest meeting first, and the form for one more."""
    today = timezone.localdate()
    back = _back(request)
    form = DecisionForm(request.POST if request.method == "POST" else None, on=today)
    if request.method == "POST" and form.is_valid():
        try:
            record_decision(**form.cleaned_data, by=request.user, at=timezone.now(), on=today)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The decision is recorded. Reporters see it on receipts.")
            return redirect(back or "outcomes:decisions")
    taken = Decision.objects.select_related("meeting__body", "period", "recorded_by")
    context = {
        "decisions": taken.prefetch_related("measures"),
        "form": form,
        "has_errors": bool(form.errors),
        "back": back,
    }
    return render(request, "outcomes/decisions.html", context)


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
    form = RemovalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            remove_decision(
                decision=decision,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The decision is removed. Its words stay in the audit.")
            return redirect("outcomes:decisions")
    context = {"decision": decision, "form": form, "has_errors": bool(form.errors)}
    return render(request, "outcomes/remove_decision.html", context)
