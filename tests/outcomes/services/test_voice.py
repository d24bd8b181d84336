"""Voice: what is kept of what people said, and when it is made public."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from governance.models import Event, Place, User
from outcomes.models import Consultation, VoiceItem, VoiceStatus
from outcomes.services.exceptions import Refused
from outcomes.services.voice import (
    ConsultationContent,
    ItemContent,
    add_consultation,
    add_item,
    change_consultation,
    change_item,
    publish_item,
)
from tests.conftest import TODAY
from tests.factories.governance import BodyFactory
from tests.factories.voice import ConsultationFactory, VoiceGroupFactory, VoiceItemFactory


@pytest.fixture
def content(localities: dict[str, Place]) -> ConsultationContent:
    return ConsultationContent(
        "meeting", "Opening hours", TODAY, localities["ne"], 12, consent=True,
        groups=[VoiceGroupFactory()],
    )  # fmt: skip


def test_a_consultation_is_recorded_and_told(
    content: ConsultationContent, coordinator: User, now: datetime
) -> None:
    made = add_consultation(content=content, on=TODAY, by=coordinator, at=now)

    event = Event.objects.latest("pk")
    assert [str(each) for each in made.groups.all()] == ["Fathers"]
    assert (event.verb, event.after["participants"]) == ("consultation.add", 12)


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"held_on": TODAY + timedelta(days=1)}, "held_on", "a day that has come"),
        ({"participants": None}, "participants", "how many people"),
        ({"participants": 0}, "participants", "from 1 to"),
        ({"title": " \u200b"}, "title", "what it was about"),
        ({"title": "a\x00b"}, "title", "cannot be kept"),
        ({"title": "Ask amina@example.org"}, "title", "an e-mail address"),
        ({"audience": "Ring 020 7946 0018"}, "audience", "a telephone number"),
        ({"space": "long " * 300}, "space", "characters or fewer"),
    ],
)
def test_what_is_refused_and_beside_which_answer(
    content: ConsultationContent, coordinator: User, now: datetime,
    changes: dict[str, object], field: str, said: str,
) -> None:  # fmt: skip
    with pytest.raises(Refused, match=said) as refused:
        add_consultation(content=replace(content, **changes), on=TODAY, by=coordinator, at=now)
    assert refused.value.field == field
    assert not Consultation.objects.exists()


def test_a_body_of_another_locality_is_refused(
    content: ConsultationContent, localities: dict[str, Place], coordinator: User, now: datetime
) -> None:
    panels = BodyFactory(code="parent_panels", per_locality=True)
    other = BodyFactory(code="panel_nw", instance_of=panels, place=localities["nw"])
    with pytest.raises(Refused, match="another locality"):
        add_consultation(content=replace(content, body=other), on=TODAY, by=coordinator, at=now)


def test_without_everybodys_agreement_no_words_are_kept(coordinator: User, now: datetime) -> None:
    consultation = ConsultationFactory(consent=False)
    with pytest.raises(Refused, match="only the numbers"):
        add_item(
            consultation=consultation, content=ItemContent("It is far"), by=coordinator, at=now
        )


def test_taking_the_agreement_back_takes_words_off_the_public_page(
    content: ConsultationContent, coordinator: User, now: datetime
) -> None:
    item = VoiceItemFactory(answered=True, is_published=True)
    change_consultation(
        consultation=item.consultation, content=replace(content, consent=False), on=TODAY,
        by=coordinator, at=now,
    )  # fmt: skip
    assert not VoiceItem.objects.published().exists()
    assert not VoiceItem.objects.agreed().exists()
    assert Event.objects.filter(verb="voice.withdraw").count() == 1


def test_the_status_follows_the_words(db: None) -> None:
    item = VoiceItem(said="It is far")
    assert item.status == VoiceStatus.SAID
    item.response = "A second group"
    assert item.status == VoiceStatus.ANSWERED
    item.change = "It is in walking distance"
    assert item.status == VoiceStatus.CHANGED


def test_a_change_needs_what_was_done(coordinator: User, now: datetime) -> None:
    with pytest.raises(Refused) as refused:
        add_item(consultation=ConsultationFactory(), by=coordinator, at=now,
                 content=ItemContent("It is far", change="It is near"))  # fmt: skip
    assert refused.value.field == "response"


def test_only_what_is_answered_is_made_public(coordinator: User, now: datetime) -> None:
    with pytest.raises(Refused, match="what was done"):
        publish_item(item=VoiceItemFactory(), published=True, by=coordinator, at=now)


def test_other_words_are_looked_at_again_before_they_are_public(
    coordinator: User, now: datetime
) -> None:
    item = VoiceItemFactory(answered=True)
    publish_item(item=item, published=True, by=coordinator, at=now)
    same = ItemContent(item.said, item.response, area="engaged")
    assert change_item(item=item, content=same, by=coordinator, at=now).is_published
    changed = change_item(
        item=item, content=replace(same, said="It is closed."), by=coordinator, at=now
    )
    assert not changed.is_published


def test_doing_nothing_tells_nothing(
    content: ConsultationContent, coordinator: User, now: datetime
) -> None:
    consultation = add_consultation(content=content, on=TODAY, by=coordinator, at=now)
    item = VoiceItemFactory(consultation=consultation)
    before = Event.objects.count()
    change_consultation(
        consultation=consultation, content=content, on=TODAY, by=coordinator, at=now
    )
    change_item(item=item, content=ItemContent(item.said), by=coordinator, at=now)
    publish_item(item=item, published=False, by=coordinator, at=now)
    assert Event.objects.count() == before


def test_what_is_missing_of_the_lundy_model_is_named(db: None) -> None:
    consultation = Consultation(kind="meeting", space="A crèche", audience="The Board")
    assert [each.label for each in consultation.missing_elements] == ["Voice", "Influence"]
    assert Consultation(kind="form", held_on=date(2026, 9, 1)).missing_elements == []
