"""What waits for a person, of reports and of what was escalated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from governance.access import Access
from governance.models import Escalation, ReportDue

SOON = timedelta(days=28)


@dataclass(frozen=True)
class Waiting:
    """What a person's bodies owe soon, are to receive, and are to answer."""

    to_write: Sequence[ReportDue] = ()
    to_receive: Sequence[ReportDue] = ()
    to_answer: Sequence[Escalation] = ()


def waiting_for(access: Access, *, on: date) -> Waiting:
    """What waits for a person: late, due within four weeks, or sent back. Two queries at most.

    Somebody who acts for every body is told of the one they sit on alone.
    """
    if not (access.body_ids or access.locality_ids or access.organisation_ids):
        return Waiting()
    to_write = ReportDue.objects.due_until(on + SOON).outstanding().own(access)
    sent_back = ReportDue.objects.exclude(sent_back_at=None).own(access)
    to_receive = ReportDue.objects.filter(submitted_at__isnull=False, received_at=None)
    reports = list(
        ReportDue.objects.with_everything().filter(
            Q(pk__in=to_write.values("pk"))
            | Q(pk__in=sent_back.values("pk"))
            | Q(pk__in=to_receive.to_own(access).values("pk"))
        )
    )
    return Waiting(
        to_write=sorted(
            (each for each in reports if each.submitted_at is None),
            key=lambda each: (each.sent_back_at is None, each.day),
        ),
        to_receive=[each for each in reports if each.submitted_at is not None],
        to_answer=list(Escalation.objects.with_bodies().unanswered().to_own(access)),
    )
