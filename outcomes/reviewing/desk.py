"""What the coordinator's desk shows: who has reported, who is late, what waits. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from governance.access import Access
from outcomes.models import Observation, Period, Reporter, Status, Submission
from outcomes.models.submissions import OUTSTANDING
from outcomes.reviewing.reminded import days_in_words, reminded_days

QUARTERS_SHOWN = 4

_IN = frozenset({Status.SUBMITTED, Status.APPROVED})


@dataclass(frozen=True)
class Cell:
    """One reporter in one period: its state, and the words under it."""

    pk: int
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
    """A reporter whose figures are not in, and what they would complete."""

    pk: int
    reporter: str
    state: str
    completes: int
    figures: int
    last_worked_on: date | None
    may_be_reminded: bool
    #: On which days they were: '13 and 16 October'.
    reminded: str


@dataclass(frozen=True)
class Desk:
    """The coordinator's page for one period."""

    period: Period
    on: date
    expected: int
    received: int
    late: int
    sent_back: Sequence[Submission]
    to_review: Sequence[Submission]
    approved: int
    chase: Sequence[Chase]
    held_up: int
    measures: int
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


def desk_for(*, period: Period, access: Access, on: date) -> Desk:
    """Everything the desk shows of a period and the three before it, in four queries."""
    periods = list(
        Period.objects.filter(starts_on__lte=period.starts_on, opened_at__isnull=False).order_by(
            "-starts_on"
        )[:QUARTERS_SHOWN]
    )[::-1]
    submissions = list(
        Submission.objects.visible_to(access)
        .with_everything()
        .filter(period__in=periods)
        .annotate(
            figures=Count("observations"),
            filled=Count(
                "observations",
                filter=~Q(observations__numerator_typed="", observations__missing="")
                | Q(observations__measure__type="narrative") & ~Q(observations__note=""),
            ),
        )
    )
    now = [s for s in submissions if s.period_id == period.pk]
    expected = [s for s in now if s.status != Status.EXCUSED]
    completes, held_up, measures = _what_each_completes(period)
    return Desk(
        period=period,
        on=on,
        expected=len(expected),
        received=sum(s.status in _IN for s in expected),
        late=sum(s.is_late(on) and s.status != Status.QUERIED for s in expected),
        sent_back=[s for s in expected if s.status == Status.QUERIED],
        to_review=[s for s in expected if s.status == Status.SUBMITTED],
        approved=sum(s.status == Status.APPROVED for s in expected),
        chase=_chase(expected, completes, reminded_days(period.opened_at), on),
        held_up=held_up,
        measures=measures,
        periods=periods,
        rows=_grid(submissions, periods, on),
    )


def _what_each_completes(period: Period) -> tuple[dict[int, int], int, int]:
    """For each submission not in: how many measures wait for it alone; how many wait at all."""
    waiting: dict[int, set[int]] = defaultdict(set)
    measures = set()
    rows = Observation.objects.filter(submission__period=period).values_list(
        "measure_id", "submission_id", "submission__status"
    )
    for measure, submission, status in rows:
        measures.add(measure)
        if status in OUTSTANDING:
            waiting[measure].add(submission)
    completes: dict[int, int] = defaultdict(int)
    for submissions in waiting.values():
        if len(submissions) == 1:
            completes[next(iter(submissions))] += 1
    return completes, len(waiting), len(measures)


def _chase(
    expected: Iterable[Submission],
    completes: dict[int, int],
    reminded: dict[int, list[date]],
    on: date,
) -> list[Chase]:
    """Late or unfinished submissions: those that complete most first, then the largest."""
    found = [
        Chase(
            pk=s.pk,
            reporter=str(s.reporter),
            state=_word(s, on),
            completes=completes.get(s.pk, 0),
            figures=s.figures,  # type: ignore[attr-defined]
            last_worked_on=s.changed_at.date() if s.changed_at else None,
            may_be_reminded=s.is_open(on) and on not in reminded.get(s.pk, []),
            reminded=days_in_words(reminded.get(s.pk, [])),
        )
        for s in expected
        if s.status in OUTSTANDING
    ]
    return sorted(found, key=lambda chase: (-chase.completes, -chase.figures, chase.reporter))


def _grid(submissions: Sequence[Submission], periods: Sequence[Period], on: date) -> list[Row]:
    by_reporter: dict[Reporter, dict[int, Submission]] = defaultdict(dict)
    for submission in submissions:
        by_reporter[submission.reporter][submission.period_id] = submission
    ordered = sorted(
        by_reporter, key=lambda r: (r.organisation_id is not None, r.place.order, r.name)
    )
    return [
        Row(
            reporter.name,
            [_cell(by_reporter[reporter].get(period.pk), on) for period in periods],
        )
        for reporter in ordered
    ]


def _cell(submission: Submission | None, on: date) -> Cell | None:
    if submission is None:
        return None
    late = submission.is_late(on) and submission.status != Status.QUERIED
    status = "late" if late else submission.status
    return Cell(submission.pk, status, _word(submission, on), _detail(submission))


def _word(submission: Submission, on: date) -> str:
    label = submission.get_status_display()
    if submission.is_late(on) and submission.status != Status.QUERIED:
        return f"Late, {label.lower()}"
    return label


def _detail(submission: Submission) -> str:
    if submission.status in {Status.DRAFT, Status.DUE, Status.SUBMITTED}:
        return f"{submission.filled} of {submission.figures} figures"  # type: ignore[attr-defined]
    if submission.submitted_at and submission.submitted_at.date() > submission.due_on:
        days = (submission.submitted_at.date() - submission.due_on).days
        return f"{days} {'day' if days == 1 else 'days'} late"
    return ""
