"""Words that arrive in place of a row's number."""

from __future__ import annotations

MOST_DIGITS = 19


def is_key(word: object) -> bool:
    """Whether a word can be a row's number; no key has more digits than the database holds."""
    return str(word).isdecimal() and len(str(word)) < MOST_DIGITS
