"""The receipt, its file, and the page on which decisions are recorded."""

from __future__ import annotations

import pytest
from django.urls import reverse

from governance.models import Event
from outcomes.models import Decision, Observation, Submission
from outcomes.services.entry import save_figures
from outcomes.services.submissions import submit
from outcomes.typed import TypedFigure
from tests.conftest import NOW, TODAY
from tests.factories.collection import DecisionFactory
from tests.factories.governance import BodyFactory
from tests.factories.outcomes import (
    MeasureFactory,
    ObservationFactory,
    PeriodFactory,
    ReporterFactory,
    SubmissionFactory,
)
from tests.page import Page

pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def submission(localities: dict, ne_lead) -> Submission:
    """The North East's one figure, handed in."""
    found = SubmissionFactory(reporter=ReporterFactory(place=localities["ne"]))
    row = ObservationFactory(submission=found, measure=MeasureFactory(code="HEA-101"))
    figure = TypedFigure(row.pk, "212", "268")
    save_figures(submission=found, figures=[figure], by=ne_lead, at=NOW, on=TODAY)
    return submit(submission=found, by=ne_lead, at=NOW, on=TODAY)


@pytest.fixture
def lead(sign_in, ne_lead):
    return sign_in(ne_lead)


@pytest.fixture
def desk(sign_in, coordinator):
    return sign_in(coordinator)


def receipt(submission: Submission) -> str:
    return reverse("outcomes:receipt", args=[submission.pk])


def test_a_receipt_tells_its_story_and_what_comes_next(lead, submission) -> None:
    text = Page(lead.get(receipt(submission))).text

    assert "What became of your figures" in text
    assert "8 October 2026 Received from North East lead" in text
    assert "Next The coordinator reviews the figures" in text
    assert "it can be corrected until 14 December 2026" in text


def test_a_decision_appears_on_the_receipt_of_whoever_it_rests_on(lead, submission) -> None:
    decision = DecisionFactory(period=submission.period)
    decision.measures.add(MeasureFactory(code="HEA-101"))

    page = Page(lead.get(receipt(submission)))

    assert "Read at the Early Help Partnership Board, which decided" in page.text
    assert decision.text in page.text
    assert reverse("dashboards:measure", args=["HEA-101"]) in page.links


def test_the_file_is_what_was_handed_in(lead, submission) -> None:
    address = reverse("outcomes:receipt_file", args=[submission.pk])
    assert Page(lead.get(receipt(submission))).links[address].startswith("Download")

    response = lead.get(address)

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert f'filename="{submission.reference}.csv"' in response["Content-Disposition"]
    assert "HEA-101" in response.content.decode("utf-8-sig")


def test_there_is_no_file_before_anything_was_handed_in(lead, submission) -> None:
    Submission.objects.update(reference="")

    response = lead.get(reverse("outcomes:receipt_file", args=[submission.pk]))

    assert (response.status_code, response.url) == (302, submission.get_absolute_url())


def test_figures_that_do_not_match_the_seal_say_so(lead, submission) -> None:
    Observation.objects.update(numerator=213)

    assert "do not match the seal" in Page(lead.get(receipt(submission))).text


def test_a_figure_asked_for_only_afterwards_was_not_handed_in(lead, submission) -> None:
    Submission.objects.update(status="queried")
    ObservationFactory(submission=submission, measure=MeasureFactory(code="HEA-102"))

    text = Page(lead.get(receipt(submission))).text

    assert "are the ones that were submitted" in text
    assert "HEA-102" not in text


def test_the_task_list_says_what_became_of_last_quarter(lead, submission) -> None:
    now = SubmissionFactory(reporter=submission.reporter, period=PeriodFactory(code="2026-Q3"))
    ObservationFactory(submission=now)

    page = Page(lead.get(now.get_absolute_url()))

    assert "Last quarter You submitted on time." in page.text
    assert receipt(submission) in page.links


# ---- decisions ---------------------------------------------------------------------------------

DECISIONS = "/review/decisions/"
MEETING = "/dashboard/pack/2026-Q1/1/meeting/HEA-101/"


def decide(desk, **more: object):
    period = PeriodFactory(code="2026-Q1")
    sent = {
        "text": "Two more health visitors.",
        "body": BodyFactory().pk,
        "held_on_day": "6",
        "held_on_month": "10",
        "held_on_year": "2026",
        "period": period.pk,
        **more,
    }
    return desk.post(DECISIONS, sent)


def test_the_coordinator_records_a_decision(desk) -> None:
    measure = MeasureFactory(code="HEA-101")

    response = decide(desk, measures=[measure.pk])

    assert response.url == DECISIONS
    assert list(Decision.objects.get().measures.all()) == [measure]
    text = Page(desk.get(DECISIONS)).text
    assert "Two more health visitors." in text
    assert "Early Help Partnership Board, 6 October 2026, on the figures of April" in text


@pytest.mark.parametrize(
    ("more", "advice"),
    [
        ({"text": ""}, "Write what was decided"),
        ({"body": ""}, "Choose"),
        ({"held_on_day": "31", "held_on_month": "2"}, "Enter a real date"),
        ({"held_on_day": "9"}, "9 October 2026 is still to come"),
        ({"held_on_month": "6"}, "was not over on 6 June 2026"),
        ({"measures": ["987654"]}, "no longer in the list"),
    ],
)
def test_a_decision_that_cannot_be_is_asked_for_again(desk, more, advice: str) -> None:
    measure = MeasureFactory(code="HEA-101")

    response = decide(desk, **({"measures": [measure.pk]} | more))

    page = Page(response)
    assert response.status_code == 200
    assert advice in page.text
    assert not Decision.objects.exists()
    if "measures" not in more:
        assert page.boxes[-1]["measures"] == str(measure.pk)


@pytest.mark.parametrize(
    ("back", "leads_to"),
    [
        (
            "/dashboard/pack/2026-Q1/1/meeting/HEA-101/",
            "/dashboard/pack/2026-Q1/1/meeting/HEA-101/",
        ),
        ("https://elsewhere.example/", DECISIONS),
        ("//elsewhere.example/", DECISIONS),
        ("/\\elsewhere.example/", DECISIONS),
        ("javascript:alert(1)", DECISIONS),
    ],
)
def test_a_decision_recorded_in_a_meeting_leads_back_there_and_nowhere_else(
    desk, back: str, leads_to: str
) -> None:
    assert decide(desk, back=back).url == leads_to


def test_a_meeting_is_remembered_while_a_decision_is_asked_for_again(desk) -> None:
    page = decide(desk, text="", back=MEETING)

    assert f'name="back" value="{MEETING}"' in page.content.decode()


def test_a_mistaken_decision_is_removed_with_a_reason(desk) -> None:
    decision = DecisionFactory()
    address = f"{DECISIONS}{decision.pk}/remove/"
    assert decision.text in Page(desk.get(address)).text

    assert desk.post(address, {"reason": ""}).status_code == 200
    assert Decision.objects.exists()

    assert desk.post(address, {"reason": "Recorded twice"}).url == DECISIONS
    assert not Decision.objects.exists()
    assert Event.objects.get(verb="decision.remove").reason == "Recorded twice"
    assert "Nothing is recorded yet" in Page(desk.get(DECISIONS)).text


def test_the_desk_leads_to_decisions(desk, submission) -> None:
    assert DECISIONS in Page(desk.get("/review/")).links


def test_nobody_else_records_decisions(lead) -> None:
    assert lead.get(DECISIONS).status_code == 403
