"""Activities: all of them by place, one with its evidence, adding and changing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from governance.access import Permission, PortalRequest, require
from governance.answering import answer, sent
from outcomes.contributing import ActivityForm, ContributionForm, activities_page
from outcomes.models import Activity, Contribution
from outcomes.services.activities import remove_contribution, save_activity, save_contribution

SEND = ["GET", "HEAD", "POST"]


@require_safe
@require(Permission.GOVERNANCE_VIEW)
def activities(request: PortalRequest) -> HttpResponse:
    """What teams do for families, place by place, and what contributes to which outcomes."""
    context = {"page": activities_page(timezone.localdate())}
    return render(request, "outcomes/activities.html", context)


@require_safe
@require(Permission.GOVERNANCE_VIEW)
def activity(request: PortalRequest, pk: int) -> HttpResponse:
    """One activity, and the evidence of what it contributes to."""
    found = get_object_or_404(Activity.objects.with_everything(), pk=pk)
    given = found.contributions.select_related(
        "outcome__area", "outcome__level", "measure", "changed_by"
    )
    context = {
        "activity": found,
        "contributions": given,
        "may_edit": found.may_be_edited_by(request.access),
    }
    return render(request, "outcomes/activity.html", context)


@require(Permission.PLAN_EDIT)
@require_http_methods(SEND)
def new_activity(request: PortalRequest) -> HttpResponse:
    """Adds an activity."""
    form = ActivityForm(sent(request), access=request.access)

    def save(**who: Any) -> tuple[str, Activity]:
        added = save_activity(content=form.content, **who)
        return "The activity is added. Say what it contributes to.", added

    return answer(request, form, save, template="outcomes/activity_form.html", context={})


@require(Permission.PLAN_EDIT)
@require_http_methods(SEND)
def edit_activity(request: PortalRequest, pk: int) -> HttpResponse:
    """Changes what an activity says of itself."""
    found = _editable(request, pk)
    form = ActivityForm(sent(request), access=request.access, activity=found)

    def save(**who: Any) -> tuple[str, Activity]:
        saved = save_activity(activity=found, content=form.content, seen=form.version, **who)
        return "The activity is changed.", saved

    context = {"activity": found}
    return answer(request, form, save, template="outcomes/activity_form.html", context=context)


@require(Permission.PLAN_EDIT)
@require_http_methods(SEND)
def new_contribution(request: PortalRequest, pk: int) -> HttpResponse:
    """Says to which outcome an activity contributes, and what shows it."""
    found = _editable(request, pk)
    form = ContributionForm(sent(request), on=timezone.localdate())
    return _contribution(request, form, found)


@require(Permission.PLAN_EDIT)
@require_http_methods(SEND)
def edit_contribution(request: PortalRequest, pk: int) -> HttpResponse:
    """Changes what was said of a contribution, or takes it back."""
    found = get_object_or_404(
        Contribution.objects.select_related("activity__place", "outcome"),
        pk=pk,
        activity__in=Activity.objects.editable(request.access),
    )
    if request.method == "POST" and "take_back" in request.POST:
        activity = remove_contribution(contribution=found, by=request.user, at=timezone.now())
        messages.success(request, "The contribution is taken back.")
        return redirect(activity)
    form = ContributionForm(sent(request), on=timezone.localdate(), contribution=found)
    return _contribution(request, form, found.activity, contribution=found)


def _contribution(
    request: PortalRequest, form: ContributionForm, activity: Activity, **context: Any
) -> HttpResponse:
    def save(**who: Any) -> tuple[str, Activity]:
        save_contribution(activity=activity, **form.cleaned_data, seen=form.version, **who)
        return "What it contributes to is kept.", activity

    context = {"activity": activity, **context}
    return answer(request, form, save, template="outcomes/contribution_form.html", context=context)


def _editable(request: PortalRequest, pk: int) -> Activity:
    """The activity, for who may change it; to anybody else it is not there to be changed."""
    found = Activity.objects.editable(request.access).with_everything()
    return get_object_or_404(found, pk=pk)
