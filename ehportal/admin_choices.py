"""Boxes of the desk in which a row is found by typing a part of its name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple

from ehportal.keys import is_key


class _KeysOnly:
    """Django asks the database for whatever was sent, also when it is no number, and breaks."""

    def optgroups(self, name: str, value: Sequence[Any], attr: Any = None) -> Any:
        keys = [each for each in value if is_key(each)]
        return super().optgroups(name, keys, attr)  # type: ignore[misc]


class FoundRow(_KeysOnly, AutocompleteSelect):
    """One row."""


class FoundRows(_KeysOnly, AutocompleteSelectMultiple):
    """Any number of rows."""
