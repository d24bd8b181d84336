"""Slow, obvious second versions of the calculations, to compare the portal's own with.

Written from the rules, by looking at every window of points in turn; no code is shared with the
portal beyond its names for what is found.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction

SHIFT = TREND = 7
SCREEN = Fraction("3.267")
REACH = Fraction("2.66")
PRECEDENCE = ("outside_limits", "trend", "two_of_three", "shift")


def limits(values: Sequence[int | None], *, screen: bool) -> tuple[Fraction, Fraction] | None:
    """Centre and average moving range, in fractions."""
    ranges: list[Fraction] = []
    for i in range(1, len(values)):
        now, before = values[i], values[i - 1]
        if now is not None and before is not None:
            ranges.append(Fraction(abs(now - before)))
    if not ranges:
        return None
    present = [Fraction(value) for value in values if value is not None]
    centre = sum(present, Fraction(0)) / len(present)
    average = sum(ranges, Fraction(0)) / len(ranges)
    if screen and average != 0:
        ranges = [each for each in ranges if each < SCREEN * average]
        average = sum(ranges, Fraction(0)) / len(ranges)
    return centre, average


def findings(
    values: Sequence[int | None], *, screen: bool, beyond_three_counts: bool, run: int = SHIFT
) -> list[set[tuple[str, int]]]:
    """For each point the rules it breaks, with the direction, in a series without rebases."""
    found: list[set[tuple[str, int]]] = [set() for _ in values]
    if sum(value is not None for value in values) < 5 or not (
        known := limits(values, screen=screen)
    ):
        return found
    centre, average = known
    for i, value in enumerate(values):
        if value is not None and abs(value - centre) > REACH * average:
            found[i].add(("outside_limits", 1 if value > centre else -1))
    for window in _windows(values, run):
        for sign in (1, -1):
            if all(sign * (value - centre) > 0 for _, value in window):
                for i, _ in window:
                    found[i].add(("shift", sign))
    for window in _windows(values, 3):
        for sign in (1, -1):
            if not all(sign * (value - centre) > 0 for _, value in window):
                continue
            far = [i for i, value in window if abs(value - centre) > REACH * average * 2 / 3]
            if not beyond_three_counts:
                outer = [i for i, value in window if abs(value - centre) > REACH * average]
                far = [i for i in far if i not in outer]
            if len(far) >= 2:
                for i in far:
                    found[i].add(("two_of_three", sign))
    # Later windows overwrite earlier ones: a turning point belongs to the later trend.
    direction: dict[int, int] = {}
    for window in _windows(values, run):
        for sign in (1, -1):
            steps = itertools.pairwise(value for _, value in window)
            if all(sign * (after - before) > 0 for before, after in steps):
                for i, _ in window:
                    direction[i] = sign
    for i, sign in direction.items():
        found[i].add(("trend", sign))
    return found


def colour(found: set[tuple[str, int]], polarity: str) -> str:
    """What a point that breaks these rules is coloured: the first rule in order decides."""
    for rule in PRECEDENCE:
        for sign in (1, -1):
            if (rule, sign) in found:
                return _meaning(sign, polarity)
    return "common_cause"


def icon(found: set[tuple[str, int]], polarity: str) -> str:
    """The icon of a latest point: improvement wins where both kinds of rule fire."""
    ordered = [(r, s) for r in PRECEDENCE for s in (1, -1) if (r, s) in found]
    if not ordered:
        return "common_cause"
    meant = [(_meaning(sign, polarity), sign) for _, sign in ordered]
    chosen = next((each for each in meant if each[0] == "improvement"), meant[0])
    if polarity == "none":
        return chosen[0]
    return f"{chosen[0]}_{'high' if chosen[1] > 0 else 'low'}"


def _meaning(sign: int, polarity: str) -> str:
    if polarity == "none":
        return "neutral_high" if sign > 0 else "neutral_low"
    return "improvement" if (sign > 0) == (polarity == "higher") else "concern"


def assurance(
    values: Sequence[int | None], target: int, polarity: str, *, screen: bool
) -> str | None:
    """Whether the whole range between the limits lies on one side of the target."""
    known = limits(values, screen=screen)
    if known is None or polarity == "none":
        return None
    centre, average = known
    if average == 0:
        latest = [value for value in values if value is not None][-1]
        good = latest >= target if polarity == "higher" else latest <= target
        return "consistent_pass" if good else "consistent_fail"
    if target > centre + REACH * average:
        return "consistent_fail" if polarity == "higher" else "consistent_pass"
    if target < centre - REACH * average:
        return "consistent_pass" if polarity == "higher" else "consistent_fail"
    return "inconsistent"


def _windows(values: Sequence[int | None], length: int) -> Iterator[list[tuple[int, int]]]:
    """Every stretch of so many neighbouring periods that all have a value."""
    for start in range(len(values) - length + 1):
        window = [(i, values[i]) for i in range(start, start + length)]
        full = [(i, value) for i, value in window if value is not None]
        if len(full) == length:
            yield full


def tables(
    hidden: Sequence[str], sums: Sequence[tuple[Sequence[str], int]]
) -> Iterator[dict[str, int]]:
    """Every way to fill hidden cells with whole numbers so that all sums come out right."""
    most = {name: min(total for names, total in sums if name in names) for name in hidden}
    for numbers in itertools.product(*(range(most[name] + 1) for name in hidden)):
        table = dict(zip(hidden, numbers, strict=True))
        if all(sum(table[name] for name in names) == total for names, total in sums):
            yield table


def determined(unknown: Sequence[str], sums: Sequence[tuple[dict[str, int], int]]) -> set[str]:
    """Which unknowns the sums fix exactly, by elimination in fractions (no bounds used)."""
    rows = [[Fraction(terms.get(name, 0)) for name in unknown] for terms, _ in sums]
    fixed: set[str] = set()
    done = 0
    for column in range(len(unknown)):
        pivot = next((i for i in range(done, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        rows[done] = [each / rows[done][column] for each in rows[done]]
        for i, row in enumerate(rows):
            if i != done and row[column]:
                rows[i] = [a - row[column] * b for a, b in zip(row, rows[done], strict=True)]
        done += 1
    for row in rows:
        names = [name for name, each in zip(unknown, row, strict=True) if each]
        if len(names) == 1:
            fixed.add(names[0])
    return fixed
