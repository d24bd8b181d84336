"""The Board's own business beside the figures."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from dashboards.selectors.business import business
from governance.models import BOARD_CODE, Body
from outcomes.models import ActionStatus
from tests.factories.collection import DecisionFactory, MeetingFactory
from tests.factories.governance import BodyFactory
from tests.factories.planning import ActionFactory
from tests.factories.structure import EscalationFactory

ON = date(2026, 11, 20)


@pytest.fixture
def board(db: None) -> Body:
    return BodyFactory(code=BOARD_CODE)


def test_without_meetings_it_says_nothing(db: None) -> None:
    found = business(on=ON)

    assert (found.next_on, found.next_href, found.since, found.escalated) == ("", "", "", ())
    assert (found.overdue, found.overdue_href) == (0, "")


def test_the_next_meeting_is_the_first_that_is_not_over_and_stands(board: Body) -> None:
    MeetingFactory(body=board, held_on=date(2026, 8, 17))
    MeetingFactory(body=board, held_on=date(2027, 2, 16))
    today = MeetingFactory(body=board, held_on=ON)
    MeetingFactory(held_on=date(2026, 11, 30), body=BodyFactory(code="cfe"))

    found = business(on=ON)

    assert found.next_on == "20 November 2026"
    assert found.next_href == today.get_absolute_url()


def test_it_says_what_became_of_what_was_decided_last(board: Body) -> None:
    MeetingFactory(body=board, held_on=date(2026, 11, 3))  # Decided nothing.
    last = MeetingFactory(body=board, held_on=date(2026, 8, 17))
    first, second = DecisionFactory(meeting=last), DecisionFactory(meeting=last, text="Another.")
    for decision, status, due_on in (
        (first, ActionStatus.DONE, date(2026, 9, 1)),
        (first, ActionStatus.ON_TRACK, date(2026, 12, 1)),
        (first, ActionStatus.AT_RISK, date(2026, 12, 1)),
        (second, ActionStatus.ON_TRACK, date(2026, 11, 19)),
        (second, ActionStatus.NOT_STARTED, date(2026, 12, 1)),
    ):
        ActionFactory(decision=decision, status=status, due_on=due_on)

    found = business(on=ON)

    assert found.since == (
        "2 decided on 17 August 2026, with 5 actions: 1 done, 1 on track, 1 not started, "
        "1 at risk, 1 overdue."
    )
    assert found.last_href == last.get_absolute_url()


def test_a_decision_that_nobody_acts_on_says_so(board: Body) -> None:
    DecisionFactory(meeting=MeetingFactory(body=board, held_on=date(2026, 8, 17)))

    assert business(on=ON).since == "1 decided on 17 August 2026, with no action yet."


def test_what_an_earlier_meeting_decided_stays_counted_while_it_is_overdue(board: Body) -> None:
    years_ago = MeetingFactory(body=board, held_on=date(2024, 11, 12))
    before = MeetingFactory(body=board, held_on=date(2026, 5, 12))
    last = MeetingFactory(body=board, held_on=date(2026, 8, 17))
    elsewhere = MeetingFactory(body=BodyFactory(code="cfe"), held_on=date(2026, 8, 18))
    for meeting, status, due_on in (
        (years_ago, ActionStatus.OFF_TRACK, date(2025, 3, 1)),
        (before, ActionStatus.ON_TRACK, date(2026, 11, 19)),
        (before, ActionStatus.ON_TRACK, ON),
        (before, ActionStatus.DONE, date(2026, 6, 1)),
        (before, ActionStatus.STOPPED, date(2026, 6, 1)),
        (last, ActionStatus.NOT_STARTED, date(2026, 9, 1)),
        (elsewhere, ActionStatus.ON_TRACK, date(2026, 9, 1)),
    ):
        ActionFactory(decision=DecisionFactory(meeting=meeting), status=status, due_on=due_on)
    ActionFactory(due_on=date(2026, 9, 1))  # Nobody decided it at a meeting.

    found = business(on=ON)

    assert found.since == "1 decided on 17 August 2026, with 1 action: 1 overdue."
    assert found.overdue == 3
    assert found.overdue_href == f"{reverse('outcomes:actions')}?decided_by=ehpb&overdue=on"


def test_an_overdue_action_is_told_of_where_no_meeting_was_held_lately(board: Body) -> None:
    long_ago = MeetingFactory(body=board, held_on=date(2025, 11, 12))
    ActionFactory(decision=DecisionFactory(meeting=long_ago), due_on=date(2026, 3, 1))

    found = business(on=ON)

    assert (found.since, found.overdue) == ("", 1)


def test_what_waits_for_the_boards_answer_is_named_and_what_it_answered_is_not(
    board: Body,
) -> None:
    waiting = EscalationFactory(to=board)
    EscalationFactory(to=board, answered=True)
    EscalationFactory(to=BodyFactory(code="cfe"))

    assert business(on=ON).escalated == (
        ("SEND Improvement Board: Agree one date for advice.", waiting.get_absolute_url()),
    )


def test_it_takes_three_queries(board: Body, django_assert_num_queries: object) -> None:
    last = MeetingFactory(body=board, held_on=date(2026, 8, 17))
    for _ in range(3):
        ActionFactory(decision=DecisionFactory(meeting=last))
        EscalationFactory(to=board)

    with django_assert_num_queries(3):  # type: ignore[operator]
        business(on=ON)
