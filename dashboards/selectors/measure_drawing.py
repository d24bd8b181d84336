"""The chart over time of a measure's page, as it is drawn and what is said around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards import narrative, svg
from dashboards.figures import Figure, line
from dashboards.selectors.commentary import year_total
from dashboards.selectors.evidence import ComparatorLine, TargetLine
from dashboards.selectors.history import History
from dashboards.selectors.measure_chart import line_chart, noun_of
from outcomes.calculations.suitability import Pattern
from outcomes.findings import NO_FIGURE, TOO_EARLY, Found
from outcomes.models import Measure, OverTime


@dataclass(frozen=True)
class Drawing:
    """The chart over time: drawn twice for paper and no script, and as a Plotly figure."""

    heading: str
    subtitle: str
    description: str
    wide: str
    narrow: str
    figure: Figure
    has_limits: bool
    why_no_limits: str
    marks: str


def drawing(
    measure: Measure,
    past: History,
    found: Found | None,
    targets: Sequence[TargetLine],
    comparators: Sequence[ComparatorLine],
) -> Drawing | None:
    """The borough's figures of a measure, drawn; None where there is nothing to draw."""
    if found is None or past.borough is None:
        return None
    chart = line_chart(measure, past, found, targets=targets, comparators=comparators)
    if chart is None:
        return None
    first = past.quarters[past.borough.first].label
    last = past.quarters[-1].label
    when = first if first == last else f"{first} to {last}"
    return Drawing(
        heading=_chart_heading(measure, found),
        subtitle=f"{chart.title}. {when}.",
        description=chart.description,
        wide=svg.wide(chart, key="over-time"),
        narrow=svg.narrow(chart, key="over-time"),
        figure=line(chart),
        has_limits=chart.band is not None,
        why_no_limits=_why_no_limits(measure, past),
        marks=narrative.marks({mark.signal for mark in chart.marks}),
    )


def _why_no_limits(measure: Measure, past: History) -> str:
    """What is said beneath a plain line; with the last year's total of what comes in seasons."""
    pattern = Pattern(measure.pattern)
    parts = [narrative.why_no_limits(pattern, noun_of(measure))]
    if pattern == Pattern.SEASONAL and measure.over_time == OverTime.SUM:
        parts.append(year_total(past))
    return " ".join(part for part in parts if part)


def _chart_heading(measure: Measure, found: Found) -> str:
    if measure.pattern and found.word == TOO_EARLY:
        each = noun_of(measure).removesuffix("s")
        return f"Over time, {each} by {each}"
    if found.sentence:
        return f"Over time: {found.sentence[0].lower()}{found.sentence[1:]}"
    points = sum(point.value is not None for point in found.chart.points)
    if found.word == NO_FIGURE:
        return "Over time: no figure for the latest period"
    return f"Over time: no clear change over {points} {noun_of(measure)}"
