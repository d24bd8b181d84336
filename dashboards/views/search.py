"""One place to look for what the portal holds, by the words of its titles."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dashboards.access import readable
from dashboards.selectors.searching import LONGEST, search


@require_safe
@readable
def search_page(request: HttpRequest) -> HttpResponse:
    """The box, and what ?q= finds of what a person may open."""
    found = search(request.GET.get("q", ""), request.access)  # type: ignore[attr-defined]
    return render(request, "dashboards/search.html", {"found": found, "longest": LONGEST})
