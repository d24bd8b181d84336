"""One request to a portal that is being served, timed from outside."""

from __future__ import annotations

import http.client
import time
from typing import NamedTuple

SECONDS_TO_ANSWER = 120


class Answer(NamedTuple):
    seconds: float
    #: Until the first byte of the body.
    first_byte: float
    #: Of the head and the body together, as they were sent.
    size: int
    etag: str
    is_whole: bool


def ask(
    port: int, path: str, cookie: str, *, known: str = "", most: float = SECONDS_TO_ANSWER
) -> Answer:
    """The answer to one request, or what came of it in `most` seconds.

    With `known`, whose ETag one has, it has to be "not modified".
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS_TO_ANSWER)
    headers = {"Cookie": cookie, "Accept-Encoding": "gzip, br"}
    if known:
        headers["If-None-Match"] = known
    started = time.perf_counter()
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    size = len(answer.read(1))
    first_byte = time.perf_counter() - started
    piece = b"."
    while piece and time.perf_counter() - started < most:
        piece = answer.read(1 << 16)
        size += len(piece)
    seconds = time.perf_counter() - started
    connection.close()
    if answer.status != (304 if known else 200):
        raise SystemExit(f"{path} answered {answer.status}")
    head = sum(len(name) + len(value) + 4 for name, value in answer.headers.items())
    return Answer(seconds, first_byte, head + size, answer.headers.get("ETag", ""), not piece)
