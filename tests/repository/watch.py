"""Sends generated requests, and holds every answer and every write to what must always hold."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any

from django.db import connection
from django.db.models import Model
from django.http import HttpResponseBase
from django.test import Client

from outcomes.models import Observation, Submission
from outcomes.models.submissions import EDITABLE
from outcomes.services import review
from outcomes.services.submissions import submit
from tests.conftest import TODAY
from tests.repository.generated import Maker, Request
from tests.repository.walk import Writes, without_log
from tests.repository.world import REPORTERS, World, at, fill_in, kept_as_it_is, today

FIGURES = ("numerator_typed", "denominator_typed", "numerator", "denominator", "missing", "note")
STANDING = ("status", "reference", "content_hash", "submitted_at", "submitted_by")


@dataclass
class Found:
    """How many were sent and answered how, and every one that went wrong."""

    sent: int = 0
    routes: set[str] = field(default_factory=set)
    methods: Counter[str] = field(default_factory=Counter)
    people: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    changed_something: int = 0
    broken: list[str] = field(default_factory=list)
    #: The first of each kind of fault.
    kinds: dict[str, str] = field(default_factory=dict)
    trespassed: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Kept:
    """Of each submission: its figures by row, how far it is, and what belongs to it otherwise."""

    figures: dict[int, dict[int, tuple[Any, ...]]]
    standing: dict[int, tuple[Any, ...]]
    rest: dict[int, tuple[Any, ...]]


def send_generated(world: World, *, count: int, seed: int) -> Found:
    """Sends `count` requests and takes back what each changed."""
    hand_in_some(world)
    maker, found = Maker(world, seed=seed), Found()
    before = read()
    for client in world.clients.values():
        client.raise_request_exception = False
    for _ in range(count):
        request = maker.make()
        writes: list[str] = []
        with without_log(), kept_as_it_is(), connection.execute_wrapper(Writes(writes)):
            response = send(world, request)
            found.sent += 1
            found.routes.add(request.route)
            found.methods[request.method] += 1
            found.people[request.who] += 1
            found.statuses[response.status_code] += 1
            if said := _broken(response):
                found.broken.append(f"{said}: {request}")
                found.kinds.setdefault(
                    f"{request.route} {said.rpartition(' in ')[2]}", found.broken[-1]
                )
            elif writes:
                found.changed_something += 1
                found.trespassed += [f"{t}: {request}" for t in trespasses(world, request, before)]
    return found


def hand_in_some(world: World) -> None:
    """So that there is something of every standing: one is handed in, one was sent back."""
    coordinator = world.people["coordinator"]
    for who in ("nw_lead", "partner"):
        submission = world.submissions[who]
        fill_in(submission, world.people[who], TODAY)
        submit(submission=submission, by=world.people[who], at=at(TODAY), on=TODAY)
    review.send_back(submission=world.submissions["partner"], reason="Please look at these again.",
                     by=coordinator, at=at(TODAY), on=TODAY)  # fmt: skip


def send(world: World, request: Request) -> HttpResponseBase:
    client = world.clients[request.who]
    client.cookies = _cookies(world.cookies[request.who], request.cookies)
    headers = dict(request.headers)
    with today(), _token_checked(client, request.checks_token):
        response = client.generic(
            request.method, request.path, request.body, request.kind, **headers
        )
        if response.streaming:
            b"".join(response)
    return response


def _cookies(own: str, more: str) -> SimpleCookie:
    found = SimpleCookie(own)
    try:
        found.load(more)
    except CookieError:
        return found
    return found


@contextmanager
def _token_checked(client: Client, is_checked: bool) -> Iterator[None]:
    client.handler.enforce_csrf_checks = is_checked
    yield
    client.handler.enforce_csrf_checks = False


def _broken(response: HttpResponseBase) -> str:
    raised = getattr(response, "exc_info", None)
    if raised:
        where = traceback.extract_tb(raised[2])[-1]
        said = f"{response.status_code} {raised[1]!r}"[:300]
        return f"{said} in {where.filename}:{where.lineno}"
    return str(response.status_code) if response.status_code >= 500 else ""


# ---- What may be written ---------------------------------------------------------------------


def read() -> Kept:
    rows: dict[int, dict[int, tuple[Any, ...]]] = {}
    for row in Observation.objects.values_list("submission_id", "pk", *FIGURES):
        rows.setdefault(row[0], {})[row[1]] = row[2:]
    rest: dict[int, list[tuple[Any, ...]]] = {}
    for model, path in _belongings():
        columns = [each.attname for each in model._meta.concrete_fields]
        for state in model._default_manager.order_by("pk").values_list(path, *columns):
            rest.setdefault(state[0], []).append((model, *state))
    return Kept(
        figures=rows,
        standing={row[0]: row[1:] for row in Submission.objects.values_list("pk", *STANDING)},
        rest={pk: tuple(states) for pk, states in rest.items()},
    )


def _belongings() -> Iterator[tuple[type[Model], str]]:
    """Every model whose rows belong to a submission or to one of its figures, and the way there."""
    for owner, way in ((Submission, "{}"), (Observation, "{}__submission")):
        for relation in owner._meta.related_objects:
            if relation.related_model is not Observation:
                yield relation.related_model, way.format(relation.field.name)


def trespasses(world: World, request: Request, before: Kept) -> Iterator[str]:
    """What was written and must not have been, in words.

    Figures are changed by who reports them, and only while they are with them; how far they are,
    by them and by the coordinator; all else of a submission, by nobody else either.
    """
    now = read()
    for pk, standing in before.standing.items():
        who = request.who
        is_own = who in REPORTERS and pk in {s.pk for s in _own(world, who)}
        is_open = standing[0] in EDITABLE
        rows = now.figures.get(pk, {})
        if any(rows.get(key) != words for key, words in before.figures.get(pk, {}).items()):
            if not is_own:
                yield f"figures of submission {pk}, which is somebody else's"
            elif not is_open:
                yield f"figures of submission {pk}, which is {standing[0]}"
        may_move = who == "coordinator" or (is_own and is_open)
        if now.standing.get(pk) != standing and not may_move:
            yield f"the standing of submission {pk}, which was {standing[0]}"
        if now.rest.get(pk) != before.rest.get(pk) and not (who == "coordinator" or is_own):
            yield f"what belongs to submission {pk}, which is somebody else's"


def _own(world: World, who: str) -> list[Submission]:
    return [world.submissions[who], world.earlier[who]]
