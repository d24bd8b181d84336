"""What other bodies bring to a meeting: their reports, and what they cannot settle themselves."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from dashboards.agenda.contents import Link, Occasion, Point, Section
from ehportal.wording import day
from governance.models import Escalation, ReportDue
from governance.report_lists import line


def due(occasion: Occasion) -> Section | None:
    """The reports that go to the meeting, and those that should have been here before it.

    Nothing for a body that no report is due to.
    """
    to_body = ReportDue.objects.with_everything().filter(to=occasion.meeting.body)
    missed = Q(pk__in=to_body.outstanding().due_until(occasion.as_of).values("pk"))
    waiting = Q(submitted_at__isnull=False, received_at=None, meeting=None)
    found = to_body.filter(Q(meeting=occasion.meeting) | missed | waiting).order_by("due_on", "pk")
    lines = [line(each, occasion.as_of) for each in found]
    if not lines and not to_body.exists():
        return None
    return Section(
        "reports",
        "Reports due",
        points=tuple(
            Point(
                f"{each.report.author}: {each.report.title.lower()}",
                f"{each.report.about}.{_missed(occasion, each.report)}",
                each.report.get_absolute_url(),
                each.status,
                each.word,
            )
            for each in lines
        ),
        links=(Link("All its reports", f"{reverse('governance:reports')}?body="
                    f"{occasion.meeting.body.code}"),),
        empty="No report goes to this meeting.",
    )  # fmt: skip


def escalations(occasion: Occasion) -> Section | None:
    """What was taken to the body and waits, what was answered since its last meeting; and the
    answers to what it took up itself. Nothing where there is none of them.
    """
    body = occasion.meeting.body
    since = occasion.previous.held_on if occasion.previous else None
    found = (
        Escalation.objects.with_bodies()
        .standing()
        .raised_until(occasion.as_of)
        .order_by("raised_at")
    )
    to_body = found.filter(to=body)
    answered = Q(answered_at__isnull=False)
    recent = answered & Q(answered_at__date__gte=since) if since else answered
    shown = [
        *to_body.filter(Q(answered_at=None) | recent),
        *found.filter(body=body).filter(recent),
    ]
    if not shown:
        return None
    return Section(
        "escalations",
        "Escalations",
        points=tuple(_escalated(each) for each in shown),
        links=(Link("All escalations", reverse("governance:escalations")),),
    )


def _missed(occasion: Occasion, report: ReportDue) -> str:
    if report.submitted_at or report.meeting == occasion.meeting:
        return ""
    return f" Was due on {day(report.day)}."


def _escalated(each: Escalation) -> Point:
    about = each.get_about_display().lower()
    text = f"{each.body}, to {each.to}: {about}"
    if each.answered_at is None:
        detail = f"{each.issue} Asked: {each.asked}"
        return Point(text, detail, each.get_absolute_url(), "overdue", "Not answered")
    when = day(timezone.localdate(each.answered_at))
    return Point(text, f"Answered on {when}: {each.answer}", each.get_absolute_url(), "done",
                 "Answered")  # fmt: skip
