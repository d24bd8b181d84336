"""Charts as inline SVG: on paper, without script, and until the script has drawn its own.

Attributes, not styles, carry the drawing, so that it passes a strict content security policy and
can be put into a document as it is. Each main chart is drawn twice, wide and narrow, so that its
text stays 14 pixels high.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from django.utils.html import escape

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
    OURS,
    SIGNAL_COLOURS,
    TARGET,
    THEIRS,
    Axis,
    Band,
    LineChart,
    Scale,
    Size,
    SmallChart,
    axis_for,
    every,
    narrow_scale,
    wide_scale,
    years_of,
)

SMALL = Size(width=264, height=168, left=34, right=8, top=8, bottom=24)

HALO = ' paint-order="stroke" stroke="#fff" stroke-width="4" stroke-linejoin="round"'
CLASSES = {"axis": "eh-axis", "own": "eh-strong eh-own", "strong": "eh-strong"}


def wide(chart: LineChart, *, key: str) -> str:
    """The chart 744 pixels wide with its labels at the right. `key` makes its ids unique."""
    scale = wide_scale(chart)
    texts = [_label(label, x=scale.right_edge + 12) for label in side_labels(chart, scale)]
    texts += _bracket(chart, scale)
    return _drawing(chart, scale, f"{key}-wide", texts, is_short=False)


def narrow(chart: LineChart, *, key: str) -> str:
    """The chart 345 pixels wide, for a telephone, with its labels among the lines."""
    scale = narrow_scale(chart)
    end = ' text-anchor="end"'
    texts = [
        _label(label, x=scale.size.left + 4, attributes=HALO)
        if label.style == "strong"
        else _label(label, x=scale.right_edge, attributes=end + HALO)
        for label in inner_labels(chart, scale)
    ]
    return _drawing(chart, scale, f"{key}-narrow", texts, is_short=True)


def small(chart: SmallChart) -> str:
    """A locality beside the borough (dashed), 264 pixels wide; every chart of a row alike."""
    half = chart.top / 2
    axis = Axis((0, half, chart.top) if half == int(half) else (0, chart.top), chart.suffix)
    room = max(38, axis.room)
    size = Size(SMALL.width, SMALL.height, room, SMALL.right, SMALL.top, SMALL.bottom)
    scale = Scale(size, len(chart.values), axis)
    parts = [
        (
            f'<svg viewBox="0 0 {size.width} {size.height}" role="img" '
            f'aria-label="{escape(chart.description)}">'
        ),
        *_grid(axis, scale),
        *_line(chart.borough, scale, colour=EDGE, width=1.5, dash="4 3"),
        *_line(chart.values, scale, colour=OURS, width=2.5),
    ]
    known = [(i, value) for i, value in enumerate(chart.values) if value is not None]
    if known:
        i, value = known[-1]
        parts.append(f'<circle cx="{scale.x(i)}" cy="{scale.y(value)}" r="4" fill="{OURS}"/>')
    bottom = size.height - 6
    parts.append(f'<text class="eh-axis" x="{size.left}" y="{bottom}">{chart.first_label}</text>')
    if len(chart.values) > 1:
        parts.append(
            f'<text class="eh-axis" x="{scale.right_edge}" y="{bottom}" '
            f'text-anchor="end">{chart.last_label}</text>'
        )
    return "".join([*parts, "</svg>"])


def shared_top(values: Sequence[float | None], *, ceiling: float | None, is_whole: bool) -> float:
    """The end of the axis that all of a row's small charts share."""
    known = [value for value in values if value is not None]
    return axis_for(max(known, default=0), ceiling=ceiling, is_whole=is_whole).top


def _drawing(chart: LineChart, scale: Scale, key: str, texts: list[str], *, is_short: bool) -> str:
    size = scale.size
    parts = [
        (
            f'<svg viewBox="0 0 {size.width} {size.height}" role="img" '
            f'aria-labelledby="{key}-t {key}-d">'
        ),
        f'<title id="{key}-t">{escape(chart.title)}</title>',
        f'<desc id="{key}-d">{escape(chart.description)}</desc>',
        *_band(chart, scale),
        *_grid(scale.axis, scale),
        *_band_edges(chart, scale),
        *_references(chart, scale),
        *_own_line(chart, scale),
        *_marks(chart, scale),
        *_years(chart, scale, is_short=is_short),
        *texts,
    ]
    return "".join([*parts, "</svg>"])


def _grid(axis: Axis, scale: Scale) -> Iterator[str]:
    left, right = scale.size.left, scale.right_edge
    for tick in axis.ticks:
        y = scale.y(tick)
        colour = GRID if tick else EDGE
        yield f'<path d="M{left} {y}H{right}" stroke="{colour}"/>'
        yield (
            f'<text class="eh-axis" x="{left - 8}" y="{round(y + 5, 1)}" '
            f'text-anchor="end">{axis.text(tick)}</text>'
        )


def _band(chart: LineChart, scale: Scale) -> Iterator[str]:
    for band in chart.bands:
        top, bottom = scale.y(band.upper), scale.y(band.lower)
        left, right = _ends(band, chart, scale)
        yield f'<path d="M{left} {top}H{right}V{bottom}H{left}z" fill="{BAND}"/>'


def _ends(band: Band, chart: LineChart, scale: Scale) -> tuple[float, float]:
    """Where a usual range starts and ends: the edges of the drawing, or a new baseline."""
    left = scale.x(band.first - 0.5) if band.first else scale.size.left
    is_last = band.end is None or band.end >= len(chart.marks)
    return left, scale.right_edge if is_last or band.end is None else scale.x(band.end - 0.5)


def _band_edges(chart: LineChart, scale: Scale) -> Iterator[str]:
    for band in chart.bands:
        left, right = _ends(band, chart, scale)
        edges = "".join(f"M{left} {scale.y(v)}H{right}" for v in (band.upper, band.lower))
        dash = "6 4" if band.is_trial else "2 3"
        yield f'<path d="{edges}" stroke="{EDGE}" stroke-dasharray="{dash}" fill="none"/>'
        yield f'<path d="M{left} {scale.y(band.average)}H{right}" stroke="{EDGE}"/>'
    for start in chart.starts:
        x = scale.x(start - 0.5)
        yield f'<path d="M{x} {scale.size.top}V{scale.floor}" stroke="{INK}"/>'


def _edge(first: int, scale: Scale) -> float:
    """Where a line that holds from a period starts: before it, or at the edge of the drawing."""
    return scale.x(first - 0.5) if first else scale.size.left


def _references(chart: LineChart, scale: Scale) -> Iterator[str]:
    for reference in chart.references:
        steps = [*reference.earlier, (reference.first, reference.low)]
        lines = f"M{_edge(steps[0][0], scale)} {scale.y(steps[0][1])}"
        lines += "".join(f"H{_edge(first, scale)}V{scale.y(v)}" for first, v in steps[1:])
        lines += f"H{scale.right_edge}"
        if reference.high is not None:
            start = _edge(reference.first, scale)
            lines += f"M{start} {scale.y(reference.high)}H{scale.right_edge}"
        is_target = reference.kind == TARGET
        colour, dash = (INK, "14 5 3 5") if is_target else (THEIRS, "8 4")
        yield (
            f'<path d="{lines}" stroke="{colour}" stroke-width="2" '
            f'stroke-dasharray="{dash}" fill="none"/>'
        )


def _line(
    values: Sequence[float | None], scale: Scale, *, colour: str, width: float, dash: str = ""
) -> Iterator[str]:
    """The stretches between gaps; a figure that stands alone between gaps is a dot."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    for is_known, run in groupby(enumerate(values), key=lambda pair: pair[1] is not None):
        points = [(scale.x(i), scale.y(value)) for i, value in run if value is not None]
        if is_known and len(points) == 1:
            (x, y) = points[0]
            yield f'<circle cx="{x}" cy="{y}" r="{width}" fill="{colour}"/>'
        elif is_known:
            path = " ".join(f"{x},{y}" for x, y in points)
            yield (
                f'<polyline fill="none" stroke="{colour}" stroke-width="{width}"{dashes} '
                f'points="{path}"/>'
            )


def _own_line(chart: LineChart, scale: Scale) -> Iterator[str]:
    """The line of the figures, broken where a new baseline starts."""
    for start, end in chart.stretches:
        inside = range(start, end)
        values = [mark.value if i in inside else None for i, mark in enumerate(chart.marks)]
        yield from _line(values, scale, colour=OURS, width=2.5)


def _marks(chart: LineChart, scale: Scale) -> Iterator[str]:
    """Hollow circles; filled shapes where a rule of the control chart marks the period."""
    for i, (mark, is_telling) in enumerate(zip(chart.marks, chart.telling, strict=True)):
        if mark.value is None or not is_telling:
            continue
        x, y = scale.x(i), scale.y(mark.value)
        colour = SIGNAL_COLOURS.get(mark.signal, OURS)
        if mark.signal == "worse":
            yield f'<path d="M{x} {round(y - 6, 1)}l6 6-6 6-6-6z" fill="{colour}"/>'
        elif mark.signal == "everyones_worse":
            path = f"M{x} {round(y - 6, 1)}l6 6-6 6-6-6z"
            yield f'<path d="{path}" fill="#fff" stroke="{colour}" stroke-width="2.5"/>'
        elif mark.signal == "changed":
            yield (f'<path d="M{round(x - 4.5, 1)} {round(y - 4.5, 1)}h9v9h-9z" fill="{colour}"/>')
        elif mark.signal:
            yield f'<circle cx="{x}" cy="{y}" r="5" fill="{colour}"/>'
        else:
            yield (
                f'<circle cx="{x}" cy="{y}" r="3.5" fill="#fff" stroke="{colour}" '
                'stroke-width="2"/>'
            )


def _years(chart: LineChart, scale: Scale, *, is_short: bool) -> Iterator[str]:
    years = years_of(chart.marks)
    named = every(
        years, width=scale.size.plot_width, count=len(chart.marks), needed=44 if is_short else 62
    )
    for year in years[:-1]:
        x = scale.x(year.last + 0.5)
        yield f'<path d="M{x} {scale.floor}v10" stroke="{EDGE}"/>'
    for year in named:
        text = year.text[2:] if is_short else year.text
        half = 4 * len(text)
        x = (scale.x(year.first) + scale.x(year.last)) / 2
        x = min(max(x, scale.size.left + half - 6), scale.size.width - half)
        yield (
            f'<text class="eh-axis" x="{round(x, 1)}" y="{scale.floor + 22}" '
            f'text-anchor="middle">{escape(text)}</text>'
        )


def _label(label: Label, *, x: float, attributes: str = "") -> str:
    """A label of one or two lines around its middle; a reference's name is bold."""
    first = label.y - label.height / 2 + 13
    words = []
    for i, line in enumerate(label.lines):
        is_plain = label.style == "strong" and i > 0
        classes = "" if is_plain else f' class="{CLASSES[label.style]}"'
        y = round(first + i * LINE_HEIGHT, 1)
        words.append(f'<text{classes} x="{x}" y="{y}"{attributes}>{escape(line)}</text>')
    return "".join(words)


def _bracket(chart: LineChart, scale: Scale) -> Iterator[str]:
    """Over or under a run: a bracket with what is said of it."""
    placed = place_bracket(chart, scale)
    if not placed:
        return
    foot = 6 if placed.is_above else -6
    yield (
        f'<path d="M{placed.left} {placed.y + foot}v{-foot}H{placed.right}v{foot}" '
        f'fill="none" stroke="{OURS}"/>'
    )
    text_y = placed.y - 7 if placed.is_above else placed.y + 18
    yield (
        f'<text x="{placed.text_x}" y="{round(text_y, 1)}" text-anchor="middle"{HALO}>'
        f"{escape(placed.text)}</text>"
    )
