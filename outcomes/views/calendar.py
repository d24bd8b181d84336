"""A reporter's due dates, for their own calendar."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ehportal.calendars import calendar_response
from governance.access import Permission, PortalRequest, require
from outcomes.models import Submission
from outcomes.reporting.calendar import calendar_of


@require(Permission.SUBMISSION_EDIT)
@require_safe
def due_dates(request: PortalRequest) -> HttpResponse:
    """The due dates and last days of the figures that the person still has to send."""
    now = timezone.now()
    today = timezone.localdate(now)
    own = Submission.objects.own(request.access).outstanding().with_everything()
    waiting = [each for each in own.order_by("due_on", "pk") if each.is_open(today)]
    content = calendar_of(waiting, address=settings.PORTAL_URL, at=now)
    return calendar_response(content, "due-dates.ics")
