"""The story behind one figure, told by whoever reports it."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.access import PortalRequest
from outcomes.models import PROMPTS, Observation, Story, Submission
from outcomes.reporting.kept import (
    forget,
    is_anothers,
    keep_boxes,
    kept,
    owner_token,
)
from outcomes.reporting.presentation import figure_in_words, row_name
from outcomes.reporting.storytelling import StoryForm
from outcomes.services.exceptions import Refused
from outcomes.services.stories import save_story, version_of
from outcomes.services.submissions import rows_of
from outcomes.views.finding import about, find, is_own, refuse_unless_own, typed_by_another


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def story(request: HttpRequest, pk: int, figure: int) -> HttpResponse:
    """The five questions about one figure, with what was answered so far."""
    if not request.user.is_authenticated:
        return _sign_in_first(request, pk, figure)
    return _story(cast(PortalRequest, request), pk, figure)


def _story(request: PortalRequest, pk: int, figure: int) -> HttpResponse:
    found = find(request, pk)
    row = get_object_or_404(rows_of(found), pk=figure, category=None)
    if request.method != "POST":
        typed = kept(request, pk, _key(figure)) if is_own(request, found) else None
        form = StoryForm(typed.data if typed else None, story=_of(row))
        return _render(request, found, row, form, has_kept=typed is not None)
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
            forget(request, pk, _key(figure))
            messages.success(request, f"The story of {row.measure.title} is saved.")
            return redirect("outcomes:section", pk, row.measure.area)
    return _render(request, found, row, form, status=409)


def _of(row: Observation) -> Story | None:
    return getattr(row, "story", None)


def _key(figure: int) -> str:
    return f"story-{figure}"


def _sign_in_first(request: HttpRequest, pk: int, figure: int) -> HttpResponse:
    """To the sign-in page and back; what was typed comes along."""
    if request.method == "POST":
        if not keep_boxes(request, pk, _key(figure), [*PROMPTS, "seen"]):
            return render(request, "outcomes/too_much_to_keep.html", status=413)
        messages.info(
            request,
            "You have been signed out. What you typed is kept: sign in to see it and to save it.",
        )
    return redirect_to_login(request.get_full_path())


def _render(
    request: PortalRequest,
    found: Submission,
    row: Observation,
    form: StoryForm,
    *,
    has_kept: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        **about(request, found),
        "row": row,
        "name": row_name(row, home=found.reporter.place),
        "figure": figure_in_words(row),
        "form": form,
        "has_kept": has_kept,
        "has_errors": bool(form.errors) and request.method == "POST",
        "owner": owner_token(request.user),
    }
    return render(request, "outcomes/story.html", context, status=status)
