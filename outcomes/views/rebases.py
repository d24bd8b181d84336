"""New baselines of control charts: the coordinator's list, recording, and taking back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.access import Permission, PortalRequest, require
from outcomes.models import Rebase
from outcomes.reviewing.rebases import RebaseForm, WithdrawalForm
from outcomes.services.exceptions import Refused
from outcomes.services.rebases import record_rebase, withdraw_rebase


@require(Permission.PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
def rebases(request: PortalRequest) -> HttpResponse:
    """Every new baseline, and the form for one more."""
    data = request.POST if request.method == "POST" else None
    form = RebaseForm(data, on=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            record_rebase(**form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, "The new baseline is recorded. The next publication is judged by it."
            )
            return redirect("outcomes:rebases")
    recorded = Rebase.objects.select_related("measure", "place", "period", "recorded_by")
    context = {
        "rebases": recorded.select_related("withdrawn_by"),
        "form": form,
        "has_errors": bool(form.errors),
    }
    return render(request, "outcomes/rebases.html", context)


@require(Permission.PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_rebase_page(request: PortalRequest, pk: int) -> HttpResponse:
    """Asks why a new baseline is taken back, and takes it back."""
    standing = Rebase.objects.standing().select_related("measure", "place", "period")
    rebase = get_object_or_404(standing, pk=pk)
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_rebase(
                rebase=rebase,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The new baseline is taken back.")
            return redirect("outcomes:rebases")
    context = {"rebase": rebase, "form": form, "has_errors": bool(form.errors)}
    return render(request, "outcomes/withdraw_rebase.html", context)
