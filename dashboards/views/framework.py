"""The frameworks, the measures that count them, where things started, and what is missing."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboards.access import readable
from dashboards.selectors import framework as frameworks
from dashboards.selectors import library
from dashboards.selectors.crosswalk import crosswalk
from dashboards.selectors.editions import editions
from governance.access import Permission
from outcomes.models import Area, ForWhom


@require_safe
@readable
def framework_list(request: HttpRequest) -> HttpResponse:
    """What the partnership wants: frameworks, priorities, mission, vision, values."""
    context = {
        "frameworks": frameworks.frameworks(),
        "priorities": frameworks.priorities(),
        "statements": frameworks.statements(),
    }
    return render(request, "dashboards/framework_list.html", context)


@require_safe
@readable
def framework(request: HttpRequest, code: str) -> HttpResponse:
    """One framework as its strategy prints it; ?version= shows one that was superseded."""
    version = frameworks.framework_version(code=code, label=request.GET.get("version", ""))
    if version is None:
        raise Http404
    access = request.access  # type: ignore[attr-defined]
    page = frameworks.framework_page(
        version, request.GET, editions().shown, access=access, on=timezone.localdate()
    )
    return render(request, "dashboards/framework.html", {"page": page})


@require_safe
@readable
def measure_library(request: HttpRequest) -> HttpResponse:
    """How every metric is counted, by whom, and whether the definition is agreed."""
    context = {
        "library": library.measure_library(request.GET, on=timezone.localdate()),
        "areas": Area.choices,
        "levels": ForWhom.choices,
    }
    return render(request, "dashboards/framework_measures.html", context)


@require_safe
@readable
def baselines(request: HttpRequest) -> HttpResponse:
    """Where the strategies say we started, with what contradicts what."""
    context = {"baselines": library.baselines(request.GET), "areas": Area.choices}
    return render(request, "dashboards/framework_baselines.html", context)


@require_safe
@readable
def gaps(request: HttpRequest) -> HttpResponse:
    """The figures that nobody can supply yet, and what might be done about each."""
    return render(request, "dashboards/framework_gaps.html", {"gaps": library.gaps()})


@require_safe
@readable
def crosswalk_page(request: HttpRequest) -> HttpResponse:
    """Which figure answers which frameworks, plans, contracts and funders."""
    may_administer = request.access.may(Permission.ADMINISTER)  # type: ignore[attr-defined]
    context = {"page": crosswalk(), "may_administer": may_administer}
    return render(request, "dashboards/crosswalk.html", context)
