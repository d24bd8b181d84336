"""Statistical process control: XmR charts and what they say of the latest point.

Limits, rules and icons are those of NHSRplotthedots with the national two-sigma rule of November
2023. One set of settings is read by the chart, the table, the pack and the export alike. Where
the sources are silent (a flat line, a missing period) the choice made is said where it is made.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from outcomes.calculations.comparison import Polarity, TargetStatus, with_target
from outcomes.calculations.rules import (
    DEFAULTS,
    SpcSettings,
    TwoSigmaMode,
    shift_runs,
    trend_runs,
    two_of_three,
)
from outcomes.calculations.suitability import WITHOUT_LIMITS, Caution

RELATIVE_TOLERANCE = 1e-9
FEWEST_IN_BASELINE = 12


class Rule(StrEnum):
    """The four rules, in the order in which they name a point that breaks several."""

    OUTSIDE = "outside_limits"
    TREND = "trend"
    TWO_OF_THREE = "two_of_three"
    SHIFT = "shift"


class PointType(StrEnum):
    """What a point's colour says."""

    COMMON_CAUSE = "common_cause"
    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    NEUTRAL_HIGH = "neutral_high"
    NEUTRAL_LOW = "neutral_low"


class Variation(StrEnum):
    """The variation icon, from the latest point alone; high or low is the way the signal points."""

    COMMON_CAUSE = "common_cause"
    IMPROVEMENT_HIGH = "improvement_high"
    IMPROVEMENT_LOW = "improvement_low"
    CONCERN_HIGH = "concern_high"
    CONCERN_LOW = "concern_low"
    NEUTRAL_HIGH = "neutral_high"
    NEUTRAL_LOW = "neutral_low"


class Assurance(StrEnum):
    """The assurance icon: will it meet its target as the process is now?"""

    PASSES = "consistent_pass"
    FAILS = "consistent_fail"
    HIT_AND_MISS = "inconsistent"


class Stage(StrEnum):
    """How much may be shown of a segment with so many points."""

    POINTS_ONLY = "points_only"
    TRIAL_LIMITS = "trial_limits"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Limits:
    """Centre and limits of one segment, unclipped, in the unit of the values."""

    centre: float
    lower: float
    upper: float
    near_lower: float
    near_upper: float
    average_moving_range: float

    @property
    def tolerance(self) -> float:
        """Differences up to this are rounding noise, not signals; it grows with the values."""
        return RELATIVE_TOLERANCE * max(abs(self.centre), self.upper - self.centre)

    @property
    def is_flat(self) -> bool:
        return self.average_moving_range <= self.tolerance


@dataclass(frozen=True, slots=True)
class Baseline:
    """Where a segment starts (an index), and on how many of its points its limits are frozen."""

    start: int
    frozen_points: int | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch with limits of its own: from `start` up to but not including `end`."""

    start: int
    end: int
    points: int
    stage: Stage
    limits: Limits | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that a point breaks; sign +1 is above or rising, -1 below or falling."""

    rule: Rule
    sign: int


@dataclass(frozen=True, slots=True)
class Point:
    """A period's value (None is a gap), every rule it breaks, and its colour.

    The first finding is the one that names and colours the point.
    """

    value: float | None
    segment: int
    findings: tuple[Finding, ...]
    point_type: PointType


@dataclass(frozen=True, slots=True)
class Chart:
    """All that a chart of one measure in one place shows.

    `variation` and `assurance` are None where no icon may be shown: too few points, a caution
    that forbids it, no polarity or target (assurance), a flat line or no latest figure
    (variation).
    """

    points: tuple[Point, ...]
    segments: tuple[Segment, ...]
    variation: Variation | None
    assurance: Assurance | None
    consider_rebase: bool
    cautions: frozenset[Caution]
    settings: SpcSettings

    @property
    def latest(self) -> Point | None:
        return self.points[-1] if self.points else None

    def assurance_for(self, target: float | None, polarity: Polarity) -> Assurance | None:
        """The assurance icon for a target: None too where the chart may show no icons."""
        last = self.segments[-1] if self.segments else None
        if last is None or not _has_icons(last, self.cautions):
            return None
        return _assurance(self.points, last, target, polarity)


def analyse(
    values: Sequence[float | None],
    *,
    polarity: Polarity,
    settings: SpcSettings = DEFAULTS,
    baselines: Sequence[Baseline] = (),
    target: float | None = None,
    cautions: Collection[Caution] = (),
) -> Chart:
    """The chart of a series, oldest first, one entry per period; None is a missing period.

    A missing period ends every run and trend and gives no moving range. Figures the reader may
    not see are to be given as None, because limits can reveal them. `baselines` start segments
    with limits of their own, after a rebase or a break in the series. `target` is the latest one
    in force (see `latest_target`). A caution that the figures are no matter of chance (running
    totals, seasons) leaves the points without limits, rules or icons.

    Raises ValueError for baselines that do not ascend within the series or freeze fewer than 12
    points.
    """
    has_limits = WITHOUT_LIMITS.isdisjoint(cautions)
    segments = tuple(_segments(values, baselines, settings, has_limits=has_limits))
    points: list[Point] = []
    for number, segment in enumerate(segments):
        findings = findings_of(values[segment.start : segment.end], segment.limits, settings)
        for value, found in zip(values[segment.start : segment.end], findings, strict=True):
            points.append(Point(value, number, found, point_type_of(found, polarity)))
    last = segments[-1] if segments else None
    icons = last is not None and _has_icons(last, cautions)
    return Chart(
        points=tuple(points),
        segments=segments,
        variation=_variation(points[-1], last, polarity) if icons and last else None,
        assurance=_assurance(points, last, target, polarity) if icons and last else None,
        consider_rebase=bool(points) and _in_long_run(points[-1]),
        cautions=frozenset(cautions),
        settings=settings,
    )


def _has_icons(segment: Segment, cautions: Collection[Caution]) -> bool:
    return segment.stage == Stage.FULL and Caution.SMALL_COUNTS not in cautions


def limits_of(values: Sequence[float | None], settings: SpcSettings = DEFAULTS) -> Limits | None:
    """Centre and limits of one baseline; None without two neighbouring values.

    The screen drops moving ranges of 3.267 times their mean or more, once, and leaves the centre
    alone. A flat line is not screened (nothing would be left): its limits are its centre.
    """
    known = [value for value in values if value is not None]
    ranges = [
        abs(now - before)
        for before, now in pairwise(values)
        if before is not None and now is not None
    ]
    if not ranges:
        return None
    centre = math.fsum(known) / len(known)
    average = math.fsum(ranges) / len(ranges)
    if settings.mr_screen and average > 0:
        kept = [each for each in ranges if each < settings.mr_screen_constant * average]
        average = math.fsum(kept) / len(kept)
    reach = settings.limit_constant * average
    near = reach * 2 / 3
    return Limits(centre, centre - reach, centre + reach, centre - near, centre + near, average)


def stage_of(points: int, settings: SpcSettings = DEFAULTS) -> Stage:
    """What may be shown with so many points: from 5 trial limits, from 13 icons as well."""
    if points < settings.min_points_limits:
        return Stage.POINTS_ONLY
    if points < settings.min_points_icons:
        return Stage.TRIAL_LIMITS
    return Stage.FULL


def latest_target(targets: Sequence[float | None]) -> float | None:
    """The last target of a series that changes; assurance never uses an earlier one."""
    return next((target for target in reversed(targets) if target is not None), None)


def assurance_of(
    limits: Limits, target: float | None, polarity: Polarity, latest: float | None = None
) -> Assurance | None:
    """Whether the limits lie wholly on one side of the target; a target on a limit does not.

    A flat line has no room between its limits, so its value itself is held against the target
    (the centre where no latest value is given). None without a target or a polarity.
    """
    if target is None or polarity == Polarity.NONE:
        return None
    if limits.is_flat:
        value = limits.centre if latest is None else latest
        if abs(value - target) <= limits.tolerance:
            return Assurance.PASSES
        met = with_target(value, target, polarity) == TargetStatus.MET
        return Assurance.PASSES if met else Assurance.FAILS
    higher_is_better = polarity == Polarity.HIGHER
    if target > limits.upper + limits.tolerance:
        return Assurance.FAILS if higher_is_better else Assurance.PASSES
    if target < limits.lower - limits.tolerance:
        return Assurance.PASSES if higher_is_better else Assurance.FAILS
    return Assurance.HIT_AND_MISS


def _segments(
    values: Sequence[float | None],
    baselines: Sequence[Baseline],
    settings: SpcSettings,
    *,
    has_limits: bool,
) -> Iterator[Segment]:
    starts = list(baselines)
    if not starts or starts[0].start != 0:
        starts.insert(0, Baseline(0))
    edges = [baseline.start for baseline in starts] + [len(values)]
    if edges[:-1] != sorted({*edges[:-1]}) or (baselines and edges[-2] >= max(len(values), 1)):
        raise ValueError("baselines have to ascend within the series")
    for baseline, end in zip(starts, edges[1:], strict=True):
        inside = values[baseline.start : end]
        count = sum(value is not None for value in inside)
        stage = stage_of(count, settings)
        base = inside[: _frozen_length(inside, baseline.frozen_points)]
        is_bare = stage == Stage.POINTS_ONLY or not has_limits
        limits = None if is_bare else limits_of(base, settings)
        if limits is None:
            stage = Stage.POINTS_ONLY
        if inside:
            yield Segment(baseline.start, end, count, stage, limits)


def _frozen_length(values: Sequence[float | None], points: int | None) -> int:
    """Periods up to and including the last of so many points; gaps are not counted as points."""
    if points is None:
        return len(values)
    if points < FEWEST_IN_BASELINE:
        raise ValueError(f"a baseline frozen on {points} points; it takes {FEWEST_IN_BASELINE}")
    seen = 0
    for length, value in enumerate(values, start=1):
        seen += value is not None
        if seen == points:
            return length
    return len(values)


def findings_of(
    values: Sequence[float | None], limits: Limits | None, settings: SpcSettings
) -> list[tuple[Finding, ...]]:
    """Every rule that each point of one segment breaks, the naming one first.

    Rules run over stretches without a gap, one at a time. Without limits nothing is found.
    """
    findings: list[tuple[Finding, ...]] = [()] * len(values)
    if limits is None:
        return findings
    start = 0
    while start < len(values):
        stretch: list[float] = []
        for value in values[start:]:
            if value is None:
                break
            stretch.append(value)
        findings[start : start + len(stretch)] = _find_in_stretch(stretch, limits, settings)
        start += len(stretch) + 1
    return findings


def _find_in_stretch(
    values: Sequence[float], limits: Limits, settings: SpcSettings
) -> list[tuple[Finding, ...]]:
    noise = limits.tolerance
    sides = [_side(value, limits.centre, limits.centre, noise) for value in values]
    outside = [_side(value, limits.lower, limits.upper, noise) for value in values]
    near = [_side(value, limits.near_lower, limits.near_upper, noise) != 0 for value in values]
    if settings.two_sigma_mode == TwoSigmaMode.BETWEEN_2_AND_3:
        near = [is_near and not out for is_near, out in zip(near, outside, strict=True)]
    trends = trend_runs(values, settings.trend_points, noise)
    pairs = two_of_three(sides, near)
    shifts = shift_runs(sides, settings.shift_points)
    by_rule = zip(outside, trends, pairs, shifts, strict=True)
    return [
        tuple(Finding(rule, sign) for rule, sign in zip(Rule, signs, strict=True) if sign)
        for signs in by_rule
    ]


def _side(value: float, lower: float, upper: float, noise: float) -> int:
    """+1 above the upper bound, -1 below the lower one, 0 between them or on one."""
    return int(value > upper + noise) - int(value < lower - noise)


def _meaning(sign: int, polarity: Polarity) -> PointType:
    if polarity == Polarity.NONE:
        return PointType.NEUTRAL_HIGH if sign > 0 else PointType.NEUTRAL_LOW
    good = (sign > 0) == (polarity == Polarity.HIGHER)
    return PointType.IMPROVEMENT if good else PointType.CONCERN


def point_type_of(findings: Sequence[Finding], polarity: Polarity) -> PointType:
    """The colour of a point that breaks these rules: what the first of them means."""
    return _meaning(findings[0].sign, polarity) if findings else PointType.COMMON_CAUSE


def deciding(findings: Sequence[Finding], polarity: Polarity) -> Finding:
    """The rule that the icon of a latest point rests on, of one or more that it breaks.

    Where rules for better and for worse both fire, improvement wins, as in the national tool;
    the findings still hold both, and both are to be printed.
    """
    better = (f for f in findings if _meaning(f.sign, polarity) == PointType.IMPROVEMENT)
    return next(better, findings[0])


def variation_of(findings: Sequence[Finding], polarity: Polarity) -> Variation:
    """The icon of a latest point that breaks these rules."""
    if not findings:
        return Variation.COMMON_CAUSE
    shown = deciding(findings, polarity)
    meaning = _meaning(shown.sign, polarity)
    if polarity == Polarity.NONE:
        return Variation(meaning.value)
    return Variation(f"{meaning.value}_{'high' if shown.sign > 0 else 'low'}")


def _variation(latest: Point, segment: Segment, polarity: Polarity) -> Variation | None:
    if latest.value is None or segment.limits is None or segment.limits.is_flat:
        return None
    return variation_of(latest.findings, polarity)


def _assurance(
    points: Sequence[Point], segment: Segment, target: float | None, polarity: Polarity
) -> Assurance | None:
    if segment.limits is None:
        return None
    known = [p.value for p in points[segment.start :] if p.value is not None]
    return assurance_of(segment.limits, target, polarity, known[-1])


def _in_long_run(latest: Point) -> bool:
    """Whether the latest point belongs to a shift: a person may then consider a new baseline."""
    return any(finding.rule == Rule.SHIFT for finding in latest.findings)
