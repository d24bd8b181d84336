"""What each page asks of the database: how many statements, and what they take by themselves."""

from __future__ import annotations

import json
import time
from typing import Any

from tests.serving import manage

_COUNT = """
import json
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
found = {{}}
for name, (path, cookie) in json.loads({pages!r}).items():
    client = Client(SERVER_NAME="localhost", headers={{"cookie": cookie}})
    with CaptureQueriesContext(connection) as asked:
        response = client.get(path)
        if response.streaming:
            next(iter(response.streaming_content))
        response.close()
    found[name] = [each["sql"] for each in asked]
print(json.dumps(found))
"""


def statements_of(
    environment: dict[str, str], pages: dict[str, tuple[str, str]]
) -> dict[str, list[str]]:
    """By page, every statement that its answer issued, sign-in and permission checks included."""
    command = _COUNT.format(pages=json.dumps(pages))
    told = manage(environment, "shell", "--verbosity", "0", "--command", command)
    found: dict[str, list[str]] = json.loads(told.strip().splitlines()[-1])
    return found


def replay(connection: Any, statements: list[str]) -> float:
    """Seconds that the driver alone takes to ask them all and read every row."""
    started = time.perf_counter()
    for statement in statements:
        cursor = connection.cursor()
        cursor.execute(statement)
        cursor.fetchall()
    return time.perf_counter() - started
