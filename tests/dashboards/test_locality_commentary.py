"""The automatic sentences on a locality's quarter: numbers and denominators, and never a cause."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import product

import pytest

from dashboards.selectors.locality_commentary import commentary_on_place
from dashboards.selectors.rows import Row
from tests.dashboards.generated_commentary import CAUSES

QUARTER = "October to December 2026"


def row(finding: str, **given: object) -> Row:
    fields: dict[str, object] = dict.fromkeys(Row._fields, "")
    fields |= {"is_due": True, "type": "proportion", "value_text": "24.3%", "finding": finding}
    return Row(**(fields | given))  # type: ignore[arg-type]


def said(findings: Mapping[str, int], compared: Mapping[str, int] | None = None) -> list[str]:
    own = [row(finding) for finding, number in findings.items() for _ in range(number)]
    return list(commentary_on_place(own, compared or {}, quarter=QUARTER))


def test_changes_are_counted_out_of_those_with_enough_history() -> None:
    changed, quiet, *_ = said({"worse": 1, "better": 3, "no_change": 70, "too_early": 4})

    assert changed == (
        "In October to December 2026, 4 of 74 measures with enough history changed beyond usual "
        "variation: 1 worse and 3 better."
    )
    assert quiet == "There is no clear change in the other 70."


def test_without_a_change_it_says_no_clear_change() -> None:
    first, second, *_ = said({"no_change": 5})

    assert "none of 5 measures with enough history changed beyond usual variation." in first
    assert second == "There is no clear change."


def test_with_too_short_a_history_it_claims_neither_a_change_nor_that_there_is_none() -> None:
    first, coverage = said({"too_early": 5})

    assert first.endswith("no measure had enough history to tell a change from chance.")
    assert coverage == "5 of 5 measures due have a figure."


def test_coverage_leaves_out_what_was_not_due_and_counts_what_is_missing() -> None:
    own = [
        row("no_change"),
        row("no_figure", value_text="[x]"),
        row("better", is_due=False),
        row("no_change", type="narrative"),
    ]

    sentences = commentary_on_place(own, {}, quarter=QUARTER)

    assert "1 of 2 measures due has a figure." in sentences
    assert not any("better" in each for each in sentences)


@pytest.mark.parametrize(
    ("compared", "wanted"),
    [
        ({"worse": 3, "better": 6, "similar": 48}, "57 measures compared with the borough, 3 are"),
        ({"similar": 2}, "of 2 measures compared with the borough, none differs clearly."),
    ],
)
def test_the_borough_is_compared_with_by_interval(compared: Mapping[str, int], wanted: str) -> None:
    last = said({"no_change": 60}, compared)[-1]

    assert last.startswith("By 95% interval, of ")
    assert wanted in last


def test_where_nothing_is_compared_nothing_is_said_of_the_borough() -> None:
    assert not any("borough" in each for each in said({"no_change": 60}))


def test_where_nothing_was_due_nothing_is_said() -> None:
    assert commentary_on_place([row("better", is_due=False)], {}, quarter=QUARTER) == ()


def test_no_sentence_is_long_or_names_a_cause() -> None:
    counts = (0, 1, 12)
    for worse, better, changed, quiet in product(counts, repeat=4):
        findings = {"worse": worse, "better": better, "changed": changed, "no_change": quiet}
        compared = {"worse": worse, "better": better, "higher": changed, "lower": 1, "similar": 9}
        for each in said(findings, compared):
            assert len(each.split()) < 25, each
            assert not CAUSES.search(each), each
            assert re.search(r"\d|no ", each), each
