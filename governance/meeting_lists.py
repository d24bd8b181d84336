"""Meetings as they are looked up: by month, for a calendar, and where one is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from ehportal.calendars import Entry
from governance.cadence import Cadence, month_name, spans
from governance.models import Body, Meeting

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Month:
    """The meetings of one month, the earliest first."""

    name: str
    meetings: Sequence[Meeting]


@dataclass(frozen=True)
class Missing:
    """A month, quarter or term in which a body has no meeting, in words."""

    body: Body
    when: str
    text: str
    why: str = ""


def by_month(meetings: Iterable[Meeting], *, latest_first: bool = False) -> list[Month]:
    """The meetings by month."""
    ordered = sorted(meetings, key=lambda meeting: meeting.held_on, reverse=latest_first)
    months = groupby(ordered, key=lambda meeting: month_name(meeting.held_on))
    return [Month(name, tuple(found)) for name, found in months]


def missing_meetings(bodies: Iterable[Body], *, on: date) -> list[Missing]:
    """Where a body with a rhythm has no meeting: in the past year, and in what runs now.

    Counted from the first meeting that is recorded of the body in that year; a body without any is
    flagged for what runs now alone. Bodies carry their meetings (with_meetings): no query.
    """
    found = [each for body in bodies if body.meets for each in _missing(body, on)]
    return sorted(found, key=lambda each: (each.body.name, each.body.pk))


def next_meeting(body: Body, *, on: date) -> Meeting | None:
    """The first that is not over and not cancelled, of a body that carries its meetings."""
    coming = [m for m in body.meetings.all() if m.held_on >= on and not m.is_cancelled]
    return min(coming, key=lambda meeting: meeting.held_on, default=None)


def last_meeting(body: Body, *, on: date) -> Meeting | None:
    """The latest that is over and was not cancelled."""
    over = [m for m in body.meetings.all() if m.held_on < on and not m.is_cancelled]
    return max(over, key=lambda meeting: meeting.held_on, default=None)


def entries(meetings: Iterable[Meeting]) -> Iterable[Entry]:
    """The meetings as entries of a calendar; those without an hour take the whole day."""
    for meeting in meetings:
        yield Entry(
            key=f"meeting-{meeting.pk}",
            summary=str(meeting.body),
            path=meeting.get_absolute_url(),
            starts=meeting.starts or meeting.held_on,
            ends=meeting.ends,
            where=meeting.where,
            description=meeting.change_reason,
            sequence=meeting.sequence,
            is_cancelled=meeting.is_cancelled,
            is_busy=meeting.starts is not None,
        )


def _missing(body: Body, on: date) -> Iterable[Missing]:
    meetings = list(body.meetings.all())
    standing = [meeting.held_on for meeting in meetings if not meeting.is_cancelled]
    known = [day for day in standing if day >= on - YEAR]
    since = min([*known, on])
    for each in spans(Cadence(body.meets), since, on):
        if any(each.holds(day) for day in standing):
            continue
        cancelled = [m for m in meetings if m.is_cancelled and each.holds(m.held_on)]
        text = f"No meeting was held in {each.name}"
        if each.holds(on):
            text = f"No meeting is planned in {each.name}"
        why = f"Cancelled: {cancelled[-1].change_reason}" if cancelled else ""
        yield Missing(body, each.name, text, why)
