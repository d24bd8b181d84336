"""What a chart of one measure shows, and on which scale. No database, no drawing.

Read by `figures` (Plotly, in the browser) and `svg` (on paper, without script), so that the two
can never disagree; `chart_labels` says where the words stand. Colours are those of the Analysis
Function's palette; each line has a dash of its own and a label beside it, so that none is told
apart by colour.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

INK, MUTED, GRID = "#14191c", "#475359", "#dfe6e6"
OURS, THEIRS = "#12436d", "#f46a25"
BAND, EDGE = "#e9efef", "#66747a"
SIGNAL_COLOURS = {
    "better": "#12436d",
    "worse": "#a8420f",
    "changed": "#801650",
    "everyones_worse": "#4b3a99",
}

TARGET, COMPARATOR = "target", "comparator"

WIDE_WIDTH, WIDE_HEIGHT, SIDE_ROOM = 744, 400, 136
NARROW_WIDTH, NARROW_HEIGHT = 345, 360

DENSE = 28
"""From so many periods on, a circle at each would hide the line: only telling ones are drawn."""


@dataclass(frozen=True)
class Mark:
    """One period of a series. `value` is None where there is no figure or it is hidden."""

    label: str
    year: str
    value: float | None
    text: str = ""
    detail: str = ""
    signal: str = ""


@dataclass(frozen=True)
class Band:
    """The usual range and the average, in the unit of the values, clipped to what can be.

    It holds from period `first` up to but not including `end`; without `end`, to the right edge.
    """

    lower: float
    upper: float
    average: float
    range_text: str
    average_text: str
    is_trial: bool = False
    first: int = 0
    end: int | None = None


@dataclass(frozen=True)
class Reference:
    """A line the figures are held against; `high` where a source prints a range.

    It holds from period `first`. `earlier` are the levels it had before, each with its first
    period, the oldest first: the line steps from each to the next.
    """

    kind: str
    name: str
    text: str
    low: float
    high: float | None = None
    first: int = 0
    earlier: tuple[tuple[int, float], ...] = ()

    @property
    def values(self) -> tuple[float, ...]:
        return (self.low,) if self.high is None else (self.low, self.high)

    @property
    def heights(self) -> tuple[float, ...]:
        """Every level that is drawn of it."""
        return (*(value for _, value in self.earlier), *self.values)


@dataclass(frozen=True)
class Bracket:
    """A run of marks, the last of which is the latest, and what is said of it."""

    first: int
    last: int
    text: str
    is_above: bool = True


@dataclass(frozen=True)
class LineChart:
    """One measure in one place over time. Values are in the measure's unit, oldest first.

    `own_when` says when the latest value was, where the latest period has none. `starts` are the
    periods from which a new baseline holds: the line is broken before each.
    """

    title: str
    description: str
    own_name: str
    own_text: str
    own_when: str
    marks: Sequence[Mark]
    suffix: str = ""
    ceiling: float | None = None
    is_whole: bool = False
    band: Band | None = None
    references: Sequence[Reference] = ()
    bracket: Bracket | None = None
    earlier_bands: Sequence[Band] = ()
    starts: Sequence[int] = ()

    @property
    def bands(self) -> list[Band]:
        """The usual range of every baseline, the latest last."""
        return [*self.earlier_bands, *([self.band] if self.band else [])]

    @property
    def stretches(self) -> list[tuple[int, int]]:
        """The parts of the line between new baselines: first period, and the one after its last."""
        edges = [0, *self.starts, len(self.marks)]
        return list(pairwise(edges))

    @property
    def telling(self) -> list[bool]:
        """Which marks are drawn: all of a short series, else signals and the latest."""
        is_dense = len(self.marks) > DENSE
        return [
            bool(mark.signal) or not is_dense or i == self.last for i, mark in enumerate(self.marks)
        ]

    @property
    def last(self) -> int | None:
        """The position of the latest mark that has a value; None where none has."""
        known = [i for i, mark in enumerate(self.marks) if mark.value is not None]
        return known[-1] if known else None


@dataclass(frozen=True)
class SmallChart:
    """One locality beside the borough; `top` is shared by every chart in the row."""

    description: str
    values: Sequence[float | None]
    borough: Sequence[float | None]
    first_label: str
    last_label: str
    top: float
    suffix: str = ""


@dataclass(frozen=True)
class Size:
    """A drawing's width and height and the room around its lines, in pixels."""

    width: int
    height: int
    left: int
    right: int
    top: int = 10
    bottom: int = 32

    @property
    def plot_width(self) -> int:
        return self.width - self.left - self.right

    @property
    def plot_height(self) -> int:
        return self.height - self.top - self.bottom


@dataclass(frozen=True)
class Axis:
    """The upright axis, from `bottom`, mostly 0, to `top`."""

    ticks: tuple[float, ...]
    suffix: str

    @property
    def bottom(self) -> float:
        return self.ticks[0]

    @property
    def top(self) -> float:
        return self.ticks[-1]

    def text(self, tick: float) -> str:
        return f"{tick:,g}{self.suffix}" if tick < 1e6 else f"{tick / 1e6:g}m{self.suffix}"

    @property
    def room(self) -> int:
        """Pixels that the longest number needs to the left of the lines."""
        return 14 + 8 * max(len(self.text(tick)) for tick in self.ticks)


def axis_for(
    highest: float, *, suffix: str = "", ceiling: float | None = None, is_whole: bool = False
) -> Axis:
    """An axis from 0 to the first round number at or above `highest`, in a few steps.

    `ceiling` is the most the measure can be, such as 100 for a percentage. Where only whole
    numbers can be, so are the steps.
    """
    if highest <= 0:
        return Axis((0, 1), suffix)
    step = _step(highest, is_whole=is_whole)
    count = math.ceil(highest / step - 1e-9)
    if ceiling is not None:
        count = min(count, max(1, math.ceil(ceiling / step - 1e-9)))
    return Axis(tuple(round(step * i, 10) for i in range(count + 1)), suffix)


def axis_around(
    lowest: float, highest: float, *, suffix: str = "", ceiling: float = math.inf
) -> Axis:
    """An axis from the round number below `lowest` to the one above `highest`, for a scatter.

    Neither below 0 nor above `ceiling`. Not for bars, whose lengths are read from 0.
    """
    step = _step(highest - lowest or highest or 1)
    first, last = math.floor(lowest / step), math.ceil(min(highest, ceiling) / step)
    last = max(last, first + 1)
    return Axis(tuple(round(step * i, 10) for i in range(max(first, 0), last + 1)), suffix)


def _step(span: float, *, is_whole: bool = False) -> float:
    """The round number that parts a span into five or somewhat fewer."""
    rough = max(span / 5, 1) if is_whole else span / 5
    power = 10 ** math.floor(math.log10(rough))
    steps = (1, 2, 5, 10) if is_whole else (1, 2, 2.5, 5, 10)
    return next(m * power for m in steps if m * power >= rough * 0.999)


def axis_of(chart: LineChart) -> Axis:
    """The axis that everything the chart draws fits on, with a little room over the figures."""
    own = [mark.value for mark in chart.marks if mark.value is not None]
    heights = [1.04 * value for value in own]
    heights += [value for reference in chart.references for value in reference.heights]
    heights += [1.04 * band.upper for band in chart.bands]
    if chart.bracket and chart.bracket.is_above and own:
        # The bracket and its words stand over the run.
        heights.append(1.2 * max(own))
    highest = max(heights, default=0)
    if chart.ceiling is not None:
        highest = min(highest, chart.ceiling)
    return axis_for(highest, suffix=chart.suffix, ceiling=chart.ceiling, is_whole=chart.is_whole)


@dataclass(frozen=True)
class Scale:
    """From periods and values to pixels."""

    size: Size
    count: int
    axis: Axis

    def x(self, index: float) -> float:
        """The middle of a period's slot; half a slot is left free at either end."""
        return round(self.size.left + (index + 0.5) * self.size.plot_width / max(self.count, 1), 1)

    def y(self, value: float) -> float:
        share = value / self.axis.top
        return round(self.size.top + (1 - share) * self.size.plot_height, 1)

    @property
    def right_edge(self) -> int:
        return self.size.width - self.size.right

    @property
    def floor(self) -> int:
        return self.size.height - self.size.bottom


def wide_scale(chart: LineChart) -> Scale:
    """The chart on a page: its labels stand to the right of the lines."""
    axis = axis_of(chart)
    size = Size(WIDE_WIDTH, WIDE_HEIGHT, max(44, axis.room), SIDE_ROOM)
    return Scale(size, len(chart.marks), axis)


def narrow_scale(chart: LineChart) -> Scale:
    """The chart on a telephone: its labels stand among the lines."""
    axis = axis_of(chart)
    size = Size(NARROW_WIDTH, NARROW_HEIGHT, max(40, axis.room), 6)
    return Scale(size, len(chart.marks), axis)


@dataclass(frozen=True)
class Year:
    """A financial year on the level axis: its periods, from first to last."""

    text: str
    first: int
    last: int


def years_of(marks: Sequence[Mark]) -> list[Year]:
    """The financial years of a series, in order."""
    found, start = [], 0
    for text, group in groupby(marks, key=lambda mark: mark.year):
        length = len(list(group))
        found.append(Year(text, start, start + length - 1))
        start += length
    return found


def every(years: Sequence[Year], *, width: float, count: int, needed: float) -> list[Year]:
    """As many of the years as can be named without touching, always with the latest."""
    if not years:
        return []
    slot = width / max(count, 1) * (count / len(years))
    step = max(1, math.ceil(needed / slot))
    return [year for i, year in enumerate(years) if (len(years) - 1 - i) % step == 0]
