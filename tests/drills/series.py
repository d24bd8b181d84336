"""Compares the control chart with its slow second version, and counts its false alarms.

Pure calculations: no portal is started and nothing is broken.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from outcomes.calculations import (
    Baseline,
    Chart,
    Limits,
    Polarity,
    SpcSettings,
    TwoSigmaMode,
    analyse,
)
from tests.outcomes.calculations import reference
from tests.outcomes.calculations.generated import generated_series

POINTS = 16
LEAST, MOST = 0.012, 0.018
CLOSE = 1e-9


@dataclass
class Compared:
    """How many charts were made twice, and where the two differ."""

    series: int = 0
    flagged: int = 0
    rebased: int = 0
    icons: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not self.faults

    def lines(self) -> list[tuple[str, str]]:
        return [
            ("series compared", str(self.series)),
            ("of these with a new baseline", str(self.rebased)),
            ("points that break a rule", str(self.flagged)),
            ("icons compared", str(self.icons)),
            ("disagreements", str(len(self.faults))),
        ]


@dataclass
class Simulated:
    """Charts of a process that never changes, and how many call their latest point a signal."""

    charts: int
    alarms: int
    anywhere: int

    @property
    def share(self) -> float:
        return self.alarms / self.charts

    @property
    def faults(self) -> list[str]:
        if LEAST <= self.share <= MOST:
            return []
        return [f"{self.share:.2%} false alarms, not {LEAST:.1%} to {MOST:.1%}"]

    @property
    def is_clean(self) -> bool:
        return not self.faults

    def lines(self) -> list[tuple[str, str]]:
        return [
            (f"charts of {POINTS} points without a change", str(self.charts)),
            ("false alarms on the latest point", str(self.alarms)),
            ("that is", f"{self.share:.2%}"),
            ("any point flagged", f"{self.anywhere / self.charts:.1%}"),
        ]


def compare(*, count: int, seed: int) -> Compared:
    """Makes so many charts by both versions: limits, rules, colours, icons, assurance.

    Each has settings, a polarity, a target and perhaps a new baseline of its own.
    """
    rng = random.Random(f"settings {seed}")
    found = Compared()
    for values in generated_series(count, seed):
        settings = SpcSettings(
            two_sigma_mode=rng.choice(list(TwoSigmaMode)),
            mr_screen=rng.random() < 0.5,
            **dict.fromkeys(("shift_points", "trend_points"), rng.choice([6, 7])),
        )
        starts = [0]
        if len(values) > 6 and rng.random() < 0.4:
            starts.append(rng.randint(1, len(values) - 1))
        polarity, target = rng.choice(list(Polarity)), rng.randint(-30, 260)
        chart = analyse(
            values,
            polarity=polarity,
            settings=settings,
            baselines=[Baseline(start) for start in starts[1:]],
            target=target,
        )
        expected = _expected(values, starts, settings)
        found.series += 1
        found.rebased += len(starts) > 1
        found.flagged += sum(bool(each) for each in expected)
        if wrong := _difference(chart, values, starts, expected, polarity, target):
            found.faults.append(f"{wrong}: {values}, from {starts}, {settings}, {polarity}")
        found.icons += chart.variation is not None
    return found


def simulate(*, charts: int, seed: int) -> Simulated:
    """So many charts of normal values with one mean, judged by the settings in force."""
    rng = random.Random(seed)
    alarms = anywhere = 0
    for _ in range(charts):
        chart = analyse([rng.gauss(0, 1) for _ in range(POINTS)], polarity=Polarity.NONE)
        alarms += bool(chart.points[-1].findings)
        anywhere += any(point.findings for point in chart.points)
    return Simulated(charts, alarms, anywhere)


def _expected(
    values: Sequence[int | None], starts: Sequence[int], settings: SpcSettings
) -> list[set[tuple[str, int]]]:
    found: list[set[tuple[str, int]]] = []
    for start, end in pairwise([*starts, len(values)]):
        found += reference.findings(
            values[start:end],
            screen=settings.mr_screen,
            beyond_three_counts=settings.two_sigma_mode == TwoSigmaMode.ALL_BEYOND_2,
            run=settings.shift_points,
        )
    return found


def _difference(
    chart: Chart,
    values: Sequence[int | None],
    starts: Sequence[int],
    expected: Sequence[set[tuple[str, int]]],
    polarity: Polarity,
    target: int,
) -> str:
    """What the two versions say differently, in words; nothing where they agree."""
    if not values:
        return "" if chart.points == () and chart.variation is None else "an empty chart"
    rules = [{(str(f.rule), f.sign) for f in point.findings} for point in chart.points]
    if rules != list(expected):
        return "rules"
    if [str(p.point_type) for p in chart.points] != [
        reference.colour(each, str(polarity)) for each in expected
    ]:
        return "colours"
    last = values[starts[-1] :]
    screen = chart.settings.mr_screen
    known = reference.limits(last, screen=screen)
    enough = sum(value is not None for value in last) >= 13
    limits = chart.segments[-1].limits
    if limits is not None and (known is None or not _same(limits, *map(float, known))):
        return "limits"
    icon = assurance = None
    if enough and known is not None:
        if values[-1] is not None and known[1] != 0:
            icon = reference.icon(expected[-1], str(polarity))
        assurance = reference.assurance(last, target, str(polarity), screen=screen)
    if (chart.variation and str(chart.variation)) != icon:
        return "icon"
    if (chart.assurance and str(chart.assurance)) != assurance:
        return "assurance"
    return ""


def _same(limits: Limits, centre: float, average: float) -> bool:
    wanted = (centre, centre - 2.66 * average, centre + 2.66 * average)
    got = (limits.centre, limits.lower, limits.upper)
    return all(abs(a - b) <= CLOSE * max(1, abs(b)) for a, b in zip(got, wanted, strict=True))
