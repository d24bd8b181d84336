"""Overdue actions find their owner: the person, their colleagues, or the coordinators."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from governance.models import Notice, User
from outcomes.models import ActionStatus
from outcomes.services.action_reminders import owners_of, remind_of_actions
from tests.conftest import TODAY
from tests.factories.governance import OrganisationFactory
from tests.factories.planning import ActionFactory, PlanFactory

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def people(ne_lead: User, partner: User, coordinator: User, board_member: User) -> None:
    """One person of each kind."""


def _told(**action: object) -> list[str]:
    return [str(each) for each in owners_of(ActionFactory(**action), on=TODAY)]


def test_who_is_told(people: None, partner: User) -> None:
    locality = PlanFactory(locality=True)

    assert _told(plan=locality) == ["North East lead"]
    assert _told(plan=locality, owner_organisation=OrganisationFactory()) == [
        "Barts Health data lead"
    ]
    assert _told(plan=locality, owner=partner) == ["Barts Health data lead"]
    assert _told(owner_organisation=OrganisationFactory(name="Nobody yet")) == [
        "Partnership coordinator"
    ]
    assert "North East lead" not in _told()


def test_each_date_is_told_of_once_the_day_after(people: None, now: datetime) -> None:
    action = ActionFactory(plan=PlanFactory(locality=True), due_on=TODAY)
    assert remind_of_actions(at=now) == 0

    assert remind_of_actions(at=now + timedelta(days=1)) == 1
    assert remind_of_actions(at=now + timedelta(days=2)) == 0

    notice = Notice.objects.get()
    assert notice.path == action.get_absolute_url()
    assert action.title not in notice.text
    action.due_on = TODAY + timedelta(days=3)
    action.save()
    assert remind_of_actions(at=now + timedelta(days=4)) == 1


def test_what_is_finished_or_long_forgotten_is_not_told(people: None, now: datetime) -> None:
    ActionFactory(due_on=YESTERDAY, status=ActionStatus.DONE)
    ActionFactory(due_on=YESTERDAY, status=ActionStatus.STOPPED)
    ActionFactory(due_on=date(2026, 4, 2))
    ActionFactory(due_on=None)

    assert remind_of_actions(at=now) == 0
