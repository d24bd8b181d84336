"""What else the strategies say: mission, vision, values, principles, behaviours, need."""

from __future__ import annotations

from django.db import models

from ehportal.constraints import one_of
from governance.models.documents import Sourced


class StatementKind(models.TextChoices):
    MISSION = "mission", "Mission"
    VISION = "vision", "Vision"
    VALUE = "value", "Value"
    PRINCIPLE = "principle", "Guiding principle"
    BEHAVIOUR = "behaviour", "Shared behaviour"
    IMPROVEMENT = "improvement", "Principle for improvement"
    NEED = "need", "Statement of need"


class Strategy(models.TextChoices):
    EARLY_HELP = "early-help", "Early Help Strategy"
    ACCELERATE = "accelerate", "Accelerate!"


class StrategyStatement(Sourced):
    """A sentence the partnership has agreed, word for word."""

    code = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=15, choices=StatementKind)
    strategy = models.CharField(max_length=20, choices=Strategy)
    name = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    note = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["strategy", "kind", "order"]
        constraints = [one_of("kind", StatementKind), one_of("strategy", Strategy)]

    def __str__(self) -> str:
        return self.name or self.text


class Contradiction(models.Model):
    """Where the documents disagree or are unclear, and how the portal reads them."""

    code = models.SlugField(unique=True)
    kind = models.CharField(max_length=20)
    topic = models.CharField(max_length=200)
    description = models.TextField()
    resolution = models.TextField()
    evidence = models.JSONField(default=list, help_text="Quotations, each with its source.")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.topic
