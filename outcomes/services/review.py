"""The coordinator's decisions about one submission: approve, send back, reopen, excuse."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from governance.models import User
from governance.services.events import record
from outcomes.models import Status, Submission
from outcomes.models.submissions import REACHED_FROM
from outcomes.services.exceptions import Refused, StatusChanged


def approve(*, submission: Submission, by: User, at: datetime) -> Submission:
    """The figures may be published. Raises StatusChanged unless they are submitted."""
    return _move(submission, Status.APPROVED, verb="submission.approve", by=by, at=at, reason="")


def send_back(*, submission: Submission, reason: str, by: User, at: datetime) -> Submission:
    """The reporter may change the figures again, and reads why. A reason is required."""
    return _move(
        submission, Status.QUERIED, verb="submission.send_back", by=by, at=at, reason=reason
    )


def reopen(*, submission: Submission, reason: str, by: User, at: datetime) -> Submission:
    """Approved figures may be changed again; what was published stays as it was."""
    if submission.status != Status.APPROVED:
        raise StatusChanged("Only approved figures can be reopened.")
    return _move(submission, Status.QUERIED, verb="submission.reopen", by=by, at=at, reason=reason)


def excuse(*, submission: Submission, reason: str, by: User, at: datetime) -> Submission:
    """Nothing is expected of this reporter this period. A reason is required."""
    return _move(submission, Status.EXCUSED, verb="submission.excuse", by=by, at=at, reason=reason)


@transaction.atomic
def _move(
    submission: Submission, to: Status, *, verb: str, by: User, at: datetime, reason: str
) -> Submission:
    if to in {Status.QUERIED, Status.EXCUSED} and not reason.strip():
        raise Refused("Say why, in a sentence. The reporter will read it.")
    before = Submission.objects.select_for_update().get(pk=submission.pk).status
    moved = Submission.objects.filter(pk=submission.pk, status__in=REACHED_FROM[to]).update(
        status=to, reviewed_at=at, reviewed_by=by, review_reason=reason.strip()
    )
    if not moved:
        now = Status(before).label.lower()
        raise StatusChanged(f"This submission is now {now}. Look at it again before you decide.")
    submission.refresh_from_db()
    record(
        verb=verb,
        subject=submission,
        by=by,
        at=at,
        before={"status": before},
        after={"status": to},
        reason=reason.strip(),
    )
    return submission
