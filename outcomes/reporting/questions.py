"""What was asked about a reporter's figures, and the box for an answer. Reads only."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django import forms

from ehportal.forms import Form, WordsField
from outcomes.models import Question, Submission
from outcomes.reporting.presentation import FigureText, figure_in_words, row_name
from outcomes.services.questions import LONGEST_QUESTION


class AnswerForm(Form):
    """The answer to one question; several stand on a page."""

    question = forms.CharField(widget=forms.HiddenInput)
    answer = WordsField(
        label="Your answer",
        what="The answer",
        max_length=LONGEST_QUESTION,
        error_messages={
            "required": "Write an answer in a sentence or two",
        },
    )

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(
            *args, auto_id=f"question-{question.pk}-%s", initial={"question": question.pk}, **kwargs
        )
        self.about = question


@dataclass(frozen=True)
class Asked:
    """A question, the figure it is about, and a form where it waits for an answer."""

    question: Question
    name: str
    figure: FigureText
    form: AnswerForm | None

    @property
    def area(self) -> str:
        return self.question.observation.measure.area


def asked_about(submission: Submission, *, sent: AnswerForm | None = None) -> list[Asked]:
    """Every question about a submission's figures, the oldest first, with what was typed."""
    found = Question.objects.filter(observation__submission=submission).select_related(
        "observation__measure",
        "observation__place",
        "observation__category__breakdown",
        "asked_by",
        "answered_by",
    )
    return [_asked(question, submission, sent) for question in found]


def _asked(question: Question, submission: Submission, sent: AnswerForm | None) -> Asked:
    row = question.observation
    form = sent if sent and sent.about == question else None
    if form is None and question.is_open:
        form = AnswerForm(question=question)
    return Asked(
        question=question,
        name=row_name(row, home=submission.reporter.place),
        figure=figure_in_words(row),
        form=form,
    )


def open_questions(submission: Submission) -> dict[int, list[Question]]:
    """The questions that wait for an answer, by the key of the figure."""
    found: dict[int, list[Question]] = defaultdict(list)
    waiting = Question.objects.open().filter(observation__submission=submission)
    for question in waiting.select_related("asked_by"):
        found[question.observation_id].append(question)
    return found
