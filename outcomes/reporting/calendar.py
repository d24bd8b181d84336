"""Due dates as entries of a calendar file: whole days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from ehportal.calendars import Entry, calendar_file
from outcomes.models import Submission


def calendar_of(submissions: Iterable[Submission], *, address: str, at: datetime) -> bytes:
    """The day each submission is due, and its last day where that is another.

    `address` is where the portal is reached.
    """
    entries = (
        Entry(
            key=f"submission-{submission.pk}-{name}",
            summary=f"{words}: {submission.reporter}, {submission.period}",
            path=submission.get_absolute_url(),
            starts=day,
        )
        for submission in submissions
        for name, words, day in _days_of(submission)
    )
    return calendar_file(entries, name="Due dates", address=address, at=at)


def _days_of(submission: Submission) -> Iterator[tuple[str, str, date]]:
    yield "due", "Figures due", submission.due_on
    if submission.last_day != submission.due_on:
        yield "last-day", "Last day to submit figures", submission.last_day
