"""Puts the person's access on the request, and asks for a second factor where it is required."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from governance.access import access_of
from governance.models import Notice, User

# How often a session in use is written again, so that it ends 30 minutes after the last request.
TOUCH_SECONDS = 300


class AccessMiddleware:
    """request.access and request.unread_messages: worked out once, when first asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.access = SimpleLazyObject(lambda: access_of(request.user))  # type: ignore[attr-defined]
        request.unread_messages = cache(lambda: _unread_by(request.user))  # type: ignore[attr-defined]
        self._keep_alive(request)
        return self.get_response(request)

    def _keep_alive(self, request: HttpRequest) -> None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return
        now = int(timezone.now().timestamp())
        touched = request.session.get("touched")
        if "_auth_user_id" in request.session and (not touched or now - touched > TOUCH_SECONDS):
            request.session["touched"] = now


def _unread_by(user: User | AnonymousUser) -> int:
    return Notice.objects.filter(to=user, read_at=None).count() if user.is_authenticated else 0


class RequireMfaMiddleware:
    """With REQUIRE_MFA on, nothing but setting up an authenticator is open to a person without one.

    People who came by single sign-on are exempt: their identity provider asks for the factor.
    """

    ALLOWED = ("/accounts/", "/static/")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.REQUIRE_MFA and self._must_enrol(request):
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def _must_enrol(self, request: HttpRequest) -> bool:
        from allauth.mfa.utils import is_mfa_enabled

        if not request.user.is_authenticated or request.path.startswith(self.ALLOWED):
            return False
        methods = request.session.get("account_authentication_methods", [])
        if any(method.get("method") == "socialaccount" for method in methods):
            return False
        return not is_mfa_enabled(request.user)
