"""Signing in, out and back in: what people see, and what nobody can find out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client
from django.urls import get_resolver, reverse

from governance import account_urls
from governance.models import User
from tests.ehportal.pages import Element, read
from tests.factories.governance import PASSWORD

NEW = "seven-quiet-lanterns"
AFTER = "/accounts/2fa/"

pytestmark = pytest.mark.django_db


def summary(page: Element) -> list[str]:
    """The mistakes that a page lists, each checked to lead to a box."""
    (box,) = list(page.all(data_module="govuk-error-summary"))
    for link in box.all("a"):
        assert page.one(id=link.attrs["href"].removeprefix("#")).name == "input"
    return [item.text for item in box.all("li")]


def sign_in(client: Client, email: str, password: str) -> Any:
    return client.post(
        reverse("account_login"), {"login": email, "password": password, "next": AFTER}
    )


def test_signing_in_asks_for_an_e_mail_address_and_a_password_that_can_be_pasted() -> None:
    page = read(Client().get(reverse("account_login")).content)
    assert page.one("h1").text == "Sign in"
    assert page.one("label", for_="id_login").text == "E-mail address"
    login, password = page.one(id="id_login"), page.one(id="id_password")
    assert login.attrs["autocomplete"] == "username"
    assert password.attrs["autocomplete"] == "current-password"
    assert not [each for each in page.all("input") if "placeholder" in each.attrs]
    assert not [each for each in page.all() if "onpaste" in each.attrs]


def test_nothing_invites_people_to_make_an_account() -> None:
    page = read(Client().get(reverse("account_login")).content)
    addresses = {link.attrs["href"] for link in page.all("a")}
    assert not [address for address in addresses if "signup" in address]


def test_a_person_signs_in_and_goes_where_they_were_going(ne_lead: User) -> None:
    client = Client()
    response = sign_in(client, "NE.Lead@ehportal.example", PASSWORD)
    assert (response.status_code, response["Location"]) == (302, AFTER)
    page = read(client.get(AFTER).content)
    assert "North East locality lead" in page.one(class_="eh-header__who").text


def test_a_wrong_password_and_an_unknown_address_look_the_same(ne_lead: User) -> None:
    pages = [
        read(sign_in(Client(), email, "not the password").content)
        for email in (ne_lead.email, "nobody@ehportal.example")
    ]
    for page in pages:
        assert summary(page) == ["The e-mail address or the password is not right"]
        assert page.one("title").text == "Error: Sign in - Early Help Outcomes"
        assert "value" not in page.one(id="id_password").attrs


def test_empty_boxes_are_named() -> None:
    page = read(sign_in(Client(), "", "").content)
    assert summary(page) == ["Enter e-mail address", "Enter password"]


def test_after_five_wrong_passwords_the_right_one_has_to_wait(ne_lead: User) -> None:
    for _ in range(5):
        sign_in(Client(), ne_lead.email, "wrong")
    page = read(sign_in(Client(), ne_lead.email, PASSWORD).content)
    assert summary(page) == ["Too many attempts. Wait five minutes and try again"]


def test_one_machine_may_not_try_on_and_on(ne_lead: User) -> None:
    answers = [sign_in(Client(), f"person{n}@ehportal.example", "wrong") for n in range(31)]
    assert answers[-1].status_code == 429
    assert read(answers[-1].content).one("h1").text == "Too many attempts"


def test_signing_out_takes_a_press_of_a_button(
    ne_lead: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(ne_lead)
    page = read(client.get(reverse("account_logout")).content)
    assert page.one("h1").text == "Do you want to sign out?"
    assert "_auth_user_id" in client.session
    response = client.post(reverse("account_logout"), follow=True)
    assert "_auth_user_id" not in client.session
    assert read(response.content).one(role="alert").text == "Done You have signed out."


# ---- a demonstration ----


def test_a_demonstration_lists_its_accounts_and_their_password(
    ne_lead: User, board_member: User, settings: Any
) -> None:
    settings.DEMO, settings.DEMO_PASSWORD = True, "for-everybody"
    text = read(Client().get(reverse("account_login")).content).one("main").text
    assert "The password of each is for-everybody" in text
    assert text.index("board@ehportal.example") < text.index("ne.lead@ehportal.example")
    assert "North East lead. Enters a locality’s figures." in text


def test_accounts_that_cannot_sign_in_are_not_listed(
    ne_lead: User, nw_lead: User, settings: Any
) -> None:
    settings.DEMO = True
    ne_lead.set_unusable_password()
    ne_lead.save()
    nw_lead.is_active = False
    nw_lead.save()
    assert "lead@" not in Client().get(reverse("account_login")).content.decode()


def test_outside_a_demonstration_no_account_or_password_is_shown(
    ne_lead: User, settings: Any
) -> None:
    text = Client().get(reverse("account_login")).content.decode()
    assert ne_lead.email not in text
    assert settings.DEMO_PASSWORD not in text


# ---- passwords ----


def test_a_forgotten_password_is_replaced_by_a_link_sent_to_its_owner(ne_lead: User) -> None:
    client = Client()
    client.post(reverse("account_reset_password"), {"email": ne_lead.email})
    (message,) = mail.outbox
    assert message.subject == "Early Help Outcomes: Choose a new password"
    link = re.search(r"http://testserver(\S+)", message.body)
    assert link
    page = client.get(link[1], follow=True)
    form = read(page.content)
    assert [each.attrs["name"] for each in form.all("input", type="password")] == ["password1"]
    done = client.post(page.redirect_chain[-1][0], {"password1": NEW}, follow=True)
    assert read(done.content).one("h1").text == "Your password is changed"
    assert sign_in(Client(), ne_lead.email, NEW).status_code == 302
    assert mail.outbox[1].subject == "Early Help Outcomes: Your password was changed"
    spent = read(client.get(link[1], follow=True).content)
    assert spent.one("h1").text == "That link no longer works"


def test_asking_for_a_new_password_tells_nobody_who_has_an_account(ne_lead: User) -> None:
    pages = [
        Client().post(reverse("account_reset_password"), {"email": email}, follow=True)
        for email in (ne_lead.email, "nobody@ehportal.example")
    ]
    known, unknown = (read(page.content).one("main").text for page in pages)
    assert known == unknown
    assert [message.to for message in mail.outbox] == [[ne_lead.email]]


def test_changing_a_password_asks_for_the_old_one_and_once_for_the_new(
    ne_lead: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(ne_lead)
    url = reverse("account_change_password")
    page = read(client.post(url, {"oldpassword": "wrong", "password1": NEW}).content)
    assert summary(page) == ["That is not the password you have now"]
    client.post(url, {"oldpassword": PASSWORD, "password1": NEW})
    ne_lead.refresh_from_db()
    assert ne_lead.check_password(NEW)


def test_a_short_password_is_refused_in_words(
    ne_lead: User, sign_in: Callable[[User], Client]
) -> None:
    url = reverse("account_change_password")
    data = {"oldpassword": PASSWORD, "password1": "lantern"}
    (mistake,) = summary(read(sign_in(ne_lead).post(url, data).content))
    assert "at least 12 characters" in mistake


# ---- a second factor ----


def code_now(secret: str) -> str:
    """What an authenticator app with this secret shows now."""
    from allauth.mfa.totp.internal.auth import hotp_value

    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


@pytest.fixture
def with_app(ne_lead: User) -> tuple[User, str]:
    """A locality lead with an authenticator app, and the app's secret."""
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(ne_lead, secret)
    return ne_lead, secret


def test_setting_up_an_app_shows_a_key_and_then_the_recovery_codes(ne_lead: User) -> None:
    client = Client()
    sign_in(client, ne_lead.email, PASSWORD)
    url = reverse("mfa_activate_totp")
    page = read(client.get(url).content)
    assert page.one("img").attrs["src"].startswith("data:image/svg+xml")
    refused = read(client.post(url, {"code": "000000"}).content)
    assert summary(refused) == ["That code is not right, or it is too old. Enter the one shown now"]
    secret = refused.one(class_="eh-key").text
    codes = client.post(url, {"code": code_now(secret)}, follow=True)
    assert read(codes.content).one("h1").text == "Your recovery codes"
    assert len(list(read(codes.content).one(class_="eh-codes").all("li"))) == 10


def test_a_person_with_an_app_gives_its_code_or_a_recovery_code(
    with_app: tuple[User, str],
) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    user, secret = with_app
    recovery = RecoveryCodes.activate(user).get_unused_codes()[0]
    for code in (code_now(secret), recovery):
        client = Client()
        response = sign_in(client, user.email, PASSWORD)
        assert response["Location"].startswith(reverse("mfa_authenticate"))
        assert "_auth_user_id" not in client.session
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert client.session["_auth_user_id"] == str(user.pk)


def test_changing_a_second_factor_long_after_signing_in_asks_who_one_is(
    with_app: tuple[User, str], sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(with_app[0])
    page = client.get(reverse("mfa_deactivate_totp"), follow=True)
    assert read(page.content).one("h1").text == "Show that it is you"
    wrong = client.post(reverse("account_reauthenticate"), {"password": "wrong"})
    assert summary(read(wrong.content)) == ["That is not your password"]
    right = client.post(
        reverse("account_reauthenticate"),
        {"password": PASSWORD, "next": reverse("mfa_deactivate_totp")},
        follow=True,
    )
    assert read(right.content).one("h1").text == "Turn off your authenticator app"
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=with_app[0]).exists()
    (message,) = mail.outbox
    assert message.subject == "Early Help Outcomes: Your authenticator app is off"
    assert "If it was not, choose a new password straight away" in message.body


def test_one_s_own_sign_in_page_says_what_is_on(
    with_app: tuple[User, str], sign_in: Callable[[User], Client]
) -> None:
    text = read(sign_in(with_app[0]).get(reverse("mfa_index")).content).one("main").text
    assert "On. You give a code" in text
    assert with_app[0].email in text


# ---- the addresses ----


def test_only_the_listed_pages_of_the_library_exist() -> None:
    patterns = get_resolver().reverse_dict
    names = {name for name in patterns if isinstance(name, str)}
    listed = {pattern.name for pattern in account_urls.urlpatterns}
    assert {name for name in names if name.startswith(("account_", "mfa_", "social"))} == listed


@pytest.mark.parametrize("path", ["signup/", "email/", "3rdparty/", "social/connections/"])
def test_there_is_no_page_to_sign_up_or_to_change_an_address(
    path: str, ne_lead: User, sign_in: Callable[[User], Client]
) -> None:
    assert sign_in(ne_lead).get(f"/accounts/{path}").status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "account_inactive",
    ],
)
def test_people_who_cannot_sign_in_can_read_how(name: str) -> None:
    response = Client().get(reverse(name))
    assert response.status_code == 200
    assert len(list(read(response.content).all("h1"))) == 1


@pytest.mark.parametrize("name", ["account_change_password", "mfa_index", "mfa_activate_totp"])
def test_one_s_own_sign_in_is_for_people_who_have_signed_in(name: str) -> None:
    response = Client().get(reverse(name))
    assert response["Location"].startswith(reverse("account_login"))


def test_the_library_s_other_pages_wear_the_portal_s_clothes() -> None:
    page = read(render_to_string("socialaccount/login_cancelled.html", {}))
    assert "eh-title" in page.one("h1").classes
    assert page.one("main").attrs["id"] == "main-content"
