"""The coordinator reminds the people of one submission now: by a button on the chase list."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ehportal.wording import count
from governance.access import Permission, PortalRequest, require
from governance.message_text import blocks_of
from outcomes.models import Submission
from outcomes.reminding.work import reminder
from outcomes.services.exceptions import Refused
from outcomes.services.reminders import remind_now, work_left
from outcomes.services.telling import people_of


@require(Permission.SUBMISSION_REVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def remind(request: PortalRequest, pk: int) -> HttpResponse:
    """What they would be told, and whom; sent, it reminds and returns to the desk."""
    submission = get_object_or_404(
        Submission.objects.visible_to(request.access).with_everything(), pk=pk
    )
    if request.method != "POST":
        return _preview(request, submission)
    try:
        told = remind_now(submission=submission, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        people = count(told, "person is", "people are")
        messages.success(
            request,
            f"{submission.reporter}: {people} reminded. It is on their messages page now, and goes "
            "out by e-mail with the next round.",
        )
    query = urlencode({"period": submission.period.code})
    return redirect(f"{reverse('outcomes:review')}?{query}#chase")


def _preview(request: PortalRequest, submission: Submission) -> HttpResponse:
    today = timezone.localdate()
    work = work_left(submission, on=today)
    message = reminder(work, on=today) if work.is_left else None
    context = {
        "submission": submission,
        "people": people_of(submission.reporter, on=today),
        "message": message,
        "blocks": blocks_of(message.text) if message else [],
    }
    return render(request, "outcomes/remind.html", context)
