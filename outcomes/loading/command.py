"""What the two load commands share: their options, and a report in words."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from outcomes.loading.engine import LoadRefused
from outcomes.loading.reader import FixtureError
from outcomes.loading.report import LoadReport
from outcomes.loading.schema import read_all


class LoadCommand(BaseCommand):
    """Reads the fixtures, loads them with `service`, and says what was done."""

    service: ClassVar[Callable[..., LoadReport]]

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--fixtures",
            type=Path,
            default=settings.FIXTURES,
            help="The folder to read; the project's own unless another is named.",
        )
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="Let the fixtures win over what was edited in the portal.",
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Say what would be done, and do nothing.",
        )

    def handle(
        self, *args: Any, fixtures: Path, overwrite: bool, dry_run: bool, **options: Any
    ) -> None:
        try:
            data = read_all(fixtures)
            with transaction.atomic():
                report = self.service(data=data, at=timezone.now(), overwrite=overwrite)
                transaction.set_rollback(dry_run)
        except (FixtureError, LoadRefused) as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        if options["verbosity"]:
            for line in report.lines():
                self.stdout.write(line)
        if dry_run:
            self.stdout.write("This was a rehearsal: nothing was changed.")
