"""How actions stand on a day, and which of all plans wait for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from ehportal.wording import count
from governance.access import Access
from outcomes.models import Action
from outcomes.models.plans import FROM_BEST, OVERDUE

SOON = timedelta(days=14)
_WORDS = {
    **{status.value: status.label.lower() for status in FROM_BEST},
    OVERDUE: OVERDUE,
}


def how_they_stand(actions: Iterable[Action], on: date) -> str:
    """'4 actions: 1 done, 2 on track, 1 overdue', each action counted once; '' without any.

    Every page that counts actions by how they stand says it by this, so that none can disagree.
    """
    counts = Counter(action.status_on(on) for action in actions)
    if not counts:
        return ""
    said = [f"{counts[status]} {word}" for status, word in _WORDS.items() if counts[status]]
    return f"{count(counts.total(), 'action')}: {', '.join(said)}"


def waiting_for(access: Access, *, on: date) -> Sequence[Action]:
    """The unfinished actions that a person answers for: overdue, or due in a fortnight."""
    found = Action.objects.concerning(access).unfinished().filter(due_on__lte=on + SOON)
    return list(found.with_owners().distinct().order_by("due_on", "pk"))
