"""Why a service refused. Each message can be shown to a person as it is."""

from __future__ import annotations

from governance.services.exceptions import Refused, SavedMeanwhile

__all__ = [
    "NeedsAnother",
    "NotReady",
    "Overtaken",
    "PeriodClosed",
    "Refused",
    "SavedMeanwhile",
    "StatusChanged",
    "Unchanged",
]


class PeriodClosed(Refused):
    """The period is not open on the day."""


class StatusChanged(Refused):
    """Somebody else moved it first, or it is not in a state that allows this."""


class Overtaken(Refused):
    """The same page has sent newer words since."""


class NotReady(Refused):
    """Figures are still empty or need correcting."""


class Unchanged(Refused):
    """What is handed in again says what was handed in before."""


class NeedsAnother(Refused):
    """Two people sign, and this one may not be the next."""
