"""Reports that fall due find who writes them: two weeks before their day, and once it is past."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from ehportal.wording import day
from governance.models import Notice, ReportDue, User
from governance.services.notices import tell
from outcomes.services.action_reminders import FORGOTTEN_AFTER
from outcomes.services.telling import members_of

AHEAD = timedelta(days=14)


def writers_of(report: ReportDue, *, on: date) -> list[User]:
    """Who is told of a report on a day: the members of its body or of the body's locality, or the
    people of its organisation. Nobody, where there is nobody: the coordinator has the list.
    """
    body = report.body
    return members_of(
        body=body.pk if body else None,
        locality=body.place_id if body else None,
        organisation=report.organisation_id,
        on=on,
    )


def remind_of_reports(*, at: datetime) -> int:
    """Tells who writes each report that it is due, or late; returns how many are told now.

    Once of each for every day that the report was due, however often this runs.
    """
    on = timezone.localdate(at)
    found = ReportDue.objects.due_until(on + AHEAD).outstanding().with_everything()
    due = [each for each in found if each.day >= on - FORGOTTEN_AFTER]
    keys = {_key(each, on): each for each in due}
    told = set(Notice.objects.filter(key__in=keys).values_list("key", flat=True))
    return sum(
        tell(
            to=writers_of(report, on=on),
            key=key,
            subject=_subject(report, on),
            text=_text(report, on),
            path=report.get_absolute_url(),
            by=None,
            at=at,
        )
        for key, report in keys.items()
        if key not in told
    )


def _key(report: ReportDue, on: date) -> str:
    return f"report:{report.pk}:{report.day}:{'late' if report.day < on else 'soon'}"


def _subject(report: ReportDue, on: date) -> str:
    return "A report is late" if report.day < on else f"A report is due on {day(report.day)}"


def _text(report: ReportDue, on: date) -> str:
    """Nothing that somebody typed: it goes by e-mail."""
    kind = report.get_kind_display().lower()
    what = f"The {kind} of {report.author} to {report.to}, {report.about}"
    if report.day < on:
        return (
            f"{what}, was due on {day(report.day)} and has not been handed in.\n\n"
            "Write it on its page, or ask the coordinator to give it another meeting."
        )
    return (
        f"{what}, is due on {day(report.day)}.\n\n"
        "Write it on its page. What you write is saved as often as you like, and handed in once."
    )
