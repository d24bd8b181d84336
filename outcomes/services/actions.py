"""The actions of plans: added, changed, and told of as they go on.

A plan's dates hold its actions: none is due before its plan starts. An action whose standing gets
worse, or whose date is moved, says why; what was said stays for good.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from ehportal.seen import version_of
from ehportal.wording import day
from governance.models import Body, Organisation, User
from governance.services.events import record, record_change, refuse_unseen
from governance.services.words import kept
from outcomes.models import (
    Action,
    ActionUpdate,
    Decision,
    Measure,
    Outcome,
    Plan,
    PlanKind,
    PlanStatus,
    Priority,
)
from outcomes.models.plans import is_worse
from outcomes.services.exceptions import Refused
from outcomes.services.plans import LONGEST_TEXT, LONGEST_YEARS, lock_plan
from outcomes.services.twins import twin_of

LONGEST_ACTION = 500
LONGEST_INEQUALITY = 200
LONGEST_REASON = 1000


@dataclass(frozen=True)
class ActionContent:
    """What an action says of itself, its date and its standing apart."""

    title: str
    what: str = ""
    owner_role: str = ""
    owner: User | None = None
    owner_body: Body | None = None
    owner_organisation: Organisation | None = None
    milestone: str = ""
    inequality: str = ""
    decision: Decision | None = None
    partners: Collection[Organisation] = ()
    outcomes: Collection[Outcome] = ()
    measures: Collection[Measure] = ()
    priorities: Collection[Priority] = ()


_WORDS = ("title", "what", "owner_role", "inequality")
_LINKS = ("partners", "outcomes", "measures", "priorities")
_CHOICES = ("owner", "owner_body", "owner_organisation", "milestone", "decision")
_COLUMNS = (*_WORDS, *_CHOICES)


@transaction.atomic
def add_action(
    *, plan: Plan, content: ActionContent, due_on: date, by: User, at: datetime
) -> Action:
    """Adds an action that nobody has started, and returns it; the same one again is one action.

    Raises Refused for words that cannot be kept, a day before the plan starts, a plan that is
    closed, and an action of a locality's plan that serves no outcome.
    """
    plan = lock_plan(plan)
    _refuse_closed(plan)
    _refuse_due(plan, due_on)
    for same in plan.actions.filter(title=content.title.strip(), due_on=due_on):
        if _says(same, content):
            return same
    action = Action(plan=plan, due_on=due_on, order=plan.actions.count())
    _write(action, content)
    after = {"plan": str(plan), "due_on": due_on, **_action_told(action)}
    record(verb="action.add", subject=action, by=by, at=at, after=after)
    return action


@transaction.atomic
def change_action(
    *, action: Action, content: ActionContent, seen: str, by: User, at: datetime
) -> Action:
    """Changes what an action says of itself and returns it; date and standing move by updates.

    `seen` is the `action_version` that the page showed. Raises SavedMeanwhile where somebody saved
    other words since, and Refused as `add_action` does.
    """
    action = _lock_action(action)
    _refuse_closed(action.plan)
    before = _action_told(action)
    _write(action, content)
    after = _action_told(action)
    record_change(
        verb="action.change", subject=action, before=before, after=after, by=by, at=at, seen=seen
    )
    return action


def action_version(action: Action) -> str:
    """What tells this state of an action from any other; an update of it is no other words."""
    return version_of(_action_told(action))


@transaction.atomic
def update_action(
    *,
    action: Action,
    text: str,
    status: str,
    due_on: date | None,
    reason: str = "",
    seen: str | None = None,
    by: User,
    at: datetime,
) -> ActionUpdate:
    """Says how an action goes on, moves its standing and its date, and returns what was said.

    What the same person said last, sent again on the same day, is one update. `seen` is the
    `standing_version` that the page showed. Raises SavedMeanwhile where somebody moved its standing
    or its date since; Refused without words, for a day before the plan starts or years after it
    ends, and where it got worse or its date was moved without a reason. A first date is no move.
    """
    action = _lock_action(action)
    _refuse_closed(action.plan)
    text = kept(text, field="text", longest=LONGEST_TEXT, required="Say what was done.")
    reason = kept(reason, field="reason", longest=LONGEST_REASON)
    last = action.updates.filter(pk=action.updates.values("pk")[:1], by=by)
    said = (text, status, due_on, reason, localdate(at))
    twin: ActionUpdate | None = twin_of(said, last, _said)
    if twin is not None:
        return twin
    refuse_unseen(subject=action, verb="action.update", told=_stands(action), seen=seen, who=by)
    if action.due_on is not None and due_on is None:
        raise Refused("Enter the day it is due.", field="due_on")
    if due_on is not None and due_on != action.due_on:
        _refuse_due(action.plan, due_on)
    if not reason and (why := why_a_reason(action, status=status, due_on=due_on)):
        raise Refused(why, field="reason")
    update = ActionUpdate.objects.create(
        action=action,
        at=at,
        by=by,
        text=text,
        status_before=action.status,
        status_after=status,
        due_before=action.due_on,
        due_after=due_on,
        reason=reason,
    )
    action.status, action.due_on = status, due_on
    action.save(update_fields=["status", "due_on"])
    record(
        verb="action.update",
        subject=action,
        by=by,
        at=at,
        before={"status": update.status_before, "due_on": update.due_before},
        after={"status": status, "due_on": due_on, "text": text},
        reason=reason,
    )
    return update


def standing_version(action: Action) -> str:
    """What tells the standing and the date of an action from any other."""
    return version_of(_stands(action))


def _stands(action: Action) -> dict[str, Any]:
    return {"status": str(action.status), "due_on": action.due_on}


def why_a_reason(action: Action, *, status: str, due_on: date | None) -> str:
    """What needs a reason about a move, in words; nothing where none is needed."""
    if is_worse(action.status, status):
        return "Say why it is worse than before."
    if action.due_on is not None and due_on != action.due_on:
        return "Say why the date is moved."
    return ""


def _said(update: ActionUpdate) -> tuple[object, ...]:
    on = localdate(update.at)
    return update.text, update.status_after, update.due_after, update.reason, on


def _says(action: Action, content: ActionContent) -> bool:
    """Whether an action says, and is linked to, just what somebody wants to add."""
    same_words = all(getattr(action, name) == getattr(content, name).strip() for name in _WORDS)
    same_choices = all(getattr(action, name) == getattr(content, name) for name in _CHOICES)
    return (
        same_words
        and same_choices
        and all(set(getattr(action, name).all()) == set(getattr(content, name)) for name in _LINKS)
    )


def _write(action: Action, content: ActionContent) -> None:
    """Puts the content into an action that is held, checked, and saves it."""
    if action.plan.kind == PlanKind.LOCALITY and not content.outcomes:
        raise Refused("Choose at least one outcome that it serves.", field="outcomes")
    _refuse_owner(action.plan, content.owner_body)
    for name in _COLUMNS:
        setattr(action, name, getattr(content, name))
    required = "Say in a sentence what is to be done."
    action.title = kept(content.title, field="title", longest=LONGEST_ACTION, required=required)
    action.what = kept(content.what, field="what", longest=LONGEST_TEXT)
    action.owner_role = kept(content.owner_role, field="owner_role", longest=150)
    action.inequality = kept(content.inequality, field="inequality", longest=LONGEST_INEQUALITY)
    action.save()
    for name in _LINKS:
        getattr(action, name).set(getattr(content, name))


def _lock_action(action: Action) -> Action:
    return Action.objects.select_for_update(of=("self",)).with_owners().get(pk=action.pk)


def _refuse_closed(plan: Plan) -> None:
    if plan.status == PlanStatus.CLOSED:
        raise Refused("The plan is closed, so its actions stay as they are.")


def _refuse_owner(plan: Plan, owner: Body | None) -> None:
    """What a locality sets out to do is answered for there: the Board is asked by escalation."""
    locality = plan.locality_id
    if owner and locality and owner.place_id != locality:
        raise Refused(
            f"{owner} does not answer for a locality’s plan. Choose one of its own bodies or an "
            "organisation.",
            field="owned_by",
        )


def _refuse_due(plan: Plan, due_on: date) -> None:
    if due_on < plan.starts_on:
        raise Refused(
            f"The plan starts on {day(plan.starts_on)}. Choose that day or a later one.",
            field="due_on",
        )
    if due_on.year > plan.ends_on.year + LONGEST_YEARS:
        raise Refused(f"The plan ends on {day(plan.ends_on)}. Check the year.", field="due_on")


def _action_told(action: Action) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name in _COLUMNS:
        value = getattr(action, name)
        told[name] = str(value) if value is not None else None
    for name in _LINKS:
        told[name] = sorted(getattr(action, name).values_list("pk", flat=True))
    return told
