"""Tokens with which a program, such as Power BI, reads the files of open data."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from ehportal.constraints import both_or_neither
from ehportal.wording import day


class DataTokenQuerySet(models.QuerySet["DataToken"]):
    def working(self, on: date) -> DataTokenQuerySet:
        """Neither revoked nor expired on a day. Whether its owner may still read is asked apart."""
        return self.filter(revoked_at=None, expires_on__gte=on)


class DataToken(models.Model):
    """What a person made so that a program reads published figures. The secret itself is not kept.

    `governance.access.access_of_token` says what may be done with it.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="data_tokens"
    )
    name = models.CharField(max_length=100, help_text="What it is for.")
    place = models.ForeignKey(
        "governance.Place",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="It reads the figures of this place alone. Empty: of every place.",
    )
    key = models.CharField(
        max_length=16, unique=True, help_text="Finds the row. It is part of the token, no secret."
    )
    digest = models.CharField(max_length=64, help_text="SHA-256 of the secret.")
    made_at = models.DateTimeField()
    expires_on = models.DateField(help_text="The last day on which it works.")
    last_used_at = models.DateTimeField(null=True, help_text="Noted at most once an hour.")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = DataTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            both_or_neither("revoked_at", "revoked_by"),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="governance_datatoken_has_name",
                violation_error_message="Say what the token is for.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def reads(self) -> str:
        """Which figures it reads, in words."""
        return f"{self.place} alone" if self.place else "Every place"

    def state(self, on: date) -> str:
        """Whether it works on a day, in words."""
        if self.revoked_at is not None:
            return "Revoked"
        return "Expired" if self.expires_on < on else f"Works until {day(self.expires_on)}"
