"""One reporter's figures for one period, and how far they are."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, F, Q, Value, When
from django.urls import reverse

from ehportal.constraints import both_or_neither, one_of
from governance.access import Access, Permission
from governance.models import User
from outcomes.models.measures import Area, MeasureType
from outcomes.models.periods import Period
from outcomes.models.reporters import Reporter


class Status(models.TextChoices):
    DUE = "due", "Not started"
    DRAFT = "draft", "In progress"
    SUBMITTED = "submitted", "Submitted"
    QUERIED = "queried", "Sent back"
    APPROVED = "approved", "Approved"
    EXCUSED = "excused", "Excused"


EDITABLE = frozenset({Status.DUE, Status.DRAFT, Status.QUERIED})
OUTSTANDING = frozenset({Status.DUE, Status.DRAFT, Status.QUERIED})
HANDED_IN = frozenset({Status.SUBMITTED, Status.APPROVED})


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, access: Access) -> SubmissionQuerySet:
        """One's own reporters' submissions; all of them for whoever reviews."""
        if access.may(Permission.SUBMISSION_SEE_ALL):
            return self
        if not access.may(Permission.SUBMISSION_EDIT):
            return self.none()
        return self.filter(own(access))

    def own(self, access: Access) -> SubmissionQuerySet:
        """The submissions this person fills in."""
        return self.filter(own(access))

    def outstanding(self) -> SubmissionQuerySet:
        return self.filter(status__in=OUTSTANDING)

    def mark_changed(self, *, by: User, at: datetime) -> None:
        """To the next version, in progress; what was sent back stays so until it is handed in."""
        in_progress = Case(
            When(status=Status.QUERIED, then=Value(Status.QUERIED)), default=Value(Status.DRAFT)
        )
        self.update(status=in_progress, version=F("version") + 1, changed_at=at, changed_by=by)

    def with_everything(self) -> SubmissionQuerySet:
        return self.select_related("period", "reporter__place", "reporter__organisation")

    def with_counts(self) -> SubmissionQuerySet:
        """Each with how many figures it has, filled in, approved and explained."""
        is_filled = ~Q(observations__numerator_typed="", observations__missing="")
        is_told = Q(observations__measure__type=MeasureType.NARRATIVE) & ~Q(observations__note="")
        return self.annotate(
            figures=Count("observations"),
            filled=Count("observations", filter=is_filled | is_told),
            approved=Count("observations", filter=Q(observations__approved_at__isnull=False)),
            notes=Count("observations", filter=~Q(observations__note="")),
        )


def own(access: Access) -> Q:
    """The condition that a submission belongs to a person's localities or organisations."""
    return Q(reporter__organisation__isnull=True, reporter__place_id__in=access.locality_ids) | Q(
        reporter__organisation_id__in=access.organisation_ids
    )


class Submission(models.Model):
    """One reporter's figures for one period."""

    reporter = models.ForeignKey(Reporter, on_delete=models.PROTECT, related_name="submissions")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="submissions")
    status = models.CharField(max_length=10, choices=Status, default=Status.DUE)
    due_on = models.DateField(help_text="The period's, unless this reporter was given longer.")
    open_until = models.DateField(
        null=True,
        blank=True,
        help_text="Only where this reporter was given longer: the last day to hand in and change.",
    )
    version = models.PositiveIntegerField(default=0, help_text="Goes up with every save.")
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    prepared_at = models.DateTimeField(null=True, blank=True)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The first of two people who sign.",
    )
    prepared_version = models.PositiveIntegerField(
        null=True, blank=True, help_text="The figures the first person vouched for."
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reference = models.CharField(max_length=20, blank=True, help_text="On the receipt.")
    content_hash = models.CharField(max_length=64, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    review_reason = models.TextField(
        blank=True, help_text="Why it was sent back or excused; both sides see it."
    )

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["-period__starts_on", "reporter"]
        constraints = [
            one_of("status", Status),
            models.UniqueConstraint(
                fields=["reporter", "period"], name="outcomes_submission_once_a_period"
            ),
            both_or_neither("changed_at", "changed_by"),
            both_or_neither("prepared_at", "prepared_by"),
            both_or_neither("submitted_at", "submitted_by"),
            both_or_neither("reviewed_at", "reviewed_by"),
            models.UniqueConstraint(
                fields=["reference"],
                condition=~Q(reference=""),
                name="outcomes_submission_reference_once",
            ),
        ]
        indexes = [models.Index(fields=["period", "status"], name="submission_period_status")]

    def __str__(self) -> str:
        return f"{self.reporter}, {self.period}"

    def get_absolute_url(self) -> str:
        return reverse("outcomes:submission", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        """Whether its state lets the reporter change figures; the dates decide too."""
        return self.status in EDITABLE

    @property
    def is_prepared(self) -> bool:
        """Whether the first of two people vouched for the figures exactly as they are now."""
        return (
            self.is_editable
            and self.prepared_at is not None
            and self.prepared_version == self.version
        )

    @property
    def last_day(self) -> date:
        """The last day on which the reporter may change figures.

        What was handed in once may be corrected until the period closes, what was not is taken
        until handing in ends; a reporter who was given longer has until then.
        """
        period = self.period
        usual = period.closes_on if self.reference else period.entries_close_on
        return max(usual, self.open_until) if self.open_until else usual

    def is_open(self, on: date) -> bool:
        """Whether the dates let the reporter change figures on a day."""
        period = self.period
        return period.opened_at is not None and period.opens_on <= on <= self.last_day

    def is_late(self, on: date) -> bool:
        return self.status in OUTSTANDING and on > self.due_on


class SectionState(models.Model):
    """Whether the reporter says that one outcome area of a submission is complete."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="sections")
    area = models.CharField(max_length=12, choices=Area)
    is_complete = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            one_of("area", Area),
            models.UniqueConstraint(
                fields=["submission", "area"], name="outcomes_sectionstate_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission}: {self.area}"


class Presence(models.Model):
    """When somebody last had the entry table of an outcome area open."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="presences")
    area = models.CharField(max_length=12, choices=Area)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["-seen_at"]
        constraints = [
            one_of("area", Area),
            models.UniqueConstraint(
                fields=["submission", "area", "user"], name="outcomes_presence_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.area}"


class OpenPage(models.Model):
    """The latest that one open page of a submission sent, to know an older request that comes late.

    A page sends its words again and again, and says which time it is. What it gave up waiting for
    may still be under way, and holds words that the person has taken back.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="pages")
    key = models.CharField(max_length=32, help_text="What the page calls itself: chance.")
    turn = models.PositiveIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "key"], name="outcomes_openpage_once")
        ]

    def __str__(self) -> str:
        return f"{self.submission}: {self.key}, {self.turn}"
