"""Rows of the measure library: breakdowns, measures, what each serves, and the gaps."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from outcomes.loading.rows.frameworks import metric_names
from outcomes.loading.rows.shared import Row, To, sourced, text
from outcomes.loading.schema import FrameworkData
from outcomes.loading.schema.measures import Measure as MeasureRecord
from outcomes.models import (
    Area,
    Breakdown,
    Category,
    DataGap,
    ForWhom,
    Measure,
    MeasureStatus,
    MetricComponent,
    MetricMeasure,
)

#: What a measure's code says: its area, in the order they are shown ...
AREAS = {
    "SAF": Area.SAFE,
    "HEA": Area.HEALTHY,
    "HAP": Area.HAPPY,
    "LEA": Area.LEARNING,
    "ENG": Area.ENGAGED,
    "HUB": Area.FAMILY_HUBS,
}
#: ... and its level, by the first digit; family hub measures speak of the service.
LEVELS = {"1": ForWhom.CHILDREN, "2": ForWhom.PARENTS, "3": ForWhom.SERVICES}
#: By how many per cent a figure of each type may move in a quarter before it is asked about: our
#: proposal, wider where counts are small. A person changes it measure by measure.
QUERIED_CHANGE = {"count": 60, "proportion": 30, "rate": 50, "mean": 50, "duration": 50}


def measure_rows(data: FrameworkData) -> Iterator[Row]:
    """Every row of the measure library. What a person has confirmed or retired is left as it is."""
    yield from _breakdowns(data)
    measures = sorted(data.measures, key=_place_in_library)
    for order, measure in enumerate(measures):
        yield _measure(measure, order)
    yield from _links(data, measures)
    yield from _gaps(data)


def _place_in_library(measure: MeasureRecord) -> tuple[int, str]:
    return (list(AREAS).index(measure.code[:3]), measure.code)


def _level(measure: MeasureRecord) -> ForWhom:
    return ForWhom.SERVICES if measure.code.startswith("HUB") else LEVELS[measure.code[4]]


def _breakdowns(data: FrameworkData) -> Iterator[Row]:
    for order, breakdown in enumerate(data.breakdowns):
        yield Row(
            at=breakdown.at,
            model=Breakdown,
            name=breakdown.code,
            key={"code": breakdown.code},
            values={"name": breakdown.name, "order": order},
        )
    for breakdown in data.breakdowns:
        for order, category in enumerate(breakdown.categories):
            yield Row(
                at=category.at,
                model=Category,
                name=f"{breakdown.code} {category.code}",
                key={"breakdown": To(Breakdown, breakdown.code), "code": category.code},
                values={"name": category.name, "order": order},
            )


def _measure(measure: MeasureRecord, order: int) -> Row:
    low, high = measure.expected or (None, None)
    return Row(
        at=measure.at,
        model=Measure,
        name=measure.code,
        key={"code": measure.code},
        values={
            "title": measure.title,
            "area": AREAS[measure.code[:3]].value,
            "level": _level(measure).value,
            "type": measure.type,
            "unit": measure.unit,
            "multiplier": measure.multiplier,
            "numerator": measure.numerator,
            "denominator": text(measure.denominator),
            "numerator_label": measure.numerator_label,
            "denominator_label": text(measure.denominator_label),
            "polarity": measure.polarity,
            "frequency": measure.frequency,
            "due_quarter": measure.due_quarter,
            "over_areas": measure.combines_over_areas,
            "over_time": measure.combines_over_time,
            "pattern": text(measure.pattern),
            "accountability": measure.accountability,
            "is_strength": measure.character == "strength",
            "counts_people": measure.counts_people,
            "is_sensitive": measure.sensitive,
            "data_source": text(measure.source),
            "reporter_hint": text(measure.reporter),
            "places_hint": text(measure.places),
            "counts": measure.counts,
            "does_not_count": text(measure.does_not_count),
            "definition_source": text(measure.definition_source),
            "why": measure.why,
            "expected_low": number(low),
            "expected_high": number(high),
            "query_change": QUERIED_CHANGE.get(measure.type),
            "order": order,
        },
        many={"breakdowns": [To(Breakdown, code) for code in measure.breakdowns]},
        settled=lambda row: row.status != MeasureStatus.PROPOSED,
    )


def _links(data: FrameworkData, measures: list[MeasureRecord]) -> Iterator[Row]:
    metrics = metric_names(data)
    for order, measure in enumerate(measures):
        for code in measure.serves:
            metric = metrics[code]
            component = None
            if measure.component and measure.component.startswith(f"{code}."):
                version = metric.name.rpartition(" ")[0]
                component = To(MetricComponent, f"{version} {measure.component}")
            yield Row(
                at=measure.at,
                model=MetricMeasure,
                name=f"{metric.name} {measure.code}",
                key={"metric": metric, "measure": To(Measure, measure.code)},
                values={"component": component, "order": order},
                part_of=To(Measure, measure.code),
            )


def _gaps(data: FrameworkData) -> Iterator[Row]:
    for gap in data.gaps:
        yield Row(
            at=gap.at,
            model=DataGap,
            name=gap.measure,
            key={"measure": To(Measure, gap.measure)},
            values={
                "quote": text(gap.quote),
                "reason": gap.reason,
                "explanation": gap.explanation,
                "potential_solution": gap.potential_solution,
                "with_others": gap.with_others,
                **sourced(gap.source),
            },
            settled=lambda row: row.filled_on is not None,
        )


def number(value: float | None) -> Decimal | None:
    """The number as it was written: 4.7 is Decimal('4.7'), not its nearest binary fraction."""
    return None if value is None else Decimal(repr(value)).normalize()
