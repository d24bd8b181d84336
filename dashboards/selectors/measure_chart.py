"""From a measure's published figures to its charts and to what may be said of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards import narrative, svg
from dashboards.charts import (
    COMPARATOR,
    TARGET,
    Band,
    Bracket,
    LineChart,
    Mark,
    Reference,
    SmallChart,
)
from dashboards.exports.shorthand import SYMBOLS
from dashboards.selectors.comparing import COMPARABLE, compare, look_of
from dashboards.selectors.evidence import ComparatorLine, TargetLine
from dashboards.selectors.history import (
    Cell,
    History,
    PlaceHistory,
    Quarter,
    same_quarter_last_year,
)
from ehportal.wording import MONTHS
from outcomes.calculations.combining import MeasureType
from outcomes.calculations.comparison import Comparison, Polarity
from outcomes.calculations.rounding import value_text
from outcomes.calculations.spc import PointType, Rule, Segment, Stage
from outcomes.calculations.suitability import Pattern
from outcomes.findings import Found, Reading, find, run_length, usual_range
from outcomes.models import Accountability, Frequency, Measure, Rebase
from outcomes.rulebook import STANDARD, Rulebook, baselines_in

NUMERIC = frozenset(
    {
        MeasureType.COUNT,
        MeasureType.PROPORTION,
        MeasureType.RATE,
        MeasureType.MEAN,
        MeasureType.DURATION,
    }
)

POINTER = "The table on this page has every figure."

_SIGNAL = {
    PointType.IMPROVEMENT: "better",
    PointType.CONCERN: "worse",
    PointType.NEUTRAL_HIGH: "changed",
    PointType.NEUTRAL_LOW: "changed",
}


@dataclass(frozen=True)
class Locality:
    """A locality beside the borough: its latest figure, how it compares, its small chart."""

    name: str
    slug: str
    text: str
    of_text: str
    interval_text: str
    comparison: str
    comparison_text: str
    note: str
    drawing: str


def noun_of(measure: Measure) -> str:
    """What its figures are counted in."""
    return "quarters" if measure.frequency == Frequency.QUARTERLY else "years"


def read(
    measure: Measure,
    place: PlaceHistory,
    *,
    quarters: Sequence[Quarter],
    rules: Rulebook = STANDARD,
    rebases: Sequence[Rebase] = (),
) -> Found:
    """What the rules say of the place's latest figure: the same that was said in publishing.

    `rules` are those of the publication, `rebases` the new baselines that stood then.
    """
    cells = place.cells[place.first :]
    quarters = quarters[place.first :]
    return find(
        [_reading(cell) for cell in cells],
        measure_type=MeasureType(measure.type),
        polarity=Polarity(measure.polarity),
        noun=noun_of(measure),
        settings=rules.charts,
        baselines=baselines_in(rebases, [quarter.pk for quarter in quarters]),
        pattern=Pattern(measure.pattern),
        year_before=same_quarter_last_year(quarters),
    )


def _reading(cell: Cell | None) -> Reading:
    if cell is None:
        return Reading(None)
    partial = cell.included < cell.expected
    return Reading(cell.value, cell.numerator, cell.denominator, partial, cell.expected)


def line_chart(
    measure: Measure,
    history: History,
    found: Found,
    *,
    targets: Sequence[TargetLine],
    comparators: Sequence[ComparatorLine],
) -> LineChart | None:
    """The borough over time; None where there is nothing to draw: no number was published.

    `targets` are those begun by the last quarter, the oldest first.
    """
    place = history.borough
    kind = MeasureType(measure.type)
    if place is None or kind not in NUMERIC or not any(v is not None for v in place.values):
        return None
    quarters = history.quarters[place.first :]
    cells = place.cells[place.first :]
    is_everyones = measure.accountability == Accountability.POPULATION
    marks = [
        _mark(each, cell, look_of(signal, is_everyones=is_everyones))
        for each, cell, signal in zip(quarters, cells, _signals(found), strict=True)
    ]
    known = [cell for cell in cells if cell and cell.value is not None]
    *earlier, band = _bands(found, kind)
    return LineChart(
        title=f"{measure.title}, {place.name}, {narrative.unit_name(measure.unit)}",
        description=_description(measure, place, known, found, band, targets, comparators),
        own_name=place.name,
        own_text=known[-1].text,
        own_when=_when(quarters, cells),
        marks=marks,
        suffix="%" if kind == MeasureType.PROPORTION else "",
        ceiling=100 if kind == MeasureType.PROPORTION else None,
        is_whole=kind == MeasureType.COUNT,
        band=band,
        earlier_bands=[each for each in earlier if each],
        starts=[segment.start for segment in found.chart.segments[1:]],
        references=_references(targets, comparators, quarters),
        bracket=_bracket(found, len(marks)),
    )


def _signals(found: Found) -> list[str]:
    """What each point's mark says.

    A point is marked by the first rule that it breaks, as in the reference. The latest alone is
    marked as its word says: the reference has an icon for it, in which improvement wins where
    rules for better and for worse both fire, and mark and word stand on one page.
    """
    *earlier, _ = found.chart.points
    return [*(_SIGNAL.get(point.point_type, "") for point in earlier), found.signal]


def _mark(each: Quarter, cell: Cell | None, signal: str) -> Mark:
    if cell is None or cell.value is None:
        return Mark(each.label, each.year, None)
    return Mark(
        label=each.label,
        year=each.year,
        value=cell.value,
        text=narrative.figure(cell.text, cell.of_text),
        detail=f"95% interval {cell.interval_text}" if cell.interval_text else "",
        signal=signal,
    )


def _when(quarters: Sequence[Quarter], cells: Sequence[Cell | None]) -> str:
    """The period of the latest value, where that is not the latest period."""
    last = max(i for i, cell in enumerate(cells) if cell and cell.value is not None)
    return "" if last == len(cells) - 1 else quarters[last].short


def _bands(found: Found, kind: MeasureType) -> list[Band | None]:
    """The usual range of each baseline, the latest last; None where there are too few figures."""
    return [_band(segment, kind) for segment in found.chart.segments] or [None]


def _band(segment: Segment, kind: MeasureType) -> Band | None:
    drawn = usual_range(segment, kind)
    if segment.limits is None or drawn is None:
        return None
    low, high = drawn
    average = value_text(segment.limits.centre, kind)
    return Band(
        lower=low,
        upper=high,
        average=segment.limits.centre,
        range_text=f"{value_text(low, kind)} to {value_text(high, kind)}",
        average_text=f"Average {average}",
        is_trial=segment.stage != Stage.FULL,
        first=segment.start,
        end=segment.end,
    )


def _references(
    targets: Sequence[TargetLine],
    comparators: Sequence[ComparatorLine],
    quarters: Sequence[Quarter],
) -> tuple[Reference, ...]:
    lines = [
        Reference(COMPARATOR, each.place, each.value_text, each.value, each.upper)
        for each in comparators
    ]
    # Of two that start within one quarter the later judges it, as everywhere.
    held = {_first_of(each, quarters): each for each in targets}
    if held:
        *earlier, (first, now) = held.items()
        steps = tuple((start, each.value) for start, each in earlier)
        name = f"Target {now.value_text}"
        lines.append(Reference(TARGET, name, now.by_text, now.value, first=first, earlier=steps))
    return tuple(lines)


def _first_of(target: TargetLine, quarters: Sequence[Quarter]) -> int:
    """The first quarter that the target judges; the last for one that a yearly measure awaits."""
    ends = (i for i, quarter in enumerate(quarters) if quarter.ends_on >= target.starts_on)
    return next(ends, len(quarters) - 1)


def _bracket(found: Found, count: int) -> Bracket | None:
    """The run that the latest figure belongs to, where a run is what its word rests on."""
    rule = found.rule
    if rule is None or rule.rule not in {Rule.SHIFT, Rule.TREND}:
        return None
    text = found.sentence.partition(";")[0].partition(",")[0]
    return Bracket(count - run_length(found.chart, rule), count - 1, text, rule.sign > 0)


def _description(
    measure: Measure,
    place: PlaceHistory,
    known: Sequence[Cell],
    found: Found,
    band: Band | None,
    targets: Sequence[TargetLine],
    comparators: Sequence[ComparatorLine],
) -> str:
    """What a screen reader hears of the chart, from the same facts as the words beside it."""
    first, last = known[0], known[-1]
    noun = noun_of(measure)
    if len(known) == 1:
        parts = [f"{place.name}: one figure, {first.text}."]
    else:
        parts = [f"{place.name}: from {first.text} to {last.text} over {len(known)} {noun}."]
    parts.append(narrative.sentence(found.sentence))
    parts += [narrative.sentence(f"Also: {text[0].lower()}{text[1:]}") for text in found.further]
    if band:
        name = "Trial range" if band.is_trial else "Usual range"
        parts.append(f"{name} {band.range_text}, {band.average_text.lower()}.")
    if band and len(found.chart.segments) > 1:
        parts.append("The usual range starts anew where somebody agreed a new baseline.")
    if targets:
        *earlier, now = targets
        before = "; ".join(f"{each.value_text} {each.from_text}" for each in earlier)
        parts.append(f"Target {now.value_text}{f', before {before}' if before else ''}.")
    parts += [f"{each.place} {each.value_text}." for each in comparators]
    parts.append(POINTER)
    return " ".join(part for part in parts if part)


def localities(measure: Measure, history: History) -> tuple[Locality, ...]:
    """Each locality beside the borough, all on one scale."""
    kind = MeasureType(measure.type)
    places = history.localities
    is_ratio = kind in COMPARABLE
    borough = history.borough if is_ratio or kind not in {MeasureType.COUNT} else None
    values = [value for place in places for value in place.values]
    if borough:
        values += borough.values
    ceiling = 100.0 if kind == MeasureType.PROPORTION else None
    top = svg.shared_top(values, ceiling=ceiling, is_whole=kind == MeasureType.COUNT)
    draws = kind in NUMERIC and sum(value is not None for value in values) > 0
    return tuple(
        _locality(place, history, borough, kind, top if draws else None, Polarity(measure.polarity))
        for place in places
    )


def _locality(
    place: PlaceHistory,
    history: History,
    borough: PlaceHistory | None,
    kind: MeasureType,
    top: float | None,
    polarity: Polarity,
) -> Locality:
    cell = place.latest
    comparison = _compared(cell, borough.latest if borough else None, kind, polarity)
    drawing = ""
    if top is not None and any(value is not None for value in place.values):
        drawing = svg.small(_small(place, history, borough, kind, top))
    return Locality(
        name=place.name,
        slug=place.slug,
        text=_with_meaning(cell),
        of_text=cell.of_text if cell else "",
        interval_text=cell.interval_text if cell else "",
        comparison=comparison.value,
        comparison_text=narrative.against_borough(comparison.value),
        note=cell.note if cell else "",
        drawing=drawing,
    )


def _with_meaning(cell: Cell | None) -> str:
    """The figure, or why there is none: '24.3%', '[c] hidden to protect people'."""
    if cell and cell.value is not None:
        return cell.text
    code = cell.shorthand if cell and cell.shorthand else "x"
    meaning = next((s.meaning.lower() for s in SYMBOLS if s.code == code), "")
    return f"[{code}] {meaning}".strip()


def _compared(
    cell: Cell | None, borough: Cell | None, kind: MeasureType, polarity: Polarity
) -> Comparison:
    """Better, worse or similar, by the locality's 95% interval; a count is not compared."""
    if kind not in COMPARABLE or cell is None or borough is None:
        return Comparison.NOT_COMPARED
    return compare(cell.lower, cell.upper, borough.value, polarity)


def _small(
    place: PlaceHistory,
    history: History,
    borough: PlaceHistory | None,
    kind: MeasureType,
    top: float,
) -> SmallChart:
    known = [cell for cell in place.cells if cell and cell.value is not None]
    beside = ""
    if borough and borough.latest and borough.latest.value is not None:
        beside = f", beside the borough, {borough.latest.text}"
    start, end = history.quarters[0].starts_on, history.quarters[-1].ends_on
    return SmallChart(
        description=(
            f"{place.name}: {known[0].text} to {known[-1].text} "
            f"over {len(history.quarters)} periods{beside}"
        ),
        values=place.values,
        borough=borough.values if borough else (),
        first_label=f"{MONTHS[start.month - 1][:3]} {start.year}",
        last_label=f"{MONTHS[end.month - 1][:3]} {end.year}",
        top=top,
        suffix="%" if kind == MeasureType.PROPORTION else "",
    )
