"""The receipt: what was handed in, and what became of it. The same address every quarter."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.access import PortalRequest
from outcomes.reporting.sealed import as_csv, sealed_of
from outcomes.reporting.story import story_of
from outcomes.views.finding import about, areas_of, find


@require_safe
def receipt(request: PortalRequest, pk: int) -> HttpResponse:
    """What was handed in, when and by whom; the task list where nothing was yet."""
    found = find(request, pk)
    if not found.reference:
        return redirect(found)
    sealed = sealed_of(found)
    context = {
        **about(request, found),
        "sealed": sealed,
        "may_change": found.is_open(timezone.localdate()),
        "story": story_of(found),
        "areas": areas_of(found, sealed.rows),
    }
    return render(request, "outcomes/receipt.html", context)


@require_safe
def receipt_file(request: PortalRequest, pk: int) -> HttpResponse:
    """The same as a plain file, to keep; the task list where nothing was handed in yet."""
    found = find(request, pk)
    if not found.reference:
        return redirect(found)
    # A spreadsheet takes a file of words for UTF-8 only where it opens with this mark.
    content = "\ufeff" + as_csv(found, sealed_of(found).rows)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.reference}.csv"'
    return response
