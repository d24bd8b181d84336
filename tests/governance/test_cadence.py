"""On which days a body meets, at the edges of quarters, terms and years. No database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from governance.cadence import (
    LAST,
    Cadence,
    Pattern,
    bank_holidays,
    meeting_day,
    spans,
    terms_of,
)

TUESDAY, THURSDAY, MONDAY = 1, 3, 0


def names(cadence: Cadence, first: date, last: date) -> list[str]:
    return [each.name for each in spans(cadence, first, last)]


def days(cadence: Cadence, first: date, last: date, pattern: Pattern) -> list[date]:
    return [meeting_day(cadence, each, pattern) for each in spans(cadence, first, last)]


@pytest.mark.parametrize(
    ("first", "last", "quarters"),
    [
        (date(2026, 7, 1), date(2026, 9, 30), ["July to September 2026"]),
        (date(2026, 9, 30), date(2026, 9, 30), ["July to September 2026"]),
        (
            date(2026, 9, 30),
            date(2026, 10, 1),
            ["July to September 2026", "October to December 2026"],
        ),
        (date(2027, 3, 31), date(2027, 3, 31), ["January to March 2027"]),
        (date(2027, 4, 1), date(2027, 4, 1), ["April to June 2027"]),
    ],
)
def test_a_quarter_is_one_of_the_financial_year(
    first: date, last: date, quarters: list[str]
) -> None:
    assert names(Cadence.QUARTERLY, first, last) == quarters


def test_pairs_of_months_are_counted_from_april() -> None:
    assert names(Cadence.TWO_MONTHS, date(2027, 1, 31), date(2027, 5, 31)) == [
        "December 2026 to January 2027",
        "February to March 2027",
        "April to May 2027",
    ]


@pytest.mark.parametrize(("year", "last"), [(2027, 28), (2028, 29), (2100, 28), (2000, 29)])
def test_february_ends_when_it_ends(year: int, last: int) -> None:
    [february] = spans(Cadence.MONTHLY, date(year, 2, 1), date(year, 2, last))
    assert (february.starts_on, february.ends_on) == (date(year, 2, 1), date(year, 2, last))
    assert meeting_day(Cadence.MONTHLY, february, Pattern(LAST, TUESDAY)).month == 2


def test_a_leap_day_can_be_the_day() -> None:
    found = days(Cadence.MONTHLY, date(2028, 2, 1), date(2028, 2, 1), Pattern(LAST, TUESDAY))
    assert found == [date(2028, 2, 29)]


def test_a_year_of_months_has_twelve_meetings_on_the_weekday() -> None:
    found = days(Cadence.MONTHLY, date(2026, 4, 1), date(2027, 3, 31), Pattern(2, TUESDAY))
    assert len(found) == len({day.month for day in found}) == 12
    assert {day.weekday() for day in found} == {TUESDAY}
    assert all(8 <= day.day <= 14 for day in found)


def test_the_month_within_a_quarter_is_chosen() -> None:
    found = days(
        Cadence.QUARTERLY, date(2026, 4, 1), date(2027, 3, 31), Pattern(3, TUESDAY, month=2)
    )
    assert found == [date(2026, 5, 19), date(2026, 8, 18), date(2026, 11, 17), date(2027, 2, 16)]


def test_a_bank_holiday_gives_way_to_the_next_week() -> None:
    # The first Monday of May is the early May bank holiday, and of September is none.
    pattern = Pattern(1, MONDAY)
    assert days(Cadence.MONTHLY, date(2026, 5, 1), date(2026, 5, 31), pattern) == [
        date(2026, 5, 11)
    ]
    assert days(Cadence.MONTHLY, date(2026, 9, 1), date(2026, 9, 30), pattern) == [date(2026, 9, 7)]


def test_a_bank_holiday_at_the_end_gives_way_to_the_week_before() -> None:
    pattern = Pattern(LAST, MONDAY)
    assert days(Cadence.MONTHLY, date(2026, 8, 1), date(2026, 8, 31), pattern) == [
        date(2026, 8, 24)
    ]


@pytest.mark.parametrize("year", range(2024, 2040))
@pytest.mark.parametrize("cadence", Cadence)
def test_no_meeting_of_any_pattern_is_on_a_bank_holiday_or_outside_its_span(
    year: int, cadence: Cadence
) -> None:
    for each in spans(cadence, date(year, 1, 1), date(year, 12, 31)):
        for weekday in range(5):
            for week in range(1, LAST + 1):
                for month in (1, 2, 3):
                    day = meeting_day(cadence, each, Pattern(week, weekday, month))
                    assert each.holds(day)
                    assert day not in bank_holidays(day.year)
                    assert day.weekday() == weekday


# From the government's own list of bank holidays in England and Wales.
@pytest.mark.parametrize(
    ("year", "listed"),
    [
        (2025, ["01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"]),
        (2026, ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"]),
        (2027, ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"]),
        (2028, ["01-03", "04-14", "04-17", "05-01", "05-29", "08-28", "12-25", "12-26"]),
    ],
)
def test_bank_holidays_are_those_of_england(year: int, listed: list[str]) -> None:
    assert sorted(day.strftime("%m-%d") for day in bank_holidays(year)) == listed


def test_there_are_three_terms_with_holidays_between_them() -> None:
    for year in range(2024, 2040):
        spring, summer, autumn = terms_of(year)
        assert spring.starts_on < spring.ends_on < summer.starts_on - timedelta(days=9)
        assert summer.starts_on < date(year, 5, 1)
        assert summer.ends_on < date(year, 8, 1) < date(year, 9, 1) <= autumn.starts_on
        assert autumn.ends_on < date(year, 12, 24)


def test_one_meeting_each_term_in_the_week_that_is_chosen() -> None:
    found = days(Cadence.TERM, date(2026, 9, 1), date(2027, 8, 31), Pattern(3, THURSDAY))
    assert found == [date(2026, 9, 17), date(2027, 1, 21), date(2027, 4, 29)]


def test_between_two_terms_there_is_none() -> None:
    assert spans(Cadence.TERM, date(2026, 8, 1), date(2026, 8, 31)) == []
