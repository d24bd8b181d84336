"""The coordinator runs a meeting of the Board, from its agenda to an action somebody sees."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from governance.models import BOARD_CODE, Meeting, Role
from tests.factories.collection import MeetingFactory
from tests.factories.governance import (
    PASSWORD,
    BodyFactory,
    LocalityFactory,
    MembershipFactory,
    UserFactory,
)
from tests.factories.outcomes import PeriodFactory, PriorityFactory
from tests.factories.planning import PlanFactory
from tests.factories.structure import SeatFactory

pytestmark = [pytest.mark.journey, pytest.mark.slow]

DECIDED, TO_DO = "Two more clinics from January.", "Find rooms for two clinics"


@pytest.fixture
def meeting(live_server) -> Meeting:
    """The Board meets today and in a quarter; one organisation sits on it, and it has its plan."""
    board, today = BodyFactory(code=BOARD_CODE, name="The Board"), timezone.localdate()
    people = [("coordinator", "Coordinator", {"coordinator": True}),
              ("ne.lead", "Amina Begum", {"role": Role.LOCALITY_LEAD,
                                          "locality": LocalityFactory()})]  # fmt: skip
    for short, name, membership in people:
        user = UserFactory(email=f"{short}@ehportal.example", name=name)
        MembershipFactory(user=user, **membership)
    SeatFactory(body=board)
    PriorityFactory()
    PeriodFactory()
    PlanFactory(
        body=board, starts_on=today - timedelta(days=30), ends_on=today + timedelta(days=300)
    )
    MeetingFactory(body=board, held_on=today + timedelta(days=91))
    return MeetingFactory(body=board, held_on=today)


def test_a_meeting_goes_from_its_agenda_to_an_action_that_somebody_sees(person, meeting) -> None:
    day = meeting.held_on + timedelta(days=7)
    desk = person().signs_in("coordinator", PASSWORD).opens(meeting.get_absolute_url())
    desk.sees("Progress of the implementation plan").sees("Never discussed")
    desk.is_on_an_accessible_page()

    desk.follows("Record who came").page.get_by_label("Barts Health").first.check()
    desk.is_on_an_accessible_page().presses("Save").sees("Who came is recorded.")
    desk.follows("Record what was discussed").is_on_an_accessible_page()
    desk.page.get_by_label("Of which priority").select_option(
        label="1. Promote take up of antenatal care"
    )
    desk.page.get_by_label("What was said?").fill("More women book early.")
    desk.presses("Save").sees("The entry is recorded.")
    desk.follows("Record a decision").presses("Save").sees("Write what was decided")
    desk.is_on_an_accessible_page().page.get_by_label("What was decided?").fill(DECIDED)
    desk.presses("Save").sees("The decision is recorded.")

    desk.follows("Add an action").page.get_by_label("What is to be done?").fill(TO_DO)
    desk.page.get_by_label("Is it somebody who uses this portal?").select_option("Amina Begum")
    desk.page.get_by_label("Did a decision ask for it?").select_option(index=1)
    due = desk.page.get_by_role("group", name="When is it due?")
    for box, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        due.get_by_label(box).fill(str(value))
    desk.is_on_an_accessible_page().presses("Add the action").sees("The action is added.")

    desk.opens(meeting.get_absolute_url()).sees(f"{TO_DO}").follows("Close the minutes")
    desk.sees("Nothing recorded of this meeting can be changed").is_on_an_accessible_page()
    desk.presses("Close the minutes").sees("The minutes are closed.").sees("Barts Health")
    desk.is_on_an_accessible_page()

    owner = person(viewport={"width": 375, "height": 800}).signs_in("ne.lead", PASSWORD)
    owner.is_on_an_accessible_page().follows(f"An action is due soon: {TO_DO}").sees(DECIDED)

    desk.follows("Next meeting").is_on_an_accessible_page()
    first = desk.page.locator("main section").first
    first.get_by_role("heading", name="1. Decided on").wait_for()
    assert DECIDED in first.inner_text()
    assert f"Action: {TO_DO} (not started)." in first.inner_text()
