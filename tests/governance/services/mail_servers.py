"""Mail servers that fail as real ones do. What they took is in `django.core.mail.outbox`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import ClassVar

from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend


class Unreachable(EmailBackend):
    """Nobody answers."""

    def open(self) -> bool:
        raise ConnectionRefusedError("Connection refused")


class Particular(EmailBackend):
    """Refuses some addresses."""

    refuses: ClassVar[set[str]] = set()

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        for message in messages:
            if self.refuses & set(message.to):
                raise SMTPRecipientsRefused({message.to[0]: (550, b"No such person")})
        return super().send_messages(messages)


class HangsUp(EmailBackend):
    """Takes the message, then hangs up without a word."""

    def close(self) -> None:
        raise SMTPServerDisconnected("Gone")


class Silent(EmailBackend):
    """Takes nothing, and says nothing."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        return 0


class Meanwhile(EmailBackend):
    """Does something else while the first message is on its way."""

    does: ClassVar[list[Callable[[], object]]] = []

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        while self.does:
            self.does.pop()()
        return super().send_messages(messages)
