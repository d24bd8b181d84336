"""The stories beside published figures: in the tellers' words, and never instead of figures."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from docx import Document

from governance.models import Place
from outcomes.models import Measure, Publication
from tests.dashboards.publishing import (
    add_figure,
    publication_of,
    publish,
    rising,
    summaries_for,
    text_of,
)
from tests.factories.collection import PublishedStoryFactory

MEASURE = "/dashboard/measures/HEA-201/"
OPENED, WROTE = "A second clinic opened on Roman Road.", "Every practice got the new referral text."


@pytest.fixture
def published(borough: Place, localities: dict[str, Place], booking: Measure) -> Publication:
    places = [borough, localities["ne"], localities["nw"]]
    publication = publish({(booking, place): rising(16) for place in places})
    PublishedStoryFactory(publication=publication, measure=booking, place=localities["ne"])
    return publication


def test_the_measures_page_shows_who_tells_what_of_which_figure(
    reader: Client, published: Publication
) -> None:
    text = text_of(reader.get(MEASURE))

    assert "North East · July to September 2026 · 32.0% (320 of 1,000)" in text
    assert f"What happened? {OPENED} What did we do? {WROTE}" in text
    assert "No story given for July to September 2026: North West." in text
    assert "Their own words and their own view." in text


def test_the_localitys_page_shows_its_own(
    reader: Client, published: Publication, localities: dict[str, Place]
) -> None:
    assert OPENED in text_of(reader.get("/dashboard/localities/north-east/"))
    text = text_of(reader.get("/dashboard/localities/north-west/"))
    assert "No story given for July to September 2026." in text
    assert OPENED not in text


def test_the_pack_prints_them_as_the_tellers_words(reader: Client, published: Publication) -> None:
    pack = text_of(reader.get("/dashboard/pack/2026-Q2/"))
    word = reader.get("/dashboard/pack/2026-Q2.docx").content
    paragraphs = [paragraph.text for paragraph in Document(io.BytesIO(word)).paragraphs]

    assert f"North East tells, in their own words What happened? {OPENED}" in pack
    [told] = [text for text in paragraphs if text.startswith("North East tells:")]
    assert told == f"North East tells: What happened? {OPENED} What did we do? {WROTE} "


def test_an_earlier_publication_keeps_its_story_and_a_correction_may_have_none(
    reader: Client, published: Publication, booking: Measure, localities: dict[str, Place]
) -> None:
    again = publication_of(published.period, is_correction=True, reason="Two came late.")
    add_figure(again, booking, localities["ne"], "c")
    summaries_for(again)

    assert OPENED not in text_of(reader.get(MEASURE))
    assert OPENED in text_of(reader.get(f"{MEASURE}?publication={published.number}"))
