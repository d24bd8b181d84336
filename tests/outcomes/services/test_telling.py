"""Whoever reports or reviews figures is told what becomes of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from governance.models import Membership, Notice, Role, User
from outcomes.models import Observation, Reporter, Status, Submission
from outcomes.services import questions, review
from outcomes.services.exceptions import NotReady, StatusChanged
from outcomes.services.publication import publish
from outcomes.services.signing import prepare
from outcomes.services.submissions import submit
from outcomes.services.telling import coordinators, people_of
from tests.conftest import NOW, TODAY
from tests.factories.governance import MembershipFactory, OrganisationFactory, UserFactory
from tests.factories.outcomes import ObservationFactory, ReporterFactory, SubmissionFactory

REASON = "Amina's 412 looks wrong, see http://example.org"


@pytest.fixture
def submission(localities: dict) -> Submission:
    found = SubmissionFactory(reporter=ReporterFactory(place=localities["ne"]))
    figure = {"numerator_typed": "412", "numerator": 412}
    ObservationFactory(submission=found, measure__count=True, **figure)
    return found


@pytest.fixture
def decide(submission: Submission, coordinator: User) -> Callable[..., None]:
    def decides(action: Callable, status: str, **more: Any) -> None:
        Submission.objects.filter(pk=submission.pk).update(status=status)
        action(submission=submission, by=coordinator, at=NOW, **more)

    return decides


WHY = {"reason": REASON}
DECISIONS = [
    (review.approve, Status.SUBMITTED, {}, "are approved"),
    (review.send_back, Status.SUBMITTED, {**WHY, "on": TODAY}, "were sent back to you"),
    (review.reopen, Status.APPROVED, {**WHY, "on": TODAY}, "were opened again"),
    (review.excuse, Status.DUE, WHY, "are not expected"),
    (review.expect_again, Status.EXCUSED, WHY, "are expected after all"),
    (
        review.give_longer,
        Status.DRAFT,
        {**WHY, "until": date(2026, 10, 29)},
        "are now due on Thursday 29 October",
    ),
]


@pytest.mark.parametrize(("action", "status", "more", "what"), DECISIONS)
def test_the_reporter_is_told_of_every_decision_and_reads_why_on_the_portal(
    decide, submission, ne_lead, nw_lead, partner, board_member, action, status, more, what
) -> None:
    decide(action, status, **more)

    [notice] = Notice.objects.all()
    assert notice.to == ne_lead
    assert notice.subject == f"Figures for July to September 2026 {what} (North East locality)"
    first = f"The figures from North East locality for July to September 2026 {what}."
    assert notice.text.splitlines()[0] == first
    assert notice.path == submission.get_absolute_url()
    assert not [word for word in ("Amina", "412", "http") if word in notice.subject + notice.text]


def test_figures_sent_back_twice_are_told_twice(decide, ne_lead) -> None:
    for _ in range(2):
        decide(review.send_back, Status.SUBMITTED, reason=REASON, on=TODAY)

    assert Notice.objects.count() == 2


def test_what_is_refused_is_not_told(decide, ne_lead) -> None:
    with pytest.raises(StatusChanged):
        decide(review.approve, Status.DRAFT)

    assert not Notice.objects.exists()


def test_a_colleague_is_told_what_waits_for_a_second_person(submission, ne_lead) -> None:
    Reporter.objects.update(needs_two_people=True)
    colleague = UserFactory()
    MembershipFactory(user=colleague, role=Role.LOCALITY_LEAD, locality=submission.reporter.place)

    prepare(submission=submission, by=ne_lead, at=NOW, on=TODAY)

    [notice] = Notice.objects.all()
    assert notice.to == colleague
    assert "wait for a second person" in notice.subject


# ---- The coordinator ----


@pytest.fixture
def hand_in(submission: Submission, ne_lead: User) -> Callable[[], Submission]:
    def hands_in() -> Submission:
        return submit(submission=submission, by=ne_lead, at=NOW, on=TODAY)

    return hands_in


def test_coordinators_are_told_what_waits_for_them_once(hand_in, submission, coordinator) -> None:
    hand_in()
    hand_in()

    [notice] = Notice.objects.all()
    assert (notice.to, notice.path) == (coordinator, f"/review/{submission.pk}/")
    said = "Figures for July to September 2026 were submitted (North East locality)"
    assert notice.subject == said


def test_figures_that_are_not_ready_are_not_told(hand_in, coordinator) -> None:
    Observation.objects.update(numerator_typed="about 40", numerator=None)

    with pytest.raises(NotReady):
        hand_in()
    assert not Notice.objects.exists()


def test_submitting_needs_nobody_to_tell(hand_in) -> None:
    assert hand_in().status == Status.SUBMITTED


# ---- Questions ----


@pytest.fixture
def two_figures(submission: Submission) -> list[Observation]:
    Submission.objects.update(status=Status.SUBMITTED)
    ObservationFactory(submission=submission, measure__count=True)
    return list(Observation.objects.order_by("pk"))


def test_several_questions_in_a_day_are_one_message(two_figures, ne_lead, coordinator) -> None:
    for figure in two_figures:
        questions.ask(observation=figure, text=REASON, by=coordinator, at=NOW)
    first = Notice.objects.get()
    questions.ask(
        observation=two_figures[0], text="And why?", by=coordinator, at=NOW + timedelta(days=1)
    )

    assert Notice.objects.filter(to=ne_lead).count() == 2
    said = "A question about the figures for July to September 2026 (North East locality)"
    assert first.subject == said
    assert "Amina" not in first.text


def test_the_coordinator_is_told_when_everything_asked_is_answered(
    two_figures, ne_lead, coordinator
) -> None:
    asked = [
        questions.ask(observation=figure, text=REASON, by=coordinator, at=NOW)
        for figure in two_figures
    ]
    told = []
    for question in asked:
        questions.answer(question=question, text="Two clinics opened.", by=ne_lead, at=NOW)
        told.append(Notice.objects.filter(to=coordinator).count())

    assert told == [0, 1]
    notice = Notice.objects.get(to=coordinator)
    assert notice.path == f"/review/{two_figures[0].submission_id}/"
    assert "clinics" not in notice.text


# ---- Publication ----


def test_whoever_has_figures_in_a_publication_is_told_of_it(
    submission, coordinator, ne_lead, nw_lead, localities
) -> None:
    Submission.objects.update(status=Status.APPROVED)
    Observation.objects.update(approved_at=NOW, approved_by=coordinator)
    SubmissionFactory(reporter=ReporterFactory(place=localities["nw"]))

    publish(period=submission.period, by=coordinator, at=NOW)
    publish(period=submission.period, by=coordinator, at=NOW, reason=REASON)

    again, first = Notice.objects.all()
    assert first.to == again.to == ne_lead
    assert first.subject == "Your figures for July to September 2026 are published"
    assert again.subject == "Corrected figures for July to September 2026 are published"
    assert "412" not in first.text + again.text


# ---- Who that is ----


def test_a_localitys_figures_are_its_leads_and_an_organisations_its_data_leads(
    localities, ne_lead, nw_lead, partner, coordinator, board_member
) -> None:
    locality = ReporterFactory(place=localities["ne"])
    organisation = ReporterFactory(place=localities["ne"], organisation=OrganisationFactory())
    nobodys = ReporterFactory(place=localities["se"])

    assert people_of(locality, on=TODAY) == [ne_lead]
    assert people_of(organisation, on=TODAY) == [partner]
    assert people_of(nobodys, on=TODAY) == []


@pytest.mark.parametrize(("days", "is_lead"), [(-1, False), (0, True), (1, True)])
def test_a_person_is_told_until_the_last_day_of_their_membership(
    localities, ne_lead, days, is_lead
) -> None:
    Membership.objects.update(ends_on=TODAY + timedelta(days=days))

    assert bool(people_of(ReporterFactory(place=localities["ne"]), on=TODAY)) == is_lead


def test_who_may_not_sign_in_is_nobodys_lead_and_no_coordinator(
    localities, ne_lead, coordinator
) -> None:
    User.objects.update(is_active=False)

    assert people_of(ReporterFactory(place=localities["ne"]), on=TODAY) == []
    assert coordinators(on=TODAY) == []


def test_an_organisation_member_with_another_role_reports_nothing(partner, board_member) -> None:
    organisation = OrganisationFactory()
    MembershipFactory(
        user=board_member, role=Role.COORDINATOR, organisation=organisation, body=None
    )

    assert people_of(ReporterFactory(organisation=organisation), on=TODAY) == [partner]
    assert coordinators(on=TODAY) == [board_member]
