"""Plans: which there are and which are missing, one plan with its actions, making and changing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from governance.access import Permission, PortalRequest, require
from governance.answering import answer, sent
from governance.report_lists import line
from outcomes.models import Plan
from outcomes.planning.expected import to_make
from outcomes.planning.forms import NewPlanForm, PlanForm
from outcomes.planning.pages import plan_page, plans_page, unplaced
from outcomes.reports.plans import handed_in_with
from outcomes.services.plans import change_plan, make_plan


@require_safe
@require(Permission.GOVERNANCE_VIEW)
def plans(request: PortalRequest) -> HttpResponse:
    """Every plan by kind, and which of those that the strategies ask for are missing."""
    page = plans_page(timezone.localdate())
    may_make = request.access.may(Permission.WORKPLAN_EDIT)
    mine = {each.key for each in to_make(request.access)} if may_make else set()
    return render(request, "outcomes/plans.html", {"page": page, "mine": mine})


@require_safe
@require(Permission.GOVERNANCE_VIEW)
def plan(request: PortalRequest, pk: int) -> HttpResponse:
    """One plan: what it says, and its actions."""
    found = get_object_or_404(Plan.objects.with_owners(), pk=pk)
    today = timezone.localdate()
    page = plan_page(found, today)
    context = {
        "page": page,
        "plan": found,
        "unplaced": unplaced(page) if page.priorities else (),
        "drawn_from": found.drawn_from.select_related("body").order_by("held_on"),
        "handed_in": [line(each, today) for each in handed_in_with(found)],
        "may_edit": found.may_be_edited_by(request.access),
    }
    return render(request, "outcomes/plan.html", context)


@require(Permission.WORKPLAN_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_plan(request: PortalRequest) -> HttpResponse:
    """Makes a plan that the strategies ask for."""
    expected = to_make(request.access)
    if not expected:
        raise PermissionDenied
    form = NewPlanForm(
        sent(request),
        expected=expected,
        on=_first_day(request.GET.get("from", "")),
        which=request.GET.get("which", ""),
    )

    def save(**who: Any) -> tuple[str, Plan]:
        return "The plan is made. Add its actions.", make_plan(**form.content, **who)

    return answer(request, form, save, template="outcomes/plan_form.html", context={})


@require(Permission.WORKPLAN_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_plan(request: PortalRequest, pk: int) -> HttpResponse:
    """Changes what a plan says of itself, and how far it is."""
    found = editable_plan(request, pk)
    form = PlanForm(sent(request), plan=found)

    def save(**who: Any) -> tuple[str, Plan]:
        changed = change_plan(plan=found, **form.cleaned_data, seen=form.version, **who)
        return "The plan is changed.", changed

    context = {"plan": found}
    return answer(request, form, save, template="outcomes/plan_form.html", context=context)


def _first_day(asked: str) -> date:
    """A day of the year that the plan is for: the one that a link asks for, or today."""
    try:
        return date.fromisoformat(asked)
    except ValueError:
        return timezone.localdate()


def editable_plan(request: PortalRequest, pk: int) -> Plan:
    """The plan, for who may change it; to anybody else it is not there to be changed."""
    return get_object_or_404(Plan.objects.editable(request.access).with_owners(), pk=pk)
