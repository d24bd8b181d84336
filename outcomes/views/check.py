"""Handing in: check everything, and declare."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.access import PortalRequest
from outcomes.models import Submission
from outcomes.reporting.checking import checklist_of, signing_of
from outcomes.reporting.declaration import DeclarationForm
from outcomes.services.exceptions import NotReady, Refused
from outcomes.services.signing import prepare, submit_with_reason
from outcomes.services.submissions import check as check_row
from outcomes.services.submissions import rows_of, submit
from outcomes.views.finding import about, areas_of, find, refuse_unless_own


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: PortalRequest, pk: int) -> HttpResponse:
    """Everything typed, beside last quarter; what is left to do; declare and hand in."""
    found = find(request, pk)
    if request.method != "POST":
        return _render_check(request, found)
    refuse_unless_own(request, found)
    return _hand_in(request, found)


def _hand_in(request: PortalRequest, found: Submission) -> HttpResponse:
    """One step for all of it: the reason for what is empty, and the declaration."""
    is_first = request.POST.get("action") == "prepare"
    empty = sum(check_row(row).is_blank for row in rows_of(found))
    form = DeclarationForm(request.POST, empty=empty)
    form.word(is_first=is_first)
    if not form.is_valid():
        return _render_check(request, found, sent=form)
    try:
        _service(form, is_first=is_first)(
            submission=found,
            by=request.user,
            at=timezone.now(),
            on=timezone.localdate(),
            seen_version=form.cleaned_data["version"],
            **form.reason,
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        # What is not ready is the person's to mend; anything else happened behind their back.
        status = 200 if isinstance(refused, NotReady) else 409
        return _render_check(request, found, sent=form, status=status)
    if is_first:
        messages.success(request, "Marked as ready. A second person can submit the figures now.")
        return redirect(found)
    return redirect("outcomes:receipt", found.pk)


def _service(form: DeclarationForm, *, is_first: bool) -> Callable[..., Submission]:
    if is_first:
        return prepare
    return submit_with_reason if form.reason else submit


def _render_check(
    request: PortalRequest,
    found: Submission,
    *,
    sent: DeclarationForm | None = None,
    status: int = 200,
) -> HttpResponse:
    if status == 409:
        found.refresh_from_db()
    areas = areas_of(found)
    left = checklist_of(areas)
    signing = signing_of(found, reader=request.user, on=timezone.localdate())
    if sent is not None:
        sent.show_version(found.version)
    form = sent or DeclarationForm(initial={"version": found.version}, empty=len(left.empty))
    form.word(is_first=signing.is_first)
    context = {
        **about(request, found),
        "areas": areas,
        "left": left,
        "signing": signing,
        "declaration": form,
        "has_errors": bool(form.errors),
    }
    return render(request, "outcomes/check.html", context, status=status)
