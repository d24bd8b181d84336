"""What waits for a person, of all the actions of all plans."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from governance.access import Access
from outcomes.models import Action

SOON = timedelta(days=14)


def waiting_for(access: Access, *, on: date) -> Sequence[Action]:
    """The unfinished actions that a person answers for: overdue, or due in a fortnight."""
    found = Action.objects.concerning(access).unfinished().filter(due_on__lte=on + SOON)
    return list(found.with_owners().distinct().order_by("due_on", "pk"))
