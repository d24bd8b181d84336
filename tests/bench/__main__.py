"""Serves a demonstration, asks each page in turn, lap after lap, and prints medians as ratios.

Medians taken alone drift with whatever else the machine does; each lap asks every page once, so
what is printed is each page's time over the floor's in the same lap. Nothing here passes or fails.
"""

from __future__ import annotations

import argparse
import http.client
import os
import tempfile
import time
from dataclasses import dataclass, field
from statistics import median
from urllib.parse import quote

from tests.serving import manage, served, session_of

PAGES = {
    "floor (signed in, static, 60 kB)": "/bench/floor/",
    "overview": "/dashboard/",
    "area, Healthy": "/dashboard/areas/healthy/",
    "measure, one in all localities": "/dashboard/measures/{measure}/",
    "locality, North East": "/dashboard/localities/north-east/",
    "priority 1": "/dashboard/priorities/1/",
    "observations.csv, whole": "/data/observations.csv",
}
WARM_UP = 3


@dataclass
class Timing:
    path: str
    seconds: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)
    size: int = 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--laps", type=int, default=40)
    parser.add_argument("--measure", default="HEA-101")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DEMO": "on", "DEBUG": "off", "DATA_DIR": folder}
        database = "PostgreSQL" if "postgres" in os.environ.get("DATABASE_URL", "") else "SQLite"
        manage(environment, "migrate", "--verbosity", "0")
        manage(environment, "collectstatic", "--noinput", "--verbosity", "0")
        started = time.monotonic()
        manage(environment, "demo")
        print(f"demonstration made in {time.monotonic() - started:.1f} s")
        environment["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
        cookie = session_of(environment, "board@ehportal.example")
        with served(environment) as port:
            timings = _laps(port, cookie, options)
    _print(timings, database, options.laps)


def _laps(port: int, cookie: str, options: argparse.Namespace) -> dict[str, Timing]:
    timings = {
        name: Timing(path.format(measure=quote(options.measure))) for name, path in PAGES.items()
    }
    for lap in range(WARM_UP + options.laps):
        seconds = {name: _ask(port, cookie, timing) for name, timing in timings.items()}
        floor = seconds[next(iter(PAGES))]
        for name, timing in timings.items():
            if lap >= WARM_UP:
                timing.seconds.append(seconds[name])
                timing.ratios.append(seconds[name] / floor)
    return timings


def _ask(port: int, cookie: str, timing: Timing) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    started = time.perf_counter()
    connection.request("GET", timing.path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    body = answer.read()
    seconds = time.perf_counter() - started
    connection.close()
    if answer.status != 200:
        raise SystemExit(f"{timing.path} answered {answer.status}")
    timing.size = len(body)
    return seconds


def _print(timings: dict[str, Timing], database: str, laps: int) -> None:
    print(f"\n{database}, {laps} laps, one worker; median of each page over the floor's own lap")
    print(f"{'page':<36}{'ms':>8}{'x floor':>9}{'p95 x':>8}{'kB':>7}")
    for name, timing in timings.items():
        ratios = sorted(timing.ratios)
        print(
            f"{name:<36}{median(timing.seconds) * 1000:>8.1f}{median(ratios):>9.2f}"
            f"{ratios[int(len(ratios) * 0.95)]:>8.2f}{timing.size / 1000:>7.0f}"
        )


if __name__ == "__main__":
    main()
