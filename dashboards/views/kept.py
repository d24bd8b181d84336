"""Keeping a page that was made for one reader, for all who may do the same."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from copy import copy
from typing import Any, TypeGuard

from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from ehportal.slots import cut, fill
from governance.access import Access
from governance.models import User

View = Callable[..., HttpResponseBase]


def kept(
    state: str, view: View, request: HttpRequest, *args: Any, **kwargs: Any
) -> HttpResponseBase:
    """The view's answer; its page as it was kept, where there is one of that state.

    A page is made for a reader without a name: what they may do, and whether they are signed in,
    is all that the view and its templates learn of them, and all that the page is kept by besides
    the state. What is the reader's own is filled in afterwards (see ehportal/slots.py). Files are
    not kept, and neither is a page with a form that carries its reader's token.
    """
    pages, nameless = caches["pages"], _nameless(request)
    reader = (nameless.user.is_authenticated, sorted(nameless.access.permissions))
    key = fingerprint(state, *reader)
    pieces = pages.get(key)
    if pieces is None:
        response = view(nameless, *args, **kwargs)
        if not _is_page(response):
            return response
        pieces = cut(response.text)
        if not request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):
            pages.set(key, pieces)
    return HttpResponse(fill(pieces, request))


def fingerprint(*parts: object) -> str:
    """A short name for what something depends on; another for anything else."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def _nameless(request: HttpRequest) -> Any:
    """The request as somebody would make it of whom nothing is known but what they may do."""
    found: Any = copy(request)
    found.resolver_match = request.resolver_match
    found.user = User() if request.user.is_authenticated else AnonymousUser()
    found.access = Access(permissions=request.access.permissions)  # type: ignore[attr-defined]
    found.leaves_slots = True
    return found


def _is_page(response: HttpResponseBase) -> TypeGuard[HttpResponse]:
    return (
        isinstance(response, HttpResponse)
        and response.status_code == 200
        and response.headers["Content-Type"].startswith("text/html")
    )
