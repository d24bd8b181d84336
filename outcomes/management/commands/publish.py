"""manage.py publish 2026-Q2: publishes the approved figures of a quarter."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ehportal.wording import count
from outcomes.models import Period
from outcomes.services.exceptions import Refused
from outcomes.services.publication import publish


class Command(BaseCommand):
    help = (
        "Publishes every approved figure of a quarter as a numbered release. Publishing a quarter "
        "again is a correction, and needs a reason that readers will see."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("period", help="The quarter, such as 2026-Q2.")
        parser.add_argument("--reason", default="", help="Why it is published again.")
        parser.add_argument(
            "--looked-at",
            action="store_true",
            help="Says that somebody looked at sensitive figures of 0%% or 100%% of a small group.",
        )

    def handle(self, *args: Any, period: str, reason: str, looked_at: bool, **options: Any) -> None:
        found = Period.objects.filter(code=period).first()
        if found is None:
            raise CommandError(f"There is no period {period}. Open it first: open_period {period}.")
        try:
            made = publish(
                period=found, by=None, at=timezone.now(), reason=reason, looked_at=looked_at
            )
        except Refused as refused:
            raise CommandError(f"Nothing was published. {refused}") from refused
        self.stdout.write(
            f"{made}: {count(made.figures.count(), 'figure')} from "
            f"{made.submissions_included} of {count(made.submissions_expected, 'submission')}."
        )
        for name in made.late_or_missing:
            self.stdout.write(f"  Not in it: {name}")
