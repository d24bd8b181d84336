"""What other bodies bring to a meeting: reports due, and issues that wait for an answer."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from dashboards.agenda.contents import Occasion, Section
from dashboards.agenda.reports import due, escalations
from governance.models import Body, Meeting
from tests.conftest import NOW, TODAY
from tests.factories.collection import MeetingFactory
from tests.factories.governance import BodyFactory, UserFactory
from tests.factories.structure import EscalationFactory, ReportDueFactory

pytestmark = pytest.mark.django_db
NEXT, LAST = date(2026, 11, 25), date(2026, 9, 23)


@pytest.fixture
def executive() -> Body:
    return BodyFactory(code="cfe", name="Children and Families Executive", kind="executive",
                       meets="two_months")  # fmt: skip


@pytest.fixture
def meeting(executive: Body) -> Meeting:
    return MeetingFactory(body=executive, held_on=NEXT)


def occasion(meeting: Meeting, *, on: date = TODAY) -> Occasion:
    previous = MeetingFactory(body=meeting.body, held_on=LAST)
    return Occasion(meeting, previous, None, on)


def points(section: Section | None) -> list[tuple[str, str]]:
    assert section is not None
    return [(point.status_word, point.text) for point in section.points]


def test_the_reports_that_go_to_a_meeting_are_on_its_agenda(meeting: Meeting) -> None:
    ReportDueFactory(meeting=meeting)
    handed_in = {"submitted_at": NOW, "submitted_by": UserFactory()}
    pathway = BodyFactory(code="sg_pathway", name="Pathway Group")
    ReportDueFactory(meeting=meeting, body=pathway, kind="progress", **handed_in)
    ReportDueFactory(body=BodyFactory(code="later"))

    assert points(due(occasion(meeting))) == [
        ("Due", "SEND Improvement Board: detailed report against objectives"),
        ("Handed in", "Pathway Group: progress report"),
    ]


def test_a_report_that_was_missed_is_on_every_agenda_until_it_is_in(meeting: Meeting) -> None:
    found = occasion(meeting)
    report = ReportDueFactory(meeting=found.previous)

    [point] = due(found).points
    assert (point.status_word, point.detail) \
        == ("Late", "April to September 2026. Was due on 23 September 2026.")  # fmt: skip
    report.submitted_at, report.submitted_by = NOW, UserFactory()
    report.save()
    assert due(found).points == ()


def test_a_body_that_nobody_reports_to_has_no_such_section() -> None:
    assert due(occasion(MeetingFactory(held_on=NEXT))) is None


def test_an_issue_stays_on_the_agenda_of_the_body_above_until_it_is_answered(
    meeting: Meeting,
) -> None:
    waiting = EscalationFactory()
    for day in (datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 9, 1, tzinfo=UTC)):
        EscalationFactory(
            answered=True, answered_at=day, raised_at=datetime(2026, 8, 1, tzinfo=UTC)
        )
    found = occasion(meeting)

    assert sorted(word for word, _ in points(escalations(found))) == ["Answered", "Not answered"]
    own = Occasion(MeetingFactory(body=waiting.body, held_on=NEXT), None, None, TODAY)
    assert all(word == "Answered" for word, _ in points(escalations(own)))


def test_what_was_raised_after_a_meeting_is_not_on_its_agenda(meeting: Meeting) -> None:
    EscalationFactory(raised_at=datetime(2026, 11, 26, 9, tzinfo=UTC))

    assert escalations(occasion(meeting, on=date(2026, 12, 1))) is None


def test_a_body_without_issues_has_no_such_section() -> None:
    assert escalations(occasion(MeetingFactory(held_on=NEXT))) is None
