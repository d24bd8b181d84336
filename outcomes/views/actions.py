"""Actions: a list to filter, one with its history, adding, changing, and telling how it goes on."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from governance.access import Permission, PortalRequest, require
from governance.answering import answer, sent
from outcomes.models import Action, ActionStatus, Plan
from outcomes.planning.forms import ActionForm, FilterForm, UpdateForm
from outcomes.planning.pages import chosen_actions, deciders_to_choose, line, owners_to_choose
from outcomes.services.actions import add_action, change_action, update_action
from outcomes.views.plans import editable_plan

LISTED = 50


@require_safe
@require(Permission.GOVERNANCE_VIEW)
def actions(request: PortalRequest) -> HttpResponse:
    """Actions of every plan, by owner, decider, standing and being overdue: in the address."""
    today = timezone.localdate()
    form = FilterForm(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    page = Paginator(chosen_actions(chosen, today), LISTED).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": page,
        "lines": [line(action, today) for action in page],
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
        "owners": owners_to_choose(),
        "deciders": deciders_to_choose(),
        "statuses": ActionStatus.choices,
        "plans": Plan.objects.order_by("title").values_list("pk", "title"),
        "query": query.urlencode(),
    }
    return render(request, "outcomes/actions.html", context)


@require_safe
@require(Permission.GOVERNANCE_VIEW)
def action(request: PortalRequest, pk: int) -> HttpResponse:
    """One action: who, by when, what it serves, and all that was said of it."""
    found = get_object_or_404(
        Action.objects.with_owners()
        .select_related("decision__meeting__body", "ambition_action__source", "plan__area")
        .prefetch_related("partners", "outcomes__area", "measures", "priorities"),
        pk=pk,
    )
    context = {
        "action": found,
        "line": line(found, timezone.localdate()),
        "updates": found.updates.select_related("by"),
        "may_edit": found.plan.may_be_edited_by(request.access),
    }
    return render(request, "outcomes/action.html", context)


@require(Permission.WORKPLAN_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_action(request: PortalRequest, pk: int) -> HttpResponse:
    """Adds an action to a plan."""
    plan = editable_plan(request, pk)
    form = ActionForm(sent(request), plan=plan, on=timezone.localdate())

    def save(**who: Any) -> tuple[str, Plan]:
        due_on = form.cleaned_data["due_on"]
        add_action(plan=plan, content=form.content, due_on=due_on, **who)
        return "The action is added.", plan

    context = {"plan": plan}
    return answer(request, form, save, template="outcomes/action_form.html", context=context)


@require(Permission.WORKPLAN_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_action(request: PortalRequest, pk: int) -> HttpResponse:
    """Changes what an action says of itself."""
    found = _editable(request, pk)
    form = ActionForm(sent(request), plan=found.plan, action=found, on=timezone.localdate())

    def save(**who: Any) -> tuple[str, Action]:
        changed = change_action(action=found, content=form.content, seen=form.version, **who)
        return "The action is changed.", changed

    context = {"plan": found.plan, "action": found}
    return answer(request, form, save, template="outcomes/action_form.html", context=context)


@require(Permission.WORKPLAN_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def update_action_page(request: PortalRequest, pk: int) -> HttpResponse:
    """Says how an action goes on; a worse standing or a moved date says why."""
    found = _editable(request, pk)
    form = UpdateForm(sent(request), action=found)

    def save(**who: Any) -> tuple[str, Action]:
        update_action(action=found, seen=form.version or None, **form.cleaned_data, **who)
        return "The update is kept.", found

    context = {"action": found}
    return answer(request, form, save, template="outcomes/action_update.html", context=context)


def _editable(request: PortalRequest, pk: int) -> Action:
    """The action, for who may change its plan; to anybody else it is not there to be changed."""
    plans = Plan.objects.editable(request.access)
    return get_object_or_404(Action.objects.with_owners().filter(plan__in=plans), pk=pk)
