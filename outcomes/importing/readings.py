"""What the words of one cell come to in one box of one row. No database.

The portal's own rules decide what is a number (outcomes.figures); a cell that cannot be right is
kept as it was typed, with advice, for the person to say what becomes of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from ehportal.words import why_not_kept
from outcomes.figures import (
    LONGEST_NOTE,
    LONGEST_TYPED,
    MeasureLike,
    NotUnderstood,
    parse_box,
    parse_number,
    parse_yes_no,
)
from outcomes.importing.headings import plain

#: What a reason is called, in the template and in the entry table; and by its letter.
_REASONS = {
    "not applicable [z]": "z",
    "not applicable": "z",
    "not available this quarter [x]": "x",
    "not available this quarter": "x",
    "not available [x]": "x",
    "not available": "x",
    "too small to give [c]": "c",
    "too small to give": "c",
    "[z]": "z",
    "[x]": "x",
    "[c]": "c",
}
_LETTERS = {"z": "z", "x": "x", "c": "c"}
_SAID = {"z": "not applicable", "x": "not available", "c": "too small to give"}
#: Stands for nothing, or for 0, and nobody but the person knows which.
_NOTHING = re.compile(
    r"[-\u2010-\u2015\u2212.*?]+|n\s?[/.\\]?\s?a\.?|none|nil|tbc|tba|unknown|not known|null|#n/a",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Reading:
    """What would stand in which box.

    `cleaned` tells what was read otherwise than it was typed; `doubt` why it cannot be right.
    `may_keep` is off where a box cannot hold the words at all.
    """

    box: str
    words: str
    cleaned: str = ""
    doubt: str = ""
    may_keep: bool = True


def reason_in(text: str, *, letters: bool = False) -> str:
    """The reason that a text names, z, x or c; by its bare letter too where asked. Or nothing."""
    name = plain(text)
    return _REASONS.get(name) or (_LETTERS.get(name.strip("[]"), "") if letters else "")


def is_nothing(text: str) -> bool:
    """Whether a text is one of those that stand where a figure would: -, n/a, nil, tbc."""
    return _NOTHING.fullmatch(text.strip()) is not None


def is_number_like(text: str) -> bool:
    """Whether a text reads as a number, right or not: '7%', '1.234,5', '12-3' and '-4' do."""
    bare = unicodedata.normalize("NFKC", text).strip()
    return any(char.isdecimal() for char in bare) and not any(char.isalpha() for char in bare)


def read_cell(
    measure: MeasureLike, box: str, text: str, *, flaw: str = "", cleaned_from: str = ""
) -> Reading:
    """What a cell's text comes to where it is meant for a box of a measure.

    A reason in the place of a number goes to the box for reasons.
    """
    words = text.strip()
    if box == "note" or measure.type == "narrative":
        return _as_sentence(measure, box, text, flaw)
    if box == "missing":
        return _as_reason(words, flaw)
    if why := why_not_kept(words, longest=LONGEST_TYPED):
        return Reading(box, "", doubt=f"This {why}", may_keep=False)
    if flaw:
        return Reading(box, words, doubt=flaw)
    if reason := reason_in(words):
        return Reading("missing", reason, cleaned=f"“{words}” read as {_SAID[reason]}")
    if is_nothing(words):
        return Reading(
            box, words, doubt=f"“{words}” may mean 0, or that there is no figure: say which"
        )
    if measure.type == "yes_no":
        return _as_answer(measure, box, words)
    return _as_number(measure, box, words, cleaned_from or text)


def _as_sentence(measure: MeasureLike, box: str, text: str, flaw: str) -> Reading:
    if measure.type == "narrative" and box == "missing":
        return _as_reason(text.strip(), flaw)
    words = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if why := why_not_kept(words, longest=LONGEST_NOTE):
        return Reading("note", "", doubt=f"This {why}", may_keep=False)
    if box != "note":
        if reason := reason_in(words):
            return Reading("missing", reason, cleaned=f"“{words}” read as {_SAID[reason]}")
        if is_nothing(words) or is_number_like(words):
            return Reading("note", words, doubt="A few sentences are wanted here, not a number")
    return Reading("note", words, doubt=flaw)


def _as_reason(words: str, flaw: str) -> Reading:
    reason = reason_in(words, letters=True)
    if reason and not flaw:
        said = "" if plain(words) in _REASONS else f"“{words}” read as {_SAID[reason]}"
        return Reading("missing", reason, cleaned=said)
    choices = ", ".join(f"{said} [{letter}]" for letter, said in _SAID.items())
    return Reading("missing", "", doubt=f"This must be one of: {choices}", may_keep=False)


def _as_answer(measure: MeasureLike, box: str, words: str) -> Reading:
    answer = parse_yes_no({"true": "yes", "false": "no"}.get(words.casefold(), words))
    if answer is None:
        return Reading(box, words, doubt=f"{measure.numerator_label} must be yes or no")
    said = "yes" if answer else "no"
    return Reading(
        box, said, cleaned="" if words.casefold() == said else f"“{words}” read as {said}"
    )


def _as_number(measure: MeasureLike, box: str, words: str, typed: str) -> Reading:
    label = measure.denominator_label if box == "denominator" else measure.numerator_label
    try:
        number = parse_box(measure, box, words)
    except NotUnderstood as advice:
        return Reading(box, words, doubt=f"{label} {advice}")
    if number is None:
        return Reading(box, words, doubt=f"{label} must be a number, like 42")
    written = in_digits(number)
    return Reading(box, written, cleaned="" if typed == written else f"“{typed}” read as {written}")


def in_digits(number: Decimal) -> str:
    """A number as a box holds it: 1234 or 2.5, without commas and without zeros at its end."""
    written = f"{number:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def is_result(measure: MeasureLike, text: str, others: Mapping[str, str]) -> bool:
    """Whether a text is what the row's two numbers work out as: '79.1%' beside 212 and 268."""
    if "%" in text:
        return True
    try:
        shown = parse_number(text, whole=False)
        top = parse_number(others.get("numerator", ""), whole=False)
        bottom = parse_number(others.get("denominator", ""), whole=False)
    except NotUnderstood:
        return False
    if shown is None or top is None or not bottom:
        return False
    return any(
        abs(top / bottom * factor - shown) <= Decimal("0.05") * factor for factor in (1, 100)
    )
