"""One account for each role, so that a newcomer can see the portal as everybody."""

from __future__ import annotations

from datetime import date, datetime

from governance.models import BOARD_CODE, Body, Membership, Organisation, Place, Role, User
from governance.services.events import record

DOMAIN = "ehportal.example"
PARTNER = "barts-health"


def make_accounts(*, password: str, starts_on: date, at: datetime) -> dict[str, User]:
    """The demo accounts by the part of their address before the @; made or brought up to date."""
    board = Body.objects.get(code=BOARD_CODE)
    partner: dict[str, object] = {"organisation": Organisation.objects.get(code=PARTNER)}
    people: dict[str, tuple[str, Role, dict[str, object]]] = {
        "admin": ("Framework administrator", Role.ADMINISTRATOR, {}),
        "coordinator": ("Partnership coordinator", Role.COORDINATOR, {"body": board}),
        "partner": ("Barts Health data lead", Role.PARTNER_LEAD, partner),
        "partner.second": ("Barts Health director of quality", Role.PARTNER_LEAD, partner),
        "board": ("Board member", Role.BOARD_MEMBER, {"body": board}),
        "chair": ("Chair of the SEND Improvement Board", Role.BOARD_MEMBER, _sits_on("sg_send")),
        "executive": ("Member of the Executive", Role.BOARD_MEMBER, _sits_on("cfe")),
    }
    for locality in Place.objects.localities():
        people[f"{locality.code[-2:].lower()}.lead"] = (
            f"{locality.name} locality lead",
            Role.LOCALITY_LEAD,
            {"locality": locality},
        )
    return {
        short: _account(short, name, role, where, password, starts_on, at)
        for short, (name, role, where) in people.items()
    }


def _sits_on(code: str) -> dict[str, object]:
    return {"body": Body.objects.get(code=code)}


def make_reporter_account(organisation: Organisation, *, starts_on: date, at: datetime) -> User:
    """A person who hands in an organisation's synthetic figures and cannot sign in."""
    return _account(
        f"{organisation.code}.lead",
        f"{organisation.name} data lead",
        Role.PARTNER_LEAD,
        {"organisation": organisation},
        None,
        starts_on,
        at,
    )


def _account(
    short: str,
    name: str,
    role: Role,
    where: dict[str, object],
    password: str | None,
    starts_on: date,
    at: datetime,
) -> User:
    email = f"{short}@{DOMAIN}"
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, password, name=name)
        record(verb="user.create", subject=user, by=None, at=at, after={"email": email})
    elif password and not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
    if not user.memberships.filter(role=role, **where).exists():
        membership = Membership.objects.create(user=user, role=role, starts_on=starts_on, **where)
        record(verb="membership.create", subject=membership, by=None, at=at, after={"role": role})
    return user
