"""Who owes which figures, when; and the figures as they were typed."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ehportal.constraints import both_or_neither, ends_after_start, one_of
from governance.access import Access, Permission
from outcomes.models.measures import Area, Measure


class PeriodKind(models.TextChoices):
    QUARTER = "quarter", "Quarter of the financial year"
    YEAR = "year", "Financial year"
    ACADEMIC_YEAR = "academic_year", "Academic year"
    TERM = "term", "School term"
    SNAPSHOT = "snapshot", "Snapshot on one day"


class Period(models.Model):
    """A quarter (2026-Q2 is July to September 2026) and the dates of its collection."""

    code = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=15, choices=PeriodKind, default=PeriodKind.QUARTER)
    label = models.CharField(max_length=60, help_text="July to September 2026")
    starts_on = models.DateField()
    ends_on = models.DateField()
    opens_on = models.DateField(help_text="Figures can be entered from this day.")
    due_on = models.DateField(help_text="The deadline that people are shown.")
    closes_on = models.DateField(help_text="Nothing can be changed after this day.")
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        help_text="Empty where a management command opened it.",
    )

    class Meta:
        ordering = ["-starts_on", "kind"]
        constraints = [
            one_of("kind", PeriodKind),
            ends_after_start(),
            models.UniqueConstraint(
                fields=["kind", "starts_on"], name="outcomes_period_start_once"
            ),
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("due_on"), due_on__lte=F("closes_on")),
                name="outcomes_period_dates_in_order",
                violation_error_message="It must open, fall due and close in that order.",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def is_open(self, on: date) -> bool:
        """Whether figures may be entered or changed on a day."""
        return self.opened_at is not None and self.opens_on <= on <= self.closes_on


class Reporter(models.Model):
    """Who owes figures: a locality, or an organisation in a locality or for the whole borough."""

    place = models.ForeignKey("governance.Place", on_delete=models.PROTECT)
    organisation = models.ForeignKey(
        "governance.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        help_text="Empty: the locality itself.",
    )
    name = models.CharField(max_length=200, help_text="As the chase list shows it.")
    slug = models.SlugField(max_length=100, unique=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = [F("organisation").asc(nulls_first=True), "place__order", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "organisation"], name="outcomes_reporter_organisation_once"
            ),
            models.UniqueConstraint(
                fields=["place"],
                condition=Q(organisation__isnull=True),
                name="outcomes_reporter_locality_once",
                violation_error_message="This locality already is a reporter.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def current(self, on: date) -> AssignmentQuerySet:
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)


class Assignment(models.Model):
    """This reporter reports this measure, for this place, from one date to another."""

    reporter = models.ForeignKey(Reporter, on_delete=models.PROTECT, related_name="assignments")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="assignments")
    place = models.ForeignKey("governance.Place", on_delete=models.PROTECT)
    breakdowns = models.ManyToManyField(
        "outcomes.Breakdown", blank=True, help_text="Splits this reporter is asked for."
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["reporter", "measure__order", "place__order"]
        constraints = [
            ends_after_start(),
            models.UniqueConstraint(
                fields=["reporter", "measure", "place", "starts_on"],
                name="outcomes_assignment_once",
            ),
            models.UniqueConstraint(
                fields=["reporter", "measure", "place"],
                condition=Q(ends_on__isnull=True),
                name="outcomes_assignment_one_current",
                violation_error_message="This reporter is already asked for this figure.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reporter}: {self.measure.code}, {self.place}"


class Status(models.TextChoices):
    DUE = "due", "Not started"
    DRAFT = "draft", "In progress"
    SUBMITTED = "submitted", "Submitted"
    QUERIED = "queried", "Sent back"
    APPROVED = "approved", "Approved"
    EXCUSED = "excused", "Excused"


EDITABLE = frozenset({Status.DUE, Status.DRAFT, Status.QUERIED})
OUTSTANDING = frozenset({Status.DUE, Status.DRAFT, Status.QUERIED})


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

    def with_everything(self) -> SubmissionQuerySet:
        return self.select_related("period", "reporter__place", "reporter__organisation")


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
    version = models.PositiveIntegerField(default=0, help_text="Goes up with every save.")
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
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
        """Whether its state lets the reporter change figures; the period's dates decide too."""
        return self.status in EDITABLE

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


class Missing(models.TextChoices):
    """Why a figure is missing (Government Analysis Function shorthand)."""

    NOT_APPLICABLE = "z", "Not applicable [z]"
    NOT_AVAILABLE = "x", "Not available this quarter [x]"
    TOO_SMALL = "c", "Too small to give [c]"


class Observation(models.Model):
    """One figure asked of a reporter, with what was typed and what it was understood as.

    What was typed is kept as it was, also where it is not a number: nothing typed is lost.
    A row exists for every figure that is due, from the day its period opens.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, related_name="observations"
    )
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="observations")
    place = models.ForeignKey("governance.Place", on_delete=models.PROTECT)
    category = models.ForeignKey(
        "outcomes.Category", on_delete=models.PROTECT, null=True, blank=True
    )
    numerator_typed = models.CharField(max_length=200, blank=True)
    denominator_typed = models.CharField(max_length=200, blank=True)
    numerator = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    missing = models.CharField(max_length=4, blank=True, choices=Missing)
    note = models.TextField(
        blank=True, help_text="Why it is unusual or missing; the Board sees it."
    )
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["submission", "measure__order", "place__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "measure", "place", "category"],
                name="outcomes_observation_category_once",
            ),
            models.UniqueConstraint(
                fields=["submission", "measure", "place"],
                condition=Q(category__isnull=True),
                name="outcomes_observation_everybody_once",
            ),
            one_of("missing", Missing, or_blank=True),
            models.CheckConstraint(
                condition=Q(missing="") | Q(numerator__isnull=True),
                name="outcomes_observation_number_or_reason",
                violation_error_message="Enter a number, or say why there is none; not both.",
            ),
            models.CheckConstraint(
                condition=Q(numerator__isnull=True) | Q(numerator__gte=0),
                name="outcomes_observation_numerator_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(denominator__gte=0),
                name="outcomes_observation_denominator_not_negative",
            ),
            both_or_neither("changed_at", "changed_by"),
        ]
        indexes = [models.Index(fields=["measure", "place"], name="observation_measure_place")]

    def __str__(self) -> str:
        return f"{self.measure.code}, {self.place}, {self.submission.period.code}"

    @property
    def is_blank(self) -> bool:
        return not (self.numerator_typed or self.denominator_typed or self.missing)
