"""Who may do what: the only policy of the portal (design: who may do what).

Memberships give roles, roles give permissions, and every QuerySet that holds somebody's
records is scoped by the Access worked out here. Somebody else's record is not found, exactly
like one that does not exist; one's own without the right is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from governance.kept_page import Kept
from governance.models import BodyKind, DataToken, User
from governance.rights import NOBODY, Access
from governance.roles import GRANTS, Permission, Role

__all__ = [
    "GRANTS",
    "NOBODY",
    "Access",
    "Permission",
    "Role",
    "access_of",
    "access_of_token",
    "require",
]


def access_of(user: User | AnonymousUser, *, on: date | None = None) -> Access:
    """What a person may do on a date (today unless given), from memberships that are current."""
    if not user.is_authenticated or not user.is_active:
        return NOBODY
    memberships = list(
        user.memberships.current(on or timezone.localdate()).select_related(
            "locality", "organisation", "body"
        )
    )
    roles = frozenset(Role(m.role) for m in memberships)
    return Access(
        user_id=user.pk,
        roles=roles,
        permissions=frozenset().union(*(GRANTS[role] for role in roles)),
        locality_ids=frozenset(
            m.locality_id for m in memberships if m.role == Role.LOCALITY_LEAD and m.locality_id
        ),
        organisation_ids=frozenset(
            m.organisation_id
            for m in memberships
            if m.role == Role.PARTNER_LEAD and m.organisation_id
        ),
        body_ids=frozenset(m.body_id for m in memberships if m.body_id),
        title=_title(memberships),
    )


def access_of_token(token: DataToken, *, on: date | None = None) -> Access:
    """What a program may do with a token on a date: read the files of open data, or nothing.

    It may no more than its owner may at that moment, whatever the owner might do when it was made.
    Nothing else of the owner goes with it: no role, no place, no records of their own.
    """
    on = on or timezone.localdate()
    if token.revoked_at is not None or token.expires_on < on:
        return NOBODY
    permissions = access_of(token.owner, on=on).permissions & {Permission.DATA_READ}
    return Access(permissions=permissions, only_place_id=token.place_id)


def _title(memberships: list[Any]) -> str:
    """How the page header names the person: role and place, such as 'North East locality lead'."""
    if not memberships:
        return ""
    first = memberships[0]
    if first.role == Role.LOCALITY_LEAD:
        return f"{first.locality} locality lead"
    if first.role == Role.PARTNER_LEAD:
        return f"{first.organisation} data lead"
    if first.role == Role.BOARD_MEMBER and first.body.kind != BodyKind.BOARD:
        # They sit on a sub-group or an executive.
        return f"Member of {first.body}"
    return str(first.get_role_display())


class PortalRequest(HttpRequest):
    """A request of somebody signed in, as the middleware hands it to views. For types alone."""

    user: User
    access: Access
    unread_messages: Callable[[], int]
    typed: Kept | None


View = Callable[..., HttpResponseBase]


def require(permission: Permission) -> Callable[[View], View]:
    """Refuses (403) a signed-in person without the permission, before the view looks for anything.

    The permission is left on the view, so that the permission matrix can read it.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.access.may(permission):  # type: ignore[attr-defined]
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate
