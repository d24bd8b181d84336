"""One outcome area as a form to print and fill in by hand."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from governance.access import PortalRequest
from outcomes.models import Area
from outcomes.reporting.presentation import MISSING_IN_SHORT
from outcomes.views.finding import about, find, section_form


@require_safe
def on_paper(request: PortalRequest, pk: int, area: str) -> HttpResponse:
    """Every figure due in the area with empty boxes, whatever has been typed on the screen."""
    found = find(request, pk)
    context = {
        **about(request, found),
        "form": section_form(found, area),
        "area": Area(area),
        "reasons": [words.capitalize() for words in MISSING_IN_SHORT.values()],
    }
    return render(request, "outcomes/on_paper.html", context)
