"""Who entered a published figure, as its measure's page tells members."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from governance.models import Place, User
from outcomes.models import Measure, Observation, Publication
from tests.dashboards.publishing import publish, steady, text_of
from tests.factories.outcomes import ObservationFactory, ReporterFactory, SubmissionFactory

PATH = "/dashboard/measures/HEA-201/"


@pytest.fixture
def enter(borough: Place, booking: Measure, ne_lead: User, coordinator: User) -> Any:
    """A lead entered a figure of the last quarter published, and the coordinator approved it."""
    publish({(booking, borough): steady(16)})
    period = Publication.objects.latest("number").period
    submission = SubmissionFactory(reporter=ReporterFactory(), period=period)

    def entered(place: Place) -> Observation:
        return ObservationFactory(
            submission=submission,
            measure=booking,
            place=place,
            numerator_typed="3911",
            changed_by=ne_lead,
            changed_at=datetime(2026, 9, 3, 10, tzinfo=UTC),
            approved_by=coordinator,
            approved_at=datetime(2026, 9, 9, 10, tzinfo=UTC),
        )

    return entered


def test_a_member_reads_who_and_when_without_the_figure(
    reader: Client, enter: Any, localities: dict[str, Place], ne_lead: User
) -> None:
    enter(localities["ne"])

    page = reader.get(PATH)

    assert f"Entered by {ne_lead}, 3 September 2026; approved by" in text_of(page)
    assert "/history/" not in page.text
    assert "3911" not in page.text


def test_whoever_reviews_is_one_step_from_what_changed(
    sign_in: Any, coordinator: User, enter: Any, localities: dict[str, Place]
) -> None:
    row = enter(localities["ne"])
    client = sign_in(coordinator)

    address = f"/submissions/{row.submission_id}/history/{row.pk}/"

    assert f'href="{address}"' in client.get(PATH).text
    assert client.get(address).status_code == 200


def test_the_public_is_told_no_name(
    client: Client, settings: Any, enter: Any, localities: dict[str, Place], ne_lead: User
) -> None:
    settings.PUBLIC_DASHBOARDS = True
    enter(localities["ne"])

    assert "Entered by" not in text_of(client.get(PATH))
    assert str(ne_lead) not in client.get(PATH).text
