"""What is due to whom: one report of one body to another, when, and the meeting it goes to.

What a report says rests on figures and priorities, so it is kept by the layer that has them. Here
is whether it was handed in, and received.
"""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.urls import reverse

from ehportal.constraints import both_or_neither, ends_after_start, one_of
from ehportal.wording import span
from governance.models.bodies import Body, ReportingRequirement
from governance.models.meetings import Meeting
from governance.models.places import Organisation
from governance.reporting import ReportKind
from governance.rights import Access
from governance.roles import Permission


class ReportDueQuerySet(models.QuerySet["ReportDue"]):
    def with_everything(self) -> ReportDueQuerySet:
        """With whose it is, for whom, and where it goes."""
        return self.select_related(
            "requirement", "body__place", "organisation", "to", "meeting__body"
        )

    def due_until(self, last: date) -> ReportDueQuerySet:
        """Those that are due on a day or before it, by their meeting's day where they have one."""
        days = Case(
            When(meeting__isnull=False, meeting__cancelled_at=None, then=F("meeting__held_on")),
            default=F("due_on"),
        )
        return self.alias(day_due=days).filter(day_due__lte=last).order_by("day_due", "pk")

    def own(self, access: Access) -> ReportDueQuerySet:
        """Those of a person's own bodies, locality or organisation."""
        if not access.may(Permission.REPORT_WRITE):
            return self.none()
        return self.filter(
            Q(body__in=access.body_ids)
            | Q(body__place__in=access.locality_ids)
            | Q(organisation__in=access.organisation_ids)
        )

    def to_own(self, access: Access) -> ReportDueQuerySet:
        """Those that go to a person's own bodies, or to one of their locality."""
        if not access.may(Permission.REPORT_WRITE):
            return self.none()
        return self.filter(Q(to__in=access.body_ids) | Q(to__place__in=access.locality_ids))

    def writable_by(self, access: Access) -> ReportDueQuerySet:
        """Those that a person may write: their own, or all of them."""
        return self if access.may(Permission.REPORT_WRITE_ALL) else self.own(access)

    def receivable_by(self, access: Access) -> ReportDueQuerySet:
        """Those that a person may receive on behalf of the body they go to."""
        return self if access.may(Permission.REPORT_WRITE_ALL) else self.to_own(access)

    def outstanding(self) -> ReportDueQuerySet:
        return self.filter(submitted_at__isnull=True)


class ReportDue(models.Model):
    """One report that a body, or a service of an organisation, owes a body."""

    requirement = models.ForeignKey(
        ReportingRequirement,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reports_due",
        help_text="The rule it follows from; empty where the coordinator asked for it.",
    )
    kind = models.CharField(max_length=12, choices=ReportKind)
    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="reports_due"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="reports_due"
    )
    to = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="reports_to_receive")
    subject = models.CharField(
        max_length=150, blank=True, help_text="Such as the service that it is about."
    )
    starts_on = models.DateField(help_text="The first day that it is about.")
    ends_on = models.DateField(help_text="The last day that it is about.")
    due_on = models.DateField(help_text="The day that counts while it goes to no meeting.")
    # No way back from a meeting: a report that is due is not something recorded of the meeting.
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    change_reason = models.TextField(blank=True, help_text="Why it goes to another meeting.")
    version = models.PositiveSmallIntegerField(
        default=0, help_text="How often it was handed in, corrections included."
    )
    submitted_at = models.DateTimeField(null=True, blank=True, help_text="Its latest version.")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_back_at = models.DateTimeField(
        null=True, blank=True, help_text="Until it is handed in again."
    )
    sent_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_back_because = models.TextField(blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ReportDueQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "kind", "pk"]
        verbose_name_plural = "reports due"
        constraints = [
            one_of("kind", ReportKind),
            ends_after_start(),
            both_or_neither("submitted_at", "submitted_by"),
            both_or_neither("received_at", "received_by"),
            both_or_neither("sent_back_at", "sent_back_by"),
            models.CheckConstraint(
                condition=Q(sent_back_at__isnull=True) | Q(submitted_at__isnull=True),
                name="governance_reportdue_sent_back_or_submitted",
                violation_error_message="What was sent back waits to be handed in again.",
            ),
            models.UniqueConstraint(
                fields=["requirement", "body", "starts_on", "subject"],
                name="governance_reportdue_once",
            ),
            models.CheckConstraint(
                condition=Q(body__isnull=False, organisation__isnull=True)
                | Q(body__isnull=True, organisation__isnull=False),
                name="governance_reportdue_has_one_author",
                violation_error_message="A report is of a body or of an organisation.",
            ),
            models.CheckConstraint(
                condition=~Q(body=F("to")),
                name="governance_reportdue_not_to_itself",
                violation_error_message="A body does not report to itself.",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=False) | Q(received_at__isnull=True),
                name="governance_reportdue_received_was_submitted",
                violation_error_message="Only what was handed in is received.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author}: {self.title.lower()}, {self.about}"

    def get_absolute_url(self) -> str:
        return reverse("outcomes:report", args=[self.pk])

    @property
    def author(self) -> Body | Organisation:
        """The body or the organisation whose report it is."""
        return self.body or self.organisation  # type: ignore[return-value]

    @property
    def title(self) -> str:
        """'Progress report'; of a service, with what it is about."""
        kind = self.get_kind_display()
        return f"{kind}: {self.subject}" if self.subject else kind

    @property
    def was_asked_for(self) -> bool:
        """Whether the coordinator asked for it, and no rule made it fall due."""
        return self.requirement is None or not self.requirement.rhythm

    @property
    def about(self) -> str:
        """'April to September 2026'."""
        return span(self.starts_on, self.ends_on)

    @property
    def has_slot(self) -> bool:
        """Whether there is a meeting that it goes to, and that was not cancelled."""
        return self.meeting is not None and not self.meeting.is_cancelled

    @property
    def day(self) -> date:
        """The day by which it is due: its meeting's, wherever that is moved."""
        if self.meeting is not None and not self.meeting.is_cancelled:
            return self.meeting.held_on
        return self.due_on

    def standing(self, on: date) -> str:
        """The name of its status on a day: received, submitted, late or due."""
        if self.received_at:
            return "received"
        if self.submitted_at:
            return "submitted"
        return "late" if self.day < on else "due"
