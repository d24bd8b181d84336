"""What a text must be like to be stored: no database or spreadsheet takes just anything."""

from __future__ import annotations

import unicodedata


def why_not_kept(text: str, *, longest: int) -> str:
    """Why a text cannot be stored as it was typed, with advice; nothing where it can be.

    Databases and spreadsheets refuse control characters and halves of characters, and a text
    without end helps nobody.
    """
    if len(text) > longest:
        return f"must be {longest:,} characters or fewer; this is {len(text):,}"
    if any(_is_unstorable(char) for char in text):
        return "has a character in it that cannot be kept: delete it and type it again"
    return ""


def _is_unstorable(char: str) -> bool:
    if char in "\t\n\r":
        return False
    return unicodedata.category(char) in {"Cc", "Cs"} or char in "\ufffe\uffff"
