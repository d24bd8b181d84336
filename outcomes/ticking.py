"""Many things to tick, folded into groups: what is ticked is shown, the rest a press away."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Choice:
    """One thing to tick."""

    key: int
    title: str
    is_ticked: bool


@dataclass(frozen=True)
class Group:
    """Things that belong together, and how many of them are ticked."""

    label: str
    choices: Sequence[Choice]

    @property
    def ticked(self) -> int:
        return sum(choice.is_ticked for choice in self.choices)


def groups(rows: Iterable[tuple[str, int, str]], ticked: Collection[str]) -> list[Group]:
    """From (group, key, title) in order; `ticked` are keys as a form sends them."""
    by_label: dict[str, list[Choice]] = {}
    for label, key, title in rows:
        by_label.setdefault(label, []).append(Choice(key, title, str(key) in ticked))
    return [Group(label, choices) for label, choices in by_label.items()]


def ticked_in(form: Any, name: str) -> set[str]:
    """The keys that a form has ticked: those sent, or those it began with."""
    if form.is_bound:
        return set(form.data.getlist(name))
    return {str(getattr(row, "pk", row)) for row in form.initial.get(name) or ()}
