"""What a person makes of the automatic commentary: dated, theirs, and of these figures alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from governance.models import Event, Place, User
from outcomes.models import Commentary, CommentaryAct
from outcomes.services.commentary import (
    LONGEST_COMMENTARY,
    accept_commentary,
    longest_sentence,
    take_back_commentary,
    write_commentary,
)
from outcomes.services.exceptions import Refused, StatusChanged
from tests.dashboards.publishing import publish, steady
from tests.factories.outcomes import MeasureFactory, PublicationFactory


@pytest.fixture
def about(borough: Place, coordinator: User, now: datetime) -> dict[str, Any]:
    """A measure with two published quarters, and who comments on it when."""
    measure = MeasureFactory(code="HEA-201")
    number = publish({(measure, borough): steady(2)}).number
    return {
        "measure": measure,
        "place": borough,
        "publication": number,
        "by": coordinator,
        "at": now,
    }


def test_each_act_is_a_row_and_an_event(about: dict[str, Any], coordinator: User) -> None:
    accept_commentary(**about)
    write_commentary(**about, text="  As in every summer.\r\nFewer were seen. ")
    take_back_commentary(**about)

    acts = list(Commentary.objects.order_by("pk").values_list("act", "text"))
    assert acts == [
        ("accepted", ""),
        ("written", "As in every summer.\nFewer were seen."),
        ("taken_back", ""),
    ]
    events = Event.objects.filter(verb__startswith="commentary.").order_by("pk")
    assert [event.verb for event in events] == [f"commentary.{act}" for act, _ in acts]
    assert events[1].after["text"] == "As in every summer.\nFewer were seen."
    assert {event.by for event in events} == {coordinator}


def test_the_same_said_twice_is_said_once(about: dict[str, Any]) -> None:
    assert write_commentary(**about, text="Steady.") == write_commentary(**about, text="Steady. ")
    assert Commentary.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("  ", "Write what the figures say"),
        ("a" * (LONGEST_COMMENTARY + 1), "must be 1,500 characters or fewer; this is 1,501"),
        ("Steady\x00.", "has a character in it that cannot be kept"),
    ],
)
def test_words_that_cannot_be_kept_are_refused(about: dict[str, Any], text: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        write_commentary(**about, text=text)
    assert not Commentary.objects.exists()


def test_only_the_latest_publication_is_commented_on(about: dict[str, Any]) -> None:
    PublicationFactory(number=about["publication"] + 1)

    with pytest.raises(StatusChanged, match="Newer figures have been published"):
        accept_commentary(**about)


def test_a_measure_that_was_not_published_has_nothing_to_comment_on(about: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="says nothing of"):
        accept_commentary(**{**about, "measure": MeasureFactory(code="HEA-999")})


def test_what_is_automatic_cannot_be_taken_back(about: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="automatic already"):
        take_back_commentary(**about)
    accept_commentary(**about)
    take_back_commentary(**about)
    with pytest.raises(Refused, match="automatic already"):
        take_back_commentary(**about)
    assert Commentary.objects.filter(act=CommentaryAct.TAKEN_BACK).count() == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("It rose. It rose by 3.1 points, to 24.3%.", 7),
        ("One line\nand another that is longer", 5),
    ],
)
def test_the_longest_sentence_is_counted_in_words(text: str, words: int) -> None:
    assert longest_sentence(text) == words
