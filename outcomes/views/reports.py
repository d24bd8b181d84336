"""A report that one body owes another: what is due, and what it says."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.access import Permission, PortalRequest, require
from governance.models import ReportDue
from governance.report_lists import line


@require_safe
@require(Permission.GOVERNANCE_VIEW)
def report(request: PortalRequest, pk: int) -> HttpResponse:
    """One report: whose, to whom, by when, by which rule."""
    found = get_object_or_404(
        ReportDue.objects.with_everything().select_related("requirement__source"), pk=pk
    )
    context = {"report": found, "line": line(found, timezone.localdate())}
    return render(request, "outcomes/report.html", context)
