"""One figure as the coordinator asks about it: the quarters before it, and its questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from outcomes.earlier import earlier_quarters, key_of, quarters_before
from outcomes.models import Observation, Question, Submission
from outcomes.reporting.presentation import FigureText, figure_in_words
from outcomes.reviewing.sheet import Line, line_of, threads_of
from outcomes.services.submissions import assess, rows_of

QUARTERS_SHOWN = 8


@dataclass(frozen=True)
class Past:
    """The figure of an earlier quarter and what was said of it; a dash where there is none."""

    label: str
    figure: FigureText
    note: str


@dataclass(frozen=True)
class FigurePage:
    """A figure, its earlier quarters with the latest first, and who has answered what."""

    line: Line
    past: Sequence[Past]
    answers: int

    @property
    def unsettled(self) -> list[Question]:
        return [question for question in self.line.thread if question.settled_at is None]


def figure_of(submission: Submission, pk: int) -> FigurePage | None:
    """The page of one figure of a submission; nothing where it is not one of its figures."""
    area = submission.observations.filter(pk=pk).values_list("measure__area", flat=True).first()
    if area is None:
        return None
    rows = list(rows_of(submission).filter(measure__area=area))
    [found] = [each for each in assess(submission, rows, area=area) if each.row.pk == pk]
    threads = threads_of(submission)
    line = line_of(
        found,
        home=submission.reporter.place,
        earlier=earlier_quarters(submission, area=area),
        threads=threads,
    )
    quarters = quarters_before(submission, QUARTERS_SHOWN, area=area)
    return FigurePage(
        line=line,
        past=[_past(quarter.label, quarter.figures.get(key_of(found.row))) for quarter in quarters],
        answers=sum(q.answered_at is not None for thread in threads.values() for q in thread),
    )


def _past(label: str, row: Observation | None) -> Past:
    if row is None:
        return Past(label, FigureText("\u2013"), "")
    return Past(label, figure_in_words(row), row.note)
