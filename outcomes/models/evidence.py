"""What figures are held against: baselines, comparators, targets; and what is still missing."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from ehportal.constraints import one_of
from governance.models.documents import Sourced
from outcomes.models.measures import Measure, MeasureStatus


class Baseline(Sourced):
    """A figure a strategy prints, as it prints it. Contradictory ones are kept side by side."""

    code = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=250)
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    value_text = models.CharField(max_length=120, help_text="As printed.")
    unit = models.CharField(max_length=60, blank=True)
    qualifier = models.CharField(max_length=40, blank=True)
    period = models.CharField(max_length=120, blank=True)
    geography = models.CharField(max_length=120, blank=True)
    section = models.CharField(max_length=250, blank=True)
    area_code = models.SlugField(blank=True, help_text="The outcome area it is printed under.")
    area_suggested = models.SlugField(blank=True)
    category = models.CharField(max_length=20, blank=True)
    caveat = models.TextField(blank=True)
    original_source = models.CharField(max_length=250, blank=True)
    quote = models.TextField()
    metrics = models.ManyToManyField("outcomes.Metric", blank=True, related_name="baselines")
    contradicts = models.ManyToManyField("self", blank=True)
    extra = models.JSONField(default=dict, blank=True, help_text="Other details of the record.")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return f"{self.title}: {self.value_text}"


class BaselineComparator(models.Model):
    """The same figure elsewhere, as printed beside a baseline."""

    baseline = models.ForeignKey(Baseline, on_delete=models.CASCADE, related_name="comparators")
    geography = models.CharField(max_length=120)
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    value_text = models.CharField(max_length=120)
    period = models.CharField(max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["baseline", "order"]

    def __str__(self) -> str:
        return f"{self.geography}: {self.value_text}"


class Comparator(models.Model):
    """A measure's published value elsewhere, such as London, with its source."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="comparators")
    place = models.ForeignKey("governance.Place", on_delete=models.PROTECT)
    period_label = models.CharField(max_length=60)
    starts_on = models.DateField(help_text="First day of the period the value is for.")
    value = models.DecimalField(max_digits=14, decimal_places=4)
    upper_value = models.DecimalField(
        max_digits=14,
        decimal_places=4,
        null=True,
        blank=True,
        help_text="Where the source prints a range, its upper end.",
    )
    source = models.CharField(max_length=300)
    reason = models.TextField(blank=True, help_text="Why it is a fair comparison.")
    approved_by = models.CharField(
        max_length=200, blank=True, help_text="The body or person who agreed it."
    )

    class Meta:
        ordering = ["measure", "place__order", "-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "place", "starts_on"], name="outcomes_comparator_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure.code}, {self.place}, {self.period_label}"


class Target(models.Model):
    """The value we aim for, from a date, with its reason and who agreed it."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="targets")
    place = models.ForeignKey("governance.Place", on_delete=models.PROTECT)
    value = models.DecimalField(max_digits=14, decimal_places=4)
    starts_on = models.DateField(help_text="From when it is the target.")
    due_on = models.DateField(null=True, blank=True, help_text="By when it should be reached.")
    reason = models.TextField()
    approved_by = models.CharField(max_length=200, help_text="The body or person who agreed it.")

    class Meta:
        ordering = ["measure", "place__order", "-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "place", "starts_on"], name="outcomes_target_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure.code}, {self.place}: {self.value}"


class StartingPoint(models.Model):
    """Where a measure stood when we began, in its own unit: what the figures are held against.

    A strategy's printed figure (`Baseline`) is often counted otherwise; this one is agreed.
    """

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="starting_points")
    place = models.ForeignKey("governance.Place", on_delete=models.PROTECT)
    value = models.DecimalField(max_digits=14, decimal_places=4)
    period_label = models.CharField("period", max_length=60, help_text="2023/24, March 2024 ...")
    starts_on = models.DateField("first day of the period")
    source = models.CharField(max_length=300, help_text="Where the figure is from.")
    reason = models.TextField(blank=True, help_text="Why this figure.")
    approved_by = models.CharField(max_length=200, help_text="The body or person who agreed it.")

    class Meta:
        ordering = ["measure", "place__order", "-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "place", "starts_on"], name="outcomes_startingpoint_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure.code}, {self.place}, {self.period_label}: {self.value}"


class Tolerance(models.Model):
    """How far from its target a figure is still called near it, from a date on.

    In the measure's own unit. Who chose it, and why, is said wherever it is used.
    """

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="tolerances")
    value = models.DecimalField(
        max_digits=14,
        decimal_places=4,
        validators=[MinValueValidator(0)],
        help_text="In the measure's unit; percentage points for a percentage.",
    )
    starts_on = models.DateField(help_text="From when it is used.")
    reason = models.TextField()
    approved_by = models.CharField(max_length=200, help_text="The body or person who agreed it.")

    class Meta:
        ordering = ["measure", "-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "starts_on"], name="outcomes_tolerance_once"
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="outcomes_tolerance_not_negative",
                violation_error_message="A tolerance cannot be less than 0.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure.code}: within {self.value}"


class GapReason(models.TextChoices):
    NOT_COLLECTED = "not_collected", "Not collected"
    NOT_SHARED = "collected_not_shared", "Collected but not shared"
    NO_DEFINITION = "no_agreed_definition", "No agreed definition"
    CANNOT_SPLIT = "cannot_be_split", "Cannot be split this way"
    NATIONAL_ONLY = "national_only", "Only national figures exist"


class DataGapQuerySet(models.QuerySet["DataGap"]):
    def open(self) -> DataGapQuerySet:
        """Those that nobody has filled, of measures that are still asked for."""
        return self.filter(filled_on=None).exclude(measure__status=MeasureStatus.RETIRED)


class DataGap(Sourced):
    """A measure that nobody can supply yet: why, what might fill it, and who is on it."""

    measure = models.OneToOneField(Measure, on_delete=models.PROTECT, related_name="gap")
    quote = models.TextField(blank=True, help_text="The strategy's own words.")
    reason = models.CharField(max_length=25, choices=GapReason)
    explanation = models.TextField()
    potential_solution = models.TextField()
    with_others = models.BooleanField(
        "with other boroughs or the national collaborative", default=False
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="owns_gaps",
    )
    review_on = models.DateField("next review", null=True, blank=True)
    filled_on = models.DateField(null=True, blank=True, help_text="Set when figures start.")

    objects = DataGapQuerySet.as_manager()

    class Meta:
        ordering = ["measure__order"]
        constraints = [
            one_of("reason", GapReason),
            models.CheckConstraint(
                condition=~Q(potential_solution=""),
                name="outcomes_datagap_has_solution",
                violation_error_message="Say what might fill the gap.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.get_reason_display()}"
