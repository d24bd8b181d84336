"""Reports as they are looked up: by what they wait for, for a body, on the rota, and counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from ehportal.wording import count
from governance.cadence import Span, financial_year
from governance.models import (
    Body,
    BodyKind,
    Event,
    Meeting,
    ReportDue,
    ReportingRequirement,
    ReportKind,
    Rhythm,
)
from governance.reporting import AT_LEAST_A_YEAR

YEAR = timedelta(days=365)
WORDS = {"late": "Late", "due": "Due", "submitted": "Handed in", "received": "Received"}


@dataclass(frozen=True)
class Line:
    """A report in a list, with its status on the day as it is drawn."""

    report: ReportDue
    status: str
    word: str

    @property
    def is_late(self) -> bool:
        return self.status == "late"


def line(report: ReportDue, on: date) -> Line:
    status = report.standing(on)
    word = f"{WORDS[status]}, sent back" if report.sent_back_at else WORDS[status]
    return Line(report, "approved" if status == "received" else status, word)


@dataclass(frozen=True)
class Heading:
    """The reports that wait for the same thing."""

    key: str
    text: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Counted:
    """How many detailed reports a sub-group handed in about a year, and whether that is enough."""

    body: Body
    handed_in: int
    due: int
    flag: str = ""

    @property
    def words(self) -> str:
        return f"{self.handed_in} of {AT_LEAST_A_YEAR}"


@dataclass(frozen=True)
class ReportsPage:
    headings: Sequence[Heading]
    late: int
    years: Sequence[tuple[str, Sequence[Counted]]]


def reports_page(on: date, *, body: Body | None = None) -> ReportsPage:
    """Every report of the next year, of the past one, and whatever still waits; or one body's."""
    found = ReportDue.objects.with_everything().due_until(on + YEAR)
    if body is not None:
        found = found.filter(Q(body=body) | Q(to=body))
    lines = [line(each, on) for each in found if each.day >= on - YEAR or not each.received_at]
    this_year = financial_year(on)
    last_year = financial_year(this_year.starts_on - timedelta(days=1))
    return ReportsPage(
        headings=_headings(lines),
        late=sum(each.is_late for each in lines),
        years=[(each.name, counted(each, on=on)) for each in (this_year, last_year)],
    )


def _headings(lines: Sequence[Line]) -> list[Heading]:
    wanted = [
        ("late", "Late", "late"),
        ("due", "Due in the next twelve months", "due"),
        ("submitted", "Handed in, waiting to be received", "submitted"),
        ("received", "Received in the past year", "approved"),
    ]
    found = [
        Heading(key, text, [each for each in lines if each.status == status])
        for key, text, status in wanted
    ]
    return [each for each in found if each.lines]


def counted(year: Span, *, on: date) -> list[Counted]:
    """The detailed reports of every sub-group about a financial year, and where they are too few.

    A sub-group is flagged where a report is late, where fewer are planned than there must be, and
    once the year's reports have all fallen due with fewer handed in.
    """
    reports = list(
        ReportDue.objects.with_everything().filter(
            kind=ReportKind.DETAILED, starts_on__gte=year.starts_on, ends_on__lte=year.ends_on
        )
    )
    if not reports:
        return []
    groups = Body.objects.convened().filter(kind=BodyKind.SUB_GROUP).order_by("name")
    return [
        _counted(group, [each for each in reports if each.body_id == group.pk], on)
        for group in groups
    ]


def _counted(group: Body, reports: Sequence[ReportDue], on: date) -> Counted:
    handed_in = sum(each.submitted_at is not None for each in reports)
    late = sum(each.standing(on) == "late" for each in reports)
    flag = ""
    if late:
        flag = f"{count(late, 'report')} late"
    elif len(reports) < AT_LEAST_A_YEAR:
        flag = f"Fewer than {AT_LEAST_A_YEAR} planned"
    return Counted(group, handed_in, len(reports), flag)


# ---- The rota ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Turn:
    """A meeting of the rota, and whose reports it hears."""

    meeting: Meeting
    lines: Sequence[Line]


@dataclass(frozen=True)
class Slotless:
    """A body whose turn is not on the rota, and why."""

    body: Body
    why: str
    report: ReportDue | None = None


@dataclass(frozen=True)
class Rota:
    """Which bodies report to which meeting of another within a financial year."""

    to: Body
    year: Span
    turns: Sequence[Turn]
    without: Sequence[Slotless]
    scheduled: int
    basis: Sequence[ReportingRequirement]

    @property
    def before(self) -> int:
        return self.year.starts_on.year - 1

    @property
    def after(self) -> int:
        return self.year.starts_on.year + 1


def rotas(year: Span, *, on: date) -> list[Rota]:
    """A rota for each body that others report to in turn."""
    rules = (
        ReportingRequirement.objects.filter(rhythm=Rhythm.ROLLING)
        .exclude(owed_to=None)
        .select_related("owed_to", "owed_by", "source")
        .prefetch_related("bodies__instances", "owed_by__instances")
    )
    by_receiver: dict[Body, list[ReportingRequirement]] = {}
    for rule in rules:
        if rule.owed_to is not None:
            by_receiver.setdefault(rule.owed_to, []).append(rule)
    return [_rota(to, found, year, on) for to, found in by_receiver.items()]


def _rota(to: Body, rules: Sequence[ReportingRequirement], year: Span, on: date) -> Rota:
    reports = list(
        ReportDue.objects.with_everything()
        .filter(requirement__in=rules, starts_on=year.starts_on)
        .order_by("body__name")
    )
    meetings = (
        Meeting.objects.standing()
        .filter(body=to, held_on__range=(year.starts_on, year.ends_on))
        .select_related("body")
        .order_by("held_on")
    )
    turns = [
        Turn(each, [line(report, on) for report in reports if report.meeting_id == each.pk])
        for each in meetings
    ]
    authors = [body for rule in rules for body in rule.authors()]
    return Rota(
        to=to,
        year=year,
        turns=turns,
        without=list(_without(authors, reports)),
        scheduled=sum(report.has_slot for report in reports),
        basis=rules,
    )


def _without(authors: Iterable[Body], reports: Sequence[ReportDue]) -> Iterable[Slotless]:
    by_body = {report.body_id: report for report in reports}
    for body in authors:
        report = by_body.get(body.pk)
        if report is None:
            yield Slotless(body, "No report is planned for it.")
        elif report.meeting is None:
            yield Slotless(body, "No meeting was left for it.", report)
        elif report.meeting.is_cancelled:
            yield Slotless(body, "Its meeting was cancelled.", report)


# ---- One body ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class OfBody:
    """What a body owes and what it is to receive, the earliest first."""

    owes: Sequence[Line]
    receives: Sequence[Line]


def reports_of(body: Body, *, on: date) -> OfBody:
    """Those of a body that are not settled, and those of the past half-year that are. One query."""
    found = ReportDue.objects.with_everything().due_until(on + YEAR)
    lines = [
        line(each, on)
        for each in found.filter(Q(body=body) | Q(to=body))
        if each.day >= on - YEAR / 2 or not each.received_at
    ]
    return OfBody(
        owes=[each for each in lines if each.report.body_id == body.pk],
        receives=[each for each in lines if each.report.to_id == body.pk],
    )


def sendings_back(report: ReportDue) -> dict[int, Event]:
    """By the number of each version that was sent back, who did so, when and why."""
    events = Event.objects.filter(
        verb="report.send_back",
        subject_kind=ReportDue._meta.label_lower,
        subject_id=str(report.pk),
    )
    return {each.before["version"]: each for each in events.select_related("by")}
