"""Serves a demonstration with small and large tables, asks each page in turn, prints ratios.

Medians taken alone drift with whatever else the machine does. So each lap asks every page of every
size once, and what is printed is a page's time over the floor's in the same lap, and over its own
at the smallest size. Nothing here passes or fails.
"""

from __future__ import annotations

import argparse
import os
import signal
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from itertools import chain
from pathlib import Path

from tests.bench import crowd, drawn, files, laps
from tests.bench.asking import ask
from tests.bench.databases import Databases, postgres_databases, sqlite_files
from tests.bench.pages import BOARD, COORDINATOR, FLOOR, LEAD, PAGES, READER, addressed
from tests.bench.printing import table
from tests.bench.saving import MAKE_READY
from tests.bench.statements import statements_of
from tests.serving import manage, serving, session_of

DATABASES = {"sqlite": sqlite_files, "postgres": postgres_databases}
#: About how many published figures; the demonstration has ten thousand.
SIZES = {"demo": 0, "1m": 1_000_000, "10m": 10_000_000}
LAST_PUBLISHED = (
    "from outcomes.models import Publication; "
    "print(Publication.objects.latest_of_all().period.code)"
)
PUBLISH = "from tests.bench.publishing import run; run()"
GROW = "from tests.bench.growing import grow; print(grow({rows}))"


def main() -> None:
    options = _options()
    # A run that is told to end still has to stop its servers: treat it like Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    for kind in options.databases:
        with tempfile.TemporaryDirectory() as folder, DATABASES[kind](Path(folder)) as databases:
            (_publish if options.publishing else _bench)(databases, Path(folder), options)


def _options() -> argparse.Namespace:
    def among(known: dict) -> object:
        def read(text: str) -> list[str]:
            wanted = text.split(",")
            if unknown := set(wanted) - set(known):
                raise argparse.ArgumentTypeError(
                    f"{', '.join(unknown)} is none of {', '.join(known)}"
                )
            return [each for each in known if each in wanted]

        return read

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=among(SIZES), default="demo", help="demo,1m,10m")
    parser.add_argument("--databases", type=among(DATABASES), default="sqlite",
                        help="sqlite,postgres")  # fmt: skip
    parser.add_argument("--laps", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=600, help="at most, of laps a database")
    parser.add_argument("--measure", default="HEA-101")
    parser.add_argument("--publishing", action="store_true",
                        help="publish forty quarters of 150 measures instead")  # fmt: skip
    return parser.parse_args()


def _bench(databases: Databases, folder: Path, options: argparse.Namespace) -> None:
    common = {**os.environ, "DEMO": "on", "DEBUG": "off", "DATA_DIR": str(folder)}

    def environment(name: str) -> dict[str, str]:
        return {**common, "DATABASE_URL": databases.url(name)}

    _demonstration(databases, environment)
    common["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    named = {
        "measure": options.measure,
        "submission": _told(environment("demo"), MAKE_READY),
        "period": _told(environment("demo"), LAST_PUBLISHED),
    }
    cookies = {
        who: session_of(environment("demo"), f"{who}@ehportal.example")
        for who in (BOARD, READER, LEAD, COORDINATOR)
    }
    asked = {name: (addressed(page, **named), cookies[page.who]) for name, page in PAGES.items()}
    for size in options.sizes:
        if size != "demo":
            databases.copy("demo", size)
    portals = []
    with ExitStack() as stack:
        for size in options.sizes:
            started = time.monotonic()
            figures = int(_told(environment(size), GROW.format(rows=SIZES[size])))
            print(f"{figures:,} figures after {time.monotonic() - started:.0f} s", flush=True)
            statements = statements_of(environment(size), asked)
            server = stack.enter_context(serving(environment(size), workers=1, threads=2))
            connection = stack.enter_context(closing(databases.connect(size)))
            portals.append(
                laps.Portal(size, figures, server, cookies, named, statements, connection)
            )
        floor_alone = _memory_of_the_floor(environment(options.sizes[0]), cookies[BOARD])
        done = laps.run(portals, laps=options.laps, seconds=options.seconds)
        print(table(portals, title=f"{databases.title}, {done} laps"), flush=True)
        first = portals[0]
        for line in chain(
            crowd.memory_lines(first, floor_alone),
            crowd.lines(first),
            drawn.lines(first),
            *(files.lines(portal) for portal in portals),
        ):
            print(line, flush=True)


def _memory_of_the_floor(environment: dict[str, str], cookie: str) -> int:
    """KiB that a worker holds which answered the floor alone, as often as laps do."""
    with serving(environment, workers=1, threads=2) as server:
        for _ in range(40):
            ask(server.port, PAGES[FLOOR].path, cookie)
        return crowd.held_by_worker(server.process.pid)


def _publish(databases: Databases, folder: Path, options: argparse.Namespace) -> None:
    """Forty quarters of a large partnership, one after the other, and the pack of the last."""
    environment = {
        **os.environ,
        "DEMO": "on",
        "DEBUG": "off",
        "DATA_DIR": str(folder),
        "DATABASE_URL": databases.url("demo"),
    }
    manage(environment, "migrate", "--verbosity", "0")
    print(f"{databases.title}, one process", flush=True)
    manage(environment, "shell", "--verbosity", "0", "--command", PUBLISH, is_shown=True)


def _demonstration(databases: Databases, environment: Callable[[str], dict[str, str]]) -> None:
    started = time.monotonic()
    manage(environment("demo"), "migrate", "--verbosity", "0")
    manage(environment("demo"), "collectstatic", "--noinput", "--verbosity", "0")
    manage(environment("demo"), "demo")
    print(f"{databases.title}: a demonstration in {time.monotonic() - started:.0f} s", flush=True)


def _told(environment: dict[str, str], command: str) -> str:
    """The last line that a command printed."""
    told = manage(environment, "shell", "--verbosity", "0", "--command", command)
    return told.strip().splitlines()[-1]


if __name__ == "__main__":
    main()
