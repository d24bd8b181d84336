"""The history of a submission, and of one figure in it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from governance.access import PortalRequest
from outcomes.reporting.history import changes_in_full, events_of, history_of
from outcomes.reporting.presentation import figure_in_words, row_name
from outcomes.services.submissions import rows_of
from outcomes.views.finding import about, find

CHANGES_ON_A_PAGE = 50


@require_safe
def history(request: PortalRequest, pk: int) -> HttpResponse:
    """Everything that was done to a submission, the newest first, a page at a time."""
    found = find(request, pk)
    page = Paginator(events_of(found), CHANGES_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        **about(request, found),
        "page": page,
        "changes": changes_in_full(found, page.object_list),
    }
    return render(request, "outcomes/history.html", context)


@require_safe
def figure_history(request: PortalRequest, pk: int, figure: int) -> HttpResponse:
    """Who changed one figure, when, from what to what, and why."""
    found = find(request, pk)
    row = get_object_or_404(rows_of(found).select_related("approved_by"), pk=figure)
    row.submission = found
    context = {
        **about(request, found),
        "row": row,
        "name": row_name(row, home=found.reporter.place),
        "figure": figure_in_words(row),
        "history": history_of(row),
    }
    return render(request, "outcomes/figure_history.html", context)
