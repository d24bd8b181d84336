"""What came from a page: the words in the boxes of a row, and how they meet what is stored.

Pure: nothing here reads or writes the database. `outcomes.services.entry` keeps what comes of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from ehportal.words import why_not_kept
from outcomes.figures import LONGEST_NOTE, LONGEST_TYPED
from outcomes.models import Measure, MeasureType, Missing, Observation

#: The boxes of a row, and the columns that keep what is typed in them.
COLUMNS = {
    "numerator": "numerator_typed",
    "denominator": "denominator_typed",
    "missing": "missing",
    "note": "note",
}

#: The answer "there were none" among the reasons for a missing figure: a number, and no reason.
ZERO = "0"


@dataclass(frozen=True)
class TypedFigure:
    """One row as it came from a page: what stood in its boxes when it was sent.

    `over` tells what stood in them when the person began, as fingerprints by box, so that boxes
    they left alone keep what somebody else typed meanwhile. Without it every box is theirs. `sent`
    holds what their page sent before without getting an answer: where it was saved all the same,
    those words are their own.
    """

    observation_id: int
    numerator: str = ""
    denominator: str = ""
    missing: str = ""
    note: str = ""
    over: Mapping[str, str] | None = None
    sent: Mapping[str, Collection[str]] = field(default_factory=dict)


def merged(row: Observation, figure: TypedFigure) -> tuple[dict[str, str], tuple[str, ...]]:
    """The words to store by column, and the boxes that somebody else changed meanwhile as well."""
    typed: dict[str, str] = {}
    clashing = []
    for box, column in COLUMNS.items():
        stored, sent = getattr(row, column), as_stored(figure)[column]
        if sent == stored:
            continue
        over = None if figure.over is None else figure.over.get(box, "")
        own = {box_as_stored(box, words) for words in figure.sent.get(box, ())}
        if over is None or over == fingerprint(stored) or stored in own:
            typed[column] = sent
        elif over != fingerprint(sent):
            clashing.append(box)
    return typed, tuple(clashing)


def fingerprint(words: str) -> str:
    """What tells the words of one box from others: eight characters, the same on every machine."""
    return hashlib.blake2s(words.encode(errors="backslashreplace"), digest_size=4).hexdigest()


def why_unkept(figure: TypedFigure) -> dict[str, str]:
    """By box, why a row cannot be stored as it was typed; empty where it can be."""
    boxes = {
        "numerator": (figure.numerator, LONGEST_TYPED),
        "denominator": (figure.denominator, LONGEST_TYPED),
        "note": (figure.note, LONGEST_NOTE),
    }
    found = {
        box: why_not_kept(text.strip(), longest=longest) for box, (text, longest) in boxes.items()
    }
    return {box: f"Not saved: what you typed {why}" for box, why in found.items() if why}


def as_stored(figure: TypedFigure) -> dict[str, str]:
    """The words of a row by column, as they are kept."""
    return {column: box_as_stored(box, getattr(figure, box)) for box, column in COLUMNS.items()}


def box_as_stored(box: str, words: str) -> str:
    """The words of one box as they are kept: without spaces around them, lines ended alike."""
    if box == "missing":
        return words if words in Missing.values else ""
    return words.replace("\r\n", "\n").strip()


def may_be(missing: str, measure: Measure) -> bool:
    """Whether a blank of a measure may get an answer along with all others: words are not zero."""
    return missing != ZERO or measure.type not in {MeasureType.NARRATIVE, MeasureType.YES_NO}


def answered(figure: TypedFigure, measure: Measure) -> TypedFigure:
    """The row with 0 in its empty number boxes where its answer is ZERO; else as it is."""
    if figure.missing != ZERO:
        return figure
    return replace(
        figure,
        missing="",
        numerator=figure.numerator if figure.numerator.strip() else "0",
        denominator=figure.denominator
        if figure.denominator.strip() or not measure.has_denominator
        else "0",
    )
