"""What services and teams do for families, and the evidence of what it contributes to.

The family hub process measures ask for "clarity about and evidence supporting each activity's
(potential) contribution to the specific outcomes being sought" (Early Help Strategy, appendix).
"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from ehportal.constraints import ends_after_start, one_of
from governance.access import Access, Permission
from governance.models import Organisation, Place, Site
from outcomes.models.framework import Outcome
from outcomes.models.measures import Measure


class ActivityQuerySet(models.QuerySet["Activity"]):
    def editable(self, access: Access) -> ActivityQuerySet:
        """Those that a person may change: their own localities', or all of them."""
        if access.may(Permission.PLAN_EDIT_ALL):
            return self
        if not access.may(Permission.PLAN_EDIT):
            return self.none()
        return self.filter(place__in=access.locality_ids)

    def current(self, on: date) -> ActivityQuerySet:
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))

    def with_everything(self) -> ActivityQuerySet:
        return self.select_related("place", "organisation", "site")


class Activity(models.Model):
    """Something that a team does for families in a locality, or in the whole borough."""

    title = models.CharField(max_length=200)
    dfe_code = models.CharField(
        "DfE code",
        max_length=20,
        blank=True,
        help_text="The code of its type in the Department for Education’s returns.",
    )
    what = models.TextField(help_text="What is done, for whom and how often.")
    team = models.CharField(max_length=150, help_text="A team or a service, never a person.")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="activities"
    )
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="activities")
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, null=True, blank=True, related_name="activities"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["place__order", "title"]
        verbose_name_plural = "activities"
        constraints = [
            ends_after_start(),
            models.UniqueConstraint(
                fields=["place", "organisation", "title"],
                name="outcomes_activity_once",
                violation_error_message="This activity is there already.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("outcomes:activity", args=[self.pk])

    def may_be_edited_by(self, access: Access) -> bool:
        return access.edits_plans_of(locality_id=self.place_id)


class EvidenceKind(models.TextChoices):
    RESEARCH = "research", "Published research"
    FIGURES = "figures", "Our own figures"
    FAMILIES = "families", "What families say"
    PRACTICE = "practice", "What practitioners see"


class Contribution(models.Model):
    """How an activity contributes to an outcome, and the evidence that it does or may."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="contributions")
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="contributions")
    how = models.TextField(help_text="How the one leads to the other.")
    evidence = models.TextField(help_text="What shows that it does, and where it can be read.")
    kind = models.CharField("kind of evidence", max_length=10, choices=EvidenceKind)
    measure = models.ForeignKey(
        Measure,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        help_text="The figure that should move if it works.",
    )
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["activity", "outcome__area__order", "outcome__order"]
        constraints = [
            one_of("kind", EvidenceKind),
            models.UniqueConstraint(
                fields=["activity", "outcome"],
                name="outcomes_contribution_once",
                violation_error_message="What it contributes to this outcome is there already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity}: {self.outcome}"
