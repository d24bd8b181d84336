"""Figures that came by paste or in a workbook: seen before they are saved, and taken back whole."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from ehportal.constraints import both_or_neither, one_of
from outcomes.models.measures import Area
from outcomes.models.submissions import Submission


class ImportKind(models.TextChoices):
    PASTE = "paste", "Pasted from a spreadsheet"
    UPLOAD = "upload", "Uploaded workbook"


class FigureImport(models.Model):
    """One paste or upload: what it would put in which box, and what became of it."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="imports")
    kind = models.CharField(max_length=10, choices=ImportKind)
    area = models.CharField(
        max_length=12, choices=Area, blank=True, help_text="Empty: the whole submission."
    )
    file_name = models.CharField(max_length=200, blank=True)
    content = models.JSONField(
        encoder=DjangoJSONEncoder, help_text="What was understood of each cell, as it was read."
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    changes = models.JSONField(
        default=list,
        blank=True,
        encoder=DjangoJSONEncoder,
        help_text="Once accepted: each box that it changed, with the words before and after.",
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            one_of("kind", ImportKind),
            one_of("area", Area, or_blank=True),
            both_or_neither("accepted_at", "accepted_by"),
            both_or_neither("undone_at", "undone_by"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(accepted_at__isnull=False),
                name="outcomes_figureimport_undone_after_accepted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.submission}"
