"""How actions stand on a day, counted once for every page that says it."""

from __future__ import annotations

from datetime import date

from outcomes.models import Action, ActionStatus
from outcomes.planning.standing import how_they_stand

ON = date(2026, 11, 20)
YESTERDAY = date(2026, 11, 19)


def _actions(*known: tuple[ActionStatus, date | None]) -> list[Action]:
    return [Action(status=status, due_on=due_on) for status, due_on in known]


def test_without_an_action_it_says_nothing() -> None:
    assert how_they_stand([], ON) == ""


def test_one_action_is_one() -> None:
    assert how_they_stand(_actions((ActionStatus.AT_RISK, ON)), ON) == "1 action: 1 at risk"


def test_actions_are_told_from_the_best_to_the_overdue() -> None:
    every = _actions(
        *((status, None) for status in reversed(ActionStatus)),
        (ActionStatus.ON_TRACK, ON),
        (ActionStatus.NOT_STARTED, YESTERDAY),
    )

    assert how_they_stand(every, ON) == (
        "8 actions: 1 done, 2 on track, 1 not started, 1 at risk, 1 off track, 1 stopped, 1 overdue"
    )


def test_whatever_was_said_of_it_an_action_past_its_date_is_overdue_once() -> None:
    unfinished = [
        status for status in ActionStatus if status not in {ActionStatus.DONE, ActionStatus.STOPPED}
    ]

    late = how_they_stand(_actions(*((status, YESTERDAY) for status in unfinished)), ON)

    assert late == "4 actions: 4 overdue"


def test_what_is_done_or_stopped_is_never_overdue() -> None:
    over = _actions((ActionStatus.DONE, YESTERDAY), (ActionStatus.STOPPED, YESTERDAY))

    assert how_they_stand(over, ON) == "2 actions: 1 done, 1 stopped"
