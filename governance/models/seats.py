"""Who sits on a body: organisations and roles, never named people."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from ehportal.constraints import ends_after_start, one_of
from governance.models.bodies import Body
from governance.models.documents import Sourced
from governance.models.places import Organisation, Site, SiteKind
from governance.represents import Represents

NO_NAMES_OF_FAMILIES = "No names of children, parents or people who took part."
NO_NAMES = "A role, such as head of early help. Never the name of a child, a parent or a member."


class SeatQuerySet(models.QuerySet["Seat"]):
    def current(self, on: date) -> SeatQuerySet:
        """The seats that are filled on a day; one without dates always is."""
        return self.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=on),
            Q(ends_on__isnull=True) | Q(ends_on__gte=on),
        )


class Seat(Sourced):
    """A seat on a body, held by an organisation, by somebody in a role, or by both."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="seats")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="seats"
    )
    role = models.CharField(max_length=150, blank=True, help_text=NO_NAMES)
    represents = models.CharField(max_length=20, choices=Represents, blank=True)
    site = models.ForeignKey(
        Site,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="seats",
        limit_choices_to={"kind": SiteKind.SAFE_PLACE},
        help_text="For the manager of a safe place: which one.",
    )
    is_chair = models.BooleanField("chairs it", default=False)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    quote = models.TextField(blank=True, help_text="Where a document says so, word for word.")

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["body", "-is_chair", "organisation__name", "role"]
        constraints = [
            one_of("represents", Represents, or_blank=True),
            ends_after_start(),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | ~Q(role=""),
                name="governance_seat_is_held",
                violation_error_message="A seat is held by an organisation, a role, or both.",
            ),
        ]

    def __str__(self) -> str:
        parts = (self.role, self.site, self.organisation)
        return ", ".join(str(part) for part in parts if part)
