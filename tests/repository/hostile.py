"""What no page of the portal sends: words for its boxes, boxes it never asks for, and its forms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.ehportal.pages import Element, read
from tests.repository.world import World, body_of

HOSTILE = [
    *("", " ", "0", "-1", "1.5", "1e999", "9" * 30, "-" + "9" * 30, "0x10"),
    *("\u0661\u0662", "\uff11\uff12", "\u00bd", "NaN", "Infinity", "None", "null", "true"),
    *("[]", "{}", "a" * 300, "a" * 20000, "\x00", "a\x00b", "\x1b", "\u202e123", "\u200b"),
    *("\ufeff1", "\u00e9", "e\u0301", "\U0001f642", "' OR 1=1 --", '";--', "%00", "%s%s%s"),
    *("{{ 7 }}", "${7}", "../../etc/passwd", "<b>", "=1+1", "2026-02-30", "0000-00-00"),
    *("99999-01-01", "\r\nSet-Cookie: a=b", "https://elsewhere.example"),
]
# What a form never asks for, and a person might send all the same.
EXTRA = {
    **dict.fromkeys(["status", "state", "decision"], "approved"),
    **dict.fromkeys(["owner", "user", "by", "id", "pk", "number", "period", "reporter"], "1"),
    **dict.fromkeys(["organisation", "locality", "submitted_by", "reviewed_by", "changed_by"], "1"),
    **dict.fromkeys(["approved", "is_active", "is_staff", "is_superuser", "is_complete"], "on"),
    **dict.fromkeys(["submitted_at", "due_on", "closes_on"], "2030-01-01"),
    "role": "administrator",
    "content_hash": "0" * 64,
    "reference": "EH-1",
}


CHOSEN = {"hidden", "checkbox", "radio", "submit", "button"}


@dataclass(frozen=True)
class Form:
    """A form as a page gives it: where it goes, and what it sends if nothing is typed."""

    path: str
    who: str
    fields: dict[str, str]
    typed: frozenset[str]


def forms_of(world: World, who: str, path: str) -> Iterator[Form]:
    """The forms in the middle of a page that change something."""
    response = world.ask(who, "GET", path)
    if response.status_code != 200 or "text/html" not in response.headers["Content-Type"]:
        return
    for form in read(body_of(response)).one("main").all("form"):
        if form.attrs.get("method", "").lower() == "post":
            yield Form(
                path=form.attrs.get("action") or path,
                who=who,
                fields=dict(_fields(form)),
                typed=frozenset(_typed(form)),
            )


#: The box that names a page of its own, which is drawn: here it is the same each time.
DRAWN = "page"


def _fields(form: Element) -> Iterator[tuple[str, str]]:
    for element in form.all():
        name = element.attrs.get("name")
        if not name or name == "csrfmiddlewaretoken":
            continue
        if element.name == "textarea":
            yield name, element.text
        elif element.name == "select":
            chosen = [o for o in element.all("option") if "selected" in o.attrs]
            yield name, chosen[0].attrs.get("value", "") if chosen else ""
        elif element.name in {"input", "button"}:
            kind = element.attrs.get("type", "")
            if name == DRAWN:
                yield name, "the-same-page-00"
            elif kind not in {"checkbox", "radio"} or "checked" in element.attrs:
                yield name, element.attrs.get("value", "")
            else:
                yield name, ""


def _typed(form: Element) -> Iterator[str]:
    """The boxes that a person types in."""
    for element in form.all():
        kind = element.attrs.get("type", "text")
        if element.name == "textarea" or (element.name == "input" and kind not in CHOSEN):
            yield element.attrs.get("name", "")
