"""Understanding what was typed: text in, numbers or plain advice out. No database."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

MOST_DIGITS = 11

_PLAIN = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_COMMAS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_CONTINENTAL = re.compile(r"\d{1,3}(?:\.\d{3})*,\d+", re.ASCII)
_RANGE = re.compile(r"\d+\s*[-\u2013]\s*\d+", re.ASCII)
_YES_NO = {"yes": 1, "y": 1, "1": 1, "no": 0, "n": 0, "0": 0}


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

    Understands "1,234", " 12 ", "£45" and "7%". Raises NotUnderstood, with advice, for anything
    that could be read two ways ("1.234,5", "12-3") or is no count at all.
    """
    text = unicodedata.normalize("NFKC", typed).strip()
    if not text:
        return None
    bare = text.removeprefix("£").removesuffix("%").strip()
    if bare.startswith(("-", "\u2212")):
        raise NotUnderstood("must be 0 or more")
    if _RANGE.fullmatch(bare):
        raise NotUnderstood("must be one number, not a range or a date")
    if _CONTINENTAL.fullmatch(bare) and not _COMMAS.fullmatch(bare):
        raise NotUnderstood("must use a comma for thousands and a point for decimals, like 1,234.5")
    joined = re.sub(r"(?<=\d)[ \u00a0](?=\d{3})", "", bare)
    if not (_PLAIN.fullmatch(joined) or _COMMAS.fullmatch(joined)):
        raise NotUnderstood("must be a number, like 42")
    digits = joined.replace(",", "")
    before_point, _, after_point = digits.partition(".")
    if len(before_point.lstrip("0")) > MOST_DIGITS:
        raise NotUnderstood(f"must have {MOST_DIGITS} digits or fewer")
    if whole and after_point.strip("0"):
        raise NotUnderstood("must be a whole number")
    if len(after_point.rstrip("0")) > 4:
        raise NotUnderstood("must have 4 decimal places or fewer")
    return Decimal(digits)


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


def _check_yes_no(measure: MeasureLike, typed: str) -> Checked:
    answer = _YES_NO.get(unicodedata.normalize("NFKC", typed).strip().lower())
    if answer is None:
        return Checked(errors={"numerator": f"{measure.numerator_label} must be yes or no"})
    return Checked(numerator=Decimal(answer))


def _check_numbers(measure: MeasureLike, numerator: str, denominator: str) -> Checked:
    whole = measure.type in {"count", "proportion", "rate"}
    errors: dict[str, str] = {}
    values: dict[str, Decimal | None] = {}
    boxes = {"numerator": (numerator, measure.numerator_label, whole)}
    if measure.has_denominator:
        boxes["denominator"] = (denominator, measure.denominator_label, True)
    for box, (typed, label, must_be_whole) in boxes.items():
        try:
            values[box] = parse_number(typed, whole=must_be_whole)
        except NotUnderstood as advice:
            errors[box] = f"{label} {advice}"
        else:
            if values[box] is None:
                errors[box] = f"Enter {label}"
    top, bottom = values.get("numerator"), values.get("denominator")
    if top is not None and bottom is not None:
        if measure.type == "proportion" and top > bottom:
            errors["numerator"] = (
                f"{measure.numerator_label} must be {bottom:,} or less, the number of "
                f"{measure.denominator_label}"
            )
        elif bottom == 0 and top > 0:
            errors["denominator"] = f"{measure.denominator_label} must be more than 0"
    return Checked(numerator=top, denominator=bottom, errors=errors)
