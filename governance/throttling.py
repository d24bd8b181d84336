"""How often one address may do what needs no account; the limits are ACCOUNT_RATE_LIMITS."""

from __future__ import annotations

from django.http import HttpRequest


def is_too_often(request: HttpRequest, action: str) -> bool:
    """Counts this request, and says whether its address has had all it may have for now.

    It is counted where attempts to sign in are, so every worker knows.
    """
    # The library's public function of this name lets every GET through.
    from allauth.core.internal import ratelimit

    return not ratelimit.consume(request, app="allauth.account", action=action, limit_get=True)
