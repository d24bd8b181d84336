"""The figures the documents give: where we started, and the same elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from outcomes.loading.reader import Defines, Record
from outcomes.loading.schema.shared import AreaRef, BaselineRef, MetricOrItemRef, Quotation


@dataclass(frozen=True, kw_only=True)
class Comparator(Record):
    geography: str
    value: float | None
    value_text: str
    value_min: float | None = None
    value_max: float | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Baseline(Quotation):
    """A figure of a document: the number where it has one, and always its wording."""

    code: Annotated[str, Defines("baseline")]
    measure: str
    value: float | None
    value_text: str
    value_min: float | None = None
    value_max: float | None = None
    unit: str | None
    unit_note: str | None = None
    qualifier: Literal[
        "exact", "approximate", "estimate", "more than", "less than", "range", "target"
    ]
    period: str | None
    period_inferred: str | None = None
    geography: str
    population: str | None = None
    rank_as_stated: str | None = None
    comparators: tuple[Comparator, ...]
    section: str
    area: AreaRef | None
    area_suggested: AreaRef | None = None
    category: Literal["context", "need", "performance", "population", "service", "standard"]
    linked_metrics: tuple[MetricOrItemRef, ...]
    original_source_named: str | None = None
    caveat: str | None = None
    contradicts: tuple[BaselineRef, ...] = ()

    def problems(self) -> Iterator[tuple[str, str]]:
        ranged = (self.value_min is not None, self.value_max is not None)
        if any(ranged) != all(ranged) or all(ranged) != (self.qualifier == "range"):
            yield "qualifier", "is 'range' exactly where 'value_min' and 'value_max' are given"
        if self.value is None and not all(ranged) and self.unit != "grade":
            yield "value", "is missing; only a range or a grade has none"
        if self.area is not None and self.area_suggested is not None:
            yield "area_suggested", "is only for a figure that its document files under no area"


@dataclass(frozen=True, kw_only=True)
class BaselinesFile(Record):
    baselines: tuple[Baseline, ...]
