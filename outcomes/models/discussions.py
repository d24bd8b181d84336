"""What a meeting said of a priority or a measure, what it asked, and whether that was answered."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from ehportal.constraints import both_or_neither
from outcomes.models.measures import Measure
from outcomes.models.priorities import Priority


class DiscussionQuerySet(models.QuerySet["Discussion"]):
    def unanswered(self) -> DiscussionQuerySet:
        """Those in which something was asked that nobody has answered."""
        return self.exclude(asked="").filter(answered_at__isnull=True)


class Discussion(models.Model):
    """A meeting's progress entry for one priority or one measure."""

    meeting = models.ForeignKey(
        "governance.Meeting", on_delete=models.PROTECT, related_name="discussions"
    )
    priority = models.ForeignKey(
        Priority, on_delete=models.PROTECT, null=True, blank=True, related_name="discussions"
    )
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="discussions"
    )
    said = models.TextField(blank=True, help_text="Progress, as the meeting saw it.")
    asked = models.TextField(blank=True, help_text="What the meeting asks, and of whom.")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    objects = DiscussionQuerySet.as_manager()

    class Meta:
        ordering = ["-meeting__held_on", "pk"]
        constraints = [
            both_or_neither("answered_at", "answered_by"),
            models.CheckConstraint(
                condition=Q(priority__isnull=False, measure__isnull=True)
                | Q(priority__isnull=True, measure__isnull=False),
                name="outcomes_discussion_of_one_thing",
                violation_error_message="A discussion is of one priority or of one measure.",
            ),
            models.CheckConstraint(
                condition=~Q(said="") | ~Q(asked=""),
                name="outcomes_discussion_says_something",
                violation_error_message="Write what was said, or what was asked.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}, {self.meeting}"

    @property
    def subject(self) -> Priority | Measure:
        """What was discussed."""
        return self.priority or self.measure  # type: ignore[return-value]

    @property
    def waits(self) -> bool:
        """Whether something was asked and is not answered."""
        return bool(self.asked) and self.answered_at is None
