"""Makes a demonstration: the real framework and baselines, demo accounts, illustrative quarters."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from outcomes.demo.accounts import DOMAIN, make_accounts
from outcomes.demo.activities import make_activities
from outcomes.demo.crosswalks import make_contract
from outcomes.demo.governance import make_governance
from outcomes.demo.quarters import make_quarters, quarter_codes
from outcomes.demo.series import Typical
from outcomes.demo.voice import make_voice
from outcomes.loading.schema import read_all
from outcomes.models import Period, Publication
from outcomes.services.periods import quarter_dates

ROLES = [
    ("admin", "changes the framework, people and organisations"),
    ("coordinator", "chases, reviews, approves and publishes"),
    ("ne.lead", "enters the North East's figures (one area is empty, one has a mistake)"),
    ("nw.lead", "the same for the North West"),
    ("se.lead", "the same for the South East (sent back with a question)"),
    ("sw.lead", "the same for the South West"),
    ("partner", "enters Barts Health's figures (nothing entered yet; two people sign)"),
    ("partner.second", "checks and submits what the first has marked as ready"),
    ("board", "reads the Board's dashboards"),
    ("chair", "writes the reports of a sub-group, the SEND Improvement Board"),
    ("executive", "receives them for the Children and Families Executive"),
]


class Command(BaseCommand):
    help = "Load the framework, the baselines and 16 illustrative quarters, and make demo accounts."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--today", help="The day the demonstration is made for, such as 2026-11-22."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "This is not a demonstration. Set DEMO=on to make one in an empty database."
            )
        today = (
            timezone.datetime.fromisoformat(options["today"]).date()  # type: ignore[attr-defined]
            if options["today"]
            else timezone.localdate()
        )
        self._refuse_real_figures()
        started = time.monotonic()
        call_command("load_framework", verbosity=0)
        call_command("load_baselines", verbosity=0)
        with transaction.atomic():
            starts_on = quarter_dates(quarter_codes(today)[0]).starts_on
            accounts = make_accounts(
                password=settings.DEMO_PASSWORD, starts_on=starts_on, at=timezone.now()
            )
            if not Publication.objects.exists():
                data = read_all(settings.FIXTURES)
                levels = {
                    code: Typical(row.level or 0, row.base or 0)
                    for code, row in data.demo_levels.items()
                }
                make_quarters(
                    levels=levels, baselines=data.baselines, accounts=accounts, today=today
                )
                make_contract(starts_on=starts_on)
                make_activities(coordinator=accounts["coordinator"], starts_on=starts_on)
                make_voice(accounts=accounts, today=today)
                make_governance(
                    coordinator=accounts["coordinator"], starts_on=starts_on, today=today
                )
        self._say(time.monotonic() - started)

    def _refuse_real_figures(self) -> None:
        """A demonstration is never mixed with figures that somebody really reported."""
        real = Publication.objects.filter(is_illustrative=False).exists()
        collecting = Period.objects.exists() and not Publication.objects.exists()
        if real or collecting:
            raise CommandError(
                "This database holds real collections. Use an empty one (DATA_DIR or DATABASE_URL)."
            )

    def _say(self, seconds: float) -> None:
        self.stdout.write(
            f"The demonstration is ready ({Publication.objects.count()} publications, "
            f"made in {seconds:.0f} seconds).\n"
            f"Sign in with any of these addresses; the password is {settings.DEMO_PASSWORD}\n"
        )
        for short, does in ROLES:
            self.stdout.write(f"  {short + '@' + DOMAIN:<32} {does}")
