"""What is said of the latest figure: which rule it rests on, in words that its numbers bear out.

Where denominators are very different it is judged by its funnel, not by the chart.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from outcomes.calculations import Caution, MeasureType, Polarity
from outcomes.findings import NO_CHANGE, WORSE, Found, Reading, find

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
