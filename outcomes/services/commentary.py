"""Commentary on published figures: accepted as it was worked out, or written by a person."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction

from governance.models import Place, User
from governance.services.events import record
from governance.services.words import kept
from outcomes.models import Commentary, CommentaryAct, Measure, MeasureSummary, Publication
from outcomes.services.exceptions import Refused, StatusChanged

LONGEST_COMMENTARY = 1500
WORDS_IN_A_SENTENCE = 25
"""How many words of a sentence are read at one go. Advice, not a rule."""


@transaction.atomic
def accept_commentary(
    *, measure: Measure, place: Place, publication: int, by: User, at: datetime
) -> Commentary:
    """Records that a person stands by the automatic commentary on a measure's published figures.

    `publication` is the number of the one they read. Raises StatusChanged where a newer one has
    been made, and Refused where it says nothing of the measure.
    """
    return _add(measure, place, publication, CommentaryAct.ACCEPTED, "", by, at)


@transaction.atomic
def write_commentary(
    *, measure: Measure, place: Place, publication: int, text: str, by: User, at: datetime
) -> Commentary:
    """Puts a person's own words in front of the automatic ones, which stay beside them.

    Raises Refused without words or with too many, and as `accept_commentary` does. What is written
    is not held against hidden figures: a refusal would say what they are.
    """
    advice = "Write what the figures say, or accept the automatic commentary."
    text = kept(text, longest=LONGEST_COMMENTARY, required=advice)
    return _add(measure, place, publication, CommentaryAct.WRITTEN, text, by, at)


@transaction.atomic
def take_back_commentary(
    *, measure: Measure, place: Place, publication: int, by: User, at: datetime
) -> Commentary:
    """Makes the commentary automatic again; what was written stays in its history.

    Raises Refused where it is automatic already, and as `accept_commentary` does.
    """
    last = _last(measure, place)
    if last is None or last.act == CommentaryAct.TAKEN_BACK:
        raise Refused("The commentary is automatic already.")
    return _add(measure, place, publication, CommentaryAct.TAKEN_BACK, "", by, at)


def _add(
    measure: Measure,
    place: Place,
    number: int,
    act: CommentaryAct,
    text: str,
    by: User,
    at: datetime,
) -> Commentary:
    """The row; the one that is there where the same person does the same again."""
    publication = Publication.objects.latest_of_all()
    if publication is None or publication.number != number:
        # Only the latest is commented on: the pack of an earlier one is closed.
        raise StatusChanged(
            "Newer figures have been published since you opened this page. Read them first."
        )
    said_of = MeasureSummary.objects.filter(publication=publication, measure=measure, place=place)
    if not said_of.exists():
        raise Refused(f"The publication says nothing of {measure.title}.")
    last = _last(measure, place)
    same = (publication.pk, act, text, by.pk)
    if last and (last.publication_id, last.act, last.text, last.written_by_id) == same:
        return last
    commentary = Commentary.objects.create(
        publication=publication,
        measure=measure,
        place=place,
        act=act,
        text=text,
        written_at=at,
        written_by=by,
    )
    told = {"publication": number, "measure": measure.code, "place": str(place), "text": text}
    record(verb=f"commentary.{act}", subject=commentary, by=by, at=at, after=told)
    return commentary


def _last(measure: Measure, place: Place) -> Commentary | None:
    return Commentary.objects.filter(measure=measure, place=place).order_by("-pk").first()


def longest_sentence(text: str) -> int:
    """How many words the longest sentence of a text has."""
    sentences = re.split(r"(?<=[.!?])\s+|\n+", text)
    return max((len(sentence.split()) for sentence in sentences), default=0)
