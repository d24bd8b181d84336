"""Who owes which figures."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from ehportal.constraints import ends_after_start
from outcomes.models.measures import Measure


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
    needs_two_people = models.BooleanField(
        "two people sign",
        default=False,
        help_text="One person prepares the figures, and another of the same reporter submits them.",
    )

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
