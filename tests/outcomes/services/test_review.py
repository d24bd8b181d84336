"""Approve, send back, reopen, excuse: from which state each may be done, and what it leaves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from governance.models import Event, User
from outcomes.models import Status, Submission
from outcomes.services.exceptions import PeriodClosed, Refused, StatusChanged
from outcomes.services.review import (
    approve,
    excuse,
    expect_again,
    give_longer,
    reopen,
    send_back,
)
from tests.conftest import TODAY
from tests.factories.governance import OrganisationFactory
from tests.factories.outcomes import SubmissionFactory

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
