"""What the demonstration's Board decided on the last published quarter, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from governance.models import BOARD_CODE, Body, User
from outcomes.models import ActionStatus, Measure, Period, Plan, PlanKind
from outcomes.services.actions import ActionContent, add_action, update_action
from outcomes.services.decisions import record_decision

MEETS_AFTER = timedelta(days=48)
"""From the end of a quarter to the Board's meeting on its figures."""
SHOWN = "Illustrative: "


@dataclass(frozen=True)
class Sketch:
    """A decision on a measure, and the action it led to: when it falls due (days after the meeting)
    and what was said of it since."""

    decided: str
    measure: str
    action: str
    role: str
    due: int
    status: ActionStatus = ActionStatus.ON_TRACK
    said: str = ""


SKETCHES = (
    Sketch(
        "the four localities agree one way to begin a shared assessment.",
        "HUB-116",
        "Write the first page of the shared assessment with one practitioner from each locality",
        "Head of early help",
        50,
        ActionStatus.DONE,
        "All four localities begin with the same page.",
    ),
    Sketch(
        "partners look together at the children referred again.",
        "SAF-302",
        "Read twenty repeat referrals across partners, and report what they have in common",
        "Head of safeguarding",
        60,
        said="Eleven of twenty are read.",
    ),
    Sketch(
        "every hub offers a first antenatal booking.",
        "HEA-201",
        "Agree evening sessions for a first booking with each hub",
        "Head of midwifery",
        170,
        said="Two hubs have begun.",
    ),
)


def decide(*, period: Period, by: User) -> None:
    """The Board met on a quarter, decided three things because of figures, and acts on each."""
    met_on = period.ends_on + MEETS_AFTER
    board = Body.objects.get(code=BOARD_CODE)
    plan = Plan.objects.get(kind=PlanKind.BOARD, body=board)
    for sketch in SKETCHES:
        measure = Measure.objects.get(code=sketch.measure)
        decision = record_decision(
            body=board,
            held_on=met_on,
            period=period,
            text=f"{SHOWN}{sketch.decided}",
            measures=[measure],
            by=by,
            at=_at(met_on, 16),
            on=met_on,
        )
        action = add_action(
            plan=plan,
            content=ActionContent(
                title=sketch.action, owner_role=sketch.role, decision=decision, measures=[measure]
            ),
            due_on=met_on + timedelta(days=sketch.due),
            by=by,
            at=_at(met_on, 17),
        )
        update_action(
            action=action,
            text=f"{SHOWN}{sketch.said}",
            status=sketch.status,
            due_on=action.due_on,
            by=by,
            at=_at(met_on + timedelta(days=40), 10),
        )


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=UTC)
