"""A locality's own page of governance, and the drawing of who reports to whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from governance.drawing import drawing
from governance.models import Body, LineStrength, Place, SiteKind, User
from governance.structure import tree
from tests.factories.collection import MeetingFactory
from tests.factories.governance import BodyFactory, SiteFactory
from tests.factories.structure import ReportingLineFactory, SeatFactory

PAGE = "/governance/localities/north-east/"


@pytest.fixture
def reader(sign_in: Callable[[User], Client], board_member: User) -> Client:
    return sign_in(board_member)


def read(client: Client, path: str = PAGE) -> str:
    return " ".join(client.get(path).content.decode().split())


def local_body(place: Place, code: str, name: str) -> Body:
    whole = BodyFactory(code=code, name=name, per_locality=True)
    return BodyFactory(
        code=f"{code}_ne", name=f"{name}, NE", instance_of=whole, place=place, meets="monthly"
    )


def test_a_locality_shows_its_bodies_hub_and_linked_sites(
    reader: Client, localities: dict[str, Place], frozen: object
) -> None:
    team = local_body(localities["ne"], "ilt", "Leadership team")
    SeatFactory(body=team, role="Head of early help", is_chair=True)
    MeetingFactory(body=team, held_on=date(2026, 10, 13))
    hub = SiteFactory(locality=localities["ne"])
    SiteFactory(code="c1", name="Centre 1", kind=SiteKind.CENTRE, hub=hub, locality=hub.locality)
    SiteFactory(code="s1", name="Safe place 1", kind=SiteKind.SAFE_PLACE, locality=hub.locality)

    page = read(reader)

    for words in (
        "Leadership team, NE",
        "Head of early help, Barts Health (chair)",
        "13 October 2026",
        "<dd>Centre 1</dd>",
        "None is linked to it",
        "Safe place 1 is not linked to a family hub.",
        "1 thing is missing below.",
    ):
        assert words in page
    assert "How North East is governed" in read(reader, "/dashboard/localities/north-east/")


def test_more_bodies_and_seats_take_no_more_queries(
    reader: Client, localities: dict[str, Place]
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            reader.get(PAGE)
        return len(captured)

    SeatFactory(body=local_body(localities["ne"], "ilt", "Team"))
    reader.get(PAGE)
    few = queries()
    for number in range(4):
        body = local_body(localities["ne"], f"panel{number}", f"Panel {number}")
        SeatFactory(body=body, role="Manager")
        MeetingFactory(body=body)

    assert queries() == few


# ---- The drawing ----


def drawn(*lines: tuple[str, str, str]) -> ElementTree.Element:
    bodies = {code: BodyFactory(code=code, name=code) for line in lines for code in line[:2]}
    for low, high, strength in lines:
        ReportingLineFactory(body=bodies[low], reports_to=bodies[high], strength=strength)
    found = Body.objects.described().with_lines().order_by("pk")
    return ElementTree.fromstring(drawing(tree(found)))


def test_an_inferred_line_is_dashed_and_says_so(db: None) -> None:
    picture = drawn(("a", "top", LineStrength.STATED), ("<b> & c", "top", LineStrength.INFERRED))

    dashes = [path.get("stroke-dasharray") for path in picture.iter("path")]
    assert sorted(dash or "" for dash in dashes) == ["", "6 5"]
    words = [text.text for text in picture.iter("text")]
    assert words.count("inferred") == 1
    assert "<b> & c" in words


def test_a_body_that_hangs_in_two_places_is_one_box_with_two_lines(db: None) -> None:
    stated = LineStrength.STATED
    picture = drawn(("low", "one", stated), ("low", "two", stated), ("under", "low", stated))

    assert len(list(picture.iter("rect"))) == 4
    assert len(list(picture.iter("path"))) == 3
    corners = [(rect.get("x"), rect.get("y")) for rect in picture.iter("rect")]
    assert len(set(corners)) == 4


def test_nothing_is_drawn_of_no_lines(db: None) -> None:
    assert drawing([]) == ""
