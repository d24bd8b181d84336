"""manage.py open_period 2026-Q2: opens a quarter for everybody who owes figures."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ehportal.wording import count, day
from outcomes.services.exceptions import Refused
from outcomes.services.periods import left_out, open_period


class Command(BaseCommand):
    help = (
        "Opens a quarter: a submission for each reporter, a box for each figure asked of them. "
        "2026-Q2 is July to September 2026. Safe to repeat: it adds only what is new."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("period", help="The quarter, such as 2026-Q2.")

    def handle(self, *args: Any, period: str, **options: Any) -> None:
        try:
            opened = open_period(code=period, by=None, at=timezone.now())
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        expected = count(opened.submissions.count(), "submission")
        self.stdout.write(f"{opened} is open: {expected} expected, due {day(opened.due_on)}.")
        for submission, figures in left_out(opened):
            self.stdout.write(
                f"{submission.reporter} handed in already, without {count(figures, 'figure')} now "
                "asked for. Send it back or reopen it, then open the period again to add them."
            )
        if not opened.submissions.exists():
            self.stdout.write("Nobody is assigned anything yet, so nothing is expected.")
