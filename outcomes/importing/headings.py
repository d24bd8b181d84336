"""What columns of a spreadsheet are called: the portal's own headings, and what people write."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from enum import Enum


class Role(Enum):
    """What a column holds."""

    KEY = "the row's key"
    CODE = "the code"
    MEASURE = "the measure"
    PLACE = "the place"
    GROUP = "the group"
    NUMBER = "the number"
    OUT_OF = "what it is out of"
    MISSING = "why there is no figure"
    WORDS = "the sentence"
    RESULT = "a result that the portal works out itself"
    PAST = "earlier figures"
    LABEL = "what the row is about"
    UNKNOWN = "something the portal does not ask for"


#: What a column that names the row may be called, and one that holds a figure of it.
NAMING = frozenset({Role.KEY, Role.CODE, Role.MEASURE, Role.PLACE, Role.GROUP})
FILLING = {
    Role.NUMBER: "numerator",
    Role.OUT_OF: "denominator",
    Role.MISSING: "missing",
    Role.WORDS: "note",
}

_CALLED: Mapping[Role, tuple[str, ...]] = {
    Role.KEY: ("key", "row key"),
    Role.CODE: ("code", "measure code", "ref", "reference", "measure ref", "measure id"),
    Role.MEASURE: (
        "measure", "measure name", "measure title", "measures", "indicator", "metric", "title",
    ),
    Role.PLACE: ("place", "locality", "geography"),
    Role.GROUP: ("group", "category", "breakdown", "split"),
    Role.NUMBER: (
        "number", "numerator", "count", "figure", "this quarter", "how many", "number this quarter",
        "actual",
    ),
    Role.OUT_OF: ("out of", "denominator", "of", "out of how many", "base", "outof"),
    Role.MISSING: (
        "no figure", "missing", "why missing", "reason", "reason missing", "why there is no figure",
        "shorthand",
    ),
    Role.WORDS: (
        "in words", "words", "note", "notes", "comment", "comments", "commentary", "explanation",
        "sentence", "narrative",
    ),
    Role.RESULT: ("per cent", "percent", "percentage", "result", "rate", "value"),
    Role.PAST: (
        "last quarter", "previous quarter", "last year", "same quarter last year", "before",
        "previous", "a year ago",
    ),
    Role.LABEL: (
        "area", "outcome area", "level", "unit", "type", "what to count", "what to do", "for whom",
    ),
}  # fmt: skip
_ROLES = {name: role for role, names in _CALLED.items() for name in names}
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*"
_SPAN = re.compile(rf"{_MONTH} (?:\d{{4}} )?(?:to|-) {_MONTH} \d{{4}}")
_QUARTER = re.compile(r"q[1-4] ?(?:of )?(?:\d{4}(?: ?/ ?\d{2,4})?|\d{2} ?/ ?\d{2})|\d{4}-q[1-4]")
_UNDASHED = re.compile(r"([A-Za-z]{3})\s?(\d{3})")
CODE = re.compile(r"([A-Za-z]{3})\s?[-\u2010-\u2013\u2212]\s?(\d{3})(?!\d)")


def plain(text: str) -> str:
    """A text to compare with others: lower case, single spaces, no marks around its words."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"\s+", " ", re.sub(r"[\"'\u2018\u2019\u201c\u201d:?*]", "", text)).strip(" .-,")


def role_of(heading: str, *, now: Iterable[str] = ()) -> Role | None:
    """What a column of this heading holds; None for a heading that is not known.

    `now` are the names of the quarter being collected: a column called so holds its number, one
    that is called by another quarter holds earlier figures.
    """
    name = plain(heading)
    if name in {"%", "per cent %"}:
        return Role.RESULT
    if name in {plain(each) for each in now}:
        return Role.NUMBER
    if _SPAN.fullmatch(name) or _QUARTER.fullmatch(name):
        return Role.PAST
    return _ROLES.get(name)


def code_in(text: str) -> str:
    """The code that a text is or opens with, HEA-101; nothing where there is none."""
    found = CODE.match(text.strip()) or _UNDASHED.fullmatch(text.strip())
    return f"{found[1].upper()}-{found[2]}" if found else ""
