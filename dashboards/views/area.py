"""One outcome area, or the family hubs."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dashboards.access import readable
from dashboards.selectors.area import area_page
from dashboards.selectors.editions import editions
from dashboards.selectors.rows import AREA_NAMES
from dashboards.selectors.voice import said_of_area
from dashboards.views.unchanged import unless_changed


@require_safe
@readable
@unless_changed
def area(request: HttpRequest, slug: str) -> HttpResponse:
    """Its measures by level, each beside the wording of the metric it serves."""
    if slug not in AREA_NAMES:
        raise Http404
    found = editions(request.GET.get("publication", ""))
    context = {
        "page": area_page(slug, found.shown),
        "areas": AREA_NAMES.items(),
        "said": said_of_area(slug, access=request.access),  # type: ignore[attr-defined]
        "editions": found,
        "edition": found.shown,
    }
    return render(request, "dashboards/area.html", context)
