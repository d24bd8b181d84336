"""Looking for what the portal holds: what is found, for whom, and what is said of nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from dashboards.selectors import searching
from dashboards.selectors.searching import plain
from governance.models import Body, Place
from outcomes.models import Measure
from tests.dashboards.publishing import text_of
from tests.factories.governance import BodyFactory
from tests.factories.outcomes import (
    MeasureFactory,
    MetricFactory,
    OutcomeAreaFactory,
    PriorityFactory,
)
from tests.factories.planning import PlanFactory
from tests.page import Page


def look(client: Client, asked: str) -> str:
    return Page(client.get("/search/", {"q": asked})).text


def test_a_measure_is_found_by_any_of_its_words_or_its_code(
    reader: Client, booking: Measure
) -> None:
    for asked in ("ANTENATAL  care", "care antenatal", "hea-201", "antenat"):
        assert booking.title in look(reader, asked), asked
    assert booking.title not in look(reader, "antenatal speech")


def test_accents_do_not_count() -> None:
    assert plain("Crèche Ångström") == "creche angstrom"


def test_every_kind_is_found_where_it_is(
    reader: Client, localities: dict[str, Place], booking: Measure
) -> None:
    PriorityFactory(number=1, title="Take up of antenatal care")
    area = OutcomeAreaFactory(name="Antenatal ambition")
    MetricFactory(version=area.version, area=area, text="Numbers attending antenatal classes")
    BodyFactory(code="antenatal", name="Antenatal group")
    plan = PlanFactory(title="Antenatal workplan")

    found = reader.get("/search/", {"q": "antenatal"}).content.decode()

    for href in ("/dashboard/measures/HEA-201/", "/dashboard/priorities/1/",
                 f"/framework/{area.version.framework.code}/",
                 "/governance/bodies/antenatal/", plan.get_absolute_url()):  # fmt: skip
        assert f'href="{href}"' in found, href
    assert "/dashboard/localities/north-east/" in reader.get("/search/?q=north").content.decode()


def test_nothing_is_found_that_a_person_may_not_open(
    client: Client, settings: Any, booking: Measure
) -> None:
    Body.objects.all().delete()
    BodyFactory(code="care", name="Care group")
    settings.PUBLIC_DASHBOARDS = True

    text = text_of(client.get("/search/", {"q": "care"}))

    assert booking.title in text
    assert "Care group" not in text
    assert "Escalations" not in text_of(client.get("/search/", {"q": "escal"}))


def test_what_begins_with_the_word_comes_first_and_there_is_an_end(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "SHOWN", 2)
    for code, title in (("A-1", "More sleep"), ("A-2", "Sleep of babies"), ("A-3", "Good sleep")):
        MeasureFactory(code=code, title=title)

    text = look(reader, "sleep")

    assert text.index("Sleep of babies") < text.index("More sleep")
    assert "Good sleep" not in text
    assert "1 more: add a word to find fewer." in text


@pytest.mark.parametrize("asked", ["", "   ", "x" * 5000, "<script>alert(1)</script>", "%", "_"])
def test_strange_words_find_nothing_and_are_shown_as_words(reader: Client, asked: str) -> None:
    response = reader.get("/search/", {"q": asked})

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_where_nothing_is_found_there_is_a_way_on(reader: Client, db: None) -> None:
    text = look(reader, "zebra")

    assert "Nothing is called “zebra”" in text
    assert "Try one word alone" in text


def test_looking_costs_as_much_however_much_there_is(
    reader: Client, django_assert_max_num_queries
) -> None:
    for _ in range(20):
        MetricFactory(text="Numbers attending antenatal classes")
        MeasureFactory()
    with django_assert_max_num_queries(20):
        reader.get("/search/", {"q": "numbers"})
