"""What somebody sent when their sign-in had ended: kept until they are back, then put in the boxes.

The session is nobody's by then, so a form that takes words says for whom its page was made, signed
by the portal, and only that person is shown what it held. Nothing is saved by being kept.
"""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from governance.access import PortalRequest
from governance.kept_page import Kept
from governance.models import User
from governance.throttling import is_too_often

#: The hidden box that says for whom a page was made; {% opened_by %} writes it.
OPENED_BY = "opened_by"
SESSION_KEY = "typed_while_signed_out"
#: Characters kept of one page, and pages in one session: many times what a person types.
MOST_KEPT = 300_000
MOST_PAGES = 6
#: From then on nobody remembers what they were writing. The session may end before that.
KEPT_FOR = timedelta(hours=8)

_signer = signing.Signer(salt="governance.opened_by")
_NOT_TYPED = {OPENED_BY, "csrfmiddlewaretoken"}


def owner_token(user: User) -> str:
    """Says, in a form, for whom its page was made."""
    return _signer.sign(str(user.pk))


def owner_of(token: str) -> int | None:
    """The key of the person a page was made for; None where the portal did not say so."""
    try:
        return int(_signer.unsign(token))
    except (signing.BadSignature, ValueError):
        return None


def opened_by(request: HttpRequest) -> int | None:
    """For whom the page was made that sent this; None where it does not say."""
    return owner_of(request.POST.get(OPENED_BY, ""))


def is_anothers(request: PortalRequest) -> bool:
    """Whether a page sent this that was made for somebody else, who was signed in before."""
    return opened_by(request) not in {None, request.user.pk}


def keep(request: HttpRequest) -> bool:
    """Keeps the boxes of a form, but no password; says whether it could.

    So much at once, and not too often from one address: whoever sends this may be anybody.
    """
    boxes = [
        (name, text)
        for name, texts in request.POST.lists()
        if name not in _NOT_TYPED and "password" not in name.lower()
        for text in texts
    ]
    if sum(len(name) + len(text) for name, text in boxes) > MOST_KEPT:
        return False
    if is_too_often(request, "keep_typing"):
        return False
    pages = request.session.get(SESSION_KEY, {})
    pages.pop(request.get_full_path(), None)
    while len(pages) >= MOST_PAGES:
        pages.pop(next(iter(pages)))
    pages[request.get_full_path()] = {
        "owner": opened_by(request),
        "at": timezone.now().isoformat(),
        "boxes": boxes,
        # A file is not kept: whoever chose one is told to choose it again.
        "had_files": any(request.FILES.values()),
    }
    request.session[SESSION_KEY] = pages
    return True


def kept(request: PortalRequest) -> Kept | None:
    """What this person typed in the page that they look at, and could not save."""
    if request.method == "POST" or not request.user.is_authenticated:
        return None
    found = request.session.get(SESSION_KEY, {}).get(request.get_full_path())
    if found is None or found["owner"] != request.user.pk:
        return None
    at = parse_datetime(found["at"])
    if at is None or timezone.now() - at > KEPT_FOR:
        return None
    data = QueryDict(mutable=True)
    for name, text in found["boxes"]:
        data.appendlist(name, text)
    return Kept(data, at, found.get("had_files", False))


def forget(request: HttpRequest, address: str = "") -> None:
    """Once what was typed at an address (of this request, unless one is given) is saved."""
    pages = request.session.get(SESSION_KEY, {})
    if pages.pop(address or request.get_full_path(), None) is not None:
        request.session[SESSION_KEY] = pages
