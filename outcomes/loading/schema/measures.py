"""The measure library, the gaps in it, and the levels of the demonstration figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from outcomes.loading.reader import AtMost, Defines, Matches, NotEmpty, Record, RefersTo
from outcomes.loading.schema.shared import MetricRef, Slug, Source

MeasureRef = Annotated[str, RefersTo("measure")]
BreakdownRef = Annotated[str, RefersTo("breakdown")]
MeasureType = Literal["count", "proportion", "rate", "mean", "duration", "yes_no", "narrative"]

WITH_DENOMINATOR = ("proportion", "rate", "mean", "duration")
FINANCIAL_QUARTERS = (1, 2, 3, 4)


@dataclass(frozen=True, kw_only=True)
class Category(Record):
    code: Annotated[str, Slug]
    name: str


@dataclass(frozen=True, kw_only=True)
class Breakdown(Record):
    """A way of splitting a figure, and the values it takes."""

    code: Annotated[
        str,
        Matches(r"[a-z]+(_[a-z]+)*", "small letters and underscores"),
        Defines("breakdown"),
    ]
    name: str
    categories: Annotated[tuple[Category, ...], NotEmpty()]

    def problems(self) -> Iterator[tuple[str, str]]:
        codes = [category.code for category in self.categories]
        if len(set(codes)) != len(codes):
            yield "categories", "use a code twice"


@dataclass(frozen=True, kw_only=True)
class BreakdownsFile(Record):
    breakdowns: tuple[Breakdown, ...]


@dataclass(frozen=True, kw_only=True)
class Measure(Record):
    """What somebody counts: the operational definition behind one or more metrics."""

    code: Annotated[
        str,
        Matches(
            r"((SAF|HEA|HAP|LEA|ENG)-[123]|HUB-\d)\d\d",
            "an area, a level and a number, such as SAF-101 (SAF, HEA, HAP, LEA or ENG and 1 to "
            "3), or HUB-101",
        ),
        Defines("measure"),
    ]
    title: Annotated[str, AtMost(75)]
    serves: Annotated[tuple[MetricRef, ...], NotEmpty()]
    component: Annotated[str, RefersTo("component")] | None = None
    type: MeasureType
    unit: Annotated[str, AtMost(40)]
    multiplier: int
    numerator: str
    denominator: str | None
    numerator_label: Annotated[str, AtMost(24)]
    denominator_label: Annotated[str, AtMost(24)] | None
    polarity: Literal["higher", "lower", "none"]
    frequency: Literal["quarterly", "annual"]
    due_quarter: int | None
    combines_over_areas: Literal["sum", "ratio", "none"]
    combines_over_time: Literal["sum", "ratio", "latest", "none"]
    pattern: Literal["rolling", "seasonal"] | None = None
    accountability: Literal["population", "service"]
    character: Literal["strength", "deficit"]
    counts_people: bool
    sensitive: bool
    breakdowns: tuple[BreakdownRef, ...]
    source: str | None
    reporter: Annotated[str, RefersTo("reporter")] | None
    places: Literal["localities", "borough"] | None
    counts: str
    does_not_count: str | None
    definition_source: str | None
    why: str
    expected: tuple[float, float] | None

    def problems(self) -> Iterator[tuple[str, str]]:
        yield from self._numbers()
        if (self.frequency == "annual") != (self.due_quarter in FINANCIAL_QUARTERS):
            yield "due_quarter", "is 1 to 4 for an annual measure and null for a quarterly one"
        if self.pattern == "seasonal" and self.frequency == "annual":
            yield "pattern", "cannot be 'seasonal' for an annual measure"
        if (self.reporter is None) != (self.places is None):
            yield "places", "is null exactly where 'reporter' is"
        if self.reporter == "localities" and self.places != "localities":
            yield "places", "must be 'localities', as the localities report it"
        if self.component and not any(self.component.startswith(f"{m}.") for m in self.serves):
            yield "component", "is not a part of any metric it serves"

    def _numbers(self) -> Iterator[tuple[str, str]]:
        divided = self.type in WITH_DENOMINATOR
        if divided != (self.denominator is not None):
            needed = "needed" if divided else "not allowed"
            yield "denominator", f"is {needed} for the type {self.type}"
        if divided != (self.denominator_label is not None):
            yield "denominator_label", "is null exactly where 'denominator' is"
        if self.type == "proportion" and (self.unit, self.multiplier) != ("%", 100):
            yield "multiplier", "is 100 and 'unit' is '%' for a proportion"
        if self.type not in ("proportion", "rate") and self.multiplier != 1:
            yield "multiplier", f"is 1 for the type {self.type}"
        if not divided and "ratio" in (self.combines_over_areas, self.combines_over_time):
            yield "combines_over_areas", "and 'combines_over_time' need a denominator for 'ratio'"
        if self.expected and self.expected[0] > self.expected[1]:
            yield "expected", "runs backwards"


@dataclass(frozen=True, kw_only=True)
class MeasuresFile(Record):
    measures: tuple[Measure, ...]


@dataclass(frozen=True, kw_only=True)
class Gap(Record):
    """A measure nobody can supply yet: the strategy's words where it has some, and a way out."""

    measure: Annotated[str, RefersTo("measure"), Defines("gap")]
    quote: str | None
    source: Source | None
    reason: Literal[
        "not_collected",
        "collected_not_shared",
        "no_agreed_definition",
        "cannot_be_split",
        "national_only",
    ]
    explanation: str
    potential_solution: str
    with_others: bool

    def problems(self) -> Iterator[tuple[str, str]]:
        if (self.quote is None) != (self.source is None):
            yield "source", "is null exactly where 'quote' is"


@dataclass(frozen=True, kw_only=True)
class GapsFile(Record):
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, kw_only=True)
class DemoLevel(Record):
    """What a place typically reports in the demonstration quarters, and out of how many."""

    level: float | None = None
    base: float | None = None


@dataclass(frozen=True, kw_only=True)
class DemoLevelsFile(Record):
    levels: dict[Annotated[str, RefersTo("measure"), Defines("demonstration level")], DemoLevel]
