"""The reporter's pages: my submissions, one of them, its entry tables, check, receipt.

The coordinator reads every page; only the people who report figures send anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ehportal import wording
from governance.access import Permission, PortalRequest
from outcomes.earlier import changes_to, earlier_quarters
from outcomes.models import Area, Submission
from outcomes.reporting.forms import DeclarationForm, ReasonForBlanksForm, SectionForm
from outcomes.reporting.presentation import (
    Section,
    change_in_words,
    headline,
    sections_of,
    standing,
    tag_of,
    why_read_only,
)
from outcomes.services.entry import Saved, give_reason_for_blanks, save_section
from outcomes.services.exceptions import NotReady, Refused
from outcomes.services.submissions import assess, hash_of, rows_of, submit


@require_safe
def submissions(request: PortalRequest) -> HttpResponse:
    """Every set of figures the person may see, the newest quarter first."""
    access = request.access
    if not (access.may(Permission.SUBMISSION_EDIT) or access.may(Permission.SUBMISSION_SEE_ALL)):
        raise PermissionDenied
    today = timezone.localdate()
    found = list(Submission.objects.visible_to(access).with_everything())
    is_reporter = access.may(Permission.SUBMISSION_EDIT)
    context = {
        "headline": headline(found, today) if is_reporter else "Figures from every reporter",
        "lines": [(each, tag_of(each, today), standing(each, today)) for each in found],
        "names_reporters": len({each.reporter_id for each in found}) > 1,
        "is_reporter": is_reporter,
    }
    return render(request, "outcomes/submissions.html", context)


@require_safe
def submission(request: PortalRequest, pk: int) -> HttpResponse:
    """The task list of one submission: an outcome area a row, then check and submit."""
    found = _find(request, pk)
    assessed = assess(found, list(rows_of(found)))
    sections = sections_of(assessed, found.sections.select_related("changed_by"))
    context = {
        **_about(request, found),
        "sections": sections,
        "completed": sum(section.state == "complete" for section in sections),
        "to_correct": sum(section.to_correct for section in sections),
        "to_explain": sum(section.to_explain for section in sections),
        "empty": sum(section.empty for section in sections),
        "changes": [change_in_words(event) for event in changes_to(found)],
    }
    return render(request, "outcomes/submission.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: PortalRequest, pk: int, area: str) -> HttpResponse:
    """The entry table of one outcome area, or its figures for reading."""
    found = _find(request, pk)
    if request.method == "POST":
        _refuse_unless_own(request, found)
        return _save_section(request, found, area)
    form = _section_form(found, area)
    context = _about(request, found)
    if not context["read_only"]:
        form.check()
    return _render_section(request, context, area, form)


def _save_section(request: PortalRequest, found: Submission, area: str) -> HttpResponse:
    sent = _section_form(found, area, data=request.POST)
    try:
        saved = save_section(
            submission=found,
            area=area,
            figures=sent.typed(),
            is_complete=sent.is_complete if "complete" in request.POST else None,
            by=request.user,
            at=timezone.now(),
            on=timezone.localdate(),
        )
    except Refused as refused:
        context = {
            **_about(request, found),
            "why": str(refused),
            "typed": sent.typed_in_words(),
            "area": Area(area),
        }
        return render(request, "outcomes/not_saved.html", context, status=409)
    found.refresh_from_db()
    form = _section_form(found, area, data=request.POST)
    form.show(saved, reader=request.user)
    form.check()
    may_leave = request.POST.get("save") == "later" or not form.problems
    if may_leave and not saved.left:
        messages.success(request, f"{Area(area).label} is saved.")
        return redirect(found)
    status = 409 if saved.clashes else 200
    return _render_section(request, _about(request, found), area, form, saved=saved, status=status)


def _render_section(
    request: PortalRequest,
    context: Mapping[str, Any],
    area: str,
    form: SectionForm,
    *,
    saved: Saved | None = None,
    status: int = 200,
) -> HttpResponse:
    problems = [{"target": box, "message": message} for box, message in form.problems]
    context = {
        **context,
        "area": Area(area),
        "form": form,
        "counts": form.counts,
        "mistakes": problems,
        "has_errors": bool(problems),
        "has_unsaved": bool(saved and saved.left),
    }
    return render(request, "outcomes/section.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: PortalRequest, pk: int) -> HttpResponse:
    """Everything typed, beside last quarter; a reason for what is empty; declare and submit."""
    found = _find(request, pk)
    if request.method != "POST":
        return _render_check(request, found)
    _refuse_unless_own(request, found)
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
    areas = _areas(found)
    problems = [
        {"area": each.area, "box": box, "message": message}
        for each, form in areas
        for box, message in [*form.problems, *form.to_explain]
    ]
    if declaration is not None:
        declaration.show_version(found.version)
    context = {
        **_about(request, found),
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
    found = _find(request, pk)
    if not found.reference:
        return redirect(found)
    context = {
        **_about(request, found),
        "areas": _areas(found),
        "is_unchanged": hash_of(found) == found.content_hash,
    }
    return render(request, "outcomes/receipt.html", context)


# ---- finding ---------------------------------------------------------------------------------


def _find(request: PortalRequest, pk: int) -> Submission:
    """The submission, if the person may see it. Raises Http404 otherwise."""
    visible = Submission.objects.visible_to(request.access).with_everything()
    people = visible.select_related("changed_by", "submitted_by", "reviewed_by")
    return get_object_or_404(people, pk=pk)


def _is_own(request: PortalRequest, found: Submission) -> bool:
    return Submission.objects.own(request.access).filter(pk=found.pk).exists()


def _refuse_unless_own(request: PortalRequest, found: Submission) -> None:
    """Raises PermissionDenied for whoever may read the figures but does not report them."""
    if not _is_own(request, found):
        raise PermissionDenied


def _section_form(
    found: Submission, area: str, *, data: Mapping[str, str] | None = None
) -> SectionForm:
    """The area's entry table. Raises Http404 where no figure is due in it."""
    rows = list(rows_of(found).filter(measure__area=area))
    if not rows:
        raise Http404
    state = found.sections.filter(area=area).first()
    return SectionForm(
        assess(found, rows, area=area),
        home=found.reporter.place,
        earlier=earlier_quarters(found, area=area),
        is_complete=bool(state and state.is_complete),
        data=data,
    )


def _areas(found: Submission) -> list[tuple[Section, SectionForm]]:
    """Every outcome area that figures are due in, with its rows and what to correct in them."""
    assessed = assess(found, list(rows_of(found)))
    earlier = earlier_quarters(found)
    areas = []
    for each in sections_of(assessed, found.sections.select_related("changed_by")):
        form = SectionForm(
            [one for one in assessed if one.row.measure.area == each.area],
            home=found.reporter.place,
            earlier=earlier,
        )
        form.check()
        areas.append((each, form))
    return areas


def _about(request: PortalRequest, found: Submission) -> dict[str, Any]:
    """What every page of a submission says of it."""
    today = timezone.localdate()
    is_own = _is_own(request, found)
    return {
        "submission": found,
        "is_own": is_own,
        "read_only": why_read_only(found, today, is_own=is_own),
        "standing": standing(found, today),
        "tag": tag_of(found, today),
    }
