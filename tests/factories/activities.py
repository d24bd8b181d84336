"""What teams do for families, and what it contributes to."""

from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from outcomes.models import Activity, Contribution, EvidenceKind
from tests.conftest import NOW
from tests.factories.governance import LocalityFactory, OrganisationFactory, UserFactory
from tests.factories.outcomes import OutcomeFactory


class ActivityFactory(DjangoModelFactory[Activity]):
    class Meta:
        model = Activity

    title = "Stay and play"
    what = "Two hours of play each Tuesday, for families with children under five."
    team = "Early years team"
    organisation = factory.SubFactory(OrganisationFactory)
    place = factory.SubFactory(LocalityFactory)
    starts_on = date(2026, 4, 1)


class ContributionFactory(DjangoModelFactory[Contribution]):
    class Meta:
        model = Contribution

    activity = factory.SubFactory(ActivityFactory)
    outcome = factory.SubFactory(OutcomeFactory)
    how = "Parents practise talking and playing with their children."
    evidence = "Our own survey of parents, each spring."
    kind = EvidenceKind.FAMILIES
    changed_at = NOW
    changed_by = factory.SubFactory(UserFactory)
