"""Minutes: what was decided, discussed, asked and answered; and what the Board has covered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client

from governance.models import BOARD_CODE, Body, Event, Meeting, User
from governance.services.meetings import close_minutes
from outcomes.models import Action, Decision, Discussion, Priority
from tests.factories.collection import (
    AttendanceFactory,
    DecisionFactory,
    DiscussionFactory,
    MeetingFactory,
)
from tests.factories.governance import BodyFactory
from tests.factories.outcomes import MeasureFactory, PeriodFactory, PriorityFactory
from tests.factories.planning import ActionFactory, PlanFactory

TODAY = date(2026, 10, 8)
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def board(db: None) -> Body:
    return BodyFactory(code=BOARD_CODE, name="The Board", meets="quarterly")


@pytest.fixture
def meeting(board: Body, frozen: datetime) -> Meeting:
    return MeetingFactory(body=board, held_on=TODAY)


@pytest.fixture
def client(sign_in: Callable[[User], Client], coordinator: User) -> Client:
    return sign_in(coordinator)


@pytest.fixture
def priority(db: None) -> Priority:
    return PriorityFactory(number=1, title="Start well")


def discuss(client: Client, meeting: Meeting, **given: str) -> str:
    path = f"/governance/meetings/{meeting.pk}/discuss/"
    return client.post(path, given, follow=True).content.decode()


def test_a_meeting_of_which_something_is_recorded_is_not_offered_to_be_cancelled(
    client: Client, meeting: Meeting
) -> None:
    assert ">Cancel it<" in client.get(meeting.get_absolute_url()).content.decode()
    AttendanceFactory(meeting=meeting)
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert (">Cancel it<" in page, ">Move it<" in page) == (False, True)


def test_a_decision_is_minuted_on_the_page_of_its_meeting(client: Client, meeting: Meeting) -> None:
    period = PeriodFactory(code="2026-Q1", opened_at=datetime(2026, 7, 1).astimezone())
    path = f"/governance/meetings/{meeting.pk}/decide/"
    page = client.post(path, {"text": "Two more clinics.", "period": period.pk}, follow=True)

    assert "Two more clinics." in page.content.decode()
    assert Decision.objects.get().meeting == meeting


def test_what_was_said_and_asked_is_minuted_and_answered_later(
    client: Client, meeting: Meeting, priority: Priority, coordinator: User, now: datetime
) -> None:
    page = discuss(client, meeting, subject=f"priority-{priority.pk}", said=HOSTILE, asked="Who?")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert HOSTILE not in page
    asked = Discussion.objects.get()
    close_minutes(meeting=meeting, by=coordinator, at=now, on=TODAY)

    later = MeetingFactory(body=meeting.body, held_on=date(2027, 1, 12))
    agenda = client.get(later.get_absolute_url()).content.decode()
    assert "Asked before, and not answered" in agenda
    assert "1. Start well, asked on 8 October 2026." in agenda
    # Everybody may read where it was asked; who may answer finds the answer's page from there.
    assert f'href="{meeting.get_absolute_url()}"' in agenda.split("Asked before")[1]

    client.post(f"/governance/discussions/{asked.pk}/answer/", {"answer": "The council."})
    assert (
        "No question waits for an answer." in client.get(later.get_absolute_url()).content.decode()
    )
    assert Event.objects.get(verb="discussion.answer").after == {"answer": "The council."}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"said": "Slow."}, "Choose of which priority or measure?"),
        ({"subject": "priority-999"}, "Write what was said, or what was asked"),
        ({"subject": "x", "said": "Slow."}, "That choice is no longer in the list"),
        ({"said": "x" * 2001}, "What was said must be 2,000 characters or fewer"),
        ({"said": "a\x00b"}, "has a character in it that cannot be kept"),
    ],
)
def test_what_makes_no_entry_is_said_and_kept(
    client: Client, meeting: Meeting, given: dict[str, str], said: str
) -> None:
    page = discuss(client, meeting, **given)
    assert said in page
    assert given.get("said", "")[:5].partition("\x00")[0] in page
    assert not Discussion.objects.exists()


@pytest.mark.parametrize("page", ["decide", "discuss"])
def test_nothing_is_minuted_after_the_minutes_are_closed(
    client: Client,
    meeting: Meeting,
    priority: Priority,
    coordinator: User,
    now: datetime,
    page: str,
) -> None:
    period = PeriodFactory(code="2026-Q1", opened_at=now)
    AttendanceFactory(meeting=meeting)
    close_minutes(meeting=meeting, by=coordinator, at=now, on=TODAY)
    given = {"subject": f"priority-{priority.pk}", "said": "Late words", "text": "Late words",
             "period": period.pk}  # fmt: skip
    found = client.post(f"/governance/meetings/{meeting.pk}/{page}/", given).content.decode()

    assert "were closed on 8 October 2026" in found
    assert "Late words" in found
    assert not Discussion.objects.exists()
    assert not Decision.objects.exists()


def test_the_agenda_of_the_board_takes_first_what_waited_longest(
    client: Client, meeting: Meeting, priority: Priority
) -> None:
    PriorityFactory(code="p2", number=2, title="Feed well")
    DiscussionFactory(
        meeting=MeetingFactory(body=meeting.body, held_on=date(2026, 7, 7)), priority=priority
    )
    page = client.get(meeting.get_absolute_url()).content.decode()

    assert page.index("2. Feed well") < page.index("1. Start well</p>")
    assert "Last discussed on 7 July 2026: “Progress was slow.”" in page
    other = MeetingFactory(body=BodyFactory(code="other"))
    assert "Feed well" not in client.get(other.get_absolute_url()).content.decode()


def test_what_the_last_meeting_noted_nothing_of_is_flagged(
    client: Client, meeting: Meeting, priority: Priority
) -> None:
    feed, grow = (PriorityFactory(code=f"p{n}", number=n) for n in (2, 3))
    for each, day in ((priority, date(2026, 4, 7)), (feed, date(2026, 7, 7))):
        earlier = MeetingFactory(body=meeting.body, held_on=day)
        DiscussionFactory(
            meeting=earlier, priority=each, said="", asked=f"{'Why? ' * 40}Never seen"
        )

    page = " ".join(client.get(meeting.get_absolute_url()).content.decode().split())
    agenda, _, minutes = page.partition("Minutes</h2>")

    assert agenda.count("Nothing noted last time") == 2
    assert "Nothing noted last time" not in agenda.partition(str(feed))[2].partition("</li>")[0]
    assert "Last discussed on 7 April 2026: “Why? Why?" in agenda
    assert "Why?…”" in agenda
    assert "Never seen" not in agenda.partition("Progress of the implementation plan")[2]
    assert "of 3 priorities, whose progress each meeting is to hear" in minutes
    assert f"<li>{grow}</li>" in minutes


def test_actions_are_minuted_and_the_next_agenda_tells_what_became_of_them(
    client: Client, meeting: Meeting
) -> None:
    decision = DecisionFactory(meeting=meeting, text="More clinics.")
    action = ActionFactory(
        plan=PlanFactory(body=meeting.body), decision=decision, due_on=date(2026, 12, 31)
    )
    page = client.get(meeting.get_absolute_url()).content.decode()
    assert f'href="/governance/plans/{action.plan_id}/actions/new/">Add an action' in page
    assert "by 31 December 2026. On track." in page

    later = MeetingFactory(body=meeting.body, held_on=date(2027, 1, 12))
    agenda = client.get(later.get_absolute_url()).content.decode()
    assert "Action: Open a second drop-in for new parents (on track)." in agenda
    assert "None of its actions is overdue." in agenda
    Action.objects.update(due_on=date(2026, 10, 7))
    assert "Was due on 7 October 2026." in client.get(later.get_absolute_url()).content.decode()


def test_an_answer_is_given_once(client: Client, meeting: Meeting) -> None:
    asked = DiscussionFactory(meeting=meeting)
    path = f"/governance/discussions/{asked.pk}/answer/"
    assert "Write the answer" in client.post(path, {"answer": " "}).content.decode()
    client.post(path, {"answer": "The council."})
    assert "answered already" in client.post(path, {"answer": "Nobody."}).content.decode()


def test_the_calendar_of_coverage_says_what_was_last_discussed(
    client: Client, meeting: Meeting, priority: Priority
) -> None:
    measure = MeasureFactory(code="HEA-101", title="Seen early")
    MeasureFactory(code="HEA-102", title="Never seen")
    earlier = MeetingFactory(body=meeting.body, held_on=date(2026, 7, 7))
    DecisionFactory(meeting=earlier, text="More clinics.").measures.add(measure)
    DiscussionFactory(meeting=meeting, priority=priority, said="Slower.", asked="Why?")
    elsewhere = MeetingFactory(body=BodyFactory(), held_on=TODAY)
    DiscussionFactory(meeting=elsewhere, priority=None, measure=measure, asked="Not the Board’s")

    page = " ".join(client.get("/governance/coverage/").content.decode().split())

    assert "1 of 1 priority came before the Board in the past year" in page
    assert "1 question of the Board waits for an answer" in page
    assert "Decided: More clinics." in page
    assert "7 July 2026" in page
    assert "1 measure never discussed one by one" in page
    assert "Not the Board’s" not in page
