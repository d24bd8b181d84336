"""What publishing a period would release, and publishing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.access import Permission, PortalRequest, require
from governance.answering import sent
from outcomes.models import Period
from outcomes.release import prepare
from outcomes.reviewing.forms import PublishForm
from outcomes.reviewing.preview import differences_of
from outcomes.services.exceptions import Refused
from outcomes.services.publication import publish


@require(Permission.PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
def publish_period(request: PortalRequest, code: str) -> HttpResponse:
    """What publishing would release, and the button."""
    period = get_object_or_404(Period.objects.filter(opened_at__isnull=False), code=code)
    earlier = period.publications.order_by("number")
    last = earlier.last()
    release = prepare(period, on=timezone.localdate())
    form = PublishForm(
        sent(request), last_number=last.number if last else 0, asks_to_look=bool(release.for_review)
    )
    if request.method == "POST" and form.is_valid():
        try:
            publication = publish(
                period=period,
                by=request.user,
                at=timezone.now(),
                reason=form.cleaned_data.get("reason", ""),
                seen=form.cleaned_data["seen"] or 0,
                looked_at=form.cleaned_data.get("looked_at", False),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{publication} is published. The Board can read it now.")
            return redirect("dashboards:overview")
    context = {
        "differences": differences_of(release, last),
        "period": period,
        "earlier": earlier,
        "last": last,
        "form": form,
        "release": release,
        "has_errors": bool(form.errors),
    }
    status = 409 if form.non_field_errors() else 200
    return render(request, "outcomes/publish.html", context, status=status)
