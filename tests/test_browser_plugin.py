"""Journeys run in the machine's own browser, and a run without one says so."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser_plugin import find_chromium

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture
def browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine whose only browser is a file in `tmp_path` named chromium."""
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)
    return program


def run_journeys(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """A pytest run of one journey and one other test, with no settings but the plugin."""
    test = "import pytest\ndef test_a(): pass\n@pytest.mark.journey\ndef test_b(): assert 0\n"
    (folder / "test_ab.py").write_text(test)
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n    journey\n")
    options = ["-p", "tests.browser_plugin", "-p", "no:django", "-p", "no:cacheprovider"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *options, f"--rootdir={folder}", str(folder)],
        capture_output=True,
        text=True,
        cwd=PROJECT,
        env={**os.environ, **variables},
    )


def test_a_browser_on_the_path_is_found(browser: Path) -> None:
    assert find_chromium() == str(browser)


def test_the_browser_named_by_the_variable_comes_first(
    browser: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = browser.with_name("other-browser")
    browser.rename(other)
    monkeypatch.setenv("CHROMIUM", str(other))
    assert find_chromium() == str(other)


def test_a_variable_that_names_no_program_is_an_error(
    browser: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHROMIUM", str(browser.with_name("missing")))
    with pytest.raises(pytest.UsageError, match="missing"):
        find_chromium()


def test_without_a_browser_journeys_are_skipped_and_the_last_lines_say_so(tmp_path: Path) -> None:
    run = run_journeys(tmp_path, CHROMIUM="none", REQUIRE_JOURNEYS="")
    assert run.returncode == 0
    assert "1 passed, 1 skipped" in run.stdout
    assert "browser journeys did NOT run" in run.stdout


def test_where_journeys_are_required_a_missing_browser_fails_the_run(tmp_path: Path) -> None:
    run = run_journeys(tmp_path, CHROMIUM="none", REQUIRE_JOURNEYS="1")
    assert run.returncode == 1
    assert "browser journeys did NOT run" in run.stdout
