"""Measures by places."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dashboards.access import readable
from dashboards.exports.matrix_csv import matrix_csv
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
        "csv_query": request.GET.urlencode(),
        "editions": found,
        "edition": found.shown,
        "areas": Area.choices,
        "levels": ForWhom.choices,
    }
    return render(request, "dashboards/matrix.html", context)


@require_safe
@readable
@unless_changed
def table_csv(request: HttpRequest) -> HttpResponse:
    """The page's table as a file: the same publication and the same choice of rows."""
    edition = editions(request.GET.get("publication", "")).shown
    if edition is None:
        raise Http404("Nothing has been published yet")
    body = matrix_csv(edition, matrix_page(edition, Asked.read(request.GET)))
    name = f"measures-by-locality-{edition.period_code}.csv"
    return HttpResponse(
        body,
        content_type="text/csv; charset=utf-8; header=present",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
