"""Plans and contracts of others, what they ask for, and what of ours answers it."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from outcomes.models import CrosswalkLink, Scheme, SchemeRequirement
from tests.factories.outcomes import MeasureFactory


class SchemeFactory(DjangoModelFactory[Scheme]):
    class Meta:
        model = Scheme
        django_get_or_create = ("code",)

    code = "parenting-contract"
    kind = "contract"
    title = "Parenting programmes contract"
    owner = "Tower Hamlets Council"


class SchemeRequirementFactory(DjangoModelFactory[SchemeRequirement]):
    class Meta:
        model = SchemeRequirement

    scheme = factory.SubFactory(SchemeFactory)
    reference = factory.Sequence(lambda n: f"KPI {n + 1}")
    text = "Parents who finish a programme"


class CrosswalkLinkFactory(DjangoModelFactory[CrosswalkLink]):
    """Nearly what a measure counts, unless `measure` is None and something else is given."""

    class Meta:
        model = CrosswalkLink

    requirement = factory.SubFactory(SchemeRequirementFactory)
    match = "close"
    measure = factory.SubFactory(MeasureFactory)
