"""manage.py add_administrator <email> <name>: the first administrator of an installation."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import timezone

from governance.services.people import add_administrator, password_path


class Command(BaseCommand):
    help = (
        "Makes a person an administrator and prints a link, good for one use and three days, with "
        "which they choose a password. Run it again for another link."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="The address they sign in with.")
        parser.add_argument("name", help="As others see it, in quotes: 'Amina Khan'.")
        parser.add_argument(
            "--address",
            default=settings.PORTAL_URL,
            help="Where the portal is reached, unless it is PORTAL_URL (%(default)s).",
        )

    def handle(self, *args: Any, email: str, name: str, address: str, **options: Any) -> None:
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email} is not an e-mail address.") from error
        if not name.strip():
            raise CommandError("Give the person's name.")
        now = timezone.now()
        person = add_administrator(
            email=email, name=name.strip(), by=None, at=now, on=timezone.localdate(now)
        )
        path = password_path(person=person, by=None, at=now)
        self.stdout.write(f"{person.name} ({person.email}) is an administrator.")
        self.stdout.write("To choose a password, within three days:")
        self.stdout.write(f"  {address.rstrip('/')}{path}")
