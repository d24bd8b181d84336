"""Whether children, young people and families are represented, over all groups."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from governance.models import Body, BodyKind, ReferenceKind, Represents, User
from governance.representation import representation
from tests.factories.governance import BodyFactory, LocalityFactory
from tests.factories.structure import BodyReferenceFactory, SeatFactory

TODAY = date(2026, 10, 8)


@pytest.fixture
def groups(db: None) -> dict[str, Body]:
    """A panel in each locality ought to have parents; the Board has a seat of young people."""
    every = BodyFactory(code="panel", name="Panel", per_locality=True)
    BodyReferenceFactory(body=every, kind=ReferenceKind.MEMBER, represents=Represents.PARENTS,
                         quote="Parents sit on it.")  # fmt: skip
    BodyReferenceFactory(body=every, kind=ReferenceKind.MEMBER, represents=Represents.VCS)
    named = {
        "panel": BodyFactory(code="panel_ne", name="Panel, NE", instance_of=every,
                             place=LocalityFactory()),
        "board": BodyFactory(name="The Board"),
        "forum": BodyFactory(code="f", name="Youth forum", kind=BodyKind.VOICE_FORUM),
        "other": BodyFactory(code="o", name="Finance group"),
    }  # fmt: skip
    SeatFactory(body=named["board"], represents=Represents.YOUNG_PEOPLE)
    SeatFactory(body=named["other"], represents=Represents.PARENTS, ends_on=date(2026, 10, 7))
    return named


def test_a_group_counts_where_a_seat_speaks_for_them_today(groups: dict[str, Body]) -> None:
    found = representation(on=TODAY)

    assert [each.body for each in found.lacking] == [groups["panel"]]
    assert [each.body for each in found.represented] == [groups["board"]]
    assert found.forums == [groups["forum"]]
    assert [each.body for each in found.others] == [groups["other"]]

    SeatFactory(body=groups["panel"], represents=Represents.PARENTS)
    assert representation(on=TODAY).lacking == []


def test_every_group_is_on_one_page_in_as_many_queries(
    groups: dict[str, Body],
    sign_in: Callable[[User], Client],
    board_member: User,
    frozen: object,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    for number in range(3):
        SeatFactory(body=BodyFactory(code=f"g{number}"), represents=Represents.PARENTS)
    client = sign_in(board_member)
    with django_assert_max_num_queries(12):
        page = " ".join(client.get("/governance/represented/").content.decode().split())

    assert "represented on 4 of 6 groups" in page
    assert "1 group that ought to have them has not." in page
    assert "“Parents sit on it.”" in page
    assert page.index("Forums of their own") < page.index("Youth forum")
