"""What the portal tells people, on its own pages and by e-mail; and who stands in for whom."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ehportal.constraints import ends_after_start


class Notice(models.Model):
    """One message to one person. It is on their page whether or not it also went by e-mail."""

    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices"
    )
    key = models.CharField(
        max_length=150, help_text="What it is about: the same thing is told once to each person."
    )
    subject = models.CharField(max_length=200)
    text = models.TextField(help_text="Never a figure, never a name of a child or parent.")
    path = models.CharField(max_length=200, blank=True, help_text="The page to go to.")
    created_at = models.DateTimeField()
    by_email = models.BooleanField(
        default=True, help_text="Not ticked where the person had paused e-mails."
    )
    emailed_at = models.DateTimeField(
        null=True, blank=True, help_text="Empty until the mail server has taken it."
    )
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["to", "key"], name="governance_notice_once_a_person")
        ]
        indexes = [models.Index(fields=["to", "read_at"], name="notice_unread")]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def current(self, on: date) -> AbsenceQuerySet:
        return self.filter(starts_on__lte=on, ends_on__gte=on)


class Absence(models.Model):
    """Somebody is away, and a colleague is told in their place."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="absences"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="deputises"
    )
    starts_on = models.DateField()
    ends_on = models.DateField()

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            ends_after_start(),
            models.CheckConstraint(
                condition=~Q(user=F("deputy")),
                name="governance_absence_deputy_is_another",
                violation_error_message="Choose somebody else to be told.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, away until {self.ends_on:%-d %B %Y}"
