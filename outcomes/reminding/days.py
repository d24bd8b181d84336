"""On which day a reminder is due."""

from __future__ import annotations

from datetime import date, timedelta

#: Days before the deadline, the earliest first; minus one is the day after it.
STAGES = (14, 7, 2, -1)


def stage_of(due_on: date, *, on: date, since: date | None = None) -> int | None:
    """Which reminder is due on a day: the last whose day has come. None before the first.

    A day that was missed is made up for until the next one comes, so never by several at once.
    Whatever was due by `since` is not: on that day people were told of something newer, a longer
    deadline or figures sent back.
    """
    stage, came_on = None, None
    for each in STAGES:
        day = due_on - timedelta(days=each)
        if day <= on:
            stage, came_on = each, day
    if came_on is None or (since is not None and came_on <= since):
        return None
    return stage


def week_of(on: date) -> date:
    """The Monday of a day's week."""
    return on - timedelta(days=on.weekday())
