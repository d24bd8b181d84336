"""People: the first administrator, a link to choose a password, a lost second factor."""

from __future__ import annotations

from datetime import date, datetime

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.urls import reverse

from governance.models import Membership, Role, User
from governance.services.events import record


@transaction.atomic
def add_administrator(*, email: str, name: str, by: User | None, at: datetime, on: date) -> User:
    """Makes a person an administrator from a day, and the person too where there is none.

    Returns the person; somebody who is an administrator already stays as they are. A new person
    has no password: `password_path` gives a link to choose one.
    """
    person = User.objects.filter(email__iexact=email).first()
    if person is None:
        person = User.objects.create_user(email, name=name)
        record(verb="user.create", subject=person, by=by, at=at, after={"email": person.email})
    current = Membership.objects.current(on)
    if not current.filter(user=person, role=Role.ADMINISTRATOR).exists():
        membership = Membership.objects.create(user=person, role=Role.ADMINISTRATOR, starts_on=on)
        record(
            verb="membership.create",
            subject=membership,
            by=by,
            at=at,
            after={"user": person.name, "role": Role.ADMINISTRATOR.label, "starts_on": on},
        )
    return person


@transaction.atomic
def password_path(*, person: User, by: User | None, at: datetime) -> str:
    """The address, from the first slash, of a page where the person chooses a password.

    It works once, and for as long as PASSWORD_RESET_TIMEOUT says. That it was made is recorded,
    the address itself is not.
    """
    token = default_token_generator.make_token(person)
    record(verb="user.password_link", subject=person, by=by, at=at)
    return reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(person), "key": token},
    )


@transaction.atomic
def remove_second_factor(*, person: User, by: User | None, at: datetime) -> int:
    """Takes away a lost authenticator and its recovery codes; returns how many there were."""
    removed, _ = Authenticator.objects.filter(user=person).delete()
    if removed:
        record(
            verb="user.remove_second_factor",
            subject=person,
            by=by,
            at=at,
            before={"authenticators": removed},
        )
    return removed


def forget_other_addresses(person: User) -> None:
    """Only the address on the person's page signs in; one it replaced does not."""
    EmailAddress.objects.filter(user=person).exclude(email__iexact=person.email).delete()
