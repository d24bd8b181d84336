"""What is said of the latest figure: which rule it rests on, in words that its numbers bear out.

Where denominators are very different it is judged by its funnel, not by the chart.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from outcomes.calculations import Caution, MeasureType, Pattern, Polarity
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


# ---- Figures that a control chart does not fit -------------------------------------------------

RISEN = [50, 55, 52, 55, 54, 53, 55, 51, 58, 51, 53, 53, 50, 53, 90]
SEASONAL = "seasonal, so not judged by the control chart"


def of_pattern(pattern: Pattern, *, before: Reading | None = None, **latest: bool) -> Found:
    """What is said of a figure far above all before it; the same quarter of last year was 51."""
    readings = [Reading(float(n), Decimal(n), expected=4) for n in RISEN]
    readings[-1] = Reading(90.0, Decimal(90), expected=4, **latest)
    readings[-5] = before or Reading(51.0, Decimal(51), expected=4)
    return find(
        readings,
        measure_type=MeasureType.COUNT,
        polarity=Polarity.LOWER,
        noun="quarters",
        pattern=pattern,
        year_before=len(readings) - 5,
    )


def test_figures_that_stand_alone_are_judged() -> None:
    assert of_pattern(Pattern.ALONE).word == WORSE


def test_figures_that_share_quarters_are_not_judged_however_many_there_are() -> None:
    it = of_pattern(Pattern.ROLLING)

    assert (it.word, it.has_enough_history) == (TOO_EARLY, False)
    assert it.sentence == "Not judged: each figure shares quarters with the last"
    assert it.chart.segments[-1].limits is None


def test_a_seasonal_figure_is_read_beside_the_same_quarter_last_year() -> None:
    it = of_pattern(Pattern.SEASONAL)

    assert (it.word, it.has_enough_history) == (TOO_EARLY, False)
    assert it.sentence == f"Up 39 on the same quarter last year; {SEASONAL}"
    assert it.chart.segments[-1].limits is None


@pytest.mark.parametrize(
    "before",
    [
        Reading(None, expected=4),
        Reading(51.0, Decimal(51), is_partial=True, expected=4),
        Reading(51.0, Decimal(51), expected=3),
    ],
    ids=["hidden", "in part", "of other places"],
)
def test_a_seasonal_figure_is_not_compared_with_one_that_is_not_like_it(before: Reading) -> None:
    assert of_pattern(Pattern.SEASONAL, before=before).sentence == SEASONAL.capitalize()


@pytest.mark.parametrize("pattern", list(Pattern))
def test_a_figure_that_lacks_places_is_not_judged_for_that_reason_first(pattern: Pattern) -> None:
    it = of_pattern(pattern, is_partial=True)
    assert it.sentence == "Not judged: some places are missing"


@pytest.mark.parametrize("kind", [MeasureType.MEAN, MeasureType.DURATION])
def test_an_average_of_a_rolling_year_has_no_limits_either(kind: MeasureType) -> None:
    it = find(
        [Reading(float(n)) for n in RISEN],
        measure_type=kind,
        polarity=Polarity.LOWER,
        noun="quarters",
        pattern=Pattern.ROLLING,
    )
    assert it.word == TOO_EARLY
    assert it.chart.segments[-1].limits is None
