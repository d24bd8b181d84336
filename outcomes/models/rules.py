"""By which rules figures are judged and hidden, and from where a series is judged anew."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from ehportal.append_only import AppendOnlyModel, AppendOnlyQuerySet
from ehportal.constraints import one_of
from outcomes.models.measures import DisclosureRules, Measure
from outcomes.models.periods import Period


class TwoSigma(models.TextChoices):
    """Which points count in the two-of-three rule of a control chart."""

    ALL_BEYOND = "all_beyond_2_sigma", "All beyond two sigma (national, November 2023)"
    BETWEEN = "between_2_and_3_sigma_only", "Only those between two and three sigma"


class StatisticalRules(AppendOnlyModel):
    """A numbered set of settings for charts and small numbers. A change is a new version.

    Each publication says under which version it was made, so that it can be worked out again.
    """

    version = models.SlugField(
        max_length=20, unique=True, help_text="Such as xmr-2. Publications name it."
    )
    name = models.CharField(max_length=120)
    shift_points = models.PositiveSmallIntegerField(
        "points in a shift",
        default=7,
        validators=[MinValueValidator(5), MaxValueValidator(12)],
        help_text="So many in a row on one side of the average are a signal.",
    )
    trend_points = models.PositiveSmallIntegerField(
        "points in a trend",
        default=7,
        validators=[MinValueValidator(5), MaxValueValidator(12)],
        help_text="So many in a row rising, or falling, are a signal.",
    )
    two_sigma = models.CharField(
        "two of three", max_length=30, choices=TwoSigma, default=TwoSigma.ALL_BEYOND
    )
    limit_constant = models.FloatField(
        "limits at", default=2.66, help_text="So many average moving ranges from the average."
    )
    screen_ranges = models.BooleanField(
        "leave out large moving ranges",
        default=True,
        help_text="Once, before limits are worked out, so that one odd figure does not widen them.",
    )
    screen_constant = models.FloatField(
        "large from", default=3.267, help_text="So many times their average."
    )
    fewest_for_limits = models.PositiveSmallIntegerField(
        "points for trial limits", default=5, validators=[MinValueValidator(3)]
    )
    fewest_for_findings = models.PositiveSmallIntegerField(
        "points for findings", default=13, validators=[MinValueValidator(5)]
    )
    disclosure_rules = models.CharField(
        "small numbers",
        max_length=24,
        choices=DisclosureRules,
        default=DisclosureRules.DFE,
        help_text="The partnership's rule. A measure's owner may ask for a stricter one.",
    )
    in_force_from = models.DateField(
        null=True,
        blank=True,
        help_text="What is published from this day on is judged by it. Empty: kept to compare.",
    )
    reason = models.TextField(help_text="Why these settings.")
    approved_by = models.CharField(max_length=200, help_text="The body or person who agreed it.")
    recorded_at = models.DateTimeField(editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        help_text="Empty where it came with the portal.",
    )

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = [F("in_force_from").desc(nulls_last=True), "-pk"]
        verbose_name_plural = "statistical rules"
        constraints = [
            one_of("two_sigma", TwoSigma),
            one_of("disclosure_rules", DisclosureRules),
            models.CheckConstraint(
                condition=Q(
                    limit_constant__gt=0,
                    screen_constant__gt=1,
                    shift_points__range=(5, 12),
                    trend_points__range=(5, 12),
                ),
                name="outcomes_statisticalrules_possible",
                violation_error_message="Limits must be above 0, and large ranges above average.",
            ),
            models.CheckConstraint(
                condition=Q(
                    fewest_for_limits__gte=3, fewest_for_findings__gte=F("fewest_for_limits")
                ),
                name="outcomes_statisticalrules_points_in_order",
                violation_error_message="Findings need at least as many points as trial limits.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.name}"


class RebaseQuerySet(models.QuerySet["Rebase"]):
    def standing(self) -> RebaseQuerySet:
        """Those that nobody has taken back."""
        return self.filter(withdrawn_at=None)


class Rebase(models.Model):
    """A new baseline: from a period on, a series has limits of its own. A person decides it.

    What was published before it was recorded stays as it was judged then.
    """

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="rebases")
    place = models.ForeignKey("governance.Place", on_delete=models.PROTECT)
    period = models.ForeignKey(
        Period, on_delete=models.PROTECT, help_text="The first period of the new baseline."
    )
    reason = models.TextField(help_text="What changed, and why it is expected to last.")
    asked_by = models.CharField(max_length=200)
    approved_by = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Empty where it was loaded from an export.",
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_because = models.TextField(blank=True)

    objects = RebaseQuerySet.as_manager()

    class Meta:
        ordering = ["measure", "place__order", "period__starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "place", "period"],
                condition=Q(withdrawn_at=None),
                name="outcomes_rebase_standing_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_by=None) | ~Q(withdrawn_at=None),
                name="outcomes_rebase_withdrawn_by_with_a_day",
                violation_error_message="Who took it back did so at a moment.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="outcomes_rebase_has_reason",
                violation_error_message="Say what changed.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure.code}, {self.place}, from {self.period}"
