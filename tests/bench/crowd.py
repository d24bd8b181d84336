"""Eight readers at once, and what a worker's memory comes to: pages a second, over the floor's."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from tests.bench.asking import Answer, ask
from tests.bench.laps import AGAIN, Portal
from tests.bench.pages import FLOOR, OVERVIEW, PAGES

READERS = 8
ROUNDS, SECONDS = 3, 2.0


def lines(portal: Portal) -> Iterator[str]:
    """A line for each kind of answer, asked in turns so that the machine is the same for all."""
    etag = _ask(portal, OVERVIEW).etag
    kinds = {
        FLOOR: partial(_ask, portal, FLOOR),
        OVERVIEW: partial(_ask_anew, portal, OVERVIEW),
        f"{OVERVIEW}, ready-made": partial(_ask, portal, OVERVIEW),
        f"{OVERVIEW}{AGAIN}": partial(_ask, portal, OVERVIEW, known=etag),
    }
    answered = dict.fromkeys(kinds, 0)
    for _ in range(ROUNDS):
        for kind, asks in kinds.items():
            answered[kind] += _answered(asks)
    for kind, number in answered.items():
        yield (
            f"{f'{READERS} readers at once: {kind}':<68}"
            f"{number / ROUNDS / SECONDS:>8.0f} a second, "
            f"{number / answered[FLOOR]:.2f} of the floor"
        )


def memory_lines(portal: Portal, floor_alone: int) -> Iterator[str]:
    """What the worker that answered every page holds, over one that answered the floor alone."""
    held = held_by_worker(portal.server.process.pid)
    if held and floor_alone:
        yield (
            f"{'memory of a worker after every page':<68}{held / 1024:>8.0f} MiB, "
            f"{held / floor_alone:.2f} of one that answered the floor alone"
        )


def _answered(asks: Callable[[], Answer]) -> int:
    """How many answers eight readers get in the time."""
    until = time.perf_counter() + SECONDS

    def read(_: int) -> int:
        number = 0
        while time.perf_counter() < until:
            asks()
            number += 1
        return number

    with ThreadPoolExecutor(READERS) as readers:
        return sum(readers.map(read, range(READERS)))


def _ask(portal: Portal, name: str, *, known: str = "", query: str = "") -> Answer:
    path, cookie = f"{portal.path(name)}{query}", portal.cookies[PAGES[name].who]
    return ask(portal.server.port, path, cookie, known=known)


def _ask_anew(portal: Portal, name: str) -> Answer:
    """At an address that nobody has asked for, so that the portal keeps no page of it."""
    return _ask(portal, name, query=f"?anew={time.perf_counter_ns()}")


def held_by_worker(server: int) -> int:
    """KiB that the server's one worker holds now; 0 where the system does not tell."""
    children = Path(f"/proc/{server}/task/{server}/children")
    if not children.exists():
        return 0
    status = Path(f"/proc/{children.read_text().split()[0]}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0])
