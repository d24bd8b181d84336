"""The agenda of a meeting: its sections, in the order in which a meeting takes them.

A new kind of business is a new builder in this list. A builder is given the occasion and answers
with a section, or with nothing where it has no place on the agenda of that body.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from dashboards.agenda import actions, before, figures, reports
from dashboards.agenda.contents import Occasion, Section
from dashboards.pack.material import material
from dashboards.selectors.editions import pack_editions_on
from governance.models import BOARD_CODE, Meeting

Builder = Callable[[Occasion], Section | None]

SECTIONS: tuple[Builder, ...] = (
    before.decided_last_time,
    before.asked_and_waiting,
    actions.overdue,
    reports.due,
    reports.escalations,
    figures.pack,
    figures.decisions_wanted,
    before.priorities,
)


def occasion_of(meeting: Meeting, *, on: date) -> Occasion:
    """What a meeting is about, on a day."""
    editions = pack_editions_on(meeting.held_on) if meeting.body.code == BOARD_CODE else None
    return Occasion(
        meeting=meeting,
        previous=_previous(meeting),
        figures=material(editions) if editions else None,
        on=on,
    )


def agenda_of(occasion: Occasion) -> list[Section]:
    """The sections that have a place on it."""
    return [section for build in SECTIONS if (section := build(occasion)) is not None]


def _previous(meeting: Meeting) -> Meeting | None:
    earlier = Meeting.objects.standing().filter(body=meeting.body_id, held_on__lt=meeting.held_on)
    return earlier.order_by("-held_on").first()
