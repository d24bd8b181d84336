"""Inequality between groups."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dashboards.access import readable
from dashboards.selectors.editions import editions
from dashboards.selectors.equalities import equalities as equalities_page
from dashboards.views.unchanged import unless_changed
from outcomes.models import Area


@require_safe
@readable
@unless_changed
def equalities(request: HttpRequest) -> HttpResponse:
    """Groups beside everybody; ?breakdown=, ?place= and ?area= choose which."""
    found = editions(request.GET.get("publication", ""))
    context = {
        "page": equalities_page(found.shown, request.GET) if found.shown else None,
        "editions": found,
        "edition": found.shown,
        "areas": Area.choices,
    }
    return render(request, "dashboards/equalities.html", context)
