"""manage.py load_framework: the framework and all that hangs from it, from the fixtures."""

from __future__ import annotations

from outcomes.loading.command import LoadCommand
from outcomes.loading.load import load_framework


class Command(LoadCommand):
    help = (
        "Loads frameworks, priorities, statements, bodies, places, organisations and the measure "
        "library from the fixtures. Safe to repeat: it changes only what the fixtures changed, "
        "and keeps what was edited in the portal."
    )
    service = staticmethod(load_framework)
