"""Changing who sits on a body."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.access import Permission, PortalRequest, require
from governance.models import Body, Seat
from governance.seat_forms import SeatForm
from governance.services.exceptions import Refused
from governance.services.seats import save_seat


@require(Permission.BODY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def add_seat(request: PortalRequest, code: str) -> HttpResponse:
    """A new member of a body."""
    body = get_object_or_404(Body.objects.editable_by(request.access), code=code)
    return _seat(request, Seat(body=body))


@require(Permission.BODY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def change_seat(request: PortalRequest, code: str, pk: int) -> HttpResponse:
    """One member of a body: other words, or the day on which the membership ended."""
    body = get_object_or_404(Body.objects.editable_by(request.access), code=code)
    return _seat(request, get_object_or_404(Seat.objects.filter(body=body), pk=pk))


def _seat(request: PortalRequest, seat: Seat) -> HttpResponse:
    now, body, is_new = timezone.now(), seat.body, seat.pk is None
    form = SeatForm(
        request.POST if request.method == "POST" else None,
        instance=seat,
        body=body,
        on=timezone.localdate(now),
    )
    if request.method == "POST" and form.is_valid():
        try:
            save_seat(seat=form.instance, by=request.user, at=now)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The member is added." if is_new else "The member is saved.")
            return redirect("governance:body", body.code)
    context = {"form": form, "body": body, "is_new": is_new, "has_errors": bool(form.errors)}
    return render(request, "governance/seat.html", context)
