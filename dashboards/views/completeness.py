"""Who has reported."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dashboards.access import readable
from dashboards.selectors.completeness import completeness as completeness_page
from dashboards.selectors.editions import editions
from dashboards.views.unchanged import unless_changed


@require_safe
@readable
@unless_changed
def completeness(request: HttpRequest) -> HttpResponse:
    """Reporters by quarter, and what the quarter lacks; ?publication= as it was known then."""
    found = editions(request.GET.get("publication", ""))
    context = {
        "page": completeness_page(found.shown) if found.shown else None,
        "editions": found,
        "edition": found.shown,
    }
    return render(request, "dashboards/completeness.html", context)
