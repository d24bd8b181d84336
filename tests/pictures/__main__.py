"""Serves a demonstration and takes the pictures of the README; with --widths, others too."""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser_plugin import QUIET, find_chromium
from tests.serving import manage, served, session_of

PAGES = [
    ("overview", "board@ehportal.example", "/dashboard/"),
    ("measure", "board@ehportal.example", "/dashboard/measures/HEA-201/"),
    ("entry", "ne.lead@ehportal.example", "{submission}safe/"),
]
TALLEST = 2200


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=Path("docs/images"))
    parser.add_argument("--widths", type=int, nargs="+", default=[1280])
    parser.add_argument("--today", help="The day the demonstration is made for.")
    options = parser.parse_args()
    options.to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DEMO": "on", "DEBUG": "off", "DATA_DIR": folder}
        manage(environment, "migrate", "--verbosity", "0")
        manage(environment, "collectstatic", "--noinput", "--verbosity", "0")
        manage(environment, "demo", *(["--today", options.today] if options.today else []))
        submission = manage(
            environment,
            "shell",
            "--verbosity",
            "0",
            "--command",
            "from outcomes.models import Submission; print(Submission.objects.get("
            "reporter__slug='north-east', status='draft').get_absolute_url())",
        ).strip()
        with served(environment) as port, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=find_chromium(), args=[*QUIET, "--no-sandbox"]
            )
            for name, email, path in PAGES:
                cookie = session_of(environment, email)
                address = f"http://127.0.0.1:{port}{path.format(submission=submission)}"
                _take(browser, name, address, cookie, options)
            browser.close()


def _take(
    browser: Browser, name: str, address: str, cookie: str, options: argparse.Namespace
) -> None:
    for width in options.widths:
        context = browser.new_context(viewport={"width": width, "height": 900})
        key, value = cookie.split("=", 1)
        context.add_cookies([{"name": key, "value": value, "url": address}])
        page = context.new_page()
        page.goto(address, wait_until="networkidle")
        height = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(300)
        page.screenshot(path=options.to / f"{name}-{width}.png")
        context.close()


if __name__ == "__main__":
    main()
