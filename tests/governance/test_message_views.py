"""A person's own messages: reading, pausing, being away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from governance.message_text import Block, blocks_of
from governance.message_views import SHOWN
from governance.models import Absence, Event, Notice, Place, Role, User
from tests.conftest import NOW, TODAY
from tests.factories.collection import AbsenceFactory, NoticeFactory
from tests.factories.governance import MembershipFactory, UserFactory
from tests.page import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

LIST, READ, SETTINGS = "/messages/", "/messages/read/", "/messages/settings/"


@pytest.fixture
def lead(ne_lead: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(ne_lead)


@pytest.fixture
def colleague(localities: dict[str, Place]) -> User:
    user = UserFactory(name="North East deputy")
    MembershipFactory(user=user, role=Role.LOCALITY_LEAD, locality=localities["ne"])
    return user


def day(name: str, value: date) -> dict[str, str]:
    """A date as its three boxes send it."""
    return {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}


# ---- Reading ----


def test_with_no_messages_the_page_says_what_comes_here(lead: Client) -> None:
    page = Page(lead.get(LIST))

    assert "You have no messages yet" in page.text
    assert page.links[LIST] == "Messages"


def test_ones_own_messages_are_shown_unread_first_then_the_newest(
    lead: Client, ne_lead: User, nw_lead: User
) -> None:
    for subject, days, read_at in (
        ("Read, new", 0, NOW), ("Unread, old", 3, None), ("Read, old", 5, NOW),
        ("Unread, new", 1, None),
    ):  # fmt: skip
        at = NOW - timedelta(days=days)
        NoticeFactory(to=ne_lead, subject=subject, created_at=at, read_at=read_at)
    NoticeFactory(to=nw_lead, subject="Somebody else's")

    page = Page(lead.get(LIST))

    subjects = ["Unread, new", "Unread, old", "Read, new", "Read, old"]
    places = [page.text.index(subject) for subject in subjects]
    assert places == sorted(places)
    assert "Somebody else's" not in page.text
    assert "You have 2 unread messages" in page.text
    assert page.title.startswith("Messages (2 unread)")


def test_every_page_says_how_many_are_unread(lead: Client, ne_lead: User) -> None:
    NoticeFactory(to=ne_lead)

    for path in ("/", "/submissions/", "/governance/"):
        assert Page(lead.get(path)).links[LIST] == "Messages (1 unread)"


def test_a_page_that_may_be_kept_is_asked_for_again_when_a_message_comes(
    lead: Client, ne_lead: User
) -> None:
    path = "/dashboard/"
    kept = lead.get(path).headers["ETag"]
    assert lead.get(path, headers={"if-none-match": kept}).status_code == 304
    NoticeFactory(to=ne_lead)

    answer = lead.get(path, headers={"if-none-match": kept})

    assert answer.status_code == 200
    assert Page(answer).links[LIST] == "Messages (1 unread)"


def test_looking_at_messages_marks_none_as_read(lead: Client, ne_lead: User) -> None:
    """Programs that open every link of an e-mail change nothing."""
    NoticeFactory(to=ne_lead)

    lead.get(LIST)
    assert lead.get(READ).status_code == 405
    assert Notice.objects.get().read_at is None


def test_a_message_is_marked_as_read_and_the_page_stays_where_it_was(
    lead: Client, ne_lead: User
) -> None:
    one, other = NoticeFactory(to=ne_lead), NoticeFactory(to=ne_lead)

    answer = lead.post(READ, {"message": one.pk, "page": "2"})

    assert answer.headers["Location"] == f"{LIST}?page=2"
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.read_at, other.read_at) == (NOW, None)
    assert "1 message marked as read" in Page(lead.get(LIST)).text


@pytest.mark.parametrize("number", ["9" * 19, "9" * 5000, "x", "-1", "\x00", ""])
def test_a_number_of_no_message_marks_none_as_read(
    lead: Client, ne_lead: User, number: str
) -> None:
    one = NoticeFactory(to=ne_lead)

    assert lead.post(READ, {"message": number, "page": number}).status_code == 302
    one.refresh_from_db()
    assert one.read_at is None


def test_all_are_marked_as_read_but_nobody_elses(
    lead: Client, ne_lead: User, nw_lead: User
) -> None:
    NoticeFactory(to=ne_lead), NoticeFactory(to=ne_lead), NoticeFactory(to=nw_lead)

    lead.post(READ, {"message": "all"})

    assert Notice.objects.filter(read_at=None).get().to == nw_lead


@pytest.mark.parametrize("asked", ["", "x", "-1", "99999999999999999999", "²"])
def test_what_is_no_message_of_ones_own_changes_nothing(
    lead: Client, nw_lead: User, asked: str
) -> None:
    other = NoticeFactory(to=nw_lead)

    for sent in (asked, str(other.pk)):
        answer = lead.post(READ, {"message": sent, "page": asked})
        assert answer.status_code == 302
    assert Notice.objects.get().read_at is None


def test_many_messages_are_read_in_pages(lead: Client, ne_lead: User) -> None:
    for _ in range(SHOWN + 1):
        NoticeFactory(to=ne_lead)

    first, second = Page(lead.get(LIST)), Page(lead.get(f"{LIST}?page=2"))

    assert first.links["?page=2"] == "Older messages"
    assert second.links["?page=1"] == "Newer messages"
    assert "Messages, page 2 of 2" in second.text
    assert lead.get(f"{LIST}?page=x").status_code == 200


def test_what_a_message_says_is_text_and_never_markup(lead: Client, ne_lead: User) -> None:
    NoticeFactory(to=ne_lead, text="<b>1</b>\n\n- <i>2</i>\n- three")

    html = lead.get(LIST).content.decode()

    assert "&lt;b&gt;1&lt;/b&gt;" in html
    assert "<li>&lt;i&gt;2&lt;/i&gt;</li><li>three</li>" in html


def test_lines_that_begin_with_a_hyphen_are_a_list() -> None:
    assert blocks_of("One.\nTwo.\n\n- a\n- b") == [
        Block(["One.", "Two."], is_list=False),
        Block(["a", "b"], is_list=True),
    ]


# ---- Pausing ----


def test_e_mails_are_paused_until_a_day_and_sent_again(lead: Client, ne_lead: User) -> None:
    until = TODAY + timedelta(days=19)

    page = Page(lead.post(SETTINGS, {"action": "pause", **day("pause-until", until)}, follow=True))

    ne_lead.refresh_from_db()
    assert ne_lead.emails_paused_until == until
    assert "The last day without them is 27 October 2026" in page.text
    assert "E-mails are paused until 27 October 2026" in Page(lead.get(LIST)).text
    page = Page(lead.post(SETTINGS, {"action": "resume"}, follow=True))
    ne_lead.refresh_from_db()
    assert ne_lead.emails_paused_until is None
    assert "You get e-mails again" in page.text
    verbs = list(Event.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["user.pause_emails", "user.resume_emails"]


def test_a_pause_that_is_over_is_none(lead: Client, ne_lead: User) -> None:
    User.objects.update(emails_paused_until=TODAY - timedelta(days=1))

    assert "are paused" not in Page(lead.get(SETTINGS)).text


@pytest.mark.parametrize(
    ("sent", "advice"),
    [
        ({}, "Enter the last day without e-mails"),
        (day("pause-until", TODAY - timedelta(days=1)), "Choose today or a day to come"),
        (day("pause-until", date(2028, 1, 1)), "Choose a day before 9 October 2027"),
        ({"pause-until_day": "31", "pause-until_month": "2", "pause-until_year": "2026"},
         "Enter a real date, such as 15 10 2026"),
    ],
)  # fmt: skip
def test_a_day_that_makes_no_sense_is_said_beside_the_box(
    lead: Client, ne_lead: User, sent: dict[str, Any], advice: str
) -> None:
    page = Page(lead.post(SETTINGS, {"action": "pause", **sent}))

    assert list(page.mistakes.values()) == [advice]
    assert page.title.startswith("Error: ")
    ne_lead.refresh_from_db()
    assert ne_lead.emails_paused_until is None


# ---- Being away ----


def away(deputy: User | None, first: date, last: date) -> dict[str, Any]:
    chosen = {"away-deputy": deputy.pk} if deputy else {}
    return {
        "action": "away", **day("away-starts_on", first), **day("away-ends_on", last), **chosen,
    }  # fmt: skip


def test_the_last_days_a_calendar_knows_are_days_like_others(lead: Client, colleague: User) -> None:
    answer = lead.post(SETTINGS, away(colleague, date.max, date.max), follow=True)

    assert answer.status_code == 200
    assert Absence.objects.get().starts_on == date.max


def test_a_colleague_is_named_and_the_absence_ended(
    lead: Client, ne_lead: User, colleague: User
) -> None:
    first, last = TODAY - timedelta(days=1), TODAY + timedelta(days=7)

    page = Page(lead.post(SETTINGS, away(colleague, first, last), follow=True))

    absence = Absence.objects.get()
    assert (absence.user, absence.deputy) == (ne_lead, colleague)
    assert (absence.starts_on, absence.ends_on) == (first, last)
    assert "North East deputy is told in your place from 7 October 2026" in page.text
    assert "You are away until 15 October 2026" in Page(lead.get(LIST)).text
    page = Page(lead.post(SETTINGS, {"action": "back"}, follow=True))
    assert "You are told yourself again" in page.text
    absence.refresh_from_db()
    assert absence.ends_on == TODAY - timedelta(days=1)


def test_an_absence_that_has_not_begun_is_called_off(
    lead: Client, ne_lead: User, colleague: User
) -> None:
    AbsenceFactory(user=ne_lead, deputy=colleague, starts_on=TODAY)

    lead.post(SETTINGS, {"action": "back"})

    assert not Absence.objects.exists()
    assert Event.objects.get().before["deputy"] == "North East deputy"


def test_a_new_absence_takes_the_place_of_the_one_before(
    lead: Client, ne_lead: User, colleague: User
) -> None:
    for days in (3, 5):
        lead.post(SETTINGS, away(colleague, TODAY, TODAY + timedelta(days=days)))

    assert Absence.objects.get().ends_on == TODAY + timedelta(days=5)


@pytest.mark.parametrize(
    ("first", "last", "advice"),
    [
        (TODAY, TODAY - timedelta(days=1), "The last day must be today or later, and not before"),
        (TODAY - timedelta(days=9), TODAY - timedelta(days=1), "The last day must be today"),
        (TODAY, TODAY + timedelta(days=400), "Choose a year or less"),
    ],
)
def test_days_away_that_make_no_sense_are_refused(
    lead: Client, colleague: User, first: date, last: date, advice: str
) -> None:
    page = Page(lead.post(SETTINGS, away(colleague, first, last)))

    [said] = page.mistakes.values()
    assert said.startswith(advice)
    assert not Absence.objects.exists()


def test_only_a_colleague_with_the_same_role_may_stand_in(
    lead: Client, colleague: User, nw_lead: User
) -> None:
    page = Page(lead.post(SETTINGS, away(nw_lead, TODAY, TODAY)))
    assert "Choose one of these colleagues" in page.mistakes.values()
    assert Page(lead.post(SETTINGS, away(None, TODAY, TODAY))).mistakes
    assert not Absence.objects.exists()


def test_without_a_colleague_the_page_says_so(lead: Client, nw_lead: User) -> None:
    page = Page(lead.get(SETTINGS))

    assert "Nobody else has your role (North East locality lead)" in page.text
    assert not any("away-deputy" in boxes for boxes in page.boxes)


def test_an_action_that_does_not_exist_changes_nothing(lead: Client) -> None:
    assert lead.post(SETTINGS, {"action": "leave"}).status_code == 200
    assert not Event.objects.exists()
