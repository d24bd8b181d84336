"""PostgreSQL ends in the middle of a transaction: the whole server, or one process of it."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable
from contextlib import suppress

from django.db import DatabaseError, connection

from tests.drills.kill_worker import lanes_of, serving_as_in_demo
from tests.drills.partnership import Partnership
from tests.drills.striking import Count, strike_while_working
from tests.postgres_server import Server

#: From the moment the database answers until everybody is answered again.
SECONDS_ALLOWED = 10

_BACKENDS = (
    "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' "
    "AND pid <> pg_backend_pid() ORDER BY (state = 'active') DESC, state_change DESC"
)


def run(partnership: Partnership, server: Server, *, strikes: int, seed: int) -> Count:
    """Ends the server and one of its processes by turns; the application is never restarted."""
    turns = iter(range(strikes))

    def aim(dice: random.Random) -> Callable[[], None]:
        return _end_the_server if next(turns) % 2 == 0 else _end_one_process

    def _end_the_server() -> None:
        server.crash()
        server.launch()

    with serving_as_in_demo() as served:
        lanes = lanes_of(partnership, served.port, seed)
        return strike_while_working(
            lanes,
            aim,
            strikes=strikes,
            seed=seed,
            is_back=_is_back,
            breaks_pages=True,
            allowed=SECONDS_ALLOWED,
        )


def _end_one_process() -> None:
    """The one that works for the portal at this moment; the server then restarts all of them."""
    with connection.cursor() as cursor:
        cursor.execute(_BACKENDS)
        found = cursor.fetchone()
    if found:
        with suppress(ProcessLookupError):
            os.kill(found[0], signal.SIGKILL)


def _is_back() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        connection.close()
        return False
    return True
