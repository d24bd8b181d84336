"""The entry table of one outcome area."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.access import PortalRequest
from outcomes.earlier import earlier_quarters
from outcomes.models import Area, Submission
from outcomes.reporting.forms import SectionForm
from outcomes.services.entry import Saved, save_section
from outcomes.services.exceptions import Refused
from outcomes.services.submissions import assess, rows_of
from outcomes.views.finding import about, find, refuse_unless_own


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: PortalRequest, pk: int, area: str) -> HttpResponse:
    """The entry table of one outcome area, or its figures for reading."""
    found = find(request, pk)
    if request.method == "POST":
        refuse_unless_own(request, found)
        return _save_section(request, found, area)
    form = _section_form(found, area)
    context = about(request, found)
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
            **about(request, found),
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
        if request.GET.get("from") == "check":
            return redirect(f"{reverse('outcomes:check', args=[found.pk])}#area-{area}")
        return redirect(found)
    status = 409 if saved.clashes else 200
    return _render_section(request, about(request, found), area, form, saved=saved, status=status)


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
