"""Reminded, away and back: the coordinator presses, the lead reads, a colleague stands in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from governance.models import Notice, Role, User
from outcomes.models import Period, Submission
from tests.factories.governance import PASSWORD, LocalityFactory, MembershipFactory, UserFactory
from tests.factories.outcomes import ObservationFactory, ReporterFactory, SubmissionFactory

pytestmark = [pytest.mark.journey, pytest.mark.slow]

WIDTHS = [1280, 320]


@pytest.fixture
def submission(live_server) -> Submission:
    """Figures due from the North East in ten days; two people lead it, and one coordinates."""
    place = LocalityFactory()
    for short, name in (("ne.lead", "Amina Begum"), ("deputy", "Ada Osei")):
        user = UserFactory(email=f"{short}@ehportal.example", name=name)
        MembershipFactory(user=user, role=Role.LOCALITY_LEAD, locality=place)
    coordinator = UserFactory(email="coordinator@ehportal.example", name="Coordinator")
    MembershipFactory(user=coordinator, coordinator=True)
    due = timezone.localdate() + timedelta(days=10)
    submission = SubmissionFactory(reporter=ReporterFactory(place=place), due_on=due)
    ObservationFactory(submission=submission)
    Period.objects.update(
        opens_on="2026-01-01", due_on=due, entries_close_on="2099-01-01", closes_on="2099-01-01"
    )
    return submission


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scripts", [True, False])
def test_a_reminder_goes_to_the_lead_then_to_who_stands_in(
    person, submission, width: int, scripts: bool
) -> None:
    options = {"viewport": {"width": width, "height": 800}, "java_script_enabled": scripts}

    def looks(who) -> None:
        if scripts:
            who.is_on_an_accessible_page()
        wide = who.page.evaluate("document.documentElement.scrollWidth") if scripts else 0
        assert wide <= width

    desk = person(**options).signs_in("coordinator", PASSWORD).opens("/review/")
    desk.presses("Remind North East locality").sees("2 people are reminded")
    desk.sees("Reminded on")
    looks(desk)

    lead = person(**options).signs_in("ne.lead", PASSWORD).follows("Messages (1 unread)")
    lead.sees("You have 1 unread message").sees("Babies born at a healthy weight")
    looks(lead)
    lead.presses("Mark as read").sees("You have read every message")
    looks(lead)

    lead.follows("Pause e-mails, or say that you are away")
    looks(lead)
    lead.presses("Tell this colleague instead").sees("Enter the first day you are away")
    looks(lead)
    first = timezone.localdate()
    for name, day in (("First day away", first), ("Last day away", first + timedelta(days=3))):
        group = lead.page.get_by_role("group", name=name)
        for box, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            group.get_by_label(box).fill(str(value))
    lead.page.get_by_label("Ada Osei").check()
    lead.presses("Tell this colleague instead").sees("Ada Osei is told in your place")
    looks(lead)
    lead.presses("I am back").sees("You are told yourself again")

    assert Notice.objects.get(to=User.objects.get(name="Amina Begum")).read_at is not None
