"""A few strikes and rounds of each drill, so that none of them rots; `make drill` runs them all."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def migrated(tmp_path: Path, transactional_db: None) -> Iterator[str]:
    """The address of an empty database that is migrated, made from the tests' own."""
    if connection.vendor == "sqlite":
        yield _copied(tmp_path / "drill.sqlite3")
    else:
        yield from _another()


def _copied(path: Path) -> str:
    import sqlite3

    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
    return f"sqlite:///{path}"


def _another() -> Iterator[str]:
    name = f"drill_{os.getpid()}"
    test_database = settings.DATABASES["default"]["NAME"]
    with connection._nodb_cursor() as cursor:
        connection.close()
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{test_database}"')
    yield os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}"')


def drill(address: str, *words: str) -> dict[str, list[int]]:
    """Runs a drill and returns the figures it printed, by their names."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.drills", *words, "--database", "given"],
        cwd=PROJECT,
        env={**os.environ, "DATABASE_URL": address},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, list[int]] = {}
    for line in done.stdout.splitlines():
        name, _, figure = line.strip().rpartition("  ")
        if figure.strip().isdigit():
            found.setdefault(name.strip(), []).append(int(figure))
    return found


@pytest.mark.slow
def test_nothing_is_lost_when_workers_are_killed_and_no_race_is_seen(migrated: str) -> None:
    short = ["--strikes=2", "--at-once=8", "--rounds=1", "--edits=3"]
    found = drill(migrated, "worker", "races", *short)
    assert found["strikes"] == [2]
    assert found["strikes that cut off a request"][0] > 0
    assert found["figures acknowledged"][0] > 100
    assert found["acknowledged figures lost"] == found["half-written"] == [0]
    assert found["rounds that went wrong"] == [0, 0, 0]
    assert all(found["of these went wrong, as they should"])
