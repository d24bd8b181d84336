"""Asking about a figure, answering in words, and having nothing more to ask."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from governance.models import Event, User
from outcomes.models import Observation, Question, Status
from outcomes.services.exceptions import Refused, StatusChanged
from outcomes.services.questions import answer, ask, settle
from tests.factories.collection import QuestionFactory
from tests.factories.outcomes import ObservationFactory, SubmissionFactory

TEXT = "Is 60.9% right?"


@pytest.fixture
def figure(db: None) -> Observation:
    return ObservationFactory(submission=SubmissionFactory(status=Status.SUBMITTED))


def test_a_question_is_kept_with_who_asked_and_told(figure, coordinator: User, now) -> None:
    asked = ask(observation=figure, text=f"  {TEXT}\r\nWhy? ", by=coordinator, at=now)

    assert (asked.text, asked.asked_by, asked.asked_at) == (f"{TEXT}\nWhy?", coordinator, now)
    assert asked.is_open
    event = Event.objects.get()
    assert (event.verb, event.by) == ("submission.ask", coordinator)
    [(name, said)] = event.after.items()
    assert name == f"{figure.measure.code} TH-NE"
    assert said == {"question": f"{TEXT}\nWhy?"}


def test_a_question_sent_twice_is_asked_once(figure, coordinator, now) -> None:
    first = ask(observation=figure, text=TEXT, by=coordinator, at=now)
    assert ask(observation=figure, text=TEXT, by=coordinator, at=now) == first
    assert Event.objects.count() == 1


@pytest.mark.parametrize("text", ["", " \n "])
def test_a_question_needs_words(figure, coordinator, now, text) -> None:
    with pytest.raises(Refused, match="what you want to know"):
        ask(observation=figure, text=text, by=coordinator, at=now)
    with pytest.raises(Refused, match="1,000 characters or fewer"):
        ask(observation=figure, text="a" * 1001, by=coordinator, at=now)
    with pytest.raises(Refused, match="cannot be kept"):
        ask(observation=figure, text="a\x00b", by=coordinator, at=now)
    assert not Question.objects.exists()


@pytest.mark.parametrize("status", [Status.DUE, Status.DRAFT, Status.APPROVED, Status.EXCUSED])
def test_only_figures_that_were_handed_in_are_asked_about(coordinator, now, status) -> None:
    figure = ObservationFactory(submission=SubmissionFactory(status=status))
    with pytest.raises(StatusChanged, match="no question can be asked"):
        ask(observation=figure, text=TEXT, by=coordinator, at=now)


def test_an_approved_figure_is_not_asked_about(figure, coordinator, now) -> None:
    Observation.objects.update(approved_at=now, approved_by=coordinator)
    with pytest.raises(StatusChanged, match="Reopen it before you ask"):
        ask(observation=figure, text=TEXT, by=coordinator, at=now)


def test_asking_again_settles_what_was_answered(figure, coordinator, now: datetime) -> None:
    answered = QuestionFactory(observation=figure, answered=True)
    waiting = QuestionFactory(observation=figure, text="And the other clinic?")

    ask(observation=figure, text="Since when?", by=coordinator, at=now)

    answered.refresh_from_db()
    waiting.refresh_from_db()
    assert (answered.settled_at, answered.settled_by) == (now, coordinator)
    assert waiting.is_open


@pytest.mark.parametrize("status", Status)
def test_a_question_is_answered_whether_or_not_figures_may_be_changed(
    ne_lead: User, now, status
) -> None:
    figure = ObservationFactory(submission=SubmissionFactory(status=status))
    question = QuestionFactory(observation=figure)

    answered = answer(question=question, text=" Two clinics opened. ", by=ne_lead, at=now)

    assert (answered.answer, answered.answered_by) == ("Two clinics opened.", ne_lead)
    assert not answered.is_open
    event = Event.objects.get()
    assert (event.verb, event.by) == ("submission.answer", ne_lead)


def test_an_answer_sent_twice_is_kept_once(ne_lead, now) -> None:
    question = QuestionFactory()
    answer(question=question, text="Yes.", by=ne_lead, at=now)
    answer(question=question, text="Yes.", by=ne_lead, at=now + timedelta(seconds=1))
    assert Event.objects.count() == 1
    assert Question.objects.get().answered_at == now


def test_of_two_who_answer_the_second_reads_what_the_first_wrote(ne_lead, nw_lead, now) -> None:
    question = QuestionFactory()
    answer(question=question, text="Yes.", by=ne_lead, at=now)
    with pytest.raises(StatusChanged, match="North East lead has answered meanwhile: “Yes"):
        answer(question=question, text="No.", by=nw_lead, at=now)
    assert Question.objects.get().answer == "Yes."


def test_an_answer_needs_words(ne_lead, now) -> None:
    with pytest.raises(Refused, match="Write an answer"):
        answer(question=QuestionFactory(), text="  ", by=ne_lead, at=now)


def test_a_settled_question_waits_for_nobody(ne_lead, coordinator, now) -> None:
    question = settle(question=QuestionFactory(), by=coordinator, at=now)

    assert not question.is_open
    assert Event.objects.get().verb == "submission.settle"
    with pytest.raises(StatusChanged, match="has settled this question"):
        answer(question=question, text="Yes.", by=ne_lead, at=now)
    settle(question=question, by=ne_lead, at=now)
    assert Event.objects.count() == 1
