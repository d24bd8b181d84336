"""Saving what an entry table sent, however its page sent it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from governance.access import PortalRequest
from outcomes.models import Submission
from outcomes.reporting.draft import turn_of
from outcomes.reporting.forms import SectionForm
from outcomes.services.entry import Saved, save_section
from outcomes.services.presence import note_presence


def save_sent(
    request: PortalRequest, found: Submission, area: str, sent: SectionForm, *, at: datetime
) -> Saved:
    """Saves the boxes and notes who is on the page, in one transaction: one wait for the disk.

    Raises as `save_section` does.
    """
    with transaction.atomic():
        saved = save_section(
            submission=found,
            area=area,
            figures=sent.typed(),
            is_complete=sent.marks,
            turn=turn_of(request.POST),
            by=request.user,
            at=at,
            on=timezone.localdate(),
        )
        note_presence(submission=found, area=area, user=request.user, at=at)
    return saved
