"""The board pack of a quarter: as pages, as files, and one measure at a time in the meeting."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboards.access import is_member, readable
from dashboards.pack import building
from dashboards.pack.contents import Pack, Summary
from dashboards.pack.meeting import meeting_page
from dashboards.pack.one_page import one_page
from dashboards.pack.pdf import one_page_pdf, whole_pdf
from dashboards.pack.whole import whole
from dashboards.pack.word import word_file
from dashboards.selectors.editions import PackEditions, pack_editions
from dashboards.views.unchanged import unless_changed
from governance.access import Permission
from outcomes.deciding import MeetingDecisionForm

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

SECTIONS = (
    ("new", "What is new"), ("wanted", "Decisions wanted"), ("areas", "Five areas"),
    ("priorities", "Priorities"), ("localities", "Localities"), ("equalities", "Equalities"),
    ("gaps", "Gaps"), ("actions", "Actions"), ("revised", "Revised figures"),
    ("measures", "Every measure"),
)  # fmt: skip


@require_safe
@readable
@unless_changed
def pack(request: HttpRequest, period: str, number: int | None = None) -> HttpResponse:
    """The whole pack of the quarter's latest publication, or of the one with that number."""
    found = _editions(period, number)
    context = {"pack": _pack(request, found), "edition": found.shown, "sections": SECTIONS}
    return render(request, "dashboards/pack.html", context)


@require_safe
@readable
@unless_changed
def summary(request: HttpRequest, period: str, number: int | None = None) -> HttpResponse:
    """The same on one page of A4."""
    found = _editions(period, number)
    context = {"pack": _summary(request, found), "edition": found.shown}
    return render(request, "dashboards/pack_summary.html", context)


@require_safe
@readable
@unless_changed
def pack_pdf(request: HttpRequest, period: str, number: int | None = None) -> HttpResponse:
    """The whole pack as a tagged PDF."""
    made_of = _pack(request, _editions(period, number))
    return _file(whole_pdf(whole(made_of)), PDF, _name("board-pack", made_of, "pdf"))


@require_safe
@readable
@unless_changed
def summary_pdf(request: HttpRequest, period: str, number: int | None = None) -> HttpResponse:
    """The one page as a tagged PDF."""
    made_of = _summary(request, _editions(period, number))
    return _file(one_page_pdf(one_page(made_of)), PDF, _name("one-page", made_of, "pdf"))


@require_safe
@readable
@unless_changed
def pack_word(request: HttpRequest, period: str, number: int | None = None) -> HttpResponse:
    """The whole pack to edit in Word."""
    made_of = _pack(request, _editions(period, number))
    return _file(word_file(whole(made_of)), WORD, _name("board-pack", made_of, "docx"))


@require_safe
@readable
@unless_changed
def summary_word(request: HttpRequest, period: str, number: int | None = None) -> HttpResponse:
    """The one page to edit in Word."""
    made_of = _summary(request, _editions(period, number))
    file = word_file(one_page(made_of), is_one_page=True)
    return _file(file, WORD, _name("one-page", made_of, "docx"))


@require_safe
@readable
def meeting(
    request: HttpRequest, period: str, code: str, number: int | None = None
) -> HttpResponse:
    """One measure at a time, large, and for who may a form to record what is decided on it."""
    found = _editions(period, number)
    page = meeting_page(found, code)
    if page is None:
        raise Http404("The publication has no such measure.")
    access = request.access  # type: ignore[attr-defined]
    form = None
    if access.may(Permission.SUBMISSION_REVIEW):
        form = MeetingDecisionForm(on=timezone.localdate())
    context = {"page": page, "edition": found.shown, "form": form}
    return render(request, "dashboards/meeting.html", context)


def _editions(period: str, number: int | None) -> PackEditions:
    found = pack_editions(period, number)
    if found is None:
        raise Http404("No such publication stands at that quarter.")
    return found


def _pack(request: HttpRequest, found: PackEditions) -> Pack:
    """Of people for members alone, as its one page is."""
    return building.pack(found, of_people=is_member(request))


def _summary(request: HttpRequest, found: PackEditions) -> Summary:
    return building.summary(found, of_people=is_member(request))


def _name(kind: str, made_of: Summary, ending: str) -> str:
    cover = made_of.cover
    return f"{kind}-{cover.period_code}-publication-{cover.number}.{ending}"


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    disposition = "inline" if content_type == PDF else "attachment"
    response["Content-Disposition"] = f'{disposition}; filename="{name}"'
    return response
