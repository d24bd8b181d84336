"""A request that the page gave up waiting for arrives at the portal after a newer one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Route, expect

from outcomes.models import Observation
from tests.factories.governance import PASSWORD
from tests.factories.outcomes import (
    MeasureFactory,
    ObservationFactory,
    PeriodFactory,
    ReporterFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.journey

NUMERATOR = "#hea-101-th-ne-numerator"


@pytest.fixture
def address(live_server: Any, ne_lead: Any, localities: Any) -> str:
    today = timezone.localdate()
    later = today + timedelta(days=20)
    period = PeriodFactory(
        opens_on=today - timedelta(days=20), due_on=today, entries_close_on=later, closes_on=later
    )
    submission = SubmissionFactory(
        reporter=ReporterFactory(place=localities["ne"]), period=period, due_on=today
    )
    ObservationFactory(submission=submission, measure=MeasureFactory(code="HEA-101"))
    return f"{submission.get_absolute_url()}healthy/"


def test_words_taken_back_stay_taken_back(person: Any, address: str) -> None:
    lead = person().signs_in("ne.lead", PASSWORD)
    page = lead.page
    page.clock.install()
    lead.opens(address)
    line = page.locator("[data-saved]")
    late: list[dict[str, Any]] = []

    def hold(route: Route) -> None:
        if route.request.method != "POST" or late:
            route.continue_()
            return
        late.append({"data": route.request.post_data, "headers": route.request.headers})
        route.abort("connectionreset")

    page.route("**/draft/", hold)
    page.fill(NUMERATOR, "999")
    page.clock.run_for(2100)
    expect(line).to_contain_text("Not saved")
    page.fill(NUMERATOR, "")
    page.clock.run_for(61_000)
    expect(line).to_contain_text("Saved at")

    answer = page.request.post(page.url.partition("?")[0] + "draft/", **late[0])

    assert (answer.status, Observation.objects.get().numerator_typed) == (409, "")
    page.fill(NUMERATOR, "212")
    page.clock.run_for(61_000)
    expect(line).to_contain_text("Saved at")
    page.get_by_role("button", name="Save and come back later").click()
    expect(page.get_by_text("Healthy is saved.")).to_be_visible()
    assert Observation.objects.get().numerator_typed == "212"
