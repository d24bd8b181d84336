"""Files that take seconds, and the figures of all publications: how soon, how fast, in how much."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench.asking import ask
from tests.bench.laps import Portal
from tests.bench.pages import FILES, addressed

MOST_SECONDS = 60

#: What observations.csv holds, as the database itself writes it.
_COPY = """
COPY (
  SELECT publication.number, measure.code, measure.title, period.code, period.starts_on,
    period.ends_on, place.code, place.name, breakdown.name, category.name, figure.numerator,
    figure.denominator, figure.value, measure.unit, figure.lower, figure.upper, figure.shorthand,
    figure.reporters_expected, figure.reporters_included, figure.source
  FROM outcomes_publishedfigure figure
  JOIN outcomes_publication publication ON publication.id = figure.publication_id
  JOIN outcomes_measure measure ON measure.id = figure.measure_id
  JOIN outcomes_period period ON period.id = figure.period_id
  JOIN governance_place place ON place.id = figure.place_id
  LEFT JOIN outcomes_category category ON category.id = figure.category_id
  LEFT JOIN outcomes_breakdown breakdown ON breakdown.id = category.breakdown_id
) TO STDOUT WITH CSV
"""


def lines(portal: Portal) -> Iterator[str]:
    """A line for each file: seconds, first byte, size, and what the worker's memory grew by."""
    worker = _worker_of(portal.server.process.pid)
    for name, page in FILES.items():
        path, cookie = addressed(page, **portal.named), portal.cookies[page.who]
        before = _peak_of(worker)
        answer = ask(portal.server.port, path, cookie, most=MOST_SECONDS)
        grown = _peak_of(worker) - before
        yield (
            f"{name:<36}{portal.size:>6}{answer.seconds:>8.1f} s{answer.size / 1e6:>9.1f} MB"
            f"{'' if answer.is_whole else ' so far'}, first byte after "
            f"{answer.first_byte * 1000:.0f} ms, memory +{grown / 1024:.0f} MiB"
        )
        if page.path.endswith(".csv") and hasattr(portal.connection, "pgconn"):
            speed, copied = answer.size / answer.seconds, _copied(portal.connection)
            yield f"{'':<42} COPY writes its bytes {copied / speed:.1f} times as fast"


def _copied(connection: Any) -> float:
    """Bytes a second of the same rows."""
    size, started = 0, time.perf_counter()
    with connection.cursor() as cursor, cursor.copy(_COPY) as rows:
        for piece in rows:
            size += len(piece)
    return size / (time.perf_counter() - started)


def _worker_of(process: int) -> int:
    """The server's one worker."""
    children = Path(f"/proc/{process}/task/{process}/children")
    return int(children.read_text().split()[0]) if children.exists() else 0


def _peak_of(process: int) -> int:
    """KiB that a process has held at most; 0 where the system does not tell."""
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        return 0
    return int(status.read_text().partition("VmHWM:")[2].split()[0])
