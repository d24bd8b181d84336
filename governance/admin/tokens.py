"""Tokens for programs, to look up and to revoke. Nobody makes one for somebody else."""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from ehportal.admin_tools import Decision
from governance.admin.audited import ReadOnlyAdmin
from governance.models import DataToken
from governance.services.tokens import revoke_token


@admin.register(DataToken)
class DataTokenAdmin(ReadOnlyAdmin):
    section = "People"
    page_name = "Tokens: programs that read open data"
    list_display = ["name", "owner", "reads", "state", "last_used_at"]
    list_filter = [("revoked_at", admin.EmptyFieldListFilter)]
    list_select_related = ["owner", "place"]
    search_fields = ["name", "owner__name", "owner__email", "key"]
    fields = [
        "name", "owner", "reads", "key", "made_at", "expires_on", "last_used_at", "revoked_at",
        "revoked_by",
    ]  # fmt: skip
    decisions = [
        Decision(
            "revoke",
            "Revoke the token",
            "Programs that use it are refused from now on. It cannot be taken back: whoever "
            "needs it makes another.",
            run="revoke",
            applies_to=lambda token: token.revoked_at is None,
        )
    ]

    @admin.display(description="Reads")
    def reads(self, token: DataToken) -> str:
        return token.reads

    @admin.display(description="State")
    def state(self, token: DataToken) -> str:
        return token.state(timezone.localdate())

    def revoke(self, request: HttpRequest, token: DataToken, _: object) -> str:
        if not revoke_token(token=token, by=request.user, at=timezone.now()):  # type: ignore[arg-type]
            raise ValidationError(f"“{token}” is revoked already.")
        return f"“{token}” of {token.owner} is revoked."
