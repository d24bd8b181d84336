"""Who may read the dashboards, the framework and the open data."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from governance.access import Permission, View
from governance.programs import NotLetIn, access_of_program, presented_in, refusal


def readable(view: View) -> View:
    """Lets in whoever may see dashboards, and everybody while PUBLIC_DASHBOARDS is on.

    Otherwise a signed-out person is sent to sign in, and a signed-in one without the permission
    is refused (403). The permission is left on the view, so that the permission matrix can read it.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return _turned_away(request, Permission.DASHBOARD_VIEW) or view(request, *args, **kwargs)

    guarded.permission = Permission.DASHBOARD_VIEW  # type: ignore[attr-defined]
    return login_not_required(guarded)


def downloadable(view: View) -> View:
    """Lets in whoever may read open data, and a program that brings one of their tokens.

    A program that brings none is told (401) that it needs one: a page to sign in on would be read
    as the file. `request.access` is then the token's, which reads these files and nothing else.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = _answer_to_program(request) or _turned_away(request, Permission.DATA_READ)
        response = response or view(request, *args, **kwargs)
        patch_vary_headers(response, ["Authorization"])
        return response

    guarded.permission = Permission.DATA_READ  # type: ignore[attr-defined]
    return login_not_required(guarded)


def is_member(request: HttpRequest) -> bool:
    """Whether names and meetings are told: not to everybody who reads public dashboards.

    Somebody who signed in may be a member of nothing any more.
    """
    access = request.access  # type: ignore[attr-defined]
    return bool(access.may(Permission.GOVERNANCE_VIEW))


def _turned_away(request: HttpRequest, permission: Permission) -> HttpResponseBase | None:
    """What is answered to whoever may not read; None for who may. Raises PermissionDenied."""
    if settings.PUBLIC_DASHBOARDS or request.access.may(permission):  # type: ignore[attr-defined]
        return None
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    raise PermissionDenied


def _answer_to_program(request: HttpRequest) -> HttpResponseBase | None:
    """The refusal of a program; None where it is let in, or where a person asks."""
    presented = presented_in(request)
    if presented is not None:
        try:
            request.access = access_of_program(request, presented, at=timezone.now())  # type: ignore[attr-defined]
        except NotLetIn as refused:
            return refusal(request, str(refused), refused.status)
        return None
    if settings.PUBLIC_DASHBOARDS or request.user.is_authenticated or _is_browser(request):
        return None
    return refusal(request)


def _is_browser(request: HttpRequest) -> bool:
    return "text/html" in request.headers.get("Accept", "")
