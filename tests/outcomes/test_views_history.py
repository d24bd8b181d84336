"""The pages of a history: who may read them, and how one comes there."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from outcomes.models import Observation, Submission
from outcomes.services.entry import save_figures
from outcomes.typed import TypedFigure
from tests.conftest import NOW, TODAY
from tests.factories.outcomes import (
    MeasureFactory,
    ObservationFactory,
    ReporterFactory,
    SubmissionFactory,
)
from tests.page import Page

pytestmark = pytest.mark.usefixtures("frozen")


@pytest.fixture
def submission(localities: dict) -> Submission:
    return SubmissionFactory(reporter=ReporterFactory(place=localities["ne"]))


@pytest.fixture
def row(submission: Submission) -> Observation:
    return ObservationFactory(submission=submission, measure=MeasureFactory(code="HEA-101"))


@pytest.fixture
def lead(sign_in, ne_lead):
    return sign_in(ne_lead)


def save(row: Observation, by, numerator: str) -> None:
    figure = TypedFigure(row.pk, numerator, "268")
    save_figures(submission=row.submission, figures=[figure], by=by, at=NOW, on=TODAY)


def of_figure(row: Observation) -> str:
    return reverse("outcomes:figure_history", args=[row.submission_id, row.pk])


def of_all(submission: Submission) -> str:
    return reverse("outcomes:history", args=[submission.pk])


def test_a_figure_leads_to_its_history_once_it_was_changed(lead, submission, row, ne_lead) -> None:
    places = [
        reverse("outcomes:section", args=[submission.pk, "healthy"]),
        reverse("outcomes:check", args=[submission.pk]),
    ]
    for place in places:
        assert of_figure(row) not in Page(lead.get(place)).links

    save(row, ne_lead, "212")

    for place in places:
        name = f"History of {row.measure.title}"
        assert Page(lead.get(place)).links[of_figure(row)] == name


def test_the_history_of_a_figure_says_who_when_and_from_what_to_what(
    lead, submission, row, ne_lead
) -> None:
    save(row, ne_lead, "212")
    save(row, ne_lead, "214")

    text = Page(lead.get(of_figure(row))).text

    assert "Now: 79.9%, 214 of 268." in text
    assert "Saved 2 times by North East lead" in text
    assert "Healthy weight: 212 became 214" in text
    assert "At 11:00" in text


def test_the_history_of_a_figure_nobody_entered_says_so(lead, row) -> None:
    assert "Nobody has entered this figure yet." in Page(lead.get(of_figure(row))).text


def test_a_figure_of_another_submission_is_not_found_under_ones_own(
    lead, submission, row, localities
) -> None:
    theirs = ObservationFactory(
        submission=SubmissionFactory(reporter=ReporterFactory(place=localities["nw"]))
    )

    address = reverse("outcomes:figure_history", args=[submission.pk, theirs.pk])
    assert lead.get(address).status_code == 404
    assert lead.get(of_figure(theirs)).status_code == 404


def test_the_full_history_is_turned_page_by_page(lead, submission, row, ne_lead) -> None:
    for number in range(60):
        save(row, ne_lead, str(number))

    first, second = (Page(lead.get(f"{of_all(submission)}?page={n}")) for n in (1, 2))

    assert "60 entries, the newest first" in first.text
    assert first.links["?page=2"] == "Older changes"
    assert second.links["?page=1"] == "Newer changes"
    assert "Healthy weight: 0 became 1" in second.text
    assert lead.get(f"{of_all(submission)}?page=nonsense").status_code == 200


def test_the_task_list_leads_to_the_full_history(lead, submission, row, ne_lead) -> None:
    save(row, ne_lead, "212")

    assert of_all(submission) in Page(lead.get(submission.get_absolute_url())).links


def test_the_full_history_takes_no_more_queries_for_many_changes_than_for_one(
    lead, submission, row, ne_lead
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            lead.get(of_all(submission))
        return len(found)

    save(row, ne_lead, "1")
    one = queries()
    for number in range(2, 20):
        save(ObservationFactory(submission=submission), ne_lead, str(number))

    assert queries() <= one
