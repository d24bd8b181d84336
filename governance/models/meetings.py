"""When a body meets: planned, moved or cancelled with a reason, who came, and whether it is closed.

What was decided, asked and agreed at a meeting rests on figures and priorities, so it is kept by
the layer that has them.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ehportal.constraints import both_or_neither, one_of
from ehportal.wording import day
from governance.models.bodies import Body
from governance.models.places import Organisation
from governance.rights import Access

#: A meeting is at an hour on the wall of the room it is held in.
LONDON = ZoneInfo("Europe/London")
LONGEST_REASON = 500


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def standing(self) -> MeetingQuerySet:
        """Those that were not cancelled."""
        return self.filter(cancelled_at__isnull=True)

    def editable_by(self, access: Access) -> MeetingQuerySet:
        """Those of the bodies that a person may change, with their body."""
        bodies = Body.objects.editable_by(access)
        return self.filter(body__in=bodies).select_related("body")

    def between(self, first: date, last: date) -> MeetingQuerySet:
        return self.filter(held_on__gte=first, held_on__lte=last)


class Meeting(models.Model):
    """One meeting of a body."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField(help_text="The day it is held on, or was.")
    starts_at = models.TimeField(null=True, blank=True, help_text="As clocks in London show it.")
    ends_at = models.TimeField(null=True, blank=True)
    where = models.CharField(max_length=150, blank=True, help_text="The room or building.")
    planned_for = models.DateField(
        null=True, blank=True, help_text="The day it was first planned for."
    )
    change_reason = models.TextField(
        blank=True, help_text="Why it was last moved, or cancelled, for everybody to read."
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(
        null=True, blank=True, help_text="When its minutes were closed; nothing changes after."
    )
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sequence = models.PositiveSmallIntegerField(
        default=0, help_text="How often it was changed, for calendars that have it already."
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "held_on"],
                condition=Q(cancelled_at__isnull=True),
                name="governance_meeting_once_a_day",
                violation_error_message="This body already has a meeting on that day.",
            ),
            both_or_neither("cancelled_at", "cancelled_by"),
            both_or_neither("closed_at", "closed_by"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="governance_meeting_ends_after_it_starts",
                violation_error_message="A meeting ends after it starts.",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | Q(closed_at__isnull=True),
                name="governance_meeting_cancelled_has_no_minutes",
                violation_error_message="A cancelled meeting has no minutes.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}, {day(self.held_on)}"

    def get_absolute_url(self) -> str:
        return reverse("dashboards:board_meeting", args=[self.pk])

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def was_moved(self) -> bool:
        return self.planned_for is not None and self.planned_for != self.held_on

    @property
    def starts(self) -> datetime | None:
        """The moment it starts, whatever the clocks do that week; None for a whole day."""
        if self.starts_at is None:
            return None
        return datetime.combine(self.held_on, self.starts_at, LONDON)

    @property
    def ends(self) -> datetime | None:
        if self.ends_at is None:
            return None
        return datetime.combine(self.held_on, self.ends_at, LONDON)


class Came(models.TextChoices):
    CAME = "came", "Came"
    APOLOGIES = "apologies", "Sent apologies"
    ABSENT = "absent", "Did not come"


class Attendance(models.Model):
    """Whether an organisation was at a meeting. Organisations are listed, never people."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="attendance"
    )
    came = models.CharField(max_length=10, choices=Came)

    class Meta:
        ordering = ["meeting", "organisation__name"]
        constraints = [
            one_of("came", Came),
            models.UniqueConstraint(
                fields=["meeting", "organisation"], name="governance_attendance_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_came_display()}"
