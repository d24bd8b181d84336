"""Thousands of generated requests at every address that takes a POST, as everybody."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.db import transaction

from tests.repository.walk import in_a_hurry
from tests.repository.watch import Found, send_generated
from tests.repository.world import build_world


@dataclass
class Requests:
    found: Found
    seconds: float

    @property
    def faults(self) -> list[str]:
        """The first of each kind, and everything written where it must not be."""
        return [*self.found.kinds.values(), *self.found.trespassed]

    @property
    def is_clean(self) -> bool:
        """Also that some of them came through: refusing everything would be no proof."""
        return not self.faults and self.found.changed_something > 0

    def lines(self) -> list[tuple[str, str]]:
        found = self.found
        return [
            ("requests", f"{found.sent}"),
            ("addresses", f"{len(found.routes)}"),
            *((f"  as {who}", f"{count}") for who, count in sorted(found.people.items())),
            *((f"  answered {status}", f"{n}") for status, n in sorted(found.statuses.items())),
            ("requests that changed something", f"{found.changed_something}"),
            ("answers of 500 or above, and exceptions", f"{len(found.broken)}"),
            ("writes to others' figures or to handed-in ones", f"{len(found.trespassed)}"),
            ("seconds", f"{self.seconds:.0f}"),
        ]


def run(*, count: int, seed: int) -> Requests:
    """Builds a partnership at work, sends, and takes everything back."""
    started = time.monotonic()
    with transaction.atomic(), in_a_hurry():
        found = send_generated(build_world(), count=count, seed=seed)
        transaction.set_rollback(True)
    return Requests(found, time.monotonic() - started)
