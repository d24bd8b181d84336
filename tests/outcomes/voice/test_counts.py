"""How many people took part, and what in a text tells who somebody is."""

from __future__ import annotations

import pytest

from outcomes.models import Consultation, ConsultationKind
from outcomes.voice.counts import people, whose
from outcomes.voice.personal import looks_like
from tests.factories.voice import ConsultationFactory, VoiceGroupFactory


@pytest.mark.parametrize(
    ("number", "exact", "said"),
    [
        (None, False, "number not recorded"),
        (1, False, "fewer than 6 people"),
        (5, False, "fewer than 6 people"),
        (6, False, "6 people"),
        (1, True, "1 person"),
        (5, True, "5 people"),
        (1041, False, "1,041 people"),
    ],
)
def test_a_few_people_are_not_counted_for_others(
    number: int | None, exact: bool, said: str
) -> None:
    consultation = Consultation(kind=ConsultationKind.MEETING, participants=number)
    assert people(consultation, exact=exact) == said


@pytest.mark.parametrize(
    ("number", "exact", "said"),
    [(1, True, "1 message"), (5, False, "fewer than 6 messages"), (23, False, "23 messages")],
)
def test_messages_are_not_counted_as_people(number: int, exact: bool, said: str) -> None:
    consultation = Consultation(kind=ConsultationKind.FORM, participants=number)
    assert people(consultation, exact=exact) == said


@pytest.mark.parametrize(
    ("number", "kind", "said"),
    [
        (None, "survey", "Families"),
        (0, "meeting", "Families"),
        (1, "meeting", "Families"),
        (5, "meeting", "Families"),
        (6, "meeting", "Fathers, Young carers, North East"),
        (5, "form", "Families"),
        (6, "form", "Families, North East"),
    ],
)
def test_a_group_and_its_place_are_named_to_everybody_only_where_they_are_many(
    db: None, number: int | None, kind: str, said: str
) -> None:
    groups = [VoiceGroupFactory(), VoiceGroupFactory(code="young-carers")]
    made = ConsultationFactory(groups=groups, kind=kind)
    made.participants = number
    assert whose(made) == said


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Open later, please. 24 of us, 2026-10-08, room 12", []),
        ("write to me.too@mail.example.org", ["an e-mail address"]),
        ("07700 900 123", ["a telephone number"]),
        ("+44 (0)20 7946 0018 or E1 4NS", ["a telephone number", "a postcode"]),
        ("we are 0 to 19 and 1,000 strong in E14", []),
        ("@" * 20_000 + "a" * 20_000, []),
    ],
)
def test_what_tells_who_somebody_is_is_pointed_out(text: str, found: list[str]) -> None:
    assert looks_like(text) == found
