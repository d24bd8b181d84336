"""The actions that serve a measure or a priority, as their pages list them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from governance.access import Access, Permission
from outcomes.models import Measure, Priority
from outcomes.planning.pages import Line, line


def actions_that_serve(served: Measure | Priority, *, access: Access, on: date) -> Sequence[Line]:
    """Those in every plan, the earliest date first; none for who may not read plans. One query."""
    if not access.may(Permission.GOVERNANCE_VIEW):
        return ()
    found = served.actions.with_owners().order_by("due_on", "pk")
    return [line(action, on) for action in found]
