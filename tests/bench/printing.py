"""The table of a run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from tests.bench.laps import SQL, Portal, growth
from tests.bench.pages import OVERVIEW


def table(portals: Sequence[Portal], *, title: str) -> str:
    """A line for each page: its times over the floor's at each size, its queries, its growth."""
    return "\n".join(_lines(portals, title))


def _lines(portals: Sequence[Portal], title: str) -> Iterator[str]:
    first, last = portals[0], portals[-1]
    yield f"\n{title}, one worker; published figures: " + ", ".join(
        f"{portal.size} {portal.figures:,}" for portal in portals
    )
    sizes = "".join(f"{portal.size:>7}" for portal in portals)
    wide = 7 * len(portals)
    yield (
        f"{'':<68}{'ms':>8}{'median / floor':>{wide + 8}}{'p95 / floor':>{wide + 4}}"
        f"{'queries':>{wide + 4}}{'growth':>9}{'kB':>8}"
    )
    yield f"{'page':<68}{first.size:>8}{'':8}{sizes}{'':4}{sizes}{'':4}{sizes}"
    for name, timing in first.timings.items():
        ratios = "".join(f"{portal.ratio(name):>7.2f}" for portal in portals)
        late = "".join(f"{portal.late_ratio(name):>7.2f}" for portal in portals)
        queries = "".join(
            f"{len(portal.statements[name]) if name in portal.statements else '':>7}"
            for portal in portals
        )
        yield (
            f"{name:<68}{median(timing.seconds) * 1000:>8.1f}{'':8}{ratios}{'':4}{late}"
            f"{'':4}{queries}{growth(first, last, name):>9.2f}{timing.size / 1000:>8.1f}"
        )
    over = "".join(f"{portal.ratio(OVERVIEW, SQL):>7.2f}" for portal in portals)
    yield f"{'overview over its SQL alone':<68}{'':16}{over}"
