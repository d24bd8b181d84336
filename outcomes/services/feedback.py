"""Feedback sent by the public form: taken, then accepted or set aside by a person.

Nothing of who sent it is kept. What is accepted becomes one thing that was said, in the words of
whoever read it; once a message is decided about, its own words are gone.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from ehportal.wording import span
from governance.models import Place, PlaceKind, Site, User
from governance.services.events import record
from governance.services.words import kept
from outcomes.models import (
    Consultation,
    ConsultationKind,
    FeedbackMessage,
    FeedbackState,
    VoiceGroup,
    VoiceItem,
)
from outcomes.services.exceptions import Refused, StatusChanged
from outcomes.services.voice import ItemContent, add_item

LONGEST_FEEDBACK = 1500
LONGEST_REASON = 300
MOST_WAITING = 1000
"""More than anybody will read: beyond it, somebody is filling the box."""


@transaction.atomic
def take_feedback(
    *,
    nonce: str,
    text: str,
    place: Place | None = None,
    site: Site | None = None,
    group: VoiceGroup | None = None,
    at: datetime,
) -> FeedbackMessage:
    """Keeps a message until somebody reads it, and returns it; sent again, it is there already.

    The same words from one page (`nonce`) are one message; other words are another, as from a page
    that somebody went back to. Raises Refused for words that cannot be kept, and while too many
    messages wait.
    """
    text = kept(text, field="text", longest=LONGEST_FEEDBACK, required="Write your feedback.")
    nonce = _of_words(nonce, text)
    already = FeedbackMessage.objects.filter(nonce=nonce).first()
    if already is not None:
        return already
    if FeedbackMessage.objects.waiting().count() >= MOST_WAITING:
        raise Refused("Too many messages wait to be read. Send yours again in a few days.")
    message, is_new = FeedbackMessage.objects.get_or_create(
        nonce=nonce,
        defaults={
            "received_at": at,
            "text": text,
            "place": site.locality if site else place,
            "site": site,
            "group": group,
        },
    )
    if is_new:
        record(verb="feedback.take", subject=message, by=None, at=at)
    return message


def _of_words(nonce: str, text: str) -> str:
    """What one page and one wording make. The page's own word is random and kept nowhere, so this
    tells nothing of the words once they are erased.
    """
    return hashlib.blake2s(f"{nonce}\x1f{text}".encode(), digest_size=20).hexdigest()


@transaction.atomic
def accept_feedback(
    *, message: FeedbackMessage, content: ItemContent, by: User, at: datetime
) -> VoiceItem:
    """Makes a message one of the things said in the feedback of its quarter, and returns that.

    `content` holds the words of whoever read it: without names, shorter. Raises StatusChanged where
    somebody decided before, and Refused as `add_item` does.
    """
    message = _waiting(message)
    consultation = _of_its_quarter(message, by=by, at=at)
    item = add_item(consultation=consultation, content=content, by=by, at=at)
    message.item = item
    _decide(message, FeedbackState.ACCEPTED, by=by, at=at)
    record(verb="feedback.accept", subject=message, by=by, at=at, after={"item": item.pk})
    return item


@transaction.atomic
def set_feedback_aside(
    *, message: FeedbackMessage, reason: str, by: User, at: datetime
) -> FeedbackMessage:
    """Takes a message out of the queue with a reason, and returns it; its words are gone.

    Raises Refused without a reason, and StatusChanged where somebody decided before.
    """
    message = _waiting(message)
    message.reason = kept(
        reason, field="reason", longest=LONGEST_REASON, required="Say why it is set aside."
    )
    _decide(message, FeedbackState.SET_ASIDE, by=by, at=at)
    record(verb="feedback.set_aside", subject=message, by=by, at=at, reason=message.reason)
    return message


def _waiting(message: FeedbackMessage) -> FeedbackMessage:
    found = FeedbackMessage.objects.select_for_update(of=("self",)).select_related("place")
    message = found.get(pk=message.pk)
    if message.state != FeedbackState.WAITING:
        raise StatusChanged("Somebody has decided about this message before you.")
    return message


def _decide(message: FeedbackMessage, state: str, *, by: User, at: datetime) -> None:
    message.state, message.text = state, ""
    message.decided_at, message.decided_by = at, by
    message.save()


def _of_its_quarter(message: FeedbackMessage, *, by: User, at: datetime) -> Consultation:
    """The consultation that holds the accepted feedback of a quarter and a place, one larger."""
    day = timezone.localdate(message.received_at)
    first, title = _quarter(day)
    place = message.place or Place.objects.get(kind=PlaceKind.BOROUGH)
    found = Consultation.objects.select_for_update(of=("self",)).filter(
        kind=ConsultationKind.FORM, place=place, held_on__gte=first, title=title, consent=True
    )
    consultation = found.first() or Consultation(
        kind=ConsultationKind.FORM, place=place, title=title, held_on=day, consent=True
    )
    is_new = consultation.pk is None
    consultation.participants = (consultation.participants or 0) + 1
    consultation.held_on = max(consultation.held_on, day)
    consultation.save()
    if message.group:
        consultation.groups.add(message.group)
    if is_new:
        told = {"title": title, "place": str(place)}
        record(verb="consultation.add", subject=consultation, by=by, at=at, after=told)
    return consultation


def _quarter(day: date) -> tuple[date, str]:
    """The first day of the calendar quarter that a day is in, and what its feedback is called."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return first, f"Feedback sent, {span(first, first.replace(month=first.month + 2))}"
