"""The help pages are open to everybody, and say whom to ask."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from dashboards.exports.shorthand import SYMBOLS

PAGES = ["/help/", "/help/reading-figures/", "/accessibility/", "/privacy/"]
WITH_CONTACT = ["/help/", "/accessibility/", "/privacy/"]


@pytest.mark.parametrize("path", PAGES)
def test_everybody_may_read_it(path: str, client: Client, db: None) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", WITH_CONTACT)
def test_it_gives_the_address_of_the_installation(
    path: str, client: Client, db: None, settings: Any
) -> None:
    settings.CONTACT_EMAIL = "outcomes@council.example"

    assert 'href="mailto:outcomes@council.example"' in client.get(path).content.decode()


@pytest.mark.parametrize("path", WITH_CONTACT)
def test_without_an_address_it_names_the_coordinator(
    path: str, client: Client, db: None, settings: Any
) -> None:
    settings.CONTACT_EMAIL = ""

    body = client.get(path).content.decode()

    assert "your partnership coordinator" in body
    assert "mailto:" not in body


def test_every_letter_is_explained(client: Client, db: None) -> None:
    body = client.get("/help/reading-figures/").content.decode()

    for symbol in SYMBOLS:
        assert symbol.printed in body
        assert symbol.explanation in body


def test_the_statement_admits_what_was_not_tested(client: Client, db: None) -> None:
    body = client.get("/accessibility/").content.decode()

    assert "nobody has tried NVDA, JAWS, VoiceOver or TalkBack" in body
    assert "partially compliant" in body
    assert "Equality and Human Rights Commission" in body
