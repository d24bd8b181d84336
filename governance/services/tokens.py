"""Tokens for programs that read open data: made, revoked, and when they were last used."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ehportal.wording import count
from governance.models import DataToken, Place, PlaceKind, User
from governance.services.events import record
from governance.services.exceptions import Refused
from governance.services.words import kept

#: Begins every token, so that people, and what searches files for secrets, recognise one.
PREFIX = "ehp_"
LONGEST_DAYS = 365
LONGEST_NAME = 100
MOST_AT_ONCE = 20
#: A program reads often; when it last did needs no more than the hour.
NOTED_EVERY = timedelta(hours=1)


@dataclass(frozen=True)
class Made:
    """A token and, this once, its words: the row cannot give them again."""

    token: DataToken
    words: str


def digest_of(secret: str) -> str:
    """What is kept of a secret: of 256 random bits, for which a slow hash would do nothing more."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def make_token(
    *, owner: User, name: str, days: int, place: Place | None, by: User, at: datetime
) -> Made:
    """Makes a token that reads the files of open data, and returns it with its words.

    Raises Refused for somebody else's token, a name that one in use has, a life of more than a
    year, a place that is no locality, and more tokens than anybody can keep an eye on.
    """
    on = timezone.localdate(at)
    name = kept(name, field="name", longest=LONGEST_NAME, required="Say what the token is for.")
    if owner.pk != by.pk:
        raise Refused("Everybody makes their own tokens.")
    if not 1 <= days <= LONGEST_DAYS:
        raise Refused("A token works for a year at most.", field="days")
    if place is not None and place.kind != PlaceKind.LOCALITY:
        raise Refused("Choose one of the localities.", field="place")
    # Two windows of one person come one after the other here.
    User.objects.select_for_update().get(pk=owner.pk)
    working = list(owner.data_tokens.working(on))
    if any(each.name.casefold() == name.casefold() for each in working):
        raise Refused("You have a token of this name. Revoke it, or say more", field="name")
    if len(working) >= MOST_AT_ONCE:
        raise Refused(
            f"You have {count(len(working), 'token')} that work. Revoke one that you do not need.",
            field="name",
        )
    key, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    token = DataToken.objects.create(
        owner=owner,
        name=name,
        place=place,
        key=key,
        digest=digest_of(secret),
        made_at=at,
        expires_on=on + timedelta(days=days),
    )
    record(
        verb="data_token.make",
        subject=token,
        by=by,
        at=at,
        after={
            "owner": owner.name,
            "name": name,
            "reads": token.reads,
            "expires_on": token.expires_on,
        },
    )
    return Made(token, f"{PREFIX}{key}_{secret}")


@transaction.atomic
def revoke_token(*, token: DataToken, by: User, at: datetime) -> bool:
    """The token stops working at once; returns whether it was not revoked before."""
    done = DataToken.objects.filter(pk=token.pk, revoked_at=None).update(
        revoked_at=at, revoked_by=by
    )
    if done:
        record(
            verb="data_token.revoke",
            subject=token,
            by=by,
            at=at,
            before={"owner": token.owner.name, "expires_on": token.expires_on},
        )
    return bool(done)


def note_use(*, token: DataToken, at: datetime) -> None:
    """Keeps when a token was last used, to the hour: a read seldom writes."""
    if token.last_used_at is not None and at - token.last_used_at < NOTED_EVERY:
        return
    stale = Q(last_used_at=None) | Q(last_used_at__lte=at - NOTED_EVERY)
    DataToken.objects.filter(stale, pk=token.pk).update(last_used_at=at)
