"""What the pages of voice show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch

from ehportal.wording import count
from governance.access import Access
from outcomes.models import (
    Consultation,
    ConsultationKind,
    Element,
    OutcomeArea,
    SurveyFigure,
    VoiceGroup,
    VoiceItem,
    VoiceStatus,
)
from outcomes.services.voice import public_version
from outcomes.voice.counts import people
from outcomes.voice.forms import ambitions
from outcomes.voice.surveys import Line as Figure
from outcomes.voice.surveys import lines

YEAR = timedelta(days=365)
#: How each status of what was said is drawn.
DRAWN = {
    VoiceStatus.SAID: "not_started",
    VoiceStatus.ANSWERED: "on_track",
    VoiceStatus.CHANGED: "done",
}


@dataclass(frozen=True)
class Line:
    """A consultation in a list: how many took part as it may be said, and what waits."""

    consultation: Consultation
    people: str
    items: Sequence[VoiceItem]

    @property
    def unanswered(self) -> str:
        """'1 thing', '2 of 3 things', 'all 3 things' that were said; or nothing."""
        return self._of_status(VoiceStatus.SAID)

    @property
    def changed(self) -> str:
        """The same of those after which something changed."""
        return self._of_status(VoiceStatus.CHANGED)

    def _of_status(self, status: VoiceStatus) -> str:
        of_it, total = sum(item.status == status for item in self.items), len(self.items)
        if not of_it:
            return ""
        things = count(total, "thing")
        if of_it < total:
            return f"{of_it} of {things}"
        return things if total == 1 else f"all {things}"


def line(consultation: Consultation, access: Access) -> Line:
    return Line(
        consultation,
        people(consultation, exact=consultation.may_be_answered_by(access)),
        list(consultation.items.all()) if consultation.consent else [],
    )


@dataclass(frozen=True)
class Unheard:
    """A group that nobody asked in a year, and when it was asked last, if ever."""

    group: VoiceGroup
    last_on: date | None


def unheard(on: date) -> list[Unheard]:
    """The groups whose voice is sought and who were not asked in the year to a day. One query."""
    groups = VoiceGroup.objects.filter(is_sought=True).with_last_heard()
    return [
        Unheard(group, group.last_heard_on)  # type: ignore[attr-defined]
        for group in groups
        if group.last_heard_on is None or group.last_heard_on <= on - YEAR  # type: ignore[attr-defined]
    ]


def chosen_consultations(chosen: Mapping[str, Any]) -> Any:
    """The consultations that a filter asks for, the latest first."""
    found = Consultation.objects.with_everything()
    if chosen.get("place"):
        found = found.filter(place=chosen["place"])
    if chosen.get("group"):
        found = found.filter(groups=chosen["group"])
    return found


def chosen_items(chosen: Mapping[str, Any]) -> Any:
    """What was said, as a filter asks for it; answered unless it asks otherwise."""
    found = VoiceItem.objects.agreed().with_consultation()
    if chosen.get("status"):
        found = found.of_status(chosen["status"])
    else:
        found = found.exclude(response="")
    if chosen.get("place"):
        found = found.filter(consultation__place=chosen["place"])
    if chosen.get("group"):
        found = found.filter(consultation__groups=chosen["group"])
    if chosen.get("area"):
        found = found.filter(area=chosen["area"])
    return found.prefetch_related("consultation__groups").order_by("-consultation__held_on", "-pk")


@dataclass(frozen=True)
class Said:
    """One thing that was said, with its status as it is drawn."""

    item: VoiceItem

    @property
    def version(self) -> str:
        """What whoever publishes it has read."""
        return public_version(self.item)

    @property
    def status(self) -> str:
        return DRAWN[self.item.status]

    @property
    def word(self) -> str:
        return str(self.item.status.label)


@dataclass(frozen=True)
class Applied:
    """One element of the Lundy model: what was done about it, or nothing yet."""

    element: Element
    said: str


@dataclass(frozen=True)
class ConsultationPage:
    consultation: Consultation
    people: str
    groups: Sequence[VoiceGroup]
    elements: Sequence[Applied]
    items: Sequence[Said]
    figures: Sequence[Figure]
    #: How many things that were said are stored and, without everybody's agreement, not shown.
    unshown: int
    may_edit: bool
    may_answer: bool


def consultation_page(consultation: Consultation, access: Access) -> ConsultationPage:
    """One consultation; what was said only where everybody agreed."""
    may_answer = consultation.may_be_answered_by(access)
    items = (
        consultation.items.prefetch_related("outcomes__area", "measures", "priorities")
        if consultation.consent
        else ()
    )
    is_survey = consultation.kind == ConsultationKind.SURVEY
    figures = SurveyFigure.objects.filter(consultation=consultation).select_related(
        "consultation__place", "measure"
    )
    return ConsultationPage(
        consultation=consultation,
        people=people(consultation, exact=may_answer),
        groups=list(consultation.groups.all()),
        elements=[Applied(each, getattr(consultation, each)) for each in Element],
        items=[Said(each) for each in items],
        figures=lines(figures, access) if is_survey else (),
        unshown=0 if consultation.consent else consultation.items.count(),
        may_edit=consultation.may_be_edited_by(access),
        may_answer=may_answer,
    )


@dataclass(frozen=True)
class DesignPage:
    """Families' part in the design of services, and the ambitions that nobody was asked about."""

    lines: Sequence[Line]
    without: Sequence[OutcomeArea]


def design_page(access: Access) -> DesignPage:
    """By service, the latest first among those of one service."""
    found = (
        Consultation.objects.exclude(service="")
        .select_related("body", "place", "area")
        .prefetch_related("groups", Prefetch("items", VoiceItem.objects.order_by("pk")))
        .order_by("service", "-held_on")
    )
    lines = [line(each, access) for each in found]
    asked = {each.consultation.area_id for each in lines}
    return DesignPage(lines, [each for each in ambitions() if each.pk not in asked])
