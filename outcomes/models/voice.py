"""Voice: who was asked, what they said, what was answered, and what changed.

Numbers of people and groups of people, never a person: nothing here names who took part.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse

from ehportal.constraints import one_of
from governance.access import Access, Permission
from governance.models import Body, Place, PlaceKind
from governance.models.documents import Sourced
from outcomes.models.framework import Outcome, OutcomeArea
from outcomes.models.measures import Area, Measure
from outcomes.models.priorities import Priority

NO_NAMES = "No names of children, parents or anybody who took part."


class VoiceGroupQuerySet(models.QuerySet["VoiceGroup"]):
    def with_last_heard(self) -> VoiceGroupQuerySet:
        """With `last_heard_on`: the last day on which the group was asked; None for never."""
        return self.annotate(last_heard_on=models.Max("consultations__held_on"))


class VoiceGroup(Sourced):
    """A group of people whose voice is sought: fathers, kinship carers, young carers ..."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=100)
    is_sought = models.BooleanField(
        "flag a year without them",
        default=True,
        help_text="A year in which nobody asked them is pointed out.",
    )
    quote = models.TextField(blank=True, help_text="Where a strategy names it, word for word.")
    order = models.PositiveSmallIntegerField(default=0)

    objects = VoiceGroupQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class ConsultationKind(models.TextChoices):
    MEETING = "meeting", "Meeting of a panel or forum"
    WORKSHOP = "workshop", "Workshop or group"
    EVENT = "event", "Event or visit"
    SURVEY = "survey", "Survey"
    FORM = "form", "Feedback form"


class Element(models.TextChoices):
    """The four elements of the Lundy model of participation."""

    SPACE = "space", "Space"
    VOICE = "voice", "Voice"
    AUDIENCE = "audience", "Audience"
    INFLUENCE = "influence", "Influence"


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def answerable(self, access: Access) -> ConsultationQuerySet:
        """Those of which a person may answer what was said: of their localities, or all of them."""
        if access.may(Permission.VOICE_EDIT_ALL):
            return self
        if not access.may(Permission.VOICE_EDIT):
            return self.none()
        return self.filter(place__in=access.locality_ids)

    def editable(self, access: Access) -> ConsultationQuerySet:
        """Those that a person may change; what holds the public's feedback is the coordinator's."""
        found = self.answerable(access)
        if access.may(Permission.VOICE_EDIT_ALL):
            return found
        return found.exclude(kind=ConsultationKind.FORM)

    def in_year_to(self, on: date) -> ConsultationQuerySet:
        return self.filter(held_on__gt=on - timedelta(days=365), held_on__lte=on)

    def with_everything(self) -> ConsultationQuerySet:
        """With whom it was held by, where, with which groups, and what was said."""
        return self.select_related("body", "place", "area").prefetch_related("groups", "items")


class Consultation(models.Model):
    """One time that people were asked: a panel's meeting, a workshop, a survey ..."""

    kind = models.CharField(max_length=10, choices=ConsultationKind)
    title = models.CharField(max_length=200, help_text=f"What it was about. {NO_NAMES}")
    held_on = models.DateField()
    place = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        related_name="consultations",
        limit_choices_to={"kind__in": [PlaceKind.LOCALITY, PlaceKind.BOROUGH]},
    )
    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="consultations",
        help_text="The panel, forum or team that asked, or was asked.",
    )
    shared_with = models.ManyToManyField(
        Body,
        blank=True,
        related_name="consultations_shared",
        help_text="Other panels and forums that took part or were told.",
    )
    groups = models.ManyToManyField(VoiceGroup, blank=True, related_name="consultations")
    participants = models.PositiveIntegerField(
        null=True, blank=True, help_text=f"How many people took part. {NO_NAMES}"
    )
    consent = models.BooleanField(
        default=False, help_text="Everybody agreed that what they said is used, without their name."
    )
    service = models.CharField(
        max_length=200, blank=True, help_text="The service or strategy that they helped to design."
    )
    area = models.ForeignKey(
        OutcomeArea,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="consultations",
        help_text="The ambition whose design it was for.",
    )
    source = models.CharField(
        max_length=300, blank=True, help_text="Of a survey: who asked, and where it is published."
    )
    space = models.TextField(blank=True, help_text="How it was made safe and easy to take part.")
    voice = models.TextField(blank=True, help_text="How people were helped to say what they think.")
    audience = models.TextField(blank=True, help_text="Who listened, and could decide.")
    influence = models.TextField(blank=True, help_text="How it was acted on and told back.")

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            one_of("kind", ConsultationKind),
            models.CheckConstraint(
                condition=Q(participants__isnull=True) | Q(participants__gte=1),
                name="outcomes_consultation_somebody_took_part",
                violation_error_message="At least one person took part.",
            ),
        ]
        indexes = [models.Index(fields=["place", "-held_on"], name="consultation_place")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("outcomes:consultation", args=[self.pk])

    @property
    def locality_id(self) -> int | None:
        """The locality that it is of; none for one of the whole borough."""
        return None if self.place.is_borough else self.place_id

    def may_be_answered_by(self, access: Access) -> bool:
        return access.edits_voice_of(locality_id=self.locality_id)

    def may_be_edited_by(self, access: Access) -> bool:
        if self.kind == ConsultationKind.FORM:
            return access.may(Permission.VOICE_EDIT_ALL)
        return self.may_be_answered_by(access)

    @property
    def missing_elements(self) -> list[Element]:
        """The elements of the Lundy model of which nothing is said; nobody can plan a form's."""
        if self.kind == ConsultationKind.FORM:
            return []
        return [each for each in Element if not getattr(self, each)]


class VoiceStatus(models.TextChoices):
    """How far a thing that was said has come: said, answered, changed."""

    SAID = "said", "Said, not answered yet"
    ANSWERED = "answered", "Answered"
    CHANGED = "changed", "Something changed"


class VoiceItemQuerySet(models.QuerySet["VoiceItem"]):
    def agreed(self) -> VoiceItemQuerySet:
        """Those that everybody who took part agreed to; nothing else is shown to others."""
        return self.filter(consultation__consent=True)

    def published(self) -> VoiceItemQuerySet:
        """Those that anybody may read, signed in or not."""
        return self.agreed().filter(is_published=True)

    def of_status(self, status: str) -> VoiceItemQuerySet:
        if status == VoiceStatus.CHANGED:
            return self.exclude(change="")
        if status == VoiceStatus.ANSWERED:
            return self.filter(change="").exclude(response="")
        return self.filter(change="", response="")

    def with_consultation(self) -> VoiceItemQuerySet:
        return self.select_related("consultation__body", "consultation__place")


class VoiceItem(models.Model):
    """One thing that was said, what was done about it, and what changed."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="items")
    said = models.TextField(help_text=f"In a sentence or two. {NO_NAMES}")
    response = models.TextField(blank=True, help_text="What was done, or why it cannot be.")
    change = models.TextField(blank=True, help_text="What is different now.")
    area = models.CharField("outcome area", max_length=12, choices=Area, blank=True)
    outcomes = models.ManyToManyField(Outcome, blank=True, related_name="voice_items")
    measures = models.ManyToManyField(Measure, blank=True, related_name="voice_items")
    priorities = models.ManyToManyField(Priority, blank=True, related_name="voice_items")
    is_published = models.BooleanField(
        default=False, help_text="Anybody may read it, where that page is switched on."
    )

    objects = VoiceItemQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            one_of("area", Area, or_blank=True),
            models.CheckConstraint(
                condition=Q(change="") | ~Q(response=""),
                name="outcomes_voiceitem_change_has_response",
                violation_error_message="Say what was done before what changed.",
            ),
        ]

    def __str__(self) -> str:
        return self.said

    @property
    def status(self) -> VoiceStatus:
        if self.change:
            return VoiceStatus.CHANGED
        return VoiceStatus.ANSWERED if self.response else VoiceStatus.SAID
