"""The Board's own business beside the figures: its next meeting, and what became of the last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from ehportal.wording import day
from governance.models import BOARD_CODE, Escalation, Meeting
from outcomes.models import Action, Decision
from outcomes.planning.standing import how_they_stand

LOOKED_BACK, LOOKED_AHEAD = timedelta(days=200), timedelta(days=200)
"""The Board meets every quarter: half a year holds its last meeting and its next."""
_OVERDUE = urlencode({"decided_by": BOARD_CODE, "overdue": "on"})


@dataclass(frozen=True)
class Business:
    """What a member of the partnership is told of the Board's meetings.

    `since` says what became of what was decided last: nothing where nothing was. `overdue` counts
    the overdue actions of all that the Board ever decided, and its address lists them. `escalated`
    are the issues that wait for the Board's answer, in words, with the address of each.
    """

    next_on: str
    next_href: str
    since: str
    last_href: str
    overdue: int
    overdue_href: str
    escalated: tuple[tuple[str, str], ...]


def business(*, on: date) -> Business:
    """As it stands on a day. Three queries."""
    meetings = (
        Meeting.objects.standing()
        .filter(body__code=BOARD_CODE)
        .between(on - LOOKED_BACK, on + LOOKED_AHEAD)
        .order_by("held_on")
    )
    known = list(meetings.values_list("pk", "held_on", Count("decisions")))
    to_come = next((each for each in known if each[1] >= on), None)
    last = next((each for each in reversed(known) if each[1] < on and each[2]), None)
    decided = Action.objects.decided_by(BOARD_CODE).select_related("decision")
    by_the_last = decided.filter(decision__meeting=last[0]) if last else decided.none()
    # However long ago a meeting was: what it decided is not forgotten while it is not done.
    actions = list(by_the_last | decided.overdue(on))
    late = sum(action.is_overdue(on) for action in actions)
    return Business(
        next_on=day(to_come[1]) if to_come else "",
        next_href=_address(to_come[0]) if to_come else "",
        since=_since(last, actions, on) if last else "",
        last_href=_address(last[0]) if last else "",
        overdue=late,
        overdue_href=f"{reverse('outcomes:actions')}?{_OVERDUE}" if late else "",
        escalated=tuple(
            (f"{body}: {asked}", reverse("governance:escalation", args=[pk]))
            for pk, body, asked in Escalation.objects.unanswered()
            .filter(to__code=BOARD_CODE)
            .order_by("raised_at")
            .values_list("pk", "body__name", "asked")
        ),
    )


def decided_before(day_after: date, *, period: int) -> frozenset[int]:
    """The measures that the Board decided on before a day, by their figures of that quarter.

    A decision that names no measure rests on all of them, and answers for none. One query.
    """
    found = Decision.objects.filter(
        meeting__body__code=BOARD_CODE, meeting__held_on__lt=day_after, period_id=period
    ).exclude(measures=None)
    return frozenset(found.order_by().values_list("measures", flat=True))


def _address(meeting: int) -> str:
    return reverse("dashboards:board_meeting", args=[meeting])


def _since(last: tuple[int, date, int], actions: Sequence[Action], on: date) -> str:
    """'3 decided on 17 August 2026, with 3 actions: 1 done, 1 on track, 1 overdue.'"""
    meeting, held_on, decisions = last
    own = [each for each in actions if each.decision and each.decision.meeting_id == meeting]
    said = how_they_stand(own, on) or "no action yet"
    return f"{decisions} decided on {day(held_on)}, with {said}."
