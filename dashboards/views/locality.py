"""One locality."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboards.access import readable
from dashboards.selectors.editions import editions
from dashboards.selectors.locality import locality_page
from dashboards.selectors.locality_work import work_of
from dashboards.views.unchanged import unless_changed
from governance.models import Place


@require_safe
@readable
@unless_changed
def locality(request: HttpRequest, slug: str) -> HttpResponse:
    """Its measures beside the borough's, who has reported, and to members what it set out to do."""
    place = get_object_or_404(Place.objects.localities(), slug=slug)
    found = editions(request.GET.get("publication", ""))
    context = {
        "page": locality_page(place, found.shown),
        "work": work_of(place, access=request.access, on=timezone.localdate()),  # type: ignore[attr-defined]
        "editions": found,
        "edition": found.shown,
    }
    return render(request, "dashboards/locality.html", context)
