"""Automatic commentary contradicts no number, names no cause and claims no change without a rule.

THOROUGH=1 python -m pytest -s tests/dashboards/test_generated_commentary.py
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from outcomes.calculations.combining import MeasureType
from outcomes.models import Polarity
from tests.dashboards.generated_commentary import Case, cases, faults, said
from tests.thorough import amount

COMMENTARIES = amount(5000, 250)


@pytest.mark.thorough
def test_what_is_said_of_generated_figures_is_true() -> None:
    wrong, sentences, changes = [], 0, 0
    for case in cases(COMMENTARIES, seed=1):
        texts = said(case)
        sentences += sum(text.count(". ") + 1 for text in texts)
        changes += any("That is a change" in text for text in texts)
        wrong += [f"{fault}\n{case}\n{texts}" for fault in faults(case, texts)]
    print(
        f"{COMMENTARIES} commentaries, {sentences} sentences, {changes} claim a change, "
        f"{len(wrong)} faults"
    )
    assert not wrong, "\n\n".join(wrong[:5])
    assert changes > COMMENTARIES / 100


# ---- The reading finds what it is for ------------------------------------------------------------

STEADY = Case(MeasureType.PROPORTION, Polarity.HIGHER, [(200, 1000), (207, 1000)] * 8, 4, None, 25)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("20.7%", "27.0%", "not said: the figure was 20.7%"),
        (" (207 of 1,000)", "", "not said: the figure was 20.7%"),
        ("All 4 localities are included.", "", "not said: All 4 localities"),
        ("There is no clear change", "That is a change for the better, beyond usual", "said bett"),
        ("There is no clear change", "There is no clear change because of summer", "a cause"),
        ("Up 0.7", "Down 0.7", "the wrong way"),
        ("worse than London", "better than London", "better than London, and is worse"),
        ("Up", "Up " + "and up " * 24, "words"),
    ],
)
def test_a_sentence_that_is_wrong_is_found(old: str, new: str, fault: str) -> None:
    texts = said(STEADY)
    assert faults(STEADY, texts) == []

    changed = [text.replace(old, new) for text in texts]

    assert changed != list(texts)
    assert any(fault in each for each in faults(STEADY, changed))


def test_a_rule_that_says_the_opposite_of_the_word_is_found() -> None:
    levels = [500, 520, 470, 510, 490, 530, 460, 500, 480, 640, 625, 610, 595, 580, 565, 555]
    case = replace(STEADY, series=[(n, 1000) for n in levels])
    texts = said(case)
    assert faults(case, texts) == []
    first, against = "7 years in a row above the average, 53.9%", "7 years in a row falling"

    changed = [text.replace(f"{first}; but also {against}", against) for text in texts]

    assert changed != list(texts)
    assert any("a rule that says the opposite" in each for each in faults(case, changed))


def test_a_figure_that_is_not_there_is_not_told_of() -> None:
    case = replace(STEADY, series=[*STEADY.series, None])
    assert faults(case, said(case)) == []
    assert faults(case, ["In July to September 2026 the figure was 20.7%."])
