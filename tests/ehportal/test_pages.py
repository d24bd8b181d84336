"""What every page has, and the pages for when something goes wrong."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse

from ehportal import views
from tests.ehportal.pages import Element, read

PROJECT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((PROJECT / "templates").rglob("*.html"))
SCRIPTS = sorted((PROJECT / "ehportal" / "static" / "js").glob("*.js"))


@pytest.fixture
def request_of_a_reader() -> HttpRequest:
    """A request as the middleware leaves it, of a person with a role."""
    request = RequestFactory().get("/somewhere/")
    request.session = {}  # type: ignore[assignment]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    request.user = SimpleNamespace(is_authenticated=True)  # type: ignore[assignment]
    request.access = SimpleNamespace(title="Board member", may=lambda permission: False)  # type: ignore[attr-defined]
    return request


def page_of(request: HttpRequest, template: str = "404.html", **context: Any) -> Element:
    return read(render_to_string(template, context, request))


def test_a_page_names_its_language_and_itself(request_of_a_reader: HttpRequest) -> None:
    page = page_of(request_of_a_reader)
    assert page.one("html").attrs["lang"] == "en-GB"
    assert page.one("title").text == "Page not found - Early Help Outcomes"
    assert page.one("h1").text == "Page not found"


def test_the_first_link_skips_to_the_main_content(request_of_a_reader: HttpRequest) -> None:
    page = page_of(request_of_a_reader)
    first = next(page.all("a"))
    assert first.text == "Skip to main content"
    assert page.one(id=first.attrs["href"].removeprefix("#")).name == "main"


def test_a_page_with_errors_says_so_first(request_of_a_reader: HttpRequest) -> None:
    page = page_of(request_of_a_reader, has_errors=True)
    assert page.one("title").text.startswith("Error: ")


def test_the_header_says_as_whom_one_is_signed_in(request_of_a_reader: HttpRequest) -> None:
    who = page_of(request_of_a_reader).one(class_="eh-header__who")
    assert who.text == "Board member Messages Your sign-in Sign out"
    request_of_a_reader.user = AnonymousUser()
    who = page_of(request_of_a_reader).one(class_="eh-header__who")
    assert who.text == "Sign in"


def test_illustrative_figures_are_said_to_be_so_on_every_page(
    request_of_a_reader: HttpRequest, settings: Any
) -> None:
    assert "Illustrative" not in page_of(request_of_a_reader).text
    settings.DEMO = True
    assert (
        "Illustrative figures." in page_of(request_of_a_reader).one(class_="eh-illustrative").text
    )


def test_what_was_done_is_told_once_and_announced(request_of_a_reader: HttpRequest) -> None:
    messages.success(request_of_a_reader, "Saved <b>3</b> figures.")
    banner = page_of(request_of_a_reader).one(role="alert")
    assert banner.text == "Done Saved <b>3</b> figures."


def test_what_was_not_done_is_not_called_done(request_of_a_reader: HttpRequest) -> None:
    messages.success(request_of_a_reader, "Saved.")
    messages.warning(request_of_a_reader, "One figure was not.")
    page = page_of(request_of_a_reader)
    assert page.one(role="region").text == "Please note Saved. One figure was not."
    assert not list(page.all(role="alert"))


# ---- when something goes wrong ----


@pytest.mark.parametrize(
    ("view", "status", "heading"),
    [
        (views.bad_request, 400, "The portal could not understand that request"),
        (views.permission_denied, 403, "You do not have permission to do that"),
        (views.csrf_failure, 403, "That form had expired, so nothing was sent"),
        (views.not_found, 404, "Page not found"),
        (views.server_error, 500, "Sorry, there is a problem with the portal"),
    ],
)
def test_an_error_page_says_what_happened_and_answers_with_its_status(
    view: Any, status: int, heading: str, request_of_a_reader: HttpRequest
) -> None:
    response = view(request_of_a_reader)
    assert response.status_code == status
    assert read(response.content).one("h1").text == heading


@pytest.mark.parametrize(
    "view", [views.bad_request, views.permission_denied, views.not_found, views.server_error]
)
def test_an_error_page_stands_where_the_middleware_never_ran(view: Any) -> None:
    assert read(view(RequestFactory().get("/")).content).one("h1").text


def test_the_server_error_page_needs_no_context_and_no_database() -> None:
    # No database fixture: a query would fail this test.
    assert "problem with the portal" in read(render_to_string("500.html")).one("h1").text


# ---- what the content security policy forbids ----


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_no_template_has_a_style_or_a_script_of_its_own(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<style", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert not re.search(r"<script(?![^>]*\b(src=|type=\"application/json\"))", text)
    assert "javascript:" not in text


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_no_template_asks_another_host_for_anything(path: Path) -> None:
    assert not re.search(r"(?:src|<link[^>]*href)=\"(?:https?:)?//", path.read_text())


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_import_statements_end_in_semicolons(path: Path) -> None:
    """The storage that renames files passes over an import without one, silently."""
    for statement in re.findall(r"^import\b[^;]*?from\s+\"[^\"]+\"(.?)", path.read_text(), re.M):
        assert statement == ";"


def test_every_page_s_policy_forbids_what_is_not_ours(client: Any, db: None) -> None:
    policy = client.get(reverse("account_login"))["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
