"""What bodies take to the body above: the list, one, taking one up, and answering it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from governance.access import Permission, PortalRequest, require
from governance.answering import answer, sent
from governance.escalation_forms import AnswerForm, EscalateForm, TakeBackForm
from governance.models import Body, Escalation
from governance.services.escalations import (
    answer_escalation,
    bodies_above,
    escalate,
    take_escalation_back,
)

SEND = ["GET", "HEAD", "POST"]
LISTED = 100


@require_safe
@require(Permission.GOVERNANCE_VIEW)
def escalations(request: PortalRequest) -> HttpResponse:
    """What waits for an answer, the longest first; and what was answered."""
    found = Escalation.objects.with_bodies()
    context = {
        "waiting": found.unanswered().order_by("raised_at"),
        "answered": found.exclude(answered_at=None).order_by("-answered_at")[:LISTED],
        "taken_back": found.exclude(taken_back_at=None).order_by("-taken_back_at")[:LISTED],
        "own": [body for body in _own(request) if bodies_above(body)],
    }
    return render(request, "governance/escalations.html", context)


@require_safe
@require(Permission.GOVERNANCE_VIEW)
def escalation(request: PortalRequest, pk: int) -> HttpResponse:
    """One issue, what was asked, and the answer."""
    found = get_object_or_404(Escalation.objects.with_bodies(), pk=pk)
    waits = Escalation.objects.unanswered().filter(pk=pk)
    context = {
        "escalation": found,
        "may_answer": waits.answerable_by(request.access).exists(),
        "may_take_back": waits.raised_for(request.access).exists(),
    }
    return render(request, "governance/escalation.html", context)


@require(Permission.REPORT_WRITE)
@require_http_methods(SEND)
def raise_escalation(request: PortalRequest, code: str) -> HttpResponse:
    """Takes an issue to a body above."""
    body = get_object_or_404(Body.objects.spoken_for_by(request.access), code=code)
    form = EscalateForm(sent(request), body=body)

    def save(**who: Any) -> tuple[str, Escalation]:
        made = escalate(body=body, **form.cleaned_data, **who)
        return f"It is on the agenda of {made.to} until it is answered.", made

    context = {"body": body, "above": bodies_above(body)}
    return answer(request, form, save, template="governance/escalate.html", context=context)


@require(Permission.REPORT_WRITE)
@require_http_methods(SEND)
def answer_page(request: PortalRequest, pk: int) -> HttpResponse:
    """Answers an issue for the body it was taken to."""
    mine = Escalation.objects.with_bodies().answerable_by(request.access)
    found = get_object_or_404(mine, pk=pk)
    if settled := _settled(request, found):
        return settled
    form = AnswerForm(sent(request))

    def save(**who: Any) -> tuple[str, Escalation]:
        answered = answer_escalation(escalation=found, answer=form.cleaned_data["answer"], **who)
        return f"{answered.body} can read the answer.", answered

    context = {"escalation": found}
    return answer(request, form, save, template="governance/escalation_answer.html",
                  context=context)  # fmt: skip


@require(Permission.REPORT_WRITE)
@require_http_methods(SEND)
def take_back(request: PortalRequest, pk: int) -> HttpResponse:
    """Takes an issue back for the body that raised it, before it is answered."""
    mine = Escalation.objects.with_bodies().raised_for(request.access)
    found = get_object_or_404(mine, pk=pk)
    if settled := _settled(request, found):
        return settled
    form = TakeBackForm(sent(request))

    def save(**who: Any) -> tuple[str, Escalation]:
        back = take_escalation_back(escalation=found, reason=form.cleaned_data["reason"], **who)
        return f"It no longer waits for {back.to}.", back

    context = {"escalation": found}
    return answer(request, form, save, template="governance/escalation_take_back.html",
                  context=context)  # fmt: skip


def _settled(request: PortalRequest, found: Escalation) -> HttpResponse | None:
    """Opening a form for what waits no longer leads to it; what was typed is refused, not lost."""
    if request.method == "POST" or (found.answered_at is None and found.taken_back_at is None):
        return None
    how = "answered" if found.answered_at else "taken back"
    messages.info(request, f"It was {how} already.")
    return redirect(found)


def _own(request: PortalRequest) -> list[Body]:
    """The bodies that a person speaks for; none for who speaks for all of them."""
    if request.access.may(Permission.REPORT_WRITE_ALL):
        return []
    return list(Body.objects.spoken_for_by(request.access).order_by("name"))
