"""What is said of the latest figure: which rule it rests on, in words that its numbers bear out.

Where denominators are very different it is judged by its funnel, not by the chart.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from outcomes.calculations import Caution, MeasureType, Polarity
from outcomes.calculations.spc import Rule
from outcomes.findings import BETTER, CHANGED, NO_CHANGE, TOO_EARLY, WORSE, Found, Reading, find

EARLIER = [(120, 200), (118, 200), (122, 200), (119, 200)] * 3 + [(121, 200)]


def found(*latest: tuple[int, int]) -> Found:
    readings = [Reading(100 * n / d, Decimal(n), Decimal(d)) for n, d in [*EARLIER, *latest]]
    return find(
        readings, measure_type=MeasureType.PROPORTION, polarity=Polarity.HIGHER, noun="quarters"
    )


def test_the_noise_of_a_small_denominator_is_no_change() -> None:
    it = found((14, 30))  # 46.7% where 60% is usual: far outside the chart's own limits
    assert Caution.UNEVEN_DENOMINATORS in it.chart.cautions
    assert it.chart.points[-1].findings
    assert (it.word, it.sentence) == (NO_CHANGE, "")


def test_what_chance_does_not_give_is_a_change() -> None:
    it = found((11, 50))
    assert it.word == WORSE
    assert it.sentence.startswith("Beyond what chance gives out of 50, ")


def test_too_few_events_are_not_judged() -> None:
    it = found((9, 30))
    assert it.sentence == "Numbers too small to judge"


@pytest.mark.parametrize(
    ("latest", "sentence"),
    [
        (42, "Just below the usual range, 42 to 62"),  # 42.5 to 62.2, unrounded
        (30, "Below the usual range, 43 to 60"),
    ],
)
def test_a_figure_that_rounds_to_the_end_of_the_usual_range_is_just_outside_it(
    latest: int, sentence: str
) -> None:
    series = [50, 55, 52, 55, 54, 53, 55, 51, 58, 51, 53, 53, 50, 53, latest]

    it = find(
        [Reading(float(n), Decimal(n)) for n in series],
        measure_type=MeasureType.COUNT,
        polarity=Polarity.HIGHER,
        noun="quarters",
    )

    assert (it.word, it.sentence) == (WORSE, sentence)


# ---- A figure that breaks rules for better and for worse -----------------------------------------

FALLING_FROM_HIGH = [50, 52, 47, 51, 49, 53, 46, 50, 48, 64, 62.5, 61, 59.5, 58, 56.5, 55.5]
RISING_FROM_LOW = [50, 50.5, 49.5, 50, 50.5, 49.5, 50, 50.5, 49.5, 30, 31, 32, 33, 34, 35, 36]


def found_in(series: list[float], polarity: Polarity) -> Found:
    return find(
        [Reading(each) for each in series],
        measure_type=MeasureType.MEAN,
        polarity=polarity,
        noun="quarters",
    )


@pytest.mark.parametrize(
    ("series", "polarity", "word", "sentence"),
    [
        (
            FALLING_FROM_HIGH,
            Polarity.HIGHER,
            BETTER,
            "7 quarters in a row above the average, 53.9; but also 7 quarters in a row falling",
        ),
        (
            FALLING_FROM_HIGH,
            Polarity.LOWER,
            BETTER,
            "7 quarters in a row falling; but also 7 quarters in a row above the average, 53.9",
        ),
        (
            FALLING_FROM_HIGH,
            Polarity.NONE,
            CHANGED,
            "7 quarters in a row falling; but also 7 quarters in a row above the average, 53.9",
        ),
        (
            RISING_FROM_LOW,
            Polarity.LOWER,
            BETTER,
            "Below the usual range, 40.4 to 44.7; but also 7 quarters in a row rising",
        ),
    ],
)
def test_the_rule_that_made_the_word_is_named_first_and_the_one_against_it_next(
    series: list[float], polarity: Polarity, word: str, sentence: str
) -> None:
    it = found_in(series, polarity)

    assert (it.word, it.sentence) == (word, sentence)
    assert it.signal == word
    assert len(it.sentence.split()) < 25


def test_every_rule_that_fired_is_worded() -> None:
    it = found_in(RISING_FROM_LOW, Polarity.LOWER)

    assert {f.rule for f in it.chart.points[-1].findings} == set(Rule)
    assert it.further == (
        "2 of the last 3 quarters are near the bottom of the usual range",
        "7 quarters in a row below the average, 42.6",
    )


@pytest.mark.parametrize("latest", [(14, 30), (9, 30)])
def test_a_figure_that_its_rules_do_not_judge_is_not_marked(latest: tuple[int, int]) -> None:
    it = found(latest)

    assert it.chart.points[-1].findings
    assert (it.signal, it.rule) == ("", None)


def test_under_trial_limits_the_latest_figure_is_marked_and_not_judged() -> None:
    it = found_in([50, 51, 50, 51, 50, 51, 50, 51, 50, 90], Polarity.HIGHER)

    assert (it.word, it.signal) == (TOO_EARLY, BETTER)
