"""Reports that fall due: made from the rules, shared out over meetings, moved, counted, shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from governance.cadence import financial_year
from governance.models import Body, Event, Meeting, ReportDue, ReportKind, Rhythm, User
from governance.report_lists import counted, reports_of, reports_page, rotas
from governance.services.exceptions import Refused
from governance.services.meetings import Slot, cancel_meeting, has_minutes, move_meeting
from governance.services.reports import (
    ask_for_report,
    move_report,
    schedule_reports,
    swap_reports,
    take_request_back,
)
from tests.conftest import TODAY
from tests.factories.collection import MeetingFactory
from tests.factories.governance import BodyFactory, OrganisationFactory
from tests.factories.reporting import ReportDraftFactory
from tests.factories.structure import ReportDueFactory, ReportingRequirementFactory
from tests.page import Page

pytestmark = pytest.mark.django_db
GROUPS = ["Healthy Weight Programme", "Maternity Group", "SEND Improvement Board"]


@pytest.fixture
def executive() -> Body:
    return BodyFactory(code="cfe", name="Children and Families Executive", kind="executive",
                       meets="two_months")  # fmt: skip


@pytest.fixture
def groups() -> list[Body]:
    return [
        BodyFactory(code=f"sg_{number}", name=name, kind="sub-group")
        for number, name in enumerate(GROUPS)
    ]


@pytest.fixture
def meetings(executive: Body) -> list[Meeting]:
    days = [date(2026, 7, 22), date(2026, 11, 25), date(2027, 1, 27)]
    return [MeetingFactory(body=executive, held_on=day) for day in days]


@pytest.fixture
def who(coordinator: User, now: datetime) -> dict[str, object]:
    return {"by": coordinator, "at": now}


def rule(executive: Body, groups: list[Body], rhythm: str, kind: str = "progress", **more: object):
    made = ReportingRequirementFactory(code=f"{kind}-{rhythm}", rhythm=rhythm, kind=kind,
                                       owed_to=executive, owed_by=None, **more)  # fmt: skip
    made.bodies.set(groups)
    return made


def schedule(who: dict[str, object], on: date = TODAY) -> list[ReportDue]:
    return schedule_reports(on=on, **who)


# ---- Made from the rules ----


def test_reports_are_made_once(executive: Body, groups: list[Body], who) -> None:
    rule(executive, groups, Rhythm.TWICE_A_YEAR, "detailed")

    first = schedule(who)
    assert len(first) == 3 * 3
    assert {each.due_on for each in first} \
        == {date(2026, 10, 31), date(2027, 4, 30), date(2027, 10, 31)}  # fmt: skip
    assert schedule(who) == []
    assert Event.objects.filter(verb="reports.schedule").count() == 1
    assert schedule(who, TODAY + timedelta(days=1)) == []


def test_what_is_made_once_is_not_made_again_the_next_year(
    executive: Body, groups: list[Body], who
) -> None:
    rule(executive, groups[:1], Rhythm.ONCE, "review")

    assert [each.due_on for each in schedule(who)] == [date(2027, 3, 31)]
    assert schedule(who, date(2028, 10, 8)) == []


def test_one_in_each_locality_reports_four_times(localities, executive: Body, who) -> None:
    team = BodyFactory(code="ilt", name="Leadership team", per_locality=True)
    for short, place in localities.items():
        BodyFactory(code=f"ilt_{short}", name=f"{place} team", instance_of=team, place=place)
    rule(executive, [team], Rhythm.YEARLY, "outcomes")

    assert {each.body.code for each in schedule(who)} == {"ilt_ne", "ilt_nw", "ilt_se", "ilt_sw"}


def test_a_rule_without_a_rhythm_or_a_receiver_makes_nothing(
    executive: Body, groups: list[Body], who
) -> None:
    rule(executive, groups, "", "service")
    nobody = rule(executive, groups, Rhythm.YEARLY)
    nobody.owed_to = None
    nobody.save()

    assert schedule(who) == []


def test_a_body_does_not_report_to_itself(executive: Body, groups: list[Body], who) -> None:
    rule(executive, [executive, groups[0]], Rhythm.ROLLING)

    assert [each.body for each in schedule(who)] == [groups[0]]


# ---- The meeting each goes to ----


def test_turns_are_shared_out_over_the_meetings_to_come(
    executive: Body, groups: list[Body], meetings: list[Meeting], who
) -> None:
    rule(executive, groups, Rhythm.ROLLING)
    schedule(who)

    days = dict(ReportDue.objects.values_list("body__name", "meeting__held_on"))
    assert days == {
        GROUPS[0]: date(2026, 11, 25), GROUPS[1]: date(2027, 1, 27), GROUPS[2]: date(2026, 11, 25),
    }  # fmt: skip


def test_other_reports_go_to_the_first_meeting_once_they_are_due(
    executive: Body, groups: list[Body], meetings: list[Meeting], who
) -> None:
    rule(executive, groups[:1], Rhythm.TWICE_A_YEAR, "detailed")
    first, second, _ = schedule(who)

    for each in (first, second):
        each.refresh_from_db()
    assert (first.meeting, first.day) == (meetings[1], date(2026, 11, 25))
    assert (second.meeting, second.day) == (None, date(2027, 4, 30))


def test_a_workplan_goes_to_the_last_meeting_before_its_year_begins(
    executive: Body, groups: list[Body], who
) -> None:
    days = [date(2027, 1, 27), date(2027, 3, 31), date(2027, 4, 1)]
    meetings = [MeetingFactory(body=executive, held_on=day) for day in days]
    rule(executive, groups[:1], Rhythm.AHEAD, "workplan")
    [report] = schedule(who)

    report.refresh_from_db()
    assert (report.about, report.due_on) == ("April 2027 to March 2028", date(2027, 3, 31))
    assert (report.meeting, report.standing(days[1])) == (meetings[1], "due")
    assert report.standing(days[2]) == "late"


def test_a_workplan_does_not_wait_for_a_meeting_long_before_or_after_its_year_begins(
    executive: Body, groups: list[Body], who
) -> None:
    for held_on in (date(2027, 1, 27), date(2027, 4, 1)):
        MeetingFactory(body=executive, held_on=held_on)
    rule(executive, groups[:1], Rhythm.AHEAD, "workplan")
    [report] = schedule(who)

    report.refresh_from_db()
    assert (report.meeting, report.day) == (None, date(2027, 3, 31))


def test_a_meeting_that_is_planned_later_is_given_then(
    executive: Body, groups: list[Body], who
) -> None:
    rule(executive, groups[:1], Rhythm.ROLLING)
    [report] = schedule(who)
    assert report.meeting is None

    meeting = MeetingFactory(body=executive, held_on=date(2027, 1, 27))
    assert schedule(who) == []
    report.refresh_from_db()
    assert report.meeting == meeting


def test_a_report_follows_its_meeting_and_does_not_hold_it(
    executive: Body, groups: list[Body], meetings: list[Meeting], who
) -> None:
    report = ReportDueFactory(body=groups[0], to=executive, meeting=meetings[1])
    assert not has_minutes(meetings[1])

    moved = move_meeting(meeting=meetings[1], held_on=date(2026, 12, 2), slot=Slot(),
                         reason="Clash", **who)  # fmt: skip
    report.meeting = moved
    assert (report.day, report.standing(date(2026, 12, 2))) == (date(2026, 12, 2), "due")
    assert report.standing(date(2026, 12, 3)) == "late"
    assert list(ReportDue.objects.due_until(date(2026, 12, 1))) == []
    assert list(ReportDue.objects.due_until(date(2026, 12, 2))) == [report]

    report.meeting = cancel_meeting(meeting=moved, reason="Snow", **who)
    assert (report.has_slot, report.day) == (False, date(2026, 10, 31))
    assert list(ReportDue.objects.due_until(date(2026, 10, 31))) == [report]


@pytest.mark.parametrize(
    ("moment", "standing"),
    [
        # The clocks go back on 25 October: the day after ends an hour later than in summer.
        (datetime(2026, 10, 25, 23, 30, tzinfo=UTC), "due"),
        (datetime(2026, 10, 26, 0, 30, tzinfo=UTC), "late"),
        # In summer a day in London is over before it is in Greenwich.
        (datetime(2026, 9, 30, 22, 30, tzinfo=UTC), "due"),
        (datetime(2026, 9, 30, 23, 30, tzinfo=UTC), "late"),
    ],
)
def test_a_report_is_late_once_its_day_is_over_in_london(moment: datetime, standing: str) -> None:
    due_on = date(2026, 10, 25) if moment.month == 10 else date(2026, 9, 30)
    report = ReportDueFactory(due_on=due_on)
    with time_machine.travel(moment, tick=False):
        assert report.standing(timezone.localdate()) == standing


# ---- Moved, changed places, asked for ----


def test_a_report_is_moved_for_a_reason(meetings: list[Meeting], executive: Body, who) -> None:
    report = ReportDueFactory(to=executive, meeting=meetings[1])

    move_report(report=report, meeting=meetings[2], reason=" The chair is away. ", **who)

    report.refresh_from_db()
    assert (report.meeting, report.change_reason) == (meetings[2], "The chair is away.")
    event = Event.objects.get(verb="report.move")
    assert (event.before["meeting"], event.after["meeting"]) == ("2026-11-25", "2027-01-27")


def test_two_reports_change_places(meetings: list[Meeting], executive: Body, groups, who) -> None:
    one = ReportDueFactory(body=groups[0], to=executive, meeting=meetings[1])
    two = ReportDueFactory(body=groups[1], to=executive, meeting=meetings[2])

    swap_reports(report=one, other=two, reason="The data come later.", **who)

    one.refresh_from_db(), two.refresh_from_db()
    assert (one.meeting, two.meeting) == (meetings[2], meetings[1])
    assert one.change_reason == two.change_reason == "The data come later."


def test_a_move_that_makes_no_sense_is_refused(
    meetings: list[Meeting], executive: Body, who
) -> None:
    report = ReportDueFactory(to=executive, meeting=meetings[1])
    anothers = MeetingFactory(held_on=date(2027, 1, 5))
    gone = cancel_meeting(meeting=meetings[2], reason="Snow", **who)

    for meeting, reason, why in [
        (meetings[1], " ", "Say why"),
        (anothers, "Because", "is not a meeting of Children and Families Executive"),
        (gone, "Because", "was cancelled"),
    ]:
        with pytest.raises(Refused, match=why):
            move_report(report=report, meeting=meeting, reason=reason, **who)


def test_a_service_is_asked_for_a_report(executive: Body, who) -> None:
    report = ask_for_report(
        kind=ReportKind.SERVICE, to=executive, organisation=OrganisationFactory(),
        subject="Health visiting", starts_on=date(2026, 4, 1), ends_on=date(2026, 9, 30),
        due_on=date(2026, 12, 1), **who,
    )  # fmt: skip

    assert str(report) == "Barts Health: service report: health visiting, April to September 2026"
    assert Event.objects.get(verb="report.ask").subject == str(report)


def test_a_service_has_no_workplan(executive: Body, who) -> None:
    with pytest.raises(Refused, match="A workplan is a body’s") as refused:
        ask_for_report(
            kind=ReportKind.WORKPLAN, to=executive, organisation=OrganisationFactory(),
            subject="Health visiting", starts_on=date(2027, 4, 1), ends_on=date(2028, 3, 31),
            due_on=date(2027, 3, 1), **who,
        )  # fmt: skip
    assert refused.value.field == "author"


def test_the_same_report_asked_for_twice_is_one(executive: Body, groups: list[Body], who) -> None:
    ReportingRequirementFactory(rhythm="", kind=ReportKind.SERVICE, owed_to=executive)
    asked = {
        "kind": ReportKind.SERVICE, "to": executive, "body": groups[0], "due_on": TODAY,
        "starts_on": date(2026, 4, 1), "ends_on": date(2026, 9, 30),
    }  # fmt: skip

    first, second = (ask_for_report(subject="Health visiting", **asked, **who) for _ in range(2))
    other = ask_for_report(subject="Midwifery", **asked, **who)

    assert first == second != other
    assert Event.objects.filter(verb="report.ask").count() == 2


@pytest.mark.parametrize(
    ("day_due", "said"),
    [
        (TODAY - timedelta(days=1), "today or a later day"),
        (TODAY + timedelta(days=401), "within the next 13 months"),
    ],
)
def test_a_report_is_due_on_a_day_that_can_be_kept(
    executive: Body, who, day_due: date, said: str
) -> None:
    with pytest.raises(Refused, match=said) as refused:
        ask_for_report(
            kind=ReportKind.SERVICE, to=executive, organisation=OrganisationFactory(),
            subject="Health visiting", starts_on=date(2026, 4, 1), ends_on=date(2026, 9, 30),
            due_on=day_due, **who,
        )  # fmt: skip
    assert refused.value.field == "due_on"


def test_what_was_asked_for_by_mistake_is_asked_no_longer(executive: Body, groups, who) -> None:
    by_rule = ReportDueFactory(
        body=groups[0], to=executive, requirement=rule(executive, groups, Rhythm.TWICE_A_YEAR)
    )
    asked, begun = (
        ReportDueFactory(body=None, organisation=OrganisationFactory(), to=executive,
                         requirement=None, subject=subject)
        for subject in ("Health visiting", "Midwifery")
    )  # fmt: skip
    ReportDraftFactory(due=begun)

    take_request_back(report=asked, reason="Another service's.", **who)

    assert not ReportDue.objects.filter(pk=asked.pk).exists()
    told = Event.objects.get(verb="report.take_back")
    assert (told.subject, told.reason) == (str(asked), "Another service's.")
    for report, why in [(by_rule, "by a rule"), (begun, "has begun to write it")]:
        with pytest.raises(Refused, match=why):
            take_request_back(report=report, reason="A mistake.", **who)
    assert Event.objects.filter(verb="report.take_back").count() == 1


def test_what_falls_due_by_a_rule_or_was_handed_in_is_not_offered_to_be_taken_back(
    sign_in: Callable[[User], Client], coordinator: User, executive: Body, groups
) -> None:
    by_rule = ReportDueFactory(
        body=groups[0], to=executive, requirement=rule(executive, groups, Rhythm.TWICE_A_YEAR)
    )
    handed_in = ReportDueFactory(body=groups[1], to=executive, handed_in=True)
    client = sign_in(coordinator)

    for report, why in [(by_rule, "falls due by a rule"), (handed_in, "was handed in")]:
        path = f"/governance/reports/{report.pk}/take-back/"
        for answer in (
            client.get(path, follow=True),
            client.post(path, {"reason": "x"}, follow=True),
        ):
            assert answer.redirect_chain == [(report.get_absolute_url(), 302)]
            assert f"It {why}, so it stays." in Page(answer).text


# ---- Looked up ----


def test_two_reports_a_year_are_counted_and_fewer_are_flagged(groups: list[Body], who) -> None:
    first, second, third = groups
    halves = [(date(2026, 4, 1), date(2026, 9, 30)), (date(2026, 10, 1), date(2027, 3, 31))]
    for starts_on, ends_on in halves:
        ReportDueFactory(body=first, starts_on=starts_on, ends_on=ends_on, due_on=ends_on,
                         submitted_at=who["at"], submitted_by=who["by"])  # fmt: skip
        ReportDueFactory(body=second, starts_on=starts_on, ends_on=ends_on, due_on=ends_on)
    ReportDueFactory(body=third, starts_on=halves[1][0], ends_on=halves[1][1],
                     due_on=date(2027, 4, 30))  # fmt: skip

    year = financial_year(TODAY)
    on_the_day = {each.body: each for each in counted(year, on=date(2026, 9, 30))}
    after = {each.body: each for each in counted(year, on=date(2027, 4, 1))}

    assert (after[first].words, after[first].flag) == ("2 of 2", "")
    assert (on_the_day[second].flag, after[second].flag) == ("", "2 reports late")
    assert on_the_day[third].flag == "Fewer than 2 planned"


def test_the_rota_shows_every_turn_and_flags_who_has_none(
    executive: Body, groups: list[Body], meetings: list[Meeting], who
) -> None:
    made = rule(executive, groups, Rhythm.ROLLING)
    year = {"starts_on": date(2026, 4, 1), "ends_on": date(2027, 3, 31), "requirement": made,
            "to": executive, "kind": "progress"}  # fmt: skip
    ReportDueFactory(body=groups[0], meeting=meetings[2], **year)
    gone = cancel_meeting(meeting=meetings[1], reason="Snow", **who)
    ReportDueFactory(body=groups[1], meeting=gone, **year)

    [rota] = rotas(financial_year(TODAY), on=TODAY)

    assert [(turn.meeting.held_on, [str(each.report.author) for each in turn.lines])
            for turn in rota.turns] \
        == [(date(2026, 7, 22), []), (date(2027, 1, 27), [GROUPS[0]])]  # fmt: skip
    assert [(str(each.body), each.why) for each in rota.without] == [
        (GROUPS[1], "Its meeting was cancelled."), (GROUPS[2], "No report is planned for it."),
    ]  # fmt: skip


def test_what_a_body_owes_and_receives_is_told_apart(executive: Body, groups: list[Body]) -> None:
    owed = ReportDueFactory(body=groups[0], to=executive)
    found = reports_of(executive, on=TODAY)

    assert ([each.report for each in found.receives], found.owes) == ([owed], [])
    assert [each.report for each in reports_of(groups[0], on=TODAY).owes] == [owed]


def test_reports_are_listed_by_what_they_wait_for(who) -> None:
    day = date(2026, 4, 1)
    done = {"submitted_at": who["at"], "submitted_by": who["by"]}
    ReportDueFactory(due_on=TODAY)
    ReportDueFactory(due_on=TODAY - timedelta(days=1), starts_on=day + timedelta(days=1))
    ReportDueFactory(**done, starts_on=day + timedelta(days=2))
    ReportDueFactory(**done, starts_on=day + timedelta(days=3),
                     received_at=who["at"], received_by=who["by"])  # fmt: skip

    page = reports_page(TODAY)
    assert [(each.key, len(each.lines)) for each in page.headings] \
        == [("late", 1), ("due", 1), ("submitted", 1), ("received", 1)]  # fmt: skip


# ---- Pages ----


@pytest.fixture
def desk(sign_in: Callable[[User], Client], coordinator: User, frozen: datetime) -> Client:
    return sign_in(coordinator)


def test_a_member_reads_the_list_and_the_rota_of_any_year(
    sign_in: Callable[[User], Client], board_member: User, executive: Body, groups, meetings, who,
    frozen: datetime,
) -> None:  # fmt: skip
    rule(executive, groups, Rhythm.ROLLING)
    schedule(who)
    client = sign_in(board_member)

    assert "No report is late" in Page(client.get("/governance/reports/")).text
    rota = Page(client.get("/governance/reports/rota/")).text
    assert "Each of 3 bodies has a turn." in rota
    assert "Move or swap" not in rota
    for year in ("2027", "9999", "20²6", "x"):
        assert client.get("/governance/reports/rota/", {"year": year}).status_code == 200
    assert client.get("/governance/reports/", {"body": "sg_0"}).status_code == 200


def test_the_coordinator_asks_no_longer_for_a_report(desk: Client, executive: Body) -> None:
    report = ReportDueFactory(body=None, organisation=OrganisationFactory(), to=executive,
                              requirement=None, subject="Health visiting")  # fmt: skip
    address = f"/governance/reports/{report.pk}/take-back/"
    assert "Ask for it no longer" in Page(desk.get(report.get_absolute_url())).text

    assert "Say why, in a sentence" in Page(desk.post(address, {"reason": " "})).text
    told = Page(desk.post(address, {"reason": "Another service's."}, follow=True)).text

    assert "Barts Health is no longer asked for it." in told
    assert desk.get(address).status_code == 404


def test_a_report_that_was_received_stays_with_its_meeting(desk: Client, who) -> None:
    report = ReportDueFactory(submitted_at=who["at"], submitted_by=who["by"],
                              received_at=who["at"], received_by=who["by"])  # fmt: skip

    told = Page(desk.get(f"/governance/reports/{report.pk}/move/", follow=True)).text

    assert "It was received, so it stays with its meeting." in told


def test_the_coordinator_fills_the_rota_and_swaps_with_a_reason(
    desk: Client, executive: Body, groups: list[Body], meetings: list[Meeting]
) -> None:
    rule(executive, groups, Rhythm.ROLLING)
    told = Page(desk.post("/governance/reports/rota/fill/", follow=True)).text
    assert "3 reports added." in told

    first, second, _ = ReportDue.objects.order_by("pk")
    address = f"/governance/reports/{first.pk}/move/"
    refused = Page(desk.post(address, {"slot": f"report-{second.pk}", "reason": ""})).text
    assert "Say why it is moved, in a sentence" in refused
    given = {"slot": f"report-{second.pk}", "reason": "Their data come in December.",
             "seen": Page(desk.get(address)).boxes[-1]["seen"]}  # fmt: skip
    assert "It changes places with" in Page(desk.post(address, given, follow=True)).text
    first.refresh_from_db()
    assert first.meeting == meetings[2]


def test_a_report_is_not_moved_over_where_another_moved_it_meanwhile(
    desk: Client, executive: Body, meetings: list[Meeting], who
) -> None:
    report = ReportDueFactory(to=executive)
    path = f"/governance/reports/{report.pk}/move/"
    mine = Page(desk.get(path)).boxes[-1] | {
        "slot": f"meeting-{meetings[2].pk}", "reason": "The chair is away."
    }  # fmt: skip
    move_report(report=report, meeting=meetings[1], reason="Their data come earlier.", **who)

    answer = desk.post(path, mine)

    page = Page(answer)
    assert answer.status_code == 409
    assert "To which meeting does it go? 25 November 2026" in page.text
    assert page.boxes[-1]["reason"] == "The chair is away."
    report.refresh_from_db()
    assert report.meeting == meetings[1]
    assert desk.post(path, page.boxes[-1]).status_code == 302
    report.refresh_from_db()
    assert report.meeting == meetings[2]


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("service", "Service report"),
        ("skills", "Analysis of the skills we need"),
        ("peers", "Peer review of the shared behaviours"),
        ("equality", "Equality analysis"),
    ],
)
def test_the_coordinator_asks_a_service_for_a_report(
    desk: Client, executive: Body, meetings: list[Meeting], kind: str, title: str
) -> None:
    organisation = OrganisationFactory()
    address = f"/governance/bodies/{executive.code}/reports/new/"
    given = {"author": f"organisation-{organisation.pk}", "kind": kind,
             "subject": "Health visiting", "meeting": "",
             "starts_on_day": "1", "starts_on_month": "4", "starts_on_year": "2026",
             "ends_on_day": "30", "ends_on_month": "9", "ends_on_year": "2026"}  # fmt: skip

    refused = Page(desk.post(address, given)).text
    assert "Choose the meeting it goes to, or enter the day it is due" in refused
    told = Page(desk.post(address, {**given, "meeting": meetings[1].pk}, follow=True)).text
    assert "Barts Health is asked for it." in told
    assert f"{title}: Health visiting" in told
