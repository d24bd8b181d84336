"""A sub-group's chair files a report: told what is missing, heard by the Executive, received."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from governance.models import ReportDue, Role
from tests.factories.governance import PASSWORD, MembershipFactory, UserFactory
from tests.factories.structure import ReportDueFactory

pytestmark = [pytest.mark.journey, pytest.mark.slow]


@pytest.fixture
def due(live_server) -> ReportDue:
    """A report that the SEND Improvement Board owes the Executive in a week."""
    found = ReportDueFactory(due_on=timezone.localdate() + timedelta(days=7))
    for short, body in (("chair", found.body), ("executive", found.to)):
        user = UserFactory(email=f"{short}@ehportal.example", name=short.title())
        MembershipFactory(user=user, role=Role.BOARD_MEMBER, body=body)
    return found


def test_a_chair_files_a_report_with_what_people_said(person, due: ReportDue) -> None:
    chair = person(viewport={"width": 375, "height": 800}).signs_in("chair", PASSWORD)
    chair.follows("A report is due soon: detailed report against objectives").presses("Write it")
    chair.page.get_by_label("How far is each of the agreed objectives?").fill("Two of three.")
    chair.page.get_by_label("What comes next?").fill("A second drop-in in May.")
    chair.presses("Hand it in").sees("Write what you were told, and what was done")
    chair.is_on_an_accessible_page()
    chair.page.get_by_label("You said, we did").fill("You asked for evenings; we open late.")
    chair.presses("Hand it in").sees("You asked for evenings; we open late.")
    chair.is_on_an_accessible_page()

    executive = person().signs_in("executive", PASSWORD)
    executive.follows("SEND Improvement Board has handed in a report")
    executive.presses("Receive it for Children and Families Executive")
    executive.sees("Received by Executive").is_on_an_accessible_page()
