"""Liveness: answered before hosts, sessions or the database are looked at, and never redirected."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse


class HealthMiddleware:
    """/healthz: the process is up. /readyz: so is its database, with no migration waiting.

    Probes come with an internal host name and do not follow redirects, so this stands before all
    that looks at the host; the settings keep both addresses from being sent to https.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return _plain("ok", 200)
        if request.path == "/readyz":
            return _readiness()
        return self.get_response(request)


def _readiness() -> HttpResponse:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Exception:
        return _plain("the database does not answer", 503)
    return _plain("migrations are waiting", 503) if waiting else _plain("ok", 200)


def _plain(text: str, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
