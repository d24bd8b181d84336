"""Who sits on a body: saved with what it was before, so that a membership has a history."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from ehportal.seen import version_of
from governance.models import Body, Seat, User
from governance.services.events import record_change
from governance.services.exceptions import Refused
from governance.services.words import kept

LONGEST_ROLE = 150
KEPT = ("organisation", "role", "represents", "site", "is_chair", "starts_on", "ends_on")


@transaction.atomic
def save_seat(*, seat: Seat, seen: str | None = None, by: User, at: datetime) -> Seat:
    """Saves a seat that is new or was changed, and returns it; without a change, nothing is told.

    The same seat sent twice is one. `seen` is the `seat_version` that the page showed of one that
    was there. Raises SavedMeanwhile where somebody saved another since; Refused for a seat of
    nobody, in a body that exists once in each locality, and for a safe place of another locality
    than the body's.
    """
    if seat.body.per_locality:
        raise Refused("There is one in each locality: choose one of them.")
    if seat.site and seat.body.place_id and seat.site.locality_id != seat.body.place_id:
        raise Refused(f"{seat.site} is in another locality.")
    seat.role = kept(seat.role, field="role", longest=LONGEST_ROLE)
    if not seat.role and seat.organisation is None:
        raise Refused("Enter a role, or choose an organisation.", field="role")
    if seat._state.adding and (same := _the_same(seat)):
        return same
    was = (
        Seat.objects.select_for_update(of=("self",)).filter(pk=seat.pk).first() if seat.pk else None
    )
    before = _told(was) if was else {}
    seat.save()
    record_change(
        verb="seat.change" if was else "seat.add",
        subject=seat,
        before=before,
        after=_told(seat),
        by=by,
        at=at,
        seen=seen if was else None,
        name=f"{seat.body}: {seat}",
    )
    return seat


def seat_version(seat: Seat) -> str:
    """What tells this state of a seat from any other."""
    return version_of(_told(seat))


def _the_same(seat: Seat) -> Seat | None:
    """A seat of the body that says just what a new one says."""
    Body.objects.select_for_update().get(pk=seat.body_id)
    return seat.body.seats.filter(**{name: getattr(seat, name) for name in KEPT}).first()


def _told(seat: Seat) -> dict[str, Any]:
    values = {name: getattr(seat, name) for name in KEPT}
    return values | {name: str(values[name] or "") for name in ("organisation", "site")}
