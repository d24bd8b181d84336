"""The coordinator's decisions about a submission: approve, send back, reopen, excuse, give longer.

Figures are approved one by one, an outcome area at a time, or all at once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Set
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from ehportal import wording
from governance.models import User
from governance.services.events import record
from outcomes.models import Observation, Question, Status, Submission
from outcomes.services.exceptions import NotReady, PeriodClosed, Refused, StatusChanged
from outcomes.services.submissions import check, lock, name_in_audit
from outcomes.services.telling import tell_decision

#: A later day than this is a slip of the year.
LONGEST_EXTENSION = timedelta(days=2 * 366)
#: What the name of a figure in the audit is read from.
_NAMED = ("measure", "place", "category__breakdown")


@transaction.atomic
def approve(
    *,
    submission: Submission,
    by: User,
    at: datetime,
    seen_hash: str | None = None,
    seen_answers: int | None = None,
) -> Submission:
    """The figures may be published; those approved one by one before stay as they are.

    Answered questions are settled by it. Raises StatusChanged unless the figures are submitted,
    and where they, or an answer, came after what the coordinator read: the figures with the
    content hash `seen_hash`, and so many answers as `seen_answers`. Raises NotReady while a
    question waits for the reporter.
    """
    locked = lock(submission)
    _refuse_unread(locked, seen_hash, seen_answers)
    if locked.status == Status.SUBMITTED:
        _refuse_open_questions(locked.observations.filter(approved_at=None))
    moved = _move(submission, {Status.SUBMITTED}, Status.APPROVED, "approve", by=by, at=at)
    _mark_approved(submission.observations.all(), by=by, at=at)
    return moved


@transaction.atomic
def approve_figures(
    *,
    submission: Submission,
    figures: Collection[int],
    by: User,
    at: datetime,
    seen_hash: str | None = None,
    seen_answers: int | None = None,
) -> Submission:
    """Approves some figures, by their keys; with the last one the submission is approved.

    They are published and locked from then on, also where the others are sent back. Figures that
    are approved already stay as they are. Raises as `approve` does, and Refused for figures that
    are not of this submission.
    """
    locked = lock(submission)
    chosen = list(locked.observations.filter(pk__in=figures).select_related(*_NAMED))
    if not chosen or len(chosen) < len(set(figures)):
        raise Refused("Choose at least one figure of this submission.")
    waiting = [row for row in chosen if row.approved_at is None]
    if not waiting:
        return locked
    _refuse_unread(locked, seen_hash, seen_answers)
    if locked.status != Status.SUBMITTED:
        raise StatusChanged(_is_now(locked.status))
    if any(not check(row).is_complete for row in waiting):
        raise NotReady("Some of these figures are empty or need correcting. Send them back.")
    rows = locked.observations.filter(pk__in=[row.pk for row in waiting])
    _refuse_open_questions(rows)
    names = {"figures": [name_in_audit(row) for row in waiting]}
    if not locked.observations.filter(approved_at=None).exclude(pk__in=rows).exists():
        _move(submission, {Status.SUBMITTED}, Status.APPROVED, "approve", by=by, at=at, after=names)
    else:
        record(
            verb="submission.approve_figures", subject=locked, by=by, at=at, before={}, after=names
        )
    _mark_approved(rows, by=by, at=at)
    submission.refresh_from_db()
    return submission


def _refuse_unread(submission: Submission, seen_hash: str | None, seen_answers: int | None) -> None:
    if seen_hash is not None and seen_hash != submission.content_hash:
        raise StatusChanged("These figures were submitted again meanwhile. Read them once more.")
    if seen_answers is not None and seen_answers != answers_of(submission):
        raise StatusChanged("The reporter answered a question meanwhile. Read the answer first.")


def answers_of(submission: Submission) -> int:
    """How many questions about a submission's figures the reporter has answered."""
    return Question.objects.filter(
        observation__submission=submission, answered_at__isnull=False
    ).count()


def _refuse_open_questions(rows: QuerySet[Observation]) -> None:
    waiting = Question.objects.open().filter(observation__in=rows).count()
    if waiting:
        raise NotReady(
            f"{wording.count(waiting, 'question waits', 'questions wait')} for an answer. "
            "Send the figures back, or settle what you no longer need to know."
        )


def _mark_approved(rows: QuerySet[Observation], *, by: User, at: datetime) -> None:
    """Approves those that are not, and settles what was answered about them."""
    waiting = list(rows.filter(approved_at=None).values_list("pk", flat=True))
    Question.objects.filter(observation__in=waiting, settled_at=None).update(
        settled_at=at, settled_by=by
    )
    Observation.objects.filter(pk__in=waiting).update(approved_at=at, approved_by=by)


@transaction.atomic
def send_back(
    *, submission: Submission, reason: str, by: User, at: datetime, on: date
) -> Submission:
    """The reporter may change the figures again, and reads why; approved ones stay approved.

    A reason is required, unless a question that waits for an answer is one. Raises PeriodClosed
    after the closing day: nobody could change or submit them again.
    """
    locked = lock(submission)
    if not reason.strip():
        reason = _questions_in_words(locked)
    _need(reason)
    _refuse_after_closing(locked, on)
    return _move(
        submission, {Status.SUBMITTED}, Status.QUERIED, "send_back", by=by, at=at, reason=reason
    )


def _questions_in_words(submission: Submission) -> str:
    waiting = Question.objects.open().filter(observation__submission=submission).count()
    return f"Please answer {wording.count(waiting, 'question')}." if waiting else ""


@transaction.atomic
def reopen(
    *,
    submission: Submission,
    reason: str,
    by: User,
    at: datetime,
    on: date,
    figures: Collection[int] | None = None,
) -> Submission:
    """Approved figures may be changed again; what was published stays as it was.

    All of them; or only some, by their keys, and all others stay approved and locked. Raises
    Refused where none of those is approved, and PeriodClosed after the closing day: they would be
    stranded, in no publication.
    """
    _need(reason)
    locked = lock(submission)
    _refuse_after_closing(locked, on)
    if figures is None:
        moved = _move(
            submission, {Status.APPROVED}, Status.QUERIED, "reopen", by=by, at=at, reason=reason
        )
        submission.observations.update(approved_at=None, approved_by=None)
        return moved
    approved = locked.observations.filter(pk__in=figures, approved_at__isnull=False)
    rows = list(approved.select_related(*_NAMED))
    if not rows:
        raise StatusChanged("This figure is not approved, so there is nothing to reopen.")
    moved = _move(
        submission,
        {Status.APPROVED, Status.SUBMITTED, Status.QUERIED},
        Status.QUERIED,
        "reopen",
        by=by,
        at=at,
        reason=reason,
        after={"figures": [name_in_audit(row) for row in rows]},
    )
    Observation.objects.filter(pk__in=[row.pk for row in rows]).update(
        approved_at=None, approved_by=None
    )
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

    Of approved figures the deadline stays as it was: they can be reopened until that day. A reason
    is required. Raises Refused for a day before the one they have already, one that is over and one
    further off than `LONGEST_EXTENSION`, and StatusChanged where nothing is expected of them.
    """
    _need(reason)
    submission = lock(submission)
    if submission.status == Status.EXCUSED:
        raise StatusChanged("This submission is excused, so no more time is needed.")
    is_approved = submission.status == Status.APPROVED
    last = submission.last_day if is_approved else submission.due_on
    if until <= last:
        name = "last day" if is_approved else "deadline"
        raise Refused(f"Choose a day after the {name} they have, {wording.day(last)}.")
    today = timezone.localdate(at)
    if until < today:
        raise Refused("Choose today or a day to come.")
    if until - today > LONGEST_EXTENSION:
        raise Refused(f"Choose a day before {wording.day(today + LONGEST_EXTENSION)}.")
    before = {"due_on": submission.due_on, "open_until": submission.open_until}
    submission.open_until = until
    if not is_approved:
        submission.due_on = until
    submission.save(update_fields=["due_on", "open_until"])
    record(
        verb="submission.give_longer",
        subject=submission,
        by=by,
        at=at,
        before=before,
        after={"due_on": submission.due_on, "open_until": until},
        reason=reason.strip(),
    )
    if submission.is_editable:
        tell_decision(submission=submission, verb="give_longer", by=by, at=at)
    return submission


def _refuse_after_closing(submission: Submission, on: date) -> None:
    if not submission.is_open(on):
        raise PeriodClosed(
            f"{submission.period} closed on {wording.day(submission.last_day)}, so the reporter "
            "could not submit again. Give this reporter longer first."
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
    after: Mapping[str, Any] | None = None,
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
        raise StatusChanged(_is_now(before))
    submission.refresh_from_db()
    record(
        verb=f"submission.{verb}",
        subject=submission,
        by=by,
        at=at,
        before={"status": before},
        after={"status": to, **(after or {})},
        reason=reason.strip(),
    )
    tell_decision(submission=submission, verb=verb, by=by, at=at)
    return submission


def _is_now(status: str) -> str:
    now = Status(status).label.lower()
    return f"This submission is now {now}. Look at it again before you decide."
