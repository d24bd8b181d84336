"""The draft is kept while it is typed: by one person, by two at once, and after a sign-in ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, expect

from governance.models import Role
from outcomes.models import Observation, Submission
from tests.factories.governance import PASSWORD, MembershipFactory, UserFactory
from tests.factories.outcomes import (
    MeasureFactory,
    ObservationFactory,
    PeriodFactory,
    ReporterFactory,
    SubmissionFactory,
)
from tests.journeys.conftest import Person

pytestmark = pytest.mark.journey

NUMERATOR, DENOMINATOR = "#hea-101-th-ne-numerator", "#hea-101-th-ne-denominator"
NOTE, COUNT = "#hea-101-th-ne-note", "#hea-301-th-ne-numerator"


@pytest.fixture
def submission(live_server: Any, ne_lead: Any, localities: Any) -> Submission:
    """A proportion that is expected to be 76% to 92%, and a count, due today."""
    today = timezone.localdate()
    later = today + timedelta(days=20)
    period = PeriodFactory(
        opens_on=today - timedelta(days=20), due_on=today, entries_close_on=later, closes_on=later
    )
    submission = SubmissionFactory(
        reporter=ReporterFactory(place=localities["ne"]), period=period, due_on=today
    )
    proportion = MeasureFactory(code="HEA-101", expected_low=76, expected_high=92)
    for measure in (proportion, MeasureFactory(code="HEA-301", count=True)):
        ObservationFactory(submission=submission, measure=measure, place=localities["ne"])
    colleague = UserFactory(email="amina@ehportal.example", name="Amina Begum")
    MembershipFactory(user=colleague, role=Role.LOCALITY_LEAD, locality=localities["ne"])
    return submission


@pytest.fixture
def entry(person: Callable[..., Person], submission: Submission) -> Callable[..., Person]:
    def opens(who: str = "ne.lead", **options: Any) -> Person:
        lead = person(**options).signs_in(who, PASSWORD)
        return lead.opens(f"{submission.get_absolute_url()}healthy/")

    return opens


def stored(code: str = "HEA-101") -> Observation:
    return Observation.objects.get(measure__code=code)


def is_saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_contain_text("Saved at", timeout=10_000)


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 320])
def test_the_page_says_what_is_wrong_and_what_is_unusual_once_the_row_is_left(
    entry: Callable[..., Person], width: int
) -> None:
    lead = entry(viewport={"width": width, "height": 900})
    page = lead.page
    page.fill(NUMERATOR, "148")
    page.fill(DENOMINATOR, "243")
    expect(page.locator("[data-saved]")).to_have_text("Not saved yet.")
    is_saved(page)

    assert (stored().numerator, stored().denominator) == (148, 243)
    expect(page.locator("[data-counts]")).to_have_text("2 figures: 1 to explain, 1 empty.")
    expect(page.locator("[data-query]").first).to_be_hidden()
    page.focus(COUNT)
    expect(page.locator("[data-query]").first).to_contain_text("Is 60.9% right?")
    page.fill(COUNT, "about forty")
    page.get_by_label("Why it is different").first.fill("Two posts were vacant.")
    expect(page.locator("#hea-301-th-ne-numerator-error")).to_contain_text("must be a number")
    is_saved(page)
    expect(page.locator("[data-query]").first).to_contain_text("Is 60.9% right?")
    assert stored().note == "Two posts were vacant."
    lead.is_on_an_accessible_page()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.fill(NUMERATOR, "212")
    page.focus(COUNT)
    expect(page.locator("[data-query]").first).to_be_hidden(timeout=10_000)
    expect(page.locator(NOTE)).to_have_value("Two posts were vacant.")
    lead.is_on_an_accessible_page()


@pytest.mark.slow
def test_saving_is_read_out_once_a_save_and_never_for_a_key(entry: Callable[..., Person]) -> None:
    page = entry().page
    page.evaluate(
        "() => { window.said = []; new MutationObserver(() => window.said.push("
        "document.querySelector('[data-announced]').textContent)).observe("
        "document.querySelector('[data-announced]'), {childList: true, characterData: true, "
        "subtree: true}); }"
    )
    page.locator(NUMERATOR).press_sequentially("21,200")
    page.locator(DENOMINATOR).press_sequentially("26,800")
    is_saved(page)

    said = page.evaluate("window.said")
    assert len(said) == 1
    assert said[0].startswith("Saved at ")


def test_two_people_share_a_table_and_choose_where_they_clash(
    entry: Callable[..., Person], submission: Submission
) -> None:
    amina, lead = entry("amina"), entry()
    lead.page.focus(COUNT)
    amina.page.fill(DENOMINATOR, "268")
    is_saved(amina.page)

    lead.page.fill(COUNT, "40")
    is_saved(lead.page)
    expect(lead.page.locator(DENOMINATOR)).to_have_value("268")
    lead.sees("Amina Begum changed this at").sees("Amina Begum is working on this section.")

    amina.page.fill(NUMERATOR, "214")
    is_saved(amina.page)
    lead.page.fill(NUMERATOR, "212")
    lead.page.focus(COUNT)
    lead.sees("saved 214").sees("You typed 212.").is_on_an_accessible_page()
    expect(lead.page.locator("[data-saved]")).to_contain_text("but not all")
    assert stored().numerator == 214
    lead.presses("Take theirs")
    expect(lead.page.locator(NUMERATOR)).to_have_value("214")

    amina.page.fill(NUMERATOR, "215")
    amina.page.locator(NUMERATOR).blur()
    is_saved(amina.page)
    lead.page.fill(NUMERATOR, "216")
    lead.page.focus(COUNT)
    lead.sees("You typed 216.")
    lead.presses("Keep mine")
    is_saved(lead.page)
    assert stored().numerator == 216
    lead.opens(submission.get_absolute_url()).sees("Amina Begum is working on this section.")
    lead.is_on_an_accessible_page()


def test_nothing_is_lost_when_the_sign_in_ends_while_typing(entry: Callable[..., Person]) -> None:
    lead = entry()
    page = lead.page
    Session.objects.all().delete()
    page.fill(NUMERATOR, "212")
    page.fill(DENOMINATOR, "268")
    signed_out = page.locator("[data-signed-out]")
    expect(signed_out).to_contain_text("What you typed is still on this page", timeout=10_000)
    lead.is_on_an_accessible_page()
    assert stored().version == 0

    with lead.context.expect_page() as opened:
        signed_out.get_by_role("link").click()
    tab = opened.value
    tab.get_by_label("E-mail address").fill("ne.lead@ehportal.example")
    tab.get_by_label("Password", exact=True).fill(PASSWORD)
    tab.get_by_role("button", name="Sign in").click()
    expect(tab.locator("main")).to_contain_text("Close this tab and go back to your figures.")
    tab.close()
    # A browser without windows tells no page that it has come to the front.
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    is_saved(page)

    assert stored().numerator == 212
    lead.presses("Save and come back later").sees("Healthy is saved.")


@pytest.mark.slow
def test_nothing_is_lost_when_the_sign_in_ends_without_a_script(
    entry: Callable[..., Person],
) -> None:
    lead = entry(java_script_enabled=False)
    page = lead.page
    page.fill(NUMERATOR, "212")
    page.fill(DENOMINATOR, "268")
    Session.objects.all().delete()
    lead.presses("Save and continue").sees("What you typed is kept")
    page.get_by_label("E-mail address").fill("ne.lead@ehportal.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    lead.presses("Sign in").sees("Not saved yet.")

    expect(page.locator(NUMERATOR)).to_have_value("212")
    assert stored().version == 0
    lead.presses("Save and continue")
    assert stored().numerator == 212


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 320])
def test_what_came_back_unsaved_is_shown_on_an_accessible_page(
    entry: Callable[..., Person], width: int
) -> None:
    lead = entry(viewport={"width": width, "height": 900})
    page = lead.page
    page.fill(NUMERATOR, "300")
    page.fill(DENOMINATOR, "268")
    Session.objects.all().delete()
    page.evaluate("document.querySelector('form[data-entry]').submit()")
    page.get_by_label("E-mail address").fill("ne.lead@ehportal.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    lead.presses("Sign in").sees("Not saved yet.").is_on_an_accessible_page()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_text("still empty one answer").click()
    lead.presses("Save, and fill what is empty").sees("There is a problem")
    lead.is_on_an_accessible_page()


@pytest.mark.slow
def test_save_pressed_without_a_connection_stays_on_the_page(entry: Callable[..., Person]) -> None:
    lead = entry()
    page = lead.page
    page.route("**/draft/", lambda route: route.abort())
    page.fill(NUMERATOR, "212")
    page.fill(DENOMINATOR, "268")
    lead.presses("Save and come back later")
    expect(page.locator("[data-saved]")).to_have_text(
        "Not saved: no connection. Keep this page open."
    )
    expect(page.locator(NUMERATOR)).to_have_value("212")
    page.unroute("**/draft/")

    lead.presses("Save and continue").sees("Healthy is saved, 2 figures: 1 ready, 1 empty.")
    assert stored().numerator == 212


@pytest.mark.slow
def test_zero_fills_the_row_and_counts(entry: Callable[..., Person]) -> None:
    lead = entry()
    lead.page.select_option("#hea-101-th-ne-missing", "0")
    expect(lead.page.locator(NUMERATOR)).to_have_value("0")
    expect(lead.page.locator(DENOMINATOR)).to_have_value("0")
    is_saved(lead.page)
    assert (stored().numerator, stored().missing) == (0, "")
