"""Puts the person's access on the request; asks to sign in, and for a second factor."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from governance.access import access_of
from governance.kept import forget, kept
from governance.models import Notice, User
from governance.signed_out import keep_typing

# How often a session in use is written again, so that it ends 30 minutes after the last request.
TOUCH_SECONDS = 300


class AccessMiddleware:
    """request.access, .unread_messages and .typed: worked out once, when first asked for.

    `typed` is what was typed in the page before its sign-in had ended (governance/kept.py).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.access = SimpleLazyObject(lambda: access_of(request.user))  # type: ignore[attr-defined]
        request.unread_messages = cache(lambda: _unread_by(request.user))  # type: ignore[attr-defined]
        request.typed = SimpleLazyObject(lambda: kept(request))  # type: ignore[attr-defined,arg-type]
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


class SignInMiddleware(LoginRequiredMiddleware):
    """Django's own, which loses nothing of a form that is sent when the sign-in has ended."""

    def process_view(self, request: HttpRequest, view_func: Any, *args: Any) -> Any:
        leads_away = super().process_view(request, view_func, *args)
        return leads_away and (keep_typing(request) or leads_away)

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """What leads on is saved, so what was kept of its page is not needed any more."""
        is_done = request.method == "POST" and response.status_code == HTTPStatus.FOUND
        if is_done and request.user.is_authenticated:
            forget(request)
        return response


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
