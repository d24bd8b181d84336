"""Breaks a portal of its own on purpose, and prints what was lost: nothing may be.

python -m tests.drills                       all of them, on SQLite and on PostgreSQL
python -m tests.drills worker --strikes 20   one of them, with fewer strikes
python -m tests.drills series releases       the control chart and the disclosure control alone

The last two break nothing: they compare ten thousand series with a slow second version, and attack
ten thousand generated releases. They need no database.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import django

if TYPE_CHECKING:
    from tests.postgres_server import Server

DRILLS = ("requests", "races", "worker", "postgres")
CALCULATIONS = ("series", "releases")
DATABASES = ("sqlite", "postgres")
MOST_FAULTS = 10


class Result(Protocol):
    """What every drill returns: its figures by their names, and each fault in words."""

    faults: list[str]

    @property
    def is_clean(self) -> bool: ...

    def lines(self) -> list[tuple[str, str]]: ...


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "drills", nargs="*", metavar="DRILL", help=", ".join((*DRILLS, *CALCULATIONS))
    )
    parser.add_argument("--database", choices=[*DATABASES, "both", "given"], default="both")
    parser.add_argument("--strikes", type=int, default=200, help="kills of a web worker")
    parser.add_argument("--power-cuts", type=int, default=50, help="ends of PostgreSQL")
    parser.add_argument("--rounds", type=int, default=20, help="of submitting all at once")
    parser.add_argument("--at-once", type=int, default=50, help="how many submit in a round")
    parser.add_argument("--edits", type=int, default=100, help="rounds of two people at once")
    parser.add_argument("--requests", type=int, default=10_000, help="generated requests")
    parser.add_argument("--series", type=int, default=10_000, help="compared with the slow version")
    parser.add_argument("--charts", type=int, default=100_000, help="of a process without change")
    parser.add_argument("--releases", type=int, default=10_000, help="attacked")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if unknown := set(options.drills) - {*DRILLS, *CALCULATIONS}:
        parser.error(f"no such drill: {', '.join(unknown)}")
    if set(options.drills) & set(CALCULATIONS):
        clean = _calculate(options)
        options.drills = [each for each in options.drills if each in DRILLS]
        if not options.drills or not clean:
            return 0 if clean else 1
        sys.argv = [each for each in sys.argv if each not in CALCULATIONS]
    if options.database == "both":
        return max([_run_apart(database) for database in DATABASES])
    with _database(options.database) as server:
        return _run(options, server)


def _calculate(options: argparse.Namespace) -> bool:
    """The drills of pure calculations: nothing is started for them."""
    from tests.drills import releases, series

    clean = True
    if "series" in options.drills:
        compared = series.compare(count=options.series, seed=options.seed)
        clean &= _print("Control charts made twice", compared)
        clean &= _print("False alarms", series.simulate(charts=options.charts, seed=options.seed))
    if "releases" in options.drills:
        for with_partners in (True, False):
            attacked = releases.attack(
                count=options.releases, seed=options.seed, with_partners=with_partners
            )
            clean &= _print(attacked.title, attacked)
    return clean


def _run_apart(database: str) -> int:
    """Django reads the address of its database once, so each has a process of its own."""
    words = [sys.executable, "-m", "tests.drills", *sys.argv[1:], "--database", database]
    return subprocess.run(words).returncode


@contextmanager
def _database(database: str) -> Iterator[Server | None]:
    """Settings for this process and for those it starts. `given` is one that is migrated."""
    with tempfile.TemporaryDirectory(prefix="ehportal-drill-") as folder, ExitStack() as stack:
        _set_variables(folder)
        if database == "sqlite":
            os.environ["DATABASE_URL"] = f"sqlite:///{folder}/drill.sqlite3"
        if database != "postgres":
            yield None
            return
        from tests.postgres_server import Server, find_binaries

        server = Server(find_binaries(), fsync=True)
        os.environ["DATABASE_URL"] = server.start()
        stack.callback(server.stop)
        yield server


def _set_variables(folder: str) -> None:
    os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.drills.settings", "DATA_DIR": folder}
    os.environ |= {"DEMO": "on", "DEBUG": "off", "ALLOWED_HOSTS": "127.0.0.1,testserver"}
    # Thousands of refusals are expected here; nobody needs to read a line about each.
    os.environ.setdefault("LOG_LEVEL", "CRITICAL")
    (Path(folder) / "static").mkdir()


def _run(options: argparse.Namespace, server: Server | None) -> int:
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from tests.drills import generated_requests, kill_postgres, kill_worker, races
    from tests.drills.partnership import make_partnership

    if options.database != "given":
        call_command("migrate", verbosity=0)
    chosen = options.drills or DRILLS
    clean = True
    if "requests" in chosen:
        found = generated_requests.run(count=options.requests, seed=options.seed)
        clean &= _print(f"Generated requests, {connection.vendor}", found)
    partnership = make_partnership()
    if "races" in chosen:
        sizes = {"at_once": options.at_once, "rounds": options.rounds, "edits": options.edits}
        for race in races.run(partnership, **sizes):
            clean &= _print(f"{race.title}, {connection.vendor}", race)
    if "worker" in chosen:
        count = kill_worker.run(partnership, strikes=options.strikes, seed=options.seed)
        clean &= _print(f"Web worker killed, {connection.vendor}", count)
    if "postgres" in chosen and server:
        count = kill_postgres.run(
            partnership, server, strikes=options.power_cuts, seed=options.seed
        )
        clean &= _print("PostgreSQL ended", count)
    connection.close()
    return 0 if clean else 1


def _print(title: str, result: Result) -> bool:
    """Prints what a drill found, and whether nothing went wrong in it."""
    print(f"\n{title}")
    for name, figure in result.lines():
        print(f"  {name:<48}{figure:>8}")
    for fault in result.faults[:MOST_FAULTS]:
        print(f"FAULT {fault[:2000]}")
    sys.stdout.flush()
    return result.is_clean and not result.faults


if __name__ == "__main__":
    sys.exit(main())
