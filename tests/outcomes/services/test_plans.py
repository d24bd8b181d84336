"""Plans and actions: their dates, their reasons, and their history."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from governance.models import Event, User
from outcomes.models import Action, ActionStatus, Plan, PlanStatus
from outcomes.models.plans import is_worse
from outcomes.services.actions import (
    ActionContent,
    action_version,
    add_action,
    change_action,
    update_action,
)
from outcomes.services.exceptions import Refused
from outcomes.services.plans import LONGEST_TEXT, change_plan, make_plan, plan_version
from tests.factories.governance import BodyFactory
from tests.factories.outcomes import OutcomeFactory
from tests.factories.planning import ActionFactory, PlanFactory

S = ActionStatus


@pytest.mark.parametrize(
    ("before", "after", "worse"),
    [
        (S.NOT_STARTED, S.ON_TRACK, False),
        (S.ON_TRACK, S.ON_TRACK, False),
        (S.ON_TRACK, S.NOT_STARTED, True),
        (S.ON_TRACK, S.AT_RISK, True),
        (S.AT_RISK, S.OFF_TRACK, True),
        (S.OFF_TRACK, S.AT_RISK, False),
        (S.DONE, S.ON_TRACK, True),
        (S.OFF_TRACK, S.STOPPED, True),
        (S.STOPPED, S.DONE, False),
    ],
)
def test_what_is_worse(before: str, after: str, worse: bool) -> None:
    assert is_worse(before, after) is worse


@pytest.fixture
def plan(db: None) -> Plan:
    return PlanFactory()


@pytest.fixture
def action(plan: Plan) -> Action:
    return ActionFactory(plan=plan)


def _update(action: Action, by: User, at: datetime, **more: Any) -> Any:
    wanted = {"text": "Went on.", "status": action.status, "due_on": action.due_on}
    return update_action(action=action, by=by, at=at, **(wanted | more))


def test_a_plan_ends_after_it_starts(coordinator: User, plan: Plan, now: datetime) -> None:
    with pytest.raises(Refused, match="on or after") as refused:
        make_plan(
            kind="board", body=plan.body, title="Plan", starts_on=date(2026, 4, 1),
            ends_on=date(2026, 3, 31), by=coordinator, at=now,
        )  # fmt: skip
    assert refused.value.field == "ends_on"


def test_the_same_plan_is_not_made_twice(coordinator: User, plan: Plan, now: datetime) -> None:
    with pytest.raises(Refused, match="already such a plan from 1 April 2026"):
        make_plan(
            kind=plan.kind, body=plan.body, title="Again", starts_on=plan.starts_on,
            ends_on=plan.ends_on, by=coordinator, at=now,
        )  # fmt: skip


def test_a_plan_starts_no_later_than_its_first_action_is_due(
    coordinator: User, action: Action, now: datetime
) -> None:
    with pytest.raises(Refused, match="due on 31 December 2026") as refused:
        change_plan(
            plan=action.plan, title="Plan", starts_on=date(2027, 1, 1),
            ends_on=date(2027, 3, 31), status=PlanStatus.AGREED, seen="", by=coordinator, at=now,
        )  # fmt: skip
    assert refused.value.field == "starts_on"


def test_a_plan_moves_to_no_start_that_another_has(
    coordinator: User, plan: Plan, now: datetime
) -> None:
    other = PlanFactory(kind=plan.kind, body=plan.body, place=plan.place,
                        starts_on=date(2027, 4, 1), ends_on=date(2028, 3, 31))  # fmt: skip
    with pytest.raises(Refused, match="already such a plan from 1 April 2026") as refused:
        change_plan(
            plan=other, title="Plan", starts_on=plan.starts_on, ends_on=plan.ends_on,
            status=PlanStatus.AGREED, seen=plan_version(other), by=coordinator, at=now,
        )  # fmt: skip
    assert refused.value.field == "starts_on"


def test_a_closed_plan_stays_as_it_is_until_it_is_opened_again(
    coordinator: User, plan: Plan, now: datetime
) -> None:
    def change(title: str, status: str) -> Plan:
        return change_plan(
            plan=plan, title=title, starts_on=plan.starts_on, ends_on=plan.ends_on,
            status=status, seen=plan_version(Plan.objects.get()), by=coordinator, at=now,
        )  # fmt: skip

    change("Plan", PlanStatus.CLOSED)
    with pytest.raises(Refused, match="plan is closed"):
        change("Another", PlanStatus.CLOSED)
    assert change("Plan", PlanStatus.CLOSED).title == "Plan"
    assert change("Another", PlanStatus.AGREED).title == "Another"


@pytest.mark.parametrize("words", ["\u200b", " \u2060\ufeff "])
def test_a_title_that_nobody_can_see_is_none(
    coordinator: User, plan: Plan, now: datetime, words: str
) -> None:
    with pytest.raises(Refused, match="Enter a title"):
        change_plan(
            plan=plan, title=words, starts_on=plan.starts_on, ends_on=plan.ends_on,
            status=PlanStatus.AGREED, seen=plan_version(plan), by=coordinator, at=now,
        )  # fmt: skip


def test_a_body_is_told_of_its_plans_overdue_actions_whoever_answers(plan: Plan) -> None:
    elsewhere = BodyFactory(code="elsewhere")
    theirs = ActionFactory(plan=plan, owner_body=elsewhere, due_on=date(2026, 5, 1))

    assert list(Action.objects.of_body(plan.body).overdue(date(2026, 6, 1))) == [theirs]
    assert list(Action.objects.of_body(elsewhere).overdue(date(2026, 6, 1))) == [theirs]


def test_an_action_is_due_no_earlier_than_its_plan_starts(
    coordinator: User, plan: Plan, now: datetime
) -> None:
    content = ActionContent("Ask families")
    with pytest.raises(Refused, match="starts on 1 April 2026") as refused:
        add_action(plan=plan, content=content, due_on=date(2026, 3, 31), by=coordinator, at=now)
    assert refused.value.field == "due_on"
    on_the_day = add_action(
        plan=plan, content=content, due_on=date(2026, 4, 1), by=coordinator, at=now
    )
    assert on_the_day.status == S.NOT_STARTED


def test_an_action_of_a_locality_serves_an_outcome(ne_lead: User, now: datetime) -> None:
    plan = PlanFactory(locality=True)
    due_on = date(2026, 12, 1)
    with pytest.raises(Refused) as refused:
        add_action(plan=plan, content=ActionContent("Ask"), due_on=due_on, by=ne_lead, at=now)
    assert refused.value.field == "outcomes"

    content = ActionContent("Ask", outcomes=[OutcomeFactory()])
    added = add_action(plan=plan, content=content, due_on=due_on, by=ne_lead, at=now)

    assert added.outcomes.count() == 1


@pytest.mark.parametrize("text", ["x" * (LONGEST_TEXT + 1), "a\x00b", "a\ud800b"])
def test_words_that_cannot_be_kept_are_refused(
    coordinator: User, action: Action, now: datetime, text: str
) -> None:
    with pytest.raises(Refused, match="What you wrote") as refused:
        change_action(
            action=action, content=ActionContent("Ask", what=text), seen="", by=coordinator, at=now
        )
    assert refused.value.field == "what"


def test_a_change_is_told_once_and_the_same_words_are_none(
    coordinator: User, action: Action, now: datetime
) -> None:
    seen = action_version(action)
    for _ in range(2):
        change_action(
            action=action, content=ActionContent("Ask"), seen=seen, by=coordinator, at=now
        )

    event = Event.objects.get(verb="action.change")
    assert event.after == {"title": "Ask"}


@pytest.mark.parametrize("status", [S.AT_RISK, S.OFF_TRACK, S.STOPPED])
def test_worse_needs_a_reason(
    coordinator: User, action: Action, now: datetime, status: str
) -> None:
    with pytest.raises(Refused, match="why it is worse") as refused:
        _update(action, coordinator, now, status=status)
    assert refused.value.field == "reason"

    _update(action, coordinator, now, status=status, reason="The room fell through.")

    action.refresh_from_db()
    assert action.status == status


def test_a_moved_date_needs_a_reason_and_is_kept_with_the_one_before(
    coordinator: User, action: Action, now: datetime
) -> None:
    later = date(2027, 1, 31)
    with pytest.raises(Refused, match="why the date is moved"):
        _update(action, coordinator, now, due_on=later)

    update = _update(action, coordinator, now, due_on=later, reason="Waiting for the lease.")

    assert (update.due_before, update.due_after) == (date(2026, 12, 31), later)
    assert update.moved_date
    assert not update.moved_status


def test_a_date_long_after_the_plan_has_a_slip_in_its_year(
    coordinator: User, action: Action, now: datetime
) -> None:
    with pytest.raises(Refused, match="Check the year") as refused:
        _update(action, coordinator, now, due_on=date(2099, 3, 7), reason="Later")
    assert refused.value.field == "due_on"


def test_a_first_date_is_no_move(coordinator: User, plan: Plan, now: datetime) -> None:
    action = ActionFactory(plan=plan, due_on=None)

    _update(action, coordinator, now, due_on=date(2027, 1, 31))

    action.refresh_from_db()
    assert action.due_on == date(2027, 1, 31)


def test_a_date_is_not_taken_away(coordinator: User, action: Action, now: datetime) -> None:
    with pytest.raises(Refused) as refused:
        _update(action, coordinator, now, due_on=None)
    assert refused.value.field == "due_on"


def test_a_closed_plan_stays_as_it_is(coordinator: User, action: Action, now: datetime) -> None:
    Plan.objects.update(status=PlanStatus.CLOSED)
    with pytest.raises(Refused, match="closed"):
        _update(action, coordinator, now)


def test_the_same_update_sent_twice_is_one(
    coordinator: User, ne_lead: User, action: Action, now: datetime
) -> None:
    said = {"text": "Asked.", "status": S.AT_RISK, "due_on": date(2027, 1, 31), "reason": "Rain."}
    first = update_action(action=action, by=coordinator, at=now, **said)
    soon = now + timedelta(minutes=1)

    assert update_action(action=action, by=coordinator, at=soon, **said) == first
    assert Event.objects.filter(verb="action.update").count() == 1

    assert _update(action, ne_lead, soon, **said) != first, "another says the same"
    month = now + timedelta(days=30)
    for when in (now, month):
        last = _update(action, coordinator, when, **(said | {"text": "No change."}))
    assert last.at == month, "what is said again another day is another update"


def test_overdue_is_the_day_after_and_never_what_is_finished(plan: Plan) -> None:
    due = date(2026, 12, 31)
    late = ActionFactory(plan=plan, due_on=due)
    for status in (S.DONE, S.STOPPED):
        ActionFactory(plan=plan, due_on=due, status=status)
    ActionFactory(plan=plan, due_on=None)

    assert not Action.objects.overdue(due).exists()
    assert list(Action.objects.overdue(date(2027, 1, 1))) == [late]
    assert late.is_overdue(date(2027, 1, 1))
    assert not late.is_overdue(due)


def test_the_same_action_sent_twice_is_one(coordinator: User, plan: Plan, now: datetime) -> None:
    content = ActionContent(title="Open a drop-in", owner_role="Hub manager")
    sent = {"plan": plan, "due_on": date(2026, 12, 1), "by": coordinator, "at": now}

    first = add_action(content=content, **sent)
    assert add_action(content=content, **sent) == first
    other = ActionContent(title="Open a drop-in", owner_role="Midwife")
    assert add_action(content=other, **sent) != first

    elsewhere = ActionContent(
        title="Open a drop-in", owner_role="Hub manager", outcomes=[OutcomeFactory()]
    )
    assert add_action(content=elsewhere, **sent) != first

    assert Event.objects.filter(verb="action.add").count() == 3


def test_a_localitys_action_is_not_the_boards_to_answer_for(
    coordinator: User, now: datetime, db: None
) -> None:
    plan = PlanFactory(locality=True)
    whole = BodyFactory(code="panel", name="Panel", per_locality=True)
    own = BodyFactory(code="panel_ne", name="Panel, NE", instance_of=whole, place=plan.place)
    sent = {"plan": plan, "due_on": date(2026, 12, 1), "by": coordinator, "at": now}

    def content(owner: Any) -> ActionContent:
        return ActionContent(title="Do it", owner_body=owner, outcomes=[OutcomeFactory()])

    with pytest.raises(Refused, match="does not answer for a locality") as refused:
        add_action(content=content(BodyFactory()), **sent)
    assert refused.value.field == "owned_by"
    assert add_action(content=content(own), **sent).owner_body == own
