"""Six outcomes-focused and seven system priorities, and what they commit us to."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from ehportal.constraints import one_of
from governance.models.documents import Sourced


class PriorityKind(models.TextChoices):
    OUTCOME = "outcome", "Outcomes-focused priority"
    SYSTEM = "system", "System priority"


class Priority(Sourced):
    """One of the strategy's priorities; an outcomes-focused one has its row of Diagram 2."""

    code = models.SlugField(unique=True)
    kind = models.CharField(max_length=10, choices=PriorityKind)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    heading_as_printed = models.CharField(max_length=300, blank=True)
    summary = models.TextField(blank=True)
    aims = models.JSONField(default=list, blank=True)
    first_1001_days = models.BooleanField("first 1,001 days", default=False)
    diagram_label = models.CharField(max_length=150, blank=True)
    diagram_label_column = models.CharField(max_length=20, blank=True)
    diagram_children = models.TextField("Diagram 2: babies, children and young people", blank=True)
    diagram_parents = models.TextField("Diagram 2: parents and carers", blank=True)
    diagram_services = models.TextField("Diagram 2: service and system", blank=True)
    note = models.TextField(blank=True)
    lead_manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="leads_priorities",
        help_text="The strategy names none: “each priority area will have a lead manager”.",
    )

    class Meta:
        ordering = ["kind", "number"]
        verbose_name_plural = "priorities"
        constraints = [
            one_of("kind", PriorityKind),
            models.UniqueConstraint(
                fields=["kind", "number"], name="outcomes_priority_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Commitment(Sourced):
    """What a system priority says we will do."""

    priority = models.ForeignKey(Priority, on_delete=models.CASCADE, related_name="commitments")
    code = models.CharField(max_length=30, unique=True)
    text = models.TextField()
    kind = models.CharField(max_length=20, blank=True, help_text="A 'we will', an aim, ...")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["priority", "order"]

    def __str__(self) -> str:
        return self.text
