"""Two people sign: what each of them is shown, and what the pages let each of them do."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from governance.models import Role, User
from outcomes.models import Observation, Status, Submission
from outcomes.services.entry import save_figures
from outcomes.typed import TypedFigure
from tests.conftest import TODAY
from tests.factories.governance import MembershipFactory, UserFactory
from tests.factories.outcomes import ObservationFactory, ReporterFactory, SubmissionFactory
from tests.page import Page

pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def submission(localities: dict) -> Submission:
    """The North East's one figure, filled in; two people sign for it."""
    reporter = ReporterFactory(place=localities["ne"], needs_two_people=True)
    return SubmissionFactory(reporter=reporter)


@pytest.fixture
def row(submission: Submission, ne_lead: User, now: datetime) -> Observation:
    row = ObservationFactory(submission=submission)
    type_over(row, ne_lead, now, "212")
    return row


@pytest.fixture
def lead(sign_in, ne_lead: User) -> Client:
    return sign_in(ne_lead)


@pytest.fixture
def deputy(sign_in, localities: dict) -> Client:
    user = UserFactory(email="ne.deputy@ehportal.example", name="North East deputy")
    MembershipFactory(user=user, role=Role.LOCALITY_LEAD, locality=localities["ne"])
    return sign_in(user)


def type_over(row: Observation, by: User, at: datetime, numerator: str) -> None:
    figure = TypedFigure(row.pk, numerator, "268")
    save_figures(submission=row.submission, figures=[figure], by=by, at=at, on=TODAY)


def page_of(client: Client, name: str, submission: Submission) -> Page:
    return Page(client.get(reverse(f"outcomes:{name}", args=[submission.pk])))


def send(client: Client, submission: Submission, action: str) -> HttpResponse:
    sent = page_of(client, "check", submission).boxes[-1]
    return client.post(
        reverse("outcomes:check", args=[submission.pk]),
        sent | {"declared": "on", "action": action},
    )


def test_the_first_marks_as_ready_and_the_second_submits(lead, deputy, submission, row) -> None:
    assert "ready for a second person to sign" in page_of(lead, "check", submission).text

    marked = send(lead, submission, "prepare")
    assert marked.url == submission.get_absolute_url()

    theirs = page_of(deputy, "check", submission)
    assert "North East lead marked these figures as ready on 8 October 2026" in theirs.text
    assert "You are the second person" in theirs.text

    signed = send(deputy, submission, "submit")
    assert signed.url == reverse("outcomes:receipt", args=[submission.pk])
    receipt = page_of(lead, "receipt", submission).text
    assert "North East deputy, for North East locality" in receipt
    assert "Marked as ready by North East lead" in receipt


def test_whoever_marked_them_as_ready_cannot_submit_them(lead, submission, row) -> None:
    send(lead, submission, "prepare")

    page = page_of(lead, "check", submission)
    assert "Ready for a second person to sign" in page.text
    assert "declared" not in page.ids

    version = Submission.objects.get().version
    made_by_hand = {"declared": "on", "action": "submit", "version": str(version)}
    response = lead.post(reverse("outcomes:check", args=[submission.pk]), made_by_hand)
    assert response.status_code == 409
    assert "You marked these figures as ready yourself" in Page(response).text
    assert Submission.objects.get().status == Status.DRAFT


def test_nobody_submits_past_the_first_person(deputy, submission, row) -> None:
    response = send(deputy, submission, "submit")

    assert response.status_code == 409
    assert "Two people sign for North East locality" in Page(response).text
    assert Submission.objects.get().status == Status.DRAFT


def test_a_change_voids_the_first_signature_and_says_so(
    lead, deputy, submission, row, ne_lead, now
) -> None:
    send(lead, submission, "prepare")
    type_over(row, ne_lead, now, "214")

    page = page_of(deputy, "check", submission)
    assert "but they were changed afterwards. They have to be marked as ready again." in page.text
    assert "North East lead marked" in page_of(deputy, "submission", submission).text
    assert send(deputy, submission, "submit").status_code == 409
    assert send(deputy, submission, "prepare").status_code == 302


def test_every_page_says_that_a_second_person_is_waited_for(lead, submission, row) -> None:
    send(lead, submission, "prepare")

    tasks = page_of(lead, "submission", submission).text
    listed = Page(lead.get(reverse("outcomes:submissions"))).text
    assert "Waiting for a second person to sign, due on Thursday 15 October" in tasks
    assert "Waiting for a second person to sign, due on Thursday 15 October" in listed


def test_where_one_person_signs_nothing_is_said_of_a_second(lead, submission, row) -> None:
    submission.reporter.needs_two_people = False
    submission.reporter.save()

    assert "second person" not in page_of(lead, "check", submission).text
    response = send(lead, submission, "prepare")
    assert response.status_code == 409
    assert "One person signs" in Page(response).text
