"""What needs a person now: what they owe, what waits for them, and the Board's headline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse

from dashboards import narrative
from dashboards.selectors.editions import Edition
from dashboards.selectors.rows import Row, beyond_usual, counted, rows
from dashboards.selectors.waiting import Task, tasks_of
from ehportal.wording import count, day, days_away
from governance.access import Access, Permission
from outcomes.models import Status, Submission
from outcomes.reporting.presentation import is_called_late

CHANGES_SHOWN = 5


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
    """A person's home on a day. At most seventeen queries, however many records there are."""
    owed = tuple(_owed(access, today)) if access.may(Permission.SUBMISSION_EDIT) else ()
    tasks = tuple(tasks_of(access, today))
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
