"""Overdue actions find their owner, by a message to whoever answers for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from ehportal.wording import day
from governance.models import Membership, Notice, User
from governance.services.notices import tell
from outcomes.models import Action
from outcomes.services.telling import coordinators

FORGOTTEN_AFTER = timedelta(days=90)
"""An action that is overdue for longer is on every page; a first message would come too late."""


def owners_of(action: Action, *, on: date) -> list[User]:
    """Who is told of an action on a day: the person named, or the people of its organisation or
    body; of its plan's locality or body where it has none; the coordinators where there is nobody.
    """
    if action.owner is not None:
        return [action.owner]
    if action.owner_organisation:
        whose = Q(organisation=action.owner_organisation)
    elif action.owner_body:
        whose = _of(action.owner_body.pk, action.owner_body.place_id)
    else:
        whose = _of(action.plan.body_id, action.plan.locality_id)
    held = Membership.objects.current(on).filter(whose)
    people = User.objects.filter(is_active=True, pk__in=held.values("user_id"))
    return list(people) or coordinators(on=on)


def _of(body: int | None, locality: int | None) -> Q:
    """Membership of a body or a locality; None is neither."""
    return Q(body__isnull=False, body=body) | Q(locality__isnull=False, locality=locality)


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
