"""Readers and measures for the tests of the board's pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from governance.models import Place, User
from outcomes.models import Accountability, Area, ForWhom, Measure, Polarity
from tests.factories.outcomes import MeasureFactory


@pytest.fixture
def reader(sign_in: Callable[[User], Client], board_member: User) -> Client:
    """A Board member's browser."""
    return sign_in(board_member)


@pytest.fixture
def booking(borough: Place) -> Measure:
    """Women booking early: a proportion, higher is better, everyone's."""
    return MeasureFactory(
        code="HEA-201",
        title="Women booking antenatal care before 10 weeks",
        level=ForWhom.PARENTS,
        order=1,
    )


@pytest.fixture
def referred(borough: Place) -> Measure:
    """Children referred again: a proportion, lower is better, a service's."""
    return MeasureFactory(
        code="SAF-302",
        title="Children referred to social care again",
        area=Area.SAFE,
        level=ForWhom.SERVICES,
        polarity=Polarity.LOWER,
        accountability=Accountability.SERVICE,
        order=2,
    )


@pytest.fixture
def families(borough: Place) -> Measure:
    """Families on a programme: a count without a judgement."""
    return MeasureFactory(
        code="ENG-201",
        title="Families who finished a parenting programme",
        area=Area.ENGAGED,
        level=ForWhom.PARENTS,
        polarity=Polarity.NONE,
        order=3,
        count=True,
    )
