"""When the people of a submission were reminded, as the desk says it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from ehportal.wording import MONTHS
from governance.models import Notice


def reminded_days(since: datetime | None) -> dict[int, list[date]]:
    """By the key of a submission, the days on which its people were reminded of it, in order.

    Those of submissions whose period was opened at a moment, or later; none where it never was.
    """
    if since is None:
        return {}
    days: dict[int, set[date]] = defaultdict(set)
    told = Notice.objects.filter(key__startswith="remind:", created_at__gte=since)
    for key, at in told.values_list("key", "created_at"):
        days[int(key.split(":")[1])].add(timezone.localdate(at))
    return {key: sorted(found) for key, found in days.items()}


def days_in_words(days: Sequence[date]) -> str:
    """'13 and 16 October', '30 September, 7 and 13 October'; nothing for no day."""
    months: dict[str, list[str]] = {}
    for day in days:
        months.setdefault(MONTHS[day.month - 1], []).append(str(day.day))
    parts = [f"{_joined(numbers)} {month}" for month, numbers in months.items()]
    return _joined(parts) if len(parts) < 2 else ", ".join(parts)


def _joined(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
