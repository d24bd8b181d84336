"""What somebody sent after they had been signed out: kept in the session until they are back.

The session is nobody's then, so what is kept says by whom the page had been opened, signed by the
portal; what a page shows of it is decided there, by who has signed in and what they may change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from governance.access import PortalRequest
from governance.models import User
from governance.throttling import is_too_often
from outcomes.reporting.forms import is_changed, text_of
from outcomes.services.entry import COLUMNS, ZERO, TypedFigure

SESSION_KEY = "typed_while_signed_out"
SALT = "outcomes.owner"
#: Characters kept of one page, and pages in one session: many times what a person types.
MOST_KEPT = 300_000
MOST_PAGES = 6


@dataclass(frozen=True)
class Kept:
    """What was typed on one page, when it was sent, and by whom the page had been opened."""

    data: QueryDict
    at: datetime
    owner_id: int | None


def owner_token(user: User) -> str:
    """Says, in a form, for whom its page was made."""
    return signing.dumps(user.pk, salt=SALT)


def owner_of(token: str) -> int | None:
    """The key of the person a page was made for; None where the portal did not say so."""
    try:
        return int(signing.loads(token, salt=SALT))
    except (signing.BadSignature, TypeError, ValueError):
        return None


def is_anothers(request: PortalRequest) -> bool:
    """Whether a page sent this that was made for somebody else, who was signed in before."""
    return owner_of(request.POST.get("owner", "")) not in {None, request.user.pk}


def keep(request: HttpRequest, pk: int, area: str) -> bool:
    """Keeps the rows that were changed on a page; says whether it could.

    Only of a page that the portal made for somebody, so much at once, and not too often from one
    address: whoever sends this may be anybody.
    """
    return _keep(request, _name(pk, area), list(_changed_boxes(request.POST)))


def keep_boxes(request: HttpRequest, pk: int, page: str, names: Sequence[str]) -> bool:
    """The same of a page with few boxes, each by its name: all of them, changed or not."""
    boxes = [(name, text_of(request.POST, name)) for name in names if name in request.POST]
    return _keep(request, _name(pk, page), boxes)


def _keep(request: HttpRequest, name: str, boxes: list[tuple[str, str]]) -> bool:
    if not boxes:
        return True
    if owner_of(request.POST.get("owner", "")) is None:
        return False
    if sum(len(box) + len(words) for box, words in boxes) > MOST_KEPT:
        return False
    if is_too_often(request, "keep_typing"):
        return False
    pages = request.session.get(SESSION_KEY, {})
    pages.pop(name, None)
    while len(pages) >= MOST_PAGES:
        pages.pop(next(iter(pages)))
    pages[name] = {
        "owner": request.POST.get("owner", "")[:200],
        "at": timezone.now().isoformat(),
        "boxes": boxes,
    }
    request.session[SESSION_KEY] = pages
    return True


def kept(request: HttpRequest, pk: int, area: str) -> Kept | None:
    """What was kept of a page, if anything."""
    found = request.session.get(SESSION_KEY, {}).get(_name(pk, area))
    if found is None:
        return None
    data = QueryDict(mutable=True)
    for name, words in found["boxes"]:
        data.appendlist(name, words)
    at = parse_datetime(found["at"]) or timezone.now()
    return Kept(data, at, owner_of(found["owner"]))


def forget(request: HttpRequest, pk: int, area: str) -> None:
    """Once it is saved, or the person has decided otherwise."""
    pages = request.session.get(SESSION_KEY, {})
    if pages.pop(_name(pk, area), None) is not None:
        request.session[SESSION_KEY] = pages


def _name(pk: int, area: str) -> str:
    return f"{pk}/{area}"


def _changed_boxes(sent: QueryDict) -> list[tuple[str, str]]:
    """The boxes of rows that differ from what their page showed; no database is asked."""
    found: list[tuple[str, str]] = []
    for name in sent:
        prefix = name.removesuffix("-seen")
        if prefix == name:
            continue
        names = {box: f"{prefix}-{box}" for box in COLUMNS}
        boxes = {box: text_of(sent, each) for box, each in names.items() if each in sent}
        seen = text_of(sent, name)
        over = dict(zip(COLUMNS, seen.split("."), strict=False))
        figure = TypedFigure(
            0,
            numerator=boxes.get("numerator", ""),
            denominator=boxes.get("denominator", ""),
            missing=boxes.get("missing", ""),
            note=boxes.get("note", ""),
            over=over,
        )
        if boxes and (figure.missing == ZERO or is_changed(figure)):
            found += [(name, seen), *((f"{prefix}-{box}", w) for box, w in boxes.items())]
    return found
