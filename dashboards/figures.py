"""Charts as Plotly figures: plain dicts made by pure functions, drawn by charts.js.

A dict costs a hundredth of what `plotly.graph_objects` costs; the tests validate every kind of
figure against Plotly's own schema. Labels stand where the static drawing puts them.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from dashboards.chart_labels import (
    LINE_HEIGHT,
    Label,
    inner_labels,
    place_bracket,
    side_labels,
)
from dashboards.charts import (
    BAND,
    EDGE,
    GRID,
    INK,
    MUTED,
    OURS,
    SIGNAL_COLOURS,
    TARGET,
    THEIRS,
    Band,
    LineChart,
    Reference,
    Scale,
    every,
    narrow_scale,
    wide_scale,
    years_of,
)

Figure = dict[str, Any]

SYMBOLS = {
    "better": "circle",
    "worse": "diamond",
    "changed": "square",
    "everyones_worse": "diamond-open",
}

TEMPLATE: Figure = {
    "layout": {
        "font": {"family": "Arial, Helvetica, sans-serif", "size": 14, "color": INK},
        "paper_bgcolor": "#fff",
        "plot_bgcolor": "#fff",
        "showlegend": False,
        "dragmode": False,
        "hovermode": "x",
        "hoverlabel": {
            "bgcolor": "#fff",
            "bordercolor": INK,
            "align": "left",
            "font": {"family": "Arial, Helvetica, sans-serif", "size": 14, "color": INK},
        },
    }
}


def line(chart: LineChart) -> Figure:
    """The chart as a figure with two layouts: `layout` is wide, `narrow` is for a telephone."""
    return {
        "data": [_series(chart, *stretch) for stretch in chart.stretches],
        "layout": _layout(chart, is_narrow=False),
        "narrow": _layout(chart, is_narrow=True),
    }


def as_plotly(figure: Figure, *, is_narrow: bool = False) -> Figure:
    """What Plotly itself is given: the data and one of the two layouts."""
    return {"data": figure["data"], "layout": figure["narrow" if is_narrow else "layout"]}


def _series(chart: LineChart, start: int, end: int) -> Figure:
    """The line between two new baselines; all of it where there is none."""
    marks = chart.marks[start:end]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": list(range(start, end)),
        "y": [mark.value for mark in marks],
        "connectgaps": False,
        "line": {"color": OURS, "width": 2.5},
        "marker": {
            "symbol": [SYMBOLS.get(mark.signal, "circle") for mark in marks],
            "size": [11 if mark.signal else 9 for mark in marks],
            "color": [SIGNAL_COLOURS.get(mark.signal, "#fff") for mark in marks],
            "line": {
                "width": 2,
                "color": [SIGNAL_COLOURS.get(mark.signal, OURS) for mark in marks],
            },
            "opacity": [int(is_telling) for is_telling in chart.telling[start:end]],
        },
        "customdata": [
            [mark.label, mark.text, f"<br>{mark.detail}" if mark.detail else ""] for mark in marks
        ],
        "hovertemplate": ("%{customdata[0]}<br>%{customdata[1]}%{customdata[2]}<extra></extra>"),
        "cliponaxis": False,
    }


def _layout(chart: LineChart, *, is_narrow: bool) -> Figure:
    scale = narrow_scale(chart) if is_narrow else wide_scale(chart)
    axis, size = scale.axis, scale.size
    years = years_of(chart.marks)
    named = every(
        years,
        width=size.plot_width,
        count=len(chart.marks),
        needed=44 if is_narrow else 62,
    )
    return {
        "template": TEMPLATE,
        "height": size.height,
        "margin": {"l": size.left, "r": size.right, "t": size.top, "b": size.bottom, "pad": 0},
        "xaxis": {
            "range": [-0.5, len(chart.marks) - 0.5],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "tickvals": [(year.first + year.last) / 2 for year in named],
            "ticktext": [year.text[2:] if is_narrow else year.text for year in named],
            "tickangle": 0,
            "ticks": "outside",
            "ticklen": 8,
            "tickcolor": "#fff",
            "tickfont": {"color": MUTED},
        },
        "yaxis": {
            "range": [0, axis.top],
            "fixedrange": True,
            "zeroline": False,
            "gridcolor": GRID,
            "tickvals": list(axis.ticks),
            "ticktext": [axis.text(tick) for tick in axis.ticks],
            "tickfont": {"color": MUTED},
        },
        "shapes": [
            *_band_shapes(chart),
            *_reference_shapes(chart),
            *_year_shapes(chart),
            *([] if is_narrow else _bracket_shapes(chart, scale)),
        ],
        "annotations": _inner(chart, scale) if is_narrow else _side(chart, scale),
    }


def _across(y: float, **line: Any) -> Figure:
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": y,
        "y1": y,
        "layer": "below",
        "line": line,
    }


def _band_shapes(chart: LineChart) -> list[Figure]:
    shapes: list[Figure] = []
    for band in chart.bands:
        ends = _ends(band, chart)
        shapes.append(
            {
                "type": "rect",
                **ends,
                "y0": band.lower,
                "y1": band.upper,
                "layer": "below",
                "fillcolor": BAND,
                "line": {"width": 0},
            }
        )
    shapes.append(_across(0, color=EDGE, width=1))
    for band in chart.bands:
        ends = _ends(band, chart)
        dash = "6px,4px" if band.is_trial else "2px,3px"
        shapes += [
            _across(band.lower, color=EDGE, width=1, dash=dash) | ends,
            _across(band.upper, color=EDGE, width=1, dash=dash) | ends,
            _across(band.average, color=EDGE, width=1) | ends,
        ]
    return shapes + [_start_shape(start) for start in chart.starts]


def _ends(band: Band, chart: LineChart) -> Figure:
    """Where a usual range starts and ends: the edges of the drawing, or a new baseline."""
    end = len(chart.marks) if band.end is None else band.end
    if not band.first and end >= len(chart.marks):
        return {"xref": "paper", "x0": 0, "x1": 1}
    return {"xref": "x", "x0": band.first - 0.5, "x1": end - 0.5}


def _start_shape(start: int) -> Figure:
    """The upright line where a new baseline starts."""
    return {
        "type": "line",
        "xref": "x",
        "x0": start - 0.5,
        "x1": start - 0.5,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "layer": "below",
        "line": {"color": INK, "width": 1},
    }


def _reference_shapes(chart: LineChart) -> list[Figure]:
    shapes = []
    for reference in chart.references:
        is_target = reference.kind == TARGET
        dash = "14px,5px,3px,5px" if is_target else "8px,4px"
        for value in reference.values:
            shape = _across(value, color=INK if is_target else THEIRS, width=2, dash=dash)
            if reference.first:
                shape |= {"xref": "x", "x0": reference.first - 0.5, "x1": len(chart.marks) - 0.5}
            shapes.append(shape)
        shapes += _step_shapes(reference, dash)
    return shapes


def _step_shapes(reference: Reference, dash: str) -> Iterator[Figure]:
    """The levels that a target had before, and the upright stroke from each to the next."""
    steps = [*reference.earlier, (reference.first, reference.low)]
    for (first, value), (end, following) in pairwise(steps):
        level = _across(value, color=INK, width=2, dash=dash)
        yield level | {"xref": "x", "x0": first - 0.5, "x1": end - 0.5}
        stroke = _across(value, color=INK, width=2, dash=dash)
        yield stroke | {"xref": "x", "x0": end - 0.5, "x1": end - 0.5, "y1": following}


def _year_shapes(chart: LineChart) -> list[Figure]:
    """A short stroke under the axis between one financial year and the next."""
    return [
        {
            "type": "line",
            "x0": year.last + 0.5,
            "x1": year.last + 0.5,
            "yref": "paper",
            "y0": 0,
            "y1": -0.028,
            "line": {"color": EDGE, "width": 1},
        }
        for year in years_of(chart.marks)[:-1]
    ]


def _side(chart: LineChart, scale: Scale) -> list[Figure]:
    notes = [
        note for label in side_labels(chart, scale) for note in _notes(label, scale, x=1, xshift=12)
    ]
    return [*notes, *_bracket(chart, scale)]


def _inner(chart: LineChart, scale: Scale) -> list[Figure]:
    notes: list[Figure] = []
    for label in inner_labels(chart, scale):
        is_left = label.style == "strong"
        place = {"x": 0, "xshift": 4} if is_left else {"x": 1, "xanchor": "right"}
        notes += _notes(label, scale, bgcolor="#fff", **place)
    return notes


def _notes(label: Label, scale: Scale, **more: Any) -> Iterator[Figure]:
    """A label's lines, each at its height; Plotly counts from the bottom of the lines, as a share.

    Weight is given as a font's, never as a tag in the text: Plotly turns tags into inline styles,
    which the content security policy stops.
    """
    for i, text in enumerate(label.lines):
        y = label.y - label.height / 2 + (i + 0.5) * LINE_HEIGHT
        is_bold = label.style == "own" or (label.style == "strong" and i == 0)
        yield {
            "text": html.escape(text, quote=False),
            "xref": "paper",
            "yref": "paper",
            "y": round(1 - (y - scale.size.top) / scale.size.plot_height, 4),
            "xanchor": "left",
            "yanchor": "middle",
            "align": "left",
            "showarrow": False,
            "borderpad": 0,
            "font": {
                "color": {"own": OURS, "axis": MUTED}.get(label.style, INK),
                "weight": "bold" if is_bold else "normal",
            },
            **more,
        }


def _bracket(chart: LineChart, scale: Scale) -> list[Figure]:
    placed = place_bracket(chart, scale)
    if not placed:
        return []
    return [
        {
            "text": html.escape(placed.text, quote=False),
            "xref": "paper",
            "yref": "paper",
            "x": round((placed.text_x - scale.size.left) / scale.size.plot_width, 4),
            "y": round(1 - (placed.y - scale.size.top) / scale.size.plot_height, 4),
            "yshift": 12 if placed.is_above else -14,
            "xanchor": "center",
            "yanchor": "middle",
            "showarrow": False,
            "bgcolor": "#fff",
            "borderpad": 0,
        }
    ]


def _bracket_shapes(chart: LineChart, scale: Scale) -> list[Figure]:
    """The same bracket as the static drawing's: one stroke and two feet."""
    placed = place_bracket(chart, scale)
    if not placed:
        return []
    foot = placed.y + (6 if placed.is_above else -6)
    corners = [
        (placed.left, foot),
        (placed.left, placed.y),
        (placed.right, placed.y),
        (placed.right, foot),
    ]
    shares = [
        (
            round((x - scale.size.left) / scale.size.plot_width, 4),
            round(1 - (y - scale.size.top) / scale.size.plot_height, 4),
        )
        for x, y in corners
    ]
    path = "M" + "L".join(f"{x},{y}" for x, y in shares)
    line = {"color": OURS, "width": 1}
    return [{"type": "path", "xref": "paper", "yref": "paper", "path": path, "line": line}]
