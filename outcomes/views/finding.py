"""What the reporter's pages share: finding a submission, scoped, and what each page says of it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone

from governance.access import PortalRequest
from outcomes.earlier import earlier_quarters
from outcomes.figures import Checked
from outcomes.models import FigureImport, Observation, Submission
from outcomes.reporting.forms import SectionForm
from outcomes.reporting.presentation import (
    Section,
    sections_of,
    standing,
    tag_of,
    why_read_only,
)
from outcomes.reporting.questions import open_questions
from outcomes.services.submissions import Assessed, assess, rows_of


def find(request: PortalRequest, pk: int) -> Submission:
    """The submission, if the person may see it. Raises Http404 otherwise."""
    visible = Submission.objects.visible_to(request.access).with_everything()
    people = visible.select_related("changed_by", "prepared_by", "submitted_by", "reviewed_by")
    return get_object_or_404(people, pk=pk)


def is_own(request: PortalRequest, found: Submission) -> bool:
    return Submission.objects.own(request.access).filter(pk=found.pk).exists()


def refuse_unless_own(request: PortalRequest, found: Submission) -> None:
    """Raises PermissionDenied for whoever may read the figures but does not report them."""
    if not is_own(request, found):
        raise PermissionDenied


def typed_by_another(request: PortalRequest) -> str:
    """Why a page that was opened by somebody else saves nothing."""
    return f"You are signed in as {request.user} now, and somebody else typed this."


def areas_of(
    found: Submission, rows: list[Observation] | None = None
) -> list[tuple[Section, SectionForm]]:
    """Every outcome area that figures are due in, with its rows and what to correct in them.

    With `rows`, as they were handed in, those in place of what is stored now.
    """
    assessed = assess(found, list(rows_of(found)) if rows is None else rows)
    earlier = earlier_quarters(found)
    areas = []
    for each in sections_of(assessed, found.sections.select_related("changed_by")):
        form = SectionForm(
            [one for one in assessed if one.row.measure.area == each.area],
            home=found.reporter.place,
            earlier=earlier,
        )
        form.check()
        areas.append((each, form))
    return areas


def section_form(found: Submission, area: str, *, data: QueryDict | None = None) -> SectionForm:
    """The area's entry table. Raises Http404 where no figure is due in it."""
    rows = list(rows_of(found).filter(measure__area=area))
    if not rows:
        raise Http404
    return SectionForm(
        assess(found, rows, area=area),
        home=found.reporter.place,
        earlier=earlier_quarters(found, area=area),
        is_complete=_is_complete(found, area),
        questions=open_questions(found),
        data=data,
    )


def sent_form(found: Submission, area: str, data: QueryDict) -> SectionForm:
    """The same to read what was sent, before it is saved; its figures are not looked at yet.

    Raises Http404 as section_form does.
    """
    rows = found.observations.filter(measure__area=area).prefetch_related("measure")
    unread = [
        Assessed(row, Checked()) for row in rows.select_related("place", "category__breakdown")
    ]
    if not unread:
        raise Http404
    return SectionForm(unread, home=found.reporter.place, data=data)


def saved_form(sent: SectionForm, found: Submission, area: str) -> SectionForm:
    """What was sent, over what is stored once it was saved; without what a page alone shows.

    Only the figures are read again. What they are figures of was read with what was sent.
    """
    read = [row.observation for row in sent.rows]
    stored = found.observations.prefetch_related("changed_by").in_bulk([row.pk for row in read])
    rows = []
    for before in read:
        if row := stored.get(before.pk):
            row.measure, row.place, row.category = before.measure, before.place, before.category
            rows.append(row)
    return SectionForm(
        assess(found, rows, area=area),
        home=found.reporter.place,
        is_complete=_is_complete(found, area),
        data=sent.data,
    )


def _is_complete(found: Submission, area: str) -> bool:
    return found.sections.filter(area=area, is_complete=True).exists()


def about(request: PortalRequest, found: Submission) -> dict[str, Any]:
    """What every page of a submission says of it."""
    today = timezone.localdate()
    own = is_own(request, found)
    return {
        "submission": found,
        "is_own": own,
        "read_only": why_read_only(found, today, is_own=own),
        "standing": standing(found, today),
        "tag": tag_of(found, today),
        "last_import": last_import(request, found),
    }


def last_import(request: PortalRequest, found: Submission) -> FigureImport | None:
    """What this person pasted or uploaded, as long as nothing was changed since."""
    if found.changed_at is None or not found.is_editable:
        return None
    accepted = found.imports.filter(accepted_at=found.changed_at, undone_at=None)
    return accepted.filter(accepted_by=request.user).first()
