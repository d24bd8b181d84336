"""Answering for a page that nothing has changed since somebody read it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

from dashboards.views.kept import fingerprint, kept
from governance.models import Event
from outcomes.models import Publication

View = Callable[..., HttpResponseBase]

NEWEST = 300
"""On PostgreSQL a change may come to light after one with a higher key: keys are given out while a
transaction runs. So what has been recorded is told by its newest keys, not by the highest: one
that comes late changes them, unless so many others were recorded while its transaction ran."""
COLLECTED = frozenset({"outcomes.submission", "outcomes.figureimport"})
"""What no page of published figures reads: they stay as they are while others type."""


def unless_changed(view: View) -> View:
    """Gives a page of published figures an ETag, answers 304 to whoever holds it, keeps it for all.

    The page depends on the latest publication, the latest recorded changes (a framework edited by
    an administrator counts), the day, the address, the portal's own code, and what its reader may
    do; the ETag besides on who reads. A page with a message to show is never "not modified". The
    browser may keep the page, but has to ask each time: published figures hold nothing personal.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        state = _state(request)
        etag = _etag(request, state)
        response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
        if response is None:
            response = kept(state, view, request, *args, **kwargs)
        if etag and response.status_code in {200, 304}:
            response.headers["ETag"] = etag
        response.headers["Cache-Control"] = "private, no-cache"
        patch_vary_headers(response, ["Cookie"])
        return response

    return answered


def _state(request: HttpRequest) -> str:
    """What the page depends on, but for its reader; two queries, however much was recorded."""
    return fingerprint(
        Publication.objects.order_by("-number").values_list("number", flat=True).first(),
        _recorded(),
        # An action is overdue from one day to the next.
        timezone.localdate(),
        request.get_full_path(),
        settings.DEMO,
        settings.PUBLIC_DASHBOARDS,
        settings.PUBLIC_FEEDBACK,
        settings.PUBLIC_VOICE,
        _code_stamp(),
    )


def _recorded() -> list[int]:
    """The newest keys, and about where they begin: else, once so much was typed that a change is no
    longer among them, all would be as it was before the change.
    """
    newest = list(Event.objects.order_by("-pk").values_list("pk", "subject_kind")[:NEWEST])
    begins = newest[-1][0] // NEWEST if newest else 0
    return [begins, *(pk for pk, kind in newest if kind not in COLLECTED)]


def _etag(request: HttpRequest, state: str) -> str | None:
    if len(get_messages(request)):
        return None
    access = request.access  # type: ignore[attr-defined]
    # The head of the page says who reads, and how many messages wait.
    unread = request.unread_messages()  # type: ignore[attr-defined]
    reader = (access.user_id, access.title, sorted(access.permissions), unread)
    return f'"{fingerprint(state, *reader)}"'


@cache
def _code_stamp() -> int:
    """When a template, a style sheet or a module of the pages last changed; read once."""
    folders = ("templates", "dashboards", "ehportal", "governance", "outcomes")
    return max(
        path.stat().st_mtime_ns
        for folder in folders
        for path in (settings.BASE_DIR / folder).rglob("*")
        if path.suffix in {".html", ".css", ".js", ".py"}
    )
