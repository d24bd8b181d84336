"""SIGKILL of a web worker at random moments of saving and submitting."""

from __future__ import annotations

import os
import random
import signal
import subprocess
from collections.abc import Callable
from contextlib import AbstractContextManager

from tests.drills.lanes import Lane
from tests.drills.partnership import Partnership
from tests.drills.striking import Count, strike_while_working
from tests.drills.visitor import Visitor
from tests.serving import Served, serving


def run(partnership: Partnership, *, strikes: int, seed: int) -> Count:
    with serving_as_in_demo() as server:

        def aim(dice: random.Random) -> Callable[[], None]:
            # The oldest surely answers by now: the other may have only just been started.
            workers = workers_of(server)
            return lambda: _kill(workers if dice.random() < 0.5 else workers[:1])

        return strike_while_working(
            lanes_of(partnership, server.port, seed), aim, strikes=strikes, seed=seed
        )


def serving_as_in_demo() -> AbstractContextManager[Served]:
    """With the workers of `make demo`; what they log of being killed is no news here."""
    return serving(dict(os.environ), workers=2, threads=4, log_level="critical")


def _kill(pids: list[int]) -> None:
    for pid in pids:
        os.kill(pid, signal.SIGKILL)


def workers_of(server: Served) -> list[int]:
    """The processes that answer requests, the oldest first."""
    asked = ["pgrep", "-P", str(server.process.pid)]
    found = subprocess.run(asked, stdout=subprocess.PIPE, text=True, check=True)
    return [int(pid) for pid in found.stdout.split()]


def lanes_of(partnership: Partnership, port: int, seed: int) -> list[Lane]:
    return [
        Lane(
            submission,
            Visitor(port, leads[0]),
            partnership.coordinator,
            seed=f"{seed} {submission.pk}",
        )
        for submission, leads in zip(partnership.submissions, partnership.leads, strict=True)
    ]
