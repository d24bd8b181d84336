"""What needs a person now: what they owe, what waits for them, and the Board's headline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from dashboards import narrative
from dashboards.selectors.editions import Edition
from dashboards.selectors.rows import Row, beyond_usual, counted, rows
from ehportal.wording import count, day, days_away
from governance.access import Access, Permission
from governance.models import ReportDue
from governance.waiting import waiting_for as reports_waiting_for
from outcomes.models import DataGap, Measure, MeasureStatus, Period, Priority, Status, Submission
from outcomes.planning.standing import waiting_for
from outcomes.reporting.presentation import is_called_late

CHANGES_SHOWN = 5
ACTIONS_SHOWN = 5
REPORTS_SHOWN = 5


@dataclass(frozen=True)
class Owed:
    """A submission that is still to be sent."""

    title: str
    period: str
    href: str
    state: str
    is_late: bool
    due_text: str
    until: str
    note: str
    left: str
    waits_for_second: bool = False

    @property
    def hint(self) -> str:
        due = f"{narrative.sentence(self.due_text)} {self.until}".strip()
        if self.waits_for_second:
            return f"{due} Waiting for a second person to sign."
        return f"{due} Sent back: {self.note}" if self.note else f"{due} {self.left}"


@dataclass(frozen=True)
class Task:
    """Something that waits, in one line, and where to see to it."""

    text: str
    detail: str
    href: str


@dataclass(frozen=True)
class Latest:
    """The latest publication in one sentence, and what changed."""

    headline: str
    about: str
    href: str
    summary_href: str
    pack_href: str
    changes: tuple[Row, ...]
    more: int


@dataclass(frozen=True)
class Home:
    """Everything the home page prints."""

    heading: str
    name: str
    is_member: bool
    owed: tuple[Owed, ...]
    tasks: tuple[Task, ...]
    latest: Latest | None


def home_page(*, name: str, access: Access, edition: Edition | None, today: date) -> Home:
    """A person's home on a day. At most twelve queries, however many records there are."""
    owed = tuple(_owed(access, today)) if access.may(Permission.SUBMISSION_EDIT) else ()
    tasks = (
        *_to_review(access, today),
        *_to_administer(access),
        *_to_report(access, today),
        *_to_act(access, today),
    )
    may_read = access.may(Permission.DASHBOARD_VIEW)
    return Home(
        heading=_heading(access, owed, tasks),
        name=name,
        is_member=bool(access.roles),
        owed=owed,
        tasks=tasks,
        latest=_latest(edition) if edition and may_read else None,
    )


def _heading(access: Access, owed: tuple[Owed, ...], tasks: tuple[Task, ...]) -> str:
    if not access.roles:
        return "You are signed in, but not yet a member of anything here"
    if len(owed) == 1:
        return f"Your figures for {owed[0].period} are {owed[0].due_text}"
    if owed:
        late = sum(each.is_late for each in owed)
        number = narrative.in_words(late or len(owed)).capitalize()
        if late:
            return f"{number} of your submissions {'is' if late == 1 else 'are'} late"
        return f"{number} submissions are waiting for you"
    if tasks:
        return tasks[0].text
    return "Nothing needs you today"


def _owed(access: Access, today: date) -> Iterator[Owed]:
    found = (
        Submission.objects.own(access)
        .outstanding()
        .filter(period__opened_at__isnull=False)
        .filter(Q(period__closes_on__gte=today) | Q(open_until__gte=today))
        .with_everything()
        .with_counts()
        .order_by("due_on", "reporter__name")
    )
    for submission in found:
        if today > submission.last_day:
            continue
        is_late = is_called_late(submission, today)
        yield Owed(
            title=f"{submission.reporter}, {submission.period}",
            period=str(submission.period),
            href=reverse("outcomes:submission", args=[submission.pk]),
            state="late" if is_late else submission.status,
            is_late=is_late,
            due_text=_due(submission, today),
            until=_until(submission, is_late=is_late),
            note=submission.review_reason if submission.status == Status.QUERIED else "",
            left=_left(submission.figures, submission.filled),  # type: ignore[attr-defined]
            waits_for_second=submission.reporter.needs_two_people and submission.is_prepared,
        )


def _left(figures: int, filled: int) -> str:
    """How much of it is still to be typed."""
    if filled == 0:
        return f"{count(figures, 'figure')} to enter."
    if filled < figures:
        return f"{figures - filled} of {count(figures, 'figure')} still to enter."
    return "Nothing is empty: check your answers and submit."


def _until(submission: Submission, *, is_late: bool) -> str:
    """How long it can still be handed in: for who is late, and for who was given longer."""
    if submission.open_until == submission.last_day:
        return f"You were given until {day(submission.last_day)}."
    if submission.reference or not is_late:
        return ""
    return f"You can still hand it in until {day(submission.last_day)}."


def _due(submission: Submission, today: date) -> str:
    due_on = submission.due_on
    if submission.status == Status.QUERIED:
        return f"back with you, to correct by {day(submission.last_day)}"
    if due_on < today:
        return f"late: due on {day(due_on)}"
    return f"due {days_away(due_on, today)}, on {day(due_on)}"


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
        when = f"{'Was due' if late else 'Due'} {days_away(report.day, today)}, to {report.to}."
        yield Task(f"{said}: {report.title.lower()}, {report.about}", f"{report.author}. {when}",
                   report.get_absolute_url())  # fmt: skip
    if (more := len(found.to_write) - REPORTS_SHOWN) > 0:
        href = reverse("governance:reports")
        yield Task(f"{count(more, 'more report')} to write", "Late, or due in four weeks.", href)
    for report in found.to_receive:
        yield Task(f"A report of {report.author} waits to be received",
                   f"{report.title}, {report.about}.", report.get_absolute_url())  # fmt: skip
    for issue in found.to_answer:
        yield Task(f"An issue waits for an answer: {issue.get_about_display().lower()}",
                   f"{issue.body} took it to {issue.to}.", issue.get_absolute_url())  # fmt: skip


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


def _latest(edition: Edition) -> Latest:
    found = rows(edition, place__kind="borough")
    changes = beyond_usual(found)
    kept = {"period": edition.period_code, "number": edition.number}
    return Latest(
        headline=narrative.headline(counted(found)),
        about=f"{edition.period_label}, publication {edition.number}, {edition.published_on}",
        href=reverse("dashboards:overview"),
        summary_href=reverse("dashboards:pack_summary_frozen", kwargs=kept),
        pack_href=reverse("dashboards:pack_frozen", kwargs=kept),
        changes=changes[:CHANGES_SHOWN],
        more=max(0, len(changes) - CHANGES_SHOWN),
    )
