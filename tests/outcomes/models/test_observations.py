"""Figures that were approved as a whole before each figure was approved by itself."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from outcomes.models import Observation, Status, Submission
from tests.factories.governance import OrganisationFactory
from tests.factories.outcomes import ObservationFactory, SubmissionFactory

pytestmark = pytest.mark.django_db

fill = import_module("outcomes.migrations.0007_dates_and_approvals").fill


def test_the_figures_of_an_approved_submission_become_approved_by_who_reviewed_it(
    coordinator, now
) -> None:
    approved, waiting = (
        ObservationFactory(submission=SubmissionFactory(reporter__organisation=organisation))
        for organisation in (None, OrganisationFactory())
    )
    reviewed = {"reviewed_at": now, "reviewed_by": coordinator}
    of = Submission.objects.filter
    of(pk=approved.submission_id).update(status=Status.APPROVED, **reviewed)
    of(pk=waiting.submission_id).update(status=Status.QUERIED, **reviewed)

    fill(apps, SimpleNamespace(connection=connection))

    found = Observation.objects.values_list("pk", "approved_at", "approved_by")
    assert set(found) == {(approved.pk, now, coordinator.pk), (waiting.pk, None, None)}
