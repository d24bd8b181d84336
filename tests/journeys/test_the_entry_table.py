"""The entry table in a browser: what the script adds, and that nothing needs it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from governance.models import Role
from outcomes.models import Measure, Observation, Period, Submission
from tests.factories.governance import PASSWORD, LocalityFactory, MembershipFactory, UserFactory
from tests.factories.outcomes import (
    MeasureFactory,
    ObservationFactory,
    ReporterFactory,
    SubmissionFactory,
)

pytestmark = [pytest.mark.journey, pytest.mark.slow]

FIRST, SECOND = "#hea-101-th-ne-{}", "#hea-102-th-ne-{}"


@pytest.fixture
def submission(live_server) -> Submission:
    """Two proportions due from the North East, in a quarter that is open today."""
    place = LocalityFactory()
    user = UserFactory(email="ne.lead@ehportal.example", name="Amina Begum")
    MembershipFactory(user=user, role=Role.LOCALITY_LEAD, locality=place)
    submission = SubmissionFactory(reporter=ReporterFactory(place=place))
    for code in ("HEA-101", "HEA-102"):
        measure = MeasureFactory(code=code, title=f"Babies, {code}")
        ObservationFactory(submission=submission, measure=measure)
    # Far enough away that it is open on whatever day the test is run.
    far = dict.fromkeys(["due_on", "entries_close_on", "closes_on"], "2099-01-01")
    Period.objects.update(opens_on="2026-01-01", **far)
    return submission


@pytest.fixture
def entry(person, submission):
    def opens(**options):
        lead = person(**options).signs_in("ne.lead", PASSWORD)
        return lead.opens(f"{submission.get_absolute_url()}healthy/")

    return opens


def test_the_per_cent_is_worked_out_while_typing(entry) -> None:
    page = entry().is_on_an_accessible_page().page
    result = page.locator("[data-shows-result]").first

    page.fill(FIRST.format("numerator"), "1,212")
    expect(result).to_have_text("–")
    page.fill(FIRST.format("denominator"), "2 424")
    expect(result).to_have_text("50.0%")
    page.fill(FIRST.format("numerator"), "9000")
    expect(result).to_have_text("–")
    expect(page.locator("[data-saved]")).to_have_text("Not saved yet.")


def test_enter_goes_down_the_column_and_arrows_up(entry) -> None:
    page = entry().page

    page.focus(FIRST.format("numerator"))
    page.keyboard.press("Enter")
    expect(page.locator(SECOND.format("numerator"))).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator(FIRST.format("numerator"))).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(FIRST.format("denominator"))).to_be_focused()


def test_not_available_opens_the_box_for_a_sentence(entry) -> None:
    page = entry().page
    sentence = page.locator(FIRST.format("note"))

    expect(sentence).to_be_hidden()
    page.select_option(FIRST.format("missing"), "x")
    expect(sentence).to_be_visible()


def test_a_question_is_answered_over_the_whole_width_of_a_phone(entry) -> None:
    Measure.objects.update(expected_low=50, expected_high=90)
    lead = entry(viewport={"width": 375, "height": 800})

    lead.page.fill(FIRST.format("numerator"), "5")
    lead.page.fill(FIRST.format("denominator"), "100")
    lead.presses("Save and continue").sees("Why it is different")
    box = lead.page.locator(FIRST.format("note")).bounding_box()

    assert box is not None
    assert box["width"] > 300


def test_a_mistake_leads_from_the_summary_to_its_box(entry) -> None:
    lead = entry()

    lead.page.fill(FIRST.format("numerator"), "forty")
    lead.page.fill(FIRST.format("denominator"), "50")
    lead.presses("Save and continue").sees("There is a problem").is_on_an_accessible_page()
    lead.follows("Babies, HEA-101: Healthy weight must be a number, like 42")

    expect(lead.page.locator(FIRST.format("numerator"))).to_be_focused()
    expect(lead.page.locator(FIRST.format("numerator"))).to_have_value("forty")


def test_two_windows_clash_in_words_and_saving_again_decides(entry) -> None:
    one, two = entry(), entry()
    for lead, typed in ((one, "214"), (two, "212")):
        lead.page.fill(FIRST.format("numerator"), typed)
        lead.page.fill(FIRST.format("denominator"), "268")
        lead.presses("Save and continue")

    one.sees("Healthy is saved, 2 figures: 1 ready, 1 empty.")
    two.sees("You saved 214").sees("Save again to keep yours.").is_on_an_accessible_page()
    two.presses("Save and continue").sees("Healthy is saved")

    assert Observation.objects.get(measure__code="HEA-101").numerator == 212


def test_a_quarter_is_entered_and_submitted_without_scripts(entry, submission) -> None:
    lead = entry(java_script_enabled=False)

    for row in (FIRST, SECOND):
        lead.page.fill(row.format("numerator"), "212")
        lead.page.fill(row.format("denominator"), "268")
    lead.page.get_by_label("Yes, it is complete").check()
    lead.presses("Save and continue").sees("Check everything, then submit.")
    lead.page.get_by_role("checkbox").check()
    lead.presses("Submit the figures")

    submission.refresh_from_db()
    lead.sees(submission.reference).sees("79.1%")
