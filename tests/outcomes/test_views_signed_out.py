"""Sent after the sign-in had ended, without a script: kept, and shown to whoever may see it."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from governance.models import Place, Role, User
from outcomes.models import Observation, Submission
from outcomes.services.entry import save_figures
from outcomes.typed import ZERO, TypedFigure
from tests.factories.governance import PASSWORD, MembershipFactory, UserFactory
from tests.factories.outcomes import (
    MeasureFactory,
    ObservationFactory,
    ReporterFactory,
    SubmissionFactory,
)
from tests.page import Page

pytestmark = pytest.mark.usefixtures("frozen")

ROW = "hea-101-th-ne"
NUMERATOR, DENOMINATOR, NOTE = f"{ROW}-numerator", f"{ROW}-denominator", f"{ROW}-note"


@pytest.fixture
def submission(localities: dict[str, Place]) -> Submission:
    return SubmissionFactory(reporter=ReporterFactory(place=localities["ne"]))


@pytest.fixture
def row(submission: Submission) -> Observation:
    return ObservationFactory(submission=submission, measure=MeasureFactory(code="HEA-101"))


@pytest.fixture
def address(submission: Submission, row: Observation) -> str:
    return reverse("outcomes:section", args=[submission.pk, "healthy"])


@pytest.fixture
def browser(ne_lead: User, address: str) -> Client:
    """The lead's browser: a page was opened in it, and then the session ended."""
    client = Client()
    client.force_login(ne_lead)
    client.page = Page(client.get(address)).boxes[-1]
    client.cookies.pop("session")
    return client


def sign_in(client: Client, user: User) -> HttpResponse:
    sent = {"login": user.email, "password": PASSWORD}
    return client.post(reverse("account_login"), sent)


def send(client: Client, address: str, **typed: Any) -> HttpResponse:
    return client.post(address, client.page | typed)


def test_it_is_kept_and_shown_as_not_saved_yet(browser, address, row, ne_lead) -> None:
    response = send(browser, address, **{NUMERATOR: "212", NOTE: "Two posts\r\nwere vacant."})

    row.refresh_from_db()
    assert (response.status_code, row.version) == (302, 0)
    assert response.url == f"{reverse('account_login')}?next={address}"
    assert "What you typed is kept" in Page(browser.get(response.url)).text

    sign_in(browser, ne_lead)
    page = Page(browser.get(address))

    assert "Not saved yet. You typed some of these figures" in page.text
    assert page.boxes[-1][NUMERATOR] == "212"
    assert page.boxes[-1][NOTE].replace("\r\n", "\n") == "Two posts\nwere vacant."
    assert browser.post(address, page.boxes[-1] | {"save": "later"}).status_code == 302
    row.refresh_from_db()
    assert (row.numerator_typed, row.note) == ("212", "Two posts\nwere vacant.")
    assert "Not saved yet" not in Page(browser.get(address)).text


def test_looking_at_it_twice_shows_it_twice(browser, address, ne_lead) -> None:
    send(browser, address, **{NUMERATOR: "212"})
    sign_in(browser, ne_lead)

    for _ in range(2):
        assert Page(browser.get(address)).boxes[-1][NUMERATOR] == "212"


def test_zero_that_was_chosen_is_kept_as_zeros(browser, address, ne_lead) -> None:
    send(browser, address, **{f"{ROW}-missing": ZERO})
    sign_in(browser, ne_lead)

    page = Page(browser.get(address)).boxes[-1]
    assert (page[NUMERATOR], page[DENOMINATOR]) == ("0", "0")


def test_what_somebody_else_saved_meanwhile_is_not_overwritten_unseen(
    browser, address, row, ne_lead, nw_lead, now, today
) -> None:
    send(browser, address, **{NUMERATOR: "212"})
    save_figures(
        submission=row.submission,
        figures=[TypedFigure(row.pk, "214", "268")],
        by=nw_lead,
        at=now,
        on=today,
    )
    sign_in(browser, ne_lead)
    page = Page(browser.get(address)).boxes[-1]
    assert (page[NUMERATOR], page[DENOMINATOR]) == ("212", "268")

    response = browser.post(address, page)

    row.refresh_from_db()
    assert (response.status_code, row.numerator_typed) == (409, "214")


def test_a_colleague_who_signs_in_is_not_shown_it(browser, address, localities) -> None:
    amina = UserFactory(name="Amina Begum")
    MembershipFactory(user=amina, role=Role.LOCALITY_LEAD, locality=localities["ne"])
    send(browser, address, **{NUMERATOR: "212"})

    sign_in(browser, amina)
    page = Page(browser.get(address))

    assert "Not saved yet" not in page.text
    assert page.boxes[-1][NUMERATOR] == ""


@pytest.mark.parametrize("who", ["nw_lead", "board_member", "coordinator"])
def test_nobody_without_a_part_in_these_figures_sees_it(
    browser, address, who: str, request: pytest.FixtureRequest
) -> None:
    send(browser, address, **{NOTE: "A private sentence"})

    sign_in(browser, request.getfixturevalue(who))

    pages = [address, reverse("dashboards:home"), address.replace("/healthy/", "/")]
    assert not any(b"A private sentence" in browser.get(page).content for page in pages)


def test_it_does_not_follow_somebody_who_signs_out(browser, address, ne_lead) -> None:
    send(browser, address, **{NUMERATOR: "212"})
    sign_in(browser, ne_lead)
    browser.post(reverse("account_logout"))
    sign_in(browser, ne_lead)

    assert Page(browser.get(address)).boxes[-1][NUMERATOR] == ""


def test_figures_that_are_closed_by_then_are_shown_to_copy(browser, address, ne_lead) -> None:
    send(browser, address, **{NUMERATOR: "212", DENOMINATOR: "268"})
    Submission.objects.update(status="submitted")
    sign_in(browser, ne_lead)

    assert "You typed 212 of 268" in Page(browser.get(address)).text


def test_of_a_page_that_was_not_changed_nothing_is_said(browser, address, ne_lead) -> None:
    assert send(browser, address).status_code == 302
    sign_in(browser, ne_lead)

    assert "Not saved yet" not in Page(browser.get(address)).text


def test_a_page_of_somebody_else_is_not_saved_in_ones_own_name_unseen(
    browser, address, row, localities
) -> None:
    """They signed in as another in a second tab, and press the button in the first."""
    amina = UserFactory(name="Amina Begum")
    MembershipFactory(user=amina, role=Role.LOCALITY_LEAD, locality=localities["ne"])
    browser.force_login(amina)

    response = send(browser, address, **{NUMERATOR: "212", DENOMINATOR: "268"})

    row.refresh_from_db()
    assert (response.status_code, row.numerator_typed) == (409, "")
    page = Page(response)
    assert "North East lead typed some of these figures" in page.text
    assert page.boxes[-1][NUMERATOR] == "212"
    assert browser.post(address, page.boxes[-1]).status_code == 302
    row.refresh_from_db()
    assert (row.numerator_typed, row.changed_by) == ("212", amina)


def test_somebody_elses_page_is_shown_to_copy_where_it_is_too_late(
    browser, address, localities
) -> None:
    amina = UserFactory(name="Amina Begum")
    MembershipFactory(user=amina, role=Role.LOCALITY_LEAD, locality=localities["ne"])
    browser.force_login(amina)
    Submission.objects.update(status="submitted")

    response = send(browser, address, **{NUMERATOR: "212"})

    assert response.status_code == 409
    assert "You typed 212" in Page(response).text


def test_a_block_pasted_in_somebody_elses_page_saves_nothing_of_theirs(
    browser, address, submission, row, localities
) -> None:
    amina = UserFactory(name="Amina Begum")
    MembershipFactory(user=amina, role=Role.LOCALITY_LEAD, locality=localities["ne"])
    browser.force_login(amina)
    paste = f"{reverse('outcomes:paste', args=[submission.pk])}?area=healthy"

    response = send(browser, paste, **{NUMERATOR: "212", "start": DENOMINATOR, "block": "1\n2"})

    row.refresh_from_db()
    assert (response.status_code, row.numerator_typed) == (409, "")
    assert "somebody else typed this" in Page(response).text
