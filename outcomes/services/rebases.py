"""New baselines of control charts: decided by a person, never by the portal."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from governance.models import Place, User
from governance.services.events import record
from governance.services.words import kept
from outcomes.models import Measure, Period, PublishedFigure, Rebase
from outcomes.services.exceptions import Refused
from outcomes.services.periods import is_due

LONGEST_REASON = 1000
LONGEST_NAME = 200
FEWEST_SINCE = 5
"""Fewer figures than this since the start of a baseline have no limits at all."""


@transaction.atomic
def record_rebase(
    *,
    measure: Measure,
    place: Place,
    period: Period,
    reason: str,
    asked_by: str,
    approved_by: str,
    by: User,
    at: datetime,
) -> Rebase:
    """Records that a series has limits of its own from a period on, and returns that.

    What is published from now on honours it; what was published stays as it was. Raises Refused
    without a reason or names, where one person asks and approves, and where the period has no
    published figure, or none before it to break away from.
    """
    required = "Say what changed, and why it is expected to last."
    reason = kept(reason, longest=LONGEST_REASON, required=required)
    required = "Say who asked for the new baseline, and who approved it."
    asked_by = kept(asked_by, longest=LONGEST_NAME, required=required)
    approved_by = kept(approved_by, longest=LONGEST_NAME, required=required)
    if asked_by.casefold() == approved_by.casefold():
        raise Refused("Somebody else than the person who asked has to approve it.")
    _refuse_impossible(measure, place, period)
    if Rebase.objects.standing().filter(measure=measure, place=place, period=period).exists():
        raise Refused(f"{measure.code} in {place} already has a baseline from {period}.")
    rebase = Rebase.objects.create(
        measure=measure,
        place=place,
        period=period,
        reason=reason,
        asked_by=asked_by,
        approved_by=approved_by,
        recorded_at=at,
        recorded_by=by,
    )
    record(verb="rebase.record", subject=rebase, by=by, at=at, after=_told(rebase), reason=reason)
    return rebase


@transaction.atomic
def withdraw_rebase(*, rebase: Rebase, reason: str, by: User, at: datetime) -> None:
    """Takes a new baseline back: what is published from now on is judged without it.

    Raises Refused without a reason, and where it was taken back already.
    """
    required = "Say why it is taken back, in a sentence."
    reason = kept(reason, longest=LONGEST_REASON, required=required)
    taken = Rebase.objects.standing().filter(pk=rebase.pk)
    if not taken.update(withdrawn_at=at, withdrawn_by=by, withdrawn_because=reason):
        raise Refused("Somebody has taken it back already.")
    record(
        verb="rebase.withdraw", subject=rebase, by=by, at=at, before=_told(rebase), reason=reason
    )


def _refuse_impossible(measure: Measure, place: Place, period: Period) -> None:
    if not is_due(measure, period):
        raise Refused(f"{measure.code} is not reported for {period}. Choose another period.")
    shown = PublishedFigure.objects.filter(
        measure=measure, place=place, category=None, value__isnull=False
    )
    if not shown.filter(period__starts_on__gte=period.starts_on).exists():
        raise Refused(
            f"Nothing is published of {measure.code} in {place} for {period} or later, so there is "
            "nothing to judge anew. Choose an earlier period."
        )
    if not shown.filter(period__starts_on__lt=period.starts_on).exists():
        raise Refused(
            f"The figures of {measure.code} in {place} start with {period}: there is no earlier "
            "baseline. Choose a later period."
        )


def _told(rebase: Rebase) -> dict[str, object]:
    return {
        "measure": rebase.measure.code,
        "place": str(rebase.place),
        "period": rebase.period.code,
        "asked_by": rebase.asked_by,
        "approved_by": rebase.approved_by,
    }
