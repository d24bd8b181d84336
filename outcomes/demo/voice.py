"""What families said in the demonstration: illustrative, in groups and numbers, nobody named.

Extended families are never asked, one panel's words wait for an answer, and one consultation lacks
half of the Lundy model: so every flag is seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from governance.models import Body, Place, Site, SiteKind, User
from outcomes.models import Area, ConsultationKind, Measure, Outcome, Priority, VoiceGroup
from outcomes.services.feedback import accept_feedback, set_feedback_aside, take_feedback
from outcomes.services.surveys import FigureContent, add_figure
from outcomes.services.voice import (
    ConsultationContent,
    ItemContent,
    add_consultation,
    add_item,
    public_version,
    publish_item,
)
from outcomes.voice.forms import ambitions
from outcomes.voice.surveys import EVERYBODY

K = ConsultationKind
SHOWN = "Illustrative: "
LUNDY = (
    "A crèche, an interpreter and travel costs were offered.",
    "Questions were sent a week before, and small groups spoke first.",
    "The manager of the hub and a member of the leadership team were there.",
    "What was done is read out at the next meeting.",
)


@dataclass(frozen=True)
class Sketch:
    """A consultation: how long ago, who, where, and what was said, answered and changed."""

    title: str
    days_ago: int
    place: str
    groups: Sequence[str]
    people: int
    said: Sequence[ItemContent] = ()
    kind: str = K.MEETING
    body: str = ""
    shared_with: Sequence[str] = ()
    lundy: int = 4
    consent: bool = True
    service: str = ""
    ambition: int | None = None


def _sketches(
    measures: Mapping[str, Measure],
    outcomes: Mapping[str, Outcome],
    priorities: Mapping[str, Priority],
) -> list[Sketch]:
    hours = ItemContent(
        "The hub is closed when we come home from work.",
        "It is open until 8 on Thursdays and on Saturday mornings.",
        "One family in five now comes in the evening or at the weekend.",
        Area.ENGAGED,
        [outcomes["parents.engaged.o2"]],
        [measures["SAF-201"]],
        [priorities["sp1"]],
    )
    classes = ItemContent(
        "Antenatal classes are in English alone.",
        "Two classes are held in Bengali and Somali.",
        area=Area.HEALTHY,
        measures=[measures["HEA-301"]],
        priorities=[priorities["op1"]],
    )
    fathers = ItemContent(
        "Letters are addressed to mothers, so we think that the group is not for us.",
        "Letters now name both parents.",
        area=Area.ENGAGED,
        measures=[measures["ENG-201"]],
    )
    reports = ItemContent("We are told what was decided, but not why.", area=Area.ENGAGED)
    waits = ItemContent(
        "Waiting for the first appointment is the hardest part.",
        "A worker rings every family once a month while they wait.",
        area=Area.HAPPY,
        measures=[measures["HAP-151"]],
    )
    transfer = ItemContent(
        "Nobody in the new school knew us.",
        "Each pupil meets one adult of the new school before the summer.",
        "Every school of the first ten does it.",
        Area.SAFE,
        measures=[measures["SAF-104"]],
        priorities=[priorities["op6"]],
    )
    return [
        Sketch("Opening hours of the family hub", 70, "TH-NE", ["parents-and-carers"], 23,
               [hours, classes], body="parent_panels_ne", shared_with=["send_parent_forum"]),
        Sketch("What keeps fathers away", 40, "TH-NW", ["fathers"], 4, [fathers], K.WORKSHOP),
        Sketch("What we are told after a decision", 25, "TH-SE", ["parents-and-carers"], 17,
               [reports], body="parent_panels_se", lundy=2),
        Sketch("Waiting for help with feelings", 120, "E09000030",
               ["children-and-young-people", "send-young-people"], 14, [waits], body="our_time",
               shared_with=["send_parent_forum"], service="Children’s mental health front door",
               ambition=2),
        Sketch("Moving up to year 7", 150, "E09000030", ["children-and-young-people"], 212,
               [transfer], K.EVENT, body="youth_council", service="Transition support",
               ambition=5),
        Sketch("Living with a grandchild", 430, "TH-SW", ["kinship-carers"], 8, (), K.WORKSHOP),
        Sketch("Leaving care", 95, "E09000030", ["care-experienced"], 9, (), consent=False,
               body="clicc"),
    ]  # fmt: skip


def make_voice(*, accounts: Mapping[str, User], today: date) -> None:
    """Consultations of the last year and a half, most of them answered, some made public."""
    measures = {each.code: each for each in Measure.objects.all()}
    outcomes = {each.code: each for each in Outcome.objects.all()}
    priorities = {each.code: each for each in Priority.objects.all()}
    areas = list(ambitions())
    for sketch in _sketches(measures, outcomes, priorities):
        day = today - timedelta(days=sketch.days_ago)
        by = accounts["coordinator"]
        at = datetime.combine(day, time(18), tzinfo=UTC)
        consultation = add_consultation(
            content=ConsultationContent(
                kind=sketch.kind,
                title=f"{SHOWN}{sketch.title[0].lower()}{sketch.title[1:]}",
                held_on=day,
                place=Place.objects.get(code=sketch.place),
                participants=sketch.people,
                consent=sketch.consent,
                body=Body.objects.get(code=sketch.body) if sketch.body else None,
                service=sketch.service,
                area=areas[sketch.ambition] if sketch.ambition is not None else None,
                groups=list(VoiceGroup.objects.filter(code__in=sketch.groups)),
                shared_with=list(Body.objects.filter(code__in=sketch.shared_with)),
                **_applied(sketch.lundy),
            ),
            on=today,
            by=by,
            at=at,
        )
        for content in sketch.said:
            item = add_item(consultation=consultation, content=content, by=by, at=at)
            if item.change:
                publish_item(item=item, published=True, seen=public_version(item), by=by, at=at)

    _survey(accounts["coordinator"], today)
    _feedback(accounts["coordinator"], today)


def _survey(by: User, today: date) -> None:
    """A snapshot by community: two sources differ about one figure, and one tells of a few."""
    day = today - timedelta(days=60)
    at = datetime.combine(day, time(18), tzinfo=UTC)
    survey = add_consultation(
        content=ConsultationContent(
            kind=K.SURVEY,
            title=f"{SHOWN}snapshot of who feels heard",
            held_on=day,
            place=Place.objects.get(code="E09000030"),
            participants=231,
            consent=True,
            groups=list(VoiceGroup.objects.filter(code="parents-and-carers")),
            source="Snapshot survey, report of the participation team",
            **_applied(len(LUNDY)),
        ),
        on=today,
        by=by,
        at=at,
    )
    heard = "My voice is heard and acted upon: yes"
    for content in (
        FigureContent(heard, EVERYBODY, "Report, page 2", 148, 231, area=Area.ENGAGED),
        FigureContent(heard, EVERYBODY, "Slides for the Board", percent=Decimal(61)),
        FigureContent(heard, "Bangladeshi", "Report, page 3", 71, 104, area=Area.ENGAGED),
        FigureContent(heard, "Somali", "Report, page 3", 3, 19, area=Area.ENGAGED),
    ):
        add_figure(survey=survey, content=content, by=by, at=at)


def _feedback(by: User, today: date) -> None:
    """Messages of the public form: one is used, one is set aside, two wait to be read."""
    at = datetime.combine(today - timedelta(days=20), time(9), tzinfo=UTC)
    hub = Site.objects.filter(kind=SiteKind.FAMILY_HUB).first()
    fathers = VoiceGroup.objects.get(code="fathers")
    used, unused, *_ = (
        take_feedback(nonce=f"demo-{number}", text=f"{SHOWN}{text}", site=site, group=group, at=at)
        for number, (text, site, group) in enumerate(
            (
                ("the group for dads on Saturday is great, please keep it", hub, fathers),
                ("cheap watches", None, None),
                ("the lift in the hub has been broken since May", hub, None),
                ("write to me at nobody@example.org about a playgroup", None, None),
            )
        )
    )
    later = at + timedelta(days=2)
    words = ItemContent("The Saturday group for fathers should go on.", area=Area.ENGAGED)
    accept_feedback(message=used, content=words, by=by, at=later)
    set_feedback_aside(message=unused, reason=f"{SHOWN}advertising", by=by, at=later)


def _applied(elements: int) -> dict[str, Any]:
    names = ("space", "voice", "audience", "influence")
    return dict(zip(names[:elements], LUNDY[:elements], strict=True))
