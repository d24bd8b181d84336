"""Reports that fall due: the list, the rota, another meeting for one, and asking for one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ehportal.wording import count, day
from governance.access import Permission, PortalRequest, require
from governance.answering import answer, sent
from governance.cadence import financial_year
from governance.escalation_forms import TakeBackForm
from governance.models import Body, ReportDue
from governance.report_forms import AskForm, SlotForm
from governance.report_lists import reports_page, rotas
from governance.services.reports import (
    ask_for_report,
    move_report,
    schedule_reports,
    swap_reports,
    take_request_back,
)

SEND = ["GET", "HEAD", "POST"]
YEARS_SHOWN = range(2000, 2100)


@require_safe
@require(Permission.GOVERNANCE_VIEW)
def reports(request: PortalRequest) -> HttpResponse:
    """Every body’s reports, or one’s: late, due, handed in; and the sub-groups’ counted."""
    bodies = Body.objects.convened().exclude(reports_due=None, reports_to_receive=None)
    chosen = bodies.filter(code=request.GET.get("body", "")[:80]).first()
    context = {
        "page": reports_page(timezone.localdate(), body=chosen),
        "bodies": bodies.distinct().order_by("name"),
        "chosen": chosen,
    }
    return render(request, "governance/reports.html", context)


@require_safe
@require(Permission.GOVERNANCE_VIEW)
def rota(request: PortalRequest) -> HttpResponse:
    """Which body reports to which meeting in a financial year, and which has no turn."""
    today = timezone.localdate()
    year = financial_year(today)
    asked = request.GET.get("year", "")
    if len(asked) == 4 and asked.isdecimal() and int(asked) in YEARS_SHOWN:
        year = financial_year(year.starts_on.replace(year=int(asked)))
    context = {"rotas": rotas(year, on=today), "year": year}
    return render(request, "governance/rota.html", context)


@require(Permission.REPORT_WRITE_ALL)
@require_POST
def fill_rota(request: PortalRequest) -> HttpResponse:
    """Makes what falls due by the rules, and gives what has no meeting yet its meeting."""
    added = schedule_reports(on=timezone.localdate(), by=request.user, at=timezone.now())
    said = f"{count(len(added), 'report')} added." if added else "Nothing new falls due."
    messages.success(request, f"{said} Reports without a meeting have one where one is planned.")
    return redirect("governance:rota")


@require(Permission.REPORT_WRITE_ALL)
@require_http_methods(SEND)
def move(request: PortalRequest, pk: int) -> HttpResponse:
    """Another meeting for a report, or the place of another, for a reason."""
    report = get_object_or_404(ReportDue.objects.with_everything(), pk=pk)
    if report.received_at is not None:
        messages.info(request, "It was received, so it stays with its meeting.")
        return redirect(report)
    form = SlotForm(sent(request), report=report, on=timezone.localdate())

    def save(**who: Any) -> tuple[str, str]:
        meeting = form.meeting
        why: dict[str, Any] = {"reason": form.cleaned_data["reason"], "seen": form.version, **who}
        if meeting is not None:
            moved = move_report(report=report, meeting=meeting, **why)
            said = f"It goes to the meeting on {day(moved.day)}."
        else:
            swap_reports(report=report, other=form.other, **why)
            said = f"It changes places with {form.other.author}."
        return said, reverse("governance:rota")

    context = {"report": report}
    return answer(request, form, save, template="governance/report_move.html", context=context)


@require(Permission.REPORT_WRITE_ALL)
@require_http_methods(SEND)
def ask(request: PortalRequest, code: str) -> HttpResponse:
    """Asks for a report to a body that no rule makes fall due, such as one on a service."""
    body = get_object_or_404(Body.objects.convened(), code=code)
    known = {name: request.GET.get(name, "") for name in ("kind", "subject")}
    form = AskForm(sent(request), to=body, on=timezone.localdate(), **known)

    def save(**who: Any) -> tuple[str, ReportDue]:
        report = ask_for_report(to=body, **form.content, **who)
        return f"{report.author} is asked for it.", report

    context = {"body": body}
    return answer(request, form, save, template="governance/report_ask.html", context=context)


@require(Permission.REPORT_WRITE_ALL)
@require_http_methods(SEND)
def take_back(request: PortalRequest, pk: int) -> HttpResponse:
    """Asks no longer for a report that was asked for and that nobody has begun."""
    report = get_object_or_404(ReportDue.objects.with_everything(), pk=pk)
    if not report.was_asked_for or report.version:
        why = "It was handed in" if report.version else "It falls due by a rule"
        messages.info(request, f"{why}, so it stays.")
        return redirect(report)
    form = TakeBackForm(sent(request))

    def save(**who: Any) -> tuple[str, str]:
        take_request_back(report=report, reason=form.cleaned_data["reason"], **who)
        return f"{report.author} is no longer asked for it.", reverse("governance:reports")

    context = {"report": report}
    return answer(request, form, save, template="governance/report_take_back.html",
                  context=context)  # fmt: skip
