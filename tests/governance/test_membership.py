"""Who sits on a body, who is missing, and who may change it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client

from governance.membership import members_of
from governance.models import Body, Event, Place, ReferenceKind, Represents, Seat, SiteKind, User
from governance.services.exceptions import Refused
from governance.services.seats import save_seat
from governance.structure import way_up
from tests.factories.governance import BodyFactory, OrganisationFactory, SiteFactory
from tests.factories.structure import BodyReferenceFactory, SeatFactory
from tests.page import Page

TODAY = date(2026, 10, 8)
PAGE = "/governance/bodies/ilt_ne/"
ADD = f"{PAGE}members/new/"


@pytest.fixture
def whole(db: None) -> Body:
    """What the documents say of every leadership team: whom it is to have."""
    whole = BodyFactory(code="ilt", name="Leadership team", per_locality=True)
    for represents in (Represents.VCS, Represents.SAFE_PLACE):
        BodyReferenceFactory(body=whole, kind=ReferenceKind.MEMBER, represents=represents,
                             text=represents, quote=f"It has {represents}.")  # fmt: skip
    return whole


@pytest.fixture
def team(whole: Body, localities: dict[str, Place]) -> Body:
    return BodyFactory(
        code="ilt_ne", name="Leadership team, NE", instance_of=whole, place=localities["ne"]
    )


def gaps(team: Body) -> list[str]:
    said = team.instance_of.references.all()  # type: ignore[union-attr]
    return [gap.text for gap in members_of(team, said=said, on=TODAY).gaps]


def test_a_team_without_its_core_members_says_so(team: Body) -> None:
    assert gaps(team) == [
        "No member from the voluntary and community sector is recorded.",
        "No manager of a safe place is recorded as a member.",
    ]


def test_every_safe_place_of_the_locality_has_its_manager_there(team: Body) -> None:
    first, second, third = (
        SiteFactory(code=f"safe-{n}", name=f"Safe place {n}", kind=SiteKind.SAFE_PLACE,
                    locality=team.place)
        for n in (1, 2, 3)
    )  # fmt: skip
    SeatFactory(body=team, represents=Represents.VCS)
    SeatFactory(body=team, represents=Represents.SAFE_PLACE, role="Manager", site=first)

    assert gaps(team) == ["The manager is not recorded of Safe place 2 and Safe place 3."]

    for site in (second, third):
        SeatFactory(body=team, represents=Represents.SAFE_PLACE, role="Manager", site=site)
    assert gaps(team) == []


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "is_missing"),
    [
        (None, None, False),
        (TODAY, TODAY, False),
        (date(2026, 10, 9), None, True),
        (None, date(2026, 10, 7), True),
    ],
)
def test_a_seat_counts_from_its_first_day_to_its_last(
    team: Body, starts_on: date | None, ends_on: date | None, is_missing: bool
) -> None:
    SeatFactory(body=team, represents=Represents.VCS, starts_on=starts_on, ends_on=ends_on)

    assert any("voluntary" in text for text in gaps(team)) == is_missing


def test_nobody_is_missing_from_what_exists_once_in_each_locality(whole: Body) -> None:
    assert members_of(whole, said=whole.references.all(), on=TODAY).gaps == []


def test_children_and_parents_on_a_body_are_told_of(team: Body) -> None:
    SeatFactory(body=team, represents=Represents.YOUNG_PEOPLE, organisation=None, role="Youth")
    SeatFactory(body=team, represents=Represents.PARENTS, role="Parent and carer")

    found = members_of(team, said=[], on=TODAY)

    assert found.voices == ["Children and young people", "Parents and carers"]


# ---- Changing it ----


@pytest.fixture
def lead(sign_in: Callable[[User], Client], ne_lead: User) -> Client:
    return sign_in(ne_lead)


def test_the_lead_of_the_locality_adds_a_member(lead: Client, team: Body, ne_lead: User) -> None:
    vcs = OrganisationFactory(name="Voluntary sector")
    response = lead.post(ADD, {"organisation": vcs.pk, "role": "Chief officer",
                               "represents": "vcs", "is_chair": "on", "starts_on_day": "1",
                               "starts_on_month": "9", "starts_on_year": "2026"})  # fmt: skip

    assert (response.status_code, response.headers["Location"]) == (302, PAGE)
    page = lead.get(PAGE).content.decode()
    assert "Voluntary sector (chair)" in page
    assert "From 1 September 2026" in page
    event = Event.objects.get(verb="seat.add")
    assert (event.by, event.after["represents"]) == (ne_lead, "vcs")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Enter a role, or choose an organisation"),
        ({"role": "x" * 151}, "The role must be 150 characters or fewer"),
        ({"role": "Head", "organisation": "999999"}, "That choice is no longer in the list"),
        ({"role": "Head", "starts_on_day": "31", "starts_on_month": "2", "starts_on_year": "2026"},
         "Enter a real date"),
        ({"role": "Head", "starts_on_day": "2", "starts_on_month": "1", "starts_on_year": "2026",
          "ends_on_day": "1", "ends_on_month": "1", "ends_on_year": "2026"},
         "The last day must be on or after the first day"),
    ],
)  # fmt: skip
def test_what_makes_no_member_is_said_and_kept(
    lead: Client, team: Body, typed: dict[str, str], said: str
) -> None:
    page = lead.post(ADD, typed).content.decode()

    assert said in page
    assert typed.get("role", "") in page
    assert not Seat.objects.exists()


def test_the_form_asks_for_no_names(lead: Client, team: Body) -> None:
    page = lead.get(ADD).content.decode()
    assert "Never the name of a child, a parent or a member." in page
    assert "Nobody is named" in page


def test_an_end_date_moves_a_member_to_the_former_ones(lead: Client, team: Body) -> None:
    seat = SeatFactory(body=team)
    ends = {"ends_on_day": "1", "ends_on_month": "10", "ends_on_year": "2026"}
    path = f"{PAGE}members/{seat.pk}/"
    seen = Page(lead.get(path)).boxes[-1]["seen"]
    lead.post(path, {"seen": seen, "role": seat.role, **ends})

    assert "1 former member" in lead.get(PAGE).content.decode()
    event = Event.objects.get(verb="seat.change")
    assert event.before["ends_on"] is None
    assert event.after["ends_on"] == "2026-10-01"


def test_what_another_saved_of_a_member_meanwhile_is_shown_beside_ones_own(
    lead: Client, team: Body
) -> None:
    seat = SeatFactory(body=team)
    path = f"{PAGE}members/{seat.pk}/"
    mine = Page(lead.get(path)).boxes[-1] | {"role": "Head of midwifery"}
    theirs = {"role": "Director of children’s nursing", "is_chair": True, "starts_on": TODAY}
    Seat.objects.filter(pk=seat.pk).update(**theirs)

    answer = lead.post(path, mine)

    page = Page(answer)
    assert answer.status_code == 409
    for said in ("Director of children’s nursing", "Yes", "8 October 2026"):
        assert said in page.text
    assert page.boxes[-1]["role"] == "Head of midwifery"
    seat.refresh_from_db()
    assert seat.role == theirs["role"]
    assert lead.post(path, page.boxes[-1]).status_code == 302
    seat.refresh_from_db()
    assert seat.role == "Head of midwifery"


def test_a_member_of_another_body_is_not_found_here(lead: Client, team: Body) -> None:
    other = SeatFactory(body=BodyFactory())
    assert lead.get(f"{PAGE}members/{other.pk}/").status_code == 404


def test_saving_a_seat_without_a_change_tells_nothing(
    team: Body, ne_lead: User, now: datetime
) -> None:
    save_seat(seat=SeatFactory(body=team), by=ne_lead, at=now)
    assert not Event.objects.exists()


def test_a_safe_place_of_another_locality_is_refused(
    team: Body, localities: dict[str, Place], ne_lead: User, now: datetime
) -> None:
    site = SiteFactory(kind=SiteKind.SAFE_PLACE, locality=localities["nw"])
    with pytest.raises(Refused, match="is in another locality"):
        save_seat(seat=Seat(body=team, role="Manager", site=site), by=ne_lead, at=now)


# ---- No circles ----


@pytest.mark.parametrize(
    ("lines", "way"),
    [
        ([], []),
        ([(1, 2)], [1, 2]),
        ([(1, 3), (3, 2), (1, 2)], [1, 2]),
        ([(1, 3), (3, 4), (4, 2)], [1, 3, 4, 2]),
        ([(2, 1)], []),
        ([(1, 3), (3, 1)], []),
    ],
)
def test_the_shortest_way_up(lines: list[tuple[int, int]], way: list[int]) -> None:
    assert way_up(1, 2, lines) == way


def test_the_same_member_sent_twice_is_one(team: Body, ne_lead: User, now: datetime) -> None:
    seats = [Seat(body=team, role="Family hub manager") for _ in range(2)]
    saved = {save_seat(seat=seat, by=ne_lead, at=now) for seat in seats}

    assert len(saved) == 1
    assert team.seats.filter(role="Family hub manager").count() == 1
