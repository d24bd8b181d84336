"""Runs the tests on a PostgreSQL server of their own: `python -m pytest -p tests.postgres_plugin`.

Sets DATABASE_URL before Django reads its settings, and stops and deletes the server at the end.
Writes are not flushed to the disk unless POSTGRES_FSYNC=on, which a test of power cuts needs.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal

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
