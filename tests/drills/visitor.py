"""A person's requests over the network, one connection each, as a browser would send them."""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from http.cookies import SimpleCookie
from types import SimpleNamespace
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from governance.models import User
from tests.page import Page

SECONDS_TO_ANSWER = 60


class NoAnswerError(Exception):
    """The connection ended before the portal had answered."""


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    body: bytes

    @property
    def page(self) -> Page:
        return Page(SimpleNamespace(content=self.body))


class Visitor:
    """Somebody who has signed in, with the cookies of a browser."""

    def __init__(self, port: int, user: User) -> None:
        client = Client()
        client.force_login(user)
        self.port, self.user = port, user
        name = settings.SESSION_COOKIE_NAME
        self.cookies = {name: client.cookies[name].value}

    def get(self, path: str) -> Answer:
        return self._send("GET", path)

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """Sends a form; its fields hold the page's own token."""
        return self._send("POST", path, urlencode(fields), "application/x-www-form-urlencoded")

    def post_json(self, path: str, body: str) -> Answer:
        return self._send("POST", path, body, "application/json")

    def _send(self, method: str, path: str, body: str = "", kind: str = "") -> Answer:
        """Raises NoAnswerError where the connection broke; then nobody knows what was done."""
        said = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": said, "Connection": "close", "Accept": "text/html"}
        if kind:
            headers |= {"Content-Type": kind}
        if token := self.cookies.get(settings.CSRF_COOKIE_NAME):
            headers |= {"X-CSRFToken": token}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS_TO_ANSWER)
        try:
            connection.request(method, path, body or None, headers)
            response = connection.getresponse()
            answer = Answer(response.status, response.headers.get("Location", ""), response.read())
        except (http.client.HTTPException, OSError) as broken:
            raise NoAnswerError(repr(broken)) from broken
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return answer
