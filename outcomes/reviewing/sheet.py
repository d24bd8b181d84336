"""One submission as the coordinator reads it: each figure beside the one before, and its words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ehportal import wording
from governance.models import Place
from outcomes.calculations.combining import ImpossibleFigure, MeasureType, value
from outcomes.calculations.rounding import change_text
from outcomes.earlier import Earlier, earlier_quarters, key_of
from outcomes.models import Area, Observation, Question, Submission
from outcomes.models import MeasureType as StoredType
from outcomes.reporting.presentation import FigureText, figure_in_words, place_and_category
from outcomes.services.submissions import Assessed, assess, rows_of

Thread = Sequence[Question]


@dataclass(frozen=True)
class Line:
    """A figure as it stands, how it moved, and what was asked and said about it."""

    assessed: Assessed
    place: str
    figure: FigureText
    before: FigureText
    change: str
    thread: Thread = ()

    @property
    def row(self) -> Observation:
        return self.assessed.row

    @property
    def name(self) -> str:
        """Unique in a submission."""
        title = self.row.measure.title
        return f"{title}, {self.place}" if self.place else title

    @property
    def is_approved(self) -> bool:
        return self.row.approved_at is not None

    @property
    def queries(self) -> tuple[str, ...]:
        return self.assessed.queries

    @property
    def problem(self) -> str:
        """Why it could not be handed in as it stands."""
        checked = self.assessed.checked
        return "; ".join(checked.errors.values()) or ("Still empty" if checked.is_blank else "")

    @property
    def open_questions(self) -> int:
        return sum(question.is_open for question in self.thread)

    @property
    def needs_a_look(self) -> bool:
        """Whether anything about it is unusual, missing, said or asked."""
        unsettled = any(question.settled_at is None for question in self.thread)
        said = self.queries or self.row.note or self.row.told or self.row.missing or self.problem
        return not self.is_approved and bool(said or unsettled)

    @property
    def can_be_approved(self) -> bool:
        return not self.is_approved and not self.open_questions and not self.problem


@dataclass(frozen=True)
class Section:
    """The figures of one outcome area, and those of them that are shown."""

    area: Area
    lines: Sequence[Line]
    shown: Sequence[Line]

    @property
    def name(self) -> str:
        return self.area.label

    @property
    def ready(self) -> list[Line]:
        """Those that one press approves: the ones that wait, without an open question."""
        return [line for line in self.lines if line.can_be_approved]

    @property
    def approved(self) -> int:
        return sum(line.is_approved for line in self.lines)

    @property
    def words(self) -> str:
        """How far it is: '12 figures', '3 of 12 figures approved'."""
        size = wording.count(len(self.lines), "figure")
        return f"{self.approved} of {size} approved" if self.approved else size

    @property
    def button(self) -> str:
        """What pressing the section's button does, in words."""
        ready = len(self.ready)
        unseen = ready - sum(line.can_be_approved for line in self.shown)
        which = "all" if ready == len(self.lines) > 1 else "the"
        if ready < len(self.lines):
            which = "the other"
        text = f"Approve {which} {wording.count(ready, 'figure')} of {self.name}"
        return f"{text}, {unseen} of them not shown here" if unseen else text


@dataclass(frozen=True)
class Sheet:
    """Everything a decision needs."""

    sections: Sequence[Section]
    previous_label: str
    answers: int

    @property
    def lines(self) -> list[Line]:
        return [line for section in self.sections for line in section.lines]

    @property
    def shown_sections(self) -> list[Section]:
        return [section for section in self.sections if section.shown]

    @property
    def to_look_at(self) -> int:
        return sum(line.needs_a_look for line in self.lines)

    @property
    def approved(self) -> int:
        return sum(line.is_approved for line in self.lines)

    @property
    def problems(self) -> int:
        return sum(bool(line.problem) for line in self.lines)

    @property
    def notes(self) -> int:
        return sum(bool(line.row.note) for line in self.lines)

    @property
    def queries(self) -> int:
        return sum(bool(line.queries) for line in self.lines)

    @property
    def open_questions(self) -> int:
        return sum(line.open_questions for line in self.lines)

    def section(self, area: str) -> Section | None:
        return next((each for each in self.sections if each.area == area), None)


def sheet_of(submission: Submission, *, only_what_needs_a_look: bool = False) -> Sheet:
    """The figures of a submission by outcome area, beside those approved last quarter.

    A figure that was not asked for last quarter stands beside that of a year ago.
    """
    assessed = assess(submission, list(rows_of(submission)))
    earlier = earlier_quarters(submission)
    threads = threads_of(submission)
    by_area: dict[str, list[Line]] = defaultdict(list)
    for each in assessed:
        line = line_of(each, home=submission.reporter.place, earlier=earlier, threads=threads)
        by_area[each.row.measure.area].append(line)
    return Sheet(
        sections=[
            Section(
                area=area,
                lines=by_area[area],
                shown=[
                    line
                    for line in by_area[area]
                    if line.needs_a_look or not only_what_needs_a_look
                ],
            )
            for area in Area
            if area in by_area
        ],
        previous_label=earlier[0].label if earlier else "Before",
        answers=sum(q.answered_at is not None for thread in threads.values() for q in thread),
    )


def threads_of(submission: Submission) -> dict[int, list[Question]]:
    """What was asked about each figure of a submission, by the figure's key, the oldest first."""
    found = Question.objects.filter(observation__submission=submission)
    threads: dict[int, list[Question]] = defaultdict(list)
    for question in found.select_related("asked_by", "answered_by"):
        threads[question.observation_id].append(question)
    return threads


def line_of(
    assessed: Assessed,
    *,
    home: Place,
    earlier: Sequence[Earlier],
    threads: Mapping[int, Thread],
) -> Line:
    """One figure beside the latest of its earlier ones."""
    row = assessed.row
    label, past = _latest(row, earlier)
    before = _in_words(past) if past else FigureText("")
    if past and label != earlier[0].label:
        before = FigureText(before.value, label)
    return Line(
        assessed=assessed,
        place=place_and_category(row, home=home),
        figure=_in_words(row),
        before=before,
        change=_change(row, past),
        thread=threads.get(row.pk, ()),
    )


def _latest(row: Observation, earlier: Iterable[Earlier]) -> tuple[str, Observation | None]:
    for quarter in earlier:
        if found := quarter.figures.get(key_of(row)):
            return quarter.label, found
    return "", None


def _in_words(row: Observation) -> FigureText:
    """As a table prints it; an account is read in the column of words."""
    if row.measure.type == StoredType.NARRATIVE and not row.missing:
        return FigureText("Written" if row.note else wording.NO_FIGURE)
    return figure_in_words(row)


def _change(now: Observation, before: Observation | None) -> str:
    if before is None:
        return ""
    result, then = _value(now), _value(before)
    if result is None or then is None or now.measure.type == StoredType.YES_NO:
        return ""
    return change_text(result, then, MeasureType(now.measure.type))


def _value(row: Observation) -> Decimal | None:
    try:
        return value(
            row.numerator,
            row.denominator,
            measure_type=MeasureType(row.measure.type),
            multiplier=row.measure.multiplier,
            may_exceed=True,
        )
    except ImpossibleFigure:
        return None
