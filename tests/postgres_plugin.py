"""Runs the tests on a PostgreSQL server of their own: `python -m pytest -p tests.postgres_plugin`.

Sets DATABASE_URL before Django reads its settings, and stops and deletes the server at the end.
Writes are not flushed to the disk unless POSTGRES_FSYNC=on, which a test of power cuts needs. Tests
that ask nothing of a database are left to the run on the other one.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal

import pytest

from tests.postgres_server import Server, find_binaries


def _start_for_this_run() -> None:
    server = Server(find_binaries(), fsync=os.environ.get("POSTGRES_FSYNC") == "on")
    try:
        os.environ["DATABASE_URL"] = server.start()
    except BaseException:
        shutil.rmtree(server.folder)
        raise
    atexit.register(server.stop)
    # A run that is told to end still has to stop its server: treat it like Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)


# pytest-xdist's workers inherit the address of the server that their parent started.
if "PYTEST_XDIST_WORKER" not in os.environ:
    _start_for_this_run()


ASK_OF_A_DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    without = [item for item in items if not _asks_of_a_database(item)]
    if without:
        config.hook.pytest_deselected(items=without)
        items[:] = [item for item in items if _asks_of_a_database(item)]


def _asks_of_a_database(item: pytest.Item) -> bool:
    names = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(names & ASK_OF_A_DATABASE)
