"""Calendar files (RFC 5545): what the portal puts in somebody's own calendar, without alarms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from django.http import HttpResponse


@dataclass(frozen=True)
class Entry:
    """One entry: a whole day, or from one moment to another.

    `key` names it for good, so that a calendar which takes the file again moves it with its day;
    `sequence` counts its changes, so that an older file is never taken for a newer one.
    """

    key: str
    summary: str
    path: str
    starts: date | datetime
    ends: datetime | None = None
    where: str = ""
    description: str = ""
    sequence: int = 0
    is_cancelled: bool = False
    is_busy: bool = False


def calendar_file(entries: Iterable[Entry], *, name: str, address: str, at: datetime) -> bytes:
    """The file. `address` is where the portal is reached; moments are written in UTC."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", f"-//Early Help Outcomes//{name}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.key}@{urlsplit(address).hostname}")
        event.add("dtstamp", at)
        for part, moment in _from_and_to(entry).items():
            event.add(part, moment)
        event.add("summary", entry.summary)
        if entry.where:
            event.add("location", entry.where)
        if entry.description:
            event.add("description", entry.description)
        event.add("url", f"{address}{entry.path}")
        event.add("transp", "OPAQUE" if entry.is_busy else "TRANSPARENT")
        if entry.sequence:
            event.add("sequence", entry.sequence)
        if entry.is_cancelled:
            event.add("status", "CANCELLED")
        calendar.add_component(event)
    return calendar.to_ical()


def calendar_response(content: bytes, file_name: str) -> HttpResponse:
    """The file as an answer to a request, to save or to open in a calendar."""
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
    )


def _from_and_to(entry: Entry) -> dict[str, date | datetime]:
    if not isinstance(entry.starts, datetime):
        return {"dtstart": entry.starts, "dtend": entry.starts + timedelta(days=1)}
    found: dict[str, date | datetime] = {"dtstart": entry.starts.astimezone(UTC)}
    if entry.ends is not None:
        found["dtend"] = entry.ends.astimezone(UTC)
    return found
