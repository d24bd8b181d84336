"""Where the bench keeps its portals: one database for each size, copied from one demonstration."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from tests.postgres_server import Server, find_binaries


class Databases(Protocol):
    """One database for each name, on one kind of server."""

    title: str

    def url(self, name: str) -> str:
        """Its DATABASE_URL."""

    def copy(self, name: str, to: str) -> None:
        """Copies one that nobody is connected to."""

    def connect(self, name: str) -> Any:
        """A connection of the driver's own, without Django."""


class SqliteFiles:
    title = "SQLite"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.sqlite3"

    def url(self, name: str) -> str:
        return f"sqlite:///{self._file(name)}"

    def copy(self, name: str, to: str) -> None:
        with sqlite3.connect(self._file(name)) as connection:
            connection.execute("VACUUM INTO ?", [str(self._file(to))])

    def connect(self, name: str) -> Any:
        return sqlite3.connect(self._file(name), isolation_level=None)


class PostgresDatabases:
    title = "PostgreSQL"

    def __init__(self, url: str) -> None:
        self.server_url = url

    def url(self, name: str) -> str:
        return f"{self.server_url.rpartition('/')[0]}/{name}"

    def _run(self, statement: str) -> None:
        with self.connect("postgres") as connection:
            connection.execute(statement)

    def create(self, name: str) -> None:
        self._run(f'CREATE DATABASE "{name}"')

    def copy(self, name: str, to: str) -> None:
        self._run(f'CREATE DATABASE "{to}" TEMPLATE "{name}"')

    def connect(self, name: str) -> Any:
        import psycopg
        from environ import Env

        found = Env.db_url_config(self.url(name))
        return psycopg.connect(
            host=found["HOST"], user=found["USER"], dbname=found["NAME"], autocommit=True
        )


@contextmanager
def sqlite_files(folder: Path) -> Iterator[SqliteFiles]:
    yield SqliteFiles(folder)


@contextmanager
def postgres_databases(folder: Path) -> Iterator[PostgresDatabases]:
    """On a server that the tests start and throw away."""
    server = Server(find_binaries(), fsync=False)
    try:
        databases = PostgresDatabases(server.start())
        databases.create("demo")
        yield databases
    finally:
        server.stop()
