"""Figures from a spreadsheet: paste a block, or send a workbook; look, accept, take back."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ehportal import wording
from ehportal.uploads import was_too_large
from governance.access import PortalRequest
from governance.answering import sent as typed_in
from governance.kept import is_anothers
from outcomes.importing.archive import TOO_LARGE
from outcomes.importing.blocks import Unreadable
from outcomes.importing.contents import Contents
from outcomes.importing.forms import PasteForm, UploadForm
from outcomes.importing.page import ImportPage
from outcomes.importing.placing import Start
from outcomes.importing.template import name_of_file
from outcomes.models import Area, FigureImport, Submission
from outcomes.reporting.draft import turn_of
from outcomes.reporting.forms import SectionForm
from outcomes.services.entry import save_figures
from outcomes.services.exceptions import NotReady, Refused
from outcomes.services.imports import (
    accept,
    marked_sheet_of,
    read_paste,
    read_upload,
    template_of,
    undo,
)
from outcomes.services.submissions import assess, rows_of
from outcomes.views.finding import about, find, refuse_unless_own, typed_by_another

_MOST_EARLIER = 5
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: PortalRequest, pk: int) -> HttpResponse:
    """A box for a block of cells, of one outcome area or of the whole submission."""
    found = find(request, pk)
    area = request.GET.get("area", "")
    area = area if area in Area.values else ""
    if request.method != "POST":
        return _render_paste(request, found, area, PasteForm(typed_in(request)))
    refuse_unless_own(request, found)
    form = PasteForm(request.POST)
    sent = _entry_table(found, area, request) if area and "start" in request.POST else None
    try:
        start = _keep_entry_table(request, found, sent) if sent else None
        if form.is_valid():
            made = read_paste(
                submission=found,
                text=form.cleaned_data["block"],
                area=area,
                start=start,
                by=request.user,
                at=timezone.now(),
                on=timezone.localdate(),
            )
            return redirect("outcomes:import", found.pk, made.pk)
    except (Refused, Unreadable) as refused:
        form.add_error("block", str(refused))
        if sent is not None and not isinstance(refused, Unreadable | NotReady):
            return _render_not_saved(request, found, area, sent, str(refused))
        return _render_paste(request, found, area, form, status=_status_of(refused))
    return _render_paste(request, found, area, form)


def _status_of(refused: Exception) -> int:
    return 200 if isinstance(refused, Unreadable | NotReady) else 409


def _render_paste(
    request: PortalRequest, found: Submission, area: str, form: PasteForm, *, status: int = 200
) -> HttpResponse:
    context = {
        **about(request, found),
        "area": Area(area) if area else None,
        "form": form,
        "earlier": _earlier(found),
    }
    return render(request, "outcomes/paste.html", context, status=status)


def _earlier(found: Submission) -> QuerySet[FigureImport]:
    """The last pastes and uploads that were put in."""
    accepted = found.imports.exclude(accepted_at=None).select_related("accepted_by")
    return accepted[:_MOST_EARLIER]


# ---- a block that was pasted in the entry table -------------------------------------------------


def _entry_table(found: Submission, area: str, request: PortalRequest) -> SectionForm:
    """The entry table that the block was pasted in, with what else was typed there."""
    rows = list(rows_of(found).filter(measure__area=area))
    assessed = assess(found, rows, area=area)
    return SectionForm(assessed, home=found.reporter.place, data=request.POST)


def _keep_entry_table(request: PortalRequest, found: Submission, sent: SectionForm) -> Start | None:
    """Saves what was typed before the block was pasted, and returns where it was pasted.

    Raises Refused where not all of it may be saved.
    """
    if is_anothers(request):
        raise Refused(typed_by_another(request))
    saved = save_figures(
        submission=found,
        figures=sent.typed(),
        turn=turn_of(request.POST),
        by=request.user,
        at=timezone.now(),
        on=timezone.localdate(),
    )
    if saved.left:
        left = {each.observation.pk for each in saved.clashes}
        left |= {each.observation.pk for each in saved.unkept}
        names = ", ".join(row.name for row in sent.rows if row.observation.pk in left)
        raise Refused(f"Not everything you had typed could be saved first: {names}.")
    prefix, _, box = request.POST["start"].rpartition("-")
    row = next((row for row in sent.rows if row.prefix == prefix), None)
    if row is None:
        return None
    return Start(row.observation.pk, box if box == "denominator" else "numerator")


def _render_not_saved(
    request: PortalRequest, found: Submission, area: str, sent: SectionForm, why: str
) -> HttpResponse:
    pasted = ("What you pasted", request.POST.get("block", ""))
    context = {
        **about(request, found),
        "why": why,
        "typed": [*sent.typed_in_words(), pasted],
        "area": Area(area),
    }
    return render(request, "outcomes/not_saved.html", context, status=409)


# ---- a workbook ---------------------------------------------------------------------------------


@require_safe
def template(request: PortalRequest, pk: int) -> HttpResponse:
    """The workbook to fill in, with what stands in the figures already."""
    found = find(request, pk)
    return _workbook(template_of(found, at=timezone.now()), name_of_file(found))


@require_safe
def marked(request: PortalRequest, pk: int, number: int) -> HttpResponse:
    """The workbook once more, with each problem of a paste or upload marked in its row."""
    made = _find_import(request, pk, number)
    content = marked_sheet_of(made, at=timezone.now())
    return _workbook(content, f"to-correct-{name_of_file(made.submission)}")


def _workbook(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=_XLSX, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: PortalRequest, pk: int) -> HttpResponse:
    """Takes a filled-in workbook, and goes on to the preview of what it would change."""
    found = find(request, pk)
    if request.method != "POST":
        return _render_upload(request, found, UploadForm())
    refuse_unless_own(request, found)
    form = UploadForm(request.POST, request.FILES)
    if was_too_large(request):
        form.errors["workbook"] = form.error_class([TOO_LARGE])
        return _render_upload(request, found, form)
    if not form.is_valid():
        return _render_upload(request, found, form)
    file = form.cleaned_data["workbook"]
    try:
        made = read_upload(
            submission=found,
            data=file.read(),
            name=file.name,
            by=request.user,
            at=timezone.now(),
            on=timezone.localdate(),
        )
    except (Refused, Unreadable) as refused:
        form.add_error("workbook", str(refused))
        return _render_upload(request, found, form, status=_status_of(refused))
    return redirect("outcomes:import", found.pk, made.pk)


def _render_upload(
    request: PortalRequest, found: Submission, form: UploadForm, *, status: int = 200
) -> HttpResponse:
    context = {**about(request, found), "form": form, "earlier": _earlier(found)}
    return render(request, "outcomes/upload.html", context, status=status)


# ---- the preview, and what became of it ---------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def figure_import(request: PortalRequest, pk: int, number: int) -> HttpResponse:
    """What one paste or upload would change; after it was accepted, what it changed."""
    made = _find_import(request, pk, number)
    if request.method != "POST":
        return _render_import(request, made)
    refuse_unless_own(request, made.submission)
    try:
        if request.POST.get("action") == "undo":
            return _take_back(request, made)
        return _put_in(request, made)
    except Refused as refused:
        return _render_import(request, made, why=str(refused), status=409)


def _find_import(request: PortalRequest, pk: int, number: int) -> FigureImport:
    found = find(request, pk)
    made = get_object_or_404(found.imports.select_related("made_by", "accepted_by"), pk=number)
    made.submission = found
    return made


def _put_in(request: PortalRequest, made: FigureImport) -> HttpResponse:
    made = accept(
        found=made,
        keep=set(request.POST.getlist("keep")),
        by=request.user,
        at=timezone.now(),
        on=timezone.localdate(),
    )
    page = _page_of(made)
    if page.came_back or (page.is_upload and page.has_problems):
        return redirect("outcomes:import", made.submission.pk, made.pk)
    return _back_to_figures(made)


def _take_back(request: PortalRequest, made: FigureImport) -> HttpResponse:
    made = undo(found=made, by=request.user, at=timezone.now(), on=timezone.localdate())
    left = _page_of(made).not_undone
    if left:
        return redirect("outcomes:import", made.submission.pk, made.pk)
    boxes = wording.count(len(made.changes), "box holds", "boxes hold")
    messages.success(request, f"Taken back: {boxes} what it held before.")
    return _back_to_figures(made)


def _back_to_figures(made: FigureImport) -> HttpResponse:
    """The section of one outcome area; of a whole submission, the page to check and submit it."""
    if made.area:
        return redirect("outcomes:section", made.submission.pk, made.area)
    return redirect("outcomes:check", made.submission.pk)


def _page_of(made: FigureImport) -> ImportPage:
    rows = {row.pk: row for row in rows_of(made.submission)}
    return ImportPage(made, Contents.from_json(made.content), rows, made.submission.reporter.place)


def _render_import(
    request: PortalRequest, made: FigureImport, *, why: str = "", status: int = 200
) -> HttpResponse:
    context = {
        **about(request, made.submission),
        "page": _page_of(made),
        "area": Area(made.area) if made.area else None,
        "why": why,
        "mistakes": [{"message": why}] if why else [],
        "has_errors": bool(why),
    }
    return render(request, "outcomes/import.html", context, status=status)
