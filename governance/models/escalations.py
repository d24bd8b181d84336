"""What a body takes up to the body above it, and what it was answered."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ehportal.constraints import both_or_neither, one_of
from governance.models.bodies import Body
from governance.rights import Access
from governance.roles import Permission


class EscalationAbout(models.TextChoices):
    RESOURCES = "resources", "Resources"
    PERFORMANCE = "performance", "Performance"
    OTHER = "other", "Something else"


class EscalationQuerySet(models.QuerySet["Escalation"]):
    def with_bodies(self) -> EscalationQuerySet:
        return self.select_related("body", "to", "raised_by", "answered_by", "taken_back_by")

    def standing(self) -> EscalationQuerySet:
        """Those that were not taken back."""
        return self.filter(taken_back_at__isnull=True)

    def unanswered(self) -> EscalationQuerySet:
        """Those that wait for an answer."""
        return self.standing().filter(answered_at__isnull=True)

    def raised_until(self, day: date) -> EscalationQuerySet:
        """Those that were raised on a day or before it."""
        return self.filter(raised_at__date__lte=day)

    def to_own(self, access: Access) -> EscalationQuerySet:
        """Those that were taken to a person's own bodies, or to one of their locality."""
        if not access.may(Permission.REPORT_WRITE):
            return self.none()
        return self.filter(Q(to__in=access.body_ids) | Q(to__place__in=access.locality_ids))

    def answerable_by(self, access: Access) -> EscalationQuerySet:
        """Those that a person may answer on behalf of the body they were taken to."""
        return self if access.may(Permission.REPORT_WRITE_ALL) else self.to_own(access)

    def raised_for(self, access: Access) -> EscalationQuerySet:
        """Those of the bodies that a person speaks for."""
        return self.filter(body__in=Body.objects.spoken_for_by(access))


class Escalation(models.Model):
    """An issue that a body cannot settle, taken to a body it reports to.

    It is answered once, or taken back before.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="escalations")
    to = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="escalations_to_answer")
    about = models.CharField(max_length=12, choices=EscalationAbout)
    issue = models.TextField(help_text="What cannot be settled there.")
    asked = models.TextField(help_text="What the body above is asked to do.")
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    taken_back_because = models.TextField(blank=True)

    objects = EscalationQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at", "-pk"]
        constraints = [
            one_of("about", EscalationAbout),
            both_or_neither("answered_at", "answered_by"),
            both_or_neither("taken_back_at", "taken_back_by"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | Q(taken_back_at__isnull=True),
                name="governance_escalation_answered_or_taken_back",
                violation_error_message="What was answered is not taken back.",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="")
                | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="governance_escalation_answered_has_answer",
                violation_error_message="An answer says something.",
            ),
            models.CheckConstraint(
                condition=~Q(body=F("to")),
                name="governance_escalation_not_to_itself",
                violation_error_message="A body takes an issue to another.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} to {self.to}: {self.get_about_display().lower()}"

    def get_absolute_url(self) -> str:
        return reverse("governance:escalation", args=[self.pk])
