"""The pages of plans and actions: what is there, what is missing, and bad input beside its box."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from governance.models import User
from outcomes.models import (
    Action,
    ActionStatus,
    Milestone,
    Plan,
    PlanKind,
    PlanStatus,
    PriorityKind,
)
from tests.factories.collection import DecisionFactory, MeetingFactory
from tests.factories.governance import BodyFactory
from tests.factories.outcomes import MeasureFactory, OutcomeFactory, PriorityFactory
from tests.factories.planning import ActionFactory, ActionUpdateFactory, PlanFactory
from tests.page import Page

pytestmark = pytest.mark.usefixtures("frozen")
SignIn = Callable[[User], Client]
SCRIPT = "<script>alert(1)</script>"


def _date(name: str, day: date) -> dict[str, str]:
    return {f"{name}_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def _new_action(**more: Any) -> dict[str, Any]:
    return {"title": "Ask families", **_date("due_on", date(2026, 12, 1)), **more}


def test_the_list_says_what_is_missing_and_who_makes_it(ne_lead: User, sign_in: SignIn) -> None:
    page = sign_in(ne_lead).get("/governance/plans/").content.decode()

    assert "4 plans that the strategies ask for are missing" in page
    assert page.count("Make it<") == 1


def test_a_locality_lead_makes_the_plan_and_adds_an_action(ne_lead: User, sign_in: SignIn) -> None:
    client = sign_in(ne_lead)
    outcome = OutcomeFactory()
    place = ne_lead.memberships.get().locality
    assert place is not None
    made = client.post("/governance/plans/new/", {
        "which": f"locality-{place.pk}",
        **_date("starts_on", date(2026, 4, 1)), **_date("ends_on", date(2027, 3, 31)),
    })  # fmt: skip
    plan = Plan.objects.get()
    assert plan.title == "North East delivery plan, 2026/27"

    client.post(
        f"{made['Location']}actions/new/",
        _new_action(outcomes=[outcome.pk], inequality="Fathers come less"),
    )

    assert Action.objects.get().inequality == "Fathers come less"
    assert "Ask families" in client.get(made["Location"]).content.decode()


def test_an_action_due_before_its_plan_is_said_beside_its_date_and_nothing_is_lost(
    coordinator: User, sign_in: SignIn
) -> None:
    plan = PlanFactory()
    page = sign_in(coordinator).post(
        f"/governance/plans/{plan.pk}/actions/new/",
        _new_action(what=SCRIPT, **_date("due_on", date(2026, 3, 31))),
    )

    text = page.content.decode()
    assert page.status_code == 200
    assert not Action.objects.exists()
    assert "The plan starts on 1 April 2026. Choose that day or a later one" in text
    assert "&lt;script&gt;alert(1)" in text
    assert SCRIPT not in text
    assert 'value="31"' in text


@pytest.mark.parametrize("box", ["title", "what", "inequality"])
def test_a_huge_text_is_refused_beside_its_box(
    coordinator: User, sign_in: SignIn, box: str
) -> None:
    plan = PlanFactory()
    page = sign_in(coordinator).post(
        f"/governance/plans/{plan.pk}/actions/new/", _new_action(**{box: "long " * 2_000})
    )

    assert "characters or fewer" in page.content.decode()
    assert page.content.decode().count("long long") > 100


def test_outcomes_and_owners_that_are_not_there_are_refused(
    coordinator: User, sign_in: SignIn
) -> None:
    plan = PlanFactory()
    for wrong in ({"outcomes": ["9" * 30]}, {"outcomes": ["x"]}, {"owned_by": "body-999999"}):
        page = sign_in(coordinator).post(
            f"/governance/plans/{plan.pk}/actions/new/", _new_action(**wrong)
        )
        assert page.status_code == 200
        assert "There is a problem" in page.content.decode()


def test_worse_without_a_reason_is_asked_beside_the_box(coordinator: User, sign_in: SignIn) -> None:
    action = ActionFactory()
    said = {"text": "The room fell through.", "status": ActionStatus.AT_RISK,
            **_date("due_on", date(2026, 12, 31))}  # fmt: skip
    client = sign_in(coordinator)
    asked = client.post(f"/governance/actions/{action.pk}/update/", said).content.decode()
    assert "Say why it is worse than before" in asked
    assert "The room fell through." in asked

    client.post(f"/governance/actions/{action.pk}/update/", {**said, "reason": "No lease."})

    history = client.get(f"/governance/actions/{action.pk}/").content.decode()
    assert "Because: No lease." in history
    assert "At risk" in history


def test_what_another_saved_meanwhile_is_shown_beside_ones_own(
    coordinator: User, sign_in: SignIn
) -> None:
    action, client = ActionFactory(), sign_in(coordinator)
    for thing in (action, action.plan):
        path = f"{thing.get_absolute_url()}edit/"
        sent = Page(client.get(path)).boxes[-1] | {"title": "Mine."}
        theirs = f"Theirs, by {path}"
        Plan.objects.update(title=theirs)
        Action.objects.update(title=theirs)

        answer = client.post(path, sent)

        page = Page(answer)
        assert answer.status_code == 409
        assert "saved other words while you were writing" in page.text
        assert theirs in page.text
        assert page.boxes[-1]["title"] == "Mine."
        assert client.post(path, page.boxes[-1]).status_code == 302
        thing.refresh_from_db()
        assert thing.title == "Mine."


def test_an_update_does_not_take_back_what_another_said_meanwhile(
    coordinator: User, sign_in: SignIn
) -> None:
    action, client = ActionFactory(status=ActionStatus.ON_TRACK), sign_in(coordinator)
    path = f"{action.get_absolute_url()}update/"
    opened = Page(client.get(path)).boxes[-1] | {"text": "Mine."}
    Action.objects.update(status=ActionStatus.OFF_TRACK, due_on=date(2027, 1, 31))

    answer = client.post(path, opened)

    page = Page(answer)
    assert answer.status_code == 409
    assert "How does it stand now? Off track" in page.text
    assert "When is it due? 31 January 2027" in page.text
    assert "Say why" not in page.text
    assert page.boxes[-1]["text"].strip() == "Mine."
    assert not action.updates.exists()
    again = page.boxes[-1] | {"status": "off_track"} | _date("due_on", date(2027, 1, 31))
    assert client.post(path, again).status_code == 302
    assert client.post(path, again).status_code == 302
    assert action.updates.count() == 1


def test_an_update_meanwhile_stands_against_no_words(coordinator: User, sign_in: SignIn) -> None:
    action, client = ActionFactory(), sign_in(coordinator)
    path = f"{action.get_absolute_url()}edit/"
    sent = Page(client.get(path)).boxes[-1] | {"title": "Mine."}
    Action.objects.update(status=ActionStatus.AT_RISK, due_on=date(2027, 1, 31))

    assert client.post(path, sent).status_code == 302


def test_the_history_shows_each_update_as_it_was_typed(board_member: User, sign_in: SignIn) -> None:
    update = ActionUpdateFactory(text=SCRIPT)

    page = sign_in(board_member).get(update.action.get_absolute_url()).content.decode()

    assert "&lt;script&gt;alert(1)" in page
    assert "Write an update" not in page


def test_actions_are_filtered_in_the_address(board_member: User, sign_in: SignIn) -> None:
    plan = PlanFactory()
    other = BodyFactory(code="sg_send", name="SEND Improvement Board")
    ActionFactory(plan=plan, title="Late one", due_on=date(2026, 10, 7))
    ActionFactory(plan=plan, title="Of SEND", owner_body=other, status=ActionStatus.DONE)
    client = sign_in(board_member)

    def titles(query: str) -> list[bool]:
        page = client.get(f"/governance/actions/?{query}").content.decode()
        return [title in page for title in ("Late one", "Of SEND")]

    assert titles("") == [True, True]
    assert titles("overdue=on") == [True, False]
    assert titles(f"owner=body-{other.pk}") == [False, True]
    assert titles(f"owner=body-{plan.body_id}") == [True, False]
    assert titles("status=done") == [False, True]
    assert titles(f"plan={plan.pk}&status=on_track") == [True, False]
    for nonsense in ("owner=body-x", "status=happy", "plan=" + "9" * 40, "owner=x-1&page=zz"):
        assert titles(nonsense) == [True, True]


def test_actions_are_filtered_by_the_body_that_decided_them(
    board_member: User, sign_in: SignIn
) -> None:
    board = BodyFactory(code="ehpb", name="Early Help Partnership Board")
    decided = DecisionFactory(meeting=MeetingFactory(body=board))
    elsewhere = DecisionFactory(meeting=MeetingFactory(body=BodyFactory(code="cfe", name="CFE")))
    ActionFactory(title="Of the Board", decision=decided)
    ActionFactory(title="Of another body", decision=elsewhere)
    ActionFactory(title="Of no meeting")
    client = sign_in(board_member)

    page = client.get("/governance/actions/?decided_by=ehpb").content.decode()
    other = client.get("/governance/actions/?decided_by=!").content.decode()

    assert "Of the Board" in page
    assert "Of another body" not in page
    assert "Of no meeting" not in page
    assert '<option value="ehpb" selected>Early Help Partnership Board</option>' in page
    assert "Of no meeting" in other


def test_the_implementation_plan_shows_every_priority_its_lead_and_its_actions(
    board_member: User, sign_in: SignIn
) -> None:
    plan = PlanFactory()
    first = PriorityFactory()
    PriorityFactory(code="sp1", kind=PriorityKind.SYSTEM, title="Workforce")
    ActionFactory(plan=plan).priorities.add(first)

    page = sign_in(board_member).get(plan.get_absolute_url()).content.decode()

    assert "1 priority has no action plan yet" in page
    assert page.count("<strong>none yet</strong>") == 2
    assert "Workforce" in page


def test_the_boards_annual_plan_names_the_reviews_it_is_drawn_from(
    coordinator: User, sign_in: SignIn
) -> None:
    plan = PlanFactory(kind=PlanKind.BOARD, title="Annual plan")
    review = MeetingFactory(body=plan.body, held_on=date(2026, 1, 13))
    too_old = MeetingFactory(body=plan.body, held_on=date(2024, 1, 9))
    client, path = sign_in(coordinator), f"{plan.get_absolute_url()}edit/"
    sent = {
        "title": plan.title, "status": PlanStatus.AGREED, "basis": "",
        **_date("starts_on", plan.starts_on), **_date("ends_on", plan.ends_on),
    }  # fmt: skip

    for chosen in (too_old, review):
        seen = Page(client.get(path)).boxes[-1]["seen"]
        client.post(path, {**sent, "drawn_from": [chosen.pk], "seen": seen})
        assert plan.drawn_from.exists() == (chosen == review)

    page = client.get(plan.get_absolute_url()).content.decode()
    assert "Drawn from the reviews of 13 January 2026." in page


def test_a_milestone_of_the_transition_work_is_named_beside_its_action(
    board_member: User, coordinator: User, sign_in: SignIn
) -> None:
    plan = PlanFactory(locality=True)
    sign_in(coordinator).post(
        f"{plan.get_absolute_url()}actions/new/",
        _new_action(milestone=Milestone.YEAR_9, outcomes=[OutcomeFactory().pk]),
    )

    page = sign_in(board_member).get(plan.get_absolute_url()).content.decode()

    assert "Milestone: Year 9 (year two of the strategy)" in page


def test_the_list_of_actions_asks_as_much_of_the_database_for_many(
    board_member: User, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    plan = PlanFactory()
    for _ in range(12):
        ActionFactory(plan=plan)
    client = sign_in(board_member)
    with django_assert_max_num_queries(12):
        client.get("/governance/actions/")
    with django_assert_max_num_queries(12):
        client.get(plan.get_absolute_url())


def test_actions_are_on_the_pages_of_what_they_serve_and_of_whoever_answers(
    ne_lead: User, sign_in: SignIn
) -> None:
    action = ActionFactory(plan=PlanFactory(locality=True), due_on=date(2026, 10, 7))
    measure, priority = MeasureFactory(), PriorityFactory()
    action.measures.add(measure)
    action.priorities.add(priority)
    client = sign_in(ne_lead)

    for path in (measure.get_absolute_url(), f"/dashboard/priorities/{priority.number}/"):
        page = client.get(path).content.decode()
        assert "What is being done" in page
        assert "Overdue, said to be on track" in page
    assert f"An action is overdue: {action.title}" in client.get("/").content.decode()


def test_public_dashboards_do_not_show_plans(settings: Any, borough: Any) -> None:
    settings.PUBLIC_DASHBOARDS = True
    action, measure = ActionFactory(), MeasureFactory()
    action.measures.add(measure)

    assert "What is being done" not in Client().get(measure.get_absolute_url()).content.decode()
