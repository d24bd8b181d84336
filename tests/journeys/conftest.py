"""A person at the portal: the sentences of journeys, in a real browser, with axe on each page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page, expect

from outcomes.demo.accounts import DOMAIN

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
#: govuk-frontend's own script sets this attribute on radios; nothing wider is let through.
EXEMPT = ".govuk-radios__input[aria-expanded]"
# A journey says what a page comes to, not how soon: on a busy machine five seconds are too few.
expect.set_options(timeout=20_000)


class Person:
    """Somebody with a browser of their own."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context, self.address = context, address
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, message: Any) -> None:
        # A page that answers 404 or 409 on purpose is reported by the browser as an error too.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def opens(self, path: str) -> Person:
        self.page.goto(self.address + path)
        return self

    def signs_in(self, short: str, password: str) -> Person:
        self.opens("/accounts/login/")
        self.page.get_by_label("E-mail address").fill(f"{short}@{DOMAIN}")
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page.get_by_role("link", name="Sign out")).to_be_visible()
        return self

    def follows(self, name: str, **options: Any) -> Person:
        self.page.get_by_role("link", name=name, **options).first.click()
        return self

    def presses(self, name: str) -> Person:
        self.page.get_by_role("button", name=name).first.click()
        return self

    def sees(self, text: str) -> Person:
        expect(self.page.locator("main")).to_contain_text(text)
        # Words stand on a page before its scripts listen; no person's hands are as quick as ours.
        self.page.wait_for_load_state()
        return self

    def is_on_an_accessible_page(self) -> Person:
        """axe finds nothing wrong, and the browser has nothing to complain of."""
        self.page.wait_for_load_state("load")
        expect(self.page.locator("main h1")).to_be_visible()
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE.read_text())
        found = self.page.evaluate(
            "async (exempt) => (await axe.run(document)).violations.map(v => ({rule: v.id, "
            "nodes: v.nodes.map(n => n.target.join(' ')).filter(t => "
            "![...document.querySelectorAll(exempt)].some(e => e.matches(t)))}))"
            ".filter(v => v.nodes.length)",
            EXEMPT,
        )
        assert not found, f"{self.page.url}: {json.dumps(found, indent=1)}"
        assert not self.complaints, f"{self.page.url}: {self.complaints}"
        return self


@pytest.fixture
def person(browser: Browser, live_server: Any) -> Iterator[Callable[..., Person]]:
    """Opens a browser for one more person."""
    contexts: list[BrowserContext] = []

    def open_browser(**options: Any) -> Person:
        context = browser.new_context(**options)
        contexts.append(context)
        return Person(context, live_server.url)

    yield open_browser
    for context in contexts:
        context.close()


@pytest.fixture
def password(settings: Any) -> str:
    return settings.DEMO_PASSWORD


@pytest.fixture
def demonstration(settings: Any, live_server: Any) -> None:
    """The real framework and sixteen illustrative quarters; one more is being collected."""
    settings.DEMO = True
    call_command("demo", verbosity=0)
