"""Reports find who writes them, before their day and after it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from governance.models import Body, Notice, Place, Role, User
from outcomes.services.report_reminders import remind_of_reports, writers_of
from tests.conftest import TODAY
from tests.factories.collection import MeetingFactory
from tests.factories.governance import (
    BodyFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.factories.structure import ReportDueFactory

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def chair(db: None) -> User:
    user = UserFactory(name="Chair of SEND")
    MembershipFactory(user=user, role=Role.BOARD_MEMBER, body=BodyFactory(code="sg_send"))
    return user


def told_of(report, on: date = TODAY) -> list[str]:
    return [str(each) for each in writers_of(report, on=on)]


def test_who_is_told(
    chair: User, ne_lead: User, partner: User, coordinator: User, localities: dict[str, Place]
) -> None:
    whole = BodyFactory(code="ilt", name="Leadership team", per_locality=True)
    team = BodyFactory(
        code="ilt_ne", name="Leadership team, NE", instance_of=whole, place=localities["ne"]
    )

    assert told_of(ReportDueFactory()) == ["Chair of SEND"]
    assert told_of(ReportDueFactory(body=team)) == ["North East lead"]
    service = ReportDueFactory(body=None, organisation=OrganisationFactory())
    assert told_of(service) == ["Barts Health data lead"]
    assert told_of(ReportDueFactory(body=BodyFactory(code="sg_other"))) == []


def test_a_report_is_told_of_two_weeks_before_and_once_it_is_late(
    chair: User, now: datetime
) -> None:
    report = ReportDueFactory(due_on=TODAY + timedelta(days=14))
    days = [-1, 0, 1, 14, 15, 16]
    told = [remind_of_reports(at=now + timedelta(days=each)) for each in days]

    assert told == [0, 1, 0, 0, 1, 0]
    soon, late = Notice.objects.order_by("pk")
    assert soon.subject == "A report is due on 22 October 2026"
    assert (late.subject, late.path) == ("A report is late", report.get_absolute_url())


def test_another_meeting_is_another_day(chair: User, now: datetime) -> None:
    report = ReportDueFactory(due_on=TOMORROW)
    assert remind_of_reports(at=now) == 1
    report.meeting = MeetingFactory(body=report.to, held_on=TODAY + timedelta(days=9))
    report.save()

    assert remind_of_reports(at=now) == 1


def test_what_was_handed_in_or_is_long_forgotten_is_not_told(chair: User, now: datetime) -> None:
    ReportDueFactory(due_on=TOMORROW, submitted_at=now, submitted_by=chair)
    ReportDueFactory(due_on=TODAY - timedelta(days=91), starts_on=date(2025, 4, 1))

    assert remind_of_reports(at=now) == 0


def test_nothing_that_somebody_typed_goes_by_e_mail(chair: User, now: datetime) -> None:
    ReportDueFactory(due_on=TOMORROW, subject="Kind words of a nurse")
    remind_of_reports(at=now)

    assert "nurse" not in Notice.objects.get().text
    assert Body.objects.get(code="sg_send").name in Notice.objects.get().text
