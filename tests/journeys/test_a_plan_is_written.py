"""A locality lead writes the delivery plan: told what is wrong, losing nothing, saying why."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from governance.models import Role
from outcomes.models import Action
from outcomes.planning.expected import financial_year
from tests.factories.governance import PASSWORD, LocalityFactory, MembershipFactory, UserFactory
from tests.factories.outcomes import MeasureFactory, OutcomeFactory, PriorityFactory

pytestmark = [pytest.mark.journey, pytest.mark.slow]

MIDWIVES, ROOM = "Put a midwife into the hub on Tuesdays", "Find a room for fathers"


@pytest.fixture
def lead(live_server) -> None:
    """Amina Begum leads the North East; nobody has written its delivery plan."""
    user = UserFactory(email="ne.lead@ehportal.example", name="Amina Begum")
    MembershipFactory(user=user, role=Role.LOCALITY_LEAD, locality=LocalityFactory())
    OutcomeFactory()
    MeasureFactory(title="Women booking before 10 weeks")
    PriorityFactory()


@pytest.mark.usefixtures("lead")
def test_a_lead_writes_the_plan_of_the_locality(person) -> None:
    starts_on, ends_on = financial_year(timezone.localdate())
    lead = person(viewport={"width": 375, "height": 800}).signs_in("ne.lead", PASSWORD)
    lead.follows("plan is missing").sees("North East: delivery plan").is_on_an_accessible_page()
    lead.follows("Make it").is_on_an_accessible_page()
    lead.page.get_by_label("What local need does it answer").fill("Few women book early.")
    lead.presses("Make the plan").sees("The plan is made. Add its actions.").sees("No action yet")

    lead.presses("Add an action")
    _fill_in(lead, MIDWIVES, starts_on - timedelta(days=1))
    lead.presses("Add the action").sees("The plan starts on").is_on_an_accessible_page()
    expect(lead.page.get_by_label("What is to be done?")).to_have_value(MIDWIVES)
    for what in ("Are healthy", "Women booking before 10 weeks", "Promote take up"):
        expect(lead.page.get_by_role("checkbox", name=what)).to_be_checked()
    _date(lead, ends_on)
    lead.presses("Add the action").sees("The action is added.")
    lead.presses("Add an action")
    _fill_in(lead, ROOM, ends_on)
    lead.presses("Add the action").sees("2 actions").is_on_an_accessible_page()

    lead.follows(MIDWIVES).sees("Women booking before 10 weeks").is_on_an_accessible_page()
    lead.presses("Write an update")
    lead.page.get_by_label("What was done?").fill("The midwife left in May.")
    lead.page.get_by_label("Off track").check()
    lead.presses("Keep the update").sees("Say why it is worse").is_on_an_accessible_page()
    expect(lead.page.get_by_label("What was done?")).to_have_value("The midwife left in May.")
    lead.page.get_by_label("Why is it worse").fill("Nobody has applied.")
    lead.presses("Keep the update").sees("Because: Nobody has applied.").is_on_an_accessible_page()

    lead.follows("delivery plan, ")
    row = lead.page.get_by_role("row", name=MIDWIVES)
    expect(row).to_contain_text("Amina Begum")
    expect(row).to_contain_text("Off track")
    expect(lead.page.get_by_role("row", name=ROOM)).to_contain_text("Not started")
    action = Action.objects.get(title=MIDWIVES)
    assert [each.count() for each in (action.outcomes, action.measures, action.priorities)] == [
        1
    ] * 3


def _fill_in(lead, title: str, due_on: date) -> None:
    """All that an action says, what it serves ticked in the folded groups."""
    lead.page.get_by_label("What is to be done?").fill(title)
    lead.page.get_by_label("Is it somebody who uses this portal?").select_option("Amina Begum")
    _date(lead, due_on)
    for fold in ("1 outcome", "1 measure", "1 priority"):
        lead.page.locator("summary", has_text=fold).click()
    for what in ("Are healthy", "Women booking before 10 weeks", "Promote take up"):
        lead.page.get_by_role("checkbox", name=what).check()


def _date(lead, due_on: date) -> None:
    group = lead.page.get_by_role("group", name="When is it due?")
    for box, value in (("Day", due_on.day), ("Month", due_on.month), ("Year", due_on.year)):
        group.get_by_label(box).fill(str(value))
