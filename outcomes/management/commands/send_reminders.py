"""manage.py send_reminders: reminders that are due, the weekly message, e-mails that wait."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ehportal.wording import count, day
from governance.services.delivery import Delivered, deliver
from governance.services.reports import schedule_reports
from outcomes.services.action_reminders import remind_of_actions
from outcomes.services.reminders import remind, tell_weekly
from outcomes.services.report_reminders import remind_of_reports


class Command(BaseCommand):
    help = (
        "Reminds people of figures with work left, 14, 7 and 2 days before they are due and the "
        "day after, of actions that are overdue, and of reports that are due in two weeks or late; "
        "tells everybody on Mondays how things stand; adds the reports that fall due within a "
        "year; sends the e-mails that wait. Safe to repeat, and meant for every 15 minutes: "
        "nothing is told or sent twice. Ends with status 1 where an e-mail could not be sent; the "
        "next run tries again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--on",
            type=date.fromisoformat,
            help="As if it were this day, such as 2026-10-08; today otherwise.",
        )

    def handle(self, *args: Any, on: date | None, **options: Any) -> None:
        now = timezone.now()
        if on is not None:
            time = timezone.localtime(now).time()
            now = timezone.make_aware(datetime.combine(on, time))
        made = schedule_reports(on=timezone.localdate(now), by=None, at=now)
        if made:
            self.stdout.write(f"Reports that fall due: {count(len(made), 'report')} added.")
        reminded = remind(at=now)
        for each in reminded:
            people = count(each.people, "person", "people") if each.people else "nobody reports it"
            self.stdout.write(f"Reminded, {each.submission}, due on {day(each.due_on)}: {people}.")
        if not reminded:
            self.stdout.write("No reminder is due.")
        if told := remind_of_actions(at=now):
            self.stdout.write(f"Overdue actions: {count(told, 'person', 'people')} told.")
        if told := remind_of_reports(at=now):
            self.stdout.write(f"Reports due or late: {count(told, 'person', 'people')} told.")
        weekly = tell_weekly(at=now)
        if weekly is None:
            self.stdout.write("The weekly message was sent this week already.")
        else:
            self.stdout.write(f"The weekly message: {count(weekly, 'person', 'people')} told.")
        delivered = deliver(at=now)
        self.stdout.write(_in_words(delivered))
        if not delivered.is_whole:
            raise CommandError(
                "Some e-mails were not sent. The next run tries again.", returncode=1
            )


def _in_words(delivered: Delivered) -> str:
    if delivered.is_busy:
        return "Another run is sending e-mails now."
    parts = [f"{count(delivered.sent, 'e-mail')} sent"]
    if delivered.refused:
        parts.append(f"{delivered.refused} refused, for reasons in the log")
    if delivered.left:
        parts.append(f"{delivered.left} left, because the mail server cannot be reached")
    return f"{', '.join(parts)}."
