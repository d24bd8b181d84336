"""What each person sees first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from time_machine import TimeMachineFixture

from governance.models import Place, User
from outcomes.models import Measure, Reporter, Status, Submission
from tests.dashboards.publishing import publish, rising, text_of
from tests.factories.collection import MeetingFactory
from tests.factories.evidence import DataGapFactory
from tests.factories.governance import BodyFactory, OrganisationFactory
from tests.factories.outcomes import (
    MeasureFactory,
    ObservationFactory,
    PeriodFactory,
    PriorityFactory,
    ReporterFactory,
    SubmissionFactory,
)
from tests.factories.structure import ReportDueFactory
from tests.factories.voice import FeedbackMessageFactory

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def north_east(localities: dict[str, Place]) -> Any:
    return SubmissionFactory(reporter=ReporterFactory(place=localities["ne"]))


@pytest.fixture
def north_west(localities: dict[str, Place]) -> Any:
    return SubmissionFactory(reporter=ReporterFactory(place=localities["nw"]))


def test_a_signed_out_person_is_sent_to_sign_in(client: Client, db: None) -> None:
    assert client.get("/").headers["Location"].startswith("/accounts/login/")


def test_a_person_without_membership_is_told_whom_to_ask(sign_in: SignIn, stranger: User) -> None:
    text = text_of(sign_in(stranger).get("/"))

    assert "not yet a member of anything here" in text
    assert "Ask the partnership coordinator or the framework administrator" in text
    assert "stranger@ehportal.example" in text
    assert "latest figures" not in text


def test_a_person_sees_what_reports_their_bodies_owe_and_the_coordinator_who_is_late(
    sign_in: SignIn, ne_lead: User, coordinator: User, localities: dict[str, Place]
) -> None:
    team = BodyFactory(code="ilt_ne", name="NE team", place=localities["ne"],
                       instance_of=BodyFactory(code="ilt", per_locality=True))  # fmt: skip
    ReportDueFactory(body=team, kind="outcomes", due_on=date(2026, 10, 7))
    ReportDueFactory(due_on=date(2026, 10, 8))

    text = text_of(sign_in(ne_lead).get("/"))
    assert "A report is late: outcomes of the annual plan, April to September 2026" in text
    assert "Was due yesterday, to Children and Families Executive." in text
    assert "detailed report" not in text
    assert "1 report is late See who to chase." in text_of(sign_in(coordinator).get("/"))


def test_a_report_that_was_sent_back_waits_though_it_is_due_in_months(
    sign_in: SignIn, ne_lead: User, board_member: User, localities: dict[str, Place], now: datetime
) -> None:
    team = BodyFactory(code="ilt_ne", place=localities["ne"],
                       instance_of=BodyFactory(code="ilt", per_locality=True))  # fmt: skip
    back = {"version": 1, "sent_back_at": now, "sent_back_by": board_member}
    ReportDueFactory(body=team, kind="outcomes", due_on=date(2027, 3, 31), **back)
    ReportDueFactory(due_on=date(2027, 3, 31), **back)

    text = text_of(sign_in(ne_lead).get("/"))
    assert "A report was sent back to you: outcomes of the annual plan" in text
    assert "A report was sent back to you: detailed report" not in text
    assert text_of(sign_in(board_member).get("/")).count("was sent back") == 0


def test_a_lead_sees_what_is_due_and_when(
    sign_in: SignIn, ne_lead: User, north_east: Any, north_west: Any
) -> None:
    page = sign_in(ne_lead).get("/")

    heading = "Your figures for July to September 2026 are due in 7 days, on 15 October 2026"
    assert heading in text_of(page)
    assert f'href="/submissions/{north_east.pk}/"' in page.content.decode()
    assert f'href="/submissions/{north_west.pk}/"' not in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("", ""), "2 figures to enter."),
        (("7", ""), "1 of 2 figures still to enter."),
        (("0", "12"), "Nothing is empty: check your answers and submit."),
    ],
)
def test_a_lead_sees_how_much_is_left(
    typed: tuple[str, str], said: str, sign_in: SignIn, ne_lead: User, north_east: Any
) -> None:
    for number in typed:
        ObservationFactory(submission=north_east, numerator_typed=number)

    assert said in text_of(sign_in(ne_lead).get("/"))


def test_a_lead_is_told_of_a_plan_that_is_missing_and_of_minutes_left_open(
    sign_in: SignIn, ne_lead: User, localities: dict[str, Place], frozen: datetime
) -> None:
    whole = BodyFactory(code="panel", name="Hub panel", per_locality=True)
    team = BodyFactory(
        code="panel_ne", name="Hub panel, NE", instance_of=whole, place=localities["ne"]
    )
    for held_on in (date(2026, 4, 7), date(2026, 9, 24), date(2026, 9, 25)):
        MeetingFactory(body=team, held_on=held_on)
    MeetingFactory(body=BodyFactory(), held_on=date(2026, 9, 1))

    text = text_of(sign_in(ne_lead).get("/"))

    assert "1 plan is missing North East: delivery plan." in text
    assert "The minutes of 1 meeting are still open" in text
    assert "The earliest: Hub panel, NE, 24 September 2026." in text


def test_somebody_who_makes_no_plans_is_told_of_none(sign_in: SignIn, board_member: User) -> None:
    assert "missing" not in text_of(sign_in(board_member).get("/"))


def test_a_partner_sees_their_organisations_submission(
    sign_in: SignIn, partner: User, borough: Place
) -> None:
    reporter = ReporterFactory(place=borough, organisation=OrganisationFactory())
    submission = SubmissionFactory(reporter=reporter)

    assert f'href="/submissions/{submission.pk}/"' in sign_in(partner).get("/").content.decode()


def test_a_late_submission_is_named_as_late(
    sign_in: SignIn, ne_lead: User, north_east: Any, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(datetime(2026, 10, 20, 10, 0).astimezone(), tick=False)

    text = text_of(sign_in(ne_lead).get("/"))

    assert "Your figures for July to September 2026 are late: due on 15 October 2026" in text
    assert "Late" in text


def test_a_submission_that_waits_for_a_second_person_says_so(
    sign_in: SignIn, ne_lead: User, north_east: Any, frozen: datetime
) -> None:
    Reporter.objects.update(needs_two_people=True)
    Submission.objects.update(prepared_at=frozen, prepared_by=ne_lead, prepared_version=0)

    assert "Waiting for a second person to sign." in text_of(sign_in(ne_lead).get("/"))


def test_a_submission_sent_back_says_why(sign_in: SignIn, ne_lead: User, north_east: Any) -> None:
    type(north_east).objects.filter(pk=north_east.pk).update(
        status=Status.QUERIED, review_reason="Please look at HEA-201 again."
    )

    text = text_of(sign_in(ne_lead).get("/"))

    assert "are back with you, to correct by 14 November 2026" in text
    assert "Sent back: Please look at HEA-201 again." in text
    assert "late" not in text


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.APPROVED, Status.EXCUSED])
def test_what_is_sent_in_is_no_longer_asked_for(
    status: str, sign_in: SignIn, ne_lead: User, north_east: Any
) -> None:
    type(north_east).objects.filter(pk=north_east.pk).update(status=status)

    assert "To send in" not in text_of(sign_in(ne_lead).get("/"))


def test_a_closed_quarter_is_not_asked_for(
    sign_in: SignIn, ne_lead: User, localities: dict[str, Place]
) -> None:
    SubmissionFactory(
        reporter=ReporterFactory(place=localities["ne"]), period=PeriodFactory(code="2025-Q1")
    )

    assert "To send in" not in text_of(sign_in(ne_lead).get("/"))


def test_the_coordinator_sees_what_waits(
    sign_in: SignIn, coordinator: User, north_east: Any, north_west: Any
) -> None:
    submissions = type(north_east).objects
    submissions.filter(pk=north_east.pk).update(status=Status.SUBMITTED)
    submissions.filter(pk=north_west.pk).update(status=Status.APPROVED)

    page = sign_in(coordinator).get("/")

    assert '<h1 class="eh-title">1 submission waits for review</h1>' in page.content.decode()
    assert "July to September 2026 can be published" in text_of(page)
    assert "Approved so far: 1 of 2 submissions." in text_of(page)
    assert 'href="/review/publish/2026-Q2/"' in page.content.decode()


def test_the_coordinator_sees_the_feedback_that_waits(
    sign_in: SignIn, coordinator: User, ne_lead: User
) -> None:
    FeedbackMessageFactory()
    said = "1 message from the public waits to be read"
    assert said in text_of(sign_in(coordinator).get("/"))
    assert said not in text_of(sign_in(ne_lead).get("/"))


def test_the_coordinator_sees_who_is_late(
    sign_in: SignIn, coordinator: User, north_east: Any, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(datetime(2026, 10, 20, 10, 0).astimezone(), tick=False)

    assert "1 submission is late" in text_of(sign_in(coordinator).get("/"))


def test_what_was_sent_back_is_not_called_late(
    sign_in: SignIn,
    coordinator: User,
    north_east: Any,
    north_west: Any,
    time_machine: TimeMachineFixture,
) -> None:
    time_machine.move_to(datetime(2026, 10, 20, 10, 0).astimezone(), tick=False)
    type(north_west).objects.filter(pk=north_west.pk).update(status=Status.QUERIED)

    text = text_of(sign_in(coordinator).get("/"))

    assert "1 submission is late" in text
    assert "See who to chase. 1 more was sent back." in text


def test_the_administrator_sees_what_the_framework_lacks(
    sign_in: SignIn, administrator: User, borough: Place
) -> None:
    PriorityFactory()
    DataGapFactory(measure=MeasureFactory())

    page = sign_in(administrator).get("/")

    assert "1 priority has no lead manager" in text_of(page)
    assert "1 measure is proposed, not yet agreed" in text_of(page)
    assert "1 data gap has no owner" in text_of(page)
    assert 'href="/admin/outcomes/datagap/' in page.content.decode()


@pytest.mark.parametrize("person", ["board_member", "ne_lead", "coordinator", "administrator"])
def test_every_member_sees_the_latest_headline(
    person: str, request: Any, sign_in: SignIn, borough: Place, booking: Measure
) -> None:
    publish({(booking, borough): rising(16)})

    page = sign_in(request.getfixturevalue(person)).get("/")

    assert "One measure got better" in text_of(page)
    assert "rose by 12.7 percentage points to 32.0% (320 of 1,000)" in text_of(page)
    assert 'href="/dashboard/"' in page.content.decode()


def test_home_is_kept_in_no_cache(sign_in: SignIn, ne_lead: User, north_east: Any) -> None:
    page = sign_in(ne_lead).get("/")

    assert page.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in page.headers


def test_who_is_late_reads_until_when_it_can_still_be_handed_in(
    sign_in: SignIn, ne_lead: User, north_east: Any, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(datetime(2026, 10, 20, 10, 0).astimezone(), tick=False)

    text = text_of(sign_in(ne_lead).get("/"))
    assert "You can still hand it in until 14 November 2026." in text

    time_machine.move_to(datetime(2026, 11, 15, 10, 0).astimezone(), tick=False)
    assert "To send in" not in text_of(sign_in(ne_lead).get("/"))


def test_who_was_given_longer_than_anybody_is_still_asked(
    sign_in: SignIn, ne_lead: User, north_east: Any, time_machine: TimeMachineFixture
) -> None:
    longer = date(2027, 1, 10)
    type(north_east).objects.filter(pk=north_east.pk).update(due_on=longer, open_until=longer)
    time_machine.move_to(datetime(2026, 12, 20, 10, 0).astimezone(), tick=False)

    assert "You were given until 10 January 2027." in text_of(sign_in(ne_lead).get("/"))
