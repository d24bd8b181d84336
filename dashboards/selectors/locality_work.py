"""What a locality set out to do, how far it is, and what it took to a body above."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from governance.access import Access, Permission
from governance.models import Escalation, Place
from outcomes.models import Action, Plan, PlanKind
from outcomes.planning.pages import Line, line
from outcomes.planning.standing import how_they_stand

ASKED_FOR = {
    PlanKind.LOCALITY: "no delivery plan",
    PlanKind.TEAM: "no annual plan of its leadership team",
}
"""The plans that there should be of every locality (Early Help Strategy)."""
ESCALATIONS = 5
"""How many are listed: the others are on the page of all of them."""


@dataclass(frozen=True)
class PlanLine:
    """A plan, and how many of its actions stand where: '4 actions: 1 done, 1 on track, ...'."""

    plan: Plan
    text: str


@dataclass(frozen=True)
class LocalWork:
    """What runs in a locality on a day; `lacking` says which plans should run and do not."""

    plans: tuple[PlanLine, ...]
    lacking: str
    overdue: tuple[Line, ...]
    escalations: tuple[Escalation, ...]


def work_of(place: Place, *, access: Access, on: date) -> LocalWork | None:
    """The plans of a locality and of its bodies that run on a day, and what these took up.

    None for who may not read plans. The overdue actions come with the earliest date first, what
    waits for an answer before what was answered, and nothing that was taken back. Three queries.
    """
    if not access.may(Permission.GOVERNANCE_VIEW):
        return None
    plans = list(
        Plan.objects.current(on)
        .filter(Q(place=place) | Q(body__place=place))
        .order_by("kind", "pk")
    )
    lines = _lines(plans, on)
    kinds = {plan.kind for plan in plans}
    return LocalWork(
        plans=tuple(PlanLine(plan, _standing(lines[plan.pk], on)) for plan in plans),
        lacking=" and ".join(none for kind, none in ASKED_FOR.items() if kind not in kinds),
        overdue=tuple(
            sorted(
                (each for plan in plans for each in lines[plan.pk] if each.is_overdue),
                key=lambda each: (each.action.due_on or on, each.action.pk),
            )
        ),
        escalations=tuple(
            Escalation.objects.standing()
            .filter(body__place=place)
            .select_related("body", "to")
            .order_by(F("answered_at").desc(nulls_first=True), "raised_at")[:ESCALATIONS]
        ),
    )


def _lines(plans: Sequence[Plan], on: date) -> defaultdict[int, list[Line]]:
    """The actions of each plan, as its page lists them."""
    found: defaultdict[int, list[Line]] = defaultdict(list)
    for action in Action.objects.filter(plan__in=plans).with_owners() if plans else ():
        found[action.plan_id].append(line(action, on))
    return found


def _standing(lines: Sequence[Line], on: date) -> str:
    said = how_they_stand((each.action for each in lines), on)
    return f"{said}." if said else "No action yet."
