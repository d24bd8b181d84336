"""The Board's overview."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboards.access import is_member, readable
from dashboards.selectors.editions import editions
from dashboards.selectors.overview import overview as overview_page
from dashboards.views.unchanged import unless_changed


@require_safe
@readable
@unless_changed
def overview(request: HttpRequest) -> HttpResponse:
    """The quarter in one page; ?publication= shows an earlier one, ?measures=all every measure."""
    found = editions(request.GET.get("publication", ""))
    with_all = request.GET.get("measures") == "all"
    page = None
    if found.shown:
        page = overview_page(
            found.shown,
            on=timezone.localdate(),
            with_all=with_all,
            for_members=is_member(request),
        )
    context = {"page": page, "editions": found, "edition": found.shown, "with_all": with_all}
    return render(request, "dashboards/overview.html", context)
