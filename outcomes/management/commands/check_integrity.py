"""manage.py check_integrity: whether what is stored holds together."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ehportal.wording import count
from outcomes.integrity import CHECKS
from outcomes.models import PublishedFigure, Submission


class Command(BaseCommand):
    help = (
        "Checks published figures, receipts, links and versions; prints each problem, and ends "
        "with status 1 where there is one. It changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for name, check in CHECKS.items():
            problems = list(check())
            found += len(problems)
            self.stdout.write(f"{name}: {count(len(problems), 'problem')}")
            for problem in problems:
                self.stdout.write(f"  {problem}")
        looked_at = (
            f"{count(PublishedFigure.objects.count(), 'published figure')}, "
            f"{count(Submission.objects.count(), 'submission')}"
        )
        if found:
            raise CommandError(f"{count(found, 'problem')} in {looked_at}.", returncode=1)
        self.stdout.write(f"No problems in {looked_at}.")
