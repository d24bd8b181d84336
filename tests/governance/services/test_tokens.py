"""Making and revoking tokens for programs: what is kept, what is refused, what is told."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from governance.models import DataToken, Event, Place, User
from governance.services.exceptions import Refused
from governance.services.tokens import (
    MOST_AT_ONCE,
    PREFIX,
    digest_of,
    make_token,
    note_use,
    revoke_token,
)
from tests.conftest import NOW, TODAY
from tests.factories.tokens import DataTokenFactory

HOW = {"name": "Quarterly report", "days": 90, "place": None, "at": NOW}


def test_only_a_digest_of_the_secret_is_kept(board_member: User) -> None:
    made = make_token(owner=board_member, by=board_member, **HOW)

    key, _, secret = made.words.removeprefix(PREFIX).partition("_")
    token = DataToken.objects.get()
    assert (token.key, token.digest) == (key, digest_of(secret))
    assert len(secret) >= 43
    kept = json.dumps(list(DataToken.objects.values()), default=str)
    kept += json.dumps(list(Event.objects.values()), default=str)
    assert secret not in kept


def test_every_token_is_another(board_member: User) -> None:
    words = {
        make_token(owner=board_member, by=board_member, **{**HOW, "name": name}).words
        for name in "abc"
    }

    assert len(words) == 3


def test_it_works_for_the_days_that_were_chosen(board_member: User) -> None:
    made = make_token(owner=board_member, by=board_member, **HOW)

    assert made.token.expires_on == TODAY + timedelta(days=90)
    assert list(DataToken.objects.working(made.token.expires_on)) == [made.token]
    assert not DataToken.objects.working(made.token.expires_on + timedelta(days=1))


@pytest.mark.parametrize("days", [0, -1, 366])
def test_it_works_for_a_year_at_most(board_member: User, days: int) -> None:
    with pytest.raises(Refused, match="a year at most"):
        make_token(owner=board_member, by=board_member, **{**HOW, "days": days})


def test_a_name_in_use_is_refused_whatever_its_capitals(board_member: User) -> None:
    """So that sending the form again does not make a second one."""
    first = make_token(owner=board_member, by=board_member, **HOW).token
    with pytest.raises(Refused, match="token of this name"):
        make_token(owner=board_member, by=board_member, **{**HOW, "name": "quarterly REPORT"})

    revoke_token(token=first, by=board_member, at=NOW)

    assert make_token(owner=board_member, by=board_member, **HOW).token.pk != first.pk


def test_nobody_makes_one_for_somebody_else(board_member: User, administrator: User) -> None:
    with pytest.raises(Refused, match="their own"):
        make_token(owner=board_member, by=administrator, **HOW)


def test_a_place_is_one_of_the_localities(
    board_member: User, borough: Place, localities: dict[str, Place]
) -> None:
    with pytest.raises(Refused, match="one of the localities"):
        make_token(owner=board_member, by=board_member, **{**HOW, "place": borough})

    made = make_token(owner=board_member, by=board_member, **{**HOW, "place": localities["ne"]})

    assert made.token.reads == "North East alone"


def test_nobody_has_more_than_they_can_keep_an_eye_on(board_member: User) -> None:
    for _ in range(MOST_AT_ONCE):
        DataTokenFactory(owner=board_member)
    with pytest.raises(Refused, match="You have 20 tokens that work"):
        make_token(owner=board_member, by=board_member, **HOW)


def test_making_and_revoking_are_told_once(board_member: User, administrator: User) -> None:
    token = make_token(owner=board_member, by=board_member, **HOW).token

    assert revoke_token(token=token, by=administrator, at=NOW)
    assert not revoke_token(token=token, by=board_member, at=NOW + timedelta(days=1))

    told = Event.objects.filter(subject_kind="governance.datatoken").order_by("pk")
    assert list(told.values_list("verb", "by__name")) == [
        ("data_token.make", board_member.name),
        ("data_token.revoke", administrator.name),
    ]
    token.refresh_from_db()
    assert (token.revoked_at, token.revoked_by) == (NOW, administrator)


def test_use_is_noted_once_an_hour(board_member: User, django_assert_num_queries) -> None:
    token = DataTokenFactory(owner=board_member)
    note_use(token=token, at=NOW)
    token.refresh_from_db()
    with django_assert_num_queries(0):
        note_use(token=token, at=NOW + timedelta(minutes=59))

    note_use(token=token, at=NOW + timedelta(minutes=60))

    token.refresh_from_db()
    assert token.last_used_at == NOW + timedelta(minutes=60)
