"""What is asked of a reporter: every set of figures, and the task list of one.

The coordinator reads every page; only the people who report figures send anything.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.access import Permission, PortalRequest
from outcomes.earlier import longer_given
from outcomes.models import Status, Submission
from outcomes.reporting.checking import signing_of
from outcomes.reporting.draft import present_in_words
from outcomes.reporting.history import latest_changes
from outcomes.reporting.presentation import (
    dates_of,
    headline,
    sections_of,
    standing,
    tag_of,
)
from outcomes.reporting.questions import open_questions
from outcomes.reporting.story import last_quarter
from outcomes.services.presence import others_present
from outcomes.services.submissions import assess, rows_of
from outcomes.views.finding import about, find


@require_safe
def submissions(request: PortalRequest) -> HttpResponse:
    """Every set of figures the person may see, the newest quarter first."""
    access = request.access
    if not (access.may(Permission.SUBMISSION_EDIT) or access.may(Permission.SUBMISSION_SEE_ALL)):
        raise PermissionDenied
    today = timezone.localdate()
    found = list(Submission.objects.visible_to(access).with_everything())
    is_reporter = access.may(Permission.SUBMISSION_EDIT)
    context = {
        "headline": headline(found, today) if is_reporter else "Figures from every reporter",
        "lines": [(each, tag_of(each, today), standing(each, today)) for each in found],
        "names_reporters": len({each.reporter_id for each in found}) > 1,
        "is_reporter": is_reporter,
    }
    return render(request, "outcomes/submissions.html", context)


@require_safe
def submission(request: PortalRequest, pk: int) -> HttpResponse:
    """The task list of one submission: an outcome area a row, then check and submit."""
    found = find(request, pk)
    assessed = assess(found, list(rows_of(found)))
    sections = sections_of(assessed, found.sections.select_related("changed_by"))
    present = others_present(found, besides=request.user, at=timezone.now())
    context = {
        **about(request, found),
        "signing": signing_of(found, reader=request.user, on=timezone.localdate()),
        "last_quarter": last_quarter(found),
        "sections": sections,
        "present": {area: present_in_words(people) for area, people in present.items()},
        "dates": dates_of(found, timezone.localdate()),
        "completed": sum(section.state == "complete" for section in sections),
        "to_correct": sum(section.to_correct for section in sections),
        "to_explain": sum(section.to_explain for section in sections),
        "empty": sum(section.empty for section in sections),
        "changes": latest_changes(found),
        "questions": sum(map(len, open_questions(found).values())),
        "longer_given": longer_given(found),
        "is_published": _is_published(found),
    }
    return render(request, "outcomes/submission.html", context)


def _is_published(found: Submission) -> bool:
    """Whether the quarter was published since the figures were approved."""
    if found.status != Status.APPROVED:
        return False
    return found.period.publications.filter(published_at__gte=found.reviewed_at).exists()
