"""Which plans the strategies ask for, whose they are, and which are missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from governance.access import access_of
from governance.models import Body, BodyKind, Place, Role, User
from outcomes.models import Plan, PlanKind
from outcomes.planning.expected import Expected, expected_plans, financial_year, missing, to_make
from tests.factories.governance import BodyFactory, MembershipFactory
from tests.factories.planning import PlanFactory


@pytest.fixture
def bodies(localities: dict[str, Place]) -> None:
    BodyFactory(code="ehpb")
    BodyFactory(code="cfe", name="Children and Families Executive", kind=BodyKind.EXECUTIVE)
    BodyFactory(code="sg_send", name="SEND Improvement Board", kind=BodyKind.SUB_GROUP)
    team = BodyFactory(code="ilt", name="Leadership team", per_locality=True)
    for short, place in localities.items():
        BodyFactory(code=f"ilt_{short}", name=f"{place} team", instance_of=team, place=place)


@pytest.mark.parametrize(
    ("on", "first", "last"),
    [
        (date(2026, 4, 1), date(2026, 4, 1), date(2027, 3, 31)),
        (date(2027, 3, 31), date(2026, 4, 1), date(2027, 3, 31)),
        (date(2028, 2, 29), date(2027, 4, 1), date(2028, 3, 31)),
    ],
)
def test_a_financial_year_runs_from_april_to_march(on: date, first: date, last: date) -> None:
    assert financial_year(on) == (first, last)


def test_a_plan_is_called_after_whose_it_is_and_its_year() -> None:
    expected = Expected(PlanKind.LOCALITY, place=Place(name="North East"))

    assert expected.title(*financial_year(date(2026, 10, 8))) == "North East delivery plan, 2026/27"
    assert expected.title(date(2026, 1, 1), date(2026, 12, 31)) == "North East delivery plan, 2026"


def test_each_locality_team_sub_group_and_board_has_its_plan(bodies: None) -> None:
    kinds = [each.kind for each in expected_plans()]

    assert [kinds.count(kind) for kind in ("locality", "team", "workplan", "executive", "board")] \
        == [4, 4, 1, 1, 1]  # fmt: skip


def test_what_is_there_is_not_missing(bodies: None) -> None:
    plan = PlanFactory(locality=True)

    found = missing(expected_plans(), [plan])

    assert len(found) == 10
    assert "North East: delivery plan" not in [each.label for each in found]


def test_a_locality_lead_makes_the_locality_s_plans(bodies: None, ne_lead: User) -> None:
    labels = [each.label for each in to_make(access_of(ne_lead))]

    assert labels == ["North East: delivery plan", "North East team: annual plan"]


def test_who_sits_on_a_sub_group_makes_and_changes_its_workplan_and_no_other_plan(
    bodies: None, sign_in: Callable[[User], Client]
) -> None:
    group = Body.objects.get(code="sg_send")
    chair = MembershipFactory(role=Role.BOARD_MEMBER, body=group).user
    access = access_of(chair)
    workplan = PlanFactory(kind=PlanKind.WORKPLAN, body=group)
    others = [PlanFactory(kind=PlanKind.AMBITION, body=group), PlanFactory()]

    assert [each.label for each in to_make(access)] == ["SEND Improvement Board: workplan"]
    assert list(Plan.objects.editable(access)) == [workplan]
    assert [each.may_be_edited_by(access) for each in (workplan, *others)] == [True, False, False]
    client = sign_in(chair)
    assert client.get(f"/governance/plans/{workplan.pk}/actions/new/").status_code == 200
    assert client.get(f"/governance/plans/{others[0].pk}/edit/").status_code == 404


def test_who_sits_on_a_body_that_leads_an_ambition_changes_its_delivery_plan(
    bodies: None, sign_in: Callable[[User], Client]
) -> None:
    first, second = (Body.objects.get(code=code) for code in ("sg_send", "cfe"))
    plan = PlanFactory(ambition=True, body=first)
    plan.area.led_by.add(second)
    elsewhere = PlanFactory(ambition=True, area__code="a2", body=BodyFactory())

    for group in (first, second):
        access = access_of(MembershipFactory(role=Role.BOARD_MEMBER, body=group).user)
        assert plan.may_be_edited_by(access)
        assert not elsewhere.may_be_edited_by(access)
        assert list(Plan.objects.editable(access)) == [plan]
    client = sign_in(User.objects.get(pk=access.user_id))
    assert client.get(f"/governance/plans/{plan.pk}/actions/new/").status_code == 200
    assert client.get(f"/governance/plans/{elsewhere.pk}/actions/new/").status_code == 404


def test_who_may_make_no_plan_is_refused(
    bodies: None, board_member: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(board_member)

    assert client.get("/governance/plans/new/").status_code == 403
    assert "Make a plan" not in client.get("/governance/plans/").content.decode()
