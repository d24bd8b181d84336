"""Letting a program in that brings a token: `Authorization: Bearer`, or Basic as its password.

The address never carries a token, and nothing here writes one down.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from ehportal.wording import day
from governance.access import Access, Permission, access_of_token
from governance.models import DataToken
from governance.services.tokens import PREFIX, digest_of, note_use
from governance.throttling import is_too_often

NEEDED = "This file needs a sign-in, or a token."
WRONG = "This token is not right."
WAIT = "Too many wrong tokens came from this address. Wait five minutes and try again."
REALM = 'realm="Early Help Outcomes open data"'
_LONGEST_HEADER = 500


@dataclass(frozen=True)
class Presented:
    """What a program brought: the key of a token, and the secret that goes with it."""

    key: str
    secret: str


class NotLetIn(Exception):
    """The program is not let in; the message says why, for whoever reads its log."""

    def __init__(self, message: str, status: HTTPStatus = HTTPStatus.UNAUTHORIZED) -> None:
        super().__init__(message)
        self.status = status


@sensitive_variables()
def presented_in(request: HttpRequest) -> Presented | None:
    """The token that a request brings in its header; None where it brings none of this portal.

    A password that something in front of the portal asked for is not one of its tokens.
    """
    header = request.headers.get("Authorization", "")
    if len(header) > _LONGEST_HEADER:
        return None
    scheme, _, given = header.partition(" ")
    words = given.strip() if scheme.lower() == "bearer" else ""
    if scheme.lower() == "basic":
        words = _password(given.strip())
    if not words.startswith(PREFIX):
        return None
    key, _, secret = words.removeprefix(PREFIX).partition("_")
    return Presented(key, secret)


@sensitive_variables()
def _password(encoded: str) -> str:
    """The password of a Basic header; the user's name is whatever the program likes."""
    try:
        said = base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, ValueError):
        return ""
    return said.partition(":")[2].strip()


@sensitive_variables()
def access_of_program(request: HttpRequest, presented: Presented, *, at: datetime) -> Access:
    """What the program may do. Raises NotLetIn, in words, for a token that does not work now.

    Only a wrong secret counts against an address, and only wrong ones are told to wait: nobody in
    an office can shut the others' reports out, and 256 random bits are not guessed.
    """
    token = DataToken.objects.select_related("owner").filter(key=presented.key).first()
    given = digest_of(presented.secret)
    if not secrets.compare_digest(given, token.digest if token else "") or token is None:
        if is_too_often(request, "wrong_data_token"):
            raise NotLetIn(WAIT, HTTPStatus.TOO_MANY_REQUESTS)
        raise NotLetIn(WRONG)
    on = timezone.localdate(at)
    if token.revoked_at is not None:
        raise NotLetIn(f"This token was revoked on {day(timezone.localdate(token.revoked_at))}.")
    if token.expires_on < on:
        raise NotLetIn(f"This token expired: its last day was {day(token.expires_on)}.")
    access = access_of_token(token, on=on)
    if not access.may(Permission.DATA_READ):
        raise NotLetIn("Whoever made this token may no longer read the figures.")
    note_use(token=token, at=at)
    return access


def refusal(request: HttpRequest, message: str = NEEDED, status: int = 401) -> HttpResponse:
    """A refusal that a program understands, and a person who reads it too."""
    where = f"Make a token at {settings.PORTAL_URL}/data/tokens/"
    response = HttpResponse(
        f"{message} {where}\n", status=status, content_type="text/plain; charset=utf-8"
    )
    response.headers["Cache-Control"] = "private, no-store"
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        response.headers["Retry-After"] = "300"
    elif request.headers.get("Authorization", "").lower().startswith("bearer "):
        response.headers["WWW-Authenticate"] = f'Bearer {REALM}, error="invalid_token"'
    else:
        response.headers["WWW-Authenticate"] = f'Basic {REALM}, charset="UTF-8"'
    return response
