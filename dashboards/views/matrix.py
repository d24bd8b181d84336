"""Measures by places."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dashboards.access import readable
from dashboards.selectors.editions import editions
from dashboards.selectors.matrix import Asked
from dashboards.selectors.matrix import matrix as matrix_page
from dashboards.views.unchanged import unless_changed
from outcomes.models import Area, ForWhom


@require_safe
@readable
@unless_changed
def matrix(request: HttpRequest) -> HttpResponse:
    """Each locality beside the borough; ?area=, ?level= and ?rows=different choose the rows."""
    found = editions(request.GET.get("publication", ""))
    asked = Asked.read(request.GET)
    context = {
        "page": matrix_page(found.shown, asked) if found.shown else None,
        "asked": asked,
        "editions": found,
        "edition": found.shown,
        "areas": Area.choices,
        "levels": ForWhom.choices,
    }
    return render(request, "dashboards/matrix.html", context)
