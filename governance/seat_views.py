"""Changing who sits on a body."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.access import Permission, PortalRequest, require
from governance.answering import answer, sent
from governance.models import Body, Seat
from governance.seat_forms import SeatForm
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
    body, is_new = seat.body, seat.pk is None
    form = SeatForm(sent(request), instance=seat, body=body, on=timezone.localdate())

    def save(**who: Any) -> tuple[str, Body]:
        save_seat(seat=form.instance, seen=form.version, **who)
        return "The member is added." if is_new else "The member is saved.", body

    context = {"body": body, "is_new": is_new}
    return answer(request, form, save, template="governance/seat.html", context=context)
