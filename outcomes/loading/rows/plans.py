"""Rows of the plans that come with the strategies: implementation, and one for each ambition.

An ambition's plan holds its printed actions. Who answers for each, by when and how it stands are
the portal's: no strategy states a date, and none is invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from governance.models import BOARD_CODE, Body
from outcomes.loading.rows.shared import Row, To
from outcomes.loading.schema import FrameworkData
from outcomes.loading.schema.frameworks import Ambition
from outcomes.models import Action, AmbitionAction, OutcomeArea, Plan, PlanKind

EARLY_HELP_YEARS = (date(2025, 4, 1), date(2028, 3, 31))
ACCELERATE_YEARS = (date(2024, 4, 1), date(2029, 3, 31))


def plan_rows(data: FrameworkData) -> Iterator[Row]:
    """The implementation plan, then the plan of each ambition with its actions."""
    yield Row(
        at=data.early_help.framework.at,
        model=Plan,
        name="implementation",
        key={"code": "implementation"},
        values={
            "kind": PlanKind.IMPLEMENTATION.value,
            "title": "Implementation plan of the Early Help Strategy",
            "body": To(Body, BOARD_CODE),
            **_years(EARLY_HELP_YEARS),
        },
    )
    for ambition in data.accelerate.ambitions:
        yield from _ambition(data, ambition)


def _ambition(data: FrameworkData, ambition: Ambition) -> Iterator[Row]:
    framework = data.accelerate.framework
    version = f"{framework.code}/{framework.version}"
    plan = f"ambition-{ambition.number}"
    yield Row(
        at=ambition.at,
        model=Plan,
        name=plan,
        key={"code": plan},
        values={
            "kind": PlanKind.AMBITION.value,
            "title": f"Ambition {ambition.number}: {ambition.title}",
            "body": To(Body, ambition.led_by.bodies[0]),
            "area": To(OutcomeArea, f"{version} {ambition.code}"),
            **_years(ACCELERATE_YEARS),
        },
    )
    for order, action in enumerate(ambition.actions):
        yield Row(
            at=action.at,
            model=Action,
            name=f"{plan} {action.code}",
            key={"ambition_action": To(AmbitionAction, f"{version} {action.code}")},
            values={"plan": To(Plan, plan), "title": action.text, "order": order},
        )


def _years(span: tuple[date, date]) -> dict[str, date]:
    starts_on, ends_on = span
    return {"starts_on": starts_on, "ends_on": ends_on}
