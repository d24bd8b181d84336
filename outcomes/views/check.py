"""Handing in: check everything, declare, and the receipt."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ehportal import wording
from governance.access import PortalRequest
from outcomes.models import Submission
from outcomes.reporting.forms import DeclarationForm, ReasonForBlanksForm
from outcomes.services.entry import give_reason_for_blanks
from outcomes.services.exceptions import NotReady, Refused
from outcomes.services.submissions import hash_of, submit
from outcomes.views.finding import about, areas_of, find, refuse_unless_own


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: PortalRequest, pk: int) -> HttpResponse:
    """Everything typed, beside last quarter; a reason for what is empty; declare and submit."""
    found = find(request, pk)
    if request.method != "POST":
        return _render_check(request, found)
    refuse_unless_own(request, found)
    if request.POST.get("action") == "reason":
        return _give_reason(request, found)
    return _submit(request, found)


def _give_reason(request: PortalRequest, found: Submission) -> HttpResponse:
    form = ReasonForBlanksForm(request.POST)
    if not form.is_valid():
        return _render_check(request, found, reason=form)
    try:
        count = give_reason_for_blanks(
            submission=found,
            missing=form.cleaned_data["missing"],
            note=form.cleaned_data["note"],
            by=request.user,
            at=timezone.now(),
            on=timezone.localdate(),
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return _render_check(request, found, reason=form, status=_status_of(refused))
    marked = wording.count(count, "empty figure now has", "empty figures now have")
    messages.success(request, f"{marked} a reason.")
    return redirect("outcomes:check", found.pk)


def _submit(request: PortalRequest, found: Submission) -> HttpResponse:
    form = DeclarationForm(request.POST)
    if not form.is_valid():
        return _render_check(request, found, declaration=form)
    try:
        submit(
            submission=found,
            by=request.user,
            at=timezone.now(),
            on=timezone.localdate(),
            seen_version=form.cleaned_data["version"],
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return _render_check(request, found, declaration=form, status=_status_of(refused))
    return redirect("outcomes:receipt", found.pk)


def _status_of(refused: Refused) -> int:
    """Empty figures are the person's to mend; anything else happened behind their back."""
    return 200 if isinstance(refused, NotReady) else 409


def _render_check(
    request: PortalRequest,
    found: Submission,
    *,
    reason: ReasonForBlanksForm | None = None,
    declaration: DeclarationForm | None = None,
    status: int = 200,
) -> HttpResponse:
    if status == 409:
        found.refresh_from_db()
    areas = areas_of(found)
    problems = [
        {"area": each.area, "box": box, "message": message}
        for each, form in areas
        for box, message in [*form.problems, *form.to_explain]
    ]
    if declaration is not None:
        declaration.show_version(found.version)
    context = {
        **about(request, found),
        "areas": areas,
        "problems": problems,
        "empty": sum(each.empty for each, _ in areas),
        "without_reason": sum(form.empty_numbers for _, form in areas),
        "to_correct": sum(each.to_correct for each, _ in areas),
        "to_explain": sum(each.to_explain for each, _ in areas),
        "reason": reason or ReasonForBlanksForm(),
        "declaration": declaration or DeclarationForm(initial={"version": found.version}),
        "has_errors": any(form is not None and form.errors for form in (reason, declaration)),
    }
    return render(request, "outcomes/check.html", context, status=status)


@require_safe
def receipt(request: PortalRequest, pk: int) -> HttpResponse:
    """What was handed in, when and by whom; the task list where nothing was yet."""
    found = find(request, pk)
    if not found.reference:
        return redirect(found)
    context = {
        **about(request, found),
        "areas": areas_of(found),
        "is_unchanged": hash_of(found) == found.content_hash,
    }
    return render(request, "outcomes/receipt.html", context)
