"""The dashboard's row of each measure in each place, worked out once when figures are published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from governance.models import Place
from outcomes.calculations.combining import MeasureType
from outcomes.calculations.comparison import Polarity
from outcomes.calculations.rounding import change_text, of_text, value_text
from outcomes.calculations.spc import Stage
from outcomes.calculations.suitability import Pattern
from outcomes.findings import BETTER, CHANGED, WORSE, Found, Reading, find, usual_range
from outcomes.models import (
    Frequency,
    Measure,
    MeasureSummary,
    Period,
    PublishedFigure,
    Rebase,
)
from outcomes.release import Figure
from outcomes.rulebook import STANDARD, Rebases, Rulebook, baselines_in
from outcomes.services.periods import is_due, year_before
from outcomes.sparkline import Band, sparkline

SIGNALS = frozenset({BETTER, WORSE, CHANGED})
_SHORTHAND_WORDS = {
    "c": "hidden to protect people",
    "x": "not available",
    "z": "not applicable",
}


@dataclass(frozen=True)
class Point:
    """One published figure of a series, as a dashboard may show it."""

    value: float | None
    numerator: Decimal | None
    denominator: Decimal | None
    shorthand: str
    expected: int
    included: int

    @property
    def is_partial(self) -> bool:
        return self.included < self.expected


Series = Mapping[int, Point]
"""Period id to the last published figure."""


def published_series(*, up_to: Period) -> defaultdict[tuple[int, int], dict[int, Point]]:
    """Every series of everybody's figures: (measure, place) to its periods, last version each."""
    rows = (
        PublishedFigure.objects.filter(
            category=None, publication__period__starts_on__lte=up_to.starts_on
        )
        .order_by("publication__number")
        .values_list(
            "measure_id",
            "place_id",
            "period_id",
            "value",
            "numerator",
            "denominator",
            "shorthand",
            "reporters_expected",
            "reporters_included",
        )
    )
    series: defaultdict[tuple[int, int], dict[int, Point]] = defaultdict(dict)
    for measure, place, period, *point in rows.iterator(chunk_size=5000):
        series[measure, place][period] = Point(*point)
    return series


def summarise(
    *,
    as_at: Period,
    period: Period,
    figures: Sequence[Figure],
    measures: Sequence[Measure],
    places: Sequence[Place],
    periods: Sequence[Period],
    rules: Rulebook = STANDARD,
    rebases: Rebases | None = None,
) -> list[MeasureSummary]:
    """A row for each measure and place that has ever had a figure, not yet saved.

    `figures` are those about to be published for `period`; they stand over what was published
    before. `periods` are the quarters up to `as_at`, oldest first.
    """
    series = published_series(up_to=as_at)
    everybody = [figure for figure in figures if figure.category_id is None]
    for figure in everybody:
        series[figure.measure.pk, figure.place.pk][period.pk] = Point(
            figure.value,
            figure.numerator,
            figure.denominator,
            figure.shorthand,
            figure.expected,
            figure.included,
        )
    coverage = {(f.measure.pk, f.place.pk): f for f in everybody} if period == as_at else {}
    rows = []
    for measure in measures:
        due = [each for each in periods if is_due(measure, each)]
        for place in places:
            known = series.get((measure.pk, place.pk))
            if known and due:
                anew = (rebases or {}).get((measure.pk, place.pk), ())
                rows.append(_row(as_at, measure, place, due, known, coverage, rules, anew))
    return rows


def _row(
    as_at: Period,
    measure: Measure,
    place: Place,
    due: Sequence[Period],
    known: Series,
    coverage: Mapping[tuple[int, int], Figure],
    rules: Rulebook,
    rebases: Sequence[Rebase],
) -> MeasureSummary:
    first = next(i for i, period in enumerate(due) if period.pk in known)
    due = due[first:]
    points = [known.get(period.pk) for period in due]
    kind = MeasureType(measure.type)
    found = find(
        [_reading(point) for point in points],
        measure_type=kind,
        polarity=Polarity(measure.polarity),
        noun="quarters" if measure.frequency == Frequency.QUARTERLY else "years",
        settings=rules.charts,
        baselines=baselines_in(rebases, [period.pk for period in due]),
        pattern=Pattern(measure.pattern),
        year_before=year_before([period.code for period in due]),
    )
    latest = points[-1]
    value = latest.value if latest else None
    shorthand = latest.shorthand if latest else "x"
    return MeasureSummary(
        measure=measure,
        place=place,
        period=due[-1],
        is_due=is_due(measure, as_at),
        value=value,
        shorthand=shorthand,
        value_text=shown(value, shorthand, kind),
        of_text=_of(latest, kind),
        change_text=_change(points, kind),
        coverage_text=_coverage(coverage.get((measure.pk, place.pk)), latest),
        finding=found.word,
        finding_text=found.sentence or _why_none(found, shorthand),
        sparkline=_sparkline(points, found, kind),
    )


def shown(value: float | None, shorthand: str, kind: MeasureType) -> str:
    """A value as it is printed, or the shorthand that stands in its place."""
    if value is None:
        return f"[{shorthand or 'x'}]"
    text = value_text(value, kind)
    return f"{text} [{shorthand}]" if shorthand else text


def _reading(point: Point | None) -> Reading:
    if point is None:
        return Reading(None)
    return Reading(
        point.value, point.numerator, point.denominator, point.is_partial, point.expected
    )


def _of(point: Point | None, kind: MeasureType) -> str:
    if point is None or point.value is None or point.denominator is None:
        return ""
    if point.numerator is None:
        return ""
    if kind in {MeasureType.MEAN, MeasureType.DURATION}:
        return f"average of {point.denominator.normalize():,f}"
    return of_text(point.numerator, point.denominator)


def _change(points: Sequence[Point | None], kind: MeasureType) -> str:
    """Since the period before, only where both are known and every reporter is in both."""
    if len(points) < 2 or kind in {MeasureType.YES_NO, MeasureType.NARRATIVE}:
        return ""
    now, before = points[-1], points[-2]
    if now is None or before is None or now.value is None or before.value is None:
        return ""
    if now.is_partial or before.is_partial or now.expected != before.expected:
        return "Not compared: coverage differs"
    return change_text(now.value, before.value, kind)


def _coverage(figure: Figure | None, latest: Point | None) -> str:
    if figure is None or not figure.expected_places:
        if latest is None or latest.included == latest.expected:
            return ""
        return f"{latest.included} of {latest.expected} reporters"
    included, expected = figure.included_places, figure.expected_places
    text = f"{len(included)} of {len(expected)} localities"
    if 0 < len(included) < len(expected) and len(included) == 1:
        return f"{text}: {included[0]} only"
    if len(included) < len(expected) and included:
        missing = [name for name in expected if name not in included]
        return f"{text}: without {' and '.join(missing)}"
    return text


def _why_none(found: Found, shorthand: str) -> str:
    if found.word != "no_figure":
        return ""
    return _SHORTHAND_WORDS.get(shorthand, "not available").capitalize()


def _sparkline(points: Sequence[Point | None], found: Found, kind: MeasureType) -> str:
    values = [point.value if point else None for point in points]
    segment = found.chart.segments[-1] if found.chart.segments else None
    limits = usual_range(segment, kind)
    band = None
    if limits and segment:
        band = Band(*limits, is_trial=segment.stage != Stage.FULL, first=segment.start)
    return sparkline(values, band=band, finding=found.word)
