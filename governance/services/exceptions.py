"""Why a service refused. Each message can be shown to a person as it is."""

from __future__ import annotations

from django.db.models import Model

from governance.models import User


class Refused(Exception):
    """A rule of the portal stands against it; nothing was changed.

    `field` is the name of the answer that it is about, where it is about one.
    """

    def __init__(self, message: str = "", *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class SavedMeanwhile(Refused):
    """Somebody saved other words since the page was opened, which `by` has not seen.

    `first` is who, where that is known; `over` is what they saved, where the page was not about it.
    """

    def __init__(self, first: User | None, *, by: User | None, over: Model | None = None) -> None:
        self.saved_by = "you" if first and first == by else str(first or "somebody else")
        who = f"{self.saved_by[0].upper()}{self.saved_by[1:]}"
        super().__init__(
            f"{who} saved other words while you were writing, so yours were not saved over them. "
            "Theirs stand above yours: take what you need, and save again."
        )
        self.over = over
