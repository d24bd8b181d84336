"""How many of a long list of cases a run takes: `make test` a share, `make thorough` all of them.

A test that takes shares is marked `thorough`. The shares of neighbours differ, so that in one run
every case is met somewhere, and the same ones are met each time.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

THOROUGH = os.environ.get("THOROUGH") == "1"

Case = TypeVar("Case")


def share(cases: Sequence[Case], turn: int, few: int) -> Sequence[Case]:
    """`few` of the cases, others at the next turn; all of them in a thorough run."""
    if THOROUGH or few >= len(cases):
        return cases
    start = turn * few % len(cases)
    return [*cases, *cases][start : start + few]


def amount(all_of_them: int, few: int) -> int:
    """How many generated cases to make."""
    return all_of_them if THOROUGH else few
