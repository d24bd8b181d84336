"""The library's forms for signing in, in the portal's words and drawn as the portal's forms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp

from ehportal.forms import PortalFormMixin
from ehportal.layout import Field

NEW_PASSWORD_HINT = (
    "At least 12 characters. Three words that do not belong together are easy to keep."
)
CODE = {"inputmode": "numeric", "autocomplete": "one-time-code", "width": 10}


class Plain(PortalFormMixin):
    """Labels outside the boxes, never in them; hints that say what to type."""

    mark_optional = False
    labels: ClassVar[dict[str, str]] = {}
    hints: ClassVar[dict[str, str]] = {}

    def reword(self) -> None:
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            field.widget.attrs.pop("placeholder", None)


class OneNewPassword(Plain):
    """The new password is typed once: a button shows it, so that it can be read instead."""

    labels: ClassVar[dict[str, str]] = {
        "oldpassword": "Your password now",
        "password1": "New password",
    }
    hints: ClassVar[dict[str, str]] = {"password1": NEW_PASSWORD_HINT}

    def reword(self) -> None:
        del self.fields["password2"]
        super().reword()

    def layout(self) -> Sequence[Any]:
        return [Field(name, width=30) for name in self.fields]


class LoginForm(Plain, account.LoginForm):
    labels: ClassVar[dict[str, str]] = {"login": "E-mail address", "password": "Password"}

    def layout(self) -> Sequence[Any]:
        return [
            Field("login", autocomplete="username", spellcheck="false", width=30),
            Field("password", width=30),
        ]


class ResetPasswordForm(Plain, account.ResetPasswordForm):
    labels: ClassVar[dict[str, str]] = {"email": "E-mail address"}

    def layout(self) -> Sequence[Any]:
        return [Field("email", autocomplete="username", spellcheck="false", width=30)]


class ResetPasswordKeyForm(OneNewPassword, account.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(OneNewPassword, account.ChangePasswordForm):
    pass


class SetPasswordForm(OneNewPassword, account.SetPasswordForm):
    pass


class PasswordAgainForm(Plain, account.ReauthenticateForm):
    labels: ClassVar[dict[str, str]] = {"password": "Password"}

    def layout(self) -> Sequence[Any]:
        return [Field("password", width=30)]


class CodeForm(Plain):
    """Six digits from the app, or one of the recovery codes."""

    labels: ClassVar[dict[str, str]] = {"code": "Code"}
    hints: ClassVar[dict[str, str]] = {
        "code": "The 6 digits your authenticator app shows, or one of your recovery codes"
    }

    def layout(self) -> Sequence[Any]:
        return [Field("code", **CODE)]


class AuthenticateForm(CodeForm, mfa.AuthenticateForm):
    pass


class CodeAgainForm(CodeForm, mfa.ReauthenticateForm):
    pass


class ActivateTOTPForm(CodeForm, totp.ActivateTOTPForm):
    hints: ClassVar[dict[str, str]] = {"code": "The 6 digits your authenticator app shows"}
