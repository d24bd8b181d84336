"""Who is told what, how often, and in whose place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from governance.models import Membership, Notice, Place, Role, User
from governance.services.notices import LONGEST_SUBJECT, colleagues_of, tell
from tests.conftest import NOW, TODAY
from tests.factories.collection import AbsenceFactory
from tests.factories.governance import MembershipFactory, UserFactory

Tell = Callable[..., int]


@pytest.fixture
def say(coordinator: User) -> Tell:
    """Tells people something, as the coordinator unless somebody else is named."""

    def says(*to: User, **more: Any) -> int:
        given = {
            "key": "due:1",
            "subject": "Figures are due",
            "text": "They are due on Thursday 15 October.",
            "path": "/submissions/1/",
            "by": coordinator,
            "at": NOW,
        }
        return tell(to=to, **given | more)

    return says


@pytest.fixture
def colleague(localities: dict[str, Place]) -> User:
    """Leads the North East too."""
    user = UserFactory(name="North East deputy")
    MembershipFactory(user=user, role=Role.LOCALITY_LEAD, locality=localities["ne"])
    return user


def told() -> set[tuple[str, bool]]:
    """Who has a message, and whether it is to go by e-mail."""
    return set(Notice.objects.values_list("to__name", "by_email"))


def test_a_person_is_told_once_however_often_it_is_said(say: Tell, ne_lead: User) -> None:
    assert say(ne_lead) == 1
    assert say(ne_lead, subject="In other words") == 0

    [notice] = Notice.objects.all()
    assert (notice.to, notice.subject, notice.path) == (
        ne_lead,
        "Figures are due",
        "/submissions/1/",
    )
    assert (notice.created_at, notice.emailed_at, notice.read_at) == (NOW, None, None)


def test_another_thing_and_another_person_are_told_apart(
    say: Tell, ne_lead: User, nw_lead: User
) -> None:
    say(ne_lead)

    assert say(ne_lead, nw_lead) == 1
    assert say(ne_lead, nw_lead, key="due:2") == 2


def test_whoever_comes_second_at_the_same_moment_adds_nothing(
    say: Tell, ne_lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(ne_lead)
    # As if the first message had been written after this one looked for it.
    nobody = Notice.objects.none()
    monkeypatch.setattr(Notice.objects, "filter", lambda **given: nobody, raising=False)

    say(ne_lead)

    monkeypatch.undo()
    assert Notice.objects.count() == 1


def test_nobody_is_told_what_they_did_themselves(say: Tell, ne_lead: User, nw_lead: User) -> None:
    assert say(ne_lead, nw_lead, by=ne_lead) == 1
    assert told() == {("North West lead", True)}


def test_a_command_tells_everybody(say: Tell, ne_lead: User) -> None:
    assert say(ne_lead, by=None) == 1


def test_who_may_no_longer_sign_in_is_not_told(say: Tell, ne_lead: User) -> None:
    ne_lead.is_active = False

    assert say(ne_lead) == 0


def test_a_subject_is_one_line_that_fits(say: Tell, ne_lead: User) -> None:
    say(ne_lead, subject="Due\r\nBcc: somebody@example.org" + " and more" * 40)

    subject = Notice.objects.get().subject
    assert subject.startswith("Due Bcc: somebody@example.org and more")
    assert len(subject) <= LONGEST_SUBJECT
    assert subject.endswith("…")


@pytest.mark.parametrize(("days", "goes"), [(-1, True), (0, False), (1, False)])
def test_while_e_mails_are_paused_a_message_waits_on_the_portal(
    say: Tell, ne_lead: User, days: int, goes: bool
) -> None:
    ne_lead.emails_paused_until = TODAY + timedelta(days=days)

    say(ne_lead)

    assert told() == {("North East lead", goes)}


# ---- Away ----


@pytest.fixture
def away(ne_lead: User, colleague: User) -> User:
    """The North East's lead, who is away in October and named a colleague."""
    AbsenceFactory(user=ne_lead, deputy=colleague)
    return ne_lead


def test_a_colleague_is_told_in_the_place_of_who_is_away(
    say: Tell, away: User, colleague: User
) -> None:
    assert say(away) == 2

    assert told() == {("North East lead", False), ("North East deputy", True)}
    notice = Notice.objects.get(to=colleague)
    assert notice.subject == "For North East lead: Figures are due"
    first, *_, last = notice.text.splitlines()
    assert first == "They are due on Thursday 15 October."
    assert last == "You are told because North East lead is away and named you."


def test_a_colleague_who_is_told_anyway_is_told_once(
    say: Tell, away: User, colleague: User
) -> None:
    assert say(away, colleague) == 2
    assert Notice.objects.get(to=colleague).subject == "Figures are due"


@pytest.mark.parametrize(
    ("at", "is_away"),
    [
        (datetime(2026, 9, 30, 22, 59, tzinfo=NOW.tzinfo), False),
        # A quarter past midnight in London, summer time.
        (datetime(2026, 9, 30, 23, 15, tzinfo=NOW.tzinfo), True),
        (datetime(2026, 10, 31, 23, 59, tzinfo=NOW.tzinfo), True),
        (datetime(2026, 11, 1, 0, 0, tzinfo=NOW.tzinfo), False),
    ],
)
def test_an_absence_is_counted_in_days_of_london(
    say: Tell, away: User, at: datetime, is_away: bool
) -> None:
    say(away, at=at)

    assert Notice.objects.get(to=away).by_email != is_away


def test_where_the_deputy_is_away_too_their_deputy_is_told(
    say: Tell, away: User, colleague: User, localities: dict[str, Place]
) -> None:
    third = UserFactory(name="Third")
    MembershipFactory(user=third, role=Role.LOCALITY_LEAD, locality=localities["ne"])
    AbsenceFactory(user=colleague, deputy=third)

    say(away)

    assert told() == {("North East lead", False), ("Third", True)}


def test_where_two_who_are_away_name_each_other_both_are_told(
    say: Tell, away: User, colleague: User
) -> None:
    AbsenceFactory(user=colleague, deputy=away)

    say(away)

    assert told() == {("North East lead", True)}


@pytest.mark.parametrize("why", ["left", "cannot sign in"])
def test_a_deputy_who_is_gone_is_not_told_and_the_person_is(
    say: Tell, away: User, colleague: User, why: str
) -> None:
    if why == "left":
        Membership.objects.filter(user=colleague).update(ends_on=TODAY - timedelta(days=1))
    else:
        User.objects.filter(pk=colleague.pk).update(is_active=False)

    say(away)

    assert told() == {("North East lead", True)}


def test_a_deputy_who_did_it_is_not_told(say: Tell, away: User, colleague: User) -> None:
    say(away, by=colleague)

    assert told() == {("North East lead", False)}


# ---- Colleagues ----


def test_colleagues_have_the_same_role_in_the_same_place(
    ne_lead: User, colleague: User, nw_lead: User, coordinator: User, board_member: User
) -> None:
    def names(person: User, on: date = TODAY) -> list[str]:
        return [str(each) for each in colleagues_of(person, on=on)]

    assert names(ne_lead) == ["North East deputy"]
    assert names(ne_lead, date(2020, 3, 31)) == []
    assert names(nw_lead) == names(coordinator) == names(board_member) == []
