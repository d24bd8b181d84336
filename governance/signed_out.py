"""What answers a form that came too late: nobody is signed in, or somebody has signed in again."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ehportal.views import csrf_failure
from governance.kept import keep, opened_by


def keep_typing(request: HttpRequest) -> HttpResponse | None:
    """Keeps what a page of the portal sent while nobody is signed in.

    Returns what to answer where it cannot be kept; None where the person may be led to sign in.
    """
    if request.method != "POST" or opened_by(request) is None:
        return None
    if not keep(request):
        return render(request, "account/too_much_to_keep.html", status=413)
    minutes = settings.SESSION_COOKIE_AGE // 60
    messages.info(
        request,
        f"You have been signed out. What you typed is kept for {minutes} minutes: sign in to see "
        "it and to save it.",
    )
    return None


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Of a form that is not of this sign-in, as after signing in again in another tab.

    Its own person is shown its page again, with what was typed; nothing is saved before that.
    What a page saves by itself is refused plainly: it asks for another token, and tries again.
    """
    owner, match = opened_by(request), request.resolver_match
    if owner is None or match is None or not getattr(match.func, "login_required", True):
        return csrf_failure(request, reason)
    if not request.user.is_authenticated:
        return keep_typing(request) or redirect_to_login(request.get_full_path())
    if owner != request.user.pk or not keep(request):
        return csrf_failure(request, reason)
    again = redirect(request.get_full_path())
    # Not as after saving: what leads on by 302 is forgotten (SignInMiddleware).
    again.status_code = HTTPStatus.SEE_OTHER
    return again
