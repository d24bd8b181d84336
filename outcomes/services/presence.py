"""Who has the entry table of an outcome area open."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from governance.models import User
from outcomes.models import Presence, Submission

#: Whoever has not been heard of for longer has left.
PRESENT_FOR = timedelta(minutes=5)


@transaction.atomic
def note_presence(*, submission: Submission, area: str, user: User, at: datetime) -> None:
    """Records that somebody works on an outcome area. No figure changes, so no event is written."""
    there = Presence.objects.filter(submission=submission, area=area, user=user)
    if not there.update(seen_at=at):
        Presence.objects.update_or_create(
            submission=submission, area=area, user=user, defaults={"seen_at": at}
        )


def others_present(submission: Submission, *, besides: User, at: datetime) -> dict[str, list[User]]:
    """By outcome area, the other people who work on it at a moment, the latest first. One query."""
    since = at - PRESENT_FOR
    found: dict[str, list[User]] = {}
    for presence in (
        submission.presences.filter(seen_at__gt=since).exclude(user=besides).select_related("user")
    ):
        found.setdefault(presence.area, []).append(presence.user)
    return found
