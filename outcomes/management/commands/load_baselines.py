"""manage.py load_baselines: the figures the documents give, from the fixtures."""

from __future__ import annotations

from outcomes.loading.command import LoadCommand
from outcomes.loading.load import load_baselines


class Command(LoadCommand):
    help = (
        "Loads the figures that the source documents give, and the same elsewhere. Run "
        "load_framework first. Safe to repeat."
    )
    service = staticmethod(load_baselines)
