"""The coordinator's button on the chase list: reminding the people of one submission now."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from ehportal.wording import count
from governance.access import Permission, PortalRequest, require
from outcomes.models import Submission
from outcomes.services.exceptions import Refused
from outcomes.services.reminders import remind_now


@require(Permission.SUBMISSION_REVIEW)
@require_POST
def remind(request: PortalRequest, pk: int) -> HttpResponse:
    """Reminds, says so, and returns to the desk at the quarter it was pressed on."""
    submission = get_object_or_404(
        Submission.objects.visible_to(request.access).with_everything(), pk=pk
    )
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
