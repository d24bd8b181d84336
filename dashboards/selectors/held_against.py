"""How a measure's latest figure stands beside others, in words, and the history of those."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from django.utils import timezone

from dashboards.selectors.comparing import COMPARABLE, compare
from dashboards.selectors.evidence import TargetLine
from dashboards.selectors.history import Cell, as_quarter
from ehportal.wording import day
from outcomes.calculations.combining import MeasureType
from outcomes.calculations.comparison import (
    Comparison,
    Polarity,
    Rag,
    TargetStatus,
    rag,
    with_target,
)
from outcomes.calculations.rounding import value_text
from outcomes.in_force import begun, in_force
from outcomes.models import Comparator, Measure, Rebase, StartingPoint, Target, Tolerance

WORDS = {
    Comparison.BETTER: "Better",
    Comparison.WORSE: "Worse",
    Comparison.HIGHER: "Higher",
    Comparison.LOWER: "Lower",
    Comparison.SIMILAR: "Similar",
    Comparison.NOT_COMPARED: "Not compared",
}


NOT_CLEARLY = "not clearly different by the 95% interval"


@dataclass(frozen=True)
class HeldAgainst:
    """One figure that the latest is held against: what it is, and how the latest stands."""

    name: str
    value_text: str
    when: str
    word: str
    how: str
    agreed_by: str = ""


@dataclass(frozen=True)
class Change:
    """A dated row of what the measure is held against: who agreed it, and why."""

    on: date
    on_text: str
    what: str
    why: str
    approved_by: str


@dataclass(frozen=True)
class NewBaseline:
    """From when a series was judged anew, why, and who asked and agreed."""

    since: str
    reason: str
    asked_by: str
    approved_by: str
    recorded_on: str


@dataclass(frozen=True)
class Evidence:
    """The rows that a measure was ever held against. Four queries."""

    targets: Sequence[Target]
    comparators: Sequence[Comparator]
    starting_points: Sequence[StartingPoint]
    tolerances: Sequence[Tolerance]

    def at(self, on: date) -> Evidence:
        """What of it had started by the end of a day: nothing later is judged by."""
        return Evidence(
            begun(self.targets, on),
            begun(self.comparators, on),
            begun(self.starting_points, on),
            begun(self.tolerances, on),
        )


def evidence_of(measure: Measure) -> Evidence:
    """Everything dated that was agreed about the measure, the oldest first."""

    def rows(model: type[Target] | type[Comparator] | type[StartingPoint]) -> list[object]:
        found = model._default_manager.filter(measure=measure).select_related("place")
        return list(found.order_by("starts_on", "place__order"))

    return Evidence(
        targets=rows(Target),  # type: ignore[arg-type]
        comparators=rows(Comparator),  # type: ignore[arg-type]
        starting_points=rows(StartingPoint),  # type: ignore[arg-type]
        tolerances=list(Tolerance.objects.filter(measure=measure).order_by("starts_on")),
    )


def held_against(
    measure: Measure, evidence: Evidence, target: TargetLine | None, latest: Cell | None, on: date
) -> tuple[HeldAgainst, ...]:
    """London, England, the target and where we began, and the borough's latest figure beside each.

    `evidence` is what was in force on the day (see `Evidence.at`). By the latest figure's 95%
    interval where it has one. Nothing without a figure.
    """
    if latest is None or latest.value is None:
        return ()
    lines = [*_elsewhere(measure, evidence, latest), *_begun(measure, evidence, latest)]
    if target is not None:
        lines.append(_against_target(measure, evidence, target, latest, on))
    return tuple(lines)


def _elsewhere(measure: Measure, evidence: Evidence, latest: Cell) -> Iterator[HeldAgainst]:
    kind = MeasureType(measure.type)
    newest = {each.place_id: each for each in evidence.comparators}
    for each in newest.values():
        text = value_text(each.value, kind)
        if each.upper_value is not None:
            text = f"{text} to {value_text(each.upper_value, kind)}"
        high = None if each.upper_value is None else float(each.upper_value)
        low = float(each.value)
        yield _compared(measure, each.place.name, text, each.period_label, latest, low, high)


def _begun(measure: Measure, evidence: Evidence, latest: Cell) -> Iterator[HeldAgainst]:
    kind = MeasureType(measure.type)
    ours = [each for each in evidence.starting_points if each.place.is_borough]
    for each in ours[-1:]:
        text = value_text(each.value, kind)
        low = float(each.value)
        yield _compared(measure, "Where we began", text, each.period_label, latest, low)


def _compared(
    measure: Measure,
    name: str,
    text: str,
    when: str,
    latest: Cell,
    low: float,
    high: float | None = None,
) -> HeldAgainst:
    word = Comparison.NOT_COMPARED
    if measure.type in COMPARABLE:
        word = against_range(latest, low, high, Polarity(measure.polarity))
    how = "by the 95% interval" if word != Comparison.NOT_COMPARED else "no interval"
    return HeldAgainst(name, text, when, WORDS[word], how)


class Bounded(Protocol):
    """What has a 95% interval: a published figure, or its limits alone."""

    @property
    def lower(self) -> float | None: ...

    @property
    def upper(self) -> float | None: ...


def against_range(
    latest: Bounded, low: float, high: float | None, polarity: Polarity
) -> Comparison:
    """Beside a value, or a range a source prints: beyond it only where beyond all of it."""
    first = compare(latest.lower, latest.upper, low, polarity)
    last = first if high is None else compare(latest.lower, latest.upper, high, polarity)
    if Comparison.NOT_COMPARED in {first, last}:
        return Comparison.NOT_COMPARED
    return first if first == last else Comparison.SIMILAR


def _against_target(
    measure: Measure, evidence: Evidence, target: TargetLine, latest: Cell, on: date
) -> HeldAgainst:
    """Met or not met, by the value; near it, where a tolerance is agreed, with who agreed that.

    Where the 95% interval holds the target, that the figure is not clearly on either side of it.
    """
    polarity = Polarity(measure.polarity)
    status = with_target(latest.value, target.value, polarity)
    word = {
        TargetStatus.MET: "Met",
        TargetStatus.NOT_MET: "Not met",
        TargetStatus.NOT_JUDGED: "Not judged",
    }[status]
    how, agreed_by = "" if status != TargetStatus.NOT_JUDGED else "no direction is agreed", ""
    tolerance = in_force(evidence.tolerances, on)
    if tolerance is not None and status == TargetStatus.NOT_MET:
        value, aim = Decimal(repr(latest.value)), Decimal(repr(target.value))
        near = rag(value, aim, tolerance.value, polarity) == Rag.AMBER
        word = "Not met, but near" if near else "Not met"
        so_far = f"{'within' if near else 'beyond'} {tolerance.value.normalize():f}"
        how, agreed_by = f"{so_far} {_unit(measure)}", tolerance.approved_by
    beside = compare(latest.lower, latest.upper, target.value, polarity)
    if status != TargetStatus.NOT_JUDGED and beside == Comparison.SIMILAR:
        how = "; ".join(text for text in (NOT_CLEARLY, how) if text)
    return HeldAgainst("Target", target.value_text, target.by_text, word, how, agreed_by)


def changes_of(measure: Measure, evidence: Evidence) -> tuple[Change, ...]:
    """Every target, comparison, starting point and tolerance, the newest first."""
    kind = MeasureType(measure.type)
    found = [
        *(_change(t, f"Target {value_text(t.value, kind)}", t.reason) for t in evidence.targets),
        *(
            _change(c, f"{value_text(c.value, kind)}, {c.period_label}", _why(c))
            for c in evidence.comparators
        ),
        *(
            _change(s, f"Where we began {value_text(s.value, kind)}, {s.period_label}", _why(s))
            for s in evidence.starting_points
        ),
        *(
            _change(t, f"Tolerance {t.value.normalize():f} {_unit(measure)}", t.reason)
            for t in evidence.tolerances
        ),
    ]
    return tuple(sorted(found, key=lambda change: change.on, reverse=True))


def _unit(measure: Measure) -> str:
    """What a difference of the measure is counted in."""
    return "percentage points" if measure.type == MeasureType.PROPORTION else measure.unit


def _why(row: Comparator | StartingPoint) -> str:
    return f"{row.source}. {row.reason}" if row.reason else row.source


def _change(row: Target | Comparator | StartingPoint | Tolerance, what: str, why: str) -> Change:
    if not isinstance(row, Tolerance):
        what = f"{what}, {row.place}"
    return Change(row.starts_on, day(row.starts_on), what, why, row.approved_by)


def new_baselines(rebases: Sequence[Rebase]) -> tuple[NewBaseline, ...]:
    """The new baselines of a series, as they are printed under its chart."""
    return tuple(
        NewBaseline(
            since=as_quarter(each.period).label,
            reason=each.reason,
            asked_by=each.asked_by,
            approved_by=each.approved_by,
            recorded_on=day(timezone.localdate(each.recorded_at)),
        )
        for each in rebases
    )
