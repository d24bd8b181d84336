"""How people sign in: accounts are made by an administrator, never by signing up."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *args: object, **kwargs: object) -> bool:
        """A person without a second factor who has just signed in need not prove it again."""
        from allauth.mfa.utils import is_mfa_enabled

        return is_mfa_enabled(self.request.user)
