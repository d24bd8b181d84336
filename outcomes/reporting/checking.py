"""What is left to do before figures can be handed in, and whose turn it is to sign."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from governance.models import User
from outcomes.models import Area, Submission
from outcomes.reporting.forms import SectionForm
from outcomes.reporting.presentation import Section, moment
from outcomes.reporting.rows import EntryRow
from outcomes.services.telling import people_of


@dataclass(frozen=True)
class ToDo:
    """One figure to see to: the box to go to, the row's name, and what is wrong or asked."""

    area: Area
    box: str
    name: str
    message: str = ""


@dataclass(frozen=True)
class Checklist:
    """What is left to do, in the order it is seen to.

    Errors and unexplained queries stand in the way of handing in. What is empty does not: one
    reason for all of it is asked for in the declaration.
    """

    to_correct: list[ToDo] = field(default_factory=list)
    to_explain: list[ToDo] = field(default_factory=list)
    empty: list[ToDo] = field(default_factory=list)

    @property
    def is_blocked(self) -> bool:
        return bool(self.to_correct or self.to_explain)

    @property
    def is_done(self) -> bool:
        return not (self.is_blocked or self.empty)


def checklist_of(areas: Iterable[tuple[Section, SectionForm]]) -> Checklist:
    """What is left in every outcome area, in the order of entry."""
    left = Checklist()
    for section, form in areas:
        for row in form.rows:
            _add(left, section.area, row)
    return left


def _add(left: Checklist, area: Area, row: EntryRow) -> None:
    left.to_correct.extend(ToDo(area, box, row.name, message) for box, message in row.messages)
    left.to_explain.extend(
        ToDo(area, f"{row.prefix}-note", row.name, query) for query in row.assessed.unexplained
    )
    if row.assessed.checked.is_blank:
        left.empty.append(ToDo(area, f"{row.prefix}-{row.first_box}", row.name))


@dataclass(frozen=True)
class Signing:
    """Where two people sign: which of them is next, and what the one before did.

    `told` says who marked the figures as ready, or that this no longer counts; empty where nobody
    has, and where one person signs alone. `others` are the people besides the reader who may sign.
    """

    by_two: bool = False
    is_first: bool = False
    waits_for_another: bool = False
    told: str = ""
    others: tuple[str, ...] = ()

    @property
    def somebody_else(self) -> str:
        """Who else may sign, by name."""
        return " or ".join(self.others)


def signing_of(submission: Submission, *, reader: User, on: date) -> Signing:
    """Whose turn it is on a day, for the person who reads the page."""
    if not submission.reporter.needs_two_people:
        return Signing()
    others = tuple(str(p) for p in people_of(submission.reporter, on=on) if p != reader)
    if submission.prepared_at is None or not submission.is_editable:
        return Signing(by_two=True, is_first=True, others=others)
    is_own = submission.prepared_by == reader
    who = "You" if is_own else str(submission.prepared_by)
    marked = f"{who} marked these figures as ready on {moment(submission.prepared_at)}"
    if not submission.is_prepared:
        told = f"{marked}, but they were changed afterwards. They have to be marked as ready again."
        return Signing(by_two=True, is_first=True, told=told, others=others)
    return Signing(by_two=True, waits_for_another=is_own, told=f"{marked}.", others=others)
