"""The story behind one figure, told by whoever reports it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.access import PortalRequest
from governance.answering import sent
from governance.kept import is_anothers
from outcomes.models import Observation, Story, Submission
from outcomes.reporting.presentation import figure_in_words, row_name
from outcomes.reporting.storytelling import StoryForm
from outcomes.services.exceptions import Refused
from outcomes.services.stories import save_story, version_of
from outcomes.services.submissions import rows_of
from outcomes.views.finding import about, find, refuse_unless_own, typed_by_another


@require_http_methods(["GET", "HEAD", "POST"])
def story(request: PortalRequest, pk: int, figure: int) -> HttpResponse:
    """The five questions about one figure, with what was answered so far."""
    found = find(request, pk)
    row = get_object_or_404(rows_of(found), pk=figure, category=None)
    if request.method != "POST":
        has_boxes = not about(request, found)["read_only"]
        form = StoryForm(sent(request) if has_boxes else None, story=_of(row))
        return _render(request, found, row, form)
    refuse_unless_own(request, found)
    form = StoryForm(request.POST, story=_of(row))
    if is_anothers(request):
        form.add_error(None, typed_by_another(request))
    elif form.is_valid():
        try:
            save_story(
                observation=row,
                answers=form.answers,
                seen=form.version,
                by=request.user,
                at=timezone.now(),
                on=timezone.localdate(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
            row = rows_of(found).get(pk=figure)
            form.has_seen(version_of(_of(row)))
        else:
            messages.success(request, f"The story of {row.measure.title} is saved.")
            return redirect("outcomes:section", pk, row.measure.area)
    return _render(request, found, row, form, status=409)


def _of(row: Observation) -> Story | None:
    return getattr(row, "story", None)


def _render(
    request: PortalRequest,
    found: Submission,
    row: Observation,
    form: StoryForm,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        **about(request, found),
        "row": row,
        "name": row_name(row, home=found.reporter.place),
        "figure": figure_in_words(row),
        "form": form,
        "has_errors": bool(form.errors) and request.method == "POST",
    }
    return render(request, "outcomes/story.html", context, status=status)
