"""The outbox: nothing is lost while a mail server is down, and nothing is sent twice."""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection, connections

from governance.models import Notice, User
from governance.services import delivery
from governance.services.delivery import TOO_OLD, Delivered, deliver, message_for
from tests.conftest import NOW, TODAY
from tests.factories.collection import NoticeFactory
from tests.factories.governance import UserFactory
from tests.governance.services import mail_servers

pytestmark = pytest.mark.django_db

SERVERS = "tests.governance.services.mail_servers."


@pytest.fixture(autouse=True)
def where(settings: Any) -> None:
    settings.PORTAL_URL = "https://outcomes.example"
    settings.CONTACT_EMAIL = "early-help@example.org"


def waiting(**more: Any) -> Notice:
    return NoticeFactory(created_at=NOW, **more)


def sent() -> list[str]:
    return [message.to[0] for message in mail.outbox]


# ---- What an e-mail says ----


def test_an_e_mail_leads_with_the_message_and_where_to_go() -> None:
    notice = waiting(
        subject="Figures are due", text="They are due on Thursday.", path="/submissions/3/"
    )

    message = message_for(notice)

    assert (message.subject, message.to) == ("Figures are due", [notice.to.email])
    assert message.reply_to == ["early-help@example.org"]
    assert message.body == (
        "They are due on Thursday.\n\n"
        "Open the page: https://outcomes.example/submissions/3/\n\n"
        "-- \n"
        "Early Help Outcomes\n"
        "Questions? Reply to this e-mail.\n"
        "You get this because of your role in the Tower Hamlets Early Help partnership.\n"
        "Pause these e-mails, or say that you are away: "
        "https://outcomes.example/messages/settings/\n"
    )
    assert message.content_subtype == "plain"


def test_without_an_address_to_ask_nobody_is_told_to_reply(settings: Any) -> None:
    settings.CONTACT_EMAIL = ""

    message = message_for(waiting())

    assert not message.reply_to
    assert "Reply" not in message.body


def test_a_message_sent_again_is_known_by_its_name() -> None:
    first, second = waiting(), waiting()

    headers = [message_for(each).message() for each in (first, first, second)]

    names = [each["Message-ID"] for each in headers]
    assert names[0] == names[1] != names[2]
    assert names[0] == f"<message-{first.pk}@outcomes.example>"
    assert headers[0]["Auto-Submitted"] == "auto-generated"


# ---- When it is sent ----


def test_each_message_is_sent_once_and_then_marked() -> None:
    notices = [waiting(), waiting()]

    assert deliver(at=NOW) == Delivered(sent=2)
    assert deliver(at=NOW + timedelta(minutes=15)) == Delivered()
    assert sent() == [notice.to.email for notice in notices]
    assert set(Notice.objects.values_list("emailed_at", flat=True)) == {NOW}


@pytest.mark.parametrize(
    "why",
    [
        {"by_email": False},
        {"emailed_at": NOW},
        {"to__is_active": False},
        {"created_at": NOW - TOO_OLD - timedelta(seconds=1)},
    ],
)
def test_what_is_not_to_be_sent_is_not(why: dict[str, Any]) -> None:
    NoticeFactory(**{"created_at": NOW, **why})

    assert deliver(at=NOW) == Delivered()
    assert sent() == []


@pytest.mark.parametrize(("days", "is_sent"), [(-1, True), (0, False)])
def test_what_was_told_before_e_mails_were_paused_waits_on_the_portal(
    days: int, is_sent: bool
) -> None:
    notice = waiting(to__emails_paused_until=TODAY + timedelta(days=days))

    assert deliver(at=NOW).sent == is_sent
    notice.refresh_from_db()
    assert notice.by_email == is_sent
    # Nor is it sent weeks later, when nobody wants to know any more.
    User.objects.update(emails_paused_until=None)
    assert deliver(at=NOW).sent == 0


# ---- When the mail server fails ----


def test_a_server_that_is_down_for_an_hour_loses_nothing_and_repeats_nothing(
    settings: Any,
) -> None:
    notices = [waiting() for _ in range(3)]
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{SERVERS}Unreachable"
    for minutes in range(0, 60, 15):
        done = deliver(at=NOW + timedelta(minutes=minutes))
        assert (done, done.is_whole) == (Delivered(left=3), False)
    settings.EMAIL_BACKEND = working

    assert deliver(at=NOW + timedelta(hours=1)) == Delivered(sent=3)
    assert deliver(at=NOW + timedelta(hours=2)) == Delivered()
    assert sent() == [notice.to.email for notice in notices]


def test_one_address_that_is_refused_does_not_hold_up_the_others(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    notices = [waiting() for _ in range(3)]
    settings.EMAIL_BACKEND = f"{SERVERS}Particular"
    monkeypatch.setattr(mail_servers.Particular, "refuses", {notices[1].to.email})

    assert deliver(at=NOW) == Delivered(sent=2, refused=1)
    assert sent() == [notices[0].to.email, notices[2].to.email]
    monkeypatch.undo()
    assert deliver(at=NOW) == Delivered(sent=1)


def test_what_was_taken_is_not_sent_again_where_the_server_hangs_up(settings: Any) -> None:
    waiting()
    settings.EMAIL_BACKEND = f"{SERVERS}HangsUp"

    assert deliver(at=NOW) == Delivered(sent=1)


def test_a_server_that_takes_nothing_has_not_taken_it(settings: Any) -> None:
    waiting()
    settings.EMAIL_BACKEND = f"{SERVERS}Silent"

    assert deliver(at=NOW) == Delivered(refused=1)
    assert Notice.objects.get().emailed_at is None


def test_an_address_that_is_none_is_refused_alone() -> None:
    waiting(to__email="a@b\r\nBcc: c@example.org")
    other = waiting()

    assert deliver(at=NOW) == Delivered(sent=1, refused=1)
    assert sent() == [other.to.email]


# ---- Two runs at once ----


@pytest.fixture
def second_run(settings: Any, monkeypatch: pytest.MonkeyPatch) -> list[Delivered]:
    """Another run, with a connection of its own, while the first message is on its way."""
    found: list[Delivered] = []

    def runs() -> None:
        try:
            found.append(deliver(at=NOW))
        finally:
            connections.close_all()

    def meanwhile() -> None:
        thread = threading.Thread(target=runs)
        thread.start()
        thread.join(timeout=30)
        assert not thread.is_alive()

    settings.EMAIL_BACKEND = f"{SERVERS}Meanwhile"
    monkeypatch.setattr(mail_servers.Meanwhile, "does", [meanwhile])
    return found


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_each_message_once(second_run: list[Delivered]) -> None:
    people = [UserFactory() for _ in range(4)]
    for person in people:
        waiting(to=person)

    first = deliver(at=NOW)

    [second] = second_run
    assert Counter(sent()) == Counter(person.email for person in people)
    assert first.sent + second.sent == 4
    if connection.vendor == "postgresql":
        # They share the work: the second leaves out the one that is on its way.
        assert (first.sent, second.sent) == (1, 3)
    else:
        assert second.is_busy


@pytest.mark.django_db(transaction=True)
def test_with_the_guard_off_two_runs_send_a_message_twice(
    second_run: list[Delivered], monkeypatch: pytest.MonkeyPatch
) -> None:
    person = UserFactory()
    waiting(to=person)
    monkeypatch.setattr(delivery, "_alone", lambda: nullcontext(True))
    monkeypatch.setattr(delivery, "_held", nullcontext)
    monkeypatch.setattr(delivery.QuerySet, "select_for_update", lambda rows, **options: rows)

    deliver(at=NOW)

    assert sent() == [person.email] * 2


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_to_save_while_a_message_is_on_its_way(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a person's own row nor, on SQLite, the whole file is held."""
    notice = waiting()
    settings.EMAIL_BACKEND = f"{SERVERS}Meanwhile"
    names: list[str] = []

    def saves() -> None:
        def in_another_connection() -> None:
            try:
                User.objects.filter(pk=notice.to_id).update(name="Saved meanwhile")
                names.append(User.objects.get(pk=notice.to_id).name)
            finally:
                connections.close_all()

        thread = threading.Thread(target=in_another_connection)
        thread.start()
        thread.join(timeout=10)

    monkeypatch.setattr(mail_servers.Meanwhile, "does", [saves])

    assert deliver(at=NOW).sent == 1
    assert names == ["Saved meanwhile"]
