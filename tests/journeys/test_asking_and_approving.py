"""The coordinator asks about one figure and approves the rest; it is corrected, and published."""

from __future__ import annotations

import pytest

from governance.models import Role, User
from outcomes.models import Publication, PublishedFigure, Status, Submission
from outcomes.services.entry import save_figures
from outcomes.services.publication import publish
from outcomes.services.review import approve
from outcomes.services.submissions import submit
from outcomes.typed import TypedFigure
from tests.conftest import NOW, TODAY
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
def coordinator(live_server) -> User:
    user = UserFactory(email="coordinator@ehportal.example", name="Partnership coordinator")
    MembershipFactory(user=user, coordinator=True)
    return user


@pytest.fixture
def submission(coordinator, localities) -> Submission:
    """The North East's three figures, submitted; the North West's are published already."""
    period = PeriodFactory(closes_on="2036-12-31", entries_close_on="2036-12-31")
    found = {}
    for short, name in (("nw", "North West"), ("ne", "North East")):
        found[short] = SubmissionFactory(
            reporter=ReporterFactory(place=localities[short]), period=period
        )
        lead = UserFactory(email=f"{short}.lead@ehportal.example", name=f"{name} lead")
        MembershipFactory(user=lead, role=Role.LOCALITY_LEAD, locality=localities[short])
        for number in (101, 102, 103):
            measure = MeasureFactory(code=f"HEA-{number}", title=f"Measure {number}")
            ObservationFactory(submission=found[short], measure=measure)
        figures = [TypedFigure(row.pk, "60", "100") for row in found[short].observations.all()]
        save_figures(submission=found[short], figures=figures, by=lead, at=NOW, on=TODAY)
        submit(submission=found[short], by=lead, at=NOW, on=TODAY)
    approve(submission=found["nw"], by=coordinator, at=NOW)
    publish(period=period, by=coordinator, at=NOW)
    return found["ne"]


@pytest.mark.parametrize("with_script", [True, False])
def test_one_figure_is_asked_about_and_the_others_are_approved(
    person, submission, with_script: bool
) -> None:
    def looks_at(somebody, path: str) -> None:
        if not with_script:
            somebody.opens(path)
            return
        for width in WIDTHS:
            somebody.page.set_viewport_size({"width": width, "height": 900})
            somebody.opens(path).is_on_an_accessible_page()
            beyond = somebody.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert beyond <= 0, f"{path} at {width}"

    sheet, preview = f"/review/{submission.pk}/", f"/review/publish/{submission.period.code}/"
    figure = f"{sheet}figures/{submission.observations.get(measure__code='HEA-102').pk}/"
    questions = f"{submission.get_absolute_url()}questions/"

    coordinator = person(java_script_enabled=with_script).signs_in("coordinator", PASSWORD)
    looks_at(coordinator, "/review/")
    coordinator.follows("Start with North East locality")
    looks_at(coordinator, sheet)
    coordinator.follows("Ask about this figure: Measure 102")
    looks_at(coordinator, figure)
    coordinator.page.get_by_label("What do you want to know?").fill("Is 60 right? It was 80.")
    coordinator.presses("Ask").sees("Asked about Measure 102.")
    coordinator.presses("Approve the other 2 figures of Healthy").sees("2 figures approved.")
    coordinator.page.get_by_label("Send back with this 1 question").check()
    coordinator.presses("Save the decision").sees("North East locality: sent back.")
    looks_at(coordinator, "/review/")
    coordinator.sees("Asked").sees("2 of 3 approved")

    lead = person(java_script_enabled=with_script).signs_in("ne.lead", PASSWORD)
    looks_at(lead, submission.get_absolute_url())
    lead.sees("Please answer 1 question.").follows("Answer 1 question")
    looks_at(lead, questions)
    lead.page.get_by_label("Your answer").fill("No: a register came late. It is 70.")
    lead.presses("Send the answer").sees("Your answer about Measure 102 is with the coordinator.")
    looks_at(lead, f"{submission.get_absolute_url()}healthy/")
    lead.sees("It can no longer be changed")
    lead.page.locator("#hea-102-th-ne-numerator").fill("70")
    lead.presses("Save and continue").sees("Healthy is saved")
    lead.opens(f"{submission.get_absolute_url()}check/")
    lead.page.get_by_label("These figures are right").check()
    lead.presses("Submit the figures").sees("Your figures are submitted")

    looks_at(coordinator, sheet)
    coordinator.sees("No: a register came late. It is 70.").sees("70.0%")
    coordinator.page.get_by_label("Approve Measure 102").check()
    coordinator.presses("Approve the ticked figures").sees("North East locality: approved.")
    submission.refresh_from_db()
    assert submission.status == Status.APPROVED

    looks_at(coordinator, preview)
    coordinator.sees("2 of 2 submissions would be published")
    coordinator.sees("Changed: more came in: it holds 2 of 2, not 1 of 2").sees("70.0%, 70 of 100")
    coordinator.page.get_by_label("Why are these figures published again?").fill("One was late.")
    coordinator.presses("Publish July to September 2026").sees("is published")
    published = PublishedFigure.objects.filter(publication=Publication.objects.latest("number"))
    assert published.get(measure__code="HEA-102", place__code="TH-NE").numerator == 70
    assert published.get(measure__code="HEA-102", place__kind="borough").numerator == 130
