"""Sending by e-mail what people were told: an outbox that neither loses nor repeats."""

from __future__ import annotations

import fcntl
import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from governance.models import Notice
from governance.services.notices import is_paused

#: What could not be sent for so long is no news; it is on the portal.
TOO_OLD = timedelta(days=7)

logger = logging.getLogger(__name__)


class _ServerDownError(Exception):
    """Nothing can be sent now."""


@dataclass(frozen=True)
class Delivered:
    """What one run did. What was refused or left is tried again by the next."""

    sent: int = 0
    refused: int = 0
    left: int = 0
    is_busy: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether nothing failed."""
        return not self.refused and not self.left


def deliver(*, at: datetime) -> Delivered:
    """Sends each message that is to go by e-mail and has not, the oldest first.

    A message is marked as sent once the mail server took it. An address that is refused does not
    hold up the others; a server that cannot be reached ends the run, and the next one goes on from
    there. Two runs at once send nothing twice.
    """
    with _alone() as is_alone:
        if not is_alone:
            return Delivered(is_busy=True)
        waiting = list(_waiting(at).order_by("created_at", "pk").values_list("pk", flat=True))
        sent = refused = 0
        for done, key in enumerate(waiting):
            try:
                sent += _deliver_one(key, at)
            except _ServerDownError as error:
                logger.error("The mail server cannot be reached: %s", error)
                return Delivered(sent, refused, left=len(waiting) - done)
            except (OSError, SMTPException, ValueError):
                logger.exception("Message %s was not taken by the mail server", key)
                refused += 1
    return Delivered(sent, refused)


def _waiting(at: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(
        by_email=True, emailed_at=None, to__is_active=True, created_at__gte=at - TOO_OLD
    )


def _deliver_one(key: int, at: datetime) -> bool:
    """Whether a message was sent: not if somebody else has it, or e-mails were paused meanwhile."""
    with _held():
        held = _waiting(at).select_for_update(skip_locked=True, of=("self",))
        notice = held.filter(pk=key).select_related("to").first()
        if notice is None:
            return False
        if is_paused(notice.to, timezone.localdate(at)):
            Notice.objects.filter(pk=key).update(by_email=False)
            return False
        _send(message_for(notice))
        Notice.objects.filter(pk=key).update(emailed_at=at)
        return True


def _send(message: EmailMessage) -> None:
    server = _reach()
    try:
        if not server.send_messages([message]):
            raise SMTPException("It was not sent, and the server did not say why.")
    finally:
        # What was taken stays taken, also where the server then hangs up badly.
        with suppress(OSError, SMTPException):
            server.close()


def _reach() -> BaseEmailBackend:
    server: BaseEmailBackend = get_connection()
    try:
        server.open()
    except (OSError, SMTPException) as error:
        raise _ServerDownError(str(error)) from error
    return server


def message_for(notice: Notice) -> EmailMessage:
    """The e-mail of a message: plain text, the key message first, a link, where answers go.

    Following a link changes nothing, so a scanner that opens it does no harm. A message sent again
    after a crash has the same identity, by which mail programs show it once.
    """
    settings_page = settings.PORTAL_URL + reverse("messages:settings")
    foot = (
        "You get this because of your role in the Tower Hamlets Early Help partnership.\n"
        f"Pause these e-mails, or say that you are away: {settings_page}"
    )
    if settings.CONTACT_EMAIL:
        foot = f"Questions? Reply to this e-mail.\n{foot}"
    parts = [notice.text]
    if notice.path:
        parts.append(f"Open the page: {settings.PORTAL_URL}{notice.path}")
    return EmailMessage(
        subject=notice.subject,
        body="\n\n".join([*parts, f"-- \nEarly Help Outcomes\n{foot}\n"]),
        to=[notice.to.email],
        reply_to=[settings.CONTACT_EMAIL] if settings.CONTACT_EMAIL else None,
        headers={
            "Message-ID": f"<message-{notice.pk}@{urlsplit(settings.PORTAL_URL).hostname}>",
            "Auto-Submitted": "auto-generated",
        },
    )


# ---- Two runs at once --------------------------------------------------------------------------


def _held() -> AbstractContextManager[object]:
    """A transaction, where the database can hold one row and let others skip it.

    SQLite would hold every writer while a mail server takes its time.
    """
    return transaction.atomic() if _holds_rows() else nullcontext()


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether this is the only run; needed only where rows are not held.

    SQLite's file is on one machine, so a lock on a file beside it is enough. The system gives it up
    when a process ends, however it ends.
    """
    if _holds_rows():
        yield True
        return
    with (settings.DATA_DIR / "delivering.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _holds_rows() -> bool:
    return bool(connection.features.has_select_for_update_skip_locked)
