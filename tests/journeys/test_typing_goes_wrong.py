"""A lead mistypes, works in two tabs, and has no JavaScript: nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from outcomes.models import Submission
from tests.factories.governance import PASSWORD
from tests.factories.outcomes import (
    MeasureFactory,
    ObservationFactory,
    PeriodFactory,
    ReporterFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.journey


@pytest.fixture
def submission(live_server, ne_lead, localities) -> Submission:
    """Two figures that the North East owes today: 'healthy weight' and a count of families."""
    today = timezone.localdate()
    later = today + timedelta(days=20)
    period = PeriodFactory(
        opens_on=today - timedelta(days=20),
        due_on=today,
        entries_close_on=later,
        closes_on=later,
    )
    submission = SubmissionFactory(
        reporter=ReporterFactory(place=localities["ne"]), period=period, due_on=today
    )
    for measure in (MeasureFactory(code="HEA-101"), MeasureFactory(code="HEA-301", count=True)):
        ObservationFactory(submission=submission, measure=measure, place=localities["ne"])
    return submission


def test_a_mistake_is_said_beside_the_box_and_kept(person, submission) -> None:
    lead = person(java_script_enabled=False).signs_in("ne.lead", PASSWORD)
    lead.opens(f"{submission.get_absolute_url()}healthy/")
    lead.page.locator("#hea-101-th-ne-numerator").fill("118")
    lead.page.locator("#hea-101-th-ne-denominator").fill("104")
    lead.page.locator("#hea-301-th-ne-numerator").fill("about forty")
    lead.presses("Save and continue")
    expect(lead.page.locator("#hea-101-th-ne-numerator-error")).to_contain_text(
        "Healthy weight must be 104 or less"
    )
    expect(lead.page.locator("#hea-301-th-ne-numerator-error")).to_contain_text("must be a number")
    expect(lead.page).to_have_title("Error: Healthy: July to September 2026 - Early Help Outcomes")
    expect(lead.page.locator("#hea-301-th-ne-numerator")).to_have_value("about forty")
    kept = dict(submission.observations.values_list("measure__code", "numerator_typed"))
    assert kept == {"HEA-101": "118", "HEA-301": "about forty"}
    lead.follows("Healthy weight must be 104 or less")
    assert lead.page.url.endswith("#hea-101-th-ne-numerator")


def test_the_page_with_mistakes_is_accessible(person, submission) -> None:
    lead = person().signs_in("ne.lead", PASSWORD)
    lead.opens(f"{submission.get_absolute_url()}healthy/")
    lead.page.locator("#hea-101-th-ne-numerator").fill("118")
    lead.page.locator("#hea-101-th-ne-denominator").fill("104")
    lead.presses("Save and continue").sees("There is a problem").is_on_an_accessible_page()
    expect(lead.page.locator(".govuk-error-summary")).to_be_focused()


def test_two_tabs_that_save_the_same_figure_show_both_and_lose_neither(person, submission) -> None:
    lead = person().signs_in("ne.lead", PASSWORD)
    address = f"{submission.get_absolute_url()}healthy/"
    lead.opens(address)
    other = lead.context.new_page()
    other.goto(lead.address + address)

    lead.page.locator("#hea-301-th-ne-numerator").fill("214")
    lead.presses("Save and come back later")
    expect(lead.page.locator("main h1")).to_contain_text("July to September 2026")

    other.locator("#hea-301-th-ne-numerator").fill("212")
    other.get_by_role("button", name="Save and continue").click()
    expect(other.locator("main")).to_contain_text("214")
    expect(other.locator("main")).to_contain_text("212")
    expect(other.locator("#hea-301-th-ne-numerator")).to_have_value("212")
    assert submission.observations.get(measure__code="HEA-301").numerator_typed == "214"

    other.get_by_role("button", name="Save and come back later").click()
    expect(other.locator("main h1")).to_contain_text("July to September 2026")
    assert submission.observations.get(measure__code="HEA-301").numerator_typed == "212"
