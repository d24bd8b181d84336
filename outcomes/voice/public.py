"""Pages of voice that need no account, each only while its setting is on."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase

from governance.access import View


def open_while(setting: str) -> Any:
    """Opens a page to everybody while a setting is on; while it is off, the page is not there."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not getattr(settings, setting):
                raise Http404
            return view(request, *args, **kwargs)

        return login_not_required(guarded)

    return decorate
