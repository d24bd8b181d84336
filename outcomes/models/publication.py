"""What was published: numbered, immutable, and the only figures that dashboards read."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from ehportal.append_only import AppendOnlyModel, AppendOnlyQuerySet
from outcomes.models.measures import Measure
from outcomes.models.periods import Period


class PublicationQuerySet(AppendOnlyQuerySet):
    def latest_of_all(self) -> Publication | None:
        return self.select_related("period").order_by("-number").first()


class Publication(AppendOnlyModel):
    """A numbered release of one period's figures. A correction is a new one, with a reason."""

    number = models.PositiveIntegerField(unique=True)
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="publications")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.TextField(blank=True, help_text="Why the period is published again.")
    is_correction = models.BooleanField(default=False)
    is_illustrative = models.BooleanField(
        default=False, help_text="Holds synthetic figures of a demonstration."
    )
    rules_version = models.CharField(max_length=60, help_text="Of calculation and disclosure.")
    owner_rules = models.JSONField(
        null=True, help_text="Measures whose small numbers were hidden by their owner's own rule."
    )
    submissions_expected = models.PositiveIntegerField()
    submissions_included = models.PositiveIntegerField()
    late_or_missing = models.JSONField(
        default=list, help_text="Names of the reporters whose figures are not in it."
    )
    in_full = models.JSONField(
        null=True,
        editable=False,
        help_text="Names of the reporters whose figures are all in it. Empty: not noted then.",
    )
    loaded_at = models.DateTimeField(
        null=True,
        editable=False,
        help_text="When it was loaded from an export, without what it hid. Empty: published here.",
    )
    # Null, not blank: a column with a default would rebuild the table on SQLite, triggers dropped.
    publisher = models.CharField(  # noqa: DJ001
        max_length=150,
        null=True,
        editable=False,
        help_text="Who published it, as they were called, where it was loaded from an export.",
    )
    signals = models.PositiveIntegerField(default=0)
    signals_by_chance = models.DecimalField(max_digits=6, decimal_places=1, default=0)
    measures_with_enough_history = models.PositiveIntegerField(default=0)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_correction=False) | ~Q(reason=""),
                name="outcomes_publication_correction_has_reason",
                violation_error_message="Say why these figures are published again.",
            )
        ]

    def __str__(self) -> str:
        return f"Publication {self.number}, {self.period}"


class PublishedFigure(AppendOnlyModel):
    """One figure as it left the partnership: after adding up, after disclosure control."""

    # No key has an index of its own: each would hold a row for every figure ever published, and
    # lead a database that keeps no statistics to read a fifth of them for one page. Figures are
    # found by a measure's series, or by the publication (which is of one period).
    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="figures", db_index=False
    )
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, related_name="published", db_index=False
    )
    place = models.ForeignKey("governance.Place", on_delete=models.PROTECT, db_index=False)
    period = models.ForeignKey(Period, on_delete=models.PROTECT, db_index=False)
    category = models.ForeignKey(
        "outcomes.Category", on_delete=models.PROTECT, null=True, db_index=False
    )
    numerator = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    denominator = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    value = models.FloatField(null=True)
    lower = models.FloatField(null=True)
    upper = models.FloatField(null=True)
    shorthand = models.CharField(
        max_length=10, blank=True, help_text="c, x, z or r (Government Analysis Function)."
    )
    reporters_expected = models.PositiveSmallIntegerField()
    reporters_included = models.PositiveSmallIntegerField()
    note = models.TextField(blank=True, help_text="What reporters said of it.")
    source = models.CharField(max_length=300, blank=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["publication", "measure__order", "place__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "measure", "place", "period", "category"],
                name="outcomes_publishedfigure_category_once",
            ),
            models.UniqueConstraint(
                fields=["publication", "measure", "place", "period"],
                condition=Q(category__isnull=True),
                name="outcomes_publishedfigure_everybody_once",
            ),
            models.CheckConstraint(
                condition=~Q(shorthand__in=["c", "x", "z"])
                | Q(
                    numerator__isnull=True,
                    denominator__isnull=True,
                    value__isnull=True,
                    lower__isnull=True,
                    upper__isnull=True,
                ),
                name="outcomes_publishedfigure_hidden_holds_nothing",
            ),
        ]
        indexes = [
            # On PostgreSQL migration 0003 builds it in the order of the file of open data.
            models.Index(
                fields=["measure", "category", "place", "period", "publication"],
                name="figure_series",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure.code}, {self.place}, {self.period.code}"


class WithheldFigure(AppendOnlyModel):
    """The true value of a figure that a publication hid, or rounded.

    Read by disclosure control alone, so that a later publication does not give it away. No page,
    export, chart or admin page reads it.
    """

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="withheld")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT)
    place = models.ForeignKey("governance.Place", on_delete=models.PROTECT)
    category = models.ForeignKey("outcomes.Category", on_delete=models.PROTECT, null=True)
    numerator = models.DecimalField(max_digits=18, decimal_places=4)
    denominator = models.DecimalField(max_digits=18, decimal_places=4, null=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["publication", "measure__order", "place__order"]

    def __str__(self) -> str:
        return f"{self.measure.code}, {self.place}, publication {self.publication.number}"


class MeasureSummary(AppendOnlyModel):
    """What a dashboard row says of one measure in one place, ready to print."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="summaries")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT)
    place = models.ForeignKey("governance.Place", on_delete=models.PROTECT)
    period = models.ForeignKey(
        Period, on_delete=models.PROTECT, help_text="The period of its latest figure."
    )
    is_due = models.BooleanField(help_text="A figure was due in the publication's period.")
    value = models.FloatField(null=True)
    shorthand = models.CharField(max_length=10, blank=True)
    value_text = models.CharField(max_length=40, help_text="24.3%, 158, [c] ...")
    of_text = models.CharField(max_length=60, blank=True, help_text="253 of 1,041")
    change_text = models.CharField(max_length=80, blank=True, help_text="Up 3.1 percentage points")
    coverage_text = models.CharField(max_length=120, blank=True, help_text="4 of 4 localities")
    finding = models.CharField(
        max_length=12, help_text="better, worse, changed, no_change, too_early, no_figure"
    )
    finding_text = models.CharField(max_length=200, blank=True, help_text="Which rule, in words.")
    sparkline = models.TextField(blank=True, help_text="Inline SVG, made when published.")

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["publication", "measure__order", "place__order"]
        verbose_name_plural = "measure summaries"
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "place", "measure"], name="outcomes_measuresummary_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure.code}, {self.place}, publication {self.publication.number}"


class PublishedWording(AppendOnlyModel):
    """What stood round a publication's figures on the day: titles, targets, priorities, decisions.

    All of that is edited later. A pack is read again from this, so that it says a year on what it
    said to the Board. `outcomes.kept` says what is in it.
    """

    publication = models.OneToOneField(
        Publication, on_delete=models.PROTECT, related_name="wording"
    )
    content = models.JSONField()

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["publication"]

    def __str__(self) -> str:
        return f"Wording of publication {self.publication.number}"
