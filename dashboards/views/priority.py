"""One priority of the strategy."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboards.access import readable
from dashboards.selectors.actions import actions_that_serve, on_an_inequality
from dashboards.selectors.editions import editions
from dashboards.selectors.priority import priority_page
from dashboards.selectors.reported import of_priority, reports_to_tell_of
from dashboards.views.unchanged import unless_changed
from outcomes.models import Priority, PriorityKind


@require_safe
@readable
@unless_changed
def priority(request: HttpRequest, number: int) -> HttpResponse:
    """An outcomes-focused priority: its row of Diagram 2 and the measures that show the way."""
    return _page(request, PriorityKind.OUTCOME, number)


@require_safe
@readable
@unless_changed
def system_priority(request: HttpRequest, number: int) -> HttpResponse:
    """A system priority: what it commits the partnership to."""
    return _page(request, PriorityKind.SYSTEM, number)


def _page(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    priorities = Priority.objects.select_related("lead_manager", "source")
    chosen = get_object_or_404(priorities, kind=kind, number=number)
    found = editions(request.GET.get("publication", ""))
    access = request.access  # type: ignore[attr-defined]
    actions = actions_that_serve(chosen, access=access, on=timezone.localdate())
    context = {
        "page": priority_page(chosen, found.shown),
        "actions": actions,
        "on_an_inequality": on_an_inequality(actions),
        "reported": of_priority(chosen, reports_to_tell_of(access), access=access),
        "others": Priority.objects.filter(kind=kind).values_list("number", "title"),
        "editions": found,
        "edition": found.shown,
    }
    return render(request, "dashboards/priority.html", context)
