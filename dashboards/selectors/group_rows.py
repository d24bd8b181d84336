"""A group's figure beside everybody's: pooled where it is small, with interval, gap and ratio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from dashboards.selectors.comparing import COMPARABLE, compare, status_of
from outcomes.calculations.combining import MeasureType, OverTime, value
from outcomes.calculations.comparison import Comparison, Polarity
from outcomes.calculations.intervals import interval_for
from outcomes.calculations.pooling import DEFAULT, Counts, Pooled, over, pool
from outcomes.calculations.rounding import number_text, of_text, value_text
from outcomes.models import Accountability, Category, Frequency, Measure

RULE = DEFAULT
POOLABLE = frozenset({OverTime.SUM, OverTime.RATIO})


@dataclass(frozen=True)
class GroupRow:
    """A group's figure beside everybody's over the same time, ready to print."""

    name: str
    text: str
    of_text: str = ""
    interval_text: str = ""
    everybody_text: str = ""
    gap_text: str = ""
    ratio_text: str = ""
    word: str = ""
    status: str = ""
    why_not: str = ""
    pooled_text: str = ""
    is_low: bool = False


class GroupFigure(NamedTuple):
    """A published figure of a group; of everybody where it has no category."""

    measure_id: int
    category_id: int | None
    period_id: int
    numerator: Decimal | None
    denominator: Decimal | None
    shorthand: str

    @property
    def counts(self) -> Counts | None:
        if self.numerator is None or self.denominator is None:
            return None
        return Counts(self.numerator, self.denominator)


def group_row(
    category: Category,
    measure: Measure,
    series: Sequence[GroupFigure | None],
    whole: Sequence[GroupFigure | None],
    *,
    is_low: bool,
) -> GroupRow:
    """The row of a group, from its figures and everybody's, the newest period first.

    A hidden figure stays its letter. A group of which too few are counted is pooled over the spans
    of the rule, and compared with everybody over the same span; else it is not compared.
    """
    kind = MeasureType(measure.type)
    latest = series[0]
    if latest is None or latest.numerator is None:
        return GroupRow(category.name, f"[{(latest and latest.shorthand) or 'x'}]")
    if kind not in COMPARABLE or latest.counts is None:
        worth = value(latest.numerator, latest.denominator, measure_type=kind, may_exceed=True)
        text = value_text(worth, kind) if worth is not None else "[z]"
        return GroupRow(category.name, text, why_not="Not compared")
    can_pool = measure.over_time in POOLABLE
    spans = (
        (RULE.quarters if measure.frequency == Frequency.QUARTERLY else RULE.years)
        if can_pool
        else (1,)
    )
    pooled = pool(
        [each.counts if each else None for each in series], spans=spans, fewest=RULE.fewest
    )
    total = (
        over([each.counts if each else None for each in whole], pooled.periods) if pooled else None
    )
    return _compared(
        category, measure, pooled or Pooled(1, latest.counts), total, bool(pooled), is_low
    )


def _compared(
    category: Category,
    measure: Measure,
    pooled: Pooled,
    total: Counts | None,
    is_enough: bool,
    is_low: bool,
) -> GroupRow:
    kind = MeasureType(measure.type)
    own, whole = _worth(measure, pooled.counts), _worth(measure, total)
    if own is None:
        return GroupRow(category.name, "[z]")
    interval = interval_for(
        pooled.counts.numerator,
        pooled.counts.denominator,
        measure_type=kind,
        multiplier=measure.multiplier,
    )
    lower, upper = (interval.lower, interval.upper) if interval else (None, None)
    between = (
        f"{value_text(lower, kind)} to {value_text(upper, kind)}"
        if lower is not None and upper is not None
        else ""
    )
    plain = GroupRow(
        name=category.name,
        text=value_text(own, kind),
        of_text=of_text(pooled.counts.numerator, pooled.counts.denominator),
        interval_text=between,
        pooled_text=_pooled_text(measure, pooled),
        is_low=is_low,
        why_not=f"Not compared: fewer than {RULE.fewest} counted"
        if not is_enough
        else "Not compared",
    )
    if not is_enough or whole is None:
        return plain
    comparison = compare(lower, upper, float(whole), Polarity(measure.polarity))
    if comparison == Comparison.NOT_COMPARED:
        return plain
    return replace(
        plain,
        why_not="",
        everybody_text=value_text(whole, kind),
        gap_text=_gap_text(own - whole, kind),
        ratio_text=f"{number_text(own / whole, 2)} times" if own > 0 and whole > 0 else "",
        word=comparison.value,
        status=status_of(
            comparison, is_everyones=measure.accountability == Accountability.POPULATION
        ),
    )


def _worth(measure: Measure, counts: Counts | None) -> Decimal | None:
    if counts is None:
        return None
    return value(
        counts.numerator,
        counts.denominator,
        measure_type=MeasureType(measure.type),
        multiplier=measure.multiplier,
        may_exceed=True,
    )


def _gap_text(gap: Decimal, kind: MeasureType) -> str:
    size = number_text(abs(gap), 1)
    if size == "0.0":
        return "No gap"
    points = f" {'point' if size == '1.0' else 'points'}" if kind == MeasureType.PROPORTION else ""
    return f"{size}{points} {'higher' if gap > 0 else 'lower'}"


def _pooled_text(measure: Measure, pooled: Pooled) -> str:
    """'4 quarters together', where it is more than one."""
    if pooled.periods == 1:
        return ""
    noun = "quarters" if measure.frequency == Frequency.QUARTERLY else "years"
    return f"{pooled.periods} {noun} together"
