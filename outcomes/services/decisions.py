"""What a body decided because of the figures: recorded, and taken out where it was a mistake."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction

from ehportal.wording import day
from governance.models import Body, Meeting, User
from governance.services.events import record
from governance.services.meetings import refuse_if_settled
from governance.services.words import kept
from outcomes.models import Decision, Measure, Period
from outcomes.services.exceptions import Refused

LONGEST_DECISION = 2000
NEAR = timedelta(days=14)
"""No body meets twice within so few days: a decision of such a day has a slip in its date."""


@transaction.atomic
def record_decision(
    *,
    body: Body,
    held_on: date,
    period: Period,
    text: str,
    measures: Collection[Measure] = (),
    by: User,
    at: datetime,
    on: date,
) -> Decision:
    """Records a decision taken at a meeting, made where that body has none on that day yet.

    Returns it; the same words for the same meeting and quarter are one decision. Without measures
    it rests on all figures of the quarter. Raises Refused without words, for a meeting that is
    still to come or whose minutes are closed, for one before the quarter was over, and for a day
    close to one on which the body met: that is a slip.
    """
    text = kept(text, longest=LONGEST_DECISION, required="Write what was decided.")
    if held_on > on:
        raise Refused(f"{day(held_on)} is still to come. Record a decision once it is taken.")
    if held_on <= period.ends_on:
        raise Refused(
            f"{period} was not over on {day(held_on)}, so nobody had its figures. Choose another "
            "quarter, or correct the day."
        )
    meeting = _meeting(body, held_on)
    refuse_if_settled(meeting)
    if same := Decision.objects.filter(meeting=meeting, period=period, text=text).first():
        return same
    decision = Decision.objects.create(
        meeting=meeting, period=period, text=text, recorded_at=at, recorded_by=by
    )
    decision.measures.set(measures)
    record(verb="decision.record", subject=decision, by=by, at=at, after=_told(decision))
    return decision


def _meeting(body: Body, held_on: date) -> Meeting:
    """The body's meeting of a day, made where it has none then or within a fortnight of it."""
    Body.objects.select_for_update().get(pk=body.pk)
    meetings = Meeting.objects.standing().filter(body=body)
    if found := meetings.filter(held_on=held_on).first():
        return found
    close = meetings.between(held_on - NEAR, held_on + NEAR).order_by("held_on").first()
    if close is not None:
        raise Refused(
            f"{body} has no meeting on {day(held_on)}, but one on {day(close.held_on)}. Correct "
            "the day; or add that meeting first, under Governance.",
            field="held_on",
        )
    return Meeting.objects.create(body=body, held_on=held_on)


@transaction.atomic
def remove_decision(*, decision: Decision, reason: str, by: User, at: datetime) -> None:
    """Takes out a decision that was recorded by mistake; its words stay in the audit.

    A reason is required, and minutes that are still open; no action may have come from it.
    """
    refuse_if_settled(decision.meeting)
    if not reason.strip():
        raise Refused("Say why it is removed, in a sentence.")
    if action := decision.actions.first():
        raise Refused(f"An action came from it: “{action}”. Change that action first.")
    record(
        verb="decision.remove",
        subject=decision,
        by=by,
        at=at,
        before=_told(decision),
        reason=reason.strip(),
    )
    decision.delete()


def _told(decision: Decision) -> dict[str, object]:
    return {
        "meeting": str(decision.meeting),
        "period": decision.period.code,
        "measures": sorted(decision.measures.values_list("code", flat=True)),
        "text": decision.text,
    }
