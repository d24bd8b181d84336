"""What the pages of plans and actions show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from governance.models import Body
from outcomes.models import Action, Plan, PlanKind, Priority
from outcomes.planning.expected import Expected, expected_plans, missing


@dataclass(frozen=True)
class Line:
    """An action in a list: its standing as a status is drawn, and its date in words."""

    action: Action
    status: str
    word: str
    is_overdue: bool


def line(action: Action, on: date) -> Line:
    return Line(action, action.status_on(on), action.standing(on), action.is_overdue(on))


@dataclass(frozen=True)
class KindOfPlans:
    """The plans of one kind: those that run or are to come, and those that are over."""

    label: str
    plans: Sequence[Plan]


@dataclass(frozen=True)
class PlansPage:
    kinds: Sequence[KindOfPlans]
    missing: Sequence[Expected]
    running: int
    overdue: int


def plans_page(on: date) -> PlansPage:
    """Every plan by kind, the latest first, and those that are asked for and not there."""
    plans = list(Plan.objects.with_owners().with_counts(on).order_by("-starts_on", "title"))
    running = list(Plan.objects.current(on))
    return PlansPage(
        kinds=[
            KindOfPlans(kind.label, of_kind)
            for kind in PlanKind
            if (of_kind := [plan for plan in plans if plan.kind == kind])
        ],
        missing=missing(expected_plans(), running),
        running=len(running),
        overdue=sum(plan.overdue_count for plan in plans),  # type: ignore[attr-defined]
    )


@dataclass(frozen=True)
class OfPriority:
    """A priority, who leads it, and its action plan: the actions that serve it."""

    priority: Priority
    lines: Sequence[Line]


@dataclass(frozen=True)
class PlanPage:
    plan: Plan
    lines: Sequence[Line]
    priorities: Sequence[OfPriority]
    without_actions: int
    without_lead: int
    without_date: int
    overdue: int


def plan_page(plan: Plan, on: date) -> PlanPage:
    """A plan and its actions; those of the implementation plan under the thirteen priorities."""
    actions = list(
        plan.actions.with_owners().prefetch_related("priorities", "outcomes", "measures")
    )
    lines = [line(action, on) for action in actions]
    priorities: Sequence[OfPriority] = ()
    if plan.kind == PlanKind.IMPLEMENTATION:
        priorities = [
            OfPriority(each, [one for one in lines if each in one.action.priorities.all()])
            for each in Priority.objects.select_related("lead_manager").order_by("kind", "number")
        ]
    return PlanPage(
        plan=plan,
        lines=lines,
        priorities=priorities,
        without_actions=sum(not each.lines for each in priorities),
        without_lead=sum(each.priority.lead_manager is None for each in priorities),
        without_date=sum(action.due_on is None for action in actions),
        overdue=sum(each.is_overdue for each in lines),
    )


def unplaced(page: PlanPage) -> list[Line]:
    """The actions of an implementation plan that serve no priority yet."""
    return [each for each in page.lines if not each.action.priorities.all()]


def chosen_actions(chosen: Mapping[str, Any], on: date) -> Any:
    """The actions that a filter asks for, the earliest date first."""
    found = Action.objects.with_owners()
    kind, _, key = chosen.get("owner", "").partition("-")
    of_the_plan = found.filter(owner_body=None, owner_organisation=None)
    if kind == "body":
        found = found.filter(owner_body=key) | of_the_plan.filter(plan__body=key)
    elif kind == "place":
        found = of_the_plan.filter(plan__place=key)
    elif kind == "organisation":
        found = found.filter(owner_organisation=key)
    elif kind == "person":
        found = found.filter(owner=key)
    if chosen.get("status"):
        found = found.filter(status=chosen["status"])
    if chosen.get("plan"):
        found = found.filter(plan=chosen["plan"])
    if chosen.get("decided_by"):
        found = found.decided_by(chosen["decided_by"])
    if chosen.get("overdue"):
        found = found.overdue(on)
    return found.order_by("due_on", "plan", "order", "pk")


def deciders_to_choose() -> Any:
    """The bodies that decided on an action, by name: the code and the name of each."""
    found = Body.objects.filter(meetings__decisions__actions__isnull=False)
    return found.distinct().order_by("name").values_list("code", "name")


def owners_to_choose() -> list[tuple[str, str]]:
    """Whoever answers for an action of any plan, by name, as the filter names them."""
    found: set[tuple[str, str]] = set()
    for action in Action.objects.with_owners():
        owner = action.owner_organisation or action.owner_body or action.plan.owner
        found.add((f"{owner._meta.model_name}-{owner.pk}", str(owner)))
        if action.owner:
            found.add((f"person-{action.owner.pk}", str(action.owner)))
    return sorted(found, key=lambda each: each[1])
