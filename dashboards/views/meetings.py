"""A meeting of a body: the agenda that assembles itself, and the minutes."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboards.selectors.board_meeting import board_meeting
from dashboards.selectors.coverage import coverage
from governance.access import Permission, PortalRequest, require
from governance.models import Body, Meeting
from governance.services.meetings import has_minutes


@require(Permission.GOVERNANCE_VIEW)
@require_safe
def meeting(request: PortalRequest, pk: int) -> HttpResponse:
    """One meeting."""
    found = get_object_or_404(Meeting.objects.select_related("body__place"), pk=pk)
    may_edit = Body.objects.editable_by(request.access).filter(pk=found.body_id).exists()
    is_open = not found.is_cancelled and not found.is_closed
    context = {
        "page": board_meeting(found, on=timezone.localdate()),
        "may_answer": may_edit,
        "may_edit": may_edit and is_open,
        "may_cancel": may_edit and is_open and not has_minutes(found),
    }
    return render(request, "dashboards/board_meeting.html", context)


@require(Permission.GOVERNANCE_VIEW)
@require_safe
def coverage_page(request: PortalRequest) -> HttpResponse:
    """When each priority and measure was last before the Board, and what it asked."""
    page = coverage(on=timezone.localdate())
    return render(request, "dashboards/coverage.html", {"page": page})
