"""Equality analyses and published reports, on the pages of what they are about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dashboards.selectors.reported import is_about, reports_to_tell_of
from governance.access import access_of
from governance.models import BOARD_CODE, ReportDue, ReportKind, User
from outcomes.models import ActionStatus, FrameworkVersion, OutcomeArea
from tests.dashboards.publishing import text_of
from tests.factories.evidence import AmbitionActionFactory
from tests.factories.governance import BodyFactory, UserFactory
from tests.factories.outcomes import (
    FrameworkFactory,
    FrameworkVersionFactory,
    OutcomeAreaFactory,
    PriorityFactory,
)
from tests.factories.planning import ActionFactory, PlanFactory
from tests.factories.reporting import handed_in_with_a_file
from tests.factories.structure import EventFactory, ReportDueFactory

AMBITIONS, PRIORITY = "/framework/accelerate/", "/dashboard/priorities/1/"
EQUALITY = {"kind": ReportKind.EQUALITY, "subject": "Priority 1: antenatal care"}


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Priority 1: Take up", True),
        ("priority 1", True),
        ("Who takes up antenatal care", True),
        ("Priority 12", False),
        ("System priority 1", False),
        ("Health visiting", False),
    ],
)
def test_what_a_report_is_about_is_read_from_what_was_typed(subject: str, expected: bool) -> None:
    assert is_about(subject, "Priority 1", "Antenatal care") is expected


def received(due: ReportDue, now: datetime) -> ReportDue:
    due.received_at, due.received_by = now, UserFactory()
    due.save()
    return due


@pytest.fixture
def ambition(db: None) -> OutcomeArea:
    """The fifth, led by the body whose published report tells of it."""
    version: FrameworkVersion = FrameworkVersionFactory(
        framework=FrameworkFactory(code="accelerate")
    )
    area: OutcomeArea = OutcomeAreaFactory(version=version, code="ambition-5", order=5)
    AmbitionActionFactory(area=area)
    area.led_by.add(BodyFactory(code="thscp", name="Safeguarding partnership"))
    return area


def test_an_ambition_leads_to_the_published_report_of_its_lead(
    ambition: OutcomeArea, sign_in: Callable[[User], Client], board_member: User, now: datetime
) -> None:
    client = sign_in(board_member)
    assert "Published report" not in text_of(client.get(AMBITIONS))

    due = ReportDueFactory(kind=ReportKind.ANNUAL, body=ambition.led_by.get(), handed_in=True)
    assert "none received yet" in text_of(client.get(AMBITIONS))

    file = handed_in_with_a_file(due)
    due.refresh_from_db()
    received(due, now)
    page = client.get(AMBITIONS).content.decode()
    assert f'href="{due.get_absolute_url()}">Safeguarding partnership, about' in page
    assert f'href="{due.get_absolute_url()}files/{file.pk}/">Annual report.pdf' in page


def test_a_priority_says_whether_it_has_an_equality_analysis(
    sign_in: Callable[[User], Client], board_member: User, now: datetime
) -> None:
    PriorityFactory()
    client = sign_in(board_member)
    assert "none yet; the partnership coordinator can ask for one" in text_of(client.get(PRIORITY))

    due = ReportDueFactory(**EQUALITY)
    EventFactory(verb="report.ask")
    assert "due on 31 October 2026" in text_of(client.get(PRIORITY))

    due.submitted_at, due.submitted_by, due.version = now, board_member, 1
    received(due, now)
    ReportDueFactory(kind=ReportKind.EQUALITY, subject="Ambition 1: Best start", handed_in=True)
    EventFactory(verb="report.receive")
    page = client.get(PRIORITY).content.decode()
    assert f'href="{due.get_absolute_url()}">SEND Improvement Board, about April' in page


def test_files_are_looked_for_only_where_a_report_was_received(
    board_member: User, now: datetime
) -> None:
    access = access_of(board_member)
    due = ReportDueFactory(**EQUALITY, handed_in=True)
    with CaptureQueriesContext(connection) as before:
        assert reports_to_tell_of(access) == [due]

    received(due, now)
    with CaptureQueriesContext(connection) as after:
        assert reports_to_tell_of(access) == [due]
    assert (len(before), len(after)) == (1, 2)


def test_whoever_may_ask_for_one_finds_the_question_begun(
    sign_in: Callable[[User], Client], coordinator: User
) -> None:
    BodyFactory(code=BOARD_CODE)
    PriorityFactory()
    client = sign_in(coordinator)
    page = unescape(client.get(PRIORITY).content.decode())
    [address] = [each.split('"')[0] for each in page.split('href="') if "kind=equality" in each]

    asked = client.get(address).content.decode()

    assert 'value="Priority 1: Promote take up of antenatal care"' in asked
    assert '<option value="equality" selected>' in asked
    assert client.get(address.replace("equality", "nonsense")).status_code == 200


def test_a_priority_and_an_ambition_tell_which_actions_act_on_an_inequality(
    ambition: OutcomeArea, sign_in: Callable[[User], Client], board_member: User
) -> None:
    priority, client = PriorityFactory(), sign_in(board_member)
    none = "No action names an inequality that it reduces yet."
    assert none in text_of(client.get(PRIORITY))
    assert none in text_of(client.get(AMBITIONS))

    given = {"inequality": "Fewer Bangladeshi women book early", "title": "Ask the mosques"}
    serving = ActionFactory(**given)
    serving.priorities.add(priority)
    of_ambition = ActionFactory(plan=PlanFactory(ambition=True, area=ambition), **given)
    ActionFactory(plan=serving.plan, status=ActionStatus.STOPPED, inequality="Stopped since")
    EventFactory(verb="action.add")

    for path, action in ((PRIORITY, serving), (AMBITIONS, of_ambition)):
        response = client.get(path)
        text = text_of(response)
        assert "Fewer Bangladeshi women book early: Ask the mosques, " in text
        # Several localities may plan the same: each line shows whose it is.
        assert f">Ask the mosques, {action.plan}</a>" in response.content.decode()
        assert "Stopped since" not in text


def test_nothing_is_said_of_reports_to_who_may_not_read_them(
    settings: object, client: Client, db: None
) -> None:
    settings.PUBLIC_DASHBOARDS = True  # type: ignore[attr-defined]
    PriorityFactory()

    assert "Equality analysis" not in text_of(client.get(PRIORITY))
