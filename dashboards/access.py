"""Who may read the dashboards, the framework and the open data."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from governance.access import Permission, View


def readable(view: View) -> View:
    """Lets in whoever may see dashboards, and everybody while PUBLIC_DASHBOARDS is on.

    Otherwise a signed-out person is sent to sign in, and a signed-in one without the permission
    is refused (403). The permission is left on the view, so that the permission matrix can read it.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.PUBLIC_DASHBOARDS:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not request.access.may(Permission.DASHBOARD_VIEW):  # type: ignore[attr-defined]
                raise PermissionDenied
        return view(request, *args, **kwargs)

    guarded.permission = Permission.DASHBOARD_VIEW  # type: ignore[attr-defined]
    return login_not_required(guarded)
