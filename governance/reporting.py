"""Which reports there are, how often each is owed, and on which days that makes: pure functions.

A report is about a span of days, of the financial year like everything that is counted here. What
a strategy leaves open (when within a year, within how many days) is decided here, once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from datetime import date, timedelta
from typing import TypeVar

from django.db import models

from governance.cadence import Span, spans_of_months

Group = TypeVar("Group", bound=Hashable)
Slot = TypeVar("Slot", bound=Hashable)

AT_LEAST_A_YEAR = 2
"""How many detailed reports a sub-group owes a year (Children and Families Executive, line 22)."""


class ReportKind(models.TextChoices):
    PROGRESS = "progress", "Progress report"
    DETAILED = "detailed", "Detailed report against objectives"
    OUTCOMES = "outcomes", "Outcomes of the annual plan"
    ANNUAL = "annual", "Annual report"
    SERVICE = "service", "Service report"
    SUMMARY = "summary", "Summary of progress against all ambitions"
    STOCKTAKE = "stocktake", "Stocktake of the priorities"
    WORKING = "working", "Stocktake of how the partnership works"
    REVIEW = "review", "Review of the delivery groups"
    SKILLS = "skills", "Analysis of the skills we need"
    PEERS = "peers", "Peer review of the shared behaviours"
    EQUALITY = "equality", "Equality analysis"
    WORKPLAN = "workplan", "Workplan for the year"


class Rhythm(models.TextChoices):
    ROLLING = "rolling", "Once a year, at one of the receiver’s meetings"
    TWICE_A_YEAR = "twice", "Twice a year"
    YEARLY = "yearly", "Once a year"
    ONCE = "once", "Once"
    AHEAD = "ahead", "Once a year, before the year it is for begins"


#: How many months one report is about.
MONTHS_OF = {
    Rhythm.ROLLING: 12,
    Rhythm.TWICE_A_YEAR: 6,
    Rhythm.YEARLY: 12,
    Rhythm.ONCE: 12,
    Rhythm.AHEAD: 12,
}


def last_day_to_hand_in(rhythm: Rhythm, about: Span) -> date:
    """The day by which a report is due where no meeting says otherwise.

    What tells of a span that is over is due by the end of the month after it. A rolling report
    and one that is made once fall within the span itself; what is handed in ahead of its span is
    there on the day before it begins.
    """
    if rhythm == Rhythm.AHEAD:
        return about.starts_on - timedelta(days=1)
    if rhythm in {Rhythm.ROLLING, Rhythm.ONCE}:
        return about.ends_on
    first_of_next = about.ends_on + timedelta(days=1)
    [month] = spans_of_months(1, first_of_next, first_of_next)
    return month.ends_on


def spans_due(rhythm: Rhythm, due_from: date, due_to: date) -> list[Span]:
    """The spans whose reports fall due between two days, both included; the earliest first."""
    earliest = due_from - timedelta(days=62)
    day_after = due_to + timedelta(days=1)
    found = spans_of_months(MONTHS_OF[rhythm], earliest, day_after)
    return [each for each in found if due_from <= last_day_to_hand_in(rhythm, each) <= due_to]


def share_out(
    groups: Iterable[Group], meetings: Sequence[Slot], taken: Iterable[Slot] = ()
) -> dict[Group, Slot]:
    """A meeting for each group, so that no meeting hears many more reports than another.

    Meetings come in the order they are held; `taken` names one as often as it has a report
    already. Nothing where there is no meeting.
    """
    heard = Counter(taken)
    found: dict[Group, Slot] = {}
    for group in groups if meetings else ():
        chosen = min(meetings, key=lambda meeting: heard[meeting])
        heard[chosen] += 1
        found[group] = chosen
    return found
