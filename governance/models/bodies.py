"""Boards, teams, panels and forums: what they are for and whom they report to."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ehportal.constraints import one_of
from governance.cadence import Cadence
from governance.models.documents import Sourced
from governance.models.places import Place, PlaceKind
from governance.reporting import ReportKind, Rhythm
from governance.represents import Represents
from governance.rights import Access
from governance.roles import Permission

#: The Early Help Partnership Board: it reads the dashboards and decides.
BOARD_CODE = "ehpb"


class BodyKind(models.TextChoices):
    BOARD = "board", "Board"
    EXECUTIVE = "executive", "Executive"
    FORUM = "forum", "Forum"
    SUB_GROUP = "sub-group", "Sub-group"
    LOCALITY_TEAM = "locality team", "Locality team"
    PANEL = "panel", "Panel"
    NETWORK = "network", "Network"
    VOICE_FORUM = "voice forum", "Voice forum"
    WORKING_GROUP = "working group", "Working group"
    PARTNERSHIP = "partnership", "Partnership"


class Confidence(models.TextChoices):
    HIGH = "high", "High"
    MEDIUM = "medium", "Medium"
    LOW = "low", "Low"


class BodyQuerySet(models.QuerySet["Body"]):
    def described(self) -> BodyQuerySet:
        """The bodies as the documents describe them: one row for 'a panel in each locality'."""
        return self.filter(instance_of__isnull=True)

    def convened(self) -> BodyQuerySet:
        """The bodies that meet: four local instances in place of 'one in each locality'."""
        return self.filter(per_locality=False)

    def editable_by(self, access: Access) -> BodyQuerySet:
        """The bodies whose members and meetings a person may change."""
        if not access.may(Permission.BODY_EDIT):
            return self.none()
        if access.may(Permission.BODY_EDIT_ALL):
            return self.convened()
        return self.convened().filter(place__in=access.locality_ids)

    def spoken_for_by(self, access: Access) -> BodyQuerySet:
        """The bodies that a person speaks for: those they sit on, or lead the place of."""
        if access.may(Permission.REPORT_WRITE_ALL):
            return self.convened()
        if not access.may(Permission.REPORT_WRITE):
            return self.none()
        return self.convened().filter(Q(pk__in=access.body_ids) | Q(place__in=access.locality_ids))

    def with_lines(self) -> BodyQuerySet:
        """With whom each reports to, who reports to it, and its local instances. Four queries."""
        upwards = ReportingLine.objects.select_related("reports_to", "source")
        downwards = ReportingLine.objects.select_related("body", "source")
        return self.prefetch_related(
            models.Prefetch("reports_to", upwards.order_by("reports_to__name")),
            models.Prefetch("reported_by", downwards.order_by("body__name")),
            models.Prefetch("instances", Body.objects.order_by("place__order")),
        )

    def with_meetings(self) -> BodyQuerySet:
        """With every meeting of each, the latest first. One query more."""
        return self.prefetch_related("meetings")

    def with_documents(self) -> BodyQuerySet:
        """With all that the documents say of each, and the reporting rules that bind it."""
        said = BodyReference.objects.select_related("source").order_by("kind", "order")
        rules = ReportingRequirement.objects.select_related("source", "owed_by", "owed_to")
        return self.select_related("instance_of", "place").prefetch_related(
            "sources",
            models.Prefetch("references", said),
            models.Prefetch("owes", rules),
            models.Prefetch("is_owed", rules),
            models.Prefetch("owes_with_others", rules),
        )


class Body(models.Model):
    """A governance body. 'One in each locality' is a body with four local instances."""

    code = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=BodyKind)
    kind_note = models.TextField(blank=True)
    group = models.CharField(max_length=100, blank=True, help_text="The wider group it is part of.")
    aliases = models.JSONField(default=list, blank=True)
    per_locality = models.BooleanField(
        default=False, help_text="There is one in each locality; its instances are listed below."
    )
    instance_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="instances"
    )
    place = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="bodies",
        limit_choices_to={"kind": PlaceKind.LOCALITY},
    )
    cadence = models.CharField(max_length=100, blank=True, help_text="How often it meets.")
    cadence_is_stated = models.BooleanField(default=False)
    cadence_quote = models.TextField(blank=True)
    meets = models.CharField(
        max_length=10,
        choices=Cadence,
        blank=True,
        help_text="How often its meetings are planned; a month or quarter without one is flagged.",
    )
    chair = models.TextField(blank=True, help_text="As a document states it.")
    confidence = models.CharField(
        max_length=10, choices=Confidence, default=Confidence.HIGH, help_text="Of the record."
    )
    note = models.TextField(blank=True)
    sources = models.ManyToManyField("governance.SourceDocument", blank=True, related_name="bodies")

    objects = BodyQuerySet.as_manager()

    class Meta:
        ordering = ["group", "name"]
        verbose_name_plural = "bodies"
        constraints = [
            one_of("kind", BodyKind),
            one_of("confidence", Confidence),
            one_of("meets", Cadence, or_blank=True),
            models.CheckConstraint(
                condition=Q(instance_of__isnull=True, place__isnull=True)
                | Q(instance_of__isnull=False, place__isnull=False, per_locality=False),
                name="governance_body_instance_has_place",
                violation_error_message="A local instance needs its locality, and only it has one.",
            ),
            models.UniqueConstraint(
                fields=["instance_of", "place"], name="governance_body_one_instance_a_place"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("governance:body", args=[self.code])


class ReferenceKind(models.TextChoices):
    PURPOSE = "purpose", "Is responsible for"
    PRODUCES = "produces", "Produces"
    RECEIVES = "receives", "Receives"
    MEMBER = "member", "Member"
    MENTION = "mention", "Is mentioned"


class BodyReference(Sourced):
    """What a document says of a body: its purpose, members, what it receives or produces."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="references")
    kind = models.CharField(max_length=10, choices=ReferenceKind)
    order = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(help_text="What or who, in a few words.")
    quote = models.TextField(blank=True)
    cadence = models.CharField(max_length=100, blank=True)
    counterpart = models.CharField(
        max_length=200, blank=True, help_text="From or to whom, as the document puts it."
    )
    represents = models.CharField(
        max_length=20,
        choices=Represents,
        blank=True,
        help_text="Of a member: whom the body is to have on it, by this sentence.",
    )

    class Meta:
        ordering = ["body", "kind", "order"]
        constraints = [
            one_of("kind", ReferenceKind),
            one_of("represents", Represents, or_blank=True),
            models.UniqueConstraint(
                fields=["body", "kind", "order"], name="governance_bodyreference_order"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class LineStrength(models.TextChoices):
    STATED = "stated", "Stated"
    INFERRED = "inferred", "Inferred"


class ReportingLine(Sourced):
    """One body reports to another: as a document states, or as we infer from it."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="reports_to")
    reports_to = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="reported_by")
    strength = models.CharField(max_length=10, choices=LineStrength)
    basis = models.TextField(blank=True, help_text="Why we infer it.")
    quote = models.TextField(blank=True)

    class Meta:
        ordering = ["body", "reports_to"]
        constraints = [
            one_of("strength", LineStrength),
            models.UniqueConstraint(
                fields=["body", "reports_to"], name="governance_reportingline_once"
            ),
            models.CheckConstraint(
                condition=~Q(body=F("reports_to")),
                name="governance_reportingline_not_itself",
                violation_error_message="A body does not report to itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} reports to {self.reports_to}"


class ReportingRequirement(Sourced):
    """A rule of a strategy about what is reported or reviewed, by whom, to whom, how often."""

    code = models.SlugField(unique=True)
    rule = models.CharField(max_length=300)
    owed_by = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="owes"
    )
    owed_by_text = models.CharField(
        max_length=200, blank=True, help_text="Where the document names a group of bodies."
    )
    owed_to = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="is_owed"
    )
    cadence = models.CharField(max_length=100, blank=True)
    kind = models.CharField(
        max_length=12, choices=ReportKind, blank=True, help_text="Empty where no report follows."
    )
    rhythm = models.CharField(
        max_length=10,
        choices=Rhythm,
        blank=True,
        help_text="How often its reports fall due; empty where each is asked for.",
    )
    bodies = models.ManyToManyField(
        Body,
        blank=True,
        related_name="owes_with_others",
        help_text="Where the document names no single body: whose reports they are, as we read it.",
    )
    basis = models.TextField(
        blank=True, help_text="What the document leaves open, and our reading."
    )
    evidence_types = models.JSONField(default=list, blank=True)
    quote = models.TextField()
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]
        constraints = [
            one_of("kind", ReportKind, or_blank=True),
            one_of("rhythm", Rhythm, or_blank=True),
            models.CheckConstraint(
                condition=~Q(kind="") | Q(rhythm=""),
                name="governance_reportingrequirement_rhythm_has_kind",
                violation_error_message="What falls due in a rhythm is a kind of report.",
            ),
        ]

    def __str__(self) -> str:
        return self.rule

    def authors(self) -> list[Body]:
        """The bodies that owe its reports: the four instances of 'one in each locality'."""
        named = [*([self.owed_by] if self.owed_by else ()), *self.bodies.all()]
        found: list[Body] = []
        for body in named:
            found += body.instances.all() if body.per_locality else [body]
        return [body for body in found if body.pk != self.owed_to_id]
