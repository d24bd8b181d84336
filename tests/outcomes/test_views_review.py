from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from governance.models import Event
from outcomes.models import Publication, Status, Submission
from tests.factories.outcomes import (
    MeasureFactory,
    ObservationFactory,
    PeriodFactory,
    ReporterFactory,
    SubmissionFactory,
)
from tests.page import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def submission(localities) -> Submission:
    """The North East's figures, submitted: 60 of 100."""
    submission = SubmissionFactory(reporter=ReporterFactory(place=localities["ne"]))
    ObservationFactory(
        submission=submission,
        measure=MeasureFactory(code="HEA-101"),
        place=localities["ne"],
        numerator_typed="60",
        denominator_typed="100",
        numerator=Decimal(60),
        denominator=Decimal(100),
        note="Two posts are vacant.",
    )
    Submission.objects.filter(pk=submission.pk).update(status=Status.SUBMITTED)
    return submission


@pytest.fixture
def client(sign_in, coordinator):
    return sign_in(coordinator)


def address(submission: Submission) -> str:
    return reverse("outcomes:review_submission", args=[submission.pk])


def test_the_desk_without_any_period_says_what_to_do(client) -> None:
    response = client.get(reverse("outcomes:review"))
    assert response.status_code == 200
    assert "No period has been opened yet" in response.content.decode()


def test_the_desk_falls_back_to_the_latest_period(client, submission) -> None:
    PeriodFactory(code="2026-Q1")
    for query in ("", "?period=nonsense", "?period="):
        response = client.get(reverse("outcomes:review") + query)
        assert response.context["desk"].period == submission.period


def test_a_submission_shows_the_figure_its_note_and_last_quarter(
    client, submission, localities
) -> None:
    earlier = SubmissionFactory(
        reporter=submission.reporter, period=PeriodFactory(code="2026-Q1"), status=Status.APPROVED
    )
    ObservationFactory(
        submission=earlier,
        measure=MeasureFactory(code="HEA-101"),
        place=localities["ne"],
        numerator=Decimal(50),
        denominator=Decimal(100),
    )
    page = client.get(address(submission)).content.decode()
    assert "60.0%" in page
    assert "60 of 100" in page
    assert "50.0%" in page
    assert "Up 10.0 percentage points" in page
    assert "Two posts are vacant." in page


def test_approving_moves_the_submission_and_writes_one_event(client, submission) -> None:
    response = client.post(address(submission), {"decision": "approve"})
    assert response.status_code == 302
    submission.refresh_from_db()
    assert submission.status == Status.APPROVED
    assert Event.objects.get().verb == "submission.approve"


def test_sending_back_needs_a_reason_and_keeps_what_was_chosen(client, submission) -> None:
    response = client.post(address(submission), {"decision": "send_back", "reason": "  "})
    page = response.content.decode()
    assert response.status_code == 200
    assert "Say why, in a sentence; the reporter will read it" in page
    assert "<title>Error: " in page
    submission.refresh_from_db()
    assert submission.status == Status.SUBMITTED


def test_the_reporter_reads_why_it_was_sent_back(client, submission, sign_in, ne_lead) -> None:
    client.post(address(submission), {"decision": "send_back", "reason": "It has doubled."})
    submission.refresh_from_db()
    assert (submission.status, submission.review_reason) == (Status.QUERIED, "It has doubled.")
    page = sign_in(ne_lead).get(reverse("outcomes:submission", args=[submission.pk]))
    assert "It has doubled." in page.content.decode()


@pytest.mark.parametrize("decision", ["", "nonsense", "reopen", "excuse"])
def test_a_decision_that_its_state_does_not_allow_is_refused(client, submission, decision) -> None:
    response = client.post(address(submission), {"decision": decision, "reason": "Because."})
    assert response.status_code == 200
    submission.refresh_from_db()
    assert submission.status == Status.SUBMITTED


def test_publishing_shows_first_what_would_leave(client, submission) -> None:
    client.post(address(submission), {"decision": "approve"})
    page = client.get(reverse("outcomes:publish", args=["2026-Q2"])).content.decode()
    assert "1 of 1 submissions would be published" in page
    assert not Publication.objects.exists()


def test_publishing_again_needs_a_reason(client, submission) -> None:
    client.post(address(submission), {"decision": "approve"})
    publish = reverse("outcomes:publish", args=["2026-Q2"])
    assert client.post(publish).status_code == 302
    response = client.post(publish, {"reason": ""})
    assert "Say why these figures are published again" in response.content.decode()
    assert Publication.objects.count() == 1
    assert client.post(publish, {"reason": "One family twice.", "seen": "1"}).status_code == 302
    assert Publication.objects.latest("number").reason == "One family twice."


def test_of_two_who_publish_at_once_the_second_is_told_to_look_again(client, submission) -> None:
    client.post(address(submission), {"decision": "approve"})
    publish = reverse("outcomes:publish", args=["2026-Q2"])
    client.post(publish, {"seen": "0"})
    stale = {"reason": "One family twice.", "seen": "1"}
    assert client.post(publish, stale).status_code == 302
    response = client.post(publish, stale)
    assert response.status_code == 409
    assert "Somebody else has just published" in response.content.decode()
    assert Publication.objects.count() == 2


def test_nothing_approved_is_nothing_to_publish(client, submission) -> None:
    response = client.post(reverse("outcomes:publish", args=["2026-Q2"]))
    assert response.status_code == 409
    assert "Nothing is approved yet" in response.content.decode()


def test_a_period_that_does_not_exist_is_not_found(client) -> None:
    assert client.get(reverse("outcomes:publish", args=["2031-Q1"])).status_code == 404


@pytest.mark.parametrize("who", ["ne_lead", "partner", "board_member", "administrator", "stranger"])
def test_only_the_coordinator_reviews_and_publishes(request, sign_in, submission, who) -> None:
    client = sign_in(request.getfixturevalue(who))
    for page in (
        reverse("outcomes:review"),
        address(submission),
        reverse("outcomes:publish", args=["2026-Q2"]),
    ):
        assert client.get(page).status_code == 403
        assert client.post(page).status_code in {403, 405}


def test_the_preview_says_what_would_change_figure_by_figure(client, submission) -> None:
    publish = reverse("outcomes:publish", args=["2026-Q2"])
    client.post(address(submission), {"decision": "approve"})
    first = Page(client.get(publish)).text
    assert "Nothing was published for July to September 2026 before, so all 2 figures are" in first
    assert "60.0%, 60 of 100" in first
    client.post(publish, {"seen": "0"})
    assert "Nothing would change" in Page(client.get(publish)).text

    submission.observations.update(numerator=Decimal(66))
    other = ObservationFactory(
        submission=submission,
        measure=MeasureFactory(code="HEA-102"),
        numerator=Decimal(50),
        denominator=Decimal(100),
    )
    submission.observations.filter(pk=other.pk).update(
        **submission.observations.exclude(pk=other.pk).values("approved_at", "approved_by")[0]
    )
    page = Page(client.get(publish)).text
    assert "Beside publication 1: 2 changed, 2 new, 0 figures as before." in page
    assert "Revised: 2 figures" in page
    assert "60.0%, 60 of 100" in page
    assert "66.0%, 66 of 100" in page


def test_figures_approved_in_part_can_be_published_and_the_preview_says_whose(
    client, submission
) -> None:
    ObservationFactory(submission=submission, measure=MeasureFactory(code="HEA-102"))
    client.post(
        address(submission),
        {"action": "figures", "figure": submission.observations.get(measure__code="HEA-101").pk},
    )
    row = submission.observations.get(measure__code="HEA-101")
    assert row.approved_at is not None
    page = Page(client.get(reverse("outcomes:publish", args=["2026-Q2"]))).text
    assert "0 of 1 submissions would be published" in page
    assert "Not in it, or only in part: North East locality (in part)." in page
    assert (
        client.post(reverse("outcomes:publish", args=["2026-Q2"]), {"seen": "0"}).status_code == 302
    )
    assert Publication.objects.get().late_or_missing == ["North East locality (in part)"]


def test_the_preview_asks_the_store_as_much_for_many_figures_as_for_few(
    client, submission, django_assert_max_num_queries
) -> None:
    publish = reverse("outcomes:publish", args=["2026-Q2"])
    client.post(address(submission), {"decision": "approve"})
    client.post(publish, {"seen": "0"})

    def asked() -> int:
        with django_assert_max_num_queries(40) as queries:
            assert client.get(publish).status_code == 200
        return len(queries)

    asked()
    few = asked()
    for _ in range(20):
        ObservationFactory(submission=submission, measure=MeasureFactory())
    assert asked() == few
