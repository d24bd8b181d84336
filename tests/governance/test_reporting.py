"""When reports fall due, and who reports to which meeting, at the edges. No database."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from governance.cadence import Span, financial_year
from governance.reporting import Rhythm, last_day_to_hand_in, share_out, spans_due


def about(rhythm: Rhythm, first: date, last: date) -> list[str]:
    return [each.name for each in spans_due(rhythm, first, last)]


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 4, 1), date(2026, 4, 1), date(2027, 3, 31)),
        (date(2027, 3, 31), date(2026, 4, 1), date(2027, 3, 31)),
        (date(2028, 2, 29), date(2027, 4, 1), date(2028, 3, 31)),
        (date(2026, 12, 31), date(2026, 4, 1), date(2027, 3, 31)),
    ],
)
def test_a_financial_year_begins_in_april(day: date, first: date, last: date) -> None:
    year = financial_year(day)
    assert (year.starts_on, year.ends_on) == (first, last)


@pytest.mark.parametrize(
    ("rhythm", "ends_on", "due"),
    [
        (Rhythm.TWICE_A_YEAR, date(2026, 9, 30), date(2026, 10, 31)),
        (Rhythm.TWICE_A_YEAR, date(2027, 3, 31), date(2027, 4, 30)),
        (Rhythm.YEARLY, date(2028, 3, 31), date(2028, 4, 30)),
        # The month after ends when it ends, in leap years too.
        (Rhythm.YEARLY, date(2028, 1, 31), date(2028, 2, 29)),
        (Rhythm.YEARLY, date(2027, 1, 31), date(2027, 2, 28)),
        (Rhythm.YEARLY, date(2026, 12, 31), date(2027, 1, 31)),
        (Rhythm.ROLLING, date(2027, 3, 31), date(2027, 3, 31)),
        (Rhythm.ONCE, date(2027, 3, 31), date(2027, 3, 31)),
    ],
)
def test_a_report_is_due_by_the_end_of_the_month_after_what_it_tells_of(
    rhythm: Rhythm, ends_on: date, due: date
) -> None:
    assert last_day_to_hand_in(rhythm, Span(date(2026, 1, 1), ends_on, "")) == due


@pytest.mark.parametrize(
    ("first", "last", "halves"),
    [
        (date(2026, 10, 31), date(2026, 10, 31), ["April to September 2026"]),
        (date(2026, 11, 1), date(2027, 4, 29), []),
        (date(2026, 11, 1), date(2027, 4, 30), ["October 2026 to March 2027"]),
        (
            date(2026, 10, 31),
            date(2027, 10, 31),
            ["April to September 2026", "October 2026 to March 2027", "April to September 2027"],
        ),
    ],
)
def test_a_half_falls_due_on_its_last_day_and_on_no_other(
    first: date, last: date, halves: list[str]
) -> None:
    assert about(Rhythm.TWICE_A_YEAR, first, last) == halves


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        (date(2027, 3, 31), date(2027, 3, 31), ["April 2026 to March 2027"]),
        (date(2027, 4, 1), date(2028, 3, 30), []),
        (date(2027, 4, 1), date(2028, 3, 31), ["April 2027 to March 2028"]),
    ],
)
def test_a_turn_on_the_rota_lies_within_its_year(first: date, last: date, years: list[str]) -> None:
    assert about(Rhythm.ROLLING, first, last) == years


@pytest.mark.parametrize(
    ("begins", "due"),
    [
        (date(2027, 4, 1), date(2027, 3, 31)),
        (date(2028, 3, 1), date(2028, 2, 29)),
        (date(2027, 3, 1), date(2027, 2, 28)),
        (date(2027, 1, 1), date(2026, 12, 31)),
    ],
)
def test_what_is_handed_in_ahead_is_due_the_day_before_its_year_begins(
    begins: date, due: date
) -> None:
    year = Span(begins, begins + timedelta(days=364), "")
    assert last_day_to_hand_in(Rhythm.AHEAD, year) == due


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        # Due on 31 March alone, although the year itself begins on the day after.
        (date(2027, 3, 31), date(2027, 3, 31), ["April 2027 to March 2028"]),
        (date(2026, 4, 1), date(2027, 3, 30), []),
        (date(2027, 4, 1), date(2028, 3, 30), []),
        (date(2028, 2, 29), date(2028, 3, 31), ["April 2028 to March 2029"]),
        (
            date(2026, 3, 31),
            date(2027, 3, 31),
            ["April 2026 to March 2027", "April 2027 to March 2028"],
        ),
    ],
)
def test_a_workplan_falls_due_on_the_last_day_of_the_year_before_and_on_no_other(
    first: date, last: date, years: list[str]
) -> None:
    assert about(Rhythm.AHEAD, first, last) == years


def test_every_half_year_falls_due_exactly_once_in_twenty_years() -> None:
    first, last = date(2020, 1, 1), date(2039, 12, 31)
    found = about(Rhythm.TWICE_A_YEAR, first, last)

    assert len(found) == len(set(found)) == 40
    by_day, day = [], first
    while day <= last:
        by_day += about(Rhythm.TWICE_A_YEAR, day, day + timedelta(days=29))
        day += timedelta(days=30)
    assert by_day[:40] == found


def test_groups_are_shared_out_evenly_in_the_order_of_the_meetings() -> None:
    assert share_out("abc", ["May", "July"]) == {"a": "May", "b": "July", "c": "May"}
    assert share_out("ab", ["May", "July"], ["May", "May"]) == {"a": "July", "b": "July"}
    assert share_out("ab", []) == {}


@pytest.mark.parametrize("meetings", range(1, 8))
def test_no_meeting_hears_more_than_one_report_more_than_another(meetings: int) -> None:
    heard = Counter(share_out(range(11), list(range(meetings))).values())
    assert sum(heard.values()) == 11
    assert max(heard.values()) - min(heard[each] for each in range(meetings)) <= 1
