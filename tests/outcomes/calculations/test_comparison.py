"""Comparisons beyond the reference cases: what is not compared, tolerances, expectations."""

from __future__ import annotations

import random
from decimal import Decimal as D

import pytest

from outcomes.calculations import (
    Comparison,
    Interval,
    Method,
    Polarity,
    Rag,
    TargetStatus,
    expected_false_differences,
    interval_with_target,
    may_use_quantiles,
    rag,
    with_benchmark,
    with_benchmark_at_two_levels,
    with_funnel,
    with_interval,
    with_target,
    with_target_range,
)

INTERVAL = Interval(45, 55, Method.WILSON, 0.95)
OPEN = Interval(None, 55, Method.BYAR, 0.998)
MIRRORED = {
    Comparison.BETTER: Comparison.WORSE,
    Comparison.WORSE: Comparison.BETTER,
    Comparison.BEST: Comparison.WORST,
    Comparison.WORST: Comparison.BEST,
    Comparison.SIMILAR: Comparison.SIMILAR,
}


@pytest.mark.parametrize(("interval", "benchmark"), [(None, 40), (INTERVAL, None), (OPEN, 40)])
def test_what_cannot_be_compared_is_never_called_similar(
    interval: Interval | None, benchmark: float | None
) -> None:
    polarity = Polarity.HIGHER
    assert with_benchmark(interval, benchmark, polarity) == Comparison.NOT_COMPARED
    assert with_interval(interval, None, polarity) == Comparison.NOT_COMPARED
    assert (
        with_benchmark_at_two_levels(interval, None, benchmark, polarity) == Comparison.NOT_COMPARED
    )
    assert interval_with_target(interval, benchmark, polarity) == Comparison.NOT_COMPARED


def test_without_judgement_figures_are_higher_or_lower_at_both_levels() -> None:
    outer = Interval(40, 60, Method.WILSON, 0.998)
    for benchmark, expected in [(30, "higher"), (42, "higher"), (50, "similar"), (70, "lower")]:
        found = with_benchmark_at_two_levels(INTERVAL, outer, benchmark, Polarity.NONE)
        assert found == expected


def test_turning_the_polarity_turns_the_judgement() -> None:
    rng = random.Random(5)
    for _ in range(500):
        lower = rng.uniform(0, 50)
        inner = Interval(lower, lower + rng.uniform(0, 30), Method.WILSON, 0.95)
        outer = Interval(lower - 5, inner.upper + 5, Method.WILSON, 0.998)
        benchmark = rng.uniform(-20, 100)
        up, down = (
            with_benchmark_at_two_levels(inner, outer, benchmark, polarity)
            for polarity in (Polarity.HIGHER, Polarity.LOWER)
        )
        assert MIRRORED[up] == down


def test_four_localities_are_never_ranked_by_quantile() -> None:
    assert not may_use_quantiles(4, 4)
    assert not may_use_quantiles(4, 5)
    assert not may_use_quantiles(9, 10)
    assert may_use_quantiles(5, 5)
    assert may_use_quantiles(33, 4)


def test_the_number_of_false_differences_to_expect() -> None:
    assert expected_false_differences(400) == pytest.approx(9.6)


def test_a_target_is_not_judged_without_figure_target_or_direction() -> None:
    assert with_target(None, 5, Polarity.HIGHER) == TargetStatus.NOT_JUDGED
    assert with_target(5, None, Polarity.HIGHER) == TargetStatus.NOT_JUDGED
    assert with_target(5, 5, Polarity.NONE) == TargetStatus.NOT_JUDGED
    assert interval_with_target(INTERVAL, 5, Polarity.NONE) == Comparison.NOT_COMPARED
    assert with_target_range(None, 1, 2, Polarity.HIGHER) == Comparison.NOT_COMPARED
    assert with_target_range(1, 1, 2, Polarity.NONE) == Comparison.NOT_COMPARED


def test_a_target_range_upside_down_is_refused() -> None:
    with pytest.raises(ValueError, match="from 2 to 1"):
        with_target_range(1, 2, 1, Polarity.HIGHER)


@pytest.mark.parametrize(
    ("value", "polarity", "expected"),
    [
        ("80", Polarity.HIGHER, Rag.GREEN),
        ("79.9", Polarity.HIGHER, Rag.AMBER),
        ("75", Polarity.HIGHER, Rag.AMBER),
        ("74.9", Polarity.HIGHER, Rag.RED),
        ("80", Polarity.LOWER, Rag.GREEN),
        ("85", Polarity.LOWER, Rag.AMBER),
        ("85.1", Polarity.LOWER, Rag.RED),
        ("80", Polarity.NONE, None),
        (None, Polarity.HIGHER, None),
    ],
)
def test_amber_is_within_the_stored_tolerance(
    value: str | None, polarity: Polarity, expected: Rag | None
) -> None:
    figure = None if value is None else D(value)
    assert rag(figure, D(80), D(5), polarity) == expected


def test_a_negative_tolerance_is_refused() -> None:
    with pytest.raises(ValueError, match="tolerance"):
        rag(D(1), D(1), D(-1), Polarity.HIGHER)


@pytest.mark.parametrize(
    ("numerator", "denominator", "benchmark"),
    [(9, 100, 10), (10, 0, 10), (12, 10, 10), (20, 100, 101), (20, 100, -1)],
)
def test_no_funnel_for_few_events_or_impossible_figures(
    numerator: int, denominator: int, benchmark: int
) -> None:
    found = with_funnel(numerator, denominator, benchmark=benchmark, polarity=Polarity.HIGHER)
    assert found is None


def test_a_funnel_narrows_as_denominators_grow() -> None:
    widths = []
    for denominator in (40, 400, 4000):
        found = with_funnel(denominator / 2, denominator, benchmark=50, polarity=Polarity.HIGHER)
        assert found is not None
        assert found.at_95 == found.at_99_8 == Comparison.SIMILAR
        assert found.limits_99_8[0] < found.limits_95[0] < 50 < found.limits_95[1]
        widths.append(found.limits_95[1] - found.limits_95[0])
    assert widths == sorted(widths, reverse=True)
    whole = with_funnel(20, 20, benchmark=100, polarity=Polarity.HIGHER)
    assert whole is not None
    assert whole.limits_95[1] == 100
