"""What we want: frameworks, their versions, areas, levels, outcomes, indicators and metrics."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ehportal.constraints import one_of
from governance.models.documents import Sourced


class Framework(models.Model):
    """A named set of outcomes, such as the Early Help Outcomes Framework or Accelerate!"""

    code = models.SlugField(unique=True)
    title = models.CharField(max_length=200)
    strategy = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "title"]

    def __str__(self) -> str:
        return self.title


class VersionStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    SUPERSEDED = "superseded", "Superseded"


class FrameworkVersionQuerySet(models.QuerySet["FrameworkVersion"]):
    def published(self) -> FrameworkVersionQuerySet:
        return self.filter(status=VersionStatus.PUBLISHED)


class FrameworkVersion(Sourced):
    """A dated wording of a framework. A draft may change; once published it is frozen."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="versions")
    label = models.CharField(max_length=40, help_text="Such as 2025-2028.")
    status = models.CharField(
        max_length=12, choices=VersionStatus, default=VersionStatus.DRAFT, editable=False
    )
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    supersedes = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        editable=False,
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        help_text="Empty where a management command published it.",
    )

    objects = FrameworkVersionQuerySet.as_manager()

    class Meta:
        ordering = ["framework__order", "-label"]
        constraints = [
            one_of("status", VersionStatus),
            models.UniqueConstraint(
                fields=["framework", "label"], name="outcomes_frameworkversion_label_once"
            ),
            models.UniqueConstraint(
                fields=["framework"],
                condition=models.Q(status="published"),
                name="outcomes_frameworkversion_one_published",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.framework} {self.label}"

    @property
    def is_frozen(self) -> bool:
        return self.status != VersionStatus.DRAFT


class OutcomeArea(Sourced):
    """Safe, Healthy, Happy, Learning, Engaged; an ambition; a family hub criterion."""

    version = models.ForeignKey(FrameworkVersion, on_delete=models.CASCADE, related_name="areas")
    code = models.SlugField()
    name = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField(default=0)
    group = models.CharField(
        max_length=100, blank=True, help_text="Accelerate!: for every child, or a wider barrier."
    )
    wording_in_vision = models.CharField(max_length=300, blank=True)
    led_by = models.ManyToManyField("governance.Body", blank=True, related_name="leads_areas")
    lead_quote = models.TextField(blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["version", "order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="outcomes_area_code_once")
        ]

    def __str__(self) -> str:
        return self.name


class Level(models.Model):
    """For whom: babies, children and young people; parents and carers; service and system."""

    version = models.ForeignKey(FrameworkVersion, on_delete=models.CASCADE, related_name="levels")
    code = models.SlugField()
    name = models.CharField(max_length=100)
    table_title = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["version", "order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="outcomes_level_code_once")
        ]

    def __str__(self) -> str:
        return self.name


class Statement(Sourced):
    """A sentence of a framework, word for word, in its place."""

    version = models.ForeignKey(FrameworkVersion, on_delete=models.CASCADE)
    code = models.CharField(max_length=60)
    text = models.TextField()
    order = models.PositiveSmallIntegerField(default=0)
    confidence = models.CharField(
        max_length=10, default="high", help_text="Of the transcription: high, medium or low."
    )
    note = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ["version", "order"]

    def __str__(self) -> str:
        return self.text


class Outcome(Statement):
    """What we want to be true, in one area, at one level."""

    area = models.ForeignKey(OutcomeArea, on_delete=models.CASCADE, related_name="outcomes")
    level = models.ForeignKey(Level, on_delete=models.CASCADE, related_name="outcomes")
    full_text = models.TextField(help_text="With the words that open its table cell.")

    class Meta(Statement.Meta):
        default_related_name = "outcomes"
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="outcomes_outcome_code_once")
        ]


class Indicator(Statement):
    """A theme, such as 'Feelings of safety'. A cross-cutting one has no area."""

    area = models.ForeignKey(
        OutcomeArea, on_delete=models.CASCADE, null=True, blank=True, related_name="indicators"
    )
    level = models.ForeignKey(Level, on_delete=models.CASCADE, related_name="indicators")

    class Meta(Statement.Meta):
        default_related_name = "indicators"
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="outcomes_indicator_code_once")
        ]


class Metric(Statement):
    """A metric statement as its strategy prints it. Measures say how it is counted."""

    area = models.ForeignKey(OutcomeArea, on_delete=models.CASCADE, related_name="metrics")
    level = models.ForeignKey(
        Level, on_delete=models.CASCADE, null=True, blank=True, related_name="metrics"
    )
    text_as_printed = models.TextField(help_text="With its priority tags, such as (1).")
    direction = models.CharField(
        max_length=20, blank=True, help_text="Accelerate!: increase, reduce or none stated."
    )
    priorities = models.ManyToManyField("outcomes.Priority", blank=True, related_name="metrics")
    measures = models.ManyToManyField(
        "outcomes.Measure", through="outcomes.MetricMeasure", related_name="metrics"
    )
    supersedes = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        editable=False,
    )

    class Meta(Statement.Meta):
        default_related_name = "metrics"
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="outcomes_metric_code_once")
        ]


class MetricComponent(models.Model):
    """An analyst's split of a compound metric. It never replaces the text."""

    metric = models.ForeignKey(Metric, on_delete=models.CASCADE, related_name="components")
    code = models.CharField(max_length=60)
    text = models.TextField()
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["metric", "order"]
        constraints = [
            models.UniqueConstraint(fields=["metric", "code"], name="outcomes_component_code_once")
        ]

    def __str__(self) -> str:
        return self.text


class AmbitionAction(Sourced):
    """One of the actions that Accelerate! lists under an ambition."""

    area = models.ForeignKey(OutcomeArea, on_delete=models.CASCADE, related_name="actions")
    code = models.CharField(max_length=60)
    text = models.TextField()
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["area", "order"]
        constraints = [
            models.UniqueConstraint(fields=["area", "code"], name="outcomes_action_code_once")
        ]

    def __str__(self) -> str:
        return self.text
