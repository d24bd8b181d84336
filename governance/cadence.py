"""How often a body meets, and on which days that makes: pure functions, the dates are arguments.

A meeting is wanted once in each span: a month, two months, a quarter or a school term. The pattern
says which day of the span it is, such as the second Tuesday of the middle month. A day that falls
on a bank holiday gives way to the same weekday a week later, or a week earlier at the end of the
span.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models

from ehportal.wording import MONTHS, span

WEEK = timedelta(days=7)
LAST = 5
"""The week that stands for the last of a month."""


class Cadence(models.TextChoices):
    MONTHLY = "monthly", "Every month"
    TWO_MONTHS = "two_months", "Every two months"
    QUARTERLY = "quarterly", "Every quarter"
    TERM = "term", "Each term"


#: How many months a span has. Quarters are those of the financial year, so pairs of months are too.
MONTHS_OF = {Cadence.MONTHLY: 1, Cadence.TWO_MONTHS: 2, Cadence.QUARTERLY: 3}


@dataclass(frozen=True)
class Span:
    """The days within which one meeting is wanted, and what they are called."""

    starts_on: date
    ends_on: date
    name: str

    def holds(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True)
class Pattern:
    """Which day of a span: the `week`th `weekday` (0 is Monday) of its `month`th month.

    A week of 5 is the last one of the month. In a term the weeks are counted from its first day,
    and the month says nothing.
    """

    week: int
    weekday: int
    month: int = 1


def spans(cadence: Cadence, starts_on: date, ends_on: date) -> list[Span]:
    """The spans that have a day between two days, both included; the earliest first."""
    if cadence == Cadence.TERM:
        years = range(starts_on.year, ends_on.year + 1)
        found = [term for year in years for term in terms_of(year)]
    else:
        found = list(spans_of_months(MONTHS_OF[cadence], starts_on, ends_on))
    return [each for each in found if each.ends_on >= starts_on and each.starts_on <= ends_on]


def financial_year(on: date) -> Span:
    """The financial year that a day is in, from April to March."""
    [year] = spans_of_months(12, on, on)
    return year


def meeting_day(cadence: Cadence, within: Span, pattern: Pattern) -> date:
    """The day of the span that the pattern names, moved off a bank holiday."""
    if cadence == Cadence.TERM:
        first = _on_or_after(within.starts_on, pattern.weekday)
        day = first + WEEK * (pattern.week - 1)
        while day > within.ends_on:
            day -= WEEK
    else:
        month = min(pattern.month, MONTHS_OF[cadence])
        day = _weekday_of(_months_on(within.starts_on, month - 1), pattern.week, pattern.weekday)
    return _off_holidays(day, within)


def terms_of(year: int) -> list[Span]:
    """The three terms that begin in a calendar year: spring, summer, autumn.

    They follow the calendar that most schools of London keep; a school may differ by some days,
    and a meeting can be moved. Spring ends before Easter's long week-end, or at the end of March
    where Easter is late; summer begins two weeks after.
    """
    spring_ends = min(_easter(year) - timedelta(days=3), date(year, 4, 1))
    return [
        Span(_on_or_after(date(year, 1, 4), 0), spring_ends, f"spring term {year}"),
        Span(
            _on_or_after(spring_ends + timedelta(days=15), 0),
            date(year, 7, 21),
            f"summer term {year}",
        ),
        Span(date(year, 9, 2), date(year, 12, 19), f"autumn term {year}"),
    ]


def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of England in a year; those declared once, for one year, are not known."""
    easter = _easter(year)
    new_year = _weekday_on_or_after(date(year, 1, 1))
    christmas = _weekday_on_or_after(date(year, 12, 25))
    boxing = _weekday_on_or_after(max(date(year, 12, 26), christmas + timedelta(days=1)))
    return frozenset(
        {
            new_year,
            easter - timedelta(days=2),
            easter + timedelta(days=1),
            _weekday_of(date(year, 5, 1), 1, 0),
            _weekday_of(date(year, 5, 1), LAST, 0),
            _weekday_of(date(year, 8, 1), LAST, 0),
            christmas,
            boxing,
        }
    )


def spans_of_months(length: int, starts_on: date, ends_on: date) -> Iterator[Span]:
    """The spans of so many months that have a day between two days, counted from April.

    So a quarter is one of the financial year, and twelve months are such a year.
    """
    since_april = (starts_on.month - 4) % 12
    first = _months_on(starts_on.replace(day=1), -(since_april % length))
    while first <= ends_on:
        after = _months_on(first, length)
        last = after - timedelta(days=1)
        yield Span(first, last, span(first, last))
        first = after


def _months_on(first: date, months: int) -> date:
    """The first day of the month that is so many months after the one that begins on `first`."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _weekday_of(first: date, week: int, weekday: int) -> date:
    """The second Tuesday, or the last, of the month that begins on `first`."""
    if week >= LAST:
        last = _months_on(first, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    return _on_or_after(first, weekday) + WEEK * (week - 1)


def _on_or_after(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _weekday_on_or_after(day: date) -> date:
    return day if day.weekday() < 5 else _on_or_after(day, 0)


def _off_holidays(day: date, within: Span) -> date:
    if day not in bank_holidays(day.year):
        return day
    later = day + WEEK
    return later if within.holds(later) and later not in bank_holidays(later.year) else day - WEEK


def _easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar, by the tables of the golden number and epact."""
    golden = year % 19
    century = year // 100
    leap_corrected = century - century // 4 - (8 * century + 13) // 25
    epact = (19 * golden + leap_corrected + 15) % 30
    epact -= (epact // 28) * (1 - (29 // (epact + 1)) * ((21 - golden) // 11))
    sunday = (year + year // 4 + epact + 2 - century + century // 4) % 7
    offset = epact - sunday
    month = 3 + (offset + 40) // 44
    return date(year, month, offset + 28 - 31 * (month // 4))


def month_name(day: date) -> str:
    """'October 2026'."""
    return f"{MONTHS[day.month - 1]} {day.year}"
