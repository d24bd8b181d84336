"""What a browser makes of a first visit: until something is drawn, and until a chart answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from tests.bench.laps import Portal
from tests.bench.pages import FLOOR, MEASURE, OVERVIEW, PAGES
from tests.browser_plugin import QUIET, find_chromium

VISITS = 5
#: Milliseconds until the first words are drawn, and kB sent of everything on the page.
_FIRST = """() => ({
  drawn: performance.getEntriesByName("first-contentful-paint")[0].startTime,
  sent: [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .reduce((sum, each) => sum + each.transferSize, 0) / 1000,
})"""
#: Milliseconds from when the chart comes into view until it answers to a pointer.
_CHART = """async () => {
  const chart = document.querySelector("[data-chart]");
  const started = performance.now();
  chart.scrollIntoView();
  while (!chart.querySelector(".eh-chart__live .main-svg")) {
    await new Promise(requestAnimationFrame);
  }
  return performance.now() - started;
}"""


def lines(portal: Portal) -> Iterator[str]:
    """A line for each page; nothing where there is no browser."""
    found = find_chromium()
    if not found:
        yield "no Chromium here, so nothing was drawn"
        return
    drawn: dict[str, list[float]] = {name: [] for name in (FLOOR, OVERVIEW, MEASURE)}
    sent: dict[str, float] = {}
    charts: list[float] = []
    with sync_playwright() as playwright:
        options = {"executable_path": found, "args": [*QUIET, "--no-sandbox"]}
        with closing(playwright.chromium.launch(**options)) as browser:
            for _ in range(VISITS):
                for name in drawn:
                    first, size, chart = _visit(browser, portal, name)
                    drawn[name].append(first)
                    sent[name] = size
                    charts += [chart] if chart else []
    for name, times in drawn.items():
        ratio = median(a / b for a, b in zip(times, drawn[FLOOR], strict=True))
        yield (
            f"{f'drawn on a first visit: {name}':<68}{median(times):>8.0f} ms, "
            f"{ratio:.2f} of the floor, {sent[name]:.0f} kB with all that belongs to it"
        )
    yield f"{'from a chart in view until it answers to a pointer':<68}{median(charts):>8.0f} ms"


def _visit(browser: Browser, portal: Portal, name: str) -> tuple[float, float, float | None]:
    """By a browser that has never been here."""
    address = f"http://127.0.0.1:{portal.server.port}"
    key, value = portal.cookies[PAGES[name].who].split("=", 1)
    with closing(browser.new_context()) as context:
        context.add_cookies([{"name": key, "value": value, "url": address}])
        page = context.new_page()
        page.goto(address + portal.path(name), wait_until="load")
        chart = page.evaluate(_CHART) if name == MEASURE else None
        page.wait_for_load_state("networkidle")
        first = page.evaluate(_FIRST)
    return first["drawn"], first["sent"], chart
