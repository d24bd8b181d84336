"""What waits for a person, in one line each: to review, to answer, to write, to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from ehportal.wording import count, days_away
from governance.access import Access, Permission
from governance.models import Meeting, ReportDue
from governance.waiting import waiting_for as reports_waiting_for
from outcomes.models import (
    DataGap,
    FeedbackMessage,
    Measure,
    MeasureStatus,
    Period,
    Plan,
    Priority,
    Status,
    Submission,
)
from outcomes.planning.expected import missing, to_make
from outcomes.planning.standing import waiting_for

ACTIONS_SHOWN = 5
REPORTS_SHOWN = 5
PLANS_NAMED = 2
#: Minutes are written up in a fortnight; those of half a year ago are nobody's task any more.
MINUTES_AFTER, MINUTES_SINCE = timedelta(days=14), timedelta(days=182)


@dataclass(frozen=True)
class Task:
    """Something that waits, in one line, and where to see to it."""

    text: str
    detail: str
    href: str


def tasks_of(access: Access, today: date) -> Iterator[Task]:
    """All that waits for a person on a day, what waits longest for others first."""
    yield from _to_review(access, today)
    yield from _to_administer(access)
    yield from _to_report(access, today)
    yield from _to_act(access, today)
    yield from _to_hear(access)
    yield from _to_plan(access, today)


def _to_review(access: Access, today: date) -> Iterator[Task]:
    """For whoever reviews: what waits for review, and what has not come in."""
    if not access.may(Permission.SUBMISSION_REVIEW):
        return
    states = Submission.objects.filter(
        period__opened_at__isnull=False, period__closes_on__gte=today
    ).values_list("status", "due_on")
    waiting = sum(status == Status.SUBMITTED for status, _ in states)
    # As the desk counts: what was sent back waits for an answer, and is not late.
    late = sum(status in {Status.DUE, Status.DRAFT} and due_on < today for status, due_on in states)
    sent_back = sum(status == Status.QUERIED for status, _ in states)
    approved = sum(status == Status.APPROVED for status, _ in states)
    href = reverse("outcomes:review")
    if waiting:
        verb = "waits" if waiting == 1 else "wait"
        detail = "Look at the figures and approve them, or send them back with a question."
        yield Task(f"{count(waiting, 'submission')} {verb} for review", detail, href)
    if late:
        verb = "is" if late == 1 else "are"
        more = f" {count(sent_back, 'more was', 'more were')} sent back." if sent_back else ""
        yield Task(f"{count(late, 'submission')} {verb} late", f"See who to chase.{more}", href)
    unpublished = _unpublished()
    if approved and unpublished:
        yield Task(
            f"{unpublished} can be published",
            f"Approved so far: {approved} of {count(len(states), 'submission')}.",
            reverse("outcomes:publish", args=[unpublished.code]),
        )


def _unpublished() -> Period | None:
    """The latest open quarter with something approved and no publication yet."""
    return (
        Period.objects.filter(
            opened_at__isnull=False, publications=None, submissions__status=Status.APPROVED
        )
        .distinct()
        .order_by("-starts_on")
        .first()
    )


def _to_report(access: Access, today: date) -> Iterator[Task]:
    """The reports that a person's bodies owe, what was handed in to them, what was escalated."""
    if access.may(Permission.REPORT_WRITE_ALL):
        yesterday = today - timedelta(days=1)
        late_ones = ReportDue.objects.outstanding().due_until(yesterday).count()
        if late_ones:
            is_ = "is" if late_ones == 1 else "are"
            href = reverse("governance:reports")
            yield Task(f"{count(late_ones, 'report')} {is_} late", "See who to chase.", href)
    found = reports_waiting_for(access, on=today)
    for report in found.to_write[:REPORTS_SHOWN]:
        late = report.standing(today) == "late"
        said = "A report is late" if late else "A report is due soon"
        if report.sent_back_at:
            said = "A report was sent back to you"
        when = f"{'Was due' if late else 'Due'} {days_away(report.day, today)}, to {report.to}."
        yield Task(f"{said}: {report.title.lower()}, {report.about}", f"{report.author}. {when}",
                   report.get_absolute_url())  # fmt: skip
    if (more := len(found.to_write) - REPORTS_SHOWN) > 0:
        href = reverse("governance:reports")
        yield Task(
            f"{count(more, 'more report')} to write", "Sent back, late, or due in four weeks.", href
        )
    for report in found.to_receive:
        yield Task(
            f"{report.author} has handed in a report",
            f"{report.title}, {report.about}. Receive it for {report.to}.",
            report.get_absolute_url(),
        )
    for issue in found.to_answer:
        yield Task(f"An issue waits for an answer: {issue.get_about_display().lower()}",
                   f"{issue.body} took it to {issue.to}.", issue.get_absolute_url())  # fmt: skip


def _to_hear(access: Access) -> Iterator[Task]:
    """For whoever decides about it: the feedback that nobody has read yet."""
    if not access.may(Permission.VOICE_EDIT_ALL):
        return
    waiting = FeedbackMessage.objects.waiting().count()
    if waiting:
        verb = "waits" if waiting == 1 else "wait"
        yield Task(f"{count(waiting, 'message')} from the public {verb} to be read",
                   "Keep what was said, or set it aside.",
                   reverse("outcomes:feedback_queue"))  # fmt: skip


def _to_plan(access: Access, today: date) -> Iterator[Task]:
    """The plans that a person should make and has not, and the minutes left open."""
    if not access.may(Permission.PLAN_EDIT):
        return
    lacking = missing(to_make(access), Plan.objects.current(today))
    if lacking:
        is_ = "is" if len(lacking) == 1 else "are"
        named = ", ".join(each.label for each in lacking[:PLANS_NAMED])
        more = f" and {len(lacking) - PLANS_NAMED} more" if len(lacking) > PLANS_NAMED else ""
        yield Task(f"{count(len(lacking), 'plan')} {is_} missing", f"{named}{more}.",
                   reverse("outcomes:plans"))  # fmt: skip
    unfinished = list(
        Meeting.objects.editable_by(access)
        .standing()
        .between(today - MINUTES_SINCE, today - MINUTES_AFTER)
        .filter(closed_at=None)
        .order_by("held_on")
    )
    if unfinished:
        first = unfinished[0]
        text = f"The minutes of {count(len(unfinished), 'meeting')} are still open"
        yield Task(text, f"The earliest: {first}.", reverse("governance:meetings"))


def _to_act(access: Access, today: date) -> Iterator[Task]:
    """The actions that a person answers for, where they are overdue or due in a fortnight."""
    found = waiting_for(access, on=today)
    for action in found[:ACTIONS_SHOWN]:
        if action.due_on is None:
            continue
        late = action.is_overdue(today)
        said = "An action is overdue" if late else "An action is due soon"
        when = f"{'Was due' if late else 'Due'} {days_away(action.due_on, today)}"
        yield Task(f"{said}: {action}", f"{when}. {action.plan}.", action.get_absolute_url())
    if (more := len(found) - ACTIONS_SHOWN) > 0:
        detail = "Overdue, or due in a fortnight."
        href = f"{reverse('outcomes:actions')}?overdue=on"
        yield Task(f"{count(more, 'more action')} of yours", detail, href)


def _to_administer(access: Access) -> Iterator[Task]:
    """For the administrator: what the framework still lacks."""
    if not access.may(Permission.ADMINISTER):
        return
    leaderless = Priority.objects.filter(lead_manager=None).count()
    if leaderless:
        has = "has" if leaderless == 1 else "have"
        yield Task(
            f"{count(leaderless, 'priority', 'priorities')} {has} no lead manager",
            "The strategy says that each will have one.",
            reverse("admin:outcomes_priority_changelist"),
        )
    proposed = Measure.objects.filter(status=MeasureStatus.PROPOSED).count()
    if proposed:
        is_ = "is" if proposed == 1 else "are"
        yield Task(
            f"{count(proposed, 'measure')} {is_} proposed, not yet agreed",
            "A data lead has to confirm each definition.",
            reverse("admin:outcomes_measure_changelist"),
        )
    ownerless = DataGap.objects.filter(owner=None, filled_on=None).count()
    if ownerless:
        has = "has" if ownerless == 1 else "have"
        yield Task(
            f"{count(ownerless, 'data gap')} {has} no owner",
            "Nobody can supply these measures yet.",
            reverse("admin:outcomes_datagap_changelist"),
        )
