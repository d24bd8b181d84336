"""Commentary that is automatic until a person accepts or rewrites it, on the page and in packs."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.test import Client
from docx import Document

from governance.models import Place, User
from outcomes.models import Commentary, CommentaryAct, Measure, Publication
from tests.dashboards.publishing import (
    add_figure,
    publication_of,
    publish,
    rising,
    summaries_for,
    text_of,
)
from tests.factories.collection import CommentaryFactory
from tests.factories.evidence import PublishedWordingFactory
from tests.factories.outcomes import MeasureFactory

PATH = "/dashboard/measures/HEA-201/"
FORM = f"{PATH}commentary/"
POSTED = "/review/commentary/HEA-201/"
OWN = "Every clinic reported. More women booked early than in any quarter before."


@pytest.fixture
def published(borough: Place, booking: Measure) -> Publication:
    return publish({(booking, borough): rising(16)})


@pytest.fixture
def editor(sign_in: Callable[[User], Client], coordinator: User) -> Client:
    return sign_in(coordinator)


def again(publication: Publication, measure: Measure, place: Place, typed: tuple[int, int]) -> None:
    """The quarter is published again, with another figure of a measure."""
    correction = publication_of(publication.period, is_correction=True, reason="Two came late.")
    add_figure(correction, measure, place, typed, is_revised=True)
    summaries_for(correction)
    PublishedWordingFactory(publication=correction)


def test_it_is_automatic_until_somebody_accepts_it(editor: Client, published: Publication) -> None:
    assert "not yet accepted by a person" in text_of(editor.get(PATH))

    page = editor.post(POSTED, {"act": "accept", "publication": published.number}, follow=True)

    text = text_of(page)
    assert "The automatic commentary is accepted, in your name." in page.content.decode()
    assert "worked out from the figures, accepted by" in text
    assert "not yet accepted" not in text
    assert "In July to September 2026 the figure was 32.0% (320 of 1,000)." in text


def test_a_button_that_is_none_saves_nothing(editor: Client, published: Publication) -> None:
    sent = {"act": "zz", "publication": published.number, "text": OWN}

    assert editor.post(POSTED, sent).status_code == 409
    assert not Commentary.objects.exists()


def test_own_words_stand_before_the_automatic_ones(
    editor: Client, reader: Client, published: Publication, coordinator: User
) -> None:
    editor.post(POSTED, {"act": "write", "publication": published.number, "text": OWN})

    text = text_of(reader.get(PATH))

    assert f"Commentary · added by {coordinator.name} on " in text
    own, automatic = text.index(OWN), text.index("the figure was 32.0% (320 of 1,000)")
    assert own < text.index("Automatic commentary") < automatic
    assert "Accept or rewrite" not in text
    assert OWN in text_of(editor.get(FORM))


def test_a_long_sentence_is_saved_with_advice(editor: Client, published: Publication) -> None:
    sent = {"publication": published.number, "text": "more and " * 20 + "more."}

    page = editor.post(POSTED, sent, follow=True)

    assert "Its longest sentence has 41 words: fewer than 25 are easier" in page.content.decode()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"text": ""}, "Write what the figures say"),
        ({"text": "word " * 400}, "The commentary must be 1,500 characters or fewer"),
        ({"publication": "1"}, "Newer figures have been published since you opened this page"),
        ({"publication": ""}, "Open the measure’s page again"),
        ({"publication": "9" * 30}, "Newer figures have been published"),
    ],
)
def test_what_cannot_be_saved_is_shown_as_it_was_typed(
    editor: Client, published: Publication, changes: dict[str, str], why: str
) -> None:
    sent = {"publication": str(published.number), "text": OWN, **changes}

    page = editor.post(POSTED, sent)

    assert page.status_code == 409
    assert why in text_of(page)
    assert sent["text"].strip() in text_of(page)
    assert not Commentary.objects.exists()


def test_other_figures_make_it_automatic_again(
    editor: Client, published: Publication, booking: Measure, borough: Place
) -> None:
    CommentaryFactory(publication=published, measure=booking, act=CommentaryAct.WRITTEN, text=OWN)
    assert OWN in text_of(editor.get(PATH))

    again(published, booking, borough, (310, 1000))

    assert OWN not in text_of(editor.get(PATH))
    assert "not yet accepted" in text_of(editor.get(PATH))
    assert OWN in text_of(editor.get(f"{PATH}?publication={published.number}"))
    # What was written is still to be read, by who may write anew.
    assert OWN in text_of(editor.get(FORM))


def test_a_publication_of_other_measures_leaves_it_standing(
    editor: Client, published: Publication, booking: Measure, borough: Place
) -> None:
    CommentaryFactory(publication=published, measure=booking, act=CommentaryAct.WRITTEN, text=OWN)
    other = MeasureFactory(code="HEA-202")

    again(published, other, borough, (1, 10))

    assert OWN in text_of(editor.get(PATH))


def test_a_pack_says_what_was_added_after_it_was_made(
    reader: Client, published: Publication, booking: Measure
) -> None:
    CommentaryFactory(publication=published, measure=booking, act=CommentaryAct.WRITTEN, text=OWN)
    said = f"Added on 7 October 2026, after publication {published.number}."

    pack = text_of(reader.get("/dashboard/pack/2026-Q2/"))
    word = reader.get("/dashboard/pack/2026-Q2.docx").content
    meeting = text_of(reader.get("/dashboard/pack/2026-Q2/meeting/HEA-201/"))

    assert f"{OWN} {said}" in " ".join(pack.split())
    paragraphs = [paragraph.text for paragraph in Document(io.BytesIO(word)).paragraphs]
    assert paragraphs[paragraphs.index(OWN) + 1] == said
    assert OWN in meeting
    assert "the figure was 32.0%" in meeting


def test_before_any_figure_there_is_nothing_to_comment_on(editor: Client, booking: Measure) -> None:
    assert editor.get(FORM).status_code == 404
