"""The audit: who changed what, when, from what to what, and why."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from ehportal.append_only import AppendOnlyModel, AppendOnlyQuerySet


class Event(AppendOnlyModel):
    """One change. It names its subject in words, not by a key, so it outlives what it describes."""

    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="events",
        help_text="Empty where a management command acted.",
    )
    verb = models.CharField(max_length=60, help_text="Such as submission.approve.")
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    subject = models.CharField(max_length=300, help_text="What it was called at the time.")
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    reason = models.TextField(blank=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["subject_kind", "subject_id", "at"], name="event_subject")]

    def __str__(self) -> str:
        return f"{self.verb}: {self.subject}"
