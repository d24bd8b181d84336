"""Where: the borough, its four localities and their sites. Who: partner organisations."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ehportal.constraints import ends_after_start, one_of
from governance.models.documents import Sourced


class PlaceKind(models.TextChoices):
    LOCALITY = "locality", "Locality"
    BOROUGH = "borough", "Borough"
    REGION = "region", "Region"
    COUNTRY = "country", "Country"


class PlaceQuerySet(models.QuerySet["Place"]):
    def localities(self) -> PlaceQuerySet:
        return self.filter(kind=PlaceKind.LOCALITY)

    def reported(self) -> PlaceQuerySet:
        """The borough and its localities: the places that figures are collected for."""
        return self.filter(kind__in=[PlaceKind.LOCALITY, PlaceKind.BOROUGH])


class Place(models.Model):
    """A locality, the borough, or an area it is compared with."""

    code = models.CharField(
        max_length=12,
        unique=True,
        help_text="ONS code where the place has one (E09000030), otherwise ours (TH-NE).",
    )
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=10, choices=PlaceKind)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )
    order = models.PositiveSmallIntegerField(default=0)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]
        constraints = [one_of("kind", PlaceKind)]

    def __str__(self) -> str:
        return self.name

    @property
    def is_borough(self) -> bool:
        return self.kind == PlaceKind.BOROUGH


class Organisation(Sourced):
    """A partner organisation, or a sector that reports as one."""

    code = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=150)
    aliases = models.JSONField(
        default=list, blank=True, help_text="Other names the documents use for it."
    )
    quote = models.TextField(blank=True, help_text="Where a document names it, word for word.")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(
        null=True, blank=True, help_text="Set when it merges or leaves; old figures stay."
    )

    class Meta:
        ordering = ["name"]
        constraints = [ends_after_start()]

    def __str__(self) -> str:
        return self.name


class SiteKind(models.TextChoices):
    FAMILY_HUB = "family_hub", "Family hub"
    CENTRE = "centre", "Children and family centre"
    SAFE_PLACE = "safe_place", "Safe place"


class Site(Sourced):
    """A family hub, or a centre or safe place linked to its hub."""

    code = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=20, choices=SiteKind)
    locality = models.ForeignKey(
        Place, on_delete=models.PROTECT, limit_choices_to={"kind": PlaceKind.LOCALITY}
    )
    hub = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="linked_sites",
        limit_choices_to={"kind": SiteKind.FAMILY_HUB},
        help_text="The family hub that a centre or a safe place is linked to.",
    )
    name_is_stated = models.BooleanField(
        default=True, help_text="Untick while the name is ours because no document prints one."
    )

    class Meta:
        ordering = ["locality__order", "kind", "name"]
        constraints = [
            one_of("kind", SiteKind),
            models.CheckConstraint(
                condition=~Q(kind=SiteKind.FAMILY_HUB) | Q(hub__isnull=True),
                name="governance_site_hub_has_no_hub",
                violation_error_message="A family hub is not linked to another hub.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
