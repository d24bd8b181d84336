"""The plans that a workplan hands in: as they stand on the day, in words, to be kept for good."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from ehportal.seen import version_of
from ehportal.wording import day
from governance.models import BodyKind, ReportDue, ReportKind
from governance.models.reports import ReportDueQuerySet
from outcomes.models import Action, OutcomeArea, Plan, PlanKind
from outcomes.models.plans import PlanQuerySet


def plans_of(due: ReportDue) -> PlanQuerySet:
    """The plans of the months that are handed in: of a sub-group its workplan, of any other body
    its own and those of the ambitions that it leads. None for a report of another kind.
    """
    if due.kind != ReportKind.WORKPLAN or due.body is None:
        return Plan.objects.none()
    whose = Q(kind=PlanKind.WORKPLAN, body=due.body)
    if due.body.kind != BodyKind.SUB_GROUP:
        led = OutcomeArea.objects.filter(led_by=due.body)
        whose = Q(body=due.body) | Q(kind=PlanKind.AMBITION, area__in=led)
    found = Plan.objects.filter(whose, starts_on__lte=due.ends_on, ends_on__gte=due.starts_on)
    return found.with_owners().order_by("starts_on", "pk")


def in_words(due: ReportDue, *, held: bool = False) -> list[dict[str, Any]]:
    """Those plans and their actions, as they stand now and as members read them.

    `held` keeps the plans as they are until the transaction ends. Six queries at most.
    """
    plans = plans_of(due)
    if held:
        plans = plans.select_for_update(of=("self",))
    found = list(plans)
    actions = (
        Action.objects.filter(plan__in=[each.pk for each in found])
        .with_owners()
        .prefetch_related("priorities", "outcomes", "measures", "partners")
    )
    of_plan: dict[int, list[Action]] = {}
    for action in actions:
        of_plan.setdefault(action.plan_id, []).append(action)
    return [
        {
            "id": plan.pk,
            "title": plan.title,
            "kind": plan.get_kind_display(),
            "starts_on": day(plan.starts_on),
            "ends_on": day(plan.ends_on),
            "status": plan.get_status_display(),
            "basis": plan.basis,
            "actions": [_told(action) for action in of_plan.get(plan.pk, ())],
        }
        for plan in found
    ]


def version_in_words(planned: list[dict[str, Any]]) -> str:
    """What tells plans in words from what they were before somebody changed them."""
    return version_of({"plans": planned})


def handed_in_with(plan: Plan) -> ReportDueQuerySet:
    """The workplans due that hand in a plan, the latest first."""
    whose = Q(body=plan.body) if plan.body else Q(pk__in=[])
    if plan.kind != PlanKind.WORKPLAN:
        whose = whose & ~Q(body__kind=BodyKind.SUB_GROUP)
    if plan.area is not None:
        whose |= Q(body__in=plan.area.led_by.exclude(kind=BodyKind.SUB_GROUP))
    found = ReportDue.objects.with_everything().filter(
        whose, kind=ReportKind.WORKPLAN, starts_on__lte=plan.ends_on, ends_on__gte=plan.starts_on
    )
    return found.order_by("-starts_on", "pk")


def _told(action: Action) -> dict[str, Any]:
    serves = [*action.priorities.all(), *action.outcomes.all(), *action.measures.all()]
    return {
        "title": action.title,
        "what": action.what,
        "owner": action.owner_text,
        "partners": [str(each) for each in action.partners.all()],
        "due": day(action.due_on) if action.due_on else "",
        "status": action.status,
        "word": action.get_status_display(),
        "milestone": action.get_milestone_display(),
        "inequality": action.inequality,
        "serves": [str(each) for each in serves],
    }
