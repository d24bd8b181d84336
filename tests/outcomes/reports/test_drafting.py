"""Sentences of what is counted and published, for a person to go on from. No database."""

from __future__ import annotations

from datetime import date

import pytest

from outcomes.models import Action, Measure, MeasureSummary, Period
from outcomes.reports.drafting import actions_in_words, figure_in_words

TODAY = date(2026, 10, 8)


def actions(*statuses: str, due_on: date | None = None) -> list[Action]:
    return [Action(status=status, due_on=due_on) for status in statuses]


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ([], "No action is recorded."),
        (actions("done"), "1 action: 1 done."),
        (
            actions("on_track", "not_started", "on_track", due_on=TODAY),
            "3 actions: 2 on track, 1 not started.",
        ),
        (
            actions("at_risk", "done", due_on=date(2026, 10, 7)),
            "2 actions: 1 done, 1 overdue.",
        ),
        (
            actions("at_risk", "at_risk", due_on=date(2026, 10, 7)),
            "2 actions: 2 overdue.",
        ),
    ],
)
def test_actions_are_counted_by_how_they_stand(found: list[Action], words: str) -> None:
    assert actions_in_words(found, TODAY) == words


@pytest.mark.parametrize(
    ("value", "change", "words"),
    [
        ("24.3%", "Up 3.1 percentage points", "24.3%, up 3.1 percentage points"),
        ("158", "", "158"),
        ("[c]", "", "no figure to show, [c]"),
    ],
)
def test_a_figure_is_told_as_it_is_published(value: str, change: str, words: str) -> None:
    row = MeasureSummary(
        measure=Measure(title="Seen in time"),
        period=Period(label="April to June 2026"),
        value_text=value,
        change_text=change,
    )
    assert (
        figure_in_words(row, 19) == f"Seen in time: {words} (April to June 2026, publication 19)."
    )
