"""Rows of the baselines: the figures the documents give, and the same elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from outcomes.loading.rows.frameworks import metric_names
from outcomes.loading.rows.measures import number
from outcomes.loading.rows.shared import Row, To, sourced, text
from outcomes.loading.schema import FrameworkData
from outcomes.loading.schema.figures import Baseline as BaselineRecord
from outcomes.models import Baseline, BaselineComparator

#: Details that few baselines have and no page sorts by.
EXTRA = ("value_min", "value_max", "unit_note", "period_inferred", "population", "rank_as_stated")


def baseline_rows(data: FrameworkData) -> Iterator[Row]:
    """Every baseline, linked to the metrics it speaks to, then the comparators."""
    metrics = metric_names(data)
    asked_by = _metrics_that_name_a_baseline(data)
    for order, baseline in enumerate(data.baselines):
        codes = [*baseline.linked_metrics, *asked_by.get(baseline.code, [])]
        yield Row(
            at=baseline.at,
            model=Baseline,
            name=baseline.code,
            key={"code": baseline.code},
            values={
                "title": baseline.measure,
                "value": number(baseline.value),
                "value_text": baseline.value_text,
                "unit": text(baseline.unit),
                "qualifier": baseline.qualifier,
                "period": text(baseline.period),
                "geography": baseline.geography,
                "section": baseline.section,
                "area_code": text(baseline.area),
                "area_suggested": text(baseline.area_suggested),
                "category": baseline.category,
                "caveat": text(baseline.caveat),
                "original_source": text(baseline.original_source_named),
                "quote": baseline.quote,
                "extra": _extra(baseline, [code for code in codes if code not in metrics]),
                "order": order,
                **sourced(baseline.source),
            },
            many={
                "metrics": [metrics[code] for code in dict.fromkeys(codes) if code in metrics],
                "contradicts": [To(Baseline, code) for code in baseline.contradicts],
            },
        )
    for baseline in data.baselines:
        yield from _comparators(baseline)


def _metrics_that_name_a_baseline(data: FrameworkData) -> dict[str, list[str]]:
    """The Accelerate! metrics that name each baseline as their own, by baseline."""
    found: dict[str, list[str]] = {}
    for ambition in data.accelerate.ambitions:
        for metric in ambition.metrics:
            for code in metric.baselines:
                found.setdefault(code, []).append(metric.code)
    return found


def _extra(baseline: BaselineRecord, items: list[str]) -> dict[str, Any]:
    extra = {key: getattr(baseline, key) for key in EXTRA}
    found = {key: value for key, value in extra.items() if value is not None}
    return {**found, "cross_cutting_items": items} if items else found


def _comparators(baseline: BaselineRecord) -> Iterator[Row]:
    for order, comparator in enumerate(baseline.comparators):
        yield Row(
            at=comparator.at,
            model=BaselineComparator,
            name=f"{baseline.code} {order + 1}",
            key={"baseline": To(Baseline, baseline.code), "order": order},
            values={
                "geography": comparator.geography,
                "value": number(comparator.value),
                "value_text": comparator.value_text,
            },
            part_of=To(Baseline, baseline.code),
        )
