"""Why a service refused. Each message can be shown to a person as it is."""

from __future__ import annotations


class Refused(Exception):
    """A rule of the portal stands against it; nothing was changed."""
