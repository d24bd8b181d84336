"""How people sign in: accounts are made by an administrator, never by signing up."""

from __future__ import annotations

import time
from typing import ClassVar

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

WAIT = "Too many attempts. Wait five minutes and try again"


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, str]] = {
        **DefaultAccountAdapter.error_messages,
        # The same words whether or not anybody has the address.
        "email_password_mismatch": "The e-mail address or the password is not right",
        "enter_current_password": "That is not the password you have now",
        "incorrect_password": "That is not your password",
        "too_many_login_attempts": WAIT,
        "rate_limited": WAIT,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *args: object, **kwargs: object) -> bool:
        """Asked only of a person with a second factor who signed in more than minutes ago.

        So whoever sets one up straight after signing in sees the recovery codes at once.
        """
        from allauth.mfa.utils import is_mfa_enabled

        if not is_mfa_enabled(self.request.user):
            return False
        methods = self.request.session.get("account_authentication_methods", [])
        signed_in = max((method["at"] for method in methods), default=0)
        return time.time() - signed_in > app_settings.REAUTHENTICATION_TIMEOUT


class MfaAdapter(DefaultMFAAdapter):
    error_messages: ClassVar[dict[str, str]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code is not right, or it is too old. Enter the one shown now",
    }
