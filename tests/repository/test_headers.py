"""The headers of every answer: pages, redirects, refusals, mistakes, static files and probes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import pytest
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest
from django.test import Client, override_settings
from django.urls import path

from ehportal import urls as portal
from tests.repository.routes import OUTSIDE, key_of, routes, rule_of
from tests.repository.walk import Walk

pytestmark = pytest.mark.django_db

STRICT = {"'self'", "'none'", "data:"}


# ---- Addresses that go wrong, beside the portal's own ----------------------------------------


def breaks(request: HttpRequest) -> NoReturn:
    raise RuntimeError("somebody's secret")


def suspects(request: HttpRequest) -> NoReturn:
    raise SuspiciousOperation("somebody's secret")


breaks.login_required = suspects.login_required = False  # type: ignore[attr-defined]
urlpatterns = [
    path("breaks/", breaks),
    path("suspects/", suspects),
    *portal.urlpatterns,
]
handler400, handler403 = portal.handler400, portal.handler403
handler404, handler500 = portal.handler404, portal.handler500


# ---- What every answer carries ---------------------------------------------------------------


def lacks(headers: Mapping[str, str]) -> list[str]:
    """What an answer's headers lack of the set that every answer carries."""
    policy = {
        words[0]: set(words[1:])
        for part in headers.get("Content-Security-Policy", "").split(";")
        if (words := part.split())
    }
    allowed = {source for sources in policy.values() for source in sources}
    faults = {
        "a default policy of nothing": policy.get("default-src") == {"'none'"},
        "scripts and styles from the portal alone": _from(policy, "script-src") <= {"'self'"}
        and _from(policy, "style-src") <= {"'self'"},
        "no frames around it": policy.get("frame-ancestors") == {"'none'"},
        "no other base, no objects, no forms elsewhere": policy.get("base-uri") == {"'none'"}
        and _from(policy, "object-src") == set()
        and policy.get("form-action", {"*"}) <= STRICT - {"data:"},
        "nothing inline, nothing from elsewhere": allowed <= STRICT,
        "no guessing of types": headers.get("X-Content-Type-Options") == "nosniff",
        "no address told to other sites": headers.get("Referrer-Policy") == "same-origin",
    }
    return [fault for fault, is_fine in faults.items() if not is_fine]


def _from(policy: Mapping[str, set[str]], what: str) -> set[str]:
    """Where something may come from: what is not said of it is said of everything."""
    return policy.get(what, policy.get("default-src", {"*"})) - {"'none'"}


def test_every_answer_carries_the_agreed_headers(walk: Walk) -> None:
    wrong = [
        f"{asked}: {found}" for asked, a in walk.answers.items() if (found := lacks(a.headers))
    ]
    assert not wrong, "\n".join(wrong[:50])
    assert {answer.status for answer in walk.answers.values()} >= {200, 302, 403, 404, 405}


def test_what_a_signed_in_person_reads_is_kept_nowhere(walk: Walk) -> None:
    """But pages of published figures, which a browser may keep and must ask about each time."""
    rules = {key_of(route): rule_of(route) for route in routes()}
    wrong = []
    for asked, answer in walk.answers.items():
        kept = answer.headers.get("Cache-Control", "")
        may_be_kept = rules[asked.route].may_be_kept and "ETag" in answer.headers
        must_ask = {"private", "no-cache"} <= set(kept.split(", "))
        if asked.route == "account_logout" and answer.status == 302:
            continue  # Nobody is signed in by then.
        if asked.who not in OUTSIDE and "no-store" not in kept and not (may_be_kept and must_ask):
            wrong.append(f"{asked}: {answer.status} {kept!r}")
    assert not wrong, "\n".join(wrong[:50])


def test_no_answer_may_be_kept_by_a_shared_cache(walk: Walk) -> None:
    shared = [
        str(asked)
        for asked, answer in walk.answers.items()
        if {"public", "s-maxage"} & set(answer.headers.get("Cache-Control", "").split(", "))
    ]
    assert not shared, "\n".join(shared)


def test_no_answer_says_what_it_runs_on(walk: Walk) -> None:
    assert [a for a in walk.answers.values() if {"Server", "X-Powered-By"} & set(a.headers)] == []


# ---- Mistakes --------------------------------------------------------------------------------

MISTAKES = {
    "/nothing/of/that/name/": 404,
    "/suspects/": 400,
    "/breaks/": 500,
}


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("path", MISTAKES)
def test_a_mistake_carries_the_headers_and_tells_nothing(path: str) -> None:
    answer = Client(raise_request_exception=False).get(path)
    if MISTAKES[path] == 404:
        # Who is not signed in learns nothing of which addresses there are.
        assert answer.status_code in {302, 404}
    else:
        assert answer.status_code == MISTAKES[path]
        assert b"<h1" in answer.content
    assert lacks(answer.headers) == []
    assert b"secret" not in answer.content
    assert b"Traceback" not in answer.content


def test_a_wrong_host_is_refused_with_the_headers() -> None:
    answer = Client(raise_request_exception=False).get("/", headers={"host": "elsewhere.example"})
    assert (answer.status_code, lacks(answer.headers)) == (400, [])


def test_a_form_from_elsewhere_is_refused_with_the_headers() -> None:
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a"})
    assert (answer.status_code, lacks(answer.headers)) == (403, [])


def test_somebody_told_to_wait_gets_the_headers() -> None:
    client = Client()
    answers = [client.post("/accounts/login/", {"login": "a@b.example"}) for _ in range(40)]
    told = next(answer for answer in answers if answer.status_code == 429)
    assert lacks(told.headers) == []


@override_settings(SECURE_SSL_REDIRECT=True)
def test_being_sent_to_https_carries_the_headers() -> None:
    answer = Client().get("/help/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "https://testserver/help/")
    assert lacks(answer.headers) == []


# ---- Static files ----------------------------------------------------------------------------


@pytest.fixture
def static_file() -> Path:
    file = Path(settings.STATIC_ROOT) / "for-a-test.js"
    file.write_text("export {};\n")
    yield file
    file.unlink()


def test_a_static_file_carries_the_headers(static_file: Path) -> None:
    answer = Client().get(f"/static/{static_file.name}")
    assert (answer.status_code, b"".join(answer)) == (200, b"export {};\n")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert lacks(answer.headers) == []
    assert "Set-Cookie" not in answer.headers


def test_a_static_file_that_is_missing_carries_the_headers() -> None:
    answer = Client().get("/static/nothing.js")
    assert answer.status_code in {302, 404}
    assert lacks(answer.headers) == []


# ---- Probes ----------------------------------------------------------------------------------


@pytest.mark.parametrize("probe", ["/healthz", "/readyz"])
@override_settings(SECURE_SSL_REDIRECT=True)
def test_a_probe_is_answered_for_any_host_without_a_redirect(probe: str) -> None:
    for host in ("10.1.2.3:8000", "elsewhere.example", "not a host"):
        answer = Client().get(probe, headers={"host": host})
        assert (answer.status_code, answer.content) == (200, b"ok")
        assert lacks(answer.headers) == []
        assert "Set-Cookie" not in answer.headers


def test_liveness_asks_nothing_of_the_database(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert Client().get("/healthz").status_code == 200


def test_readiness_fails_when_the_database_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = DatabaseWrapper(
        {**connection.settings_dict, "NAME": tmp_path / "no" / "folder", "OPTIONS": {}}
    )
    monkeypatch.setattr("ehportal.health.connection", gone)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"the database does not answer")
    assert lacks(answer.headers) == []
    assert Client().get("/healthz").status_code == 200


def test_readiness_fails_while_a_migration_is_waiting() -> None:
    [last] = MigrationLoader(connection).graph.leaf_nodes("outcomes")
    MigrationRecorder(connection).record_unapplied(*last)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"migrations are waiting")


# ---- The check itself ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Content-Security-Policy", None),
        ("Content-Security-Policy", "default-src 'none'; script-src 'self' 'unsafe-inline'"),
        ("X-Content-Type-Options", None),
        ("Referrer-Policy", "unsafe-url"),
    ],
)
def test_a_header_that_is_missing_or_weak_is_found(header: str, value: str | None) -> None:
    headers = {**Client().get("/help/").headers}
    assert lacks(headers) == []
    headers[header] = value or ""
    assert lacks(headers)
