"""New baselines of control charts: the coordinator's list, recording, and taking back."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.access import Permission, PortalRequest, require
from governance.answering import answer, sent
from outcomes.models import Rebase
from outcomes.reviewing.rebases import RebaseForm, WithdrawalForm
from outcomes.services.rebases import record_rebase, withdraw_rebase

LIST = "outcomes:rebases"


@require(Permission.PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
def rebases(request: PortalRequest) -> HttpResponse:
    """Every new baseline, and the form for one more."""
    form = RebaseForm(sent(request), on=timezone.localdate())

    def save(**who: Any) -> tuple[str, str]:
        record_rebase(**form.cleaned_data, **who)
        return "The new baseline is recorded. The next publication is judged by it.", LIST

    recorded = Rebase.objects.select_related("measure", "place", "period", "recorded_by")
    context = {"rebases": recorded.select_related("withdrawn_by")}
    return answer(request, form, save, template="outcomes/rebases.html", context=context)


@require(Permission.PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_rebase_page(request: PortalRequest, pk: int) -> HttpResponse:
    """Asks why a new baseline is taken back, and takes it back."""
    standing = Rebase.objects.standing().select_related("measure", "place", "period")
    rebase = get_object_or_404(standing, pk=pk)
    form = WithdrawalForm(sent(request))

    def save(**who: Any) -> tuple[str, str]:
        withdraw_rebase(rebase=rebase, reason=form.cleaned_data["reason"], **who)
        return "The new baseline is taken back.", LIST

    context = {"rebase": rebase}
    return answer(request, form, save, template="outcomes/withdraw_rebase.html", context=context)
