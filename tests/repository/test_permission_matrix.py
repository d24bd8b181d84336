"""Who may do what: every address, every member of the cast, every method, whose it is.

What is right is said by the table in `routes`; what is answered was asked once, in `walk`. Of the
methods that pages do not know, everybody tries every one in `make thorough` alone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.test import RequestFactory
from django.urls import reverse

from governance.access import GRANTS, Access, access_of
from governance.models import Role, User
from tests.conftest import TODAY
from tests.repository.routes import (
    ADMINISTRATOR,
    DESK,
    DESK_FRONT,
    DOORS,
    METHODS,
    OUTSIDE,
    PAGES,
    SAFE,
    Desk,
    Rule,
    Target,
    desk_label,
    desk_models,
    key_of,
    routes,
    rule_of,
)
from tests.repository.walk import Walk
from tests.repository.world import CAST, MEMBERS, REPORTERS, SIGNED_IN, World, build_world

pytestmark = pytest.mark.django_db

ROUTES = {key_of(route): route for route in routes()}
CLASSIFIED = sorted(key for key, route in ROUTES.items() if rule_of(route))
# What everybody of a kind opens first; somebody else's door is closed to them.
FIRST_PAGE = {
    **dict.fromkeys(REPORTERS, "outcomes:submissions"),
    "coordinator": "outcomes:review",
    "board_member": "governance:structure",
    "administrator": "admin:index",
}


@pytest.fixture
def world(db: None) -> World:
    """Of each test's own: the walk makes one too, and there are no two casts at once."""
    return build_world()


# ---- Every address is in the table, once -----------------------------------------------------


def test_every_address_is_classified() -> None:
    assert [key for key, route in ROUTES.items() if rule_of(route) is None] == []


def test_the_table_names_no_address_that_is_gone() -> None:
    assert {*PAGES, *DOORS, *DESK_FRONT} - {route.name for route in ROUTES.values()} == set()


def test_the_table_names_every_page_of_the_desk_and_no_other() -> None:
    assert set(DESK) == set(desk_models())
    assert {desk_label(route) for route in ROUTES.values()} >= set(DESK)


def test_the_cast_has_every_role() -> None:
    assert set(Role) == set(GRANTS)
    assert len(Role) == len({*MEMBERS} - {"nw_lead", "other_partner"})


# ---- Everybody is answered as the table says -------------------------------------------------


@pytest.mark.parametrize("route", CLASSIFIED)
def test_everybody_is_answered_as_the_table_says(walk: Walk, route: str) -> None:
    rule = rule_of(ROUTES[route])
    wrong = []
    for asked, answer in walk.of(route):
        expected = rule.expected(asked.who, asked.method, asked.target, public=asked.public)
        if answer.status not in expected:
            wrong.append(f"{asked}: {answer.status} {answer.error}, not {sorted(expected)}")
    assert not wrong, "\n".join(wrong)


def test_the_walk_is_taken_on_one_processor(walk: Walk, request: pytest.FixtureRequest) -> None:
    """It takes minutes: spread like other tests, what reads it would have every worker walk."""
    if hasattr(request.config, "workerinput"):
        assert request.node.nodeid.endswith("@walk")


def test_there_are_thousands_of_checks(walk: Walk) -> None:
    assert len(walk.answers) >= 2000
    assert {asked.route for asked in walk.answers} == set(CLASSIFIED)
    assert {asked.who for asked in walk.answers} == set(CAST)
    assert {asked.method for asked in walk.answers} == set(METHODS)


def test_whoever_is_not_signed_in_is_sent_to_sign_in_and_back(walk: Walk) -> None:
    sent = {
        answer.location
        for asked, answer in walk.answers.items()
        if asked.who in OUTSIDE and asked.route in PAGES and answer.status == 302
    }
    assert sent == {"/accounts/login/?next=(address)", "/accounts/login/?next=/"}


# ---- "Not yours" looks like "not there" ------------------------------------------------------


def test_what_is_not_yours_looks_like_what_is_not_there(walk: Walk) -> None:
    missing = {
        (asked.route, asked.who, asked.method, asked.public): answer
        for asked, answer in walk.answers.items()
        if not asked.target.exists
    }
    compared, told_apart = 0, []
    for asked, answer in walk.answers.items():
        absent = missing.get((asked.route, asked.who, asked.method, asked.public))
        if absent is None or not asked.target.exists or _may(asked):
            continue
        compared += 1
        if _appearance(answer) != _appearance(absent):
            told_apart.append(f"{asked}: {answer} but {absent}")
    assert not told_apart, "\n".join(told_apart)
    assert compared > 400


def _may(asked) -> bool:
    """Whether the person may open this target at all."""
    rule = rule_of(ROUTES[asked.route])
    role = "owner" if asked.who == asked.target.owner else asked.who
    if isinstance(rule, Rule) and role in rule.may:
        return True  # Its answer may be a redirect, which is no refusal then.
    refusals = {302, 403, 404, 405}
    answered = rule.expected(asked.who, "GET", asked.target, public=asked.public)
    return not answered <= refusals or (isinstance(rule, Desk) and asked.who == ADMINISTRATOR)


def _appearance(answer) -> tuple:
    headers = {k: v for k, v in answer.headers.items() if k not in {"Set-Cookie", "Location"}}
    headers.pop("Content-Length", None)
    return answer.status, answer.location, answer.looks, tuple(sorted(headers.items()))


# ---- Nothing changes by looking --------------------------------------------------------------


def test_looking_changes_nothing(walk: Walk) -> None:
    assert walk.before == walk.after
    looked = {*SAFE, "OPTIONS"}
    written = [
        (str(a), w.writes) for a, w in walk.answers.items() if a.method in looked and w.writes
    ]
    assert not written, "\n".join(written)


def test_nobody_who_is_refused_changes_anything(walk: Walk) -> None:
    """Nor does a request by a method that no form uses."""
    written = [
        f"{asked}: {answer.writes}"
        for asked, answer in walk.answers.items()
        if answer.writes and (asked.method != "POST" or not _may(asked))
    ]
    assert not written, "\n".join(written)


# ---- The desk has one door -------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("who", [who for who in CAST if who != ADMINISTRATOR])
def test_every_page_of_the_desk_is_behind_the_same_door(world: World, who: str) -> None:
    user = AnonymousUser() if who in OUTSIDE else world.people[who]
    access = access_of(user, on=TODAY)
    let_in = [
        f"{method} {route.pattern}"
        for route in ROUTES.values()
        if isinstance(rule_of(route), Desk)
        for method in METHODS
        if not _is_refused(route.callback, method, user, access)
    ]
    assert not let_in, "\n".join(let_in)


def _is_refused(
    view: Callable[..., HttpResponseBase], method: str, user: User | AnonymousUser, access: Access
) -> bool:
    """Whether a page's function refuses at once, with nothing else asked of the request."""
    request = RequestFactory().generic(method, "/admin/anything/")
    request.user, request.access = user, access
    request._dont_enforce_csrf_checks = True
    try:
        response = view(request)
    except PermissionDenied:
        return True
    return response.headers.get("Location", "").startswith("/admin/login/")


# ---- A right that ends, ends now -------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("who", MEMBERS)
def test_a_membership_that_ends_is_gone_on_the_next_request(world: World, who: str) -> None:
    page = reverse(FIRST_PAGE[who])
    assert world.ask_for_good(who, "GET", page).status_code == 200
    world.people[who].memberships.update(ends_on=TODAY - timedelta(days=1))
    assert world.ask_for_good(who, "GET", page).status_code == 403


@pytest.mark.slow
@pytest.mark.parametrize("who", MEMBERS)
def test_a_membership_that_is_deleted_is_gone_on_the_next_request(world: World, who: str) -> None:
    page = reverse(FIRST_PAGE[who])
    assert world.ask_for_good(who, "GET", page).status_code == 200
    world.people[who].memberships.all().delete()
    assert world.ask_for_good(who, "GET", page).status_code == 403


@pytest.mark.parametrize("who", REPORTERS)
def test_what_was_ones_own_is_not_there_once_the_membership_ends(world: World, who: str) -> None:
    page = world.submissions[who].get_absolute_url()
    assert world.ask_for_good(who, "GET", page).status_code == 200
    world.people[who].memberships.update(ends_on=TODAY - timedelta(days=1))
    assert world.ask_for_good(who, "GET", page).status_code == 404


@pytest.mark.slow
@pytest.mark.parametrize("who", SIGNED_IN)
def test_a_disabled_account_is_signed_out_on_the_next_request(world: World, who: str) -> None:
    page = reverse("dashboards:home")
    assert world.ask_for_good(who, "GET", page).status_code == 200
    User.objects.filter(pk=world.people[who].pk).update(is_active=False)
    answer = world.ask_for_good(who, "GET", page)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/?next=/")
    # Nor does it come back by asking again, or by the account being used elsewhere.
    assert world.ask_for_good(who, "POST", page).status_code in {302, 405}


@pytest.mark.slow
@pytest.mark.parametrize("who", MEMBERS)
def test_a_changed_password_ends_every_session(world: World, who: str) -> None:
    user = world.people[who]
    user.set_password("another-password-for-tests")
    user.save(update_fields=["password"])
    assert world.ask_for_good(who, "GET", reverse("dashboards:home")).status_code == 302


def test_a_membership_that_has_not_begun_gives_nothing(world: World) -> None:
    world.people["coordinator"].memberships.update(starts_on=TODAY + timedelta(days=1))
    assert world.ask_for_good("coordinator", "GET", reverse("outcomes:review")).status_code == 403


# ---- The table itself is right ---------------------------------------------------------------


def test_the_table_refuses_what_the_design_refuses() -> None:
    """Spot checks in the design's own words, so that a slip in the table is seen."""
    mine = Target("mine", {}, owner="ne_lead")
    none = Target("missing", {}, exists=False)
    edit = PAGES["outcomes:section"]
    assert edit.expected("ne_lead", "POST", mine) == {200, 302, 409}
    assert edit.expected("nw_lead", "POST", mine) == {404}
    assert edit.expected("nw_lead", "GET", none) == {404}
    assert edit.expected("coordinator", "GET", mine) == {200}
    assert edit.expected("coordinator", "POST", mine) == {403}
    assert edit.expected("board_member", "GET", mine) == {404}
    assert edit.expected("signed_out", "GET", mine) == {302}
    overview = PAGES["dashboards:overview"]
    assert overview.expected("stranger", "GET", none) == {403}
    assert overview.expected("signed_out", "GET", mine) == {302}
    assert overview.expected("signed_out", "GET", mine, public=True) == {200}
    assert overview.expected("ne_lead", "DELETE", mine) == {405}
    assert PAGES["outcomes:publish"].expected("administrator", "POST", mine) == {403}


def test_an_address_nobody_has_classified_is_found() -> None:
    new = next(route for route in ROUTES.values() if route.name == "outcomes:check")
    assert rule_of(new) is not None
    assert rule_of(type(new)("outcomes:brand_new", "submissions/new/", new.callback)) is None
