"""Boxes of the desk in which a row is found by typing a part of its name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple

MOST_DIGITS = 19


def is_key(word: object) -> bool:
    """Whether a word can be a row's number; no key has more digits than the database holds."""
    return str(word).isdecimal() and len(str(word)) < MOST_DIGITS


class _KeysOnly:
    """Django asks the database for whatever was sent, also when it is no number, and breaks."""

    def optgroups(self, name: str, value: Sequence[Any], attr: Any = None) -> Any:
        keys = [each for each in value if is_key(each)]
        return super().optgroups(name, keys, attr)  # type: ignore[misc]


class FoundRow(_KeysOnly, AutocompleteSelect):
    """One row."""


class FoundRows(_KeysOnly, AutocompleteSelectMultiple):
    """Any number of rows."""
