"""What surveys found, with contradictory figures side by side."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dashboards.selectors.surveys import surveys_page
from governance.access import Permission, PortalRequest, require


@require_safe
@require(Permission.GOVERNANCE_VIEW)
def surveys(request: PortalRequest) -> HttpResponse:
    """Every figure of a survey, recorded here or printed in a strategy, with its source."""
    return render(request, "dashboards/surveys.html", {"page": surveys_page(request.access)})
