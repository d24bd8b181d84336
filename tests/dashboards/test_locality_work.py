"""What a locality's page tells members of its plans, its overdue actions and what it took up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from governance.models import BOARD_CODE, Body, Place, User
from governance.services.escalations import answer_escalation
from outcomes.models import Action, ActionStatus, Measure, Plan
from outcomes.services.actions import update_action
from tests.dashboards.publishing import publish, steady, text_of
from tests.factories.collection import DecisionFactory, MeetingFactory
from tests.factories.governance import BodyFactory, UserFactory
from tests.factories.planning import ActionFactory, PlanFactory
from tests.factories.structure import EscalationFactory

PAGE = "/dashboard/localities/north-east/"


@pytest.fixture
def plan(localities: dict[str, Place], time_machine: Any) -> Plan:
    """The locality's plan, half a year into it."""
    time_machine.move_to("2026-10-08T10:00Z", tick=False)
    return PlanFactory(locality=True, place=localities["ne"])


@pytest.fixture
def team(localities: dict[str, Place]) -> Body:
    every = BodyFactory(code="ilt", name="Leadership team", per_locality=True)
    return BodyFactory(
        code="ilt_ne",
        name="Leadership team, North East",
        instance_of=every,
        place=localities["ne"],
    )


@pytest.fixture
def late(plan: Plan) -> Action:
    """An action that was due last month, of somebody with a name."""
    owner = UserFactory(name="Amina Begum")
    return ActionFactory(
        plan=plan, title="Find a room", due_on=date(2026, 9, 30), owner_role="Hub manager",
        owner=owner,
    )  # fmt: skip


def test_a_member_reads_how_far_the_plans_are_and_what_is_overdue(
    reader: Client, plan: Plan, team: Body, late: Action
) -> None:
    for title, status in [("A", "done"), ("B", "on_track"), ("C", "off_track")]:
        ActionFactory(plan=plan, title=title, status=status)
    PlanFactory(kind="team", title="Annual plan of the team", body=team)

    page = reader.get(PAGE)

    text = text_of(page)
    assert f"{plan.title} 4 actions: 1 done, 1 on track, 1 off track, 1 overdue." in text
    assert "Annual plan of the team No action yet." in text
    overdue = "Overdue, said to be on track Find a room Hub manager (Amina Begum)"
    assert f"{overdue}, due 30 September 2026" in text
    assert f'href="{late.get_absolute_url()}"' in page.content.decode()
    assert "Missing" not in text


def test_plans_of_other_places_years_and_those_that_are_closed_are_not_its_own(
    reader: Client, borough: Place, localities: dict[str, Place], late: Action
) -> None:
    there = PlanFactory(locality=True, title="There", place=localities["nw"])
    ActionFactory(plan=there, title="Elsewhere", due_on=date(2026, 5, 1))
    for title, more in [
        ("Closed", {"status": "closed", "starts_on": date(2026, 4, 2)}),
        ("Over", {"starts_on": date(2025, 4, 1), "ends_on": date(2026, 3, 31)}),
    ]:
        PlanFactory(locality=True, title=title, place=localities["ne"], **more)

    text = text_of(reader.get(PAGE))

    assert "Find a room" in text
    for title in ("There", "Elsewhere", "Closed", "Over "):
        assert f"{title} No action yet" not in text
        assert f"{title} 1 action" not in text
    assert "Elsewhere" not in text


def test_a_plan_that_should_run_and_does_not_is_said_to_be_missing(
    reader: Client, plan: Plan
) -> None:
    here = text_of(reader.get(PAGE))
    there = text_of(reader.get("/dashboard/localities/north-west/"))

    assert "Missing No annual plan of its leadership team: the Early Help" in here
    assert "Missing No delivery plan and no annual plan of its leadership team: the" in there


def test_what_it_took_up_waits_or_was_answered_and_what_was_taken_back_is_left_out(
    reader: Client, team: Body, coordinator: User
) -> None:
    asked = EscalationFactory(
        body=team, issue="No room.", raised_at=datetime(2026, 9, 1, tzinfo=UTC)
    )
    answered = EscalationFactory(body=team, issue="No interpreter.")
    answer_escalation(
        escalation=answered, answer="One is paid for.", by=coordinator,
        at=datetime(2026, 10, 2, 9, tzinfo=UTC),
    )  # fmt: skip
    EscalationFactory(
        body=team, issue="No tea.", taken_back_at=datetime(2026, 10, 3, tzinfo=UTC),
        taken_back_by=coordinator,
    )  # fmt: skip
    EscalationFactory(body=BodyFactory(code="elsewhere", name="Elsewhere"), issue="No bus.")

    text = text_of(reader.get(PAGE))

    assert f"Not answered No room. {team}, to {asked.to}, 1 September 2026" in text
    assert "Answered No interpreter. One is paid for." in text
    assert "answered 2 October 2026" in text
    assert text.index("No room.") < text.index("No interpreter.")
    assert "No tea." not in text
    assert "No bus." not in text


def test_a_locality_that_took_nothing_up_says_so(
    reader: Client, localities: dict[str, Place]
) -> None:
    text = text_of(reader.get(PAGE))

    assert "No body of North East took an issue to the body above." in text


def test_whoever_is_not_signed_in_reads_figures_alone(
    reader: Client, settings: Any, borough: Place, localities: dict[str, Place], booking: Measure,
    team: Body, late: Action,
) -> None:  # fmt: skip
    settings.PUBLIC_DASHBOARDS = True
    EscalationFactory(body=team, issue="No interpreter.")
    publish({(booking, borough): steady(3), (booking, localities["ne"]): steady(3)})
    inside = text_of(reader.get(PAGE))
    outside = text_of(Client().get(PAGE))

    for own in ("The plans of North East", "Find a room", "Amina Begum", "No interpreter."):
        assert own in inside
        assert own not in outside
    assert booking.title in outside
    assert "Automatic commentary" in outside


def test_whoever_may_read_no_plan_reads_none_here(
    settings: Any, sign_in: Callable[[User], Client], stranger: User, late: Action
) -> None:
    settings.PUBLIC_DASHBOARDS = True

    page = sign_in(stranger).get(PAGE)

    assert page.status_code == 200
    assert "Find a room" not in text_of(page)


def test_what_is_said_of_an_action_and_an_escalation_is_seen_at_once_by_all(
    reader: Client, sign_in: Callable[[User], Client], coordinator: User, team: Body, late: Action,
    now: datetime,
) -> None:  # fmt: skip
    waits = EscalationFactory(body=team)
    before = reader.get(PAGE)
    assert "Overdue, said" in text_of(before)
    assert "Not answered" in text_of(before)

    update_action(
        action=late, text="Done.", status="done", due_on=late.due_on, by=coordinator, at=now
    )
    after = reader.get(PAGE, headers={"If-None-Match": before.headers["ETag"]})
    assert "1 action: 1 done." in text_of(after)
    assert "Overdue, said" not in text_of(after)

    answer_escalation(escalation=waits, answer="Agreed.", by=coordinator, at=now)
    assert "Answered" in text_of(reader.get(PAGE, headers={"If-None-Match": after.headers["ETag"]}))


def test_an_action_is_overdue_from_the_day_after_its_date(
    reader: Client, late: Action, time_machine: Any
) -> None:
    time_machine.move_to("2026-09-30T10:00Z", tick=False)
    user = User.objects.get(email="board@ehportal.example")
    reader.force_login(user)
    assert "1 action: 1 on track." in text_of(reader.get(PAGE))

    time_machine.move_to("2026-10-01T10:00Z", tick=False)
    reader.force_login(user)
    assert "1 action: 1 overdue." in text_of(reader.get(PAGE))


@pytest.mark.parametrize("actions", [1, 12])
def test_many_actions_cost_no_more_queries(
    reader: Client, plan: Plan, team: Body, actions: int, django_assert_num_queries: Any
) -> None:
    ActionFactory.create_batch(actions, plan=plan, owner=UserFactory())
    EscalationFactory.create_batch(actions, body=team)
    reader.get("/help/")

    with django_assert_num_queries(12):
        reader.get(PAGE)


def test_the_overview_and_the_locality_say_the_same_of_the_same_actions(
    reader: Client, borough: Place, booking: Measure, plan: Plan
) -> None:
    publish({(booking, borough): steady(3)})
    board = BodyFactory(code=BOARD_CODE)
    decision = DecisionFactory(meeting=MeetingFactory(body=board, held_on=date(2026, 8, 17)))
    for status in ActionStatus:
        for due_on in (None, date(2026, 9, 30), date(2026, 10, 8)):
            ActionFactory(plan=plan, decision=decision, status=status, due_on=due_on)

    of_all = "18 actions: 3 done, 2 on track, 2 not started, 2 at risk, 2 off track, 3 stopped, 4 o"

    assert of_all in text_of(reader.get(PAGE))
    assert of_all in text_of(reader.get("/dashboard/"))
