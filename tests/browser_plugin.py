"""Runs the tests marked `journey` in the machine's own Chromium, or says why they did not run.

Loaded with `-p`. The browser is the one named by CHROMIUM, or the first found on the machine; none
is downloaded. Where there is none the journeys are skipped and the run's last lines say so; with
REQUIRE_JOURNEYS=1, as in continuous integration, it is a failure instead.
"""

from __future__ import annotations

import os
import shutil
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
MAC_APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
ADVICE = "install Chromium (Debian: apt install chromium), or name one with CHROMIUM=path"

# Nothing but this machine, and none of the conversations a browser starts of its own accord.
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)


def find_chromium() -> str | None:
    """The path of a browser that Playwright can drive, or None: none is there, or CHROMIUM=none.

    Raises pytest.UsageError where CHROMIUM names something that cannot be run.
    """
    named = os.environ.get("CHROMIUM")
    if named == "none":
        return None
    if named:
        if found := shutil.which(named):
            return found
        raise pytest.UsageError(f"CHROMIUM names {named!r}, which cannot be run.")
    for name in NAMES + MAC_APPLICATIONS:
        if found := shutil.which(name):
            return found
    return None


class Journeys:
    """Registered once pytest is configured, so that its fixture overrides pytest-playwright's."""

    def __init__(self) -> None:
        self.skipped = 0

    @pytest.fixture(scope="session")
    @classmethod
    def browser_type_launch_args(cls, browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
        """How Playwright starts the browser; as root it refuses to run in its own sandbox."""
        as_root = ["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []
        return {
            **browser_type_launch_args,
            "executable_path": find_chromium(),
            "args": [*QUIET, *as_root],
        }

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Puts journeys last, marks them in the JUnit report, and skips them without a browser."""
        journeys = [item for item in items if item.get_closest_marker("journey")]
        if not journeys:
            return
        items.sort(key=lambda item: item in journeys)
        for item in journeys:
            item.user_properties.append(("journey", item.nodeid))
        if find_chromium():
            # Playwright keeps an event loop running, which Django would take for async code.
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
            return
        self.skipped = len(journeys)
        for item in journeys:
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        if self.skipped and os.environ.get("REQUIRE_JOURNEYS") == "1":
            session.exitstatus = exitstatus or pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.skipped:
            terminalreporter.section("browser journeys did NOT run", sep="=", red=True)
            terminalreporter.line(f"Journeys skipped: {self.skipped}. To run them, {ADVICE}.")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Journeys(), "journeys")
