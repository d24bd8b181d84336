"""A series as a small inline drawing, stored when figures are published. No database.

A grey line on its usual range; a coloured shape at the end only where the latest point is a
signal. Classes carry the colours, so that the page's style sheet and its policy stay in charge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

WIDTH, HEIGHT, MARGIN = 148, 40, 6


@dataclass(frozen=True)
class Band:
    """The usual range, in the unit of the values; trial limits are dotted.

    `first` is the position from which it holds: the start of the latest baseline.
    """

    lower: float
    upper: float
    is_trial: bool = False
    first: int = 0


def sparkline(values: Sequence[float | None], *, band: Band | None, finding: str) -> str:
    """The drawing as SVG text; empty where no value is known. A missing period is a gap.

    It is hidden from screen readers: the words beside it say the same.
    """
    known = [value for value in values if value is not None]
    if not known:
        return ""
    edges = [*known, *((band.lower, band.upper) if band else ())]
    low, high = min(edges), max(edges)
    scale = _Scale(count=len(values), low=low, high=high)
    parts = [
        (
            f'<svg class="eh-spark" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
            f'height="{HEIGHT}" aria-hidden="true" focusable="false">'
        )
    ]
    if band:
        top, bottom = scale.y(band.upper), scale.y(band.lower)
        kind = "eh-spark__band eh-spark__band--trial" if band.is_trial else "eh-spark__band"
        left = scale.x(band.first) if band.first else 0
        parts.append(
            f'<rect class="{kind}" x="{left}" y="{top}" width="{round(WIDTH - left, 1)}" '
            f'height="{round(bottom - top, 1)}"/>'
        )
    for run in _runs(values):
        points = " ".join(f"{scale.x(i)},{scale.y(value)}" for i, value in run)
        if len(run) == 1:
            i, value = run[0]
            parts.append(
                f'<circle class="eh-spark__dot" cx="{scale.x(i)}" cy="{scale.y(value)}" r="1.5"/>'
            )
        else:
            parts.append(f'<polyline class="eh-spark__line" points="{points}"/>')
    last = values[-1]
    if last is not None:
        parts.append(_end(scale.x(len(values) - 1), scale.y(last), finding))
    parts.append("</svg>")
    return "".join(parts)


@dataclass(frozen=True)
class _Scale:
    count: int
    low: float
    high: float

    def x(self, index: int) -> float:
        if self.count == 1:
            return WIDTH / 2
        return round(MARGIN + index * (WIDTH - 2 * MARGIN) / (self.count - 1), 1)

    def y(self, value: float) -> float:
        if self.high == self.low:
            return HEIGHT / 2
        share = (value - self.low) / (self.high - self.low)
        return round(HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN), 1)


def _runs(values: Sequence[float | None]) -> list[list[tuple[int, float]]]:
    """The stretches without a gap, each as its positions and values."""
    pairs = groupby(enumerate(values), key=lambda pair: pair[1] is not None)
    return [
        [(i, value) for i, value in run if value is not None] for is_known, run in pairs if is_known
    ]


def _end(x: float, y: float, finding: str) -> str:
    """The latest point: a circle for better, a diamond for worse, a square for changed."""
    if finding == "better":
        return f'<circle class="eh-fill-better" cx="{x}" cy="{y}" r="4"/>'
    if finding == "worse":
        path = f"M{x} {round(y - 5, 1)}l5 5-5 5-5-5z"
        return f'<path class="eh-fill-worse" d="{path}"/>'
    if finding == "changed":
        left, top = round(x - 4, 1), round(y - 4, 1)
        return f'<rect class="eh-fill-changed" x="{left}" y="{top}" width="8" height="8"/>'
    return f'<circle class="eh-spark__dot" cx="{x}" cy="{y}" r="2"/>'
