"""A form that is sent when the sign-in has ended: its words are in its boxes afterwards."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.urls import reverse

from governance.kept import KEPT_FOR, MOST_KEPT, MOST_PAGES, OPENED_BY, SESSION_KEY, owner_token
from governance.kept_page import Kept
from governance.models import BOARD_CODE, Meeting, Role, User
from outcomes.models import Discussion
from tests.conftest import NOW
from tests.factories.collection import MeetingFactory
from tests.factories.governance import PASSWORD, BodyFactory, MembershipFactory, UserFactory
from tests.factories.outcomes import PriorityFactory
from tests.page import Page

pytestmark = pytest.mark.usefixtures("frozen")

WORDS = "Heard about <b>waiting times</b>.\r\nTwo clinics are short of staff."


@pytest.fixture
def meeting(db: None) -> Meeting:
    return MeetingFactory(body=BodyFactory(code=BOARD_CODE), held_on=date(2026, 10, 8))


@pytest.fixture
def address(meeting: Meeting) -> str:
    return f"/governance/meetings/{meeting.pk}/discuss/"


@pytest.fixture
def window(coordinator: User, address: str) -> Client:
    """The coordinator's browser: a page was opened in it, and then the session ended."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(coordinator)
    client.page = Page(client.get(address)).boxes[-1]
    client.cookies.pop("session")
    return client


def send(window: Client, address: str, **typed: str) -> HttpResponse:
    about = {"subject": f"priority-{PriorityFactory(number=1).pk}"}
    return window.post(address, window.page | about | typed)


def sign_in(window: Client, user: User) -> None:
    page = Page(window.get(reverse("account_login"))).boxes[-1]
    window.post(reverse("account_login"), page | {"login": user.email, "password": PASSWORD})


def test_its_words_are_in_its_boxes_and_nothing_is_saved(window, address, coordinator) -> None:
    response = send(window, address, said=WORDS)

    assert response.url == f"{reverse('account_login')}?next={address}"
    assert "What you typed is kept for 30 minutes" in Page(window.get(response.url)).text
    sign_in(window, coordinator)
    for _ in range(2):
        page = Page(window.get(address))
        assert "Not saved yet. You sent this page at 11:00" in page.text
        assert page.boxes[-1]["said"].replace("\r\n", "\n").strip() == WORDS.replace("\r\n", "\n")
    assert not Discussion.objects.exists()


def test_what_is_saved_then_is_not_shown_again(window, address, coordinator) -> None:
    send(window, address, said=WORDS)
    sign_in(window, coordinator)
    page = Page(window.get(address)).boxes[-1]

    assert window.post(address, page).status_code == 302

    assert Discussion.objects.count() == 1
    assert "Not saved yet" not in Page(window.get(address)).text


@pytest.mark.parametrize("who", ["board_member", "ne_lead", "administrator"])
def test_nobody_else_who_signs_in_there_is_shown_it(
    window, address, who: str, request: pytest.FixtureRequest
) -> None:
    send(window, address, said="A private sentence")

    sign_in(window, request.getfixturevalue(who))

    pages = [address, reverse("dashboards:home")]
    assert not any(b"A private sentence" in window.get(page).content for page in pages)


def test_a_second_coordinator_is_not_shown_it(window, address, coordinator) -> None:
    second = UserFactory()
    MembershipFactory(user=second, role=Role.COORDINATOR)
    send(window, address, said="A private sentence")

    sign_in(window, second)

    page = Page(window.get(address))
    assert page.boxes[-1]["said"].strip() == ""
    assert "Not saved yet" not in page.text


def test_it_is_shown_at_its_own_address_alone(window, address, coordinator) -> None:
    send(window, address, said="A private sentence")
    sign_in(window, coordinator)

    assert b"A private sentence" not in window.get(reverse("dashboards:home")).content


def test_after_a_page_is_gone_the_words_are_on_no_page_of_the_errors(
    window, address, meeting, coordinator
) -> None:
    send(window, address, said="A private sentence")
    meeting.delete()
    sign_in(window, coordinator)

    response = window.get(address)

    assert response.status_code == 404
    assert b"A private sentence" not in response.content


def test_it_does_not_follow_somebody_who_signs_out(window, address, coordinator) -> None:
    send(window, address, said=WORDS)
    sign_in(window, coordinator)
    window.post(reverse("account_logout"), Page(window.get(reverse("account_logout"))).boxes[-1])
    sign_in(window, coordinator)

    assert "Not saved yet" not in Page(window.get(address)).text


def test_a_day_later_nobody_is_reminded_of_it(window, address, coordinator) -> None:
    send(window, address, said=WORDS)
    sign_in(window, coordinator)
    session = window.session
    session[SESSION_KEY][address]["at"] = (NOW - KEPT_FOR - timedelta(minutes=1)).isoformat()
    session.save()

    assert "Not saved yet" not in Page(window.get(address)).text


def test_of_a_form_of_an_earlier_sign_in_the_page_is_shown_again(
    window, address, coordinator
) -> None:
    """They signed in again in a second tab, and press the button in the first."""
    sign_in(window, coordinator)

    response = send(window, address, said=WORDS)

    assert (response.status_code, response.url) == (303, address)
    page = Page(window.get(address))
    assert "Not saved yet" in page.text
    assert not Discussion.objects.exists()
    assert window.post(address, page.boxes[-1]).status_code == 302
    assert Discussion.objects.count() == 1


def test_a_page_of_somebody_else_is_refused_and_not_shown(window, address, board_member) -> None:
    sign_in(window, board_member)

    response = send(window, address, said="A private sentence")

    assert response.status_code == 403
    assert b"A private sentence" not in response.content
    assert SESSION_KEY not in window.session


def test_a_form_of_an_earlier_sign_in_is_kept_while_nobody_is_signed_in(
    window, address, coordinator
) -> None:
    window.cookies.pop("csrf")

    response = send(window, address, said=WORDS)

    assert response.url == f"{reverse('account_login')}?next={address}"
    sign_in(window, coordinator)
    assert "Not saved yet" in Page(window.get(address)).text


def test_no_password_no_token_and_no_file_is_kept(window, address) -> None:
    send(window, address, said="Words", password1="secret", file=SimpleUploadedFile("a", b"b"))

    kept = dict(window.session[SESSION_KEY][address]["boxes"])
    assert kept["said"] == "Words"
    assert not {"password1", "csrfmiddlewaretoken", OPENED_BY, "file"} & set(kept)


def test_whoever_chose_a_file_is_told_to_choose_it_again(window, address, coordinator) -> None:
    told = "The file that you had chosen is not kept: choose it again."
    for chosen in ({}, {"file": SimpleUploadedFile("a", b"b")}):
        send(window, address, said=WORDS, **chosen)
        sign_in(window, coordinator)
        assert (told in Page(window.get(address)).text) == bool(chosen)
        window.cookies.pop("session")


@pytest.mark.parametrize("forged", ["", "1", "1:forged", "\x00", "é:é"])
def test_what_no_page_of_the_portal_sent_is_not_kept(window, address, forged: str) -> None:
    response = send(window, address, **{"said": WORDS, OPENED_BY: forged})

    assert response.status_code == 302
    assert SESSION_KEY not in window.session


def test_too_much_to_keep_is_refused_with_advice(window, address) -> None:
    response = send(window, address, said="a" * (MOST_KEPT + 1))

    assert response.status_code == 413
    assert "Go back with your browser" in Page(response).text
    assert SESSION_KEY not in window.session


def test_a_session_holds_a_few_pages_and_no_more(window, address) -> None:
    for number in range(MOST_PAGES + 2):
        send(window, f"{address}?n={number}", said=str(number))

    kept = window.session[SESSION_KEY]
    assert list(kept) == [f"{address}?n={n}" for n in range(2, MOST_PAGES + 2)]


def test_one_address_fills_no_store(window, address, settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"keep_typing": "2/5m/ip"}

    answers = [send(window, address, said=str(n)).status_code for n in range(3)]

    assert answers == [302, 302, 413]


def test_looking_at_the_page_of_tokens_makes_none(window, coordinator) -> None:
    address = reverse("tokens:list")
    with time_machine.travel(NOW, tick=False):
        send(window, address, name="Power BI", place="", days="30")
        sign_in(window, coordinator)
        page = Page(window.get(address))

    assert "Not saved yet" in page.text
    assert coordinator.data_tokens.count() == 0


def test_on_the_desk_it_is_shown_to_copy(administrator: User) -> None:
    body = BodyFactory(code="panel")
    address = reverse("admin:governance_body_change", args=[body.pk])
    window, token = Client(), owner_token(administrator)

    window.post(address, {"chair": "The <i>head</i> of service", OPENED_BY: token})
    sign_in(window, administrator)
    shown = window.get(address).content.decode()

    assert f'name="{OPENED_BY}" value="{token}"' in shown
    assert "This is what you had typed: copy what you still need." in shown
    assert "<dt>Chair</dt>" in shown
    assert "The &lt;i&gt;head&lt;/i&gt; of service" in shown
    body.refresh_from_db()
    assert body.chair == ""


#: Forms without words: a file, ticks and days alone, or nobody who signs in.
WITHOUT_WORDS = {
    "governance/message_settings.html",
    "outcomes/feedback.html",
    "outcomes/upload.html",
}


def test_what_nobody_typed_is_not_among_the_words_to_copy() -> None:
    boxes = QueryDict(
        "note=A+word&seats-__prefix__-body=4&seats-0-id=7&_save=Save&seats-0-role=Chair"
    )

    assert Kept(boxes, NOW).words == [("Note", "A word"), ("Seats 0 role", "Chair")]


def test_every_form_that_takes_words_says_whose_they_are() -> None:
    folder = settings.BASE_DIR / "templates"
    forms = [
        (str(path.relative_to(folder)), form)
        for path in folder.rglob("*.html")
        for form in re.findall(r'<form[^>]*method="post".*?</form>', path.read_text(), re.DOTALL)
        if path.relative_to(folder).parts[0] not in {"account", "admin", "allauth", "mfa", "govuk"}
    ]
    asking = [
        (name, form) for name, form in forms if re.search("{% (crispy|field) |<textarea", form)
    ]

    assert len(asking) > 15
    lacking = {name for name, form in asking if "{% opened_by %}" not in form}
    assert lacking <= WITHOUT_WORDS
