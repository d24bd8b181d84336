"""What a meeting said and asked of a priority or a measure, and what was answered since."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from governance.models import Meeting, User
from governance.services.events import record
from governance.services.meetings import refuse_before_it_is_held, refuse_if_settled
from governance.services.words import kept
from outcomes.models import Discussion, Measure, Priority
from outcomes.services.exceptions import Refused

LONGEST_ENTRY = 2000


@transaction.atomic
def record_discussion(
    *,
    meeting: Meeting,
    subject: Priority | Measure,
    said: str,
    asked: str,
    by: User,
    at: datetime,
    on: date,
) -> Discussion:
    """Minutes what was said and asked of a priority or a measure, and returns it.

    The same words of the same thing are one entry. Raises Refused for a meeting that is to come,
    cancelled or closed, and where neither something was said nor asked.
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    refuse_if_settled(meeting)
    refuse_before_it_is_held(meeting, on)
    said, asked = kept(said, longest=LONGEST_ENTRY), kept(asked, longest=LONGEST_ENTRY)
    if not said and not asked:
        raise Refused("Write what was said, or what was asked.")
    of = {"priority": subject} if isinstance(subject, Priority) else {"measure": subject}
    words = {"meeting": meeting, **of, "said": said, "asked": asked}
    if same := Discussion.objects.filter(**words).first():
        return same
    made = Discussion.objects.create(**words, recorded_at=at, recorded_by=by)
    record(
        verb="discussion.record",
        subject=made,
        by=by,
        at=at,
        after={"of": str(subject), "said": said, "asked": asked},
    )
    return made


@transaction.atomic
def answer_discussion(*, discussion: Discussion, answer: str, by: User, at: datetime) -> Discussion:
    """Keeps the answer to what a meeting asked, also after its minutes were closed.

    Returns it. Raises Refused without words, where nothing was asked, and where it is answered.
    """
    discussion = Discussion.objects.select_for_update(of=("self",)).get(pk=discussion.pk)
    answer = kept(answer, longest=LONGEST_ENTRY, required="Write the answer.")
    if not discussion.waits:
        raise Refused("This was answered already.")
    discussion.answer, discussion.answered_at, discussion.answered_by = answer, at, by
    discussion.save()
    record(
        verb="discussion.answer",
        subject=discussion,
        by=by,
        at=at,
        before={"asked": discussion.asked},
        after={"answer": answer},
    )
    return discussion
