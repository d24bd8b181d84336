"""When a body met."""

from __future__ import annotations

from django.db import models

from ehportal.wording import day
from governance.models.bodies import Body


class Meeting(models.Model):
    """One meeting of a body."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField()

    class Meta:
        ordering = ["-held_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "held_on"],
                name="governance_meeting_once_a_day",
                violation_error_message="This body already has a meeting on that day.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.body}, {day(self.held_on)}"
