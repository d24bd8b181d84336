"""The links that every page carries: the menu, and the foot of the page."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True)
class Place:
    """A page that everybody can name, and the permission it takes to see it in the menu."""

    label: str
    url_name: str
    permission: str = ""
    open_to_public: bool = False
    #: The setting that switches the page on, where one does.
    setting: str = ""


MENU = (
    Place("Home", "dashboards:home"),
    Place("Submissions", "outcomes:submissions", "submission.edit"),
    Place("Review", "outcomes:review", "submission.review"),
    Place("Dashboard", "dashboards:overview", "dashboard.view", open_to_public=True),
    Place("Framework", "dashboards:framework_list", "dashboard.view", open_to_public=True),
    Place("Governance", "governance:structure", "governance.view"),
    Place("Data", "dashboards:data", "dashboard.view", open_to_public=True),
    Place("Search", "dashboards:search", "dashboard.view", open_to_public=True),
    Place("Administration", "admin:index", "administer"),
)

FOOTER = (
    Place("You said, we did", "outcomes:you_said_we_did", setting="PUBLIC_VOICE"),
    Place("Give feedback", "outcomes:feedback", setting="PUBLIC_FEEDBACK"),
    Place("Help and contact", "dashboards:help"),
    Place("How to read these figures", "dashboards:reading"),
    Place("Accessibility", "dashboards:accessibility"),
    Place("Privacy", "dashboards:privacy"),
    Place("Open data", "dashboards:data"),
)


@dataclass(frozen=True)
class Link:
    """A link as a template prints it; `current` is the value of aria-current, or nothing."""

    label: str
    href: str
    current: str = ""


def menu(request: HttpRequest) -> list[Link]:
    """The menu for the person who asks: what they may see, with the place they are in marked."""
    links = []
    for place in MENU:
        if _may_see(place, request):
            href = reverse(place.url_name)
            links.append(Link(place.label, href, _current(href, request.path)))
    return links


def footer() -> list[Link]:
    """The links at the foot of every page, the same for everybody."""
    shown = [each for each in FOOTER if not each.setting or getattr(settings, each.setting)]
    return [Link(place.label, reverse(place.url_name)) for place in shown]


def _may_see(place: Place, request: HttpRequest) -> bool:
    access = getattr(request, "access", None)
    user = getattr(request, "user", None)
    if access is None or user is None or not user.is_authenticated:
        return place.open_to_public and settings.PUBLIC_DASHBOARDS
    return not place.permission or access.may(place.permission)


def _current(href: str, path: str) -> str:
    """'page' on the page itself, 'true' on those below it."""
    if path == href:
        return "page"
    return "true" if href != "/" and path.startswith(href) else ""
