"""The settings of a control chart, and its three run rules over a stretch without a gap.

The rules give +1 or -1 for a point that belongs to a signal (above or rising, below or falling)
and 0 for one that does not. Conditions are those of NHSRplotthedots.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

WINDOW = 3
NEEDED_IN_WINDOW = 2


class TwoSigmaMode(StrEnum):
    """Whether points beyond 3 sigma count in the two-of-three rule."""

    BETWEEN_2_AND_3 = "between_2_and_3_sigma_only"
    ALL_BEYOND_2 = "all_beyond_2_sigma"


@dataclass(frozen=True, slots=True)
class SpcSettings:
    """Everything that decides a chart; `version` is stored with each result."""

    version: str = "xmr-1"
    shift_points: int = 7
    trend_points: int = 7
    two_sigma_mode: TwoSigmaMode = TwoSigmaMode.ALL_BEYOND_2
    limit_constant: float = 2.66  # 3 / 1.128
    mr_screen: bool = True
    mr_screen_constant: float = 3.267
    min_points_limits: int = 5
    min_points_icons: int = 13


DEFAULTS = SpcSettings()


def shift_runs(sides: Sequence[int], points: int) -> list[int]:
    """Points of runs of `points` or more on one side of the centre.

    `sides` is +1 above, -1 below, 0 on the centre; a 0 never starts or continues a run.
    """
    members = [0] * len(sides)
    for start, end in _equal_runs(sides):
        if sides[start] and end - start >= points:
            members[start:end] = [sides[start]] * (end - start)
    return members


def trend_runs(values: Sequence[float], points: int, noise: float = 0.0) -> list[int]:
    """Points of runs of `points` or more that all rise, or all fall; a tie ends a run.

    A step of no more than `noise` is a tie. A turning point that closes one trend and opens
    another belongs to the later one, and the direction is that of the run, not of the next step.
    """
    members = [0] * len(values)
    steps = [
        int(now - before > noise) - int(before - now > noise) for before, now in pairwise(values)
    ]
    for start, end in _equal_runs(steps):
        if steps[start] and end - start >= points - 1:
            members[start : end + 1] = [steps[start]] * (end + 1 - start)
    return members


def two_of_three(sides: Sequence[int], beyond: Sequence[bool]) -> list[int]:
    """Points beyond 2 sigma in any three in a row on one side of which at least two are beyond.

    The third point of such a window is not flagged.
    """
    members = [0] * len(sides)
    for start in range(len(sides) - WINDOW + 1):
        window = range(start, start + WINDOW)
        same_side = sides[start] != 0 and all(sides[i] == sides[start] for i in window)
        if same_side and sum(beyond[i] for i in window) >= NEEDED_IN_WINDOW:
            for i in window:
                members[i] = sides[i] if beyond[i] else members[i]
    return members


def _equal_runs(items: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The runs of equal neighbours, as start and end (not included)."""
    start = 0
    for i in range(1, len(items) + 1):
        if i == len(items) or items[i] != items[start]:
            yield start, i
            start = i
