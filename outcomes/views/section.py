"""The entry table of one outcome area."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ehportal import wording
from governance.access import PortalRequest
from governance.kept import forget, is_anothers, opened_by
from governance.kept_page import Kept
from governance.models import User
from outcomes.models import Area, Submission
from outcomes.reporting.blanks import AnswerForBlanksForm
from outcomes.reporting.draft import present_in_words
from outcomes.reporting.forms import SectionForm
from outcomes.reporting.presentation import Section, sections_of
from outcomes.services.entry import Saved, give_reason_for_blanks
from outcomes.services.exceptions import Refused
from outcomes.services.presence import others_present
from outcomes.services.submissions import assess, rows_of
from outcomes.views.finding import about, find, is_own, refuse_unless_own, section_form
from outcomes.views.saving import save_sent


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: PortalRequest, pk: int, area: str) -> HttpResponse:
    """The entry table of one outcome area, or its figures for reading."""
    found = find(request, pk)
    if request.method == "POST":
        refuse_unless_own(request, found)
        return _save_section(request, found, area)
    typed = request.typed if is_own(request, found) else None
    return _show(request, found, area, typed)


def _show(
    request: PortalRequest, found: Submission, area: str, typed: Kept | None, *, status: int = 200
) -> HttpResponse:
    """The page with what was typed and not saved in its boxes; to copy, where it is too late."""
    context = about(request, found)
    form = section_form(found, area, data=typed.data if typed else None)
    has_kept = form.show_unsaved()
    if context["read_only"] and has_kept:
        return _not_saved(request, found, area, form, why=context["read_only"], status=status)
    if not context["read_only"]:
        form.check()
    unsaved = typed if has_kept else None
    return _render_section(request, context, area, form, kept_typing=unsaved, status=status)


def _save_section(request: PortalRequest, found: Submission, area: str) -> HttpResponse:
    if is_anothers(request):
        # Nobody saves in their own name what another typed, unless they have seen whose it is.
        return _show(request, found, area, Kept(request.POST, timezone.now()), status=409)
    sent = section_form(found, area, data=request.POST)
    try:
        saved = save_sent(request, found, area, sent, at=timezone.now())
    except Refused as refused:
        return _not_saved(request, found, area, sent, why=str(refused), status=409)
    forget(request)
    if request.POST.get("save") == "blanks" and not saved.left:
        return _answer_for_blanks(request, found, area)
    found.refresh_from_db()
    form = section_form(found, area, data=request.POST)
    form.show(saved, reader=request.user)
    form.check()
    if request.POST.get("save") == "later" and not saved.left:
        messages.success(request, f"{Area(area).label} is saved.")
        return _back_to_check(found, area) if _is_from_check(request) else redirect(found)
    if not form.problems and not form.to_explain:
        return _continue(request, found, area, form)
    status = 409 if saved.clashes else 200
    return _render_section(
        request, about(request, found), area, form, saved=saved, asks=True, status=status
    )


def _continue(
    request: PortalRequest, found: Submission, area: str, form: SectionForm
) -> HttpResponse:
    """To the next section that still needs work; where none does, to the check page."""
    done = f"{Area(area).label} is saved, {form.counts_in_words}"
    if _is_from_check(request):
        messages.success(request, done)
        return _back_to_check(found, area)
    left = _after(area, sections_of(assess(found, list(rows_of(found))), []))
    if left:
        messages.success(request, f"{done} Next is {left[0].name}.")
        return redirect("outcomes:section", found.pk, left[0].area)
    messages.success(request, f"{done} Check everything, then submit.")
    return redirect("outcomes:check", found.pk)


def _is_from_check(request: PortalRequest) -> bool:
    return request.GET.get("from") == "check"


def _back_to_check(found: Submission, area: str) -> HttpResponse:
    return redirect(f"{reverse('outcomes:check', args=[found.pk])}#area-{area}")


def _after(area: str, sections: list[Section]) -> list[Section]:
    """The sections with figures still to see to: those after an area, then those before it."""
    areas = [section.area for section in sections]
    place = areas.index(Area(area))
    in_turn = [*sections[place + 1 :], *sections[:place]]
    return [each for each in in_turn if each.to_correct or each.to_explain or each.empty]


def _answer_for_blanks(request: PortalRequest, found: Submission, area: str) -> HttpResponse:
    blanks = AnswerForBlanksForm(request.POST)
    if blanks.is_valid():
        try:
            count = give_reason_for_blanks(
                submission=found,
                area=area,
                missing=blanks.cleaned_data["missing"],
                note=blanks.cleaned_data["note"],
                by=request.user,
                at=timezone.now(),
                on=timezone.localdate(),
            )
        except Refused as refused:
            blanks.add_error(None, str(refused))
        else:
            filled = wording.count(count, "empty figure has", "empty figures have")
            messages.success(request, f"{filled} your answer now. {Area(area).label} is saved.")
            return redirect("outcomes:section", found.pk, area)
    found.refresh_from_db()
    form = section_form(found, area, data=request.POST)
    form.check()
    return _render_section(request, about(request, found), area, form, blanks=blanks)


def _not_saved(
    request: PortalRequest,
    found: Submission,
    area: str,
    form: SectionForm,
    *,
    why: str,
    status: int,
) -> HttpResponse:
    """What was typed, to copy, where figures may no longer be changed."""
    context = {
        **about(request, found),
        "why": why,
        "typed": form.typed_in_words(),
        "area": Area(area),
    }
    return render(request, "outcomes/not_saved.html", context, status=status)


def _render_section(
    request: PortalRequest,
    context: Mapping[str, Any],
    area: str,
    form: SectionForm,
    *,
    saved: Saved | None = None,
    kept_typing: Kept | None = None,
    blanks: AnswerForBlanksForm | None = None,
    asks: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The page; it `asks` to explain what is unusual once somebody says they are done with it."""
    problems = [{"target": box, "message": message} for box, message in form.problems]
    present = others_present(context["submission"], besides=request.user, at=timezone.now())
    context = {
        **context,
        "area": Area(area),
        "form": form,
        "counts": form.counts,
        "mistakes": problems,
        "has_errors": bool(problems or (blanks and blanks.errors)),
        "to_explain": form.to_explain if asks else [],
        "has_unsaved": bool((saved and saved.left) or kept_typing),
        "kept": kept_typing,
        "typed_by": _typed_by(request) if kept_typing else None,
        "others": present_in_words(present.get(area, [])),
        "blanks": blanks or AnswerForBlanksForm(),
    }
    return render(request, "outcomes/section.html", context, status=status)


def _typed_by(request: PortalRequest) -> User | None:
    """Who typed what was sent, where it was not the person who sends it now."""
    owner = opened_by(request)
    return User.objects.filter(pk=owner).first() if owner and is_anothers(request) else None
