"""The coordinator's decisions about one submission: approve, send back, reopen, excuse."""

from __future__ import annotations

from collections.abc import Set
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from governance.models import User
from governance.services.events import record
from outcomes.models import Status, Submission
from outcomes.services.exceptions import PeriodClosed, Refused, StatusChanged
from outcomes.services.submissions import lock


@transaction.atomic
def approve(
    *, submission: Submission, by: User, at: datetime, seen_hash: str | None = None
) -> Submission:
    """The figures may be published; those approved one by one before stay as they are.

    Raises StatusChanged unless they are submitted, and where they were submitted again since the
    coordinator looked at those with the content hash `seen_hash`.
    """
    locked = Submission.objects.select_for_update().filter(pk=submission.pk)
    if seen_hash is not None and not locked.filter(content_hash=seen_hash).exists():
        raise StatusChanged("These figures were submitted again meanwhile. Read them once more.")
    moved = _move(submission, {Status.SUBMITTED}, Status.APPROVED, "approve", by=by, at=at)
    submission.observations.filter(approved_at=None).update(approved_at=at, approved_by=by)
    return moved


def send_back(
    *, submission: Submission, reason: str, by: User, at: datetime, on: date
) -> Submission:
    """The reporter may change the figures again, and reads why. A reason is required.

    Raises PeriodClosed after the closing day: nobody could change or submit them again.
    """
    _need(reason)
    _refuse_after_closing(submission, on)
    return _move(
        submission, {Status.SUBMITTED}, Status.QUERIED, "send_back", by=by, at=at, reason=reason
    )


@transaction.atomic
def reopen(*, submission: Submission, reason: str, by: User, at: datetime, on: date) -> Submission:
    """Approved figures may be changed again; what was published stays as it was.

    Raises PeriodClosed after the closing day: they would be stranded, in no publication.
    """
    _need(reason)
    _refuse_after_closing(submission, on)
    moved = _move(
        submission, {Status.APPROVED}, Status.QUERIED, "reopen", by=by, at=at, reason=reason
    )
    submission.observations.update(approved_at=None, approved_by=None)
    return moved


def excuse(*, submission: Submission, reason: str, by: User, at: datetime) -> Submission:
    """Nothing is expected of this reporter this period. A reason is required."""
    _need(reason)
    return _move(
        submission,
        {Status.DUE, Status.DRAFT},
        Status.EXCUSED,
        "excuse",
        by=by,
        at=at,
        reason=reason,
    )


def expect_again(*, submission: Submission, reason: str, by: User, at: datetime) -> Submission:
    """An excused reporter is expected again. A reason is required."""
    _need(reason)
    return _move(
        submission, {Status.EXCUSED}, Status.DUE, "expect_again", by=by, at=at, reason=reason
    )


@transaction.atomic
def give_longer(
    *, submission: Submission, until: date, reason: str, by: User, at: datetime
) -> Submission:
    """This reporter alone may hand in and change figures until a day, which becomes the deadline.

    A reason is required. Raises Refused for a day before the one they have already, and
    StatusChanged where nothing more is expected of them.
    """
    _need(reason)
    submission = lock(submission)
    if submission.status in {Status.APPROVED, Status.EXCUSED}:
        now = submission.get_status_display().lower()
        raise StatusChanged(f"This submission is {now}, so no more time is needed.")
    if until <= submission.due_on:
        raise Refused(f"Choose a day after the deadline they have, {submission.due_on:%-d %B %Y}.")
    before = {"due_on": submission.due_on, "open_until": submission.open_until}
    submission.due_on = submission.open_until = until
    submission.save(update_fields=["due_on", "open_until"])
    record(
        verb="submission.give_longer",
        subject=submission,
        by=by,
        at=at,
        before=before,
        after={"due_on": until, "open_until": until},
        reason=reason.strip(),
    )
    return submission


def _refuse_after_closing(submission: Submission, on: date) -> None:
    if not submission.is_open(on):
        raise PeriodClosed(
            f"{submission.period} closed on {submission.last_day:%-d %B %Y}, so the reporter could "
            "not submit again. Give this reporter longer first."
        )


def _need(reason: str) -> None:
    if not reason.strip():
        raise Refused("Say why, in a sentence. The reporter will read it.")


@transaction.atomic
def _move(
    submission: Submission,
    reached_from: Set[Status],
    to: Status,
    verb: str,
    *,
    by: User,
    at: datetime,
    reason: str = "",
) -> Submission:
    """Compare and set: of two people who decide at once, one is told to look again."""
    before = Submission.objects.select_for_update().get(pk=submission.pk).status
    moved = Submission.objects.filter(pk=submission.pk, status__in=reached_from).update(
        status=to,
        version=F("version") + 1,
        reviewed_at=at,
        reviewed_by=by,
        review_reason=reason.strip(),
    )
    if not moved:
        now = Status(before).label.lower()
        raise StatusChanged(f"This submission is now {now}. Look at it again before you decide.")
    submission.refresh_from_db()
    record(
        verb=f"submission.{verb}",
        subject=submission,
        by=by,
        at=at,
        before={"status": before},
        after={"status": to},
        reason=reason.strip(),
    )
    return submission
