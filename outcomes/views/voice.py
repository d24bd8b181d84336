"""Voice: who was heard and who was not, one consultation, what was said, and what came of it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from governance.access import Permission, PortalRequest, require
from governance.answering import answer, sent
from outcomes.models import Area, Consultation, FeedbackMessage, VoiceGroup, VoiceItem, VoiceStatus
from outcomes.services.exceptions import Refused, StatusChanged
from outcomes.services.voice import (
    add_consultation,
    add_item,
    change_consultation,
    change_item,
    publish_item,
)
from outcomes.voice.forms import ConsultationForm, FilterForm, ItemForm, places_of
from outcomes.voice.pages import (
    Said,
    chosen_consultations,
    chosen_items,
    consultation_page,
    design_page,
    line,
    unheard,
)

LISTED = 50


@require_safe
@require(Permission.GOVERNANCE_VIEW)
def voice(request: PortalRequest) -> HttpResponse:
    """Every consultation, by place and group; and which groups nobody asked in a year."""
    context = _listed(request, chosen_consultations)
    context["lines"] = [line(each, request.access) for each in context["page"]]
    context["unheard"] = unheard(timezone.localdate())
    if request.access.may(Permission.VOICE_EDIT_ALL):
        context["feedback_waiting"] = FeedbackMessage.objects.waiting().count()
    return render(request, "outcomes/voice.html", context)


@require_safe
@require(Permission.GOVERNANCE_VIEW)
def you_said(request: PortalRequest) -> HttpResponse:
    """What was said, and what was done about it."""
    context = _listed(request, chosen_items)
    context |= {
        "said": [Said(each) for each in context["page"]],
        "areas": Area.choices,
        "statuses": VoiceStatus.choices,
        "waiting": VoiceItem.objects.agreed().of_status(VoiceStatus.SAID).count(),
    }
    return render(request, "outcomes/you_said.html", context)


def _listed(request: PortalRequest, find: Any) -> dict[str, Any]:
    """A page of what the address asks for, and what its filter shows."""
    form = FilterForm(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    query = request.GET.copy()
    query.pop("page", None)
    return {
        "page": Paginator(find(chosen), LISTED).get_page(request.GET.get("page")),
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
        "places": form.fields["place"].queryset,  # type: ignore[attr-defined]
        "groups": VoiceGroup.objects.all(),
        "query": query.urlencode(),
    }


@require_safe
@require(Permission.GOVERNANCE_VIEW)
def design(request: PortalRequest) -> HttpResponse:
    """Families' part in the design of services and strategies."""
    return render(request, "outcomes/design.html", {"page": design_page(request.access)})


@require_safe
@require(Permission.GOVERNANCE_VIEW)
def consultation(request: PortalRequest, pk: int) -> HttpResponse:
    """One consultation: who, how, what was said, what came of it."""
    return _consultation(request, pk)


def _consultation(request: PortalRequest, pk: int, status: int = HTTPStatus.OK) -> HttpResponse:
    found = get_object_or_404(
        Consultation.objects.select_related("body", "place", "area").prefetch_related(
            "groups", "shared_with"
        ),
        pk=pk,
    )
    page = consultation_page(found, request.access)
    context = {"page": page, "consultation": found}
    return render(request, "outcomes/consultation.html", context, status=status)


@require(Permission.VOICE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_consultation(request: PortalRequest) -> HttpResponse:
    """Records that people were asked."""
    place = places_of(request.access).filter(slug=request.GET.get("place", "")).first()
    form = ConsultationForm(sent(request), access=request.access, place=place)

    def save(**who: Any) -> tuple[str, Consultation]:
        made = add_consultation(content=form.content, on=timezone.localdate(), **who)
        next_to_do = " Add what was said." if made.consent else ""
        return f"The consultation is recorded.{next_to_do}", made

    return answer(request, form, save, template="outcomes/consultation_form.html", context={})


@require(Permission.VOICE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_consultation(request: PortalRequest, pk: int) -> HttpResponse:
    """Changes what a consultation says of itself."""
    found = _editable(request, pk)
    form = ConsultationForm(sent(request), access=request.access, consultation=found)

    def save(**who: Any) -> tuple[str, Consultation]:
        today = timezone.localdate()
        change_consultation(
            consultation=found, content=form.content, on=today, seen=form.version, **who
        )
        return "The consultation is changed.", found

    context = {"consultation": found}
    return answer(request, form, save, template="outcomes/consultation_form.html", context=context)


@require(Permission.VOICE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new_item(request: PortalRequest, pk: int) -> HttpResponse:
    """Adds one thing that was said; without everybody's agreement, nobody is asked to type it."""
    found = _editable(request, pk)
    if request.method != "POST" and not found.consent:
        return redirect(found)
    form = ItemForm(sent(request), on=timezone.localdate())

    def save(**who: Any) -> tuple[str, Consultation]:
        add_item(consultation=found, content=form.content, **who)
        return "What was said is added.", found

    context = {"consultation": found}
    return answer(request, form, save, template="outcomes/voice_item_form.html", context=context)


@require(Permission.VOICE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_item(request: PortalRequest, pk: int) -> HttpResponse:
    """Answers one thing that was said, tells what changed, or puts its words right.

    Without everybody's agreement its words are shown to nobody: it leads to the consultation.
    """
    found = _editable_item(request, pk)
    if request.method != "POST" and not found.consultation.consent:
        return redirect(found.consultation)
    form = ItemForm(sent(request), on=timezone.localdate(), item=found)

    def save(**who: Any) -> tuple[str, Consultation]:
        item = change_item(item=found, content=form.content, seen=form.version, **who)
        withdrawn = found.is_published and not item.is_published
        told = " It is off the public page until it is published again." if withdrawn else ""
        return f"It is saved.{told}", found.consultation

    context = {"consultation": found.consultation, "item": found}
    return answer(request, form, save, template="outcomes/voice_item_form.html", context=context)


@require(Permission.VOICE_EDIT_ALL)
@require_http_methods(["GET", "HEAD", "POST"])
def publish_said(request: PortalRequest, pk: int) -> HttpResponse:
    """Puts one thing that was said on the public page, or takes it off; looked at, leads to it."""
    found = _editable_item(request, pk)
    if request.method != "POST":
        return redirect(found.consultation)
    published, seen = request.POST.get("published") == "on", request.POST.get("seen", "")
    try:
        publish_item(item=found, published=published, seen=seen, by=request.user, at=timezone.now())
    except StatusChanged as changed:
        messages.error(request, str(changed))
        return _consultation(request, found.consultation_id, HTTPStatus.CONFLICT)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        done = "It is on the public page." if published else "It is off the public page."
        messages.success(request, done)
    return redirect(found.consultation)


def _editable(request: PortalRequest, pk: int) -> Consultation:
    """The consultation, for who may change it; to anybody else it is not there to be changed."""
    found = Consultation.objects.editable(request.access).select_related("place", "body")
    return get_object_or_404(found, pk=pk)


def _editable_item(request: PortalRequest, pk: int) -> VoiceItem:
    own = Consultation.objects.answerable(request.access)
    found = VoiceItem.objects.with_consultation().filter(consultation__in=own)
    return get_object_or_404(found, pk=pk)
