"""What a load did: created, changed, left alone, kept as edited, taken away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Change:
    """A row that the load changed: per column, the value before and after."""

    name: str
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True)
class Kept:
    """A row with values edited in the portal, which the load left: which, or why the whole row."""

    name: str
    what: str


@dataclass
class KindReport:
    """What happened to the rows of one kind."""

    created: list[str] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    kept: list[Kept] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    no_longer_in_fixtures: list[str] = field(default_factory=list)


@dataclass
class LoadReport:
    """What a load did, kind by kind, in the order of loading."""

    kinds: dict[str, KindReport] = field(default_factory=dict)

    def of(self, kind: str) -> KindReport:
        return self.kinds.setdefault(kind, KindReport())

    @property
    def changed_anything(self) -> bool:
        return any(kind.created or kind.changed or kind.removed for kind in self.kinds.values())

    def counts(self) -> dict[str, dict[str, int]]:
        """Per kind that was touched: how many were created, changed and removed."""
        return {
            name: {
                "created": len(kind.created),
                "changed": len(kind.changed),
                "removed": len(kind.removed),
            }
            for name, kind in self.kinds.items()
            if kind.created or kind.changed or kind.removed
        }

    def before(self) -> dict[str, dict[str, Any]]:
        """What changed rows held before, by kind and name."""
        return self._changed("before")

    def after(self) -> dict[str, dict[str, Any]]:
        """What changed rows hold now, by kind and name."""
        return self._changed("after")

    def _changed(self, side: str) -> dict[str, dict[str, Any]]:
        return {
            name: {change.name: getattr(change, side) for change in kind.changed}
            for name, kind in self.kinds.items()
            if kind.changed
        }

    def lines(self) -> Iterator[str]:
        """The report in words, a line at a time."""
        for name, kind in self.kinds.items():
            yield (
                f"{name}: {len(kind.created)} created, {len(kind.changed)} changed, "
                f"{kind.unchanged} unchanged"
            )
            for change in kind.changed:
                yield f"  changed {change.name}: {', '.join(change.after)}"
            for removed in kind.removed:
                yield f"  removed {removed}: it is no longer in the fixtures"
            for kept in kind.kept:
                yield f"  kept {kept.name} as it is in the portal: {kept.what}"
            for gone in kind.no_longer_in_fixtures:
                yield f"  left {gone}: it is no longer in the fixtures; retire it in the portal"
