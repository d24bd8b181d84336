"""Why a service refused. Each message can be shown to a person as it is."""

from __future__ import annotations


class Refused(Exception):
    """A rule of the portal stands against it; nothing was changed.

    `field` is the name of the answer that it is about, where it is about one.
    """

    def __init__(self, message: str = "", *, field: str = "") -> None:
        super().__init__(message)
        self.field = field
