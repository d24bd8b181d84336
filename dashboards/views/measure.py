"""One measure."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboards.access import is_member, readable
from dashboards.selectors.actions import actions_that_serve
from dashboards.selectors.commented import acts_on
from dashboards.selectors.editions import Edition, editions
from dashboards.selectors.measure import MeasurePage, measure_page
from dashboards.selectors.voice import said_of_measure
from dashboards.views.unchanged import unless_changed
from governance.access import Permission, PortalRequest, require
from outcomes.commenting import CommentaryForm
from outcomes.models import Measure
from outcomes.provenance import Provenance, provenance


@require_safe
@readable
@unless_changed
def measure(request: HttpRequest, code: str) -> HttpResponse:
    """What was found, what is counted, what it is held against; ?publication= shows it earlier."""
    chosen = get_object_or_404(Measure, code=code)
    found = editions(request.GET.get("publication", ""))
    page = measure_page(chosen, found.shown)
    context = {
        "page": page,
        "provenance": _provenance(request, chosen, found.shown, page),
        "actions": actions_that_serve(chosen, access=request.access, on=timezone.localdate()),  # type: ignore[attr-defined]
        "said": said_of_measure(chosen, access=request.access),  # type: ignore[attr-defined]
        "editions": found,
        "edition": found.shown,
        "may_comment": _may_comment(request),
    }
    return render(request, "dashboards/measure.html", context)


def _provenance(
    request: HttpRequest, chosen: Measure, edition: Edition | None, page: MeasurePage
) -> Provenance | None:
    if edition is None or page.reported is None or not is_member(request):
        return None
    period = page.reported.period_id
    return provenance(chosen, period=period, published_at=edition.published_at)


def _may_comment(request: HttpRequest) -> bool:
    return request.access.may(Permission.PUBLISH)  # type: ignore[attr-defined]


@require(Permission.PUBLISH)
@require_safe
def commentary(request: PortalRequest, code: str) -> HttpResponse:
    """The automatic commentary on the latest figures, to accept, to rewrite or to make automatic.

    Its forms post to the layer that keeps commentaries. Raises Http404 where there is nothing to
    comment on.
    """
    chosen = get_object_or_404(Measure, code=code)
    edition = editions().shown
    page = measure_page(chosen, edition)
    if edition is None or page.reported is None or not page.reported.commentary:
        raise Http404("Nothing of this measure has been published in figures.")
    standing = page.reported.comment
    text = standing.text if standing else ""
    context = {
        "page": page,
        "edition": edition,
        "standing": standing,
        "acts": acts_on(chosen),
        "form": CommentaryForm(
            initial={
                "text": text or "\n".join(page.reported.commentary),
                "publication": edition.number,
            }
        ),
    }
    return render(request, "dashboards/commentary.html", context)
