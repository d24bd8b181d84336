"""Help, and the statements that every public service owes. Open to everybody."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dashboards.exports.shorthand import SYMBOLS


def _page(request: HttpRequest, template: str, **context: object) -> HttpResponse:
    return render(request, template, {"contact": settings.CONTACT_EMAIL, **context})


@login_not_required
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """How each kind of person does their main job, and whom to ask."""
    return _page(request, "dashboards/help.html")


@login_not_required
@require_safe
def reading(request: HttpRequest) -> HttpResponse:
    """What the figures, the letters and the findings mean."""
    return _page(request, "dashboards/help_reading.html", symbols=SYMBOLS)


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return _page(request, "dashboards/help_accessibility.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about the people who use the portal, and what is never kept."""
    return _page(request, "dashboards/help_privacy.html")
