"""The first administrator of an installation."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from governance.models import Event, Membership, Role, User

pytestmark = pytest.mark.django_db


def added(email: str = "amina.khan@example.org", name: str = "Amina Khan", **options: Any) -> str:
    out = StringIO()
    call_command("add_administrator", email, name, stdout=out, **options)
    return out.getvalue()


def test_the_first_administrator_chooses_a_password_and_comes_in(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]

    link = added("Amina.Khan@Example.org", address="http://testserver/").split()[-1]

    visitor = Client()
    form = visitor.get(link, follow=True)
    chosen = {"password1": "a-long-new-password", "password2": "a-long-new-password"}
    visitor.post(form.redirect_chain[-1][0], chosen)
    visitor.login(email="amina.khan@example.org", password="a-long-new-password")
    assert visitor.get("/admin/").status_code == 200
    assert Client().get(link, follow=True).context["token_fail"]


def test_adding_is_recorded_without_the_link() -> None:
    link = added().split()[-1]

    verbs = list(Event.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["user.create", "membership.create", "user.password_link"]
    key = link.strip("/").rsplit("/", 1)[-1]
    assert not [e for e in Event.objects.all() if key in str([e.before, e.after, e.subject])]


def test_asking_again_gives_another_link_and_nothing_else() -> None:
    added()
    text = added()

    assert "Amina Khan (amina.khan@example.org) is an administrator." in text
    assert User.objects.count() == Membership.objects.count() == 1


def test_a_person_who_is_there_already_becomes_an_administrator(ne_lead: User) -> None:
    added(ne_lead.email.upper(), "Another name")

    ne_lead.refresh_from_db()
    assert ne_lead.name == "North East lead"
    assert set(ne_lead.memberships.values_list("role", flat=True)) == {
        Role.LOCALITY_LEAD,
        Role.ADMINISTRATOR,
    }


@pytest.mark.parametrize(
    ("email", "name", "said"),
    [("amina", "Amina Khan", "not an e-mail address"), ("a@example.org", " ", "person's name")],
)
def test_what_cannot_be_a_person_is_refused(email: str, name: str, said: str) -> None:
    with pytest.raises(CommandError, match=said):
        added(email, name)
    assert not User.objects.exists()
