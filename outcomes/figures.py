"""Understanding what was typed: text in, numbers or plain advice out. No database."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from ehportal import wording

MOST_DIGITS = 11
#: The most characters a box keeps: of a number, and of what is said about it.
LONGEST_TYPED = 200
LONGEST_NOTE = 5000

_PLAIN = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?: \d{3})+(?:\.\d+)?", re.ASCII)
_CONTINENTAL = re.compile(r"\d{1,3}(?:\.\d{3})*,\d+", re.ASCII)
_RANGE = re.compile(r"\d+\s*[-\u2013]\s*\d+", re.ASCII)
_NEGATIVE = re.compile(r"[-\u2212\u2013]\s*[\d.]|\([\d.,]+\)", re.ASCII)
_NO_FIGURE = re.compile(r"[-\u2013\u2014.*]+|n/?a|none|nil|tbc|unknown|\[?[cxz]\]?", re.IGNORECASE)
_YES_NO = {"yes": 1, "y": 1, "1": 1, "no": 0, "n": 0, "0": 0}

# Marks that change nothing a person sees; spreadsheets and right-to-left text leave them behind.
_MARKS = dict.fromkeys(map(ord, "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
# These turn the order of what is seen around, so that 21 is shown as 12.
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# A raised 2 is a note mark or a power, a circled one a label: never a digit of a figure.
_NOT_DIGITS = ("<super>", "<sub>", "<circle>", "<fraction>")


class NotUnderstood(Exception):
    """What was typed is not a figure; the message says what to type instead."""


class MeasureLike(Protocol):
    """What these checks read of a measure."""

    type: str
    numerator_label: str
    denominator_label: str

    @property
    def has_denominator(self) -> bool: ...


@dataclass(frozen=True)
class Checked:
    """What a row was understood as. `errors` is keyed by the box it belongs to."""

    numerator: Decimal | None = None
    denominator: Decimal | None = None
    errors: dict[str, str] = field(default_factory=dict)
    is_blank: bool = False

    @property
    def is_complete(self) -> bool:
        return not self.is_blank and not self.errors


def parse_number(typed: str, *, whole: bool) -> Decimal | None:
    """The number a person meant; None for an empty box.

    Understands "1,234", "1 234", " 12 ", "£45", "7%" and the digits of every script. Raises
    NotUnderstood, with advice, for anything that could be read two ways ("1.234,5", "12-3", "5²")
    or is no count at all.
    """
    text = _plain_text(typed)
    if not text:
        return None
    bare = text.removeprefix("£").removesuffix("%").strip()
    if not (_PLAIN.fullmatch(bare) or _GROUPED.fullmatch(bare)):
        raise NotUnderstood(_advice(bare))
    digits = bare.replace(",", "").replace(" ", "")
    before_point, _, after_point = digits.partition(".")
    if len(before_point.lstrip("0")) > MOST_DIGITS:
        raise NotUnderstood(f"must have {MOST_DIGITS} digits or fewer")
    if whole and after_point.strip("0"):
        raise NotUnderstood("must be a whole number")
    if len(after_point.rstrip("0")) > 4:
        raise NotUnderstood("must have 4 decimal places or fewer")
    return Decimal(digits)


def _plain_text(typed: str) -> str:
    """What was typed in ASCII digits, without the marks nobody sees."""
    if not _TURNS.isdisjoint(typed):
        raise NotUnderstood("has hidden characters in it: delete it and type the number again")
    if any(unicodedata.decomposition(char).startswith(_NOT_DIGITS) for char in typed):
        raise NotUnderstood("must be a number without raised or circled characters, like 42")
    text = unicodedata.normalize("NFKC", typed.translate(_MARKS)).strip()
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def _advice(bare: str) -> str:
    """What to type in place of something that is no number."""
    if _NO_FIGURE.fullmatch(bare):
        return "must be a number; if there is none, leave it empty and choose why"
    if _NEGATIVE.match(bare):
        return "must be 0 or more"
    if _RANGE.fullmatch(bare):
        return "must be one number, not a range or a date"
    if _CONTINENTAL.fullmatch(bare):
        return "must use a comma for thousands and a point for decimals, like 1,234.5"
    return "must be a number, like 42"


def check_figure(
    measure: MeasureLike, *, numerator: str, denominator: str, missing: str, note: str
) -> Checked:
    """What one row means, and what must be put right before it can be submitted.

    A blank row has no errors: blank is never zero, and may be saved, but not submitted.
    """
    if measure.type == "narrative":
        return _check_narrative(missing=missing, note=note)
    typed = bool(numerator.strip() or denominator.strip())
    if missing:
        return _check_missing(missing=missing, note=note, typed=typed)
    if not typed:
        return Checked(is_blank=True)
    if measure.type == "yes_no":
        return _check_yes_no(measure, numerator)
    return _check_numbers(measure, numerator, denominator)


def _check_narrative(*, missing: str, note: str) -> Checked:
    return Checked(is_blank=not note.strip() and not missing)


def _check_missing(*, missing: str, note: str, typed: bool) -> Checked:
    errors = {}
    if typed:
        errors["missing"] = "Enter a number, or say why there is none; not both"
    elif missing == "x" and not note.strip():
        errors["note"] = "Say in a sentence why there is no figure this quarter"
    return Checked(errors=errors)


def parse_yes_no(typed: str) -> int | None:
    """1 for yes, 0 for no; None for anything else."""
    return _YES_NO.get(unicodedata.normalize("NFKC", typed).strip().lower())


def _check_yes_no(measure: MeasureLike, typed: str) -> Checked:
    answer = parse_yes_no(typed)
    if answer is None:
        return Checked(errors={"numerator": f"{measure.numerator_label} must be yes or no"})
    return Checked(numerator=Decimal(answer))


def parse_box(measure: MeasureLike, box: str, typed: str) -> Decimal | None:
    """The number that one box of a row holds; None where it is empty.

    Raises NotUnderstood, with advice, as parse_number does.
    """
    whole = box == "denominator" or measure.type in {"count", "proportion", "rate"}
    if whole and "%" in unicodedata.normalize("NFKC", typed):
        # 79% of 268 is not 79 of 268, and a rise by 12% is not 12 people.
        raise NotUnderstood("must be how many, not a per cent")
    return parse_number(typed, whole=whole)


def _check_numbers(measure: MeasureLike, numerator: str, denominator: str) -> Checked:
    errors: dict[str, str] = {}
    values: dict[str, Decimal | None] = {}
    boxes = {"numerator": (numerator, measure.numerator_label)}
    if measure.has_denominator:
        boxes["denominator"] = (denominator, measure.denominator_label)
    for box, (typed, label) in boxes.items():
        try:
            values[box] = parse_box(measure, box, typed)
        except NotUnderstood as advice:
            errors[box] = f"{label} {advice}"
        else:
            if values[box] is None:
                errors[box] = f"Enter a number for “{label}”"
    top, bottom = values.get("numerator"), values.get("denominator")
    if top is not None and bottom is not None:
        if measure.type == "proportion" and top > bottom:
            errors["numerator"] = (
                f"{measure.numerator_label} must be {wording.number(bottom)} or less: "
                f"“{measure.denominator_label}” is {wording.number(bottom)}"
            )
        elif bottom == 0 and top > 0:
            errors["denominator"] = f"{measure.denominator_label} must be more than 0"
    return Checked(numerator=top, denominator=bottom, errors=errors)
