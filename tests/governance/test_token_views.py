"""The page where a person makes and revokes their own tokens; the desk where all are looked up."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from governance.models import DataToken, Place, User
from tests.conftest import NOW
from tests.factories.tokens import DataTokenFactory

pytestmark = pytest.mark.usefixtures("frozen")

PAGE = "/data/tokens/"


@pytest.fixture
def reader(sign_in: Any, board_member: User) -> Client:
    return sign_in(board_member)


def revoke(token: DataToken) -> str:
    return reverse("tokens:revoke", args=[token.pk])


def test_the_words_are_shown_once(reader: Client) -> None:
    made = reader.post(PAGE, {"name": "Report", "place": "", "days": "90"})

    token = DataToken.objects.get()
    assert made.status_code == 200
    assert f"ehp_{token.key}_" in made.content.decode()
    assert made.headers["Cache-Control"] == "private, no-store"
    page = reader.get(PAGE).content.decode()
    assert "Works until 6 January 2027" in page
    assert token.key not in page


def test_sending_the_form_again_makes_no_second_token(reader: Client) -> None:
    sent = {"name": "Report", "place": "", "days": "90"}
    reader.post(PAGE, sent)

    again = reader.post(PAGE, sent).content.decode()

    assert "You have a token of this name" in again
    assert 'value="Report"' in again
    assert DataToken.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": " "}, "Say what the token is for"),
        ({"name": "x" * 101}, "100 characters or fewer"),
        ({"days": "4000"}, "Choose how long it should work"),
        ({"days": ""}, "Choose how long it should work"),
        ({"place": "987654"}, "Choose every place, or one of the localities"),
        ({"place": "x"}, "Choose every place, or one of the localities"),
        ({"place": "9" * 40}, "Choose every place, or one of the localities"),
    ],
)
def test_what_cannot_be_right_is_said_where_it_was_typed(
    reader: Client, wrong: dict[str, str], said: str
) -> None:
    answer = reader.post(PAGE, {"name": "Report", "place": "", "days": "90", **wrong})

    assert said in answer.content.decode()
    assert not DataToken.objects.exists()


def test_a_place_that_is_no_locality_is_no_choice(reader: Client, borough: Place) -> None:
    answer = reader.post(PAGE, {"name": "Report", "place": str(borough.pk), "days": "90"})

    assert "Choose every place, or one of the localities" in answer.content.decode()


def test_one_press_revokes(reader: Client, board_member: User) -> None:
    token = DataTokenFactory(owner=board_member, name="Report")

    answer = reader.post(revoke(token), follow=True)

    assert "“Report” is revoked" in answer.content.decode()
    token.refresh_from_db()
    assert (token.revoked_at, token.revoked_by) == (NOW, board_member)


def test_somebody_elses_is_not_there(reader: Client, coordinator: User) -> None:
    other = DataTokenFactory(owner=coordinator, name="The coordinator's")

    assert reader.post(revoke(other)).status_code == 404
    assert "The coordinator" not in reader.get(PAGE).content.decode()


def test_an_administrator_revokes_anybodys(
    sign_in: Any, administrator: User, board_member: User
) -> None:
    token = DataTokenFactory(owner=board_member, name="Report")
    desk = sign_in(administrator)
    address = f"/admin/governance/datatoken/decide/revoke/?row={token.pk}"

    assert "Report" in desk.get("/admin/governance/datatoken/").content.decode()
    assert (
        token.digest
        not in desk.get(f"/admin/governance/datatoken/{token.pk}/change/").content.decode()
    )
    answer = desk.post(address, follow=True)

    assert f"“Report” of {board_member} is revoked." in answer.content.decode()
    token.refresh_from_db()
    assert token.revoked_by == administrator
    assert "is revoked already" in desk.post(address).content.decode()
