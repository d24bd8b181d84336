"""What a body decided: recorded once, on figures it could have read, and never lost."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from governance.models import Body, Event, Meeting, User
from outcomes.models import Decision, Period
from outcomes.services.decisions import record_decision, remove_decision
from outcomes.services.exceptions import Refused
from tests.factories.collection import DecisionFactory
from tests.factories.governance import BodyFactory
from tests.factories.outcomes import MeasureFactory, PeriodFactory

MET, TODAY = date(2026, 11, 17), date(2026, 11, 20)


@pytest.fixture
def board(db: None) -> Body:
    return BodyFactory()


@pytest.fixture
def decide(board: Body, coordinator: User, now: datetime):
    def decides(text: str = "Two more health visitors.", **more: object) -> Decision:
        given = {"body": board, "held_on": MET, "period": PeriodFactory(), "on": TODAY, **more}
        return record_decision(text=text, by=coordinator, at=now, **given)

    return decides


def test_a_decision_makes_the_meeting_it_was_taken_at(decide, board, coordinator) -> None:
    measure = MeasureFactory(code="HEA-101")

    decision = decide(measures=[measure])

    assert (decision.meeting.body, decision.meeting.held_on) == (board, MET)
    assert list(decision.measures.all()) == [measure]
    event = Event.objects.get(verb="decision.record")
    assert (event.by, event.after["measures"]) == (coordinator, ["HEA-101"])
    assert event.after["text"] == "Two more health visitors."


def test_a_second_decision_of_a_day_is_of_the_same_meeting(decide) -> None:
    decide()
    decide("A third clinic.")

    assert Meeting.objects.count() == 1
    assert Decision.objects.count() == 2


def test_a_decision_recorded_twice_is_one(decide) -> None:
    assert decide() == decide("  Two more health visitors.\r\n")
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"text": " \n"}, "Write what was decided"),
        ({"text": "a\x00"}, "cannot be kept"),
        ({"text": "a" * 2001}, "2,000 characters"),
        ({"held_on": date(2026, 11, 21)}, "21 November 2026 is still to come"),
        ({"held_on": date(2026, 9, 30)}, "was not over on 30 September 2026"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(decide, more: dict[str, object], why: str) -> None:
    with pytest.raises(Refused, match=why):
        decide(**more)

    assert not Meeting.objects.exists()


def test_a_mistaken_decision_is_removed_and_its_words_stay_in_the_audit(coordinator, now) -> None:
    decision = DecisionFactory(text="Wrong words", period=Period.objects.first() or PeriodFactory())

    remove_decision(decision=decision, reason="Recorded twice", by=coordinator, at=now)

    assert not Decision.objects.exists()
    event = Event.objects.get()
    assert (event.before["text"], event.reason) == ("Wrong words", "Recorded twice")


def test_nothing_is_removed_without_a_reason(coordinator, now) -> None:
    decision = DecisionFactory()

    with pytest.raises(Refused):
        remove_decision(decision=decision, reason=" ", by=coordinator, at=now)

    assert Decision.objects.exists()


@pytest.mark.parametrize("slip", [date(2026, 11, 7), date(2026, 11, 19), date(2026, 11, 3)])
def test_a_day_close_to_a_meeting_is_a_slip(decide, board, slip: date) -> None:
    Meeting.objects.create(body=board, held_on=MET)

    with pytest.raises(Refused, match="but one on 17 November 2026") as refused:
        decide(held_on=slip)

    assert (refused.value.field, Meeting.objects.count()) == ("held_on", 1)


def test_a_day_far_from_any_meeting_is_its_own(decide, board) -> None:
    Meeting.objects.create(body=board, held_on=date(2026, 11, 2))
    assert decide().meeting.held_on == MET
