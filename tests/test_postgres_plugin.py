"""The throwaway PostgreSQL server: started for a run, used by it, and gone without a trace."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent

ASK_THE_SERVER = """
import os, pathlib, environ, psycopg, pytest

pytestmark = pytest.mark.django_db

def test_the_server_answers():
    database = environ.Env().db("DATABASE_URL")
    pathlib.Path(__file__).with_name("folder").write_text(database["HOST"])
    asked = psycopg.connect(host=database["HOST"], user=database["USER"], dbname=database["NAME"])
    settings = {"fsync": os.environ["POSTGRES_FSYNC"], "listen_addresses": ""}
    with asked as connection:
        for name, value in settings.items():
            assert connection.execute(f"show {name}").fetchone() == (value,)
"""


def without_workers() -> dict[str, str]:
    """The environment of a run that is nobody's worker, also where this test runs in one."""
    return {name: value for name, value in os.environ.items() if "XDIST" not in name}


def run(folder: Path, test: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """A pytest run of one test on a server of its own; skips where PostgreSQL is not installed."""
    (folder / "test_server.py").write_text(test)
    (folder / "pytest.ini").write_text("[pytest]\n")
    options = ["-p", "tests.postgres_plugin", "-p", "no:django", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, f"--rootdir={folder}", str(folder)],
        capture_output=True,
        text=True,
        cwd=PROJECT,
        env={**without_workers(), **variables},
    )
    if "server was not found" in done.stderr:
        pytest.skip("PostgreSQL is not installed on this machine")
    return done


@pytest.mark.parametrize("fsync", ["off", "on"])
def test_a_run_has_a_server_of_its_own_and_removes_it(tmp_path: Path, fsync: str) -> None:
    done = run(tmp_path, ASK_THE_SERVER, POSTGRES_FSYNC=fsync)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not Path((tmp_path / "folder").read_text()).exists()


def test_a_run_that_is_told_to_end_still_removes_its_server(tmp_path: Path) -> None:
    told_to_end = ASK_THE_SERVER + "\ndef test_end(): os.kill(os.getpid(), 15)\n"
    done = run(tmp_path, told_to_end, POSTGRES_FSYNC="off")
    assert done.returncode == pytest.ExitCode.INTERRUPTED, done.stdout + done.stderr
    assert not Path((tmp_path / "folder").read_text()).exists()


def test_what_asks_nothing_of_a_database_is_left_to_the_other_run(tmp_path: Path) -> None:
    sums = ASK_THE_SERVER.replace("pytestmark = pytest.mark.django_db", "def test_sums(): pass")
    done = run(tmp_path, sums, POSTGRES_FSYNC="off")
    assert (done.returncode, "2 deselected" in done.stdout) == (
        pytest.ExitCode.NO_TESTS_COLLECTED,
        True,
    )
