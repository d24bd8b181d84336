"""When: the quarters that figures are collected for, and the dates of their collection."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ehportal.constraints import ends_after_start, one_of


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
    entries_close_on = models.DateField(
        "last day to hand in",
        help_text="After this day figures that were never handed in are no longer taken.",
    )
    closes_on = models.DateField(
        help_text="Until this day figures that were handed in can be sent back and corrected."
    )
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
                condition=Q(
                    opens_on__lte=F("due_on"),
                    due_on__lte=F("entries_close_on"),
                    entries_close_on__lte=F("closes_on"),
                ),
                name="outcomes_period_dates_in_order",
                violation_error_message=(
                    "It must open, fall due, end handing in and close in that order."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def is_open(self, on: date) -> bool:
        """Whether some figures may still be changed on a day: those that were handed in."""
        return self.opened_at is not None and self.opens_on <= on <= self.closes_on
