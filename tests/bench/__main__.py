"""Serves a demonstration, asks each page in turn, saves a section, and prints medians as ratios.

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

from tests.bench.saving import MAKE_READY, Saving
from tests.serving import manage, served, session_of

BOARD, LEAD, COORDINATOR = "board", "tower-hamlets-council.lead", "coordinator"
#: Each page with who asks for it; `{submission}` is the council's, the largest, `{period}` the last
#: quarter published.
PAGES = {
    "floor (signed in, static, 60 kB)": (BOARD, "/bench/floor/"),
    "overview": (BOARD, "/dashboard/"),
    "area, Healthy": (BOARD, "/dashboard/areas/healthy/"),
    "measure, one in all localities": (BOARD, "/dashboard/measures/{measure}/"),
    "locality, North East": (BOARD, "/dashboard/localities/north-east/"),
    "priority 1": (BOARD, "/dashboard/priorities/1/"),
    "board pack, one page": (BOARD, "/dashboard/pack/{period}/summary/"),
    "board pack, whole, PDF": (BOARD, "/dashboard/pack/{period}.pdf"),
    "board pack, whole, Word": (BOARD, "/dashboard/pack/{period}.docx"),
    "observations.csv, whole": (BOARD, "/data/observations.csv"),
    "task list, 95 figures": (LEAD, "/submissions/{submission}/"),
    "entry table, 38 figures": (LEAD, "/submissions/{submission}/learning/"),
    "check answers, 95 figures": (LEAD, "/submissions/{submission}/check/"),
    "the coordinator's desk": (COORDINATOR, "/review/"),
    "review of 95 figures": (COORDINATOR, "/review/{submission}/"),
}
LAST_PUBLISHED = (
    "from outcomes.models import Publication; "
    "print(Publication.objects.latest_of_all().period.code)"
)
SAVE = "saving 38 figures"
WARM_UP = 3


@dataclass
class Timing:
    path: str
    cookie: str = ""
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
        made = manage(environment, "shell", "--verbosity", "0", "--command", MAKE_READY)
        submission = made.strip().splitlines()[-1]
        told = manage(environment, "shell", "--verbosity", "0", "--command", LAST_PUBLISHED)
        period = told.strip().splitlines()[-1]
        cookies = {
            who: session_of(environment, f"{who}@ehportal.example")
            for who in (BOARD, LEAD, COORDINATOR)
        }
        with served(environment) as port:
            timings = _laps(port, cookies, submission, period, options)
    _print(timings, database, options.laps)


def _laps(
    port: int,
    cookies: dict[str, str],
    submission: str,
    period: str,
    options: argparse.Namespace,
) -> dict[str, Timing]:
    named = {"measure": quote(options.measure), "submission": submission, "period": period}
    timings = {
        name: Timing(path.format(**named), cookies[who]) for name, (who, path) in PAGES.items()
    }
    saving = Saving(port, cookies[LEAD], f"/submissions/{submission}/learning/")
    saved = Timing("")
    for lap in range(WARM_UP + options.laps):
        seconds = {name: _ask(port, timing) for name, timing in timings.items()}
        floor = seconds[next(iter(PAGES))]
        seconds[SAVE] = saving.save()
        for name, timing in {**timings, SAVE: saved}.items():
            if lap >= WARM_UP:
                timing.seconds.append(seconds[name])
                timing.ratios.append(seconds[name] / floor)
    return {**timings, SAVE: saved}


def _ask(port: int, timing: Timing) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    started = time.perf_counter()
    connection.request("GET", timing.path, headers={"Cookie": timing.cookie})
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
