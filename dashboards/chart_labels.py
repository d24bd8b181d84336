"""Where the words of a chart stand: beside its lines or among them, and none over another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.charts import Band, LineChart, Scale

LINE_HEIGHT = 17
"""Pixels from one line of text to the next, at 14 pixels."""


@dataclass(frozen=True)
class Label:
    """Text beside a line: where its middle should be, and where it is once none overlaps."""

    lines: tuple[str, ...]
    style: str
    y: float

    @property
    def height(self) -> float:
        return len(self.lines) * LINE_HEIGHT


def spread(labels: Sequence[Label], *, top: float, bottom: float) -> list[Label]:
    """The labels moved apart as little as need be, in the order of their lines.

    `y` is the middle of a label. Where there is no room for all, the highest keep theirs.
    """
    placed: list[Label] = []
    edge = top
    for label in sorted(labels, key=lambda each: each.y):
        y = max(label.y, edge + label.height / 2)
        placed.append(Label(label.lines, label.style, y))
        edge = y + label.height / 2 + 3
    edge = bottom
    for i in range(len(placed) - 1, -1, -1):
        label = placed[i]
        y = min(label.y, edge - label.height / 2)
        placed[i] = Label(label.lines, label.style, round(y, 1))
        edge = y - label.height / 2 - 3
    return placed


def range_name(band: Band) -> str:
    """What the band is called on a chart."""
    return "Trial range" if band.is_trial else "Usual range"


def side_labels(chart: LineChart, scale: Scale) -> list[Label]:
    """What stands to the right of the lines on a wide chart, none over another."""
    labels = [
        Label(
            tuple(line for line in (reference.name, reference.text) if line),
            "strong",
            sum(scale.y(value) for value in reference.values) / len(reference.values),
        )
        for reference in chart.references
    ]
    if chart.last is not None:
        value = chart.marks[chart.last].value
        assert value is not None
        lines = tuple(text for text in (chart.own_name, chart.own_text, chart.own_when) if text)
        labels.append(Label(lines, "own", scale.y(value)))
    if chart.band:
        lines = (range_name(chart.band), chart.band.range_text)
        labels += [
            Label((chart.band.average_text,), "axis", scale.y(chart.band.average)),
            Label(lines, "axis", scale.y(chart.band.lower) + 4),
        ]
    return spread(labels, top=scale.size.top - 6, bottom=scale.floor + 6)


def _under(text: str, chart: LineChart, scale: Scale) -> tuple[float, float]:
    """The highest and the lowest point, in pixels, of the figures that so long a text stands over.

    Without any there, those of the latest figure.
    """
    start = scale.right_edge - 8 * len(text)
    heights = [
        scale.y(mark.value)
        for i, mark in enumerate(chart.marks)
        if mark.value is not None and (scale.x(i) >= start or i == chart.last)
    ]
    return min(heights), max(heights)


def _clear_of(figures: Sequence[float], y: float) -> float:
    """The height nearest to that at which a line of text stands over none of the figures.

    As close as it stood before where it was clear; else just over the highest of them, or under
    the lowest.
    """
    half = LINE_HEIGHT / 2 + 3
    if not any(abs(figure - y) < half for figure in figures):
        return y
    return min((min(figures) - half, max(figures) + half), key=lambda each: abs(each - y))


def _from_left(text: str, chart: LineChart, scale: Scale) -> list[float]:
    """The heights of the figures that so long a text, at the left, would stand over."""
    end = scale.size.left + 8 * len(text)
    return [
        scale.y(mark.value)
        for i, mark in enumerate(chart.marks)
        if mark.value is not None and scale.x(i) <= end
    ]


def inner_labels(chart: LineChart, scale: Scale) -> list[Label]:
    """What stands among the lines of a narrow chart, none over another.

    Names of references ("strong") stand at the left, the rest at the right.
    """
    labels = []
    for reference in chart.references:
        name = f"{reference.name} {reference.text}".strip()
        over = min(scale.y(value) for value in reference.values) - 11
        y = _clear_of(_from_left(name, chart, scale), over)
        labels.append(Label((name,), "strong", y))
    if chart.last is not None:
        own = ", ".join(
            text for text in (f"{chart.own_name} {chart.own_text}", chart.own_when) if text
        )
        highest, _ = _under(own, chart, scale)
        labels.append(Label((own,), "own", highest - 16))
    if chart.band:
        line = f"{range_name(chart.band)} {chart.band.range_text}"
        _, lowest = _under(line, chart, scale)
        y = max(scale.y(chart.band.lower), lowest + 4) + 12
        labels.append(Label((line,), "axis", y))
    return spread(labels, top=scale.size.top, bottom=scale.floor - 2)


@dataclass(frozen=True)
class Placed:
    """A bracket on the drawing, in pixels: its ends, its height, and the middle of its words."""

    left: float
    right: float
    y: float
    text_x: float
    text: str
    is_above: bool


def place_bracket(chart: LineChart, scale: Scale) -> Placed | None:
    """Over a run that lies high, under one that lies low; None where there is no room for it."""
    run = chart.bracket
    if not run:
        return None
    known = [mark.value for mark in chart.marks[run.first : run.last + 1] if mark.value is not None]
    if not known:
        return None
    up = -1 if run.is_above else 1
    y = scale.y(max(known) if run.is_above else min(known)) + up * 24
    if not scale.size.top + 18 < y < scale.floor - 24:
        return None
    left, right = scale.x(run.first) - 4, scale.x(run.last) + 4
    half = len(run.text) * 3.4
    middle = min(max((left + right) / 2, scale.size.left + half), scale.right_edge - half)
    return Placed(
        round(left, 1), round(right, 1), round(y, 1), round(middle, 1), run.text, run.is_above
    )
