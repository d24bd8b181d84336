"""What a person made of the automatic commentary on a measure."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from ehportal.append_only import AppendOnlyModel, AppendOnlyQuerySet
from ehportal.constraints import one_of
from outcomes.models.measures import Measure
from outcomes.models.publication import Publication


class CommentaryAct(models.TextChoices):
    ACCEPTED = "accepted", "Accepted as it is"
    WRITTEN = "written", "Replaced by a person’s own words"
    TAKEN_BACK = "taken_back", "Made automatic again"


class Commentary(AppendOnlyModel):
    """One act on the commentary of a measure in a place. The latest one stands; none is changed.

    It belongs to the figures that its publication printed. Where a later publication prints
    others, the commentary there is automatic again.
    """

    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="commentaries"
    )
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="commentaries")
    place = models.ForeignKey("governance.Place", on_delete=models.PROTECT)
    act = models.CharField(max_length=10, choices=CommentaryAct)
    text = models.TextField(blank=True, help_text="The person’s own words, where they wrote any.")
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Empty where it was loaded from an export.",
    )
    writer = models.CharField(
        max_length=150,
        blank=True,
        editable=False,
        help_text="Who did it, as they were called, where it was loaded from an export.",
    )

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "commentaries"
        constraints = [
            one_of("act", CommentaryAct),
            models.CheckConstraint(
                condition=Q(act=CommentaryAct.WRITTEN) & ~Q(text="")
                | ~Q(act=CommentaryAct.WRITTEN) & Q(text=""),
                name="outcomes_commentary_words_where_written",
                violation_error_message="Only a commentary in own words has words.",
            ),
        ]
        indexes = [models.Index(fields=["measure", "place", "publication"], name="commentary_on")]

    def __str__(self) -> str:
        return f"{self.measure.code}, {self.place}, publication {self.publication.number}"

    @property
    def by_name(self) -> str:
        """Who did it; nobody's name where an export kept it back."""
        return self.written_by.name if self.written_by else self.writer
