"""Due dates as a calendar file (RFC 5545): whole days, without alarms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from outcomes.models import Submission


def calendar_of(submissions: Iterable[Submission], *, address: str, at: datetime) -> bytes:
    """The day each submission is due, and its last day where that is another.

    `address` is where the portal is reached. An entry keeps its identity when its day moves, so
    that a calendar which takes the file again moves it too.
    """
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Early Help Outcomes//Due dates//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for submission in submissions:
        for name, words, day in _days_of(submission):
            event = Event()
            event.add("uid", f"submission-{submission.pk}-{name}@{urlsplit(address).hostname}")
            event.add("dtstamp", at)
            event.add("dtstart", day)
            event.add("dtend", day + timedelta(days=1))
            event.add("summary", f"{words}: {submission.reporter}, {submission.period}")
            event.add("url", f"{address}{submission.get_absolute_url()}")
            event.add("transp", "TRANSPARENT")
            calendar.add_component(event)
    return calendar.to_ical()


def _days_of(submission: Submission) -> Iterator[tuple[str, str, date]]:
    yield "due", "Figures due", submission.due_on
    if submission.last_day != submission.due_on:
        yield "last-day", "Last day to submit figures", submission.last_day
