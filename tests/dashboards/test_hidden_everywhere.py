"""What a publication hid is in no page, export, chart, title, commentary, header or log."""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from governance.models import Event, Place, User
from outcomes.models import Measure, MeasureSummary, Observation, Status, Submission
from outcomes.services.publication import publish
from tests.factories.collection import StoryFactory
from tests.factories.outcomes import (
    OPENED_AT,
    ObservationFactory,
    PeriodFactory,
    ReporterFactory,
    SubmissionFactory,
)
from tests.pdf import words_of

#: North East is small, North West is hidden to protect it; both have numbers found nowhere else.
TYPED = {"ne": (4, 7919), "nw": (1237, 8273), "se": (2500, 9000), "sw": (2600, 9100)}
TELLING = ("7919", "7,919", "8273", "8,273", "1237", "1,237", "0.05051", "14.952", "15.0%")
PAGES = [
    "/",
    "/dashboard/",
    "/dashboard/areas/healthy/",
    "/dashboard/matrix/",
    "/dashboard/matrix.csv",
    "/dashboard/completeness/",
    "/dashboard/equalities/",
    "/dashboard/equalities/?place=north-east",
    "/dashboard/measures/HEA-201/",
    "/dashboard/localities/north-east/",
    "/dashboard/localities/north-west/",
    "/dashboard/pack/2026-Q2/",
    "/dashboard/pack/2026-Q2/summary/",
    "/dashboard/pack/2026-Q2/meeting/HEA-201/",
    "/dashboard/pack/2026-Q2.docx",
    "/dashboard/pack/2026-Q2/summary.docx",
    "/dashboard/pack/2026-Q2.pdf",
    "/dashboard/pack/2026-Q2/summary.pdf",
    "/framework/measures/",
    "/data/",
    "/data/observations.csv",
    "/data/observations.xlsx",
    "/data/package.zip",
    "/data/notes.csv",
    "/data/stories.csv",
    "/data/superseded.csv",
    "/data/measures/HEA-201.csv",
    "/data/measures/HEA-201.xlsx",
    "/data/datapackage.json",
    "/data/observations.csv-metadata.json",
    "/data/measures/HEA-201.csv-metadata.json",
    "/data/framework.json",
]


@pytest.fixture
def published(
    localities: dict[str, Place], booking: Measure, coordinator: User, now: datetime
) -> None:
    for short, (top, bottom) in TYPED.items():
        observation = ObservationFactory(
            submission=SubmissionFactory(reporter=ReporterFactory(place=localities[short])),
            measure=booking,
            place=localities[short],
            numerator=Decimal(top),
            denominator=Decimal(bottom),
            note=f"{top} of {bottom} this quarter",
        )
        StoryFactory(observation=observation, happened=f"{top} of {bottom} came early.")
    Submission.objects.update(status=Status.APPROVED)
    Observation.objects.update(approved_at=OPENED_AT, approved_by=coordinator)
    publish(period=PeriodFactory(), by=coordinator, at=now)


def _words_of(page: Any, address: str) -> str:
    """What a page says; of a Word file, a workbook or a package every part of the archive."""
    body = b"".join(page) if page.streaming else page.content
    if address.endswith(".pdf"):
        return words_of(body)
    if not address.endswith((".docx", ".xlsx", ".zip")):
        return str(body.decode())
    with zipfile.ZipFile(io.BytesIO(body)) as file:
        return " ".join(file.read(name).decode(errors="replace") for name in file.namelist())


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("who", ["board_member", "coordinator"])
def test_what_was_hidden_is_nowhere_to_be_read(
    who: str,
    request: pytest.FixtureRequest,
    sign_in: Callable[[User], Client],
    caplog: pytest.LogCaptureFixture,
) -> None:
    client = sign_in(request.getfixturevalue(who))
    with caplog.at_level(logging.DEBUG):
        for address in PAGES:
            page = client.get(address)
            assert page.status_code == 200, address
            text = _words_of(page, address) + repr(dict(page.headers))
            assert not [word for word in TELLING if word in text], address
    logged = [
        record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    ]
    assert not [word for word in TELLING for line in logged if word in line]
    summaries = MeasureSummary.objects.values_list("value_text", "of_text", "finding_text")
    stored = repr([*summaries, *Event.objects.filter(verb="period.publish").values_list("after")])
    assert not [word for word in TELLING if word in stored]
