"""Figures, dates and spans of time, as they are written everywhere."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ehportal import wording


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [
        (1041, None, "1,041"),
        (0, None, "0"),
        (1_000_000, None, "1,000,000"),
        (Decimal("12.50"), None, "12.5"),
        (2.45, 1, "2.5"),
        (0.125, 2, "0.13"),
        (-3, None, "−3"),
        (Decimal("-0.04"), 1, "0.0"),
        (None, None, "–"),
        ("", 1, "–"),
    ],
)
def test_numbers_have_commas_and_a_half_goes_up(
    value: wording.Figure, places: int | None, written: str
) -> None:
    assert wording.number(value, places) == written


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [(24.3, 1, "24.3%"), (35, 0, "35%"), (Decimal("23.45"), 1, "23.5%"), (None, 1, "–")],
)
def test_percentages_are_from_0_to_100(value: wording.Figure, places: int, written: str) -> None:
    assert wording.percentage(value, places) == written


def test_days_are_written_out() -> None:
    assert wording.day(date(2026, 10, 5)) == "5 October 2026"
    assert wording.weekday(date(2026, 10, 15)) == "Thursday 15 October"


@pytest.mark.parametrize(
    ("day", "written"),
    [(14, "in 6 days"), (9, "tomorrow"), (8, "today"), (7, "yesterday"), (2, "6 days ago")],
)
def test_a_deadline_says_how_far_away_it_is(day: int, written: str) -> None:
    assert wording.days_away(date(2026, 10, day), date(2026, 10, 8)) == written


@pytest.mark.parametrize(
    ("code", "long", "short", "financial"),
    [
        ("2026-Q1", "April to June 2026", "Apr to Jun 2026", "quarter 1, 2026/27"),
        ("2026-Q2", "July to September 2026", "Jul to Sep 2026", "quarter 2, 2026/27"),
        ("2026-Q3", "October to December 2026", "Oct to Dec 2026", "quarter 3, 2026/27"),
        ("2026-Q4", "January to March 2027", "Jan to Mar 2027", "quarter 4, 2026/27"),
        ("1999-Q4", "January to March 2000", "Jan to Mar 2000", "quarter 4, 1999/00"),
    ],
)
def test_quarters_are_of_the_financial_year(
    code: str, long: str, short: str, financial: str
) -> None:
    assert wording.quarter(code) == long
    assert wording.quarter(code, short=True) == short
    assert wording.financial_quarter(code) == financial


@pytest.mark.parametrize("code", ["2026-Q5", "2026", "26-Q1", "2026-Q", ""])
def test_what_is_not_a_quarter_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="not a quarter"):
        wording.quarter(code)


def test_spans_name_a_year_twice_only_where_it_differs() -> None:
    assert wording.span(date(2025, 10, 1), date(2026, 3, 31)) == "October 2025 to March 2026"
    assert wording.span(date(2026, 4, 1), date(2026, 4, 30)) == "April 2026"


def test_counts_agree_with_their_noun() -> None:
    assert wording.count(1, "measure") == "1 measure"
    assert wording.count(1041, "measure") == "1,041 measures"
    assert wording.count(0, "box", "boxes") == "0 boxes"


def test_how_often_is_said_in_words_where_there_are_any() -> None:
    assert [wording.times(often) for often in (0, 1, 2, 3)] == [
        "0 times",
        "once",
        "twice",
        "3 times",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [("Six words", "Six words"), ("Ten letters", "Ten lette…"), ("Nine more words", "Nine more…")],
)
def test_what_is_too_long_ends_with_an_ellipsis(text: str, said: str) -> None:
    assert wording.shortened(text, 10) == said
