"""What each kind of report asks, and what must not be missing. No database."""

from __future__ import annotations

import pytest

from governance.models import ReportKind
from outcomes.reports.contents import (
    VOICE,
    Judged,
    Verdict,
    frozen,
    is_empty,
    missing,
    questions_of,
)

PLANS = [{"title": "Workplan, 2027/28", "actions": [{"title": "Ask families"}]}]
AMBITIONS = [Judged("a1", "A great start in life"), Judged("a2", "A healthy childhood")]


def answered(kind: str) -> dict[str, str]:
    answers = {each.key: "Done." for each in questions_of(kind, AMBITIONS)}
    for each in AMBITIONS:
        answers[each.verdict_key] = Verdict.RIGHT
    return answers


@pytest.mark.parametrize("kind", ReportKind.values)
def test_every_report_ends_with_what_people_said_and_needs_it(kind: str) -> None:
    assert [each.key for each in questions_of(kind, AMBITIONS)][-1] == VOICE

    assert missing(kind, answered(kind), judged=AMBITIONS, files=1, plans=PLANS) == {}
    without = {**answered(kind), VOICE: ""}
    assert list(missing(kind, without, judged=AMBITIONS, files=1, plans=PLANS)) == [VOICE]


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b", "\u00a0\u2003"])
def test_what_nobody_can_see_is_not_written(text: str) -> None:
    assert is_empty(text)
    answers = {**answered("progress"), VOICE: text}
    assert VOICE in missing("progress", answers, judged=(), files=0)


def test_a_section_that_may_be_left_out_may() -> None:
    answers = {**answered("detailed"), "risks": ""}
    assert missing("detailed", answers, judged=(), files=0) == {}


def test_an_annual_report_is_attached() -> None:
    found = missing("annual", answered("annual"), judged=(), files=0)
    assert found == {"attachment": "Attach the published report"}


@pytest.mark.parametrize("evidence", ["voice", "data", "inspections"])
def test_a_stocktake_rests_on_three_kinds_of_evidence(evidence: str) -> None:
    answers = {**answered("stocktake"), evidence: ""}
    assert list(missing("stocktake", answers, judged=AMBITIONS, files=0)) == [evidence]


def test_a_stocktake_decides_about_every_priority_and_says_why_one_is_not_right() -> None:
    answers = {**answered("stocktake"), "verdict-a1": "", "verdict-a2": "change"}

    found = missing("stocktake", answers, judged=AMBITIONS, files=0)
    assert list(found) == ["verdict-a1", "why-a2"]

    answers |= {"verdict-a1": "right", "why-a2": "Vaping is missing."}
    assert missing("stocktake", answers, judged=AMBITIONS, files=0) == {}
    kept = frozen("stocktake", answers, judged=AMBITIONS, figures=None, files=[])
    assert [(each["name"], each["verdict"], each["why"]) for each in kept["verdicts"]] == [
        ("A great start in life", "Still correct", ""),
        ("A healthy childhood", "To be changed", "Vaping is missing."),
    ]


def test_a_workplan_is_handed_in_with_a_plan_in_which_something_is_to_be_done() -> None:
    answers = answered("workplan")
    none = missing("workplan", answers, judged=(), files=0)
    empty = [*PLANS, {"title": "Another", "actions": []}]

    assert none == {"plan": "Make the plan of the year first: it is what is handed in"}
    assert missing("workplan", answers, judged=(), files=0, plans=empty) \
        == {"plan": "Add what is to be done to “Another” first"}  # fmt: skip
    kept = frozen("workplan", answers, judged=(), figures=None, files=[], plans=PLANS)
    assert kept["plans"] == PLANS
    # What was handed in before there were workplans is compared with what is handed in again.
    assert "plans" not in frozen(
        "detailed", answered("detailed"), judged=(), figures=None, files=[]
    )


def test_a_summary_goes_through_every_ambition() -> None:
    answers = {**answered("summary"), "ambition-a2": ""}
    assert list(missing("summary", answers, judged=AMBITIONS, files=0)) == ["ambition-a2"]


def test_what_is_kept_has_its_headings_and_leaves_out_what_is_empty() -> None:
    answers = {**answered("progress"), "risks": " "}
    kept = frozen("progress", answers, judged=(), figures={"publication": 3}, files=[{"id": 1}])

    assert [each["heading"] for each in kept["sections"]] == [
        "What was achieved since the last report?", "What comes next?", "You said, we did",
    ]  # fmt: skip
    assert (kept["figures"], kept["files"]) == ({"publication": 3}, [{"id": 1}])


@pytest.mark.parametrize(
    ("kind", "asks"),
    [
        ("skills", ["skills", "needed", "change"]),
        ("peers", ["practice", "challenge", "change"]),
        ("equality", ["groups", "known", "change"]),
    ],
)
def test_what_is_asked_for_now_and_then_has_questions_of_its_own(
    kind: str, asks: list[str]
) -> None:
    assert [each.key for each in questions_of(kind)] == [*asks, VOICE]
