"""The actions that serve a measure or a priority, as their pages list them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from governance.access import Access, Permission
from outcomes.models import Action, ActionStatus, Measure, OutcomeArea, PlanKind, Priority
from outcomes.planning.pages import Line, line


def actions_that_serve(served: Measure | Priority, *, access: Access, on: date) -> Sequence[Line]:
    """Those in every plan, the earliest date first; none for who may not read plans. One query."""
    if not access.may(Permission.GOVERNANCE_VIEW):
        return ()
    found = served.actions.with_owners().order_by("due_on", "pk")
    return [line(action, on) for action in found]


def on_an_inequality(lines: Iterable[Line]) -> Sequence[Line]:
    """Those of some actions that act on a named inequality, and were not stopped."""
    return [
        each
        for each in lines
        if each.action.inequality and each.action.status != ActionStatus.STOPPED
    ]


def actions_of_ambitions(
    areas: Iterable[OutcomeArea], *, access: Access, on: date
) -> Mapping[int, Sequence[Line]] | None:
    """By ambition, the actions of its delivery plan; None for who may not read plans. One query."""
    if not access.may(Permission.GOVERNANCE_VIEW):
        return None
    found: dict[int, list[Line]] = {area.pk: [] for area in areas}
    actions = Action.objects.filter(plan__kind=PlanKind.AMBITION, plan__area__in=found)
    for action in actions.with_owners().order_by("due_on", "pk"):
        if action.plan.area_id is not None:
            found[action.plan.area_id].append(line(action, on))
    return found
