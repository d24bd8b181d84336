"""The coordinator's pages of one submission, and of one figure in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ehportal import wording
from governance.access import Permission, PortalRequest, require
from outcomes.earlier import longer_given
from outcomes.models import Status, Submission
from outcomes.reviewing.figure import FigurePage, figure_of
from outcomes.reviewing.forms import (
    FiguresForm,
    LongerForm,
    QuestionForm,
    ReopenForm,
    ReviewForm,
)
from outcomes.reviewing.queue import next_in, place_in, queue_of
from outcomes.reviewing.sheet import sheet_of
from outcomes.services.exceptions import Refused
from outcomes.services.questions import MAY_BE_ASKED, ask, settle
from outcomes.services.review import give_longer, reopen

Sent = Callable[[PortalRequest, Submission], HttpResponse]


@require(Permission.SUBMISSION_REVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def review_submission(request: PortalRequest, pk: int) -> HttpResponse:
    """One submission beside last quarter's: approve figures, decide, or give longer."""
    submission = _find(request, pk)
    if request.method != "POST":
        return _render(request, submission)
    sent: dict[str, Sent] = {"figures": _approve_figures, "longer": _give_longer}
    return sent.get(request.POST.get("action", ""), _decide)(request, submission)


def _decide(request: PortalRequest, submission: Submission) -> HttpResponse:
    form = ReviewForm(request.POST, submission=submission, sheet=sheet_of(submission))
    if not form.is_valid():
        return _render(request, submission, form=form)
    was_read = submission.status == Status.SUBMITTED
    try:
        done = form.decide(by=request.user, at=timezone.now(), on=timezone.localdate())
    except Refused as refused:
        form.add_error(None, str(refused))
        return _render(request, submission, form=form, status=409)
    return _onwards(request, submission, done, was_read=was_read)


def _approve_figures(request: PortalRequest, submission: Submission) -> HttpResponse:
    form = FiguresForm(request.POST, submission=submission, sheet=sheet_of(submission))
    if not form.is_valid():
        return _render(request, submission, figures=form)
    try:
        done = form.approve(by=request.user, at=timezone.now())
    except Refused as refused:
        form.add_error(None, str(refused))
        return _render(request, submission, figures=form, status=409)
    if not submission.observations.filter(approved_at=None).exists():
        return _onwards(request, submission, done, was_read=True)
    messages.success(request, done)
    return redirect(f"{request.get_full_path()}#figures")


def _give_longer(request: PortalRequest, submission: Submission) -> HttpResponse:
    form = LongerForm(request.POST, prefix="longer")
    if not form.is_valid():
        return _render(request, submission, longer=form)
    until = form.cleaned_data["until"]
    try:
        give_longer(
            submission=submission,
            until=until,
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refused:
        form.add_error("until", str(refused))
        return _render(request, submission, longer=form, status=409)
    messages.success(request, f"{submission.reporter} has until {wording.day(until)}.")
    return redirect("outcomes:review_submission", submission.pk)


def _onwards(
    request: PortalRequest, submission: Submission, done: str, *, was_read: bool
) -> HttpResponse:
    """To the next submission that waits, where one was read; otherwise back to the desk."""
    queue = queue_of(submission.period, request.access)
    following = next_in(queue, submission.pk) if was_read else None
    if following is None:
        messages.success(request, done)
        return redirect(f"{reverse('outcomes:review')}?period={submission.period.code}")
    messages.success(request, f"{done} The next one to review is below.")
    return redirect("outcomes:review_submission", following.pk)


def _render(
    request: PortalRequest,
    submission: Submission,
    *,
    form: ReviewForm | None = None,
    figures: FiguresForm | None = None,
    longer: LongerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    if status == 409:
        submission.refresh_from_db()
    only_look = request.GET.get("show") == "look"
    sheet = sheet_of(submission, only_what_needs_a_look=only_look)
    if form is not None:
        form.show_again(submission, sheet)
    queue = queue_of(submission.period, request.access)
    context = {
        "submission": submission,
        "sheet": sheet,
        "only_look": only_look,
        "can_approve": submission.status == Status.SUBMITTED,
        "can_ask": submission.status in MAY_BE_ASKED,
        "place": place_in(queue, submission.pk),
        "longer_given": longer_given(submission),
        "form": form or ReviewForm(submission=submission, sheet=sheet),
        "figures": figures,
        "longer": longer or LongerForm(prefix="longer"),
        "has_errors": any(each is not None and each.errors for each in (form, figures, longer)),
    }
    return render(request, "outcomes/review_submission.html", context, status=status)


# ---- one figure --------------------------------------------------------------------------------


@require(Permission.SUBMISSION_REVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def review_figure(request: PortalRequest, pk: int, figure: int) -> HttpResponse:
    """One figure with its quarters before: ask about it, settle what was asked, or reopen it."""
    submission = _find(request, pk)
    page = figure_of(submission, figure)
    if page is None:
        raise Http404
    if request.method != "POST":
        return _render_figure(request, submission, page)
    action = request.POST.get("action", "")
    if action == "settle":
        return _settle(request, submission, page)
    if action == "reopen":
        return _reopen(request, submission, page)
    return _ask(request, submission, page)


def _ask(request: PortalRequest, submission: Submission, page: FigurePage) -> HttpResponse:
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _render_figure(request, submission, page, question=form)
    row = page.line.row
    try:
        ask(observation=row, text=form.cleaned_data["text"], by=request.user, at=timezone.now())
    except Refused as refused:
        form.add_error("text", str(refused))
        return _render_figure(request, submission, page, question=form, status=409)
    return _back(request, submission, page, f"Asked about {page.line.name}.")


def _settle(request: PortalRequest, submission: Submission, page: FigurePage) -> HttpResponse:
    wanted = request.POST.get("question", "")
    question = next((q for q in page.unsettled if str(q.pk) == wanted), None)
    if question is not None:
        settle(question=question, by=request.user, at=timezone.now())
    return _back(request, submission, page, f"Nothing more is asked about {page.line.name}.")


def _reopen(request: PortalRequest, submission: Submission, page: FigurePage) -> HttpResponse:
    form = ReopenForm(request.POST, prefix="reopen")
    if not form.is_valid():
        return _render_figure(request, submission, page, reopening=form)
    try:
        reopen(
            submission=submission,
            figures=[page.line.row.pk],
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
            on=timezone.localdate(),
        )
    except Refused as refused:
        form.add_error("reason", str(refused))
        return _render_figure(request, submission, page, reopening=form, status=409)
    return _back(request, submission, page, f"{page.line.name} can be changed again.")


def _back(
    request: PortalRequest, submission: Submission, page: FigurePage, done: str
) -> HttpResponse:
    messages.success(request, done)
    address = reverse("outcomes:review_submission", args=[submission.pk])
    return redirect(f"{address}#figure-{page.line.row.pk}")


def _render_figure(
    request: PortalRequest,
    submission: Submission,
    page: FigurePage,
    *,
    question: QuestionForm | None = None,
    reopening: ReopenForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context: Mapping[str, Any] = {
        "submission": submission,
        "page": page,
        "line": page.line,
        "can_ask": submission.status in MAY_BE_ASKED and not page.line.is_approved,
        "can_approve": submission.status == Status.SUBMITTED and page.line.can_be_approved,
        "question": question or QuestionForm(),
        "reopening": reopening or ReopenForm(prefix="reopen"),
        "has_errors": any(form is not None and form.errors for form in (question, reopening)),
    }
    return render(request, "outcomes/review_figure.html", context, status=status)


def _find(request: PortalRequest, pk: int) -> Submission:
    visible = Submission.objects.visible_to(request.access).with_everything()
    return get_object_or_404(visible.select_related("submitted_by", "reviewed_by"), pk=pk)
