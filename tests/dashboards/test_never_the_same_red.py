"""What is worse for families is everyone's to change: it never wears a failing service's red."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from ehportal.status import STATUSES
from governance.models import Place
from outcomes.models import Accountability, Area, Measure, Polarity
from tests.dashboards.publishing import publish, rising, text_of
from tests.factories.outcomes import MeasureFactory

SERVICES, EVERYONES = ("eh-fill-worse", "#a8420f"), ("eh-line-apart", "#4b3a99")
PAGES = (
    "/dashboard/",
    "/dashboard/areas/safe/",
    "/dashboard/localities/north-east/",
    "/dashboard/measures/SAF-302/",
    "/dashboard/pack/2026-Q2/",
    "/dashboard/pack/2026-Q2/meeting/SAF-302/",
)


def published(measure: Measure, borough: Place, localities: dict[str, Place]) -> None:
    publish({(measure, place): rising(16) for place in (borough, localities["ne"])})


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("accountability", Accountability)
def test_each_page_has_one_of_the_two_and_says_the_word(
    path: str,
    accountability: Accountability,
    reader: Client,
    borough: Place,
    localities: dict[str, Place],
    referred: Measure,
) -> None:
    Measure.objects.update(accountability=accountability)
    published(referred, borough, localities)

    page = reader.get(path)

    # A locality's plans stand there too: what is overdue in them is no figure.
    body = page.content.decode().split("<main", 1)[1]
    body = re.sub(r'<section[^>]*="plan">.*?</section>', "", body, flags=re.DOTALL)
    is_everyones = accountability == Accountability.POPULATION
    wanted, other = (EVERYONES, SERVICES) if is_everyones else (SERVICES, EVERYONES)
    assert any(look in body for look in wanted)
    assert not [look for look in other if look in body]
    assert "worse" in text_of(page).lower()


def test_a_cell_that_has_both_tells_them_apart(
    reader: Client, borough: Place, referred: Measure
) -> None:
    families = MeasureFactory(
        code="SAF-303", area=Area.SAFE, level=referred.level, polarity=Polarity.LOWER
    )
    publish({(measure, borough): rising(16) for measure in (referred, families)})

    text = text_of(reader.get("/dashboard/"))

    assert "1 worse, everyone’s" in text
    assert "1 worse, a service’s" in text


def test_both_say_the_same_word() -> None:
    assert STATUSES["worse"].word == STATUSES["everyones_worse"].word
    assert STATUSES["worse"].path != STATUSES["everyones_worse"].path
