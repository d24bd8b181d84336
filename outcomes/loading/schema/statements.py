"""The strategy's priorities, its statements of itself and of need, and its contradictions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from outcomes.loading.reader import Defines, NotEmpty, Record, RefersTo
from outcomes.loading.schema.shared import (
    AreaRef,
    BaselineRef,
    Confidence,
    LevelRef,
    MetricRef,
    Passage,
    Quotation,
    Source,
)


@dataclass(frozen=True, kw_only=True)
class Diagram(Record):
    """The row of Diagram 2 for one priority: its three cells, by level."""

    bcyp: str
    parents: str
    service: str
    source: Source


@dataclass(frozen=True, kw_only=True)
class OutcomePriority(Record):
    code: Annotated[str, Defines("priority")]
    number: Annotated[int, Defines("outcome priority")]
    title: str
    heading_as_printed: str
    diagram_label: str
    label_column: LevelRef
    first_1001_days: bool
    summary: str
    aims: tuple[str, ...]
    note: str | None = None
    source: Source
    diagram: Diagram
    tagged_metrics: dict[LevelRef, tuple[MetricRef, ...]]


@dataclass(frozen=True, kw_only=True)
class OutcomePriorities(Record):
    count_stated: int
    basis: Quotation
    first_1001_days_basis: Quotation
    lead_manager_basis: Quotation
    lead_manager_note: str
    diagram_columns: tuple[str, str, str]
    diagram_note: str
    items: tuple[OutcomePriority, ...]

    def problems(self) -> Iterator[tuple[str, str]]:
        if len(self.items) != self.count_stated:
            yield "items", f"are {len(self.items)}, but the strategy states {self.count_stated}"


@dataclass(frozen=True, kw_only=True)
class Commitment(Passage):
    code: Annotated[str, Defines("commitment")]
    kind: Literal["we_will", "aim", "aspiration"]
    parent: Annotated[str, RefersTo("commitment")] | None = None
    when: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class SystemPriority(Record):
    code: Annotated[str, Defines("priority")]
    number: Annotated[int, Defines("system priority")]
    title: str
    heading_as_printed: str
    has_we_will_list: bool
    note: str | None = None
    source: Source
    narrative: tuple[str, ...]
    commitments: Annotated[tuple[Commitment, ...], NotEmpty()]


@dataclass(frozen=True, kw_only=True)
class SystemPriorities(Record):
    count_stated: int
    basis: Quotation
    lead_manager_basis: Quotation
    items: tuple[SystemPriority, ...]

    def problems(self) -> Iterator[tuple[str, str]]:
        if len(self.items) != self.count_stated:
            yield "items", f"are {len(self.items)}, but the strategy states {self.count_stated}"


@dataclass(frozen=True, kw_only=True)
class PrioritiesFile(Record):
    outcome_priorities: OutcomePriorities
    system_priorities: SystemPriorities


@dataclass(frozen=True, kw_only=True)
class Vision(Passage):
    for_year: int


@dataclass(frozen=True, kw_only=True)
class Value(Record):
    code: Annotated[str, Defines("value")]
    name: str


@dataclass(frozen=True, kw_only=True)
class Values(Record):
    basis: Quotation
    note: str
    items: tuple[Value, ...]


@dataclass(frozen=True, kw_only=True)
class GuidingPrinciple(Passage):
    code: Annotated[str, Defines("principle")]
    name: str
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Behaviour(Passage):
    code: Annotated[str, Defines("behaviour")]


@dataclass(frozen=True, kw_only=True)
class Behaviours(Record):
    basis: Quotation
    items: tuple[Behaviour, ...]


@dataclass(frozen=True, kw_only=True)
class Need(Quotation):
    """What a document says of need without a figure."""

    code: Annotated[str, Defines("need statement")]
    statement: str
    area: AreaRef | None


@dataclass(frozen=True, kw_only=True)
class Inspection(Quotation):
    title: str
    date: str
    note: str


@dataclass(frozen=True, kw_only=True)
class DataSource(Record):
    """A source that the strategy names for its own figures."""

    code: Annotated[str, Defines("data source")]
    name: str
    source: Source


@dataclass(frozen=True, kw_only=True)
class Contradiction(Record):
    """Where documents disagree or can be read in more than one way, and how we read them."""

    code: Annotated[str, Defines("contradiction")]
    kind: Literal["contradiction", "clarification", "extraction"]
    topic: str
    description: str
    resolution: str
    confidence: Confidence
    figures: tuple[BaselineRef, ...]
    evidence: Annotated[tuple[Quotation, ...], NotEmpty()]


@dataclass(frozen=True, kw_only=True)
class Scheme(Quotation):
    """A plan that the strategies say they fit with; its own wording is not among the documents."""

    code: Annotated[str, Defines("scheme")]
    kind: Literal["plan"]
    title: str
    owner: str


@dataclass(frozen=True, kw_only=True)
class StatementsFile(Record):
    mission: Passage
    vision: Vision
    values: Values
    guiding_principles: tuple[GuidingPrinciple, ...]
    shared_behaviours: Behaviours
    needs: tuple[Need, ...]
    inspections: tuple[Inspection, ...]
    data_sources: tuple[DataSource, ...]
    schemes: tuple[Scheme, ...]
    contradictions: tuple[Contradiction, ...]
