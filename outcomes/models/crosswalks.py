"""What plans, contracts and funders outside the frameworks ask for, and what of ours answers it.

A crosswalk says, statement by statement, how one scheme of words matches another. The kinds of
match are those of SKOS, the W3C's vocabulary for such tables.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ehportal.constraints import ends_after_start, one_of
from governance.models.documents import Sourced
from outcomes.models.framework import Metric, Outcome, OutcomeArea
from outcomes.models.measures import Measure
from outcomes.models.priorities import Priority


class SchemeKind(models.TextChoices):
    PLAN = "plan", "Plan or strategy"
    FUNDING = "funding", "Funding stream"
    CONTRACT = "contract", "Contract or service"


class Scheme(Sourced):
    """A plan, a funding stream or a contract that asks for outcomes in words of its own."""

    code = models.SlugField(unique=True)
    kind = models.CharField(max_length=10, choices=SchemeKind)
    title = models.CharField(max_length=200)
    owner = models.CharField(
        "whose it is", max_length=200, help_text="The organisation, such as the council."
    )
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    quote = models.TextField(
        "what the strategies say of it", blank=True, help_text="Word for word, where they do."
    )
    where_to_read = models.CharField(
        max_length=300, blank=True, help_text="Where its own wording is published or kept."
    )

    class Meta:
        ordering = ["kind", "title"]
        verbose_name = "plan, contract or funding stream"
        verbose_name_plural = "plans, contracts and funding streams"
        constraints = [one_of("kind", SchemeKind), ends_after_start()]

    def __str__(self) -> str:
        return self.title


class SchemeRequirement(models.Model):
    """One thing a scheme asks for, word for word."""

    scheme = models.ForeignKey(
        Scheme,
        verbose_name="plan, contract or funding stream",
        on_delete=models.CASCADE,
        related_name="requirements",
    )
    reference = models.CharField(
        max_length=30, help_text="Its number there, such as KPI 4 or Outcome 2."
    )
    text = models.TextField(help_text="Word for word as the plan or the contract prints it.")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["scheme", "order", "reference"]
        verbose_name = "requirement of a plan or contract"
        verbose_name_plural = "requirements of plans and contracts"
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "reference"],
                name="outcomes_schemerequirement_reference_once",
                violation_error_message="This plan or contract already has that reference.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.scheme}, {self.reference}"


class Match(models.TextChoices):
    EXACT = "exact", "The same"
    CLOSE = "close", "Nearly the same"
    NARROW = "narrow", "A part of it"
    BROAD = "broad", "More than it"
    RELATED = "related", "Has to do with it"


TARGETS = ("area", "outcome", "priority", "metric", "measure")


def _exactly_one(names: tuple[str, ...]) -> Q:
    """The condition that one of several keys is set and no other."""
    condition = Q()
    for chosen in names:
        condition |= Q(**{f"{name}__isnull": name != chosen for name in names})
    return condition


class CrosswalkLink(models.Model):
    """What of ours answers a requirement, and how well: exactly one thing of one kind."""

    requirement = models.ForeignKey(
        SchemeRequirement, on_delete=models.CASCADE, related_name="links"
    )
    match = models.CharField("ours is", max_length=10, choices=Match)
    area = models.ForeignKey(
        OutcomeArea, on_delete=models.PROTECT, null=True, blank=True, related_name="asked_by"
    )
    outcome = models.ForeignKey(
        Outcome, on_delete=models.PROTECT, null=True, blank=True, related_name="asked_by"
    )
    priority = models.ForeignKey(
        Priority, on_delete=models.PROTECT, null=True, blank=True, related_name="asked_by"
    )
    metric = models.ForeignKey(
        Metric, on_delete=models.PROTECT, null=True, blank=True, related_name="asked_by"
    )
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="asked_by"
    )
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["requirement", "pk"]
        verbose_name = "answer"
        constraints = [
            one_of("match", Match),
            models.CheckConstraint(
                condition=_exactly_one(TARGETS),
                name="outcomes_crosswalklink_one_target",
                violation_error_message="Choose one thing that answers it: an area, an outcome, a "
                "priority, a metric or a measure.",
            ),
            *(
                models.UniqueConstraint(
                    fields=["requirement", target],
                    condition=Q(**{f"{target}__isnull": False}),
                    name=f"outcomes_crosswalklink_{target}_once",
                    violation_error_message="That is said of this requirement already.",
                )
                for target in TARGETS
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requirement}: {self.target}"

    @property
    def target(self) -> models.Model:
        """What answers the requirement."""
        return next(found for name in TARGETS if (found := getattr(self, name)) is not None)
