"""Questions about a figure: the coordinator asks, the reporter answers, the coordinator settles."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from governance.models import User
from governance.services.events import record
from governance.services.words import kept
from outcomes.models import Observation, Question, Status, Submission
from outcomes.services.exceptions import StatusChanged
from outcomes.services.submissions import lock, name_in_audit
from outcomes.services.telling import tell_answered, tell_asked

LONGEST_QUESTION = 1000
#: A figure is asked about once it was handed in.
MAY_BE_ASKED = frozenset({Status.SUBMITTED, Status.QUERIED})


@transaction.atomic
def ask(*, observation: Observation, text: str, by: User, at: datetime) -> Question:
    """Asks the reporter about a figure and returns the question; the same one, asked twice, once.

    Asking again settles what was answered about the figure before. Raises Refused without words,
    and StatusChanged where the figure is approved or was not handed in.
    """
    text = kept(
        text, longest=LONGEST_QUESTION, required="Write what you want to know about this figure."
    )
    submission = lock(observation.submission)
    row = _figure(observation)
    if submission.status not in MAY_BE_ASKED:
        now = submission.get_status_display().lower()
        raise StatusChanged(f"These figures are {now}, so no question can be asked about them.")
    if row.approved_at is not None:
        raise StatusChanged("This figure is approved. Reopen it before you ask about it.")
    if same := row.questions.open().filter(text=text).first():
        return same
    row.questions.filter(answered_at__isnull=False, settled_at=None).update(
        settled_at=at, settled_by=by
    )
    question = Question.objects.create(observation=row, text=text, asked_at=at, asked_by=by)
    _tell("ask", submission, row, {"question": text}, by=by, at=at)
    tell_asked(submission=submission, question=question, by=by, at=at)
    return question


@transaction.atomic
def answer(*, question: Question, text: str, by: User, at: datetime) -> Question:
    """Keeps the reporter's answer, whether or not the figures may be changed, and returns it.

    The same answer sent twice is kept once. Raises Refused without words, and StatusChanged where
    somebody else answered first or the question is settled.
    """
    text = kept(text, longest=LONGEST_QUESTION, required="Write an answer in a sentence or two.")
    submission = lock(question.observation.submission)
    question = Question.objects.get(pk=question.pk)
    if question.answer == text:
        return question
    if question.settled_at is not None:
        raise StatusChanged("The coordinator has settled this question, so no answer is needed.")
    if question.answered_at is not None:
        raise StatusChanged(f"{question.answered_by} has answered meanwhile: “{question.answer}”")
    question.answer, question.answered_at, question.answered_by = text, at, by
    question.save(update_fields=["answer", "answered_at", "answered_by"])
    _tell("answer", submission, _figure(question.observation), {"answer": text}, by=by, at=at)
    tell_answered(submission=submission, question=question, by=by, at=at)
    return question


@transaction.atomic
def settle(*, question: Question, by: User, at: datetime) -> Question:
    """Nothing more is asked: the question no longer waits, answered or not. Returns it."""
    submission = lock(question.observation.submission)
    question = Question.objects.get(pk=question.pk)
    if question.settled_at is not None:
        return question
    question.settled_at, question.settled_by = at, by
    question.save(update_fields=["settled_at", "settled_by"])
    row = _figure(question.observation)
    _tell("settle", submission, row, {"question": question.text}, by=by, at=at)
    return question


def _figure(observation: Observation) -> Observation:
    """The row as it is now, with what its name in the audit is read from."""
    rows = Observation.objects.select_related("measure", "place", "category__breakdown")
    return rows.get(pk=observation.pk)


def _tell(
    action: str,
    submission: Submission,
    row: Observation,
    said: dict[str, str],
    *,
    by: User,
    at: datetime,
) -> None:
    record(
        verb=f"submission.{action}",
        subject=submission,
        by=by,
        at=at,
        after={name_in_audit(row): said},
    )
