"""The three frameworks: the Early Help outcomes, the family hub measures, Accelerate!."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from outcomes.loading.reader import Defines, NotEmpty, Record, RefersTo
from outcomes.loading.schema.governance import ReportingRule
from outcomes.loading.schema.shared import (
    AreaRef,
    BaselineRef,
    BodyRef,
    Confidence,
    LevelRef,
    Passage,
    PriorityRef,
    Quotation,
    Slug,
    Source,
)

TAG = re.compile(r"\s*\((\d)\)")
StatementRef = Annotated[str, RefersTo("statement")]


@dataclass(frozen=True, kw_only=True)
class Framework(Record):
    """One dated version of a framework."""

    code: Annotated[str, Slug, Defines("framework")]
    title: str
    title_as_printed: str | None = None
    version: str
    strategy: str
    part: str | None = None
    source: Source
    context: tuple[Quotation, ...]


@dataclass(frozen=True, kw_only=True)
class Outcome(Passage):
    code: Annotated[str, Defines("statement")]
    full_text: str


@dataclass(frozen=True, kw_only=True)
class Indicator(Passage):
    code: Annotated[str, Defines("statement")]
    confidence: Confidence
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Component(Record):
    """One part of a compound metric: our split, which never replaces the metric's text."""

    code: Annotated[str, Defines("component")]
    text: str
    priorities: tuple[PriorityRef, ...]


@dataclass(frozen=True, kw_only=True)
class Metric(Passage):
    """A metric statement, word for word; `text` keeps its priority tags (1) to (6)."""

    code: Annotated[str, Defines("metric", "metric or cross-cutting item", "statement")]
    text_untagged: str
    priorities: tuple[PriorityRef, ...]
    confidence: Confidence
    note: str | None = None
    components: tuple[Component, ...] = ()
    counterparts: tuple[StatementRef, ...] = ()
    fragments: tuple[Passage, ...] = ()

    def problems(self) -> Iterator[tuple[str, str]]:
        tags = tuple(int(tag) for tag in TAG.findall(self.text))
        if tags != self.priorities:
            yield "priorities", f"says {self.priorities}, but the text is tagged {tags}"
        if TAG.sub("", self.text) != self.text_untagged:
            yield "text_untagged", "is not the text without its tags"
        if self.components:
            inner = {number for part in self.components for number in part.priorities}
            if inner != set(tags):
                yield "components", "do not carry the tags of the metric between them"


@dataclass(frozen=True, kw_only=True)
class Area(Record):
    code: Annotated[str, Defines("outcome area")]
    name: str


@dataclass(frozen=True, kw_only=True)
class Level(Record):
    code: Annotated[str, Slug, Defines("level")]
    name: str
    table_title: str


@dataclass(frozen=True, kw_only=True)
class Cell(Record):
    """Where a level and an outcome area meet."""

    code: Annotated[str, Defines("cell")]
    level: LevelRef
    area: AreaRef
    confidence: Confidence
    note: str | None = None
    outcome_stem: str | None = None
    outcomes: tuple[Outcome, ...]
    indicators: tuple[Indicator, ...]
    metrics: Annotated[tuple[Metric, ...], NotEmpty()]

    def problems(self) -> Iterator[tuple[str, str]]:
        if self.code != f"{self.level}.{self.area}":
            yield "code", f"should be '{self.level}.{self.area}', its level and area"
        if bool(self.outcomes) != bool(self.outcome_stem):
            yield "outcomes", "and 'outcome_stem' go together"


@dataclass(frozen=True, kw_only=True)
class CrossCuttingItem(Passage):
    code: Annotated[str, Defines("statement", "metric or cross-cutting item")]
    confidence: Confidence
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class CrossCutting(Record):
    code: str
    title: str
    level: LevelRef
    kind: Literal["indicator"]
    basis: Quotation
    items: tuple[CrossCuttingItem, ...]


@dataclass(frozen=True, kw_only=True)
class OutcomesFrameworkFile(Record):
    framework: Framework
    areas: tuple[Area, ...]
    levels: tuple[Level, ...]
    cells: tuple[Cell, ...]
    cross_cutting: CrossCutting


@dataclass(frozen=True, kw_only=True)
class Criterion(Record):
    """A criterion of the family hub programme, in the part of an outcome area."""

    code: Annotated[str, Defines("outcome area")]
    name: str
    heading_printed: bool
    confidence: Confidence
    note: str | None = None
    heading_source: Source | None = None
    metrics: Annotated[tuple[Metric, ...], NotEmpty()]


@dataclass(frozen=True, kw_only=True)
class ProcessMeasuresFile(Record):
    framework: Framework
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, kw_only=True)
class LedBy(Quotation):
    bodies: Annotated[tuple[BodyRef, ...], NotEmpty()]


@dataclass(frozen=True, kw_only=True)
class AmbitionAction(Passage):
    code: Annotated[str, Defines("action")]


@dataclass(frozen=True, kw_only=True)
class AmbitionMetric(Passage):
    """A measure of Accelerate!, in the part of a metric, and which way it should move."""

    code: Annotated[str, Defines("metric", "metric or cross-cutting item", "statement")]
    direction: Literal["increase", "reduce", "none_stated"]
    direction_basis: Literal["explicit", "implied", "none"]
    baselines: tuple[BaselineRef, ...]
    note: str | None = None

    def problems(self) -> Iterator[tuple[str, str]]:
        if (self.direction == "none_stated") != (self.direction_basis == "none"):
            yield "direction_basis", "is 'none' exactly where no direction is stated"


@dataclass(frozen=True, kw_only=True)
class Ambition(Record):
    code: Annotated[str, Defines("outcome area")]
    number: Annotated[int, Defines("ambition")]
    title: str
    group: Literal["ambition for every child and young person", "wider barriers in society"]
    wording_in_vision_list: Passage
    source: Source
    led_by: LedBy
    actions: tuple[AmbitionAction, ...]
    metrics: tuple[AmbitionMetric, ...]


@dataclass(frozen=True, kw_only=True)
class AccelerateVision(Passage):
    also_in: Source


@dataclass(frozen=True, kw_only=True)
class AccelerateValue(Passage):
    code: Annotated[str, Defines("value")]


@dataclass(frozen=True, kw_only=True)
class AccelerateValues(Record):
    basis: Quotation
    items: tuple[AccelerateValue, ...]


@dataclass(frozen=True, kw_only=True)
class Principle(Passage):
    code: Annotated[str, Defines("principle")]
    number: int


@dataclass(frozen=True, kw_only=True)
class Principles(Record):
    basis: Quotation
    items: tuple[Principle, ...]


@dataclass(frozen=True, kw_only=True)
class AccelerateFile(Record):
    framework: Framework
    vision: AccelerateVision
    values: AccelerateValues
    ambitions: tuple[Ambition, ...]
    principles_for_improvement: Principles
    reporting_rules: tuple[ReportingRule, ...]
    lost_diagrams: tuple[str, ...]
