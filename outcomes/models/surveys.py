"""Figures of surveys, each with where it is from; two that differ are both kept."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from ehportal.constraints import one_of
from outcomes.models.measures import Area, Measure
from outcomes.models.voice import NO_NAMES, Consultation


class SurveyFigure(models.Model):
    """What a share of those who were asked said: numbers of people, or the share as published."""

    consultation = models.ForeignKey(
        Consultation, on_delete=models.PROTECT, related_name="figures", verbose_name="survey"
    )
    question = models.CharField(max_length=300, help_text=f"What was asked or said. {NO_NAMES}")
    population = models.CharField(
        max_length=150, help_text="Of whom: secondary pupils, Somali families, everybody ..."
    )
    number = models.PositiveIntegerField(null=True, blank=True, help_text="How many said so.")
    base = models.PositiveIntegerField(null=True, blank=True, help_text="How many answered.")
    percent = models.DecimalField(
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text="Where only the share is published.",
    )
    source = models.CharField(max_length=300, help_text="Where the figure is printed.")
    area = models.CharField("outcome area", max_length=12, choices=Area, blank=True)
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="survey_figures"
    )

    class Meta:
        ordering = ["question", "population", "pk"]
        constraints = [
            one_of("area", Area, or_blank=True),
            models.CheckConstraint(
                condition=Q(number__isnull=False, base__isnull=False, percent__isnull=True)
                | Q(number__isnull=True, base__isnull=True, percent__isnull=False),
                name="outcomes_surveyfigure_counted_or_share",
                violation_error_message="Give the two numbers, or the share.",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(base__gte=1, number__lte=F("base")),
                name="outcomes_surveyfigure_no_more_than_answered",
                violation_error_message="No more can have said so than answered.",
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__gte=0, percent__lte=100),
                name="outcomes_surveyfigure_percent_in_range",
                violation_error_message="A share lies from 0 to 100.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} ({self.population})"

    def get_absolute_url(self) -> str:
        return reverse("outcomes:edit_survey_figure", args=[self.pk])

    @property
    def share(self) -> Decimal:
        """The share in per cent, from the two numbers where they are given."""
        if self.percent is not None:
            return self.percent
        return Decimal(100) * (self.number or 0) / (self.base or 1)
