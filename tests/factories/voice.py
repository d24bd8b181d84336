"""Whose voice is sought, who was asked, and what was said."""

from __future__ import annotations

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from outcomes.models import (
    Consultation,
    ConsultationKind,
    FeedbackMessage,
    SurveyFigure,
    VoiceGroup,
    VoiceItem,
)
from tests.conftest import NOW
from tests.factories.governance import BoroughFactory, LocalityFactory


class VoiceGroupFactory(DjangoModelFactory[VoiceGroup]):
    class Meta:
        model = VoiceGroup
        django_get_or_create = ("code",)

    code = "fathers"
    name = factory.LazyAttribute(lambda group: group.code.replace("-", " ").capitalize())


class ConsultationFactory(DjangoModelFactory[Consultation]):
    """A meeting in the North East; of the whole borough with `borough=True`."""

    class Meta:
        model = Consultation
        skip_postgeneration_save = True

    kind = ConsultationKind.MEETING
    title = "What would help you to come?"
    held_on = date(2026, 9, 15)
    place = factory.SubFactory(LocalityFactory)
    participants = 12
    consent = True

    class Params:
        borough = factory.Trait(place=factory.SubFactory(BoroughFactory))

    @factory.post_generation
    def groups(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if create and extracted:
            self.groups.set(extracted)


class VoiceItemFactory(DjangoModelFactory[VoiceItem]):
    class Meta:
        model = VoiceItem

    consultation = factory.SubFactory(ConsultationFactory)
    said = "The hub is closed when we come home from work."

    class Params:
        answered = factory.Trait(response="The hub is open until 8 on Thursdays.")


class FeedbackMessageFactory(DjangoModelFactory[FeedbackMessage]):
    class Meta:
        model = FeedbackMessage

    nonce = factory.Sequence(lambda number: f"page-{number}")
    received_at = NOW
    text = "Open the hub in the evening, please."


class SurveyFigureFactory(DjangoModelFactory[SurveyFigure]):
    class Meta:
        model = SurveyFigure

    consultation = factory.SubFactory(ConsultationFactory, kind=ConsultationKind.SURVEY)
    question = "I feel happy"
    population = "Secondary pupils"
    number = 43
    base = 100
    source = "Pupil Attitude Survey, page 4"
