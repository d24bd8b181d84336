"""Words that are handed to a spreadsheet."""

from __future__ import annotations

# A cell that opens with one of these would be run as a formula by a spreadsheet (OWASP); the last
# four are the full-width forms of the first.
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def cell(words: str) -> str:
    """The words of a cell; an apostrophe keeps a spreadsheet from running them as a formula."""
    return f"'{words}" if words.lstrip().startswith(_FORMULA) else words


def words_of(held: str) -> str:
    """The words that `cell` made a cell of."""
    return held[1:] if held.startswith("'") and cell(held[1:]) == held else held
