"""What a report says: a draft that its body writes on, versions it handed in, files beside it."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models

from ehportal.append_only import AppendOnlyModel, AppendOnlyQuerySet
from ehportal.constraints import both_or_neither, one_of
from ehportal.filetypes import FileKind
from governance.models import ReportDue


class ReportDraft(models.Model):
    """What is being written, whoever of the body writes. Handing it in makes a version of it."""

    due = models.OneToOneField(ReportDue, on_delete=models.PROTECT, related_name="draft")
    answers = models.JSONField(default=dict, help_text="What was written, by the question's key.")
    figures = models.JSONField(
        null=True, help_text="Figures as a publication has them, drawn in word for word."
    )
    revision = models.PositiveIntegerField(default=0, help_text="How often it was saved.")
    page = models.CharField(
        max_length=32, blank=True, help_text="The open page that saved it last, by its own name."
    )
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["due"]

    def __str__(self) -> str:
        return f"Draft: {self.due}"


class Report(AppendOnlyModel):
    """A report as it was handed in. A correction is another version, with a reason."""

    due = models.ForeignKey(ReportDue, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField(help_text="Headings, words, figures and files as on the day.")
    answers = models.JSONField(help_text="The words alone, by the question's key.")
    reason = models.TextField(blank=True, help_text="Why it is handed in again.")
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["due", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["due", "number"], name="outcomes_report_number_once"),
            models.CheckConstraint(
                condition=models.Q(number=1) | ~models.Q(reason=""),
                name="outcomes_report_correction_has_reason",
                violation_error_message="Say why it is handed in again.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.due}, version {self.number}"


def attachment_store() -> FileSystemStorage:
    """Where files lie: in no folder that a web server shows, and without an address."""
    return FileSystemStorage(location=settings.ATTACHMENTS, base_url=None)


def name_in_store(attachment: Attachment, name: str) -> str:
    """A name that nobody chose: what the file was called is kept beside it."""
    return uuid4().hex


class Attachment(models.Model):
    """A file beside a report. Once handed in it stays; from a draft it can be taken away."""

    due = models.ForeignKey(ReportDue, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=4, choices=FileKind)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(storage=attachment_store, upload_to=name_in_store, max_length=100)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [one_of("kind", FileKind), both_or_neither("removed_at", "removed_by")]

    def __str__(self) -> str:
        return self.name
