"""One measure."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from dashboards.access import readable
from dashboards.selectors.editions import editions
from dashboards.selectors.measure import measure_page
from dashboards.views.unchanged import unless_changed
from outcomes.models import Measure


@require_safe
@readable
@unless_changed
def measure(request: HttpRequest, code: str) -> HttpResponse:
    """What was found, what is counted, what it is held against; ?publication= shows it earlier."""
    chosen = get_object_or_404(Measure, code=code)
    found = editions(request.GET.get("publication", ""))
    context = {
        "page": measure_page(chosen, found.shown),
        "editions": found,
        "edition": found.shown,
    }
    return render(request, "dashboards/measure.html", context)
