"""Issues that a body takes to the body above, and their answers."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from governance.models import Body, Escalation, ReportingLine, User
from governance.models.meetings import LONGEST_REASON
from governance.services.events import record
from governance.services.exceptions import Refused
from governance.services.words import kept

LONGEST_ISSUE = 2000


def bodies_above(body: Body) -> list[Body]:
    """The bodies that one reports to; those of 'one in each locality' for each of the four."""
    lines = ReportingLine.objects.filter(body__in=[body.pk, body.instance_of_id or body.pk])
    found = Body.objects.convened().filter(pk__in=lines.values("reports_to")).exclude(pk=body.pk)
    return list(found.order_by("name"))


@transaction.atomic
def escalate(
    *, body: Body, to: Body, about: str, issue: str, asked: str, by: User, at: datetime
) -> Escalation:
    """Takes an issue to a body above, and returns it. The same issue sent twice is one.

    Raises Refused where the body does not report to it, and where nothing is said or asked.
    """
    if to not in bodies_above(body):
        raise Refused(f"{body} does not report to {to}.", field="to")
    Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
    words = {
        "issue": kept(
            issue, field="issue", longest=LONGEST_ISSUE, required="Say what cannot be settled."
        ),
        "asked": kept(
            asked, field="asked", longest=LONGEST_ISSUE, required="Say what you ask for."
        ),
    }
    what = {"body": body, "to": to, "about": about, **words}
    if same := Escalation.objects.unanswered().filter(**what).first():
        return same
    made = Escalation.objects.create(**what, raised_at=at, raised_by=by)
    record(
        verb="escalation.raise", subject=made, by=by, at=at,
        after={"about": about, "issue": made.issue, "asked": made.asked},
    )  # fmt: skip
    return made


@transaction.atomic
def answer_escalation(*, escalation: Escalation, answer: str, by: User, at: datetime) -> Escalation:
    """Answers an issue, and returns it.

    Raises Refused without words, and where it was answered or taken back already.
    """
    found = _hold(escalation)
    found.answer = kept(answer, field="answer", longest=LONGEST_ISSUE, required="Write the answer.")
    found.answered_at, found.answered_by = at, by
    found.save()
    record(verb="escalation.answer", subject=found, by=by, at=at, after={"answer": found.answer})
    return found


@transaction.atomic
def take_escalation_back(
    *, escalation: Escalation, reason: str, by: User, at: datetime
) -> Escalation:
    """Takes an issue back that nobody has answered, for a reason that stays, and returns it.

    Raises Refused without a reason, and where it was answered or taken back already.
    """
    found = _hold(escalation)
    found.taken_back_because = kept(
        reason, field="reason", longest=LONGEST_REASON, required="Say why it is taken back."
    )
    found.taken_back_at, found.taken_back_by = at, by
    found.save()
    record(
        verb="escalation.take_back", subject=found, by=by, at=at, reason=found.taken_back_because
    )
    return found


def _hold(escalation: Escalation) -> Escalation:
    """The issue as it is now, held until the transaction ends. Raises Refused where it is over."""
    found = Escalation.objects.select_for_update(of=("self",)).with_bodies().get(pk=escalation.pk)
    if found.answered_at is not None:
        raise Refused(f"{found.answered_by} has answered it already.")
    if found.taken_back_at is not None:
        raise Refused(f"{found.taken_back_by} has taken it back.")
    return found
