"""Localities of different sizes around their borough, in the funnel that chance gives.

One description drawn twice, as `svg` and `figures` do with lines: without script, and by Plotly.
Nothing but published figures is in it: the limits are those of the borough's own published share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.html import escape

from dashboards.chart_labels import Label, spread
from dashboards.charts import EDGE, INK, OURS, SIGNAL_COLOURS, Axis, Size, axis_around
from dashboards.figures import SYMBOLS, TEMPLATE, Figure
from outcomes.calculations.comparison import FUNNEL_Z_95, FUNNEL_Z_99_8
from outcomes.calculations.intervals import wilson_limits

Place = Callable[[float], float]
"""From a number to where it stands in a drawing, in pixels."""

STEPS = 40
_LIMITS = ((FUNNEL_Z_95, "6 4"), (FUNNEL_Z_99_8, "2 3"))
# The room to the right is for the names of the places.
WIDE, NARROW = Size(744, 340, 56, 112, 12, 48), Size(345, 320, 48, 100, 12, 48)
LEADER = 10


@dataclass(frozen=True)
class Dot:
    """One place: out of how many, its share in per cent, and how it looks."""

    name: str
    out_of: float
    value: float
    text: str
    word: str
    look: str


@dataclass(frozen=True)
class Funnel:
    """Places around the share of all of them, in per cent."""

    title: str
    description: str
    dots: Sequence[Dot]
    average: float
    average_text: str

    @property
    def ends(self) -> tuple[float, float]:
        """From somewhat less than the smallest place to somewhat more than the largest."""
        sizes = [dot.out_of for dot in self.dots]
        return min(sizes) * 0.8, max(sizes) * 1.2

    @cached_property
    def sizes(self) -> list[float]:
        low, high = self.ends
        return [low + (high - low) * i / STEPS for i in range(STEPS + 1)]

    @cached_property
    def limits(self) -> dict[float, list[tuple[float, float]]]:
        """The lower and the upper limit at each size, by how many standard deviations out."""
        return {z: self._limits_at(z) for z, _ in _LIMITS}

    def _limits_at(self, z: float) -> list[tuple[float, float]]:
        found = [wilson_limits(self.average / 100 * size, size, z) for size in self.sizes]
        return [(low * 100, high * 100) for low, high in found]

    @cached_property
    def axis(self) -> Axis:
        """Around what is drawn: points and limits are places on a scale, not lengths from 0."""
        limits = [limit for both in self.limits[FUNNEL_Z_99_8] for limit in both]
        values = [dot.value for dot in self.dots]
        return axis_around(min(*limits, *values), max(*limits, *values), suffix="%", ceiling=100.0)

    def heights(self, size: Size) -> Callable[[float], float]:
        """From a share to how far down it stands."""
        low, high = self.axis.bottom, self.axis.top
        return lambda value: round(
            size.top + size.plot_height * (1 - (value - low) / (high - low)), 1
        )

    def names(self, size: Size) -> list[tuple[Dot, float]]:
        """The places from the top, and how far down each one's name stands, none over another."""
        y = self.heights(size)
        dots = sorted(self.dots, key=lambda dot: y(dot.value))
        labels = [Label((dot.name,), "strong", y(dot.value)) for dot in dots]
        placed = spread(labels, top=size.top, bottom=size.height - size.bottom)
        return [(dot, label.y) for dot, label in zip(dots, placed, strict=True)]


def drawing(funnel: Funnel, size: Size, *, key: str) -> str:
    """The funnel as inline SVG. `key` makes its ids unique."""
    low, high = funnel.ends

    def x(out_of: float) -> float:
        return round(size.left + (out_of - low) / (high - low) * size.plot_width, 1)

    y = funnel.heights(size)
    names = f'aria-labelledby="{key}-t {key}-d"'
    parts = [
        f'<svg viewBox="0 0 {size.width} {size.height}" role="img" {names}>',
        f'<title id="{key}-t">{escape(funnel.title)}</title>',
        f'<desc id="{key}-d">{escape(funnel.description)}</desc>',
    ]
    right, floor = size.width - size.right, size.height - size.bottom
    for tick in funnel.axis.ticks:
        parts.append(
            f'<text class="eh-axis" x="{size.left - 8}" y="{y(tick) + 5}" '
            f'text-anchor="end">{funnel.axis.text(tick)}</text>'
        )
    parts.append(f'<path d="M{size.left} {floor}H{right}" stroke="{EDGE}"/>')
    for z, dash in _LIMITS:
        for side in (0, 1):
            points = " ".join(
                f"{x(at)},{y(both[side])}"
                for at, both in zip(funnel.sizes, funnel.limits[z], strict=True)
            )
            parts.append(
                f'<polyline points="{points}" fill="none" stroke="{EDGE}" '
                f'stroke-dasharray="{dash}"/>'
            )
    parts.append(f'<path d="M{size.left} {y(funnel.average)}H{right}" stroke="{INK}"/>')
    parts += _dots(funnel, size, x, y)
    parts.append(
        f'<text class="eh-axis" x="{right}" y="{size.height - 8}" text-anchor="end">'
        f"Out of how many: {low:,.0f} to {high:,.0f}</text></svg>"
    )
    return "".join(parts)


def _dots(funnel: Funnel, size: Size, x: Place, y: Place) -> Iterator[str]:
    """Each place as a circle, with a thin line to its name at the edge."""
    edge = size.width - size.right
    names = funnel.names(size)
    for dot, at in names:
        yield (
            f'<path d="M{x(dot.out_of)} {y(dot.value)}L{edge} {at}h{LEADER - 2}" fill="none" '
            f'stroke="{EDGE}"/>'
        )
    for dot, at in names:
        colour = SIGNAL_COLOURS.get(dot.look, OURS)
        fill = "#fff" if dot.look in {"", "everyones_worse"} else colour
        yield (
            f'<circle cx="{x(dot.out_of)}" cy="{y(dot.value)}" r="6" fill="{fill}" '
            f'stroke="{colour}" stroke-width="2.5"/>'
            f'<text class="eh-strong" x="{edge + LEADER}" y="{round(at + 5, 1)}">'
            f"{escape(dot.name)}</text>"
        )


def figure(funnel: Funnel) -> Figure:
    """The same for Plotly, with a layout for a wide screen and one for a telephone."""
    lines = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": funnel.sizes,
            "y": [both[side] for both in funnel.limits[z]],
            "line": {"color": EDGE, "width": 1, "dash": "dash" if z == FUNNEL_Z_95 else "dot"},
            "hoverinfo": "skip",
        }
        for z, _ in _LIMITS
        for side in (0, 1)
    ]
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": [dot.out_of for dot in funnel.dots],
        "y": [dot.value for dot in funnel.dots],
        "customdata": [[escape(dot.name), dot.text, dot.word] for dot in funnel.dots],
        "hovertemplate": (
            "%{customdata[0]}<br>%{customdata[1]}<br>%{customdata[2]}<extra></extra>"
        ),
        "marker": {
            "symbol": [SYMBOLS.get(dot.look, "circle-open") for dot in funnel.dots],
            "size": 12,
            "color": [SIGNAL_COLOURS.get(dot.look, OURS) for dot in funnel.dots],
            "line": {"width": 2},
        },
        "cliponaxis": False,
    }
    return {
        "data": [*lines, dots],
        "layout": _layout(funnel, WIDE),
        "narrow": _layout(funnel, NARROW),
    }


def _layout(funnel: Funnel, size: Size) -> Figure:
    names, axis = funnel.names(size), funnel.axis

    def value(down: float) -> float:
        part = 1 - (down - size.top) / size.plot_height
        return axis.bottom + (axis.top - axis.bottom) * part

    return {
        "template": TEMPLATE,
        "height": size.height,
        "margin": {"l": size.left, "r": size.right, "t": size.top, "b": size.bottom, "pad": 0},
        "hovermode": "closest",
        "xaxis": {
            "range": list(funnel.ends),
            "fixedrange": True,
            "zeroline": False,
            "showgrid": False,
            "nticks": 5,
            "title": {"text": "Out of how many", "font": {"size": 14}},
        },
        "yaxis": {
            "range": [funnel.axis.bottom, funnel.axis.top],
            "fixedrange": True,
            "zeroline": False,
            "tickvals": list(funnel.axis.ticks),
            "ticktext": [funnel.axis.text(tick) for tick in funnel.axis.ticks],
        },
        "shapes": [
            {
                "type": "line", "xref": "paper", "x0": 0, "x1": 1,
                "y0": funnel.average, "y1": funnel.average,
                "line": {"color": INK, "width": 1},
            },
            *(
                {
                    "type": "line", "layer": "below",
                    "x0": dot.out_of, "x1": funnel.ends[1], "y0": dot.value, "y1": value(at),
                    "line": {"color": EDGE, "width": 1},
                }
                for dot, at in names
            ),
        ],
        "annotations": [
            {
                "text": f"<b>{escape(dot.name)}</b>", "showarrow": False, "xref": "paper", "x": 1,
                "xanchor": "left", "xshift": LEADER - 4, "y": value(at), "yanchor": "middle",
            }
            for dot, at in names
        ],
    }  # fmt: skip
