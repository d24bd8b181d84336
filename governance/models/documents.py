"""The published documents that the framework, the bodies and the baselines are taken from."""

from __future__ import annotations

from django.db import models


class SourceDocument(models.Model):
    """One published document, such as the Early Help Strategy 2025-2028."""

    code = models.SlugField(unique=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=100)
    file = models.CharField(
        max_length=100, help_text="Name of the text file that its wording was taken from."
    )
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title


class Sourced(models.Model):
    """A row whose wording comes from a document, at named lines of its text."""

    source = models.ForeignKey(
        "governance.SourceDocument",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    source_lines = models.CharField(max_length=50, blank=True)

    class Meta:
        abstract = True
