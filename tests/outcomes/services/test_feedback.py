"""Feedback by the public form: taken once, read by a person, and its words gone afterwards."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from governance.models import Event, Place, User
from outcomes.models import Consultation, FeedbackMessage, FeedbackState, VoiceItem
from outcomes.services import feedback
from outcomes.services.exceptions import Refused, StatusChanged
from outcomes.services.feedback import accept_feedback, set_feedback_aside, take_feedback
from outcomes.services.voice import ItemContent
from tests.factories.governance import SiteFactory
from tests.factories.voice import FeedbackMessageFactory, VoiceGroupFactory

TEXT = "Amina at the desk is lovely."


def test_a_message_is_kept_once_and_no_audit_holds_it(borough: Place, now: datetime) -> None:
    hub = SiteFactory()
    first = take_feedback(nonce="one", text=TEXT, site=hub, at=now)
    assert take_feedback(nonce="one", text=TEXT, site=hub, at=now) == first
    event = Event.objects.get()
    assert (event.verb, event.by, event.after) == ("feedback.take", None, {})
    assert first.place == hub.locality


def test_other_words_from_the_same_page_are_another_message(db: None, now: datetime) -> None:
    for text in (TEXT, "Open later.", TEXT):
        take_feedback(nonce="one", text=text, at=now)
    assert sorted(FeedbackMessage.objects.values_list("text", flat=True)) == [TEXT, "Open later."]


@pytest.mark.parametrize("text", ["", " \u200b ", "a\x00b", "x" * 1501, "\ud800"])
def test_what_cannot_be_kept_is_refused(db: None, now: datetime, text: str) -> None:
    with pytest.raises(Refused) as refused:
        take_feedback(nonce="one", text=text, at=now)
    assert refused.value.field == "text"
    assert not FeedbackMessage.objects.exists()


def test_the_box_is_full_at_some_point(
    db: None, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feedback, "MOST_WAITING", 1)
    FeedbackMessageFactory()
    with pytest.raises(Refused, match="Too many messages wait"):
        take_feedback(nonce="one", text=TEXT, at=now)


def test_what_is_accepted_is_said_in_the_feedback_of_its_quarter(
    borough: Place, coordinator: User, now: datetime
) -> None:
    fathers = VoiceGroupFactory()
    for group in (fathers, None):
        message = FeedbackMessageFactory(text=TEXT, group=group)
        content = ItemContent("The staff at the desk are friendly.", area="engaged")
        accept_feedback(message=message, content=content, by=coordinator, at=now)

    consultation = Consultation.objects.get()
    assert consultation.title == "Feedback sent, October to December 2026"
    assert (consultation.participants, consultation.place) == (2, borough)
    assert list(consultation.groups.all()) == [fathers]
    assert set(VoiceItem.objects.values_list("said", flat=True)) == {
        "The staff at the desk are friendly."
    }
    assert set(FeedbackMessage.objects.values_list("text", "state")) == {
        ("", FeedbackState.ACCEPTED)
    }
    assert TEXT not in str(list(Event.objects.values_list("before", "after", "subject")))


def test_agreement_that_was_unticked_by_mistake_keeps_no_feedback_out(
    borough: Place, coordinator: User, now: datetime
) -> None:
    for _ in range(2):
        message = FeedbackMessageFactory()
        accept_feedback(message=message, content=ItemContent("Later."), by=coordinator, at=now)
        Consultation.objects.update(consent=False)
    assert VoiceItem.objects.count() == 2


def test_what_is_set_aside_has_a_reason_and_no_words(coordinator: User, now: datetime) -> None:
    message = FeedbackMessageFactory(text=TEXT)
    with pytest.raises(Refused) as refused:
        set_feedback_aside(message=message, reason=" ", by=coordinator, at=now)
    assert refused.value.field == "reason"

    set_feedback_aside(message=message, reason="Advertising", by=coordinator, at=now)

    message.refresh_from_db()
    assert (message.text, message.decided_by) == ("", coordinator)
    assert Event.objects.latest("pk").reason == "Advertising"


@pytest.mark.parametrize("how", [accept_feedback, set_feedback_aside])
def test_two_people_do_not_decide_about_the_same_message(
    coordinator: User, now: datetime, how: Any
) -> None:
    message = FeedbackMessageFactory()
    set_feedback_aside(message=message, reason="Advertising", by=coordinator, at=now)
    more: dict[str, Any] = (
        {"content": ItemContent("Open later.")} if how is accept_feedback else {"reason": "Twice"}
    )
    with pytest.raises(StatusChanged):
        how(message=message, by=coordinator, at=now, **more)
