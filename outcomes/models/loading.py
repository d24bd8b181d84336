"""What the last load of the fixtures wrote, to tell an edit in the portal from a new fixture."""

from __future__ import annotations

from django.db import models


class LoadedRecord(models.Model):
    """One record of the fixtures as it was last loaded.

    A value in the database that differs from this was changed in the portal, and a load leaves it.
    """

    kind = models.CharField(max_length=60, help_text="The model, such as governance.body.")
    name = models.CharField(max_length=250, help_text="What the fixtures call it.")
    values = models.JSONField(default=dict)

    class Meta:
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "name"], name="outcomes_loadedrecord_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
