"""What people said when they were asked: recorded, answered, told what changed, made public.

Only what everybody agreed to is shown in words; without that, a consultation is a number of people.
What was written down before they took it back stays stored and in the audit, and nobody is shown
it. What names somebody is refused where it can be recognised.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from ehportal.seen import version_of
from governance.models import Body, Place, User
from governance.services.events import record, record_change
from governance.services.words import kept
from outcomes.models import (
    Consultation,
    ConsultationKind,
    Element,
    Measure,
    Outcome,
    OutcomeArea,
    Priority,
    VoiceGroup,
    VoiceItem,
)
from outcomes.services.exceptions import Refused, StatusChanged
from outcomes.services.twins import twin_of
from outcomes.voice.counts import whose
from outcomes.voice.personal import looks_like

LONGEST_TITLE = 200
LONGEST_SAID = 600
LONGEST_ANSWER = 1500
LONGEST_ELEMENT = 1000
LONGEST_SOURCE = 300
MOST_PEOPLE = 500_000
"""More than live in the borough: a slip of the finger."""


@dataclass(frozen=True)
class ConsultationContent:
    """What a consultation says of itself."""

    kind: str
    title: str
    held_on: date
    place: Place
    participants: int | None
    consent: bool
    body: Body | None = None
    service: str = ""
    area: OutcomeArea | None = None
    source: str = ""
    space: str = ""
    voice: str = ""
    audience: str = ""
    influence: str = ""
    groups: Collection[VoiceGroup] = ()
    shared_with: Collection[Body] = ()


@dataclass(frozen=True)
class ItemContent:
    """What was said, what was answered, what changed, and what it touches."""

    said: str
    response: str = ""
    change: str = ""
    area: str = ""
    outcomes: Collection[Outcome] = ()
    measures: Collection[Measure] = ()
    priorities: Collection[Priority] = ()


_ELEMENTS = tuple(Element.values)
_COLUMNS = ("kind", "held_on", "place", "participants", "consent", "body", "area")
_WORDS = {"title": LONGEST_TITLE, "service": LONGEST_TITLE, "source": LONGEST_SOURCE} | (
    dict.fromkeys(_ELEMENTS, LONGEST_ELEMENT)
)
_MANY = ("groups", "shared_with")
_SAID = {"said": LONGEST_SAID, "response": LONGEST_ANSWER, "change": LONGEST_ANSWER}
_LINKS = ("outcomes", "measures", "priorities")
_REQUIRED = {
    "title": "Say in a few words what it was about.",
    "said": "Write what was said.",
}


# ---- Consultations -----------------------------------------------------------------------------


@transaction.atomic
def add_consultation(
    *, content: ConsultationContent, on: date, by: User, at: datetime
) -> Consultation:
    """Records that people were asked, and returns it. The same sent twice is one.

    Raises Refused for words that cannot be kept or that look as if they named somebody, a day that
    has not come, a body of another locality, and where nobody took part.
    """
    Place.objects.select_for_update(of=("self",)).get(pk=content.place.pk)
    consultation = Consultation()
    _write(consultation, content, on)
    told = _told(consultation)
    others = Consultation.objects.filter(place=content.place, title=consultation.title)
    others = others.exclude(pk=consultation.pk).prefetch_related(*_MANY)
    twin: Consultation | None = twin_of(told, others, _told)
    if twin is not None:
        consultation.delete()
        return twin
    record(
        verb="consultation.add",
        subject=consultation,
        by=by,
        at=at,
        after=told,
    )
    return consultation


@transaction.atomic
def change_consultation(
    *,
    consultation: Consultation,
    content: ConsultationContent,
    on: date,
    seen: str,
    by: User,
    at: datetime,
) -> Consultation:
    """Changes what a consultation says of itself and returns it; the same words change nothing.

    `seen` is the `consultation_version` that the page showed. What was said is taken off the public
    page where not everybody agrees any more (and no longer shown), and where its heading there
    would be another than the one that was read before it was published. Raises SavedMeanwhile where
    somebody saved other words since, and Refused as `add_consultation` does.
    """
    consultation = Consultation.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
    before, heading = _told(consultation), _public_heading(consultation)
    _write(consultation, content, on)
    if not consultation.consent or _public_heading(consultation) != heading:
        for item in consultation.items.filter(is_published=True):
            _set_published(item, published=False, by=by, at=at)
    after = _told(consultation)
    record_change(
        verb="consultation.change", subject=consultation, before=before, after=after, by=by, at=at,
        seen=seen,
    )  # fmt: skip
    return consultation


def consultation_version(consultation: Consultation) -> str:
    """What tells this state of a consultation from any other."""
    return version_of(_told(consultation))


def _write(consultation: Consultation, content: ConsultationContent, on: date) -> None:
    if content.held_on > on:
        raise Refused("Enter a day that has come: what was said is recorded.", field="held_on")
    if content.participants is None and content.kind != ConsultationKind.FORM:
        raise Refused("Enter how many people took part.", field="participants")
    if content.participants is not None and not 1 <= content.participants <= MOST_PEOPLE:
        raise Refused(f"Enter a number from 1 to {MOST_PEOPLE:,}.", field="participants")
    body = content.body
    if body and body.place_id and not content.place.is_borough and body.place != content.place:
        raise Refused(f"{body} meets in another locality.", field="body")
    for name in _COLUMNS:
        setattr(consultation, name, getattr(content, name))
    for name, longest in _WORDS.items():
        words = _nameless(getattr(content, name), field=name, longest=longest)
        setattr(consultation, name, words)
    consultation.save()
    for name in _MANY:
        getattr(consultation, name).set(getattr(content, name))


# ---- What was said -----------------------------------------------------------------------------


@transaction.atomic
def add_item(
    *, consultation: Consultation, content: ItemContent, by: User, at: datetime
) -> VoiceItem:
    """Records one thing that was said, and returns it. The same sent twice is one.

    Raises Refused for words that cannot be kept or that look as if they named somebody, for a
    change without what was done, and where not everybody agreed that what they said is used.
    """
    consultation = Consultation.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
    _refuse_without_consent(consultation)
    item = VoiceItem(consultation=consultation)
    _write_item(item, content)
    told = _item_told(item)
    # Of feedback from the public, two people may send the same words: each message is one.
    others = consultation.items.filter(said=item.said).exclude(pk=item.pk)
    others = others.exclude(consultation__kind=ConsultationKind.FORM)
    twin: VoiceItem | None = twin_of(told, others, _item_told)
    if twin is not None:
        item.delete()
        return twin
    told = {"consultation": str(consultation), **told}
    record(verb="voice.add", subject=item, by=by, at=at, after=told)
    return item


@transaction.atomic
def change_item(
    *, item: VoiceItem, content: ItemContent, seen: str, by: User, at: datetime
) -> VoiceItem:
    """Changes what was said, answered or changed, and returns it; the same words change nothing.

    `seen` is the `item_version` that the page showed. Other words than those that were made public
    are looked at again before anybody reads them, so they are taken off the public page. Raises
    SavedMeanwhile where somebody saved other words since, and Refused as `add_item` does.
    """
    item = _lock(item)
    _refuse_without_consent(item.consultation)
    before, words = _item_told(item), _words_of(item)
    _write_item(item, content)
    if item.is_published and _words_of(item) != words:
        _set_published(item, published=False, by=by, at=at)
    after = _item_told(item)
    record_change(
        verb="voice.change", subject=item, before=before, after=after, by=by, at=at, seen=seen
    )
    return item


def item_version(item: VoiceItem) -> str:
    """What tells this state of a thing that was said from any other."""
    return version_of(_item_told(item))


@transaction.atomic
def publish_item(
    *, item: VoiceItem, published: bool, seen: str = "", by: User, at: datetime
) -> VoiceItem:
    """Puts one thing that was said on the public page, or takes it off, and returns it.

    `seen` is the `public_version` that whoever publishes it has read. Raises StatusChanged where it
    is another by now, Refused where it has no answer yet, and where not everybody agreed. Doing it
    again changes nothing.
    """
    item = _lock(item)
    if published and not item.is_published:
        _refuse_without_consent(item.consultation)
        if not item.response:
            raise Refused("Write what was done about it first: “you said” goes with “we did”.")
        if seen != public_version(item):
            raise StatusChanged(
                "Somebody has changed it since you opened the page, so it is not on the public "
                "page. It is shown below as it is now: read it again, then put it there."
            )
    if item.is_published != published:
        _set_published(item, published=published, by=by, at=at)
    return item


def public_version(item: VoiceItem) -> str:
    """What tells all that the public page would show of an item from anything else."""
    return version_of(_words_of(item) | _public_heading(item.consultation))


def _write_item(item: VoiceItem, content: ItemContent) -> None:
    for name, longest in _SAID.items():
        setattr(item, name, _nameless(getattr(content, name), field=name, longest=longest))
    if item.change and not item.response:
        raise Refused("Say what was done before what changed.", field="response")
    item.area = content.area
    item.save()
    for name in _LINKS:
        getattr(item, name).set(getattr(content, name))


def _set_published(item: VoiceItem, *, published: bool, by: User, at: datetime) -> None:
    item.is_published = published
    item.save(update_fields=["is_published"])
    verb = "voice.publish" if published else "voice.withdraw"
    record(verb=verb, subject=item, by=by, at=at, after=_words_of(item))


# ---- What they share ---------------------------------------------------------------------------


def _nameless(text: str, *, field: str, longest: int) -> str:
    """The words as they are kept. Raises Refused where they seem to say how to reach somebody."""
    text = kept(text, field=field, longest=longest, required=_REQUIRED.get(field, ""))
    if found := looks_like(text):
        raise Refused(f"This looks as if {found[0]} is in it. Leave it out.", field=field)
    return text


def _refuse_without_consent(consultation: Consultation) -> None:
    if not consultation.consent:
        raise Refused(
            "Not everybody agreed that what they said is used, so nothing that was said is saved."
        )


def _lock(item: VoiceItem) -> VoiceItem:
    found = VoiceItem.objects.select_for_update(of=("self",)).select_related("consultation")
    return found.get(pk=item.pk)


def _told(consultation: Consultation) -> dict[str, Any]:
    told: dict[str, Any] = {name: getattr(consultation, name) for name in (*_COLUMNS, *_WORDS)}
    told |= {name: str(told[name] or "") for name in ("place", "body", "area")}
    for name in _MANY:
        told[name] = sorted(str(each) for each in getattr(consultation, name).all())
    return told


def _public_heading(consultation: Consultation) -> dict[str, Any]:
    """What the public page says of whose words they are, and when they were said."""
    return {"whose": whose(consultation), "day": consultation.held_on}


def _words_of(item: VoiceItem) -> dict[str, str]:
    return {name: getattr(item, name) for name in _SAID}


def _item_told(item: VoiceItem) -> dict[str, Any]:
    told: dict[str, Any] = {"area": item.area}
    for name in _LINKS:
        told[name] = sorted(getattr(item, name).values_list("pk", flat=True))
    return told | _words_of(item)
