"""Overdue actions find their owner, by a message to whoever answers for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone

from ehportal.wording import day
from governance.models import Notice, User
from governance.services.notices import tell
from outcomes.models import Action
from outcomes.services.telling import coordinators, members_of

FORGOTTEN_AFTER = timedelta(days=90)
"""What is overdue for longer is on every page; a first message would come too late."""


def owners_of(action: Action, *, on: date) -> list[User]:
    """Who is told of an action on a day: the person named, or the people of its organisation or
    body; of its plan's locality or body where it has none; the coordinators where there is nobody.
    """
    if action.owner is not None:
        return [action.owner]
    if action.owner_organisation:
        people = members_of(organisation=action.owner_organisation.pk, on=on)
    elif action.owner_body:
        body = action.owner_body
        people = members_of(body=body.pk, locality=body.place_id, on=on)
    else:
        people = members_of(body=action.plan.body_id, locality=action.plan.locality_id, on=on)
    return people or coordinators(on=on)


def remind_of_actions(*, at: datetime) -> int:
    """Tells whoever answers for each action that it is overdue; returns how many are told now.

    Once for each date that an action had, however often this runs.
    """
    on = timezone.localdate(at)
    keys = {_key(each): each for each in _newly_overdue(on)}
    told = set(Notice.objects.filter(key__in=keys).values_list("key", flat=True))
    return sum(
        tell(
            to=owners_of(action, on=on),
            key=key,
            subject="An action that you answer for is overdue",
            text=_text(action),
            path=action.get_absolute_url(),
            by=None,
            at=at,
        )
        for key, action in keys.items()
        if key not in told
    )


def _newly_overdue(on: date) -> Sequence[Action]:
    since = on - FORGOTTEN_AFTER
    return list(Action.objects.overdue(on).filter(due_on__gte=since).with_owners().order_by("pk"))


def _key(action: Action) -> str:
    return f"action:{action.pk}:{action.due_on}"


def _text(action: Action) -> str:
    """Nothing that somebody typed: it goes by e-mail."""
    due_on = day(action.due_on) if action.due_on else ""
    kind = action.plan.get_kind_display()
    return (
        f"An action of a plan ({kind}) was due on {due_on}, and is neither done nor stopped.\n\n"
        "Say on its page how it stands, or move its date and say why."
    )
