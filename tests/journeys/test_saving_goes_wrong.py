"""Saves go wrong in every way: the page says "saved" of nothing that the store does not hold.

A hundred of them here, five hundred in `make thorough`.
"""

from __future__ import annotations

import random
from collections import Counter
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
from tests.thorough import amount

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.thorough]

FAILURES = amount(500, 100)
NUMERATOR, DENOMINATOR = "#hea-101-th-ne-numerator", "#hea-101-th-ne-denominator"


def no_connection(route: Route) -> None:
    route.abort("connectionfailed")


def lost_answer(route: Route) -> None:
    """The portal saves, and nobody hears of it."""
    route.fetch()
    route.abort("connectionreset")


def server_error(route: Route) -> None:
    route.fulfill(status=500, content_type="text/html", body="<h1>Sorry</h1>")


def bad_gateway(route: Route) -> None:
    route.fulfill(status=502, body="")


def somebody_elses_page(route: Route) -> None:
    """A hotel's network answers for every address."""
    route.fulfill(status=200, content_type="text/html", body="<h1>Welcome to our Wi-Fi</h1>")


def somewhere_else(route: Route) -> None:
    route.fulfill(status=302, headers={"Location": "/"})


def half_an_answer(route: Route) -> None:
    route.fulfill(status=200, content_type="application/json", body='{"saved": tr')


def another_answer(route: Route) -> None:
    route.fulfill(status=200, content_type="application/json", body="{}")


WAYS = [
    no_connection,
    lost_answer,
    lost_answer,
    server_error,
    bad_gateway,
    somebody_elses_page,
    somewhere_else,
    half_an_answer,
    another_answer,
]


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


def test_saved_is_said_of_nothing_but_what_is_stored(person: Any, address: str) -> None:
    chance = random.Random("five hundred saves")
    lead = person().signs_in("ne.lead", PASSWORD)
    page = lead.page
    page.clock.install()
    lead.opens(address)
    line = page.locator("[data-saved]")
    met: Counter[str] = Counter()
    way: Any = None

    def answer(route: Route) -> None:
        if way is None or route.request.method != "POST":
            route.continue_()
            return
        met[way.__name__] += 1
        way(route)

    page.route("**/draft/", answer)

    def settles() -> str:
        expect(line).not_to_have_text("Saving…")
        return str(line.text_content())

    said = Counter()
    number = 0
    while met.total() < FAILURES:
        number += 1
        way = chance.choice([*WAYS, None, None, None])
        box = chance.choice([NUMERATOR, DENOMINATOR])
        words = chance.choice([str(number), "", f"{number} "])
        before = met.total()
        page.fill(box, words)
        page.clock.run_for(2100 if line.text_content() == "Not saved yet." else 61_000)
        text = settles()
        shown = [page.input_value(each).strip() for each in (NUMERATOR, DENOMINATOR)]
        row = Observation.objects.get()
        assert "not all" not in text, (number, way, words)
        if text.startswith("Saved at"):
            said["saved"] += 1
            assert [row.numerator_typed, row.denominator_typed] == shown, (number, way, words)
        else:
            said["not saved"] += 1
            assert text.startswith(("Not saved", "Nothing is saved yet")), text
            assert way is not None or met.total() == before
    way = None
    # Not by the clock: a minute that passes at once outruns the page's patience with the portal.
    page.evaluate("window.dispatchEvent(new Event('online'))")
    if line.text_content() == "Not saved yet.":
        page.clock.run_for(2100)
    expect(line).to_contain_text("Saved at")

    row = Observation.objects.get()
    assert [row.numerator_typed, row.denominator_typed] == [
        page.input_value(each).strip() for each in (NUMERATOR, DENOMINATOR)
    ]
    expect(page.locator(".eh-clash")).to_have_count(0)
    assert said["saved"] > FAILURES // 25
    assert set(met) == {each.__name__ for each in WAYS}
    print(f"{met.total()} saves went wrong, in {dict(met)}; said: {dict(said)}; 0 of them untrue")
