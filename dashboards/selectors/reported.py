"""What reports say of a priority or an ambition: an equality analysis, its lead's own report.

Accelerate! gives the progress of its fifth ambition to the published annual report of the body that
leads it (line 274), and wants each priority informed by an equality analysis (Cabinet report, 55).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import prefetch_related_objects
from django.urls import reverse

from ehportal.wording import day, shortened
from governance.access import Access, Permission
from governance.models import BOARD_CODE, Body, ReportDue, ReportKind
from governance.services.reports import LONGEST_SUBJECT
from outcomes.models import OutcomeArea, Priority, PriorityKind
from outcomes.planning.expected import EXECUTIVE

SHOWN = (ReportKind.ANNUAL, ReportKind.EQUALITY)


@dataclass(frozen=True)
class File:
    """A file of a report, to open."""

    name: str
    href: str


@dataclass(frozen=True)
class Told:
    """The latest report that was received; before the first, the one that is to come."""

    text: str
    href: str
    is_received: bool
    files: tuple[File, ...] = ()


@dataclass(frozen=True)
class Reported:
    """What a page says of the reports on its subject.

    `asks_for_one` is where who reads may ask for an equality analysis; empty for everybody else.
    """

    equality: Told | None
    asks_for_one: str
    has_published: bool = False
    published: Told | None = None


def reports_to_tell_of(access: Access) -> Sequence[ReportDue] | None:
    """The reports that pages tell of; None for who may not read reports.

    One query, and one for the files of those that were received.
    """
    if not access.may(Permission.GOVERNANCE_VIEW):
        return None
    due = ReportDue.objects.filter(kind__in=SHOWN).order_by("due_on", "pk")
    found = list(due.select_related("body", "organisation", "meeting"))
    prefetch_related_objects([each for each in found if each.received_at], "versions")
    return found


def of_priority(
    priority: Priority, reports: Sequence[ReportDue] | None, *, access: Access
) -> Reported | None:
    """What is said on the page of a priority of the Early Help Strategy."""
    if reports is None:
        return None
    label = "System priority" if priority.kind == PriorityKind.SYSTEM else "Priority"
    return _reported(f"{label} {priority.number}", priority.title, BOARD_CODE, reports, access)


def of_ambition(
    area: OutcomeArea,
    leads: Collection[Body],
    reports: Sequence[ReportDue] | None,
    *,
    access: Access,
) -> Reported | None:
    """What is said of an ambition of Accelerate!, of its lead's published report too."""
    if reports is None:
        return None
    said = _reported(f"Ambition {area.order}", area.name, EXECUTIVE, reports, access)
    annual = [each for each in reports if each.kind == ReportKind.ANNUAL and each.body in leads]
    return Reported(said.equality, said.asks_for_one, bool(annual), _latest(annual))


def is_about(subject: str, label: str, title: str) -> bool:
    """Whether what a report is about, as somebody typed it, is a priority or an ambition."""
    words = subject.casefold()
    begins = re.match(rf"{re.escape(label.casefold())}\b", words)
    return bool(begins) or title.casefold() in words


def _reported(
    label: str, title: str, to: str, reports: Iterable[ReportDue], access: Access
) -> Reported:
    found = [
        each
        for each in reports
        if each.kind == ReportKind.EQUALITY and is_about(each.subject, label, title)
    ]
    asks = ""
    if access.may(Permission.REPORT_WRITE_ALL):
        about = shortened(f"{label}: {title}", LONGEST_SUBJECT)
        query = urlencode({"kind": ReportKind.EQUALITY, "subject": about})
        asks = f"{reverse('governance:ask_for_report', args=[to])}?{query}"
    return Reported(_latest(found), asks)


def _latest(reports: Sequence[ReportDue]) -> Told | None:
    received = [each for each in reports if each.received_at]
    if received:
        latest = max(received, key=lambda each: (each.ends_on, each.pk))
        return Told(
            f"{latest.author}, about {latest.about}",
            latest.get_absolute_url(),
            is_received=True,
            files=tuple(_files(latest)),
        )
    waiting = [each for each in reports if not each.submitted_at]
    coming = waiting[0] if waiting else reports[-1] if reports else None
    if coming is None:
        return None
    said = "waits to be received" if coming.submitted_at else f"due on {day(coming.day)}"
    return Told(f"{coming.author}, {said}", coming.get_absolute_url(), is_received=False)


def _files(report: ReportDue) -> Iterable[File]:
    """The files of its latest version."""
    versions = report.versions.all()
    latest = next((each for each in versions if each.number == report.version), None)
    for file in latest.content["files"] if latest else ():
        yield File(file["name"], reverse("outcomes:report_file", args=[report.pk, file["id"]]))
