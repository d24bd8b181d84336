"""A person's own session for the bench: fills one section of the entry table, again and again."""

from __future__ import annotations

import http.client
import json
import re
import time
from html import unescape
from urllib.parse import urlencode

FIGURES = 40
BOX = re.compile(r'<input[^>]*\bname="([^"]+)"[^>]*\bvalue="([^"]*)"')
#: The council is asked for most; its figures are handed in, so they are sent back first.
MAKE_READY = """
from django.utils import timezone
from governance.models import User
from outcomes.models import Submission
from outcomes.services.review import send_back
council = Submission.objects.filter(reporter__slug="tower-hamlets-council")
found = council.latest("period__starts_on")
coordinator = User.objects.get(email="coordinator@ehportal.example")
now = timezone.now()
send_back(
    submission=found, reason="Bench", by=coordinator, at=now, on=timezone.localdate(now)
)
print(found.pk)
"""


class Saving:
    """Saves the first figures of a section, each with another number than the last time."""

    def __init__(self, port: int, cookie: str, path: str) -> None:
        self.port, self.path, self.turn = port, path, 0
        page, set_cookies = self._ask("GET", path, {"Cookie": cookie})
        self.cookie = "; ".join([cookie, *(each.partition(";")[0] for each in set_cookies)])
        found = {unescape(name): unescape(value) for name, value in BOX.findall(page.decode())}
        numbers = [name for name in found if name.endswith("-numerator")][:FIGURES]
        self.rows = [name.removesuffix("numerator") for name in numbers]
        self.boxes = {
            name: value
            for name, value in found.items()
            if "-" not in name or name.startswith(tuple(self.rows))
        }

    def save(self) -> float:
        """Seconds until the portal says that everything is saved."""
        self.turn += 1
        sent = self.boxes | {
            f"{row}{box}": str(number + self.turn)
            for row in self.rows
            for box, number in (("numerator", 100), ("denominator", 1000))
            if f"{row}{box}" in self.boxes
        }
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        started = time.perf_counter()
        body, _ = self._ask("POST", f"{self.path}draft/", headers, urlencode(sent))
        seconds = time.perf_counter() - started
        answer = json.loads(body)
        if answer["changed"] != len(self.rows):
            raise SystemExit(f"{answer['changed']} of {len(self.rows)} figures were saved.")
        # The next save is over what this one stored.
        self.boxes |= {f"{row}seen": answer["rows"][row[:-1]]["seen"] for row in self.rows}
        return seconds

    def _ask(
        self, method: str, path: str, headers: dict[str, str], body: str | None = None
    ) -> tuple[bytes, list[str]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body=body, headers=headers)
        answer = connection.getresponse()
        found = answer.read()
        connection.close()
        if answer.status != 200:
            raise SystemExit(f"{method} {path} answered {answer.status}")
        return found, answer.headers.get_all("Set-Cookie") or []
