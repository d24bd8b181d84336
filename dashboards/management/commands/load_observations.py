"""manage.py load_observations PATH: the publications of a data package, into an empty portal."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from dashboards.reloading.files import NotReadable, read_package
from dashboards.reloading.judging import JudgingReader
from dashboards.reloading.publications import publications_of, quarters_of
from ehportal.wording import count
from outcomes.models import Publication, PublishedFigure
from outcomes.released import SUPPRESSED
from outcomes.services.exceptions import Refused
from outcomes.services.restoring import (
    open_quarters,
    restore_commentary,
    restore_judging,
    restore_publications,
)


class Command(BaseCommand):
    help = (
        "Loads the publications of a data package (package.zip of /data/, or its files in a "
        "folder) into a portal that has its framework and has published nothing: its dashboards "
        "then show the same. All of it is loaded, or nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="The zip file, or the folder.")

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        now = timezone.now()
        try:
            tables = read_package(path)
            with transaction.atomic():
                periods = open_quarters(quarters=quarters_of(tables), by=None, at=now)
                judging = JudgingReader()
                rows = [*judging.benchmarks(tables), *judging.rebases(tables, periods)]
                restore_judging(rows=rows, by=None, at=now)
                restored = publications_of(tables, periods)
                made = restore_publications(publications=restored, by=None, at=now)
                said = judging.commentary(tables, {each.number: each for each in made})
                restore_commentary(rows=said, by=None, at=now)
        except (NotReadable, Refused) as refused:
            raise CommandError(f"Nothing was loaded.\n{refused}") from refused
        self._tell(made)

    def _tell(self, made: list[Publication]) -> None:
        figures = PublishedFigure.objects.filter(publication__in=made)
        hidden = figures.filter(shorthand=SUPPRESSED).count()
        self.stdout.write(
            f"Loaded {count(len(made), 'publication')} with {count(figures.count(), 'figure')}."
        )
        if hidden:
            self.stdout.write(
                f"{count(hidden, 'figure is', 'figures are')} hidden, [c], and came without the "
                "numbers behind them. This portal cannot see to it that a correction does not give "
                "them away, so it refuses to publish those periods again."
            )
        self.stdout.write("Packs print the wording and decisions that this portal has now.")
