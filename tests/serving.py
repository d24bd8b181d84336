"""Serves the portal as in production, on a free port: for bench, pictures and drills."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


def manage(environment: dict[str, str], *words: str, is_shown: bool = False) -> str:
    """What a command printed; nothing where it is shown as it comes."""
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        env=environment,
        check=True,
        stdout=None if is_shown else subprocess.PIPE,
        text=True,
    )
    return done.stdout or ""


def session_of(environment: dict[str, str], email: str) -> str:
    """The cookie, as name=value, of a new session of one person."""
    made = manage(
        environment,
        "shell",
        "--verbosity",
        "0",
        "--command",
        "from django.conf import settings\n"
        "from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY\n"
        "from django.contrib.sessions.backends.db import SessionStore\n"
        "from governance.models import User\n"
        f"user = User.objects.get(email={email!r})\n"
        "session = SessionStore()\n"
        "session[SESSION_KEY] = str(user.pk)\n"
        "session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]\n"
        "session[HASH_SESSION_KEY] = user.get_session_auth_hash()\n"
        "session.save()\n"
        "print(settings.SESSION_COOKIE_NAME + '=' + session.session_key)",
    )
    return made.strip().splitlines()[-1]


@dataclass(frozen=True)
class Served:
    """A portal that is being served: where, and the process its workers are children of."""

    port: int
    process: subprocess.Popen[bytes]


@contextmanager
def served(environment: dict[str, str]) -> Iterator[int]:
    """The portal on a free port of this machine, by gunicorn as in production."""
    with serving(environment, workers=1, threads=2) as server:
        yield server.port


@contextmanager
def serving(
    environment: dict[str, str], *, workers: int, threads: int, log_level: str = "error"
) -> Iterator[Served]:
    """The same with its process, and with more workers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = {
        "bind": f"127.0.0.1:{port}",
        "workers": workers,
        "threads": threads,
        "log-level": log_level,
    }
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "ehportal.wsgi"),
            "--no-control-socket",
            *(word for name, value in options.items() for word in (f"--{name}", str(value))),
        ],
        env=environment,
    )
    try:
        _wait_for(port)
        yield Served(port, process)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(port: int) -> None:
    for _ in range(100):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The server did not start.")
