"""Rounds of work that something strikes at a random moment, and the count of what it broke."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Barrier, Thread

from django.db import connection

from tests.drills import stored
from tests.drills.lanes import ALL, HALF, NOTHING, Lane

#: Rounds without a strike, to learn how long a request takes; and how many of them are looked at.
WARM_UP = 5
RECENT = 20
SECONDS_TO_RECOVER = 60


@dataclass
class Count:
    """What was found. The zeros that are promised are `lost`, `half`, `duplicates` and `silent`."""

    strikes: int = 0
    strikes_that_hit: int = 0
    requests: int = 0
    cut_off: int = 0
    error_pages: int = 0
    cut_off_stored: int = 0
    figures: int = 0
    receipts: int = 0
    lost: int = 0
    half: int = 0
    duplicates: int = 0
    silent: int = 0
    seconds: float = 0.0
    recovery: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    #: How long it may take until everybody is answered again, in seconds.
    allowed: float = SECONDS_TO_RECOVER

    @property
    def is_clean(self) -> bool:
        zeros = not (self.lost or self.half or self.duplicates or self.silent)
        return zeros and max(self.recovery, default=0) <= self.allowed

    def lines(self) -> list[tuple[str, str]]:
        said = [
            ("strikes", f"{self.strikes}"),
            ("strikes that cut off a request", f"{self.strikes_that_hit}"),
            ("requests sent", f"{self.requests}"),
            ("requests cut off", f"{self.cut_off}"),
            ("  of these given an error page", f"{self.error_pages}"),
            ("  of these stored whole", f"{self.cut_off_stored}"),
            ("  of these not stored", f"{self.cut_off - self.cut_off_stored}"),
            ("figures acknowledged", f"{self.figures}"),
            ("receipts acknowledged", f"{self.receipts}"),
            ("acknowledged figures lost", f"{self.lost}"),
            ("half-written", f"{self.half}"),
            ("duplicates after sending again", f"{self.duplicates}"),
            ("refused, or a receipt without its rows", f"{self.silent}"),
        ]
        if self.recovery:
            said.append(
                ("seconds until answered, median", f"{statistics.median(self.recovery):.2f}")
            )
            said.append(("seconds until answered, worst", f"{max(self.recovery):.2f}"))
        return [*said, ("seconds", f"{self.seconds:.0f}")]


def strike_while_working(
    lanes: list[Lane],
    strike: Callable[[random.Random], Callable[[], None]],
    *,
    strikes: int,
    seed: int,
    is_back: Callable[[], bool] = lambda: True,
    breaks_pages: bool = False,
    allowed: float = SECONDS_TO_RECOVER,
) -> Count:
    """Lets every lane send at once and strikes at a random moment of it, again and again.

    `strike` is told to get ready and returns what strikes. `is_back` tells when what was struck
    is there again; from then on the time is taken until every lane is answered, which may take
    the seconds `allowed`. With `breaks_pages` a strike may also lead to an error page.
    """
    count, dice = Count(allowed=allowed), random.Random(seed)
    started = time.monotonic()
    lasted: list[float] = []
    warm_up = min(WARM_UP, strikes)
    for number in range(warm_up + strikes):
        is_struck = number >= warm_up
        for lane in lanes:
            lane.prepare()
        moment = dice.uniform(0, statistics.median(lasted[-RECENT:])) if is_struck else 0
        blow = strike(dice) if is_struck else _nothing
        _send_all(lanes, blow, moment)
        for lane in lanes:
            if lane.attempt.is_acknowledged:
                lasted.append(lane.attempt.ended - lane.attempt.started)
        if is_struck:
            count.strikes += 1
            count.strikes_that_hit += any(lane.attempt.was_cut_off for lane in lanes)
            connection.close()
            _wait_until(is_back)
            count.recovery.append(_wait_until(lambda: all(lane.is_answered() for lane in lanes)))
        for lane in lanes:
            _hold_to_its_promise(lane, count, may_fail=is_struck and breaks_pages)
    count.seconds = time.monotonic() - started
    return count


def _nothing() -> None:
    """No strike."""


def _send_all(lanes: list[Lane], blow: Callable[[], None], moment: float) -> None:
    barrier = Barrier(len(lanes) + 1)
    threads = [Thread(target=lane.send, args=[barrier]) for lane in lanes]
    for thread in threads:
        thread.start()
    barrier.wait()
    time.sleep(moment)
    blow()
    for thread in threads:
        thread.join()


def _wait_until(is_so: Callable[[], bool]) -> float:
    """How many seconds it took. Raises SystemExit where it never came."""
    started = time.monotonic()
    while not is_so():
        if time.monotonic() - started > SECONDS_TO_RECOVER:
            raise SystemExit(f"Nothing answered for {SECONDS_TO_RECOVER} seconds.")
        time.sleep(0.02)
    return time.monotonic() - started


def _hold_to_its_promise(lane: Lane, count: Count, *, may_fail: bool) -> None:
    """Reads the database, sends again what was cut off, and reads it once more."""
    attempt = lane.attempt
    now = stored.read(lane.submission)
    kept = lane.kept(now)
    count.requests += 1
    if kept == HALF:
        count.half += 1
        count.faults.append(f"half written: {attempt.path}\n  {lane.before}\n  {now}")
    if attempt.was_cut_off:
        count.cut_off += 1
        if attempt.answer is not None:
            count.error_pages += 1
            if not may_fail:
                count.faults.append(f"an error page: {attempt.path} {attempt.answer.body[:300]!r}")
        count.cut_off_stored += kept == ALL
        lane.send_again()
        if not attempt.is_acknowledged:
            count.silent += 1
            count.faults.append(f"not answered when sent again: {attempt.path} {attempt.answer}")
        again = stored.read(lane.submission)
        if kept == ALL and again != now:
            count.duplicates += 1
            count.faults.append(f"written twice: {attempt.path}\n  {now}\n  {again}")
        now = again
    elif not attempt.is_acknowledged:
        count.silent += 1
        count.faults.append(f"refused: {attempt.path} {attempt.answer}")
    elif kept == NOTHING:
        count.faults.append(f"acknowledged and not stored: {attempt.path} {attempt.answer}")
    _count_acknowledged(lane, now, count)


def _count_acknowledged(lane: Lane, now: stored.Stored, count: Count) -> None:
    if not lane.attempt.is_acknowledged:
        return
    count.figures += len(lane.attempt.typed)
    count.lost += lane.lost(now)
    if lane.kept(now) != ALL:
        count.half += 1
        count.faults.append(
            f"acknowledged and not whole: {lane.attempt.path}\n {lane.before}\n {now}"
        )
    if lane.attempt.submits:
        count.receipts += 1
        if not lane.shows_its_receipt(now):
            count.silent += 1
            count.faults.append(f"no receipt: {lane.attempt.path}")
