"""The sentences of the board's pages."""

from __future__ import annotations

import pytest

from dashboards import narrative


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (
            {"better": 2, "worse": 1, "changed": 1, "no_change": 34},
            "Two measures got better, one got worse and one changed; 34 show no clear change",
        ),
        ({"better": 1}, "One measure got better"),
        ({"worse": 1, "no_change": 1}, "One measure got worse; one shows no clear change"),
        (
            {"no_change": 14, "too_early": 3},
            "No measure changed beyond usual variation; 14 show no clear change",
        ),
        (
            {"too_early": 1},
            "Too early to say what is changing: 1 measure has too short a history",
        ),
        ({"no_figure": 4}, "No figures yet"),
        ({}, "No figures yet"),
    ],
)
def test_the_headline_counts_in_words(counts: dict[str, int], said: str) -> None:
    assert narrative.headline(counts) == said


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        (0.015, "Chance alone would flag fewer than one (under 0.1)."),
        (0.6, "Chance alone would flag fewer than one (0.6)."),
        (1.71, "Chance alone would flag about 2 (1.7)."),
        (None, "How many chance alone would flag is not measured for these rules."),
    ],
)
def test_signals_stand_beside_the_number_that_chance_gives(
    expected: float | None, said: str
) -> None:
    assert narrative.by_chance(expected) == said


@pytest.mark.parametrize(
    ("compared", "said"),
    [
        (0, ""),
        (1, "Of 1 comparison, chance alone would give under 0.1 differences."),
        (4, "Of 4 comparisons, chance alone would give about 0.1 differences."),
        (400, "Of 400 comparisons, chance alone would give about 9.6 differences."),
    ],
)
def test_differences_stand_beside_the_number_that_chance_gives(compared: int, said: str) -> None:
    assert narrative.differences_by_chance(compared) == said


@pytest.mark.parametrize(
    ("finding", "polarity", "change", "verb"),
    [
        ("better", "higher", "Up 3.1 percentage points", "rose by 3.1 percentage points to"),
        ("better", "lower", "Down 4", "fell by 4 to"),
        ("worse", "higher", "Down 4", "fell by 4 to"),
        # In a high run, yet a little down on the quarter before.
        ("better", "higher", "Down 1.0 percentage points", "stood at"),
        ("worse", "lower", "Down 1", "stood at"),
        ("changed", "none", "Up 4", "rose by 4 to"),
        ("changed", "none", "Not compared: coverage differs", "stood at"),
        ("better", "higher", "", "stood at"),
    ],
)
def test_rose_and_fell_are_said_only_where_the_step_goes_the_way_of_the_signal(
    finding: str, polarity: str, change: str, verb: str
) -> None:
    assert narrative.direction(finding, polarity, change) == verb


def test_a_title_is_the_finding() -> None:
    said = narrative.measure_title(
        "Children re-referred", "worse", "23.4%", quarter="July to September 2026", reason=""
    )

    assert said == "Children re-referred: 23.4%, worse than usual"


def test_a_title_without_a_figure_says_when_and_why() -> None:
    said = narrative.measure_title(
        "Babies", "no_figure", "[c]", quarter="April to June 2026", reason="hidden"
    )

    assert said == "Babies: no figure for April to June 2026, hidden"


def test_no_clear_change_gives_the_usual_range() -> None:
    assert (
        narrative.variation("no_change", "", "15.2% to 23.1%")
        == "There is no clear change: it is within its usual range, 15.2% to 23.1%."
    )


def test_a_change_without_a_polarity_is_not_judged() -> None:
    said = narrative.variation("changed", "Above the usual range, 46 to 85", "")

    assert said.endswith("A rise may be good or bad: no judgement is set.")
    assert "better" not in said


@pytest.mark.parametrize(
    ("comparisons", "said"),
    [
        (
            {"NE": "similar", "NW": "lower", "SE": "similar", "SW": "similar"},
            "NW is lower than the borough; the other three are similar",
        ),
        (
            {"NE": "higher", "NW": "lower", "SE": "higher", "SW": "similar"},
            (
                "NE and SE are higher than the borough; NW is lower than the borough; "
                "the other is similar"
            ),
        ),
        ({"NE": "similar", "NW": "similar"}, "No locality differs clearly from the borough"),
        ({"NE": "not_compared"}, ""),
        (
            {"NE": "similar", "NW": "not_compared", "SE": "similar"},
            "None of the two localities compared differs from the borough",
        ),
        (
            {"NE": "similar", "NW": "not_compared"},
            "NE does not differ clearly from the borough; no other is compared",
        ),
        (
            {"NE": "worse", "NW": "not_compared", "SE": "similar", "SW": "similar"},
            "NE is worse than the borough; the other two compared are similar",
        ),
        (
            {"NE": "worse", "NW": "not_compared", "SE": "similar"},
            "NE is worse than the borough; the other compared is similar",
        ),
    ],
)
def test_localities_are_put_into_one_title(comparisons: dict[str, str], said: str) -> None:
    assert narrative.localities(comparisons) == said


@pytest.mark.parametrize(
    ("assurance", "is_met", "said"),
    [
        ("consistent_fail", None, "Will keep missing it unless something changes."),
        ("", True, "The latest figure meets it."),
        ("", False, "The latest figure does not meet it."),
        ("", None, "Not judged."),
    ],
)
def test_a_target_is_judged_by_limits_first(assurance: str, is_met: bool | None, said: str) -> None:
    assert narrative.target(assurance, is_met) == said


def test_a_unit_goes_with_rates_and_durations_only() -> None:
    assert narrative.with_unit("165.0", "rate", "per 10,000") == "165.0 per 10,000"
    assert narrative.with_unit("24.3%", "proportion", "%") == "24.3%"
    assert narrative.with_unit("[c]", "rate", "per 10,000") == "[c]"


def test_the_key_names_only_the_marks_that_are_drawn() -> None:
    assert narrative.marks({"", "better", "worse"}) == (
        "A marked figure breaks a rule of the control chart: "
        "a circle for the better and a diamond for the worse."
    )
    assert narrative.marks({""}) == ""


def test_lines_of_a_document_are_counted() -> None:
    assert narrative.at_lines("438") == "line 438"
    assert narrative.at_lines("5-9") == "lines 5-9"
    assert narrative.at_lines("") == ""
