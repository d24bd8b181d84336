"""Each lap asks every page of every portal once; what counts is a page's time over the floor's."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from tests.bench.asking import ask
from tests.bench.pages import ENTRY, FLOOR, OVERVIEW, PAGES, READER, SAVE, addressed
from tests.bench.saving import Saving
from tests.bench.statements import replay
from tests.serving import Served

WARM_UP = 3
READY = ", ready-made, another reader's"
AGAIN = ", not modified"
SQL = "overview, its SQL alone"


@dataclass
class Timing:
    """Of one page on one portal: a time for each lap."""

    seconds: list[float] = field(default_factory=list)
    size: int = 0


@dataclass
class Portal:
    """One size of the tables, being served."""

    size: str
    figures: int
    server: Served
    cookies: Mapping[str, str]
    named: Mapping[str, str]
    statements: Mapping[str, list[str]]
    connection: Any
    timings: dict[str, Timing] = field(default_factory=dict)

    def path(self, name: str) -> str:
        return addressed(PAGES[name], **self.named)

    def ratio(self, name: str, over: str = FLOOR) -> float:
        """The median of a page's time over another's in the same lap."""
        return _median_ratio(self.timings[name], self.timings[over])

    def late_ratio(self, name: str) -> float:
        """The page's 95th percentile over the floor's."""
        return _late(self.timings[name]) / _late(self.timings[FLOOR])


def growth(first: Portal, last: Portal, name: str) -> float:
    """The median of a page's time on the last portal over that on the first in the same lap."""
    return _median_ratio(last.timings[name], first.timings[name])


def run(portals: list[Portal], *, laps: int, seconds: float) -> int:
    """Fills the portals' timings; so many laps, or as many as begin in the time. Returns which."""
    saves = {
        portal.size: Saving(
            portal.server.port,
            portal.cookies[PAGES[ENTRY].who],
            portal.path(ENTRY),
        )
        for portal in portals
    }
    until = time.monotonic() + seconds
    done = -WARM_UP
    while done < laps and (done < 1 or time.monotonic() < until):
        if done == 0:
            for portal in portals:
                portal.timings.clear()
        for name in PAGES:
            for portal in portals:
                _ask(portal, name, lap=done)
        for portal in portals:
            _add(portal, SAVE, saves[portal.size].save(), 0)
            sql = portal.statements[OVERVIEW]
            _add(portal, SQL, replay(portal.connection, sql), 0)
        done += 1
    return done


def _ask(portal: Portal, name: str, *, lap: int) -> None:
    page, path, port = PAGES[name], portal.path(name), portal.server.port
    cookie = portal.cookies[page.who]
    if not page.published:
        answer = ask(port, path, cookie)
        _add(portal, name, answer.seconds, answer.size)
        return
    # At another address in each lap, so that nobody has the page and the portal keeps none.
    path = f"{path}?lap={lap}"
    answer = ask(port, path, cookie)
    _add(portal, name, answer.seconds, answer.size)
    theirs = ask(port, path, portal.cookies[READER])
    _add(portal, f"{name}{READY}", theirs.seconds, theirs.size)
    again = ask(port, path, cookie, known=answer.etag)
    _add(portal, f"{name}{AGAIN}", again.seconds, again.size)


def _add(portal: Portal, name: str, seconds: float, size: int) -> None:
    timing = portal.timings.setdefault(name, Timing())
    timing.seconds.append(seconds)
    timing.size = size


def _median_ratio(of: Timing, over: Timing) -> float:
    return median(a / b for a, b in zip(of.seconds, over.seconds, strict=True))


def _late(timing: Timing) -> float:
    return sorted(timing.seconds)[int(len(timing.seconds) * 0.95)]
