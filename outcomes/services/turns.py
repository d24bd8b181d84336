"""The order in which one open page sent what it sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from outcomes.models import OpenPage, Submission
from outcomes.services.exceptions import Overtaken

#: No request is under way for longer.
FORGOTTEN_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Turn:
    """Which page sent a request, by the name it gave itself, and how many it had sent by then."""

    page: str
    number: int


def take_turn(*, submission: Submission, turn: Turn, at: datetime) -> None:
    """Notes that a request is dealt with; its submission is locked. No figure changes, so no event
    is written.

    The same request may come twice. Raises Overtaken where the page's later one came first.
    """
    pages = submission.pages.filter(key=turn.page)
    if pages.filter(turn__lte=turn.number).update(turn=turn.number, sent_at=at):
        return
    if pages.exists():
        raise Overtaken("This page has sent newer words since, and those are saved.")
    submission.pages.filter(sent_at__lt=at - FORGOTTEN_AFTER).delete()
    OpenPage.objects.create(submission=submission, key=turn.page, turn=turn.number, sent_at=at)
