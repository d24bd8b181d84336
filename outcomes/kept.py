"""What a publication keeps of everything that is edited later, so that its pack can be read again.

Figures are kept in rows of their own. This is what stood round them: how measures were worded and
judged, what they were held against, the priorities, who could not be counted, what had been
decided, and how the plans' actions stood. Plain values only: it is stored as JSON and read by
nothing but the board pack.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from governance.models import Place, PlaceKind
from outcomes.in_force import in_force
from outcomes.models import (
    Action,
    ActionStatus,
    Category,
    Comparator,
    DataGap,
    Decision,
    Measure,
    Period,
    PeriodKind,
    Plan,
    Priority,
    PriorityKind,
    PublishedWording,
    Target,
)
from outcomes.models.plans import BEHIND
from outcomes.priorities import measure_ids_by_priority

DECISIONS_KEPT = timedelta(days=366)
"""How far back a publication remembers what was decided."""

MEASURE_FIELDS = (
    "id", "code", "title", "area", "level", "type", "unit", "multiplier", "numerator",
    "denominator", "polarity", "frequency", "due_quarter", "over_areas", "pattern",
    "accountability", "is_strength", "status", "order",
)  # fmt: skip


def wording_now(*, as_at: Period, at: datetime) -> dict[str, Any]:
    """Everything that a pack of the quarter `as_at` prints beside its figures, as it is `at`.

    Eleven queries, however long the history.
    """
    return {
        "measures": list(Measure.objects.order_by("order", "code").values(*MEASURE_FIELDS)),
        "places": list(Place.objects.reported().values("id", "name", "slug", "kind", "order")),
        "quarters": list(
            Period.objects.filter(
                kind=PeriodKind.QUARTER, opened_at__isnull=False, starts_on__lte=as_at.starts_on
            ).values_list("pk", flat=True)
        ),
        "categories": list(
            Category.objects.order_by("breakdown__order", "order").values(
                "id", "name", "breakdown__name"
            )
        ),
        "targets": _targets(),
        "comparators": _comparators(as_at.ends_on),
        "priorities": _priorities(),
        "gaps": _gaps(),
        "decisions": _decisions(at),
        "actions": _actions(timezone.localdate(at)),
    }


def pattern_kept(publication: int, measure: int) -> str | None:
    """How a publication took the measure's figures to hang together, which may be said otherwise
    since; None where it kept no wording of it. One query."""
    kept = PublishedWording.objects.filter(publication=publication)
    for measures in kept.values_list("content__measures", flat=True):
        for each in measures:
            if each["id"] == measure:
                # Wordings from before measures could say so took each period alone.
                return str(each.get("pattern", ""))
    return None


def _targets() -> list[dict[str, Any]]:
    found = Target.objects.filter(place__kind=PlaceKind.BOROUGH).order_by("starts_on")
    return _plain(
        found.values("measure_id", "value", "starts_on", "due_on", "reason", "approved_by")
    )


def _comparators(on: date) -> list[dict[str, Any]]:
    """Of each measure and place, the one in force on a day."""
    rows: defaultdict[tuple[int, int], list[Comparator]] = defaultdict(list)
    for each in Comparator.objects.order_by("place__order").select_related("place"):
        rows[each.measure_id, each.place_id].append(each)
    return _plain(
        {
            "measure_id": each.measure_id,
            "place__name": each.place.name,
            "period_label": each.period_label,
            "value": each.value,
            "upper_value": each.upper_value,
            "source": each.source,
        }
        for each in (in_force(found, on) for found in rows.values())
        if each
    )


def _priorities() -> list[dict[str, Any]]:
    measures = measure_ids_by_priority()
    found = Priority.objects.filter(kind=PriorityKind.OUTCOME).order_by("number")
    return [
        {
            "number": each.number,
            "title": each.title,
            "first_1001_days": each.first_1001_days,
            "lead": str(each.lead_manager) if each.lead_manager else "",
            "measures": measures.get(each.number, []),
        }
        for each in found.select_related("lead_manager")
    ]


def _gaps() -> list[dict[str, Any]]:
    found = DataGap.objects.open().select_related("owner")
    return [
        {
            "measure_id": gap.measure_id,
            "reason": gap.get_reason_display(),
            "solution": gap.potential_solution,
            "owner": str(gap.owner) if gap.owner else "",
            "review_on": gap.review_on and gap.review_on.isoformat(),
        }
        for gap in found.order_by("measure__order")
    ]


def _decisions(at: datetime) -> list[dict[str, Any]]:
    """What was decided in the year before, and recorded by then: the earliest meeting first.

    Not by the bodies of one locality: the pack speaks to the Board of what stands for all.
    """
    since = timezone.localdate(at) - DECISIONS_KEPT
    found = (
        Decision.objects.filter(recorded_at__lte=at, meeting__held_on__gte=since)
        .filter(meeting__body__place=None)
        .select_related("meeting__body", "period")
        .prefetch_related("measures")
        .order_by("meeting__held_on", "pk")
    )
    return [
        {
            "text": decision.text,
            "body": decision.meeting.body.name,
            "held_on": decision.meeting.held_on.isoformat(),
            "period_id": decision.period_id,
            "period": decision.period.label,
            "period_starts_on": decision.period.starts_on.isoformat(),
            "measures": sorted(measure.pk for measure in decision.measures.all()),
        }
        for decision in found
    ]


def _actions(on: date) -> dict[str, Any]:
    """How the actions of the plans that run stand on a day, and those that are behind."""
    found = Action.objects.filter(plan__in=Plan.objects.current(on)).with_owners()
    actions = list(found.order_by("due_on", "pk"))
    behind = [each for each in actions if each.is_overdue(on) or each.status in BEHIND]
    return {
        "all": len(actions),
        "done": sum(each.status == ActionStatus.DONE for each in actions),
        "behind": [
            {
                "title": each.title,
                "plan": each.plan.title,
                "owner": each.owner_text,
                "role": each.role_text,
                "due_on": each.due_on and each.due_on.isoformat(),
                "standing": each.standing(on),
            }
            for each in behind
        ],
    }


def _plain(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows with days and decimals as text, which JSON keeps to the digit."""
    return [{name: _text(value) for name, value in row.items()} for row in rows]


def _text(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
