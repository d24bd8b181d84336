"""Meetings: planned once, moved and cancelled with a reason, attended, closed, and in calendars."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError
from django.test import Client
from icalendar import Calendar

from governance.cadence import Pattern
from governance.meeting_lists import missing_meetings
from governance.models import Attendance, Body, Came, Event, Meeting, Place, User
from governance.services.exceptions import Refused
from governance.services.meetings import (
    Slot,
    add_meeting,
    cancel_meeting,
    close_minutes,
    move_meeting,
    plan_meetings,
    record_attendance,
)
from tests.factories.collection import AttendanceFactory, DecisionFactory, MeetingFactory
from tests.factories.governance import BodyFactory, OrganisationFactory
from tests.factories.structure import SeatFactory
from tests.page import Page

TODAY = date(2026, 10, 8)
YEAR = (date(2026, 10, 1), date(2027, 9, 30))
SECOND_TUESDAY = Pattern(2, 1)


@pytest.fixture
def team(localities: dict[str, Place]) -> Body:
    whole = BodyFactory(code="ilt", name="Leadership team", per_locality=True)
    return BodyFactory(code="ilt_ne", name="Leadership team, NE", instance_of=whole,
                       place=localities["ne"], meets="monthly")  # fmt: skip


@pytest.fixture
def who(coordinator: User, now: datetime) -> dict[str, object]:
    return {"by": coordinator, "at": now}


def planned(body: Body, who: dict[str, object], **more: object) -> list[Meeting]:
    given = {"pattern": SECOND_TUESDAY, "starts_on": YEAR[0], "ends_on": YEAR[1],
             "slot": Slot(time(10), time(12), "Family Hub"), **more}  # fmt: skip
    return plan_meetings(body=body, **given, **who)


# ---- Planning ----


def test_a_year_is_planned_once(team: Body, who: dict[str, object]) -> None:
    assert len(planned(team, who)) == 12
    assert planned(team, who) == []
    assert planned(team, who, pattern=Pattern(3, 3)) == []
    assert Event.objects.filter(verb="meetings.plan").count() == 1


def test_planning_again_brings_back_none_that_was_moved_or_cancelled(
    team: Body, who: dict[str, object]
) -> None:
    first, second, *_ = planned(team, who)
    move_meeting(meeting=first, held_on=date(2026, 11, 3), slot=Slot(), reason="Half-term", **who)
    cancel_meeting(meeting=second, reason="Too few can come", **who)

    assert planned(team, who) == []


def test_nothing_is_planned_before_the_first_day_that_was_asked_for(
    team: Body, who: dict[str, object]
) -> None:
    added = planned(team, who, starts_on=date(2026, 10, 14), ends_on=date(2026, 11, 30))
    assert [each.held_on for each in added] == [date(2026, 11, 10)]


def test_a_body_without_a_rhythm_is_refused(who: dict[str, object], db: None) -> None:
    with pytest.raises(Refused, match="Nothing says how often"):
        planned(BodyFactory(meets=""), who)


def test_one_in_each_locality_meets_nowhere_itself(team: Body, who: dict[str, object]) -> None:
    with pytest.raises(Refused, match="one in each locality"):
        planned(team.instance_of, who)  # type: ignore[arg-type]


# ---- Moving, cancelling, closing ----


def test_a_meeting_is_moved_with_a_reason_that_is_kept(team: Body, who: dict[str, object]) -> None:
    meeting = planned(team, who)[0]
    afternoon, reason = Slot(time(14), time(15)), " The hub is shut.\r\n"
    day = date(2026, 10, 20)
    moved = move_meeting(meeting=meeting, held_on=day, slot=afternoon, reason=reason, **who)

    assert (moved.was_moved, moved.sequence, moved.change_reason) == (True, 1, "The hub is shut.")
    event = Event.objects.get(verb="meeting.move")
    assert (event.before["held_on"], event.after["held_on"]) == ("2026-10-13", "2026-10-20")
    assert event.reason == "The hub is shut."


@pytest.mark.parametrize(
    ("held_on", "reason", "why"),
    [
        (date(2026, 10, 20), "  ", "Say why it is moved"),
        (date(2026, 11, 10), "Clash", "already has a meeting on 10 November 2026"),
        (date(2062, 10, 20), "Clash", "more than a year from 13 October 2026"),
        (date(2020, 10, 20), "Clash", "more than a year from 13 October 2026"),
    ],
)
def test_a_move_that_makes_no_sense_is_refused(
    team: Body, who: dict[str, object], held_on: date, reason: str, why: str
) -> None:
    meeting = planned(team, who)[0]
    with pytest.raises(Refused, match=why):
        move_meeting(meeting=meeting, held_on=held_on, slot=Slot(), reason=reason, **who)


def test_a_move_to_where_it_is_tells_nothing(team: Body, who: dict[str, object]) -> None:
    meeting = MeetingFactory(body=team)
    move_meeting(meeting=meeting, held_on=meeting.held_on, slot=Slot(), reason="", **who)
    assert not Event.objects.exists()


def test_a_day_is_free_again_once_its_meeting_is_cancelled(
    team: Body, who: dict[str, object]
) -> None:
    meeting = MeetingFactory(body=team, held_on=TODAY)
    with pytest.raises(Refused, match="already has a meeting"):
        add_meeting(body=team, held_on=TODAY, slot=Slot(), **who)
    cancel_meeting(meeting=meeting, reason="Snow", **who)

    assert add_meeting(body=team, held_on=TODAY, slot=Slot(), **who).pk != meeting.pk


@pytest.mark.parametrize("make", [AttendanceFactory, DecisionFactory])
def test_what_something_is_minuted_of_was_held(
    team: Body, who: dict[str, object], make: type
) -> None:
    meeting = MeetingFactory(body=team, held_on=TODAY)
    make(meeting=meeting)
    with pytest.raises(Refused, match="so it was held"):
        cancel_meeting(meeting=meeting, reason="Snow", **who)


@pytest.mark.parametrize("make", [AttendanceFactory, DecisionFactory])
def test_what_something_is_minuted_of_stays_on_its_day(
    team: Body, who: dict[str, object], make: type
) -> None:
    meeting = MeetingFactory(body=team, held_on=TODAY)
    make(meeting=meeting)
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(Refused, match="so it was held on 8 October 2026"):
        move_meeting(meeting=meeting, held_on=tomorrow, slot=Slot(), reason="Snow", **who)

    room = Slot(where="Town Hall")
    moved = move_meeting(meeting=meeting, held_on=TODAY, slot=room, reason="A slip", **who)
    assert (moved.held_on, moved.where) == (TODAY, "Town Hall")


def test_closed_minutes_change_no_more(team: Body, who: dict[str, object]) -> None:
    meeting = MeetingFactory(body=team, held_on=TODAY)
    AttendanceFactory(meeting=meeting)
    close_minutes(meeting=meeting, on=TODAY, **who)

    for change in (
        lambda: record_attendance(meeting=meeting, came={OrganisationFactory(): Came.CAME},
                                  on=TODAY, **who),
        lambda: move_meeting(meeting=meeting, held_on=TODAY + timedelta(days=1), slot=Slot(),
                             reason="Snow", **who),
        lambda: cancel_meeting(meeting=meeting, reason="Snow", **who),
        lambda: close_minutes(meeting=meeting, on=TODAY, **who),
    ):  # fmt: skip
        with pytest.raises(Refused, match=r"were closed on 8 October 2026\. Record what has"):
            change()


def test_minutes_are_not_closed_while_they_are_empty(team: Body, who: dict[str, object]) -> None:
    meeting = MeetingFactory(body=team, held_on=TODAY)
    with pytest.raises(Refused, match="Record who came first"):
        close_minutes(meeting=meeting, on=TODAY, **who)


def test_nobody_came_to_a_meeting_that_is_to_come(team: Body, who: dict[str, object]) -> None:
    meeting = MeetingFactory(body=team, held_on=TODAY + timedelta(days=1))
    with pytest.raises(Refused, match="9 October 2026 is still to come"):
        record_attendance(meeting=meeting, came={}, on=TODAY, **who)
    with pytest.raises(Refused, match="still to come"):
        close_minutes(meeting=meeting, on=TODAY, **who)


# ---- A month without one ----


def missing(on: date) -> list[str]:
    bodies = Body.objects.filter(code="ilt_ne").with_meetings()
    return [f"{each.text}. {each.why}".strip() for each in missing_meetings(bodies, on=on)]


def test_a_month_without_its_meeting_is_flagged(team: Body, who: dict[str, object]) -> None:
    MeetingFactory(body=team, held_on=date(2026, 7, 14))
    cancelled = MeetingFactory(body=team, held_on=date(2026, 8, 11))
    cancel_meeting(meeting=cancelled, reason="Holidays", **who)
    MeetingFactory(body=team, held_on=date(2026, 9, 30))

    assert missing(date(2026, 10, 1)) == [
        "No meeting was held in August 2026. Cancelled: Holidays",
        "No meeting is planned in October 2026.",
    ]


def test_a_meeting_that_is_planned_this_month_is_enough(team: Body) -> None:
    MeetingFactory(body=team, held_on=date(2026, 10, 31))
    assert missing(date(2026, 10, 1)) == missing(date(2026, 10, 31)) == []
    assert missing(date(2026, 11, 1)) == ["No meeting is planned in November 2026."]


def test_a_body_that_never_met_is_asked_for_this_month_alone(team: Body) -> None:
    assert missing(date(2026, 10, 8)) == ["No meeting is planned in October 2026."]


# ---- Calendar files ----


def feed(client: Client, path: str = "/governance/meetings.ics") -> list[object]:
    response = client.get(path)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))
    return Calendar.from_ical(response.content).walk("VEVENT")


def test_an_hour_on_the_clock_is_a_moment_on_either_side_of_the_clock_change(
    client_of_coordinator: Client, team: Body, frozen: datetime
) -> None:
    for day in (24, 26):
        MeetingFactory(body=team, held_on=date(2026, 10, day), starts_at=time(10),
                       ends_at=time(11))  # fmt: skip

    summer, winter = feed(client_of_coordinator)

    assert summer["DTSTART"].dt == datetime(2026, 10, 24, 9, tzinfo=UTC)
    assert winter["DTSTART"].dt == datetime(2026, 10, 26, 10, tzinfo=UTC)
    assert winter["DTEND"].dt == datetime(2026, 10, 26, 11, tzinfo=UTC)


def test_an_entry_keeps_its_name_and_counts_its_changes(
    client_of_coordinator: Client, team: Body, who: dict[str, object], frozen: datetime
) -> None:
    meeting = MeetingFactory(body=team, held_on=date(2026, 10, 20), where="Hub; room 2, top floor")
    path = "/governance/bodies/ilt_ne/meetings.ics"
    [before] = feed(client_of_coordinator, path)
    move_meeting(meeting=meeting, held_on=date(2026, 10, 21), slot=Slot(), reason="Clash", **who)
    cancel_meeting(meeting=meeting, reason="A long reason, with much to say. " * 9, **who)
    [after] = feed(client_of_coordinator, path)

    assert before["UID"] == after["UID"]
    assert before["LOCATION"] == "Hub; room 2, top floor"
    assert (before.get("SEQUENCE"), after["SEQUENCE"]) == (None, 2)
    assert (before.get("STATUS"), after["STATUS"]) == (None, "CANCELLED")
    assert after["DTSTAMP"].dt == frozen
    assert after["DTSTART"].dt == date(2026, 10, 21)
    assert "A long reason" in after["DESCRIPTION"]


# ---- The pages ----


@pytest.fixture
def client_of_coordinator(sign_in: Callable[[User], Client], coordinator: User) -> Client:
    return sign_in(coordinator)


def typed(day: date, name: str = "held_on", **more: str) -> dict[str, str]:
    parts = {"day": day.day, "month": day.month, "year": day.year}
    return {f"{name}_{part}": str(value) for part, value in parts.items()} | more


def test_the_coordinator_plans_a_year(
    client_of_coordinator: Client, team: Body, frozen: datetime
) -> None:
    path = "/governance/bodies/ilt_ne/meetings/plan/"
    assert "Which one in the month?" in client_of_coordinator.get(path).content.decode()
    given = typed(TODAY, "starts_on", week="2", weekday="1", starts_at="2.30pm", ends_at="16:00")
    page = client_of_coordinator.post(path, given, follow=True).content.decode()

    assert "12 meetings planned, the first on 13 October 2026." in page
    assert Meeting.objects.earliest("held_on").starts_at == time(14, 30)
    listed = client_of_coordinator.get("/governance/meetings/?body=ilt_ne").content.decode()
    assert listed.count("14:30 to 16:00") == 12
    assert "No meeting is planned" not in listed


@pytest.mark.parametrize(
    ("path", "given", "said"),
    [
        ("bodies/ilt_ne/meetings/new/", {}, "Enter the day of the meeting"),
        ("bodies/ilt_ne/meetings/new/", typed(TODAY, starts_at="noon"), "Enter a time, such as"),
        ("bodies/ilt_ne/meetings/new/", typed(TODAY, starts_at="12:00", ends_at="12:00"),
         "It must end after it starts"),
        ("bodies/ilt_ne/meetings/new/", typed(TODAY, ends_at="12:00"),
         "Enter when it starts as well"),
        ("bodies/ilt_ne/meetings/new/", typed(date(2026, 9, 8)), "already has a meeting on"),
        ("bodies/ilt_ne/meetings/new/", typed(date.max), "Enter a real date"),
        ("bodies/ilt_ne/meetings/plan/", typed(date.max, "starts_on", week="2", weekday="1"),
         "Enter a real date"),
        ("meetings/{pk}/move/", typed(TODAY), "Say why it is moved, in a sentence"),
        ("meetings/{pk}/cancel/", {"reason": " "}, "Say why it is cancelled, in a sentence"),
        ("meetings/{pk}/cancel/", {"reason": "x" * 501}, "must be 500 characters or fewer"),
        ("bodies/ilt_ne/meetings/plan/", typed(TODAY, "starts_on", week="9", weekday="x"),
         "That choice is no longer in the list"),
    ],
)  # fmt: skip
def test_what_makes_no_meeting_is_said_and_nothing_is_lost(
    client_of_coordinator: Client, team: Body, path: str, given: dict[str, str], said: str
) -> None:
    meeting = MeetingFactory(body=team, held_on=date(2026, 9, 8))
    page = client_of_coordinator.post(f"/governance/{path}".format(pk=meeting.pk), given)

    assert page.status_code == 200
    assert said in page.content.decode()
    assert given.get("starts_at", "") in page.content.decode()
    assert Meeting.objects.get() == meeting


def test_who_came_is_recorded_by_organisation(
    client_of_coordinator: Client, team: Body, frozen: datetime
) -> None:
    came, sorry, absent = (OrganisationFactory(name=n) for n in ("Came", "Sorry", "Absent"))
    guest = OrganisationFactory(name="Guest")
    for each in (came, sorry, absent):
        SeatFactory(body=team, organisation=each)
    meeting = MeetingFactory(body=team, held_on=TODAY)
    path = f"/governance/meetings/{meeting.pk}/attendance/"

    seen = Page(client_of_coordinator.get(path)).boxes[-1]["seen"]
    both = {"came": [came.pk], "apologies": [came.pk]}
    assert "cannot have come and" in client_of_coordinator.post(path, both).content.decode()
    given = {"seen": seen, "came": [came.pk], "apologies": [sorry.pk], "guest": guest.pk}
    client_of_coordinator.post(path, given)

    assert dict(Attendance.objects.values_list("organisation__name", "came")) == {
        "Came": "came", "Sorry": "apologies", "Absent": "absent", "Guest": "came",
    }  # fmt: skip
    page = client_of_coordinator.get(meeting.get_absolute_url()).content.decode()
    assert "Came; Guest" in page


def test_who_came_is_not_recorded_over_what_another_recorded_meanwhile(
    client_of_coordinator: Client, team: Body, frozen: datetime
) -> None:
    first, second = (OrganisationFactory(name=n) for n in ("First", "Second"))
    for each in (first, second):
        SeatFactory(body=team, organisation=each)
    meeting = MeetingFactory(body=team, held_on=TODAY)
    path = f"/governance/meetings/{meeting.pk}/attendance/"
    mine = {"seen": Page(client_of_coordinator.get(path)).boxes[-1]["seen"], "came": [first.pk]}
    AttendanceFactory(meeting=meeting, organisation=second, came=Came.CAME)

    answer = client_of_coordinator.post(path, mine)

    page = Page(answer)
    assert answer.status_code == 409
    assert "saved it Which organisations came? Second" in page.text
    assert Attendance.objects.get().organisation == second
    again = mine | {"seen": page.boxes[-1]["seen"]}
    assert client_of_coordinator.post(path, again).status_code == 302
    assert dict(Attendance.objects.values_list("organisation__name", "came")) \
        == {"First": "came", "Second": "absent"}  # fmt: skip


def test_a_meeting_is_not_moved_over_where_another_moved_it_meanwhile(
    client_of_coordinator: Client, team: Body, who: dict[str, object], frozen: datetime
) -> None:
    meeting = MeetingFactory(body=team, held_on=date(2026, 10, 13))
    path = f"/governance/meetings/{meeting.pk}/move/"
    seen = Page(client_of_coordinator.get(path)).boxes[-1]["seen"]
    mine = typed(date(2026, 10, 20), reason="The chair is away.", seen=seen)
    move_meeting(meeting=meeting, held_on=date(2026, 10, 27), slot=Slot(time(14, 30)),
                 reason="Half-term", **who)  # fmt: skip

    answer = client_of_coordinator.post(path, mine)

    page = Page(answer)
    assert answer.status_code == 409
    assert "On which day? 27 October 2026" in page.text
    assert "When does it start? 14:30" in page.text
    assert page.boxes[-1]["reason"] == "The chair is away."
    meeting.refresh_from_db()
    assert (meeting.held_on, meeting.sequence) == (date(2026, 10, 27), 1)
    assert client_of_coordinator.post(path, page.boxes[-1]).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.held_on, meeting.change_reason) == (date(2026, 10, 20), "The chair is away.")


@pytest.mark.parametrize("path", ["new/", "plan/"])
def test_two_who_add_a_meeting_at_the_same_moment_are_told_and_lose_nothing(
    client_of_coordinator: Client,
    team: Body,
    frozen: datetime,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
) -> None:
    """What the other adds is there only once this one has looked: the database alone refuses."""

    def looked_too_early(*of: object, **more: object) -> Meeting:
        return Meeting.objects.create(body=team, held_on=date(2026, 10, 13))

    if path == "new/":
        monkeypatch.setattr("governance.services.meetings._refuse_a_second_on", looked_too_early)
        given = typed(date(2026, 10, 13), where="Hub")
    else:
        MeetingFactory(body=team, held_on=date(2026, 10, 13))
        monkeypatch.setattr("governance.services.meetings.meeting_day",
                            lambda *of: date(2026, 10, 13))  # fmt: skip
        given = typed(TODAY, "starts_on", week="2", weekday="1", where="Hub")

    answer = client_of_coordinator.post(f"/governance/bodies/ilt_ne/meetings/{path}", given)

    page = Page(answer)
    assert answer.status_code == 409
    assert "Somebody saved the same at this very moment" in page.text
    assert page.boxes[-1]["where"] == "Hub"


def test_what_the_database_refuses_for_another_reason_is_an_error_still(
    client_of_coordinator: Client, team: Body, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_a_body(*of: object, **more: object) -> Meeting:
        return Meeting.objects.create(body=None, held_on=TODAY)

    monkeypatch.setattr("governance.services.meetings._new", without_a_body)
    with pytest.raises(IntegrityError):
        client_of_coordinator.post("/governance/bodies/ilt_ne/meetings/new/", typed(TODAY))


def test_closing_asks_first_and_then_locks(
    client_of_coordinator: Client, team: Body, frozen: datetime
) -> None:
    meeting = MeetingFactory(body=team, held_on=TODAY)
    AttendanceFactory(meeting=meeting)
    path = f"/governance/meetings/{meeting.pk}/close/"
    assert "can be changed afterwards" in client_of_coordinator.get(path).content.decode()
    page = client_of_coordinator.post(path, follow=True).content.decode()

    assert "The minutes are closed." in page
    assert "Record who came" not in page
    again = client_of_coordinator.post(path).content.decode()
    assert "were closed on 8 October 2026" in again


def test_a_lead_changes_meetings_of_the_own_locality_alone(
    sign_in: Callable[[User], Client], ne_lead: User, nw_lead: User, board_member: User, team: Body
) -> None:
    move = f"/governance/meetings/{MeetingFactory(body=team).pk}/move/"
    answers = {user: sign_in(user).get(move).status_code for user in (ne_lead, nw_lead)}
    assert answers == {ne_lead: 200, nw_lead: 404}
    assert sign_in(board_member).get(move).status_code == 403
