"""The letters that qualify a figure or stand in its place (Government Analysis Function)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Symbol:
    """A letter as people read it, what it means, and whether it stands where a figure would."""

    code: str
    meaning: str
    explanation: str
    replaces_figure: bool

    @property
    def printed(self) -> str:
        return f"[{self.code}]"


SYMBOLS = (
    Symbol(
        "c",
        "Hidden to protect people",
        "The figure is about so few people that somebody could be recognised, or it would give "
        "away another figure that is.",
        True,
    ),
    Symbol(
        "x",
        "Not available",
        "Nobody collected it, or it did not arrive in time. It does not mean none.",
        True,
    ),
    Symbol(
        "z",
        "Not applicable",
        "The question does not arise for this place or group, or a figure cannot be worked out "
        "for it.",
        True,
    ),
    Symbol("low", "Nearly none", "It rounds to 0, but it is not 0.", False),
    Symbol("p", "Provisional", "It is expected to change when all the data is in.", False),
    Symbol("r", "Revised", "It is different from what was published before.", False),
    Symbol(
        "b",
        "Break in the series",
        "What is counted changed, so it should not be compared with earlier figures.",
        False,
    ),
    Symbol("u", "Low reliability", "It rests on few people or on doubtful records.", False),
)


@cache
def printed(shorthand: str) -> str:
    """'[c]' from 'c', '[p] [r]' from 'p r': each letter in brackets, as a table shows it."""
    return " ".join(f"[{code}]" for code in shorthand.replace(",", " ").split())
