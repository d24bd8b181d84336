"""Who works on a section: recorded once a person, and forgotten after five minutes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from governance.models import Event, User
from outcomes.models import Area, Presence, Submission
from outcomes.services.presence import note_presence, others_present
from tests.factories.collection import PresenceFactory
from tests.factories.governance import UserFactory
from tests.factories.outcomes import PeriodFactory, SubmissionFactory


@pytest.fixture
def submission(db: None) -> Submission:
    return SubmissionFactory()


@pytest.fixture
def amina(db: None) -> User:
    return UserFactory(name="Amina Begum")


def test_the_last_time_stands_and_no_event_is_written(
    submission: Submission, amina: User, now: datetime
) -> None:
    for minutes in (0, 3):
        at = now + timedelta(minutes=minutes)
        note_presence(submission=submission, area=Area.HEALTHY, user=amina, at=at)

    assert Presence.objects.get().seen_at == now + timedelta(minutes=3)
    assert not Event.objects.exists()


def test_others_are_named_by_area_and_oneself_is_not(
    submission: Submission, amina: User, now: datetime
) -> None:
    me = UserFactory()
    for area, user in [("healthy", amina), ("healthy", me), ("happy", amina)]:
        PresenceFactory(submission=submission, area=area, user=user, seen_at=now)
    last = SubmissionFactory(period=PeriodFactory(code="2026-Q1"))
    PresenceFactory(submission=last, user=amina, seen_at=now)

    found = others_present(submission, besides=me, at=now)

    assert found == {"healthy": [amina], "happy": [amina]}


@pytest.mark.parametrize(("seconds", "is_there"), [(299, True), (300, False), (3000, False)])
def test_whoever_is_not_heard_of_for_five_minutes_has_left(
    submission: Submission, amina: User, now: datetime, seconds: int, is_there: bool
) -> None:
    seen_at = now - timedelta(seconds=seconds)
    PresenceFactory(submission=submission, user=amina, seen_at=seen_at)

    assert bool(others_present(submission, besides=UserFactory(), at=now)) == is_there
