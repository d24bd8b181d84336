"""On which day which reminder is due."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from outcomes.reminding.days import STAGES, stage_of, week_of

DUE = date(2026, 10, 15)


@pytest.mark.parametrize(
    ("on", "stage"),
    [
        (date(2026, 9, 30), None),
        (date(2026, 10, 1), 14),
        (date(2026, 10, 7), 14),
        (date(2026, 10, 8), 7),
        (date(2026, 10, 12), 7),
        (date(2026, 10, 13), 2),
        (DUE, 2),
        (date(2026, 10, 16), -1),
        (date(2026, 11, 14), -1),
    ],
)
def test_the_last_reminder_whose_day_has_come_is_due(on: date, stage: int | None) -> None:
    assert stage_of(DUE, on=on) == stage


@pytest.mark.parametrize(
    # Across the nights the clocks go back and forward, and a leap day.
    "due",
    [date(2026, 10, 26), date(2027, 3, 29), date(2028, 3, 1), date(2027, 1, 1)],
)
def test_days_are_counted_by_the_calendar(due: date) -> None:
    for stage in STAGES:
        day = due - timedelta(days=stage)
        assert stage_of(due, on=day) == stage
        assert stage_of(due, on=day - timedelta(days=1)) != stage


@pytest.mark.parametrize(
    ("since", "stage"),
    [
        (date(2026, 10, 7), 7),
        (date(2026, 10, 8), None),
        (date(2026, 10, 9), None),
    ],
)
def test_what_was_due_before_people_were_told_of_something_newer_is_not(
    since: date, stage: int | None
) -> None:
    assert stage_of(DUE, on=date(2026, 10, 9), since=since) == stage


@pytest.mark.parametrize("days", range(7))
def test_a_week_begins_on_monday(days: int) -> None:
    assert week_of(date(2026, 10, 5) + timedelta(days=days)) == date(2026, 10, 5)
