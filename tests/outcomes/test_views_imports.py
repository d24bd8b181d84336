"""Pasting and taking back, as a page or a script sends them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from governance.models import Place, User
from outcomes.models import Observation, Submission
from tests.factories.outcomes import (
    MeasureFactory,
    ObservationFactory,
    ReporterFactory,
    SubmissionFactory,
)
from tests.page import Page

pytestmark = pytest.mark.usefixtures("frozen")

ROW = "hea-101-th-ne"


@pytest.fixture
def submission(localities: dict[str, Place]) -> Submission:
    return SubmissionFactory(reporter=ReporterFactory(place=localities["ne"]))


@pytest.fixture
def row(submission: Submission) -> Observation:
    return ObservationFactory(submission=submission, measure=MeasureFactory(code="HEA-101"))


@pytest.fixture
def lead(sign_in: Callable[[User], Client], ne_lead: User) -> Client:
    return sign_in(ne_lead)


@pytest.mark.parametrize("query", ["", "?area=bogus"])
def test_a_block_for_no_area_is_refused_in_words_once_figures_are_handed_in(
    lead, submission, row, query: str
) -> None:
    Submission.objects.update(status="submitted")
    sent = {"block": "212\t268", "start": f"{ROW}-numerator"}

    answer = lead.post(reverse("outcomes:paste", args=[submission.pk]) + query, sent)

    assert answer.status_code == 409
    assert "These figures are submitted, so they cannot be changed." in Page(answer).text
