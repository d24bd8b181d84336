"""How a reporter's figures and their states are put into words. Reads objects, asks no database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from ehportal import wording
from governance.models import Place, User
from outcomes.calculations.combining import ImpossibleFigure, value
from outcomes.calculations.combining import MeasureType as CalculatedType
from outcomes.calculations.rounding import of_text, value_text
from outcomes.models import (
    Area,
    MeasureType,
    Missing,
    Observation,
    SectionState,
    Status,
    Submission,
)
from outcomes.models.submissions import OUTSTANDING
from outcomes.services.submissions import Assessed

MISSING_IN_SHORT = {
    Missing.NOT_APPLICABLE: "not applicable",
    Missing.NOT_AVAILABLE: "not available",
    Missing.TOO_SMALL: "too small to give",
}
WITHOUT_RESULT = frozenset({MeasureType.COUNT, MeasureType.YES_NO, MeasureType.NARRATIVE})


# ---- one figure --------------------------------------------------------------------------------


@dataclass(frozen=True)
class FigureText:
    """A figure as a table prints it: '79.1%' and below it, smaller, '212 of 268'."""

    value: str
    detail: str = ""


def result_of(row: Observation) -> Decimal | None:
    """What the two numbers work out as, in the measure's unit: 79.1 for 79.1%, unrounded.

    None where there is nothing to divide, or nothing to divide by.
    """
    if row.measure.type in WITHOUT_RESULT or row.denominator is None:
        return None
    try:
        return value(
            row.numerator,
            row.denominator,
            measure_type=CalculatedType(row.measure.type),
            multiplier=row.measure.multiplier,
            may_exceed=True,
        )
    except ImpossibleFigure:
        # The measure became a proportion after the figure was typed.
        return None


def result_in_words(row: Observation) -> str:
    """'79.1%', '12.3 per 1,000', '4.2 weeks'; a dash where there is no result."""
    result = result_of(row)
    if result is None:
        return wording.NO_FIGURE
    text = value_text(result, CalculatedType(row.measure.type))
    return text if row.measure.type == MeasureType.PROPORTION else f"{text} {row.measure.unit}"


def figure_in_words(row: Observation) -> FigureText:
    """A stored figure for reading: its result and its parts, or why there is none."""
    if row.missing:
        return FigureText(f"[{row.missing}]", MISSING_IN_SHORT[Missing(row.missing)])
    if row.measure.type == MeasureType.NARRATIVE:
        return FigureText(row.note or wording.NO_FIGURE)
    if row.numerator is None:
        typed = typed_in_words(row.numerator_typed, row.denominator_typed)
        return FigureText(
            wording.NO_FIGURE, f"typed: {shortened(typed)}" if typed else "still empty"
        )
    if row.measure.type == MeasureType.YES_NO:
        return FigureText("Yes" if row.numerator else "No")
    if row.denominator is None:
        return FigureText(wording.number(row.numerator))
    parts = of_text(row.numerator, row.denominator)
    if row.measure.type in {MeasureType.MEAN, MeasureType.DURATION}:
        parts = parts.replace(" of ", " over ")
    return FigureText(result_in_words(row), parts)


def typed_in_words(numerator: str, denominator: str, missing: str = "", note: str = "") -> str:
    """What somebody typed in a row, in a few words: '212 of 268', 'not available', '“…”'."""
    parts = []
    if numerator or denominator:
        parts.append(f"{numerator or 'nothing'} of {denominator}" if denominator else numerator)
    if missing in Missing.values:
        parts.append(MISSING_IN_SHORT[Missing(missing)])
    if note:
        parts.append(f"“{note}”")
    return ", ".join(parts)


def shortened(text: str, most: int = 30) -> str:
    """The text, or as much of it as fits a narrow column."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def place_and_category(row: Observation, *, home: Place) -> str:
    """'North East', 'Female', 'North East, Female'; empty for the reporter's own whole place."""
    parts = [] if row.place_id == home.pk else [row.place.name]
    if row.category:
        parts.append(f"{row.category.breakdown}: {row.category}")
    return ", ".join(parts)


def row_name(row: Observation, *, home: Place) -> str:
    """The measure, and the place and category where they need saying. Unique in a submission."""
    where = place_and_category(row, home=home)
    return f"{row.measure.title}, {where}" if where else row.measure.title


# ---- one outcome area of a submission ----------------------------------------------------------


@dataclass(frozen=True)
class Section:
    """How far one outcome area of a submission is."""

    area: Area
    measures: int
    figures: int
    filled: int
    to_correct: int
    to_explain: int
    empty: int
    missing: int
    is_started: bool
    is_declared: bool
    changed_at: datetime | None = None
    changed_by: User | None = None

    @property
    def name(self) -> str:
        return self.area.label

    @property
    def state(self) -> str:
        """due, draft, explain, problem or complete: a mistake comes before a question."""
        if self.to_correct or (self.is_declared and self.empty):
            return "problem"
        if self.to_explain:
            return "explain"
        if self.is_declared:
            return "complete"
        return "draft" if self.is_started else "due"

    @property
    def hint(self) -> str:
        """What the task list says beneath the name."""
        size = wording.count(self.measures, "measure")
        if self.figures > self.measures:
            size += f", {wording.count(self.figures, 'figure')}"
        detail = {
            "problem": self._problem,
            "explain": self._problem,
            "complete": self._completed,
            "draft": f"{self.filled} of {self.figures} filled in",
            "due": "",
        }[self.state]
        return " · ".join(part for part in (size, detail) if part)

    @property
    def _problem(self) -> str:
        parts = []
        if self.to_correct:
            parts.append(f"{wording.count(self.to_correct, 'figure')} to correct")
        if self.to_explain:
            how_many = self.to_explain if parts else wording.count(self.to_explain, "figure")
            parts.append(f"{how_many} to explain")
        if self.empty and self.is_declared:
            parts.append(f"{self.empty} empty")
        return ", ".join(parts)

    @property
    def _completed(self) -> str:
        words = "Completed"
        if self.changed_at and self.changed_by:
            words += f" on {short_day(self.changed_at)} by {self.changed_by}"
        if self.missing:
            words += f", with {wording.count(self.missing, 'figure')} marked missing"
        return words


def sections_of(assessed: Iterable[Assessed], states: Iterable[SectionState]) -> list[Section]:
    """The outcome areas that figures are due in, in the framework's order, and those alone."""
    by_area: dict[str, list[Assessed]] = {}
    for each in assessed:
        by_area.setdefault(each.row.measure.area, []).append(each)
    declared = {state.area: state for state in states}
    return [_section(area, by_area[area], declared.get(area)) for area in Area if area in by_area]


def _section(area: Area, assessed: Sequence[Assessed], state: SectionState | None) -> Section:
    rows = [each.row for each in assessed]
    return Section(
        area=area,
        measures=len({row.measure_id for row in rows}),
        figures=len(rows),
        filled=sum(each.checked.is_complete for each in assessed),
        to_correct=sum(bool(each.checked.errors) for each in assessed),
        to_explain=sum(bool(each.unexplained) for each in assessed),
        empty=sum(each.checked.is_blank for each in assessed),
        missing=sum(bool(row.missing) for row in rows),
        is_started=any(not row.is_blank or row.note for row in rows),
        is_declared=bool(state and state.is_complete),
        changed_at=state.changed_at if state else None,
        changed_by=state.changed_by if state else None,
    )


# ---- a submission ------------------------------------------------------------------------------


def short_day(value: date | datetime) -> str:
    """'6 October', in London: for a day whose year is plain."""
    day = timezone.localdate(value) if isinstance(value, datetime) else value
    return f"{day.day} {wording.MONTHS[day.month - 1]}"


def moment(value: datetime) -> str:
    """'8 October 2026 at 14:02', in London."""
    local = timezone.localtime(value)
    return f"{wording.day(local.date())} at {local:%H:%M}"


def deadline(due_on: date, today: date) -> str:
    """'Thursday 15 October, in 7 days'; a day of another year says which."""
    name = wording.weekday(due_on) if due_on.year == today.year else wording.day(due_on)
    return f"{name}, {wording.days_away(due_on, today)}"


def tag_of(submission: Submission, today: date) -> str:
    """The state that a list shows, as the name of a tag: late comes before how far it is."""
    return "late" if is_called_late(submission, today) else submission.status


def is_called_late(submission: Submission, today: date) -> bool:
    """Whether its people are told that it is late: what was sent back was handed in before."""
    return submission.is_late(today) and submission.status != Status.QUERIED


def standing(submission: Submission, today: date) -> str:
    """In a few words, where a submission stands: when it is due, or what became of it."""
    if submission.status in OUTSTANDING:
        if today > submission.last_day:
            return f"Closed on {wording.day(submission.last_day)} without being submitted"
        if submission.status == Status.QUERIED:
            return f"Sent back, to correct by {wording.day(submission.last_day)}"
        due = deadline(submission.due_on, today)
        due = f"was due on {due}" if submission.is_late(today) else f"due on {due}"
        if submission.is_prepared and submission.reporter.needs_two_people:
            return f"Waiting for a second person to sign, {due}"
        return due[0].upper() + due[1:]
    if submission.status == Status.EXCUSED:
        return "Excused: nothing is expected this time"
    if submission.status == Status.APPROVED and submission.reviewed_at:
        return f"Approved on {wording.day(timezone.localdate(submission.reviewed_at))}"
    if submission.submitted_at:
        return f"Submitted on {moment(submission.submitted_at)}"
    return f"{submission.get_status_display()}"


def dates_of(submission: Submission, today: date) -> list[tuple[str, str]]:
    """The days of a collection that are still to come, each with what it means for the reporter.

    Empty where nothing is expected of them any more.
    """
    if submission.status not in OUTSTANDING:
        return []
    period, longer = submission.period, submission.open_until
    due = "It was due: it is late." if is_called_late(submission, today) else "It is due."
    if submission.status == Status.QUERIED and today > submission.due_on:
        due = "It was due."
    if longer:
        due += f" You were given until {wording.day(longer)}."
    hand_in, correct = (
        max(usual, longer or usual) for usual in (period.entries_close_on, period.closes_on)
    )
    sent_back = "correct what was handed in, where the coordinator sends it back."
    days = [(submission.due_on, due)]
    if submission.reference:
        days.append((correct, f"The last day to {sent_back}"))
    elif hand_in == correct:
        days.append((correct, f"The last day to hand in, and to {sent_back}"))
    else:
        days += [(hand_in, "The last day to hand in."), (correct, f"The last day to {sent_back}")]
    return [(wording.day(day), words) for day, words in days]


def headline(submissions: Sequence[Submission], today: date) -> str:
    """What a list of submissions comes to: the title of its page."""
    waiting = [s for s in submissions if s.status in OUTSTANDING and s.is_open(today)]
    if not waiting:
        return "You have no figures to send" if submissions else "No figures are asked of you yet"
    late = [s for s in waiting if is_called_late(s, today)]
    if len(waiting) == 1:
        only = waiting[0]
        if only.status == Status.QUERIED:
            return f"Your figures for {only.period} are back with you to correct"
        due = wording.days_away(only.due_on, today)
        return f"Your figures for {only.period} {'were' if late else 'are'} due {due}"
    said = f"You have {len(waiting)} sets of figures to send"
    return f"{said}, {len(late)} of them late" if late else said


def why_read_only(submission: Submission, today: date, *, is_own: bool) -> str:
    """Why the person cannot change these figures, in a sentence; empty where they can."""
    if not is_own:
        return "You can read these figures. Only the people who report them can change them."
    if submission.status == Status.EXCUSED:
        return "The coordinator excused you from these figures, so there is nothing to fill in."
    if not submission.is_editable:
        state = submission.get_status_display().lower()
        return (
            f"These figures are {state}, so they cannot be changed. If one is wrong, ask the "
            "coordinator to send them back to you."
        )
    if not submission.is_open(today):
        if today > submission.last_day:
            closed = wording.day(submission.last_day)
            return f"{submission.period} closed on {closed}, so figures cannot be changed."
        opens = wording.day(submission.period.opens_on)
        return f"Figures for {submission.period} can be entered from {opens}."
    return ""
