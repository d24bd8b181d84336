"""What a Board decided because of the figures."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from outcomes.models.measures import Measure
from outcomes.models.periods import Period


class Decision(models.Model):
    """A decision at a meeting, and the figures of which period it rests on."""

    meeting = models.ForeignKey(
        "governance.Meeting", on_delete=models.PROTECT, related_name="decisions"
    )
    period = models.ForeignKey(
        Period,
        on_delete=models.PROTECT,
        related_name="decisions",
        help_text="The quarter whose figures were read.",
    )
    measures = models.ManyToManyField(
        Measure,
        blank=True,
        related_name="decisions",
        help_text="The measures it rests on; none: all.",
    )
    text = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-meeting__held_on", "pk"]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.text[:60]}"
