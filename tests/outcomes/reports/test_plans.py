"""The plan of a year, handed in as a report is: frozen as it stands, received or sent back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client

from governance.models import BodyKind, Event, Notice, ReportDue, Role, User
from governance.report_lists import sendings_back
from outcomes.models import Plan, PlanKind, Report
from outcomes.reports.contents import VOICE
from outcomes.reports.plans import handed_in_with, in_words, plans_of
from outcomes.services.exceptions import NotReady, Refused
from outcomes.services.reports import receive_report, send_report_back, submit_report
from tests.factories.governance import BodyFactory, MembershipFactory, UserFactory
from tests.factories.outcomes import OutcomeAreaFactory
from tests.factories.planning import ActionFactory, PlanFactory
from tests.factories.reporting import ReportDraftFactory
from tests.factories.structure import ReportDueFactory
from tests.page import Page

pytestmark = pytest.mark.django_db
YEAR = {"starts_on": date(2027, 4, 1), "ends_on": date(2028, 3, 31)}
SAID = {VOICE: "Parents asked for evenings; the plan has two."}


@pytest.fixture
def who(coordinator: User, now: datetime) -> dict[str, object]:
    return {"by": coordinator, "at": now}


@pytest.fixture
def due(frozen: datetime) -> ReportDue:
    return ReportDueFactory(kind="workplan", due_on=date(2027, 3, 31), **YEAR)


@pytest.fixture
def plan(due: ReportDue) -> Plan:
    plan = PlanFactory(
        kind=PlanKind.WORKPLAN, title="SEND workplan, 2027/28", body=due.body, **YEAR
    )
    ActionFactory(plan=plan, title="Agree one date for advice", due_on=date(2027, 6, 30))
    return plan


def member_of(sign_in: Callable[[User], Client], body) -> Client:
    user = UserFactory()
    MembershipFactory(user=user, role=Role.BOARD_MEMBER, body=body)
    return sign_in(user)


def test_the_plan_of_the_year_and_no_other_is_handed_in(due: ReportDue, plan: Plan) -> None:
    before = {"starts_on": date(2026, 4, 1), "ends_on": date(2027, 3, 31)}
    PlanFactory(kind=PlanKind.WORKPLAN, body=due.body, **before)
    PlanFactory(kind=PlanKind.WORKPLAN, body=due.to, **YEAR)
    led = PlanFactory(ambition=True, body=due.body, **YEAR)

    assert list(plans_of(due)) == [plan]
    assert (list(handed_in_with(plan)), list(handed_in_with(led))) == ([due], [])
    assert list(plans_of(ReportDueFactory())) == []


def test_a_delivery_group_hands_in_the_plans_of_the_ambitions_it_leads(frozen: datetime) -> None:
    group = BodyFactory(code="healthy_weight", kind=BodyKind.WORKING_GROUP)
    due = ReportDueFactory(kind="workplan", body=group, due_on=date(2027, 3, 31), **YEAR)
    led = PlanFactory(kind=PlanKind.AMBITION, area=OutcomeAreaFactory(), body=group, **YEAR)
    led.area.led_by.set([group])

    assert list(plans_of(due)) == [led]
    assert list(handed_in_with(led)) == [due]


def test_a_workplan_without_a_plan_is_not_handed_in(due: ReportDue, who) -> None:
    ReportDraftFactory(due=due, answers=SAID)
    with pytest.raises(NotReady, match="Make the plan of the year first"):
        submit_report(due=due, **who)
    PlanFactory(kind=PlanKind.WORKPLAN, title="SEND workplan", body=due.body, **YEAR)
    with pytest.raises(NotReady, match="Add what is to be done to “SEND workplan” first"):
        submit_report(due=due, **who)
    assert Report.objects.count() == 0


def test_what_was_handed_in_stays_though_the_plan_goes_on_changing(due, plan: Plan, who) -> None:
    ReportDraftFactory(due=due, answers=SAID)
    first = submit_report(due=due, **who)
    as_it_was = in_words(due)

    action = plan.actions.get()
    action.title = "Agree two dates for advice"
    action.save()
    ActionFactory(plan=plan, title="A second thing", due_on=date(2027, 7, 1))
    Plan.objects.filter(pk=plan.pk).update(title="Another title")

    first.refresh_from_db()
    assert first.content["plans"] == as_it_was
    [kept] = first.content["plans"]
    assert (kept["title"], [each["title"] for each in kept["actions"]]) \
        == ("SEND workplan, 2027/28", ["Agree one date for advice"])  # fmt: skip
    second = submit_report(due=due, reason="One thing more.", **who)
    assert [each["title"] for each in second.content["plans"][0]["actions"]] \
        == ["Agree two dates for advice", "A second thing"]  # fmt: skip


def test_it_is_sent_back_for_a_reason_and_is_due_again(due, plan: Plan, who) -> None:
    writer = MembershipFactory(user=UserFactory(), role=Role.BOARD_MEMBER, body=due.body).user
    ReportDraftFactory(due=due, answers=SAID)
    submit_report(due=due, **who)
    with pytest.raises(Refused, match="Say what is to be changed") as refused:
        send_report_back(due=due, version=1, reason=" ", **who)
    assert refused.value.field == "reason"

    send_report_back(due=due, version=1, reason="No objective on waiting times.", **who)

    due.refresh_from_db()
    assert (due.submitted_at, due.version, due.sent_back_because) \
        == (None, 1, "No objective on waiting times.")  # fmt: skip
    assert list(ReportDue.objects.outstanding()) == [due]
    told = Notice.objects.get(to=writer)
    assert (told.subject, "waiting times" in told.text) == ("A report was sent back", False)
    assert Event.objects.get(verb="report.send_back").reason == "No objective on waiting times."
    for act in (receive_report, send_report_back):
        more = {"reason": "Again"} if act is send_report_back else {}
        with pytest.raises(Refused, match="It was sent back already"):
            act(due=due, version=1, **more, **who)

    ActionFactory(plan=plan, title="Halve the waiting time")
    assert submit_report(due=due, reason="It has one now.", **who).number == 2
    due.refresh_from_db()
    assert (due.sent_back_at, due.sent_back_because) == (None, "")
    assert receive_report(due=due, version=2, **who).received_at
    [(number, sending)] = sendings_back(due).items()
    assert (number, sending.reason) == (1, "No objective on waiting times.")


def test_why_a_version_was_sent_back_stays_beside_it(due, plan, who, sign_in, coordinator) -> None:
    ReportDraftFactory(due=due, answers=SAID)
    submit_report(due=due, **who)
    send_report_back(due=due, version=1, reason="No objective on waiting times.", **who)
    ActionFactory(plan=plan, title="Halve the waiting time")
    submit_report(due=due, reason="It has one now.", **who)

    page = sign_in(coordinator).get(due.get_absolute_url()).content.decode()
    assert ": No objective on waiting times." in page
    assert ": It has one now." in page


def test_what_was_received_or_corrected_since_is_not_sent_back(due, plan: Plan, who) -> None:
    ReportDraftFactory(due=due, answers=SAID)
    with pytest.raises(Refused, match="has not been handed in"):
        send_report_back(due=due, version=0, reason="Why", **who)
    submit_report(due=due, **who)
    with pytest.raises(Refused, match="A later version"):
        send_report_back(due=due, version=0, reason="Why", **who)
    receive_report(due=due, version=1, **who)
    with pytest.raises(Refused, match="received it on"):
        send_report_back(due=due, version=1, reason="Why", **who)


def test_the_chair_makes_the_plan_hands_it_in_and_the_executive_sends_it_back_and_receives_it(
    sign_in: Callable[[User], Client], due: ReportDue
) -> None:
    chair, executive = member_of(sign_in, due.body), member_of(sign_in, due.to)
    address = f"/governance/reports/{due.pk}/"
    page = Page(chair.get(f"{address}write/"))
    assert "No plan is made for these months yet" in page.text
    to_make = f"/governance/plans/new/?which=workplan-{due.body_id}&from=2027-04-01"
    assert to_make in page.links
    assert Page(chair.get(to_make)).boxes[-1]["starts_on_year"] == "2027"
    refused = Page(chair.post(f"{address}write/", {"seen": "0", "action": "submit", **SAID}))
    assert "Make the plan of the year first" in refused.text

    plan = PlanFactory(kind=PlanKind.WORKPLAN, title="SEND workplan", body=due.body, **YEAR)
    ActionFactory(plan=plan, title="<b>Agree</b> one date")
    assert "<b>Agree</b> one date" in Page(chair.get(f"{address}write/")).text
    chair.post(f"{address}write/", {"seen": "1", "action": "submit", **SAID})
    Plan.objects.filter(pk=plan.pk).update(title="Renamed since")

    read = Page(executive.get(address)).text
    assert "As it was handed in" in read
    assert "SEND workplan" in read
    assert "Renamed since" not in read
    assert "handed in on 8 October 2026, as the plan was then" \
        in Page(executive.get(plan.get_absolute_url())).text  # fmt: skip
    assert chair.get(f"{address}send-back/").status_code == 404
    sent = {"version": "1", "reason": "No objective on waits."}
    told = Page(executive.post(f"{address}send-back/", sent, follow=True)).text
    assert "It is sent back to SEND Improvement Board, who are told." in told
    assert "No objective on waits." in Page(chair.get(f"{address}write/")).text
    assert executive.get(f"{address}send-back/").status_code == 302

    again = {"seen": "1", "action": "submit", **SAID, "reason": "Added."}
    chair.post(f"{address}write/", again)
    told = Page(executive.post(f"{address}receive/", {"version": "2"}, follow=True)).text
    assert "The report of SEND Improvement Board is received." in told


def test_a_plan_that_was_changed_while_the_page_was_open_is_not_handed_in_unread(
    sign_in: Callable[[User], Client], due: ReportDue, plan: Plan
) -> None:
    chair, address = member_of(sign_in, due.body), f"/governance/reports/{due.pk}/write/"
    opened = Page(chair.get(address)).boxes[-1] | {"action": "submit"} | SAID
    ActionFactory(plan=plan, title="Added behind the chair's back", due_on=date(2027, 7, 1))

    told = Page(chair.post(address, opened))

    assert "The plan was changed since you opened this page." in told.text
    assert "Added behind the chair" in told.text
    assert told.boxes[-1][VOICE].strip() == SAID[VOICE]
    assert not Report.objects.exists()
    assert chair.post(address, told.boxes[-1] | {"action": "submit"}).status_code == 302
    [version] = Report.objects.all()
    assert len(version.content["plans"][0]["actions"]) == 2
