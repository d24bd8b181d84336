"""What a coordinator makes of the automatic commentary on a measure."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ehportal import wording
from governance.access import Permission, PortalRequest, require
from governance.answering import sent
from governance.models import Place, PlaceKind
from outcomes.commenting import CommentaryForm
from outcomes.models import Measure
from outcomes.services.commentary import (
    WORDS_IN_A_SENTENCE,
    accept_commentary,
    longest_sentence,
    take_back_commentary,
    write_commentary,
)
from outcomes.services.exceptions import Refused

_WITHOUT_WORDS = {
    "accept": (accept_commentary, "The automatic commentary is accepted, in your name."),
    "take_back": (take_back_commentary, "The commentary is automatic again."),
}


@require(Permission.PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: PortalRequest, code: str) -> HttpResponse:
    """Takes the form of the commentary's page; what cannot be saved is shown again as typed."""
    measure = get_object_or_404(Measure, code=code)
    if (typed := sent(request)) is None:
        return redirect("dashboards:commentary", code)
    form = CommentaryForm(typed)
    if request.method == "POST" and form.is_valid():
        try:
            said = _do(request, measure, form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, said)
            return redirect(measure)
    context = {"measure": measure, "form": form, "has_errors": bool(form.errors)}
    status = 409 if request.method == "POST" else 200
    return render(request, "outcomes/commentary.html", context, status=status)


def _do(request: PortalRequest, measure: Measure, cleaned: dict[str, Any]) -> str:
    """What was asked for by the button that was pressed; returns what to tell the coordinator."""
    borough = get_object_or_404(Place, kind=PlaceKind.BOROUGH)
    about = {"measure": measure, "place": borough, "publication": cleaned["publication"]}
    act = request.POST.get("act", "")
    if act in _WITHOUT_WORDS:
        service, said = _WITHOUT_WORDS[act]
        service(**about, by=request.user, at=timezone.now())
        return said
    if act not in {"", "write"}:
        raise Refused("Press one of the buttons of this page.")
    write_commentary(**about, text=cleaned["text"], by=request.user, at=timezone.now())
    words = longest_sentence(cleaned["text"])
    if words < WORDS_IN_A_SENTENCE:
        return "Your commentary is saved. It stands in front of the automatic one."
    return (
        f"Your commentary is saved. Its longest sentence has {wording.count(words, 'word')}: "
        f"fewer than {WORDS_IN_A_SENTENCE} are easier to read."
    )
