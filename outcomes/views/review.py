"""The coordinator's pages: the desk, one submission, and publishing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from governance.access import Permission, PortalRequest, require
from outcomes.models import Period, Submission
from outcomes.release import prepare
from outcomes.reviewing.desk import desk_for
from outcomes.reviewing.forms import PublishForm, ReviewForm
from outcomes.reviewing.sheet import sheet_of
from outcomes.services.exceptions import Refused
from outcomes.services.publication import publish


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


@require(Permission.SUBMISSION_REVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def review_submission(request: PortalRequest, pk: int) -> HttpResponse:
    """One submission beside last quarter's, with the decision."""
    submission = get_object_or_404(
        Submission.objects.visible_to(request.access).with_everything(), pk=pk
    )
    form = ReviewForm(_posted(request), submission=submission)
    if request.method == "POST" and form.is_valid():
        try:
            done = form.decide(by=request.user, at=timezone.now(), on=timezone.localdate())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return redirect("outcomes:review")
    status = 409 if form.non_field_errors() else 200
    context = {
        "submission": submission,
        "form": form,
        "sheet": sheet_of(submission),
        "has_errors": bool(form.errors),
    }
    return render(request, "outcomes/review_submission.html", context, status=status)


@require(Permission.PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
def publish_period(request: PortalRequest, code: str) -> HttpResponse:
    """What publishing would release, and the button."""
    period = get_object_or_404(Period.objects.filter(opened_at__isnull=False), code=code)
    earlier = period.publications.order_by("number")
    last = earlier.last()
    form = PublishForm(_posted(request), last_number=last.number if last else 0)
    if request.method == "POST" and form.is_valid():
        try:
            publication = publish(
                period=period,
                by=request.user,
                at=timezone.now(),
                reason=form.cleaned_data.get("reason", ""),
                seen=form.cleaned_data["seen"] or 0,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{publication} is published. The Board can read it now.")
            return redirect("dashboards:overview")
    release = prepare(period)
    context = {
        "period": period,
        "earlier": earlier,
        "form": form,
        "release": release,
        "has_errors": bool(form.errors),
    }
    status = 409 if form.non_field_errors() else 200
    return render(request, "outcomes/publish.html", context, status=status)


def _posted(request: PortalRequest) -> QueryDict | None:
    """What was sent; an empty form that was sent is still one that was sent."""
    return request.POST if request.method == "POST" else None
