"""What the coordinator's desk shows: who has reported, who is late, what waits. Reads only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from ehportal import wording
from governance.access import Access
from outcomes.models import (
    Area,
    Period,
    Question,
    Reporter,
    Status,
    Submission,
)
from outcomes.models.submissions import OUTSTANDING
from outcomes.reporting.presentation import row_name, short_day
from outcomes.reviewing.queue import Waiting, figures_due, queue_among
from outcomes.reviewing.reminded import days_in_words, reminded_days
from outcomes.reviewing.unlocking import (
    FigureDue,
    Unlocks,
    priorities_of_measures,
    what_each_unlocks,
)

QUARTERS_SHOWN = 4

_IN = frozenset({Status.SUBMITTED, Status.APPROVED})


@dataclass(frozen=True)
class Cell:
    """One reporter in one period: its state, and the words under it."""

    pk: int
    period: str
    status: str
    word: str
    detail: str


@dataclass(frozen=True)
class Row:
    """One reporter over the periods shown, oldest first; None where nothing was expected."""

    reporter: str
    cells: Sequence[Cell | None]


@dataclass(frozen=True)
class Chase:
    """A reporter whose figures are not in: what they would complete, and what they are stuck on."""

    pk: int
    reporter: str
    state: str
    unlocks: Unlocks
    figures: int
    stuck_on: str
    last_worked_on: date | None
    may_be_reminded: bool
    #: On which days they were: '13 and 16 October'.
    reminded: str
    late_before: str


@dataclass(frozen=True)
class Asked:
    """A question that is not settled, and the figure it is about."""

    question: Question
    reporter: str
    name: str

    @property
    def submission(self) -> int:
        return self.question.observation.submission_id

    @property
    def figure(self) -> int:
        return self.question.observation_id


@dataclass(frozen=True)
class Desk:
    """The coordinator's page for one period."""

    period: Period
    on: date
    expected: int
    received: int
    late: int
    sent_back: Sequence[Submission]
    to_review: Sequence[Waiting]
    approved: int
    in_part: int
    chase: Sequence[Chase]
    held_up: int
    measures: int
    unanswered: Sequence[Asked]
    answered: Sequence[Asked]
    periods: Sequence[Period]
    rows: Sequence[Row]

    @property
    def finding(self) -> str:
        """The page's title: how many are in, how many are late, how many were sent back."""
        text = f"{self.received} of {self.expected} submissions are in"
        parts = []
        if self.late:
            parts.append(f"{self.late} {'is' if self.late == 1 else 'are'} late")
        if self.sent_back:
            count = len(self.sent_back)
            parts.append(f"{count} {'was' if count == 1 else 'were'} sent back")
        return f"{text}; {' and '.join(parts)}" if parts else text

    @property
    def figures_to_review(self) -> int:
        return sum(waiting.figures - waiting.approved for waiting in self.to_review)

    @property
    def notes_to_review(self) -> int:
        return sum(waiting.notes for waiting in self.to_review)


def desk_for(*, period: Period, access: Access, on: date) -> Desk:
    """Everything the desk shows of a period and the three before it, in six queries."""
    periods = list(
        Period.objects.filter(starts_on__lte=period.starts_on, opened_at__isnull=False).order_by(
            "-starts_on"
        )[:QUARTERS_SHOWN]
    )[::-1]
    submissions = list(
        Submission.objects.visible_to(access)
        .with_everything()
        .with_counts()
        .filter(period__in=periods)
    )
    now = [s for s in submissions if s.period_id == period.pk]
    expected = [s for s in now if s.status != Status.EXCUSED]
    figures = figures_due(period)
    priorities = priorities_of_measures()
    completes, held_up = what_each_unlocks(figures, waits=_is_not_in, priorities=priorities)
    asked = _asked(now)
    by_reporter = _by_reporter(submissions)
    return Desk(
        period=period,
        on=on,
        expected=len(expected),
        received=sum(s.status in _IN for s in expected),
        late=sum(_is_late(s, on) for s in expected),
        sent_back=[s for s in expected if s.status == Status.QUERIED],
        to_review=queue_among(now, figures, priorities),
        approved=sum(s.status == Status.APPROVED for s in expected),
        in_part=sum(
            bool(s.approved) and s.status != Status.APPROVED  # type: ignore[attr-defined]
            for s in expected
        ),
        chase=_chase(
            expected, completes, figures, by_reporter, reminded_days(period.opened_at), on
        ),
        held_up=held_up,
        measures=len({figure.measure for figure in figures}),
        unanswered=[each for each in asked if each.question.is_open],
        answered=[each for each in asked if not each.question.is_open],
        periods=periods,
        rows=_grid(by_reporter, periods, asked, on),
    )


def _is_not_in(figure: FigureDue) -> bool:
    return figure.status in OUTSTANDING and not figure.is_approved


def _asked(submissions: Sequence[Submission]) -> list[Asked]:
    """The questions that are not settled, the oldest first."""
    by_pk = {submission.pk: submission for submission in submissions}
    found = Question.objects.filter(observation__submission__in=by_pk, settled_at=None)
    listed = []
    for question in found.select_related(
        "observation__measure", "observation__place", "observation__category__breakdown"
    ):
        reporter = by_pk[question.observation.submission_id].reporter
        name = row_name(question.observation, home=reporter.place)
        listed.append(Asked(question, reporter.name, name))
    return listed


def _by_reporter(submissions: Iterable[Submission]) -> dict[Reporter, dict[int, Submission]]:
    found: dict[Reporter, dict[int, Submission]] = defaultdict(dict)
    for submission in submissions:
        found[submission.reporter][submission.period_id] = submission
    return found


def _chase(
    expected: Iterable[Submission],
    completes: Mapping[int, Unlocks],
    figures: Iterable[FigureDue],
    by_reporter: Mapping[Reporter, Mapping[int, Submission]],
    reminded: Mapping[int, list[date]],
    on: date,
) -> list[Chase]:
    """Late or unfinished submissions: those that complete most first, then the largest."""
    empty: dict[int, Counter[str]] = defaultdict(Counter)
    for figure in figures:
        empty[figure.submission][figure.area] += figure.is_blank
    found = [
        Chase(
            pk=s.pk,
            reporter=str(s.reporter),
            state=_state(s, on),
            unlocks=completes.get(s.pk, Unlocks()),
            figures=s.figures,  # type: ignore[attr-defined]
            stuck_on=_stuck_on(s, empty[s.pk]),
            last_worked_on=timezone.localdate(s.changed_at) if s.changed_at else None,
            late_before=_late_before(s, by_reporter[s.reporter].values(), on),
            may_be_reminded=s.is_open(on) and on not in reminded.get(s.pk, []),
            reminded=days_in_words(reminded.get(s.pk, [])),
        )
        for s in expected
        if s.status in OUTSTANDING
    ]
    return sorted(
        found, key=lambda chase: (-chase.unlocks.measures, -chase.figures, chase.reporter)
    )


def _state(submission: Submission, on: date) -> str:
    """'Not started, 6 days late'; 'In progress, due in 5 days'."""
    label = submission.get_status_display()
    if submission.status == Status.QUERIED:
        since = submission.reviewed_at
        return f"{label} on {short_day(since)}" if since else label
    if submission.is_late(on):
        return f"{label}, {wording.count((on - submission.due_on).days, 'day')} late"
    return f"{label}, due {wording.days_away(submission.due_on, on)}"


def _stuck_on(submission: Submission, empty: Counter[str]) -> str:
    """The outcome areas that are not filled in; empty for one that nobody has begun."""
    if submission.status == Status.DUE:
        return ""
    areas = [f"{Area(area).label} ({empty[area]})" for area in Area.values if empty[area]]
    return f"Still empty: {', '.join(areas)}" if areas else "Everything is filled in"


def _late_before(submission: Submission, others: Iterable[Submission], on: date) -> str:
    """How often the reporter was late in the quarters shown before this one."""
    before = [s for s in others if s.period.starts_on < submission.period.starts_on]
    expected = [s for s in before if s.status != Status.EXCUSED]
    late = sum(_days_late(s) > 0 or s.is_late(on) for s in expected)
    if not late:
        return ""
    return f"Late in {late} of the last {wording.count(len(expected), 'quarter')}"


def _days_late(submission: Submission) -> int:
    if submission.submitted_at is None:
        return 0
    return max(0, (timezone.localdate(submission.submitted_at) - submission.due_on).days)


def _is_late(submission: Submission, on: date) -> bool:
    """Whether it is chased as late: what was sent back waits for an answer, and is not."""
    return submission.is_late(on) and submission.status != Status.QUERIED


# ---- the grid ----------------------------------------------------------------------------------


def _grid(
    by_reporter: Mapping[Reporter, Mapping[int, Submission]],
    periods: Sequence[Period],
    asked: Iterable[Asked],
    on: date,
) -> list[Row]:
    waiting: dict[int, list[Question]] = defaultdict(list)
    for each in asked:
        if each.question.is_open:
            waiting[each.submission].append(each.question)
    ordered = sorted(
        by_reporter, key=lambda r: (r.organisation_id is not None, r.place.order, r.name)
    )
    return [
        Row(
            reporter.name,
            [_cell(by_reporter[reporter].get(period.pk), waiting, on) for period in periods],
        )
        for reporter in ordered
    ]


def _cell(
    submission: Submission | None, waiting: Mapping[int, Sequence[Question]], on: date
) -> Cell | None:
    if submission is None:
        return None
    word, status = submission.get_status_display(), submission.status
    if _is_late(submission, on):
        word, status = f"Late, {word.lower()}", "late"
    detail = _detail(submission, waiting.get(submission.pk, ()), on)
    return Cell(submission.pk, submission.period.label, status, word, detail)


def _detail(submission: Submission, waiting: Sequence[Question], on: date) -> str:
    figures, approved = submission.figures, submission.approved  # type: ignore[attr-defined]
    parts = []
    if submission.status in {Status.DRAFT, Status.DUE, Status.SUBMITTED}:
        parts.append(f"{submission.filled} of {figures} figures")  # type: ignore[attr-defined]
    if 0 < approved < figures:
        parts.append(f"{approved} of {figures} approved")
    if waiting:
        asked = wording.count(len(waiting), "question")
        parts.append(f"{asked}, asked {short_day(waiting[0].asked_at)}")
    if _is_late(submission, on):
        parts.append(f"{wording.count((on - submission.due_on).days, 'day')} late")
    elif days := _days_late(submission):
        parts.append(f"{wording.count(days, 'day')} late")
    if submission.open_until and submission.status in OUTSTANDING:
        parts.append(f"has until {short_day(submission.open_until)}")
    if submission.status == Status.DRAFT and submission.changed_at:
        parts.append(f"last worked on {short_day(submission.changed_at)}")
    return ", ".join(parts)
