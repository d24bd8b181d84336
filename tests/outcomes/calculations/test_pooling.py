"""Pooling counts over time."""

from __future__ import annotations

from decimal import Decimal

import pytest

from outcomes.calculations.pooling import DEFAULT, Counts, is_mostly_stated, over, pool


def counts(numerator: int, denominator: int = 50) -> Counts:
    return Counts(Decimal(numerator), Decimal(denominator))


@pytest.mark.parametrize(
    ("series", "periods", "numerator"),
    [
        ([10], 1, 10),
        ([9, 1, 0, 0, 40], 4, 10),
        ([2, 2, 2, 2, 1, 1, 0, 0], 8, 10),
        ([1] * 12, 12, 12),
    ],
)
def test_the_shortest_span_that_reaches_ten_is_taken(
    series: list[int], periods: int, numerator: int
) -> None:
    found = pool([counts(n) for n in series], spans=DEFAULT.quarters, fewest=DEFAULT.fewest)

    assert found is not None
    assert (found.periods, found.counts.numerator) == (periods, numerator)
    assert found.counts.denominator == 50 * periods


def test_nothing_is_pooled_over_a_hidden_period() -> None:
    series = [counts(9), counts(9), None, *[counts(9)] * 9]

    assert pool(series, spans=DEFAULT.quarters, fewest=DEFAULT.fewest) is None


def test_a_hidden_period_outside_the_span_does_no_harm() -> None:
    series = [counts(9), counts(9), counts(9), counts(9), None]

    assert pool(series, spans=DEFAULT.quarters, fewest=DEFAULT.fewest) is not None


@pytest.mark.parametrize("series", [[0] * 12, [9, 9], []])
def test_too_few_or_too_short_a_series_is_not_pooled(series: list[int]) -> None:
    assert pool([counts(n) for n in series], spans=(1, 4, 12), fewest=10) is None


def test_a_span_with_a_missing_period_has_no_total() -> None:
    assert over([counts(1), None], 1) == counts(1)
    assert over([counts(1), None], 2) is None
    assert over([counts(1)], 2) is None


def test_fifteen_per_cent_not_stated_is_still_reliable() -> None:
    assert is_mostly_stated(Decimal(15), Decimal(100), rule=DEFAULT)
    assert not is_mostly_stated(Decimal(16), Decimal(100), rule=DEFAULT)
