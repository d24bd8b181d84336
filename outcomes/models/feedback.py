"""What somebody sent by the public form, until a person has read it and decided about it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from ehportal.constraints import both_or_neither, one_of
from governance.models import Place, PlaceKind, Site, SiteKind
from outcomes.models.voice import VoiceGroup, VoiceItem


class FeedbackState(models.TextChoices):
    WAITING = "waiting", "Waiting to be read"
    ACCEPTED = "accepted", "Accepted"
    SET_ASIDE = "set_aside", "Set aside"


class FeedbackQuerySet(models.QuerySet["FeedbackMessage"]):
    def waiting(self) -> FeedbackQuerySet:
        """Those that nobody has decided about."""
        return self.filter(state=FeedbackState.WAITING)


class FeedbackMessage(models.Model):
    """One message. Who sent it is not known; its words go once somebody has decided about it."""

    nonce = models.CharField(
        max_length=40, unique=True, help_text="Of the page it was sent from: sent twice, kept once."
    )
    received_at = models.DateTimeField()
    text = models.TextField(blank=True, help_text="Empty once it is decided about.")
    place = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"kind": PlaceKind.LOCALITY},
    )
    site = models.ForeignKey(
        Site,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"kind": SiteKind.FAMILY_HUB},
    )
    group = models.ForeignKey(
        VoiceGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=FeedbackState, default=FeedbackState.WAITING)
    reason = models.TextField(blank=True, help_text="Why it was set aside.")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    item = models.OneToOneField(
        VoiceItem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="feedback",
        help_text="What it became.",
    )

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        ordering = ["received_at", "pk"]
        constraints = [
            one_of("state", FeedbackState),
            both_or_neither("decided_at", "decided_by"),
            models.CheckConstraint(
                condition=Q(state=FeedbackState.WAITING, decided_at__isnull=True)
                | Q(text="", decided_at__isnull=False) & ~Q(state=FeedbackState.WAITING),
                name="outcomes_feedbackmessage_words_go_once_decided",
                violation_error_message="Once it is decided about, its words are not kept.",
            ),
        ]
        indexes = [models.Index(fields=["state", "received_at"], name="feedback_state")]

    def __str__(self) -> str:
        return f"Feedback {self.pk}"

    @property
    def about(self) -> str:
        """'Family Hub, North East', or nothing where they did not say."""
        return str(self.site or self.place or "")
