"""The measure library: how each metric is counted, once, for every framework that asks."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ehportal.constraints import both_or_neither, one_of


class MeasureType(models.TextChoices):
    COUNT = "count", "Count"
    PROPORTION = "proportion", "Proportion"
    RATE = "rate", "Rate"
    MEAN = "mean", "Mean"
    DURATION = "duration", "Duration"
    YES_NO = "yes_no", "Yes or no"
    NARRATIVE = "narrative", "Narrative"


class Polarity(models.TextChoices):
    HIGHER = "higher", "Higher is better"
    LOWER = "lower", "Lower is better"
    NONE = "none", "No judgement"


class Frequency(models.TextChoices):
    QUARTERLY = "quarterly", "Every quarter"
    ANNUAL = "annual", "Once a year"


class MeasureStatus(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    CONFIRMED = "confirmed", "Confirmed"
    RETIRED = "retired", "Retired"


class OverAreas(models.TextChoices):
    SUM = "sum", "Add the counts"
    RATIO = "ratio", "Add numerators, add denominators, then divide"
    NONE = "none", "Does not add up"


class OverTime(models.TextChoices):
    SUM = "sum", "Add the counts"
    RATIO = "ratio", "Add numerators, add denominators, then divide"
    LATEST = "latest", "Take the latest"
    NONE = "none", "Does not add up"


class Pattern(models.TextChoices):
    """How a measure's figures hang together, which no control chart can see for itself."""

    ROLLING = "rolling", "Each figure shares periods with the last"
    SEASONAL = "seasonal", "The same quarter differs every year"


class Accountability(models.TextChoices):
    POPULATION = "population", "Everyone's: how families are"
    SERVICE = "service", "Someone's: what a service does"


class Area(models.TextChoices):
    """Where a measure's figures are entered and read: an outcome area, or the family hubs."""

    SAFE = "safe", "Safe"
    HEALTHY = "healthy", "Healthy"
    HAPPY = "happy", "Happy"
    LEARNING = "learning", "Learning"
    ENGAGED = "engaged", "Engaged"
    FAMILY_HUBS = "family-hubs", "Family hubs"


class ForWhom(models.TextChoices):
    """The level of the Early Help Outcomes Framework that a measure speaks to."""

    CHILDREN = "bcyp", "Babies, children and young people"
    PARENTS = "parents", "Parents and carers"
    SERVICES = "service", "Service and system"


class FiguresFor(models.TextChoices):
    LOCALITIES = "localities", "Each locality"
    BOROUGH = "borough", "The borough only"


class DisclosureRules(models.TextChoices):
    """How small numbers of people are hidden; the names are those of `outcomes.disclosure`."""

    DFE = "dfe_1_to_5", "Hide 1 to 5 (Department for Education)"
    NHS = "nhs_1_to_7_round_5", "Hide 1 to 7, round to 5 (NHS)"


class Breakdown(models.Model):
    """A way of splitting a figure: ethnicity, sex, age band, SEND, care experience ..."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=100)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Category(models.Model):
    """One value of a breakdown, such as 'Bangladeshi' or 'Not stated'."""

    breakdown = models.ForeignKey(Breakdown, on_delete=models.PROTECT, related_name="categories")
    code = models.SlugField()
    name = models.CharField(max_length=100)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["breakdown", "order"]
        verbose_name_plural = "categories"
        constraints = [
            models.UniqueConstraint(
                fields=["breakdown", "code"], name="outcomes_category_code_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


def character(is_strength: bool, status: str) -> str:
    """What a measure counts; with its definition, that too is proposed until it is confirmed."""
    name = "a strength" if is_strength else "a deficit"
    return f"{name}, proposed" if status == MeasureStatus.PROPOSED else name


class MeasureQuerySet(models.QuerySet["Measure"]):
    def in_use(self, on: date) -> MeasureQuerySet:
        """Measures that are not retired on a date."""
        return self.filter(Q(retired_on__isnull=True) | Q(retired_on__gt=on))


class Measure(models.Model):
    """The operational definition somebody can count: reported once, used everywhere."""

    code = models.CharField(
        max_length=12,
        unique=True,
        validators=[
            RegexValidator(r"^[A-Z]{3}-\d{3}$", "Write three letters, a dash, three digits.")
        ],
        help_text="Stable, such as HEA-101. It never changes once figures are collected.",
    )
    title = models.CharField(max_length=90)
    area = models.CharField(
        max_length=12, choices=Area, help_text="The section of a submission it is entered in."
    )
    level = models.CharField(max_length=10, choices=ForWhom)
    type = models.CharField(max_length=12, choices=MeasureType)
    unit = models.CharField(max_length=40, help_text="%, per 1,000, families, days ...")
    multiplier = models.PositiveIntegerField(
        default=1, validators=[MinValueValidator(1)], help_text="100 for a percentage."
    )
    numerator = models.TextField(help_text="What is counted, in full.")
    denominator = models.TextField(blank=True, help_text="Out of what, in full.")
    numerator_label = models.CharField(max_length=24, help_text="Over the entry box.")
    denominator_label = models.CharField(max_length=24, blank=True)
    polarity = models.CharField(max_length=10, choices=Polarity)
    frequency = models.CharField(max_length=10, choices=Frequency)
    due_quarter = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="Once a year: the quarter (1 to 4) in whose submission it is reported.",
    )
    over_areas = models.CharField("adds up over areas", max_length=10, choices=OverAreas)
    over_time = models.CharField("adds up over time", max_length=10, choices=OverTime)
    pattern = models.CharField(
        "how its figures hang together",
        max_length=8,
        choices=Pattern,
        blank=True,
        help_text="Empty where each period stands alone. A rolling year or a running total shares "
        "periods with the last figure; school terms and seasons come back every year. Neither is "
        "judged by the control chart.",
    )
    accountability = models.CharField(max_length=12, choices=Accountability)
    is_strength = models.BooleanField(
        "a strength", help_text="Ticked: counts something good. Not ticked: counts a deficit."
    )
    counts_people = models.BooleanField(
        default=True, help_text="Small numbers of people are hidden when figures are published."
    )
    is_sensitive = models.BooleanField(
        "sensitive",
        default=False,
        help_text="0% and 100% of fewer than 10 people are looked at before they are published.",
    )
    owner_rules = models.CharField(
        "rule of the data's owner",
        max_length=24,
        choices=DisclosureRules,
        blank=True,
        help_text="Where whoever owns the data asks for one. The stricter of it and the "
        "partnership's is used.",
    )
    breakdowns = models.ManyToManyField(
        Breakdown, blank=True, related_name="measures", help_text="Splits we would like."
    )
    data_source = models.CharField(max_length=300, blank=True)
    reporter_hint = models.CharField(
        "likely reporter",
        max_length=80,
        blank=True,
        help_text="“localities” or an organisation's code; empty where nobody can supply it yet.",
    )
    places_hint = models.CharField(
        "figures for",
        max_length=12,
        blank=True,
        choices=FiguresFor,
    )
    counts = models.TextField("what counts", blank=True)
    does_not_count = models.TextField("what does not count", blank=True)
    definition_source = models.CharField(
        max_length=300,
        blank=True,
        help_text="The public definition it follows, where there is one.",
    )
    why = models.TextField("why it matters", blank=True)
    expected_low = models.DecimalField(
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="In the measure's unit, for a locality. A result below it is queried.",
    )
    expected_high = models.DecimalField(
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="A result above it is queried.",
    )
    query_change = models.PositiveSmallIntegerField(
        "change that is queried",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Per cent of last quarter's figure, up or down. Empty: no change is queried.",
    )
    query_repeats = models.PositiveSmallIntegerField(
        "quarters with the same figure",
        null=True,
        blank=True,
        default=3,
        validators=[MinValueValidator(2), MaxValueValidator(8)],
        help_text="So many quarters in a row with one figure are queried. Empty: none are.",
    )
    query_swap = models.BooleanField(
        "query numbers that changed places",
        default=True,
        help_text="Where the two numbers look like last quarter's the other way round.",
    )
    query_parts = models.BooleanField(
        "query parts that do not add up",
        default=True,
        help_text="Untick where one person can be in two categories of a breakdown.",
    )
    status = models.CharField(max_length=10, choices=MeasureStatus, default=MeasureStatus.PROPOSED)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The data lead who agreed the definition.",
    )
    confirmed_on = models.DateField(null=True, blank=True)
    review_on = models.DateField("next review", null=True, blank=True)
    retired_on = models.DateField(
        null=True, blank=True, help_text="No figures are asked for from this day. Old ones stay."
    )
    order = models.PositiveSmallIntegerField(default=0)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ["order", "code"]
        constraints = [
            one_of("area", Area),
            one_of("level", ForWhom),
            one_of("type", MeasureType),
            one_of("polarity", Polarity),
            one_of("frequency", Frequency),
            one_of("over_areas", OverAreas),
            one_of("over_time", OverTime),
            one_of("pattern", Pattern, or_blank=True),
            one_of("accountability", Accountability),
            one_of("places_hint", FiguresFor, or_blank=True),
            one_of("owner_rules", DisclosureRules, or_blank=True),
            one_of("status", MeasureStatus),
            both_or_neither("confirmed_on", "confirmed_by"),
            models.CheckConstraint(
                condition=~Q(frequency="annual")
                | Q(due_quarter__isnull=False, due_quarter__range=(1, 4)),
                name="outcomes_measure_annual_has_quarter",
                violation_error_message="Say in which quarter (1 to 4) it is reported each year.",
            ),
            models.CheckConstraint(
                condition=~Q(pattern="seasonal") | Q(frequency="quarterly"),
                name="outcomes_measure_yearly_has_no_seasons",
                violation_error_message="A figure of once a year has no seasons in it.",
            ),
            models.CheckConstraint(
                condition=Q(type__in=["count", "yes_no", "narrative"], denominator="")
                | (Q(type__in=["proportion", "rate", "mean", "duration"]) & ~Q(denominator="")),
                name="outcomes_measure_denominator_by_type",
                violation_error_message=(
                    "A proportion, rate, mean or duration needs a denominator; "
                    "a count, a yes or no and a narrative have none."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(status="confirmed")
                | Q(confirmed_by__isnull=False, confirmed_on__isnull=False),
                name="outcomes_measure_confirmed_by_a_person",
                violation_error_message="Say who confirmed the definition, and when.",
            ),
            models.CheckConstraint(
                condition=~Q(status="retired") | Q(retired_on__isnull=False),
                name="outcomes_measure_retired_on_a_day",
                violation_error_message="Say from which day the measure is retired.",
            ),
            models.CheckConstraint(
                condition=Q(expected_low__isnull=True)
                | Q(expected_high__isnull=True)
                | Q(expected_low__lte=F("expected_high")),
                name="outcomes_measure_expected_in_order",
                violation_error_message="The low end of the range must not be above the high end.",
            ),
            models.CheckConstraint(
                condition=Q(query_change__isnull=True) | Q(query_change__gte=1),
                name="outcomes_measure_query_change_known",
            ),
            models.CheckConstraint(
                condition=Q(query_repeats__isnull=True) | Q(query_repeats__range=(2, 8)),
                name="outcomes_measure_query_repeats_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("dashboards:measure", args=[self.code])

    @property
    def character(self) -> str:
        """'a strength', 'a deficit, proposed': what it counts, and whether that is agreed."""
        return character(self.is_strength, self.status)

    @property
    def has_denominator(self) -> bool:
        return bool(self.denominator)


class MetricMeasure(models.Model):
    """A measure serves a metric, or one component of it."""

    metric = models.ForeignKey("outcomes.Metric", on_delete=models.CASCADE, related_name="serves")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="serves")
    component = models.ForeignKey(
        "outcomes.MetricComponent", on_delete=models.SET_NULL, null=True, blank=True
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["metric", "order"]
        verbose_name = "measure of a metric"
        verbose_name_plural = "measures of metrics"
        constraints = [
            models.UniqueConstraint(
                fields=["metric", "measure"], name="outcomes_metricmeasure_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure.code} serves {self.metric.code}"
