"""What is asked about a figure that may be right: each rule at its edges."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from outcomes.queries import Numbers, queries_about, queries_about_parts


@dataclass
class Ruled:
    """A proportion without a rule."""

    type: str = "proportion"
    unit: str = "%"
    multiplier: int = 100
    numerator_label: str = "Completed"
    denominator_label: str = "Due"
    expected_low: Decimal | None = None
    expected_high: Decimal | None = None
    query_change: int | None = None
    query_repeats: int | None = None
    query_swap: bool = False
    query_parts: bool = False


COUNT = {"type": "count", "unit": "families", "multiplier": 1}
RATE = {"type": "rate", "unit": "per 1,000", "multiplier": 1000}


def figure(numerator: Any, denominator: Any = None) -> Numbers:
    return Numbers(*(None if n is None else Decimal(n) for n in (numerator, denominator)))


def asked(now: tuple, before: list[tuple | None] | None = None, **rules: Any) -> list[str]:
    earlier = [None if each is None else figure(*each) for each in before or []]
    return queries_about(Ruled(**rules), figure(*now), before=earlier)


RANGE = {"expected_low": Decimal(76), "expected_high": Decimal(92)}


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ((148, 243), "Is 60.9% right? It was 84.2% last quarter. We expect 76% to 92%."),
        ((93, 100), "Is 93.0% right? It was 84.2% last quarter. We expect 76% to 92%."),
        ((76, 100), ""),
        ((92, 100), ""),
        ((0, 0), ""),
    ],
)
def test_a_result_outside_the_expected_range_is_asked_about(now: tuple, words: str) -> None:
    assert "".join(asked(now, [(202, 240)], **RANGE)) == words


def test_a_range_may_have_one_end() -> None:
    assert asked((10, 100), expected_low=Decimal(20)) == ["Is 10.0% right? We expect 20% or more."]
    assert asked((1500,), **COUNT, expected_high=Decimal(1200)) == [
        "Is 1,500 right? We expect 1,200 or less."
    ]


def test_a_range_for_everybody_fits_no_category() -> None:
    rules = Ruled(**RANGE)
    assert queries_about(rules, figure(1, 100), judge_range=False) == []


@pytest.mark.parametrize(
    ("now", "last", "words"),
    [
        ((131,), (100,), "Is 131 right? It was 100 last quarter: up by 31%."),
        ((130,), (100,), ""),
        ((69,), (100,), "Is 69 right? It was 100 last quarter: down by 31%."),
        # Few: a change in per cent says little.
        ((9,), (3,), ""),
        ((10,), (3,), "Is 10 right? It was 3 last quarter: up by 233%."),
        # From nothing there is no per cent.
        ((40,), (0,), ""),
        ((40,), None, ""),
    ],
)
def test_a_change_beyond_the_threshold_is_asked_about(now, last, words: str) -> None:
    assert "".join(asked(now, [last], **COUNT, query_change=30)) == words


@pytest.mark.parametrize(
    ("before", "is_asked"),
    [
        ([(60, 100), (60, 100)], True),
        ([(60, 100), (60, 101)], False),
        ([(60, 100), None], False),
        ([(60, 100)], False),
        ([], False),
    ],
)
def test_the_same_figure_three_quarters_in_a_row_is_asked_about(before, is_asked: bool) -> None:
    words = ["You gave the same figure 3 quarters in a row. Is it still right?"]
    assert asked((60, 100), before, query_repeats=3) == (words if is_asked else [])


def test_a_small_figure_repeats_by_chance() -> None:
    assert asked((4,), [(4,), (4,)], **COUNT, query_repeats=3) == []


@pytest.mark.parametrize(
    ("now", "last", "is_asked"),
    [
        ((3660, 45), (45, 3660), True),
        ((3500, 50), (45, 3660), True),
        ((45, 3660), (45, 3660), False),
        # Two numbers that are alike are not told apart.
        ((100, 90), (90, 100), False),
        ((3660, 0), (45, 3660), False),
    ],
)
def test_numbers_that_changed_places_are_asked_about(now, last, is_asked: bool) -> None:
    words = ["Are “Completed” and “Due” in the right boxes? Last quarter they were 45 and 3,660."]
    assert asked(now, [last], **RATE, query_swap=True) == (words if is_asked else [])


def of_parts(total: int, *parts: int | None, **rules: Any) -> list[str]:
    given = {"Sex": [None if part is None else Decimal(part) for part in parts]}
    measure = Ruled(**COUNT, **{"query_parts": True} | rules)
    return queries_about_parts(measure, figure(total), given)


def test_parts_that_do_not_add_up_are_asked_about() -> None:
    assert of_parts(60, 30, 28) == [
        "Sex adds up to 58, not 60. Correct one of them, or say why they differ."
    ]
    assert of_parts(60, 30, 30) == []
    assert of_parts(60, 30, 28, query_parts=False) == []


def test_parts_are_added_only_where_all_are_numbers() -> None:
    assert of_parts(60, 30, None) == []
    assert of_parts(60) == []


@pytest.mark.parametrize("kind", ["yes_no", "narrative"])
def test_what_is_no_number_is_never_asked_about(kind: str) -> None:
    every = {"query_change": 1, "query_repeats": 2, "query_swap": True, **RANGE}
    assert asked((1,), [(1,)], type=kind, **every) == []


def test_a_missing_figure_is_never_asked_about() -> None:
    every = {"query_change": 1, "query_repeats": 2, "query_swap": True, **RANGE}
    assert asked((None, 100), [(60, 100)], **every) == []


def test_a_result_that_breaks_two_rules_is_asked_about_once() -> None:
    found = asked((10, 100), [(80, 100)], query_change=30, **RANGE)
    assert found == ["Is 10.0% right? It was 80.0% last quarter. We expect 76% to 92%."]


def test_different_rules_that_are_broken_are_asked_about_apart() -> None:
    rules = Ruled(**COUNT, query_change=30, query_parts=True)
    changed = queries_about(rules, figure(60), before=[figure(20)])
    parts = queries_about_parts(rules, figure(60), {"Sex": [Decimal(9)]})
    assert [words.split()[0] for words in (*changed, *parts)] == ["Is", "Sex"]
