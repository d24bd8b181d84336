"""What the coordinator asks about a submission's figures, for the reporter to answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.access import PortalRequest
from outcomes.models import Submission
from outcomes.reporting.questions import AnswerForm, asked_about
from outcomes.services.exceptions import Refused
from outcomes.services.questions import answer
from outcomes.views.finding import about, find, refuse_unless_own


@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: PortalRequest, pk: int) -> HttpResponse:
    """Every question about the figures; those that wait have a box for the answer."""
    found = find(request, pk)
    if request.method != "POST":
        return _render(request, found)
    refuse_unless_own(request, found)
    wanted = request.POST.get("question", "")
    asked = next((each for each in asked_about(found) if str(each.question.pk) == wanted), None)
    if asked is None:
        return _render(request, found)
    form = AnswerForm(request.POST, question=asked.question)
    if not form.is_valid():
        return _render(request, found, sent=form)
    try:
        answer(
            question=asked.question,
            text=form.cleaned_data["answer"],
            by=request.user,
            at=timezone.now(),
        )
    except Refused as refused:
        form.add_error("answer", str(refused))
        return _render(request, found, sent=form, status=409)
    messages.success(request, f"Your answer about {asked.name} is with the coordinator.")
    is_left = any(each.question.is_open for each in asked_about(found))
    return redirect("outcomes:questions", found.pk) if is_left else redirect(found)


def _render(
    request: PortalRequest, found: Submission, *, sent: AnswerForm | None = None, status: int = 200
) -> HttpResponse:
    asked = asked_about(found, sent=sent)
    context = {
        **about(request, found),
        "waiting": [each for each in asked if each.form is not None],
        "done": [each for each in asked if each.form is None],
        "forms": [each.form for each in asked if each.form is not None],
        "sent": sent,
        "has_errors": bool(sent and sent.errors),
    }
    return render(request, "outcomes/questions.html", context, status=status)
