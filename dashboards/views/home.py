"""The first page after signing in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboards.selectors.editions import editions
from dashboards.selectors.home import home_page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What needs me now. For whoever is signed in, members of nothing included."""
    page = home_page(
        name=request.user.get_full_name(),  # type: ignore[union-attr]
        access=request.access,  # type: ignore[attr-defined]
        edition=editions().shown,
        today=timezone.localdate(),
    )
    return render(request, "dashboards/home.html", {"page": page})
