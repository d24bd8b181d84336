"""Asks every page of the portal as every member of the cast, once, and keeps what was answered.

The tests of who may do what, and of headers, are then questions about what was kept.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import override_settings

from tests.repository.routes import (
    ADMINISTRATOR,
    DESK,
    METHODS,
    PAGES,
    SAFE,
    AnyRule,
    Desk,
    Route,
    Target,
    address,
    desk_label,
    key_of,
    routes,
    rule_of,
)
from tests.repository.world import CAST, SIGNED_OUT, World, body_of, build_world
from tests.thorough import THOROUGH

# What is kept about a visit, and not about the partnership; and the sign-in library's own copy of a
# person's address, which it makes when a link to choose a password is first looked at.
VISITS = {"django_session", "cache", "account_emailaddress"}
# Every page of these is asked as everybody by every method. Of the others of the desk, where one
# door stands before them all, that door is tried by itself.
WHOLE_DESK = {"governance.user", "outcomes.submission"}
PUBLIC_VISITORS = (SIGNED_OUT, "stranger")
DESK_VISITORS = (SIGNED_OUT, "coordinator")

# Methods that no page has a form or a link for are refused before anybody is looked up: some of the
# cast try them here, everybody in a thorough run. So with what is public for a while.
SOME_OF_THE_CAST = {SIGNED_OUT, "ne_lead"}

_TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]*')
_WRITE = re.compile(r'^\s*(INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)', re.IGNORECASE)


@dataclass(frozen=True)
class Asked:
    """Who asked for what."""

    route: str
    who: str
    method: str
    target: Target
    public: bool = False

    def __str__(self) -> str:
        switched = " while public" if self.public else ""
        return f"{self.method} {self.route} ({self.target.label}) as {self.who}{switched}"

    def __hash__(self) -> int:
        return hash((self.route, self.who, self.method, self.target.label, self.public))


@dataclass(frozen=True)
class Answer:
    """What was answered: `looks` is its body without what names the thing that was asked for."""

    status: int
    location: str
    headers: dict[str, str]
    length: int
    looks: str
    writes: tuple[str, ...] = ()
    error: str = ""


@dataclass
class Walk:
    """Every answer; and whether the tables held the same after all the harmless requests."""

    answers: dict[Asked, Answer] = field(default_factory=dict)
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)

    def of(self, route: str) -> Iterator[tuple[Asked, Answer]]:
        """What was answered on one route, to everybody."""
        return ((asked, a) for asked, a in self.answers.items() if asked.route == route)


def walk_everywhere() -> Walk:
    """Builds the world, asks, and takes everything back."""
    walk = Walk()
    with transaction.atomic(), without_log(), in_a_hurry():
        world = build_world()
        for client in world.clients.values():
            client.raise_request_exception = False
        walk.before = contents()
        for harmless in (True, False):
            for route in routes():
                _ask_all(walk, world, route, harmless)
            walk.after = walk.after or contents()
        with override_settings(PUBLIC_DASHBOARDS=True, PUBLIC_VOICE=True, PUBLIC_FEEDBACK=True):
            _ask_while_public(walk, world)
        transaction.set_rollback(True)
    return walk


def _ask_all(walk: Walk, world: World, route: Route, harmless: bool) -> None:
    rule = rule_of(route)
    if rule is None:
        return
    methods = [m for m in METHODS if (m in {*SAFE, "OPTIONS"}) == harmless]
    for who in _visitors(route, rule):
        for target in rule.targets(world):
            for method in methods:
                if _is_asked(route, rule, who, method, target) and _is_worth_it(who, method):
                    asked = Asked(key_of(route), who, method, target)
                    walk.answers[asked] = _answer(world, route, asked)


def _visitors(route: Route, rule: AnyRule) -> Iterable[str]:
    if isinstance(rule, Desk) and desk_label(route) in set(DESK) - WHOLE_DESK:
        return (*DESK_VISITORS, ADMINISTRATOR)
    return CAST


def _is_asked(route: Route, rule: AnyRule, who: str, method: str, target: Target) -> bool:
    """GET and POST of everything; the other methods of what is there, and not of every row."""
    if isinstance(rule, Desk) and desk_label(route) in set(DESK) - WHOLE_DESK:
        return method == "GET" or (method == "POST" and who == ADMINISTRATOR)
    return method in {"GET", "POST"} or target.exists


def _is_worth_it(who: str, method: str) -> bool:
    return THOROUGH or method in {"GET", "POST"} or who in SOME_OF_THE_CAST


def _ask_while_public(walk: Walk, world: World) -> None:
    for route in routes():
        rule = rule_of(route)
        if rule is None or isinstance(rule, Desk) or route.name not in PAGES:
            continue
        for who in (SIGNED_OUT, "disabled", "stranger", "ne_lead") if THOROUGH else PUBLIC_VISITORS:
            for target in rule.targets(world):
                for method in ("GET", "POST"):
                    asked = Asked(key_of(route), who, method, target, public=True)
                    walk.answers[asked] = _answer(world, route, asked)


def _answer(world: World, route: Route, asked: Asked) -> Answer:
    path = address(route, asked.target)
    writes: list[str] = []
    with connection.execute_wrapper(Writes(writes)):
        if asked.method in {*SAFE, "OPTIONS"}:
            # For good: what a harmless request changed must be found afterwards.
            with transaction.atomic():
                response = world.ask_for_good(asked.who, asked.method, path)
        else:
            response = world.ask(asked.who, asked.method, path)
    return Answer(
        status=response.status_code,
        location=_anonymous(response.headers.get("Location", "").encode(), path),
        headers=dict(response.headers),
        length=len(body_of(response)),
        looks=hashlib.sha256(_anonymous(body_of(response), path).encode()).hexdigest(),
        writes=tuple(writes),
        error=_error(response),
    )


class Writes:
    """Notes every statement that changes a table, other than those kept about visits."""

    def __init__(self, found: list[str]) -> None:
        self.found = found

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        match = _WRITE.match(sql)
        if match and match[2] not in VISITS:
            self.found.append(f"{match[1].upper()} {match[2]}")
        return execute(sql, params, many, context)


def _anonymous(text: bytes, path: str) -> str:
    """A text without one-time tokens, and without the address that was asked for."""
    text = _TOKEN.sub(rb"\1", text)
    for said in (path, quote(path), quote(path, safe="")):
        if len(path) > 1:
            text = text.replace(said.encode(), b"(address)")
    return text.decode(errors="replace")


def _error(response: HttpResponseBase) -> str:
    raised = getattr(response, "exc_info", None)
    return repr(raised[1]) if raised else ""


def contents(*, with_keys: bool = True) -> dict[str, str]:
    """A fingerprint of every table, other than those kept about visits.

    Without keys it is the same for rows that were written anew: a sequence never goes back.
    """
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table not in VISITS:
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                named = [column[0] for column in cursor.description]
                kept = [i for i, name in enumerate(named) if with_keys or name != "id"]
                rows = sorted(repr([row[i] for i in kept]) for row in cursor.fetchall())
                digest = hashlib.sha256(repr(rows).encode()).hexdigest()
                found[table] = f"{len(rows)} rows, {digest}"
    return found


@contextmanager
def in_a_hurry() -> Iterator[None]:
    """Nobody is told to wait, and queries are not counted: other tests are about those."""
    middleware = [name for name in settings.MIDDLEWARE if not name.startswith("zeal.")]
    with override_settings(MIDDLEWARE=middleware, ACCOUNT_RATE_LIMITS=False):
        yield


@contextmanager
def without_log() -> Iterator[None]:
    """Thousands of refusals are expected here; nobody needs to read a line about each."""
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
