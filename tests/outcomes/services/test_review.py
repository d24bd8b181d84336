"""Approve, send back, reopen, excuse: from which state each may be done, and what it leaves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from governance.models import Event, User
from outcomes.models import Observation, Question, Status, Submission
from outcomes.services.entry import save_figures
from outcomes.services.exceptions import NotReady, PeriodClosed, Refused, StatusChanged
from outcomes.services.questions import answer, settle
from outcomes.services.review import (
    approve,
    approve_figures,
    excuse,
    expect_again,
    give_longer,
    reopen,
    send_back,
)
from outcomes.services.submissions import submit
from outcomes.typed import TypedFigure
from tests.conftest import TODAY
from tests.factories.collection import QuestionFactory
from tests.factories.governance import OrganisationFactory
from tests.factories.outcomes import ObservationFactory, SubmissionFactory

REASON = "Is 60.9% right?"


@pytest.fixture
def do(coordinator: User, now: datetime) -> Callable[..., Submission]:
    def does(action: Callable, status: str, **more: Any) -> Submission:
        submission = SubmissionFactory(status=status)
        if action in {send_back, reopen}:
            more.setdefault("on", TODAY)
        return action(submission=submission, by=coordinator, at=now, **more)

    return does


ALLOWED = [
    (approve, Status.SUBMITTED, Status.APPROVED),
    (send_back, Status.SUBMITTED, Status.QUERIED),
    (reopen, Status.APPROVED, Status.QUERIED),
    (excuse, Status.DUE, Status.EXCUSED),
    (excuse, Status.DRAFT, Status.EXCUSED),
    (expect_again, Status.EXCUSED, Status.DUE),
]
ACTIONS = [approve, send_back, reopen, excuse, expect_again]
REFUSED = [
    (action, status)
    for action in ACTIONS
    for status in Status
    if not any(action is done and status == before for done, before, _ in ALLOWED)
]


def words_for(action: Callable) -> dict[str, str]:
    return {} if action is approve else {"reason": REASON}


@pytest.mark.parametrize(("action", "before", "after"), ALLOWED)
def test_a_decision_moves_the_submission_and_is_told(
    do, coordinator, now, action, before, after
) -> None:
    decided = do(action, before, **words_for(action))

    assert decided.status == after
    assert (decided.reviewed_by, decided.reviewed_at) == (coordinator, now)
    assert decided.review_reason == words_for(action).get("reason", "")
    event = Event.objects.get()
    assert (event.before, event.after) == ({"status": before}, {"status": after})
    assert (event.by, event.reason) == (coordinator, decided.review_reason)


@pytest.mark.parametrize(("action", "status"), REFUSED)
def test_a_decision_from_another_state_is_refused(do, action, status) -> None:
    with pytest.raises(StatusChanged):
        do(action, status, **words_for(action))

    assert Submission.objects.get().status == status
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("action", "status"),
    [(send_back, Status.SUBMITTED), (reopen, Status.APPROVED), (excuse, Status.DUE)],
)
@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_decision_against_the_reporter_needs_a_reason(do, action, status, reason) -> None:
    with pytest.raises(Refused, match="Say why"):
        do(action, status, reason=reason)

    assert Submission.objects.get().status == status


def test_the_second_of_two_decisions_is_refused(coordinator, now) -> None:
    seen_by_both = SubmissionFactory(status=Status.SUBMITTED)
    stale = Submission.objects.get()
    approve(submission=seen_by_both, by=coordinator, at=now)

    with pytest.raises(StatusChanged, match="now approved"):
        approve(submission=stale, by=coordinator, at=now)


@pytest.mark.parametrize(("action", "status"), [(send_back, "submitted"), (reopen, "approved")])
def test_nothing_is_handed_back_after_the_closing_day(do, action, status) -> None:
    """The reporter could not submit again, and the figures would be in no publication."""
    closed = TODAY + timedelta(days=200)
    with pytest.raises(PeriodClosed, match="Give this reporter longer first"):
        do(action, status, reason=REASON, on=closed)
    assert Submission.objects.get().status == status


def test_figures_that_were_submitted_again_are_not_approved_unread(coordinator, now) -> None:
    submission = SubmissionFactory(status=Status.SUBMITTED, content_hash="b" * 64)
    with pytest.raises(StatusChanged, match="submitted again"):
        approve(submission=submission, by=coordinator, at=now, seen_hash="a" * 64)
    assert Submission.objects.get().status == Status.SUBMITTED


def test_one_reporter_is_given_longer_than_the_others(coordinator, now) -> None:
    submission = SubmissionFactory()
    other = SubmissionFactory(reporter__organisation=OrganisationFactory())
    until = date(2027, 1, 31)

    give_longer(
        submission=submission, until=until, reason="New record system.", by=coordinator, at=now
    )

    submission.refresh_from_db()
    assert (submission.due_on, submission.last_day) == (until, until)
    assert submission.is_open(until)
    assert not submission.is_open(until + timedelta(days=1))
    assert not other.is_open(until)
    event = Event.objects.get(verb="submission.give_longer")
    assert (event.reason, event.after["open_until"]) == ("New record system.", "2027-01-31")


def test_longer_is_later_than_the_deadline_there_was(coordinator, now) -> None:
    submission = SubmissionFactory()
    with pytest.raises(Refused, match="after the deadline they have, 15 October 2026"):
        give_longer(
            submission=submission, until=submission.due_on, reason="Why", by=coordinator, at=now
        )


@pytest.mark.parametrize(
    ("until", "advice"),
    [
        (TODAY - timedelta(days=1), "today or a day to come"),
        (date(2226, 10, 31), "Choose a day before 9 October 2028"),
        (date.max, "Choose a day before"),
    ],
)
def test_longer_is_neither_over_nor_a_slip_of_the_year(
    coordinator, now, until: date, advice: str
) -> None:
    submission = SubmissionFactory(due_on=TODAY - timedelta(days=9))
    with pytest.raises(Refused, match=advice):
        give_longer(submission=submission, until=until, reason="Why", by=coordinator, at=now)


def test_what_was_handed_in_can_be_corrected_after_handing_in_has_ended(db) -> None:
    """Three dates: the deadline shown, the last day to hand in, the last day to correct."""
    submission = SubmissionFactory()
    period = submission.period
    day_after = period.entries_close_on + timedelta(days=1)

    assert submission.is_open(period.entries_close_on)
    assert not submission.is_open(day_after)
    submission.reference = "EH-2026Q2-00001"
    assert submission.is_open(day_after)
    assert submission.is_open(period.closes_on)
    assert not submission.is_open(period.closes_on + timedelta(days=1))


def test_approved_figures_can_be_given_longer_to_be_reopened_and_stay_as_late_as_they_were(
    coordinator, now
) -> None:
    submission = SubmissionFactory(status=Status.APPROVED)
    due_on, until = submission.due_on, TODAY + timedelta(days=400)
    with pytest.raises(Refused, match="after the last day they have"):
        give_longer(submission=submission, until=due_on, reason=REASON, by=coordinator, at=now)

    longer = give_longer(submission=submission, until=until, reason=REASON, by=coordinator, at=now)

    assert (longer.due_on, longer.last_day) == (due_on, until)
    reopen(submission=longer, reason=REASON, by=coordinator, at=now, on=until)


# ---- One figure, a section, the rest -----------------------------------------------------------


def approved(submission: Submission) -> set[int]:
    rows = submission.observations.filter(approved_at__isnull=False)
    return set(rows.values_list("pk", flat=True))


@pytest.fixture
def handed_in(ne_lead, now) -> Submission:
    """Three figures of the North East, 60 of 100 each, submitted."""
    submission = SubmissionFactory()
    for _ in range(3):
        ObservationFactory(submission=submission)
    return hand_in(submission, ne_lead, now, "60")


def hand_in(submission: Submission, by: User, at: datetime, numerator: str) -> Submission:
    waiting = submission.observations.filter(approved_at=None)
    typed = [TypedFigure(row.pk, numerator, "100") for row in waiting]
    save_figures(submission=submission, figures=typed, by=by, at=at, on=TODAY)
    return submit(submission=submission, by=by, at=at, on=TODAY)


@pytest.fixture
def rows(handed_in) -> list[Observation]:
    return list(handed_in.observations.order_by("pk"))


def test_some_figures_are_approved_and_the_last_one_approves_the_submission(
    handed_in, rows, coordinator, now
) -> None:
    first, *others = [row.pk for row in rows]
    given = {"submission": handed_in, "by": coordinator, "at": now}

    assert approve_figures(**given, figures=[first]).status == Status.SUBMITTED
    assert approved(handed_in) == {first}
    last = Event.objects.order_by("pk").last()
    assert (last.verb, last.after) == (
        "submission.approve_figures",
        {"figures": [f"{rows[0].measure.code} TH-NE"]},
    )

    assert approve_figures(**given, figures=others).status == Status.APPROVED
    assert approved(handed_in) == {first, *others}
    last = Event.objects.order_by("pk").last()
    assert (last.verb, last.after["status"]) == ("submission.approve", Status.APPROVED)


def test_approving_a_figure_twice_does_it_once(handed_in, rows, coordinator, now) -> None:
    given = {"submission": handed_in, "by": coordinator, "figures": [rows[0].pk]}
    approve_figures(**given, at=now)
    events = Event.objects.count()
    approve_figures(**given, at=now + timedelta(hours=1))
    assert Event.objects.count() == events
    assert Observation.objects.get(pk=rows[0].pk).approved_at == now


def test_figures_of_another_submission_and_none_at_all_are_refused(
    handed_in, rows, coordinator, now
) -> None:
    other = ObservationFactory(
        submission=SubmissionFactory(reporter__organisation=OrganisationFactory())
    )
    for figures in ([], [other.pk], [rows[0].pk, other.pk]):
        with pytest.raises(Refused, match="of this submission"):
            approve_figures(submission=handed_in, figures=figures, by=coordinator, at=now)
    assert approved(handed_in) == set()


@pytest.mark.parametrize("status", [Status.DRAFT, Status.QUERIED, Status.EXCUSED])
def test_only_submitted_figures_are_approved_one_by_one(
    handed_in, rows, coordinator, now, status
) -> None:
    Submission.objects.update(status=status)
    with pytest.raises(StatusChanged, match="This submission is now"):
        approve_figures(submission=handed_in, figures=[rows[0].pk], by=coordinator, at=now)
    assert approved(handed_in) == set()


def test_a_figure_that_says_nothing_is_not_approved(handed_in, rows, coordinator, now) -> None:
    Observation.objects.filter(pk=rows[0].pk).update(numerator_typed="", denominator_typed="")
    with pytest.raises(NotReady, match="empty or need correcting"):
        approve_figures(submission=handed_in, figures=[rows[0].pk], by=coordinator, at=now)


@pytest.mark.parametrize("action", [approve, approve_figures])
def test_what_came_after_the_coordinator_read_is_not_approved(
    handed_in, rows, coordinator, ne_lead, now, action
) -> None:
    given = {"submission": handed_in, "by": coordinator, "at": now}
    if action is approve_figures:
        given["figures"] = [rows[0].pk]
    with pytest.raises(StatusChanged, match="submitted again"):
        action(**given, seen_hash="0" * 64)
    question = QuestionFactory(observation=rows[0])
    answer(question=question, text="No, it is 61.", by=ne_lead, at=now)
    with pytest.raises(StatusChanged, match="Read the answer first"):
        action(**given, seen_hash=handed_in.content_hash, seen_answers=0)
    assert approved(handed_in) == set()

    action(**given, seen_hash=handed_in.content_hash, seen_answers=1)
    assert rows[0].pk in approved(handed_in)


@pytest.mark.parametrize("action", [approve, approve_figures])
def test_nothing_with_an_open_question_is_approved_and_what_is_answered_is_settled(
    handed_in, rows, coordinator, ne_lead, now, action
) -> None:
    given = {"submission": handed_in, "by": coordinator, "at": now}
    if action is approve_figures:
        given["figures"] = [row.pk for row in rows]
    answered = QuestionFactory(observation=rows[0], answered=True)
    waiting = QuestionFactory(observation=rows[1])
    with pytest.raises(NotReady, match="1 question waits for an answer"):
        action(**given)
    assert approved(handed_in) == set()

    settle(question=waiting, by=coordinator, at=now)
    action(**given)
    answered.refresh_from_db()
    assert (answered.settled_at, answered.settled_by) == (now, coordinator)
    assert not Question.objects.filter(settled_at=None).exists()


def test_the_figures_beside_an_open_question_can_be_approved(
    handed_in, rows, coordinator, now
) -> None:
    QuestionFactory(observation=rows[0])
    others = [row.pk for row in rows[1:]]
    approve_figures(submission=handed_in, figures=others, by=coordinator, at=now)
    assert approved(handed_in) == set(others)


def test_what_is_approved_stays_so_while_the_rest_is_sent_back_and_submitted_again(
    handed_in, rows, coordinator, ne_lead, now
) -> None:
    first, *others = [row.pk for row in rows]
    approve_figures(submission=handed_in, figures=[first], by=coordinator, at=now)
    back = send_back(submission=handed_in, reason=REASON, by=coordinator, at=now, on=TODAY)
    assert approved(back) == {first}

    again = hand_in(back, ne_lead, now, "70")

    assert approved(again) == {first}
    assert [str(row.numerator) for row in again.observations.order_by("pk")] == [
        "60.0000",
        "70.0000",
        "70.0000",
    ]
    done = approve_figures(submission=again, figures=others, by=coordinator, at=now)
    assert done.status == Status.APPROVED


def test_open_questions_are_a_reason_to_send_back(handed_in, rows, coordinator, now) -> None:
    QuestionFactory(observation=rows[0])
    QuestionFactory(observation=rows[1])
    back = send_back(submission=handed_in, reason="", by=coordinator, at=now, on=TODAY)
    assert back.review_reason == "Please answer 2 questions."


def test_one_figure_is_reopened_and_the_others_stay_approved(
    handed_in, rows, coordinator, ne_lead, now
) -> None:
    approve(submission=handed_in, by=coordinator, at=now)
    first, second, third = (row.pk for row in rows)
    given = {"submission": handed_in, "reason": REASON, "by": coordinator, "at": now, "on": TODAY}

    back = reopen(**given, figures=[first])

    assert (back.status, back.review_reason) == (Status.QUERIED, REASON)
    assert approved(back) == {second, third}
    assert Event.objects.order_by("pk").last().after["figures"] == [f"{rows[0].measure.code} TH-NE"]
    assert approved(reopen(**given, figures=[second])) == {third}
    with pytest.raises(StatusChanged, match="not approved"):
        reopen(**given, figures=[second])
    with pytest.raises(Refused, match="Say why"):
        reopen(**{**given, "reason": " "}, figures=[third])
