"""The coordinator's desk."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.access import Permission, PortalRequest, require
from outcomes.models import Period
from outcomes.reviewing.desk import desk_for


@require(Permission.SUBMISSION_REVIEW)
@require_safe
def review(request: PortalRequest) -> HttpResponse:
    """The desk: the period asked for, or the latest one in which figures can be entered."""
    opened = Period.objects.filter(opened_at__isnull=False)
    asked = opened.filter(code=request.GET.get("period", "")).first()
    begun = opened.filter(opens_on__lte=timezone.localdate()).first()
    period = asked or begun or opened.first()
    if period is None:
        return render(request, "outcomes/review_empty.html")
    desk = desk_for(period=period, access=request.access, on=timezone.localdate())
    return render(request, "outcomes/review.html", {"desk": desk, "opened": opened})
