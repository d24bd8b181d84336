"""Answering "not modified" for a page that nothing has changed since it was last read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import condition

from governance.models import Event
from outcomes.models import Publication

View = Callable[..., HttpResponseBase]


def unless_changed(view: View) -> View:
    """Gives a page of published figures an ETag, and answers 304 to whoever holds it already.

    It depends on the latest publication, the latest recorded change (a framework edited by an
    administrator counts), the day, who reads, what they may do, the address, and the portal's own
    code. A page with a message to show is never "not modified". The browser may keep the page,
    but has to ask each time: published figures hold nothing personal.
    """
    conditional = condition(etag_func=_etag)(view)

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = conditional(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-cache"
        patch_vary_headers(response, ["Cookie"])
        return response

    return answered


def _etag(request: HttpRequest, *args: Any, **kwargs: Any) -> str | None:
    if len(get_messages(request)):
        return None
    access = request.access  # type: ignore[attr-defined]
    parts = (
        Publication.objects.order_by("-number").values_list("number", flat=True).first(),
        Event.objects.order_by("-pk").values_list("pk", flat=True).first(),
        # An action is overdue from one day to the next.
        timezone.localdate(),
        access.user_id,
        access.title,
        sorted(access.permissions),
        # The head of the page says how many messages wait.
        request.unread_messages(),  # type: ignore[attr-defined]
        request.get_full_path(),
        settings.DEMO,
        settings.PUBLIC_DASHBOARDS,
        _code_stamp(),
    )
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


@cache
def _code_stamp() -> int:
    """When a template, a style sheet or a module of the pages last changed; read once."""
    folders = ("templates", "dashboards", "ehportal", "outcomes")
    return max(
        path.stat().st_mtime_ns
        for folder in folders
        for path in (settings.BASE_DIR / folder).rglob("*")
        if path.suffix in {".html", ".css", ".js", ".py"}
    )
