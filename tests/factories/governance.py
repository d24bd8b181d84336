"""People, places, organisations and bodies. Nothing is random."""

from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from governance.models import (
    Body,
    BodyKind,
    Membership,
    Organisation,
    Place,
    PlaceKind,
    Role,
    Site,
    SiteKind,
    SourceDocument,
    User,
)

PASSWORD = "a-password-for-tests"
JOINED = date(2020, 4, 1)


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@ehportal.example")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.django.Password(PASSWORD)


class SourceDocumentFactory(DjangoModelFactory[SourceDocument]):
    class Meta:
        model = SourceDocument
        django_get_or_create = ("code",)

    code = "early-help-strategy"
    title = "Tower Hamlets Early Help Strategy 2025 - 2028"
    kind = "strategy"
    file = "strategy.txt"
    sha256 = "0" * 64


class BoroughFactory(DjangoModelFactory[Place]):
    class Meta:
        model = Place
        django_get_or_create = ("code",)

    code = "E09000030"
    slug = "tower-hamlets"
    name = "Tower Hamlets"
    kind = PlaceKind.BOROUGH
    order = 0


class LocalityFactory(DjangoModelFactory[Place]):
    class Meta:
        model = Place
        django_get_or_create = ("code",)

    code = "TH-NE"
    slug = factory.LazyAttribute(lambda place: place.name.lower().replace(" ", "-"))
    name = "North East"
    kind = PlaceKind.LOCALITY
    parent = factory.SubFactory(BoroughFactory)
    order = 1


class OrganisationFactory(DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation
        django_get_or_create = ("code",)

    code = factory.LazyAttribute(lambda o: o.name.lower().replace(" ", "-"))
    name = "Barts Health"


class BodyFactory(DjangoModelFactory[Body]):
    class Meta:
        model = Body
        django_get_or_create = ("code",)

    code = "eh_board"
    name = "Early Help Partnership Board"
    kind = BodyKind.BOARD


class SiteFactory(DjangoModelFactory[Site]):
    class Meta:
        model = Site
        django_get_or_create = ("code",)

    code = "family-hub-north-east"
    name = "Family Hub, North East"
    kind = SiteKind.FAMILY_HUB
    locality = factory.SubFactory(LocalityFactory)


class MembershipFactory(DjangoModelFactory[Membership]):
    """An administrator's unless a role is given: it alone is of no place and no body."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    role = Role.ADMINISTRATOR
    starts_on = JOINED

    class Params:
        board = factory.Trait(role=Role.BOARD_MEMBER, body=factory.SubFactory(BodyFactory))
        coordinator = factory.Trait(role=Role.COORDINATOR, body=factory.SubFactory(BodyFactory))
        administrator = factory.Trait(role=Role.ADMINISTRATOR)
