"""A person's own messages: reading them, pausing e-mails, and who is told while they are away."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ehportal import wording
from ehportal.keys import is_key
from governance.access import PortalRequest
from governance.message_forms import AwayForm, PauseForm
from governance.message_text import blocks_of
from governance.models import Absence, Notice
from governance.services.notices import (
    CannotBeAway,
    colleagues_of,
    end_absence,
    is_paused,
    mark_read,
    resume,
)

SHOWN = 20


@require_safe
def messages_list(request: PortalRequest) -> HttpResponse:
    """One's own messages, those not read first, the newest first."""
    own = Notice.objects.filter(to=request.user).alias(is_read=Q(read_at__isnull=False))
    page = Paginator(own.order_by("is_read", "-created_at", "-pk"), SHOWN).get_page(
        request.GET.get("page")
    )
    today = timezone.localdate()
    context = {
        "page": page,
        "lines": [(notice, blocks_of(notice.text)) for notice in page],
        "unread": request.unread_messages(),
        "is_paused": is_paused(request.user, today),
        "absence": _absence_of(request),
        "today": today,
    }
    return render(request, "governance/messages.html", context)


@require_POST
def read(request: PortalRequest) -> HttpResponse:
    """Marks one of one's own messages as read, or all of them."""
    chosen = Notice.objects.filter(to=request.user)
    asked = request.POST.get("message", "")
    if asked != "all":
        chosen = chosen.filter(pk=asked) if is_key(asked) else chosen.none()
    done = mark_read(notices=chosen, at=timezone.now())
    if done:
        messages.success(request, f"{wording.count(done, 'message')} marked as read.")
    page = request.POST.get("page", "")
    query = f"?page={page}" if is_key(page) else ""
    return redirect(reverse("messages:list") + query)


@require_http_methods(["GET", "HEAD", "POST"])
def message_settings(request: PortalRequest) -> HttpResponse:
    """Pausing e-mails, and naming who is told while one is away."""
    now, action = timezone.now(), request.POST.get("action", "")
    today = timezone.localdate(now)
    pausing = PauseForm(request.POST if action == "pause" else None, prefix="pause")
    away = AwayForm(
        request.POST if action == "away" else None, prefix="away", person=request.user, on=today
    )
    if action == "resume":
        resume(person=request.user, by=request.user, at=now)
        messages.success(request, "You get e-mails again.")
        return redirect("messages:settings")
    if action == "back":
        end_absence(person=request.user, by=request.user, at=now)
        messages.success(request, "You are told yourself again.")
        return redirect("messages:settings")
    for form in (pausing, away):
        if form.is_bound and form.is_valid():
            try:
                done = form.save(by=request.user, at=now)
            except CannotBeAway as refused:
                form.add_error(form.answers_for, str(refused))
            else:
                messages.success(request, done)
                return redirect("messages:settings")
    context = {
        "pausing": pausing,
        "away": away,
        "has_errors": bool(pausing.errors or away.errors),
        "is_paused": is_paused(request.user, today),
        "absence": _absence_of(request),
        "today": today,
        "has_colleagues": colleagues_of(request.user, on=today).exists(),
    }
    return render(request, "governance/message_settings.html", context)


def _absence_of(request: PortalRequest) -> Absence | None:
    """The person's absence that has begun or is to come."""
    found = Absence.objects.filter(user=request.user, ends_on__gte=timezone.localdate())
    return found.select_related("deputy").order_by("starts_on").first()
