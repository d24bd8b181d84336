"""Voice: what is kept of what people said, and when it is made public."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from governance.models import Event, Place, User
from outcomes.models import Consultation, VoiceItem, VoiceStatus
from outcomes.services.exceptions import Refused, SavedMeanwhile, StatusChanged
from outcomes.services.voice import (
    ConsultationContent,
    ItemContent,
    add_consultation,
    add_item,
    change_consultation,
    change_item,
    consultation_version,
    item_version,
    public_version,
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


def test_the_same_consultation_and_the_same_words_sent_twice_are_one(
    content: ConsultationContent, coordinator: User, now: datetime
) -> None:
    who: dict[str, Any] = {"by": coordinator, "at": now}
    first, second = (add_consultation(content=content, on=TODAY, **who) for _ in range(2))
    other = add_consultation(content=replace(content, participants=13), on=TODAY, **who)
    said = ItemContent("Open later.")
    once, twice = (add_item(consultation=first, content=said, **who) for _ in range(2))

    assert (first, once) == (second, twice)
    assert first != other
    assert (Consultation.objects.count(), VoiceItem.objects.count()) == (2, 1)
    assert Event.objects.count() == 3


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


def test_without_everybodys_agreement_no_words_are_added(coordinator: User, now: datetime) -> None:
    consultation = ConsultationFactory(consent=False)
    with pytest.raises(Refused, match="nothing that was said is saved"):
        add_item(
            consultation=consultation, content=ItemContent("It is far"), by=coordinator, at=now
        )


def test_taking_the_agreement_back_takes_words_off_the_public_page(
    content: ConsultationContent, coordinator: User, now: datetime
) -> None:
    item = VoiceItemFactory(answered=True, is_published=True)
    change_consultation(
        consultation=item.consultation, content=replace(content, consent=False), on=TODAY,
        seen=consultation_version(item.consultation), by=coordinator, at=now,
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
    publish_item(item=item, published=True, seen=public_version(item), by=coordinator, at=now)
    same, who = (
        ItemContent(item.said, item.response, area="engaged"),
        {"by": coordinator, "at": now},
    )
    item = change_item(item=item, content=same, seen=item_version(item), **who)
    assert item.is_published
    other = replace(same, said="It is closed.")
    assert not change_item(item=item, content=other, seen=item_version(item), **who).is_published


def test_another_heading_is_looked_at_again_before_it_is_public(
    content: ConsultationContent, coordinator: User, now: datetime
) -> None:
    who: dict[str, Any] = {"by": coordinator, "at": now}
    consultation = add_consultation(content=content, on=TODAY, **who)
    item = VoiceItemFactory(consultation=consultation, answered=True, is_published=True)
    for changed, is_published in (
        (replace(content, title="When we open"), True),
        (replace(content, groups=[VoiceGroupFactory(code="young-carers")]), False),
    ):
        seen = consultation_version(consultation)
        consultation = change_consultation(
            consultation=consultation, content=changed, on=TODAY, seen=seen, **who
        )
        item.refresh_from_db()
        assert item.is_published is is_published


@pytest.mark.parametrize("is_of_the_item", [True, False])
def test_words_that_nobody_read_are_not_made_public(
    coordinator: User, now: datetime, is_of_the_item: bool
) -> None:
    item = VoiceItemFactory(answered=True)
    read = public_version(item)
    if is_of_the_item:
        VoiceItem.objects.update(response="Amina opens at 8.")
    else:
        item.consultation.groups.set([VoiceGroupFactory()])
    with pytest.raises(StatusChanged, match="read it again"):
        publish_item(item=item, published=True, seen=read, by=coordinator, at=now)
    assert not VoiceItem.objects.published().exists()


def test_nobody_saves_over_what_another_wrote_since(
    content: ConsultationContent, coordinator: User, ne_lead: User, now: datetime
) -> None:
    consultation = add_consultation(content=content, on=TODAY, by=coordinator, at=now)
    item = VoiceItemFactory(consultation=consultation)
    seen = consultation_version(consultation), item_version(item)

    def change(words: str, by: User) -> None:
        change_item(item=item, content=ItemContent(words), seen=seen[1], by=by, at=now)

    def change_whole(words: str, by: User) -> None:
        change_consultation(consultation=consultation, content=replace(content, title=words),
                            on=TODAY, seen=seen[0], by=by, at=now)  # fmt: skip

    for save in (change, change_whole):
        save("Theirs.", ne_lead)
        save("Theirs.", coordinator)
        with pytest.raises(SavedMeanwhile, match="North East lead saved other words"):
            save("Mine.", coordinator)
        with pytest.raises(SavedMeanwhile, match="You saved other words"):
            save("Mine.", ne_lead)
    assert (VoiceItem.objects.get().said, Consultation.objects.get().title) == (
        "Theirs.", "Theirs.",
    )  # fmt: skip


def test_doing_nothing_tells_nothing(
    content: ConsultationContent, coordinator: User, now: datetime
) -> None:
    consultation = add_consultation(content=content, on=TODAY, by=coordinator, at=now)
    item = VoiceItemFactory(consultation=consultation)
    before = Event.objects.count()
    change_consultation(
        consultation=consultation, content=content, on=TODAY, seen="", by=coordinator, at=now
    )
    change_item(item=item, content=ItemContent(item.said), seen="", by=coordinator, at=now)
    publish_item(item=item, published=False, by=coordinator, at=now)
    assert Event.objects.count() == before


def test_what_is_missing_of_the_lundy_model_is_named(db: None) -> None:
    consultation = Consultation(kind="meeting", space="A crèche", audience="The Board")
    assert [each.label for each in consultation.missing_elements] == ["Voice", "Influence"]
    assert Consultation(kind="form", held_on=date(2026, 9, 1)).missing_elements == []
