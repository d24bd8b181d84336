"""Handing in: in one step with what is empty, by two people, and a receipt that is a document."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from governance.models import Role
from outcomes.models import Reporter, Status, Submission
from outcomes.services.entry import save_figures
from outcomes.typed import TypedFigure
from tests.conftest import NOW, TODAY
from tests.factories.collection import DecisionFactory
from tests.factories.governance import PASSWORD, MembershipFactory, UserFactory
from tests.factories.outcomes import (
    MeasureFactory,
    ObservationFactory,
    PeriodFactory,
    ReporterFactory,
    SubmissionFactory,
)

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WIDTHS = [1280, 320]


@pytest.fixture
def submission(live_server, localities) -> Submission:
    """The North East's figures of an open quarter: one filled in, two empty."""
    found = SubmissionFactory(
        reporter=ReporterFactory(place=localities["ne"]),
        period=PeriodFactory(closes_on="2036-12-31", entries_close_on="2036-12-31"),
    )
    measures = [
        MeasureFactory(code="HEA-101"),
        MeasureFactory(code="HEA-102", count=True),
        MeasureFactory(code="HEA-103", narrative=True),
    ]
    rows = [ObservationFactory(submission=found, measure=measure) for measure in measures]
    lead = somebody("ne.lead", "North East lead", found)
    figure = TypedFigure(rows[0].pk, "212", "268")
    save_figures(submission=found, figures=[figure], by=lead, at=NOW, on=TODAY)
    return found


def somebody(short: str, name: str, submission: Submission):
    user = UserFactory(email=f"{short}@ehportal.example", name=name)
    place = submission.reporter.place
    MembershipFactory(user=user, role=Role.LOCALITY_LEAD, locality=place)
    return user


def visits(person, path: str) -> None:
    """The page is as good at both widths: nothing wrong, and nothing that scrolls sideways."""
    for width in WIDTHS:
        person.page.set_viewport_size({"width": width, "height": 900})
        person.opens(path).is_on_an_accessible_page()
        beyond = person.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert beyond <= 0, f"{path} at {width}"
    person.page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.parametrize("with_script", [True, False])
def test_what_is_empty_is_handed_in_with_its_reason_in_one_step(
    person, submission, with_script: bool
) -> None:
    lead = person(java_script_enabled=with_script).signs_in("ne.lead", PASSWORD)
    check = f"{submission.get_absolute_url()}check/"
    if with_script:
        visits(lead, check)
    lead.opens(check).sees("2 figures are still empty. Why?")

    lead.presses("Submit the figures").sees("Choose why these figures are empty")
    if with_script:
        lead.is_on_an_accessible_page()
    lead.page.get_by_label("Not available this quarter").check()
    lead.page.get_by_label("Say why in a sentence").fill("The system was down.")
    lead.page.get_by_label("These figures are right").check()
    lead.presses("Submit the figures").sees("Your figures are submitted")

    submission.refresh_from_db()
    lead.sees(submission.reference).sees("The system was down.")
    assert submission.status == Status.SUBMITTED


def test_changing_a_figure_from_the_check_page_comes_back_to_it(person, submission) -> None:
    lead = person().signs_in("ne.lead", PASSWORD)
    lead.opens(f"{submission.get_absolute_url()}check/")
    lead.follows("Change Babies born at a healthy weight")
    expect(lead.page.locator("#hea-101-th-ne-numerator")).to_be_in_viewport()
    lead.page.locator("#hea-101-th-ne-numerator").fill("214")
    lead.presses("Save and continue")

    lead.page.wait_for_url("**/check/#area-healthy")
    lead.sees("79.9%")


def test_two_people_sign(person, submission) -> None:
    Reporter.objects.update(needs_two_people=True)
    somebody("ne.deputy", "North East deputy", submission)
    check = f"{submission.get_absolute_url()}check/"

    lead = person().signs_in("ne.lead", PASSWORD).opens(check)
    lead.sees("you mark the figures as ready, then North East deputy checks and submits them")
    lead.page.get_by_label("Not applicable").check()
    lead.page.get_by_label("These figures are right").check()
    lead.presses("Mark as ready").sees("Waiting for a second person to sign")
    visits(lead, submission.get_absolute_url())
    visits(lead, check)
    expect(lead.page.get_by_role("checkbox")).to_have_count(0)

    deputy = person().signs_in("ne.deputy", PASSWORD)
    visits(deputy, check)
    deputy.sees("North East lead marked these figures as ready")
    deputy.page.get_by_label("These figures are right").check()
    deputy.presses("Submit the figures").sees("North East deputy, for North East locality")
    deputy.sees("Marked as ready by North East lead").is_on_an_accessible_page()


def test_a_receipt_tells_its_story_and_prints_as_a_document(person, submission) -> None:
    lead = person().signs_in("ne.lead", PASSWORD)
    lead.opens(f"{submission.get_absolute_url()}check/")
    lead.page.get_by_label("Not applicable").check()
    lead.page.get_by_label("These figures are right").check()
    lead.presses("Submit the figures")
    DecisionFactory(period=submission.period)
    receipt = f"{submission.get_absolute_url()}receipt/"
    visits(lead, receipt)
    lead.sees("which decided").sees("Two more health visitors from January.")

    with lead.page.expect_download() as download:
        lead.follows("Download what you submitted")
    assert download.value.suggested_filename.endswith(".csv")

    lead.page.emulate_media(media="print")
    for gone in (".govuk-service-navigation", ".govuk-breadcrumbs", ".eh-no-print"):
        for each in lead.page.locator(gone).all():
            expect(each).to_be_hidden()
    expect(lead.page.get_by_text("EH-2026Q2-")).to_be_visible()
    assert lead.page.pdf(format="A4").startswith(b"%PDF")


def test_a_history_and_the_decisions_are_accessible(person, submission) -> None:
    lead = person().signs_in("ne.lead", PASSWORD)
    row = submission.observations.get(measure__code="HEA-101")
    visits(lead, f"{submission.get_absolute_url()}history/")
    visits(lead, f"{submission.get_absolute_url()}history/{row.pk}/")
    lead.sees("Healthy weight: 212")

    coordinator = UserFactory(email="coordinator@ehportal.example", name="Coordinator")
    MembershipFactory(user=coordinator, coordinator=True)
    decision = DecisionFactory(period=submission.period)
    desk = person().signs_in("coordinator", PASSWORD)
    visits(desk, "/review/decisions/")
    desk.presses("Record the decision").sees("Write what was decided").is_on_an_accessible_page()
    visits(desk, f"/review/decisions/{decision.pk}/remove/")
