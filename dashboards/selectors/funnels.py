"""A measure's localities in the funnel around the borough, and its trend over the years."""

from __future__ import annotations

from dataclasses import dataclass

from dashboards import funnel
from dashboards.figures import Figure
from dashboards.selectors.comparing import COMPARABLE, look_of
from dashboards.selectors.history import Cell, History
from ehportal.wording import count
from outcomes.calculations.combining import MeasureType
from outcomes.calculations.comparison import Comparison, Polarity, with_funnel
from outcomes.calculations.trend import POINTS, Marker, TrendPoint, recent_trend
from outcomes.models import Accountability, Measure
from outcomes.services.periods import quarter_of

FEWEST_PLACES = 3

_BEYOND = {
    Comparison.BETTER: "better than chance gives",
    Comparison.WORSE: "worse than chance gives",
    Comparison.HIGHER: "higher than chance gives",
    Comparison.LOWER: "lower than chance gives",
}
_TREND = {
    Marker.INCREASING: "rising",
    Marker.DECREASING: "falling",
    Marker.INCREASING_BETTER: "rising, which is getting better",
    Marker.INCREASING_WORSE: "rising, which is getting worse",
    Marker.DECREASING_BETTER: "falling, which is getting better",
    Marker.DECREASING_WORSE: "falling, which is getting worse",
    Marker.NO_CHANGE: "no significant change",
}


@dataclass(frozen=True)
class FunnelDrawing:
    """The funnel as it is printed, without script and with."""

    description: str
    wide: str
    narrow: str
    figure: Figure


def funnel_of(measure: Measure, past: History) -> FunnelDrawing | None:
    """The latest quarter's localities; None but for a proportion with enough that may be shown.

    A hidden figure is not in it, nor is anything worked out from one; a borough that lacks a place
    gives no average to stand around.
    """
    whole = past.borough.latest if past.borough else None
    if measure.type != MeasureType.PROPORTION or whole is None or whole.value is None:
        return None
    dots = [
        dot
        for place in past.localities
        if place.latest and (dot := _dot(measure, place.name, place.latest, whole.value))
    ]
    if len(dots) < FEWEST_PLACES or whole.included < whole.expected:
        return None
    each = "; ".join(f"{dot.name} {dot.text}, {dot.word}" for dot in dots)
    drawn = funnel.Funnel(
        title=f"{measure.title}: localities around the borough, {past.quarters[-1].label}",
        description=(
            f"Around the borough’s {whole.text}: {each}. Dashed lines hold 95% of what "
            "chance gives out of so many, dotted lines 99.8%."
        ),
        dots=dots,
        average=whole.value,
        average_text=whole.text,
    )
    return FunnelDrawing(
        description=drawn.description,
        wide=funnel.drawing(drawn, funnel.WIDE, key="funnel-wide"),
        narrow=funnel.drawing(drawn, funnel.NARROW, key="funnel-narrow"),
        figure=funnel.figure(drawn),
    )


def _dot(measure: Measure, name: str, cell: Cell, average: float) -> funnel.Dot | None:
    if cell.value is None or cell.numerator is None or cell.denominator is None:
        return None
    held = with_funnel(
        cell.numerator,
        cell.denominator,
        benchmark=average,
        polarity=Polarity(measure.polarity),
    )
    if held is None:
        return None
    beyond, near = _BEYOND.get(held.at_99_8), _BEYOND.get(held.at_95)
    word = "within what chance gives"
    if beyond or near:
        word = f"{beyond or near}, at {'99.8%' if beyond else '95%'}"
    is_everyones = measure.accountability == Accountability.POPULATION
    look = look_of(held.at_99_8.value, is_everyones=is_everyones) if beyond else ""
    return funnel.Dot(
        name=name,
        out_of=float(cell.denominator),
        value=cell.value,
        text=f"{cell.text} ({cell.of_text})",
        word=word,
        look="changed" if look in {"higher", "lower"} else look,
    )


def trend_of(measure: Measure, past: History) -> str:
    """The recent trend in words: over five years, since five quarters in a row carry the seasons.

    Nothing for what has no interval. Places that are missing would look like a change, so that a
    partial figure is left out.
    """
    if measure.type not in COMPARABLE or past.borough is None:
        return ""
    same = quarter_of(past.quarters[-1].code)
    years = [
        cell
        for quarter, cell in zip(past.quarters, past.borough.cells, strict=True)
        if quarter_of(quarter.code) == same
        and cell
        and cell.value is not None
        and cell.included == cell.expected
    ]
    what = "the same quarter of each year"
    if len(years) < POINTS:
        return (
            f"Recent trend: not tested. It takes {what} for five years; there "
            f"{'is' if len(years) == 1 else 'are'} {count(len(years), 'year')}."
        )
    found = recent_trend([_point(cell) for cell in years], Polarity(measure.polarity))
    if found.marker == Marker.CANNOT_BE_CALCULATED:
        return "Recent trend: cannot be calculated from these figures."
    return f"Recent trend over {what} for five years: {_TREND[found.marker]}, tested at 99.8%."


def _point(cell: Cell) -> TrendPoint:
    count_, out_of = cell.numerator, cell.denominator
    return TrendPoint(
        value=cell.value,
        lower=cell.lower,
        upper=cell.upper,
        count=None if count_ is None or cell.kind != MeasureType.PROPORTION else float(count_),
        denominator=None if out_of is None else float(out_of),
    )
