"""Reports of the demonstration: most handed in, one late with its draft begun, others to come.

One sub-group has handed in its workplan for the year to come, which waits for the Executive.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from governance.models import BOARD_CODE, Body, EscalationAbout, ReportDue, ReportKind, User
from governance.services.escalations import answer_escalation, escalate
from outcomes.demo.plans import make_workplan
from outcomes.reports.contents import VOICE
from outcomes.reports.plans import plans_of
from outcomes.services.reports import draw_figures, receive_report, save_draft, submit_report

#: Whose report against its objectives is late; and whose is late with its draft begun.
LATE, BEGUN = "sg_mental_health", "sg_send"
#: Who hands in its workplan ahead of the others; and who has none.
EARLY, WITHOUT_WORKPLAN = "sg_maternity_ey", "sg_pathway"
SAID = {
    "progress": "Illustrative: the pathway is agreed with all partners, and two of three pilots "
    "have begun.",
    "objectives": "Illustrative: the first two objectives are met. The third waits for a post.",
    "next": "Illustrative: the third pilot begins in the spring, led by the family hub manager.",
    "focus": "Illustrative: evening appointments, which parents asked for, are new this year.",
    "risks": "Illustrative: rooms are short on weekday afternoons.",
    VOICE: "Illustrative: parents said that letters were hard to read. The letters are now one "
    "page, and three parents’ panels have read them.",
}


def make_reports(*, coordinator: User, today: date) -> None:
    """Hands in what was due, before the minutes of its meetings are closed; and three issues."""
    due = ReportDue.objects.with_everything().due_until(today)
    latest = max((each.day for each in due), default=today)
    for report in due:
        code = report.body.code if report.body else ""
        if report.kind == ReportKind.DETAILED and code == LATE:
            continue
        at = _at(report.day - timedelta(days=3))
        if report.kind == ReportKind.WORKPLAN:
            if code == WITHOUT_WORKPLAN:
                continue
            _plan_ahead(report, coordinator, at)
        is_begun = report.kind == ReportKind.DETAILED and code == BEGUN
        answers = {**SAID, VOICE: ""} if is_begun else SAID
        save_draft(due=report, answers=answers, seen=0, by=coordinator, at=at)
        if is_begun:
            continue
        draw_figures(due=report, by=coordinator, at=at)
        submit_report(due=report, by=coordinator, at=at)
        if report.day < latest:
            receive_report(due=report, version=1, by=coordinator, at=_at(report.day))
    _workplan_to_receive(coordinator, today)
    _escalations(coordinator, today)


def _workplan_to_receive(by: User, today: date) -> None:
    """The workplan of the next year to begin is handed in, and waits to be received."""
    at = _at(today - timedelta(days=5))
    waiting = ReportDue.objects.outstanding().filter(
        kind=ReportKind.WORKPLAN, body__code=EARLY, starts_on__gt=today
    )
    report = waiting.with_everything().order_by("starts_on").first()
    if report is not None:
        _plan_ahead(report, by, at)
        save_draft(due=report, answers=SAID, seen=0, by=by, at=at)
        submit_report(due=report, by=by, at=at)


def _plan_ahead(report: ReportDue, by: User, at: datetime) -> None:
    """Makes the plan that a workplan hands in, where there is none."""
    if report.body is not None and not plans_of(report).exists():
        year = (report.starts_on, report.ends_on)
        make_workplan(body=report.body, year=year, by=by, at=at)


def _escalations(by: User, today: date) -> None:
    """Two are answered, one of a locality's; and one waits for the Executive."""
    bodies: Mapping[str, Body] = {each.code: each for each in Body.objects.all()}
    interpreter = escalate(
        body=bodies["omg"],
        to=bodies["tht_exec"],
        about=EscalationAbout.RESOURCES,
        issue="Illustrative: two localities share one interpreter, and families wait for weeks.",
        asked="Illustrative: pay for a second interpreter until March.",
        by=by,
        at=_at(today - timedelta(days=60)),
    )
    room = escalate(
        body=bodies["ilt_ne"],
        to=bodies[BOARD_CODE],
        about=EscalationAbout.RESOURCES,
        issue="Illustrative: the second drop-in has no room on weekday afternoons.",
        asked="Illustrative: ask the schools for a room until the summer.",
        by=by,
        at=_at(today - timedelta(days=50)),
    )
    for escalation, answer, days in (
        (interpreter, "Illustrative: agreed, from the joint budget.", 30),
        (room, "Illustrative: two schools offered one. The leadership team chooses.", 25),
    ):
        answer_escalation(
            escalation=escalation, answer=answer, by=by, at=_at(today - timedelta(days=days))
        )
    escalate(
        body=bodies[BEGUN],
        to=bodies["cfe"],
        about=EscalationAbout.PERFORMANCE,
        issue="Illustrative: plans are late wherever advice from therapists is missing.",
        asked="Illustrative: agree one date for advice with the health trusts.",
        by=by,
        at=_at(today - timedelta(days=10)),
    )


def _at(day: date) -> datetime:
    return datetime.combine(day, time(11), tzinfo=UTC)
