"""A PostgreSQL server of one's own, in a temporary folder and on a Unix socket only.

It is the newest one installed on the machine. PostgreSQL refuses to run as root, so there it runs
as the user `postgres`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

DEBIAN = Path("/usr/lib/postgresql")
HOMEBREW = (Path("/opt/homebrew/opt"), Path("/usr/local/opt"))
ADVICE = "PostgreSQL's server was not found: install it (Debian: apt install postgresql)."
SECONDS_TO_START = 60


def _version(folder: Path) -> int:
    digits = "".join(character for character in folder.parent.name if character.isdigit())
    return int(digits or 0)


def find_binaries() -> Path:
    """The folder with `initdb` and `pg_ctl` of the newest server installed.

    Raises pytest.UsageError where there is none.
    """
    folders = sorted(DEBIAN.glob("*/bin"), key=_version, reverse=True)
    for root in HOMEBREW:
        folders += sorted(root.glob("postgresql*/bin"), key=_version, reverse=True)
    if pg_config := shutil.which("pg_config"):
        asked = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=True)
        folders.append(Path(asked.stdout.strip()))
    if initdb := shutil.which("initdb"):
        folders.append(Path(initdb).resolve().parent)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise pytest.UsageError(ADVICE)


class Server:
    """A throwaway server; `start` returns its DATABASE_URL, `stop` removes every trace of it."""

    def __init__(self, binaries: Path, *, fsync: bool) -> None:
        self.binaries = binaries
        self.fsync = fsync
        self.folder = Path(tempfile.mkdtemp(prefix="ehportal-pg-"))
        # Who the server runs as, in subprocess.run's words.
        self.identity: dict[str, Any] = {}
        if os.geteuid() == 0:
            self.identity = {"user": "postgres", "group": "postgres", "extra_groups": []}
            shutil.chown(self.folder, "postgres", "postgres")

    def start(self) -> str:
        locale = "C.UTF-8" if sys.platform == "linux" else "C"
        self._run("initdb", "--username=postgres", "--auth=trust", "--encoding=UTF8",
                  f"--locale={locale}", "--no-sync")  # fmt: skip
        self.launch()
        # An empty host and a path with a second slash: the socket's folder, then the database.
        return f"postgres://postgres@/{quote(str(self.folder))}/postgres"

    def launch(self) -> None:
        """Runs it on what its folder holds; after `crash` it recovers first."""
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "max_connections": "60",
        }
        if not self.fsync:
            options |= {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
        flags = " ".join(f"-c {name}='{value}'" for name, value in options.items())
        log = self.folder / "log"
        self._run("pg_ctl", "start", "--wait", f"--timeout={SECONDS_TO_START}",
                  f"--log={log}", f"--options={flags}")  # fmt: skip

    def crash(self) -> None:
        """Every process of it ends at once, without a word to anybody and nothing written."""
        self._run("pg_ctl", "stop", "--wait", "--mode=immediate")

    def stop(self) -> None:
        self.crash()
        shutil.rmtree(self.folder)

    def _run(self, command: str, *arguments: str) -> None:
        done = subprocess.run(
            [self.binaries / command, f"--pgdata={self.folder / 'data'}", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd="/",
            env={**os.environ, "LC_ALL": "C"},
            **self.identity,
        )
        if done.returncode:
            raise pytest.UsageError(f"PostgreSQL's {command} failed:\n{done.stdout}")
