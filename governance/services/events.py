"""Writing the audit. Every service that changes something calls record in its transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models

from ehportal.seen import version_of
from governance.models import Event, User
from governance.services.exceptions import SavedMeanwhile


def record(
    *,
    verb: str,
    subject: models.Model,
    by: User | None,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
    name: str | None = None,
) -> Event:
    """Adds one event about one row and returns it; the caller's transaction carries it."""
    return Event.objects.create(
        at=at,
        by=by,
        verb=verb,
        subject_kind=subject._meta.label_lower,
        subject_id=str(subject.pk),
        subject=(name or str(subject))[:300],
        before=dict(before or {}),
        after=dict(after or {}),
        reason=reason,
    )


def record_change(
    *,
    verb: str,
    subject: models.Model,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    by: User | None,
    at: datetime,
    seen: str | None = None,
    reason: str = "",
    name: str | None = None,
) -> Event | None:
    """Adds one event with what is different, and returns it; none where nothing is.

    `seen` is the `version_of` what the page showed before. Raises SavedMeanwhile where that is not
    what was there: the caller's transaction takes its own words back.
    """
    changed = [each for each, value in after.items() if before.get(each) != value]
    if not changed:
        return None
    refuse_unseen(subject=subject, verb=verb, told=before, seen=seen, who=by)
    return record(
        verb=verb,
        subject=subject,
        by=by,
        at=at,
        before={each: before[each] for each in changed if each in before},
        after={each: after[each] for each in changed},
        reason=reason,
        name=name,
    )


def refuse_unseen(
    *, subject: models.Model, verb: str, told: Mapping[str, Any], seen: str | None, who: User | None
) -> None:
    """Raises SavedMeanwhile where `seen`, if it is given, is not the `version_of` what is told."""
    if seen is not None and seen != version_of(told):
        raise SavedMeanwhile(_last_by(subject, verb), by=who)


def _last_by(subject: models.Model, verb: str) -> User | None:
    found = Event.objects.filter(
        subject_kind=subject._meta.label_lower, subject_id=str(subject.pk), verb=verb
    )
    last = found.select_related("by").first()
    return last.by if last else None
