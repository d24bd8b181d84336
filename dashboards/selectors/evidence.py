"""What a measure's figures are held against: targets, the same measure elsewhere, baselines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dashboards import narrative
from dashboards.selectors.rows import Row
from ehportal.wording import MONTHS
from governance.models import PlaceKind
from outcomes.calculations.combining import MeasureType
from outcomes.calculations.rounding import value_text
from outcomes.in_force import in_force
from outcomes.models import Baseline, Comparator, Measure, Target


@dataclass(frozen=True)
class TargetLine:
    """The value aimed for, from a date; `by_text` says by when."""

    value: float
    value_text: str
    starts_on: date
    by_text: str
    reason: str
    approved_by: str

    @property
    def from_text(self) -> str:
        """'from July 2027', for one that holds later than the figures shown."""
        return f"from {MONTHS[self.starts_on.month - 1]} {self.starts_on.year}"


@dataclass(frozen=True)
class ComparatorLine:
    """The measure's value elsewhere, or the range a source prints, with its period."""

    place: str
    value: float
    upper: float | None
    value_text: str
    period: str
    source: str


@dataclass(frozen=True)
class BaselineLine:
    """A figure as a strategy prints it."""

    title: str
    value_text: str
    when_and_where: str
    elsewhere: str
    quote: str
    caveat: str
    document: str
    lines: str


@dataclass(frozen=True)
class BaselineGroup:
    """One figure, or figures that contradict each other and are kept side by side."""

    baselines: tuple[BaselineLine, ...]

    @property
    def disagree(self) -> bool:
        return len(self.baselines) > 1


def targets_of(measure: Measure, found: Iterable[Target]) -> tuple[TargetLine, ...]:
    """The borough's targets, of all that were found, in their order: the latest last."""
    kind = MeasureType(measure.type)
    return tuple(
        TargetLine(
            value=float(target.value),
            value_text=value_text(target.value, kind),
            starts_on=target.starts_on,
            by_text=by_text(target.due_on),
            reason=target.reason,
            approved_by=target.approved_by,
        )
        for target in found
        if target.place.is_borough
    )


def targets_at(on: date, rows: Iterable[Row]) -> dict[int, str]:
    """The borough's target on a day, by measure: 'Target 25% by July 2028.' One query."""
    kinds = {row.measure_id: MeasureType(row.type) for row in rows}
    targets: defaultdict[int, list[Target]] = defaultdict(list)
    for each in Target.objects.filter(measure__in=kinds, place__kind=PlaceKind.BOROUGH):
        targets[each.measure_id].append(each)
    held = {measure: in_force(rows, on) for measure, rows in targets.items()}
    return {
        measure: f"Target {value_text(each.value, kinds[measure])} {by_text(each.due_on)}".rstrip()
        + "."
        for measure, each in held.items()
        if each
    }


def by_text(due_on: date | None) -> str:
    """'by March 2028'; nothing without a day."""
    return f"by {MONTHS[due_on.month - 1]} {due_on.year}" if due_on else ""


def comparators_of(measure: Measure, found: Iterable[Comparator]) -> tuple[ComparatorLine, ...]:
    """The latest value of each place the measure is compared with; the oldest come first."""
    kind = MeasureType(measure.type)
    newest = {comparator.place_id: comparator for comparator in found}
    return tuple(
        ComparatorLine(
            place=each.place.name,
            value=float(each.value),
            upper=None if each.upper_value is None else float(each.upper_value),
            value_text=range_text(each.value, each.upper_value, kind),
            period=each.period_label,
            source=each.source,
        )
        for each in sorted(newest.values(), key=lambda each: each.place.order)
    )


def range_text(value: Decimal, upper: Decimal | None, kind: MeasureType) -> str:
    """'45%', or '45% to 50%' where the source prints a range."""
    low = value_text(value, kind)
    return low if upper is None else f"{low} to {value_text(upper, kind)}"


def baselines_of(metric_ids: Iterable[int]) -> tuple[BaselineGroup, ...]:
    """Where the strategies say we started, by the metrics served; four queries.

    Figures that contradict each other stand in one group, also where only one of them is printed
    for these metrics.
    """
    found = list(
        Baseline.objects.filter(metrics__in=list(metric_ids))
        .distinct()
        .order_by("order")
        .select_related("source")
        .prefetch_related("comparators", "contradicts__source", "contradicts__comparators")
    )
    groups, seen = [], set()
    for baseline in found:
        if baseline.pk in seen:
            continue
        together = [baseline, *(b for b in baseline.contradicts.all() if b.pk not in seen)]
        seen |= {each.pk for each in together}
        groups.append(BaselineGroup(tuple(_baseline(each) for each in together)))
    return tuple(groups)


def _baseline(baseline: Baseline) -> BaselineLine:
    where = [text for text in (baseline.period, baseline.geography) if text]
    elsewhere: Sequence[str] = [
        f"{each.geography} {each.value_text}" + (f" ({each.period})" if each.period else "")
        for each in baseline.comparators.all()
    ]
    return BaselineLine(
        title=baseline.title,
        value_text=baseline.value_text,
        when_and_where=", ".join(where),
        elsewhere="; ".join(elsewhere),
        quote=baseline.quote,
        caveat=baseline.caveat,
        document=baseline.source.title if baseline.source else "",
        lines=narrative.at_lines(baseline.source_lines),
    )
