"""Requests that no page of the portal sends: none breaks a page, and none changes more than it may.

The values are fixed, so a failure is the same each time. Each box meets some of them, the next box
the next; `make thorough` sends every value to every box.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count
from urllib.parse import quote, urlencode

import pytest

from outcomes.models import Status, Submission
from tests.repository.hostile import EXTRA, HOSTILE, Form, forms_of
from tests.repository.routes import (
    ADD,
    DESK,
    DOORS,
    PAGES,
    Route,
    Target,
    address,
    routes,
    rule_of,
)
from tests.repository.source import PROJECT, python_files
from tests.repository.walk import contents, in_a_hurry
from tests.repository.world import MEMBERS, World, kept_as_it_is
from tests.thorough import THOROUGH, share

pytestmark = pytest.mark.django_db
FEW = 2


def senders(world: World) -> Iterator[tuple[Route, str, str]]:
    """Every page with a form, who may send it, and its address."""
    for route in routes():
        rule = PAGES.get(route.name)
        for target in rule.targets(world) if rule and rule.sends else []:
            if target.exists:
                yield route, rule.sender(target), address(route, target)
        if route.name in DOORS and DOORS[route.name].sent_inside == 200:
            yield route, "ne_lead", address(route, DOORS[route.name].targets(world)[0])
        if route.name in DOORS and DOORS[route.name].sent_outside == 200:
            yield route, "signed_out", address(route, DOORS[route.name].targets(world)[0])


@pytest.fixture(autouse=True)
def hurried() -> Iterator[None]:
    """The pages are tried here, not anybody's patience."""
    with in_a_hurry():
        yield


@pytest.fixture
def forms(world: World) -> list[Form]:
    """Every form of the portal, as somebody who may send it is given it."""
    found = [form for _, who, path in senders(world) for form in forms_of(world, who, path)]
    assert {form.path.split("/")[1] for form in found} >= {"submissions", "review", "accounts"}
    return found


# ---- Nothing breaks --------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.thorough
def test_no_form_breaks_whatever_is_typed_in_it(world: World, forms: list[Form]) -> None:
    sent, broken, turn = set[str](), [], count()
    for form in forms:
        for name in form.fields:
            for value in share(HOSTILE, next(turn), FEW):
                sent.add(value)
                if said := _breaks(world, form, {**form.fields, name: value}):
                    broken.append(f"{form.path} {name}={value[:30]!r}: {said}")
    assert not broken, "\n".join(broken)
    assert sent == set(HOSTILE)
    assert next(turn) > 80


@pytest.mark.slow
@pytest.mark.thorough
def test_no_form_breaks_when_boxes_are_missing_or_strange(world: World, forms: list[Form]) -> None:
    broken = []
    for turn, form in enumerate(forms):
        odd = [
            {},
            dict.fromkeys(form.fields, "x"),
            {name: [value, "x", ""] for name, value in form.fields.items()},
            {f"{name}[]": value for name, value in form.fields.items()},
            *(
                {k: v for k, v in form.fields.items() if k != left_out}
                for left_out in share(list(form.fields), turn, FEW)
            ),
        ]
        for data in odd:
            if said := _breaks(world, form, data):
                broken.append(f"{form.path} {str(data)[:80]}: {said}")
    assert not broken, "\n".join(broken)


def _breaks(world: World, form: Form, data: dict[str, object]) -> str:
    return _status(world, form.who, "POST", form.path, data)


def _status(world: World, who: str, method: str, path: str, data: dict | None = None) -> str:
    """What went wrong, in words; nothing where the portal answered."""
    world.clients[who].raise_request_exception = False
    response = world.ask(who, method, path, data)
    if response.status_code < 500:
        return ""
    raised = getattr(response, "exc_info", None)
    return f"{response.status_code} {raised[1]!r}"[:200] if raised else str(response.status_code)


@pytest.mark.slow
@pytest.mark.thorough
def test_no_address_breaks_a_page(world: World) -> None:
    broken, turn = [], count()
    for route in routes():
        rule = rule_of(route)
        if route.name not in PAGES:
            continue
        target = rule.targets(world)[0]
        for name in target.kwargs:
            for value in share(HOSTILE, next(turn), 3 * FEW):
                path = _with(route, target, name, value)
                if path and (said := _status(world, "coordinator", "GET", path)):
                    broken.append(f"{path[:80]}: {said}")
    assert not broken, "\n".join(broken)


def _with(route: Route, target: Target, name: str, value: str) -> str:
    """The address with another word in place of one that names something."""
    path = address(route, target)
    before = f"/{target.kwargs[name]}"
    return path.replace(before, f"/{quote(value, safe='')}", 1) if value.strip() else ""


def questions() -> set[str]:
    """Every word that a page looks for after the question mark."""
    asked = re.compile(r"""(?:GET|query|params|data)\.get(?:list)?\(\s*["'](\w+)""")
    paths = python_files("dashboards", "outcomes", "governance", "ehportal")
    return {name for p in paths for name in asked.findall((PROJECT / p).read_text())}


@pytest.mark.slow
@pytest.mark.thorough
def test_no_question_breaks_a_page(world: World) -> None:
    assert {"publication", "version", "period", "area"} <= questions()
    broken, asked, turn = [], 0, count()
    names = sorted(questions() | {"page", "q", "next", "format"})
    for route in routes():
        if route.name not in PAGES:
            continue
        path = address(route, rule_of(route).targets(world)[0])
        for value in share(HOSTILE, next(turn), FEW):
            asked += 1
            query = urlencode(dict.fromkeys(names, value))
            if said := _status(world, "coordinator", "GET", f"{path}?{query}"):
                broken.append(f"{path}?...={value[:30]!r}: {said}")
    assert not broken, "\n".join(broken)
    assert asked > (1000 if THOROUGH else 300)


@pytest.mark.slow
@pytest.mark.thorough
def test_no_page_of_the_desk_breaks(world: World) -> None:
    broken, turn = [], count()
    for route in routes():
        label, _, kind = route.name.removeprefix("admin:").rpartition("_")
        if not route.name.startswith("admin:") or label.replace("_", ".") not in DESK:
            continue
        path = address(route, rule_of(route).targets(world)[0])
        if kind in {"changelist", "decide"}:
            broken += _broken_by_questions(world, path, share(HOSTILE, next(turn), FEW))
        elif kind == "add" and ADD in DESK[label.replace("_", ".")]:
            broken += _broken_by_words(world, path, share(HOSTILE, next(turn), 2 * FEW))
    assert not broken, "\n".join(broken)


def test_a_choice_that_names_no_row_does_not_break_a_page_of_the_desk(world: World) -> None:
    [found] = [f for f in forms_of(world, "administrator", "/admin/outcomes/assignment/add/")
               if "reporter" in f.fields]  # fmt: skip
    for word in ("Save", "9" * 30, "\x00", "1.5", "\u0661"):
        data = {**found.fields, **dict.fromkeys(["reporter", "measure", "place"], word)}
        assert _status(world, "administrator", "POST", found.path, data) == ""


def _broken_by_questions(world: World, path: str, values: Sequence[str]) -> Iterator[str]:
    for value in values:
        query = urlencode(dict.fromkeys(["q", "o", "p", "e", "row"], value))
        if said := _status(world, "administrator", "GET", f"{path}?{query}"):
            yield f"{path}?...={value[:30]!r}: {said}"


def _broken_by_words(world: World, path: str, values: Sequence[str]) -> Iterator[str]:
    """The same words in every box that one types in."""
    for form in forms_of(world, "administrator", path):
        for value in values:
            data = {**form.fields, **dict.fromkeys(form.typed, value)}
            if said := _status(world, "administrator", "POST", path, data):
                yield f"{path} {value[:30]!r}: {said}"


# ---- Nothing more is taken than was asked for ------------------------------------------------


@pytest.mark.slow
def test_no_form_takes_more_than_it_asks_for(world: World, forms: list[Form]) -> None:
    """Whether or not a form is sent with more boxes than it has, the same is changed."""
    taken = []
    for form in forms:
        extra = {name: value for name, value in EXTRA.items() if name not in form.fields}
        if _after(world, form, form.fields) != _after(world, form, {**form.fields, **extra}):
            taken.append(form.path)
    assert taken == []


def _after(world: World, form: Form, data: dict[str, str]) -> dict[str, str]:
    """What every table holds after a form was sent; it is taken back."""
    with kept_as_it_is():
        world.ask_for_good(form.who, "POST", form.path, data)
        return contents(with_keys=False)


LOCKED = [Status.SUBMITTED, Status.APPROVED, Status.EXCUSED]


@pytest.mark.parametrize("status", LOCKED)
def test_figures_that_are_handed_in_are_not_changed(world: World, status: Status) -> None:
    path = _entry_page(world)
    [form, *_] = list(forms_of(world, "ne_lead", path))
    assert any(name.endswith("-numerator") for name in form.fields)
    Submission.objects.filter(pk=world.submissions["ne_lead"].pk).update(status=status)
    before = contents()
    data = {n: "7" if n.endswith(("-numerator", "-note")) else v for n, v in form.fields.items()}
    answer = world.ask_for_good("ne_lead", "POST", path, data)
    assert (answer.status_code, contents()) == (409, before)


def test_figures_that_are_open_are_changed_by_the_same_request(world: World) -> None:
    path = _entry_page(world)
    [form, *_] = list(forms_of(world, "ne_lead", path))
    data = {n: "7" if n.endswith("-numerator") else v for n, v in form.fields.items()}
    world.ask_for_good("ne_lead", "POST", path, data)
    row = world.submissions["ne_lead"].observations.get()
    assert (row.numerator_typed, row.changed_by) == ("7", world.people["ne_lead"])


def _entry_page(world: World) -> str:
    return f"/submissions/{world.submissions['ne_lead'].pk}/{world.areas['ne_lead']}/"


@pytest.mark.parametrize("who", [who for who in MEMBERS if who != "ne_lead"])
def test_nobody_else_can_send_a_form_they_were_shown(world: World, who: str) -> None:
    """The whole form, word for word as its owner would send it, by somebody else."""
    path = _entry_page(world)
    [form, *_] = list(forms_of(world, "ne_lead", path))
    before = contents()
    data = {n: "7" if n.endswith("-numerator") else v for n, v in form.fields.items()}
    answer = world.ask_for_good(who, "POST", path, data)
    assert (answer.status_code in {403, 404}, contents()) == (True, before)
