"""What the figures bring to a meeting of the Board."""

from __future__ import annotations

from datetime import date

from dashboards.agenda.figures import decisions_wanted
from dashboards.agenda.sections import occasion_of
from governance.models import BOARD_CODE, Meeting, Place
from outcomes.models import Measure
from tests.dashboards.publishing import publish, rising
from tests.factories.collection import DecisionFactory, MeetingFactory
from tests.factories.governance import BodyFactory


def _asked(meeting: Meeting) -> list[str]:
    section = decisions_wanted(occasion_of(meeting, on=date(2027, 3, 1)))
    assert section is not None
    return [point.text for point in section.points]


def test_what_was_decided_at_an_earlier_meeting_is_not_asked_again(
    borough: Place, referred: Measure
) -> None:
    published = publish({(referred, borough): rising(16)})
    board = BodyFactory(code=BOARD_CODE)
    first = MeetingFactory(body=board, held_on=date(2027, 1, 12))
    second = MeetingFactory(body=board, held_on=date(2027, 2, 16))
    DecisionFactory(meeting=first, period=published.period).measures.add(referred)

    asked_at_first = _asked(first)

    assert asked_at_first == [
        "Agree what to do about “Children referred to social care again”: worse than usual."
    ]
    assert _asked(second) == []
