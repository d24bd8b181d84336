"""Which answers are compressed on their way out."""

from __future__ import annotations

import gzip

import pytest
from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.test import Client, RequestFactory

from ehportal.compression import CompressPagesMiddleware

LONG = "<p>A page that says one thing again and again.</p>" * 50


def _answer(response: HttpResponseBase, takes: str = "gzip, br") -> HttpResponseBase:
    request = RequestFactory().get("/", headers={"Accept-Encoding": takes})
    return CompressPagesMiddleware(lambda _: response)(request)  # type: ignore[return-value]


def test_a_page_is_compressed_for_whoever_takes_it_so() -> None:
    answered = _answer(HttpResponse(LONG, headers={"ETag": '"abc"'}))

    assert isinstance(answered, HttpResponse)
    assert answered.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answered.content).decode() == LONG
    assert len(answered.content) < len(LONG) / 5
    # The same page, compressed, is the same page by a weak comparison, which is what a GET makes.
    assert answered.headers["ETag"] == 'W/"abc"'
    assert "Accept-Encoding" in answered.headers["Vary"]


def test_its_length_tells_nothing_exactly() -> None:
    lengths = {len(_answer(HttpResponse(LONG)).content) for _ in range(50)}  # type: ignore[attr-defined]

    assert len(lengths) > 1


def test_whoever_does_not_take_it_so_gets_it_as_it_is() -> None:
    answered = _answer(HttpResponse(LONG), takes="identity")

    assert "Content-Encoding" not in answered.headers


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse(LONG, content_type="text/csv; charset=utf-8"),
        HttpResponse(LONG, content_type="application/json"),
        StreamingHttpResponse(iter([LONG.encode()]), content_type="text/csv"),
        StreamingHttpResponse(iter([LONG.encode()]), content_type="text/html"),
        FileResponse(iter([LONG.encode()]), content_type="application/zip"),
    ],
    ids=["csv", "json", "stream", "streamed page", "zip"],
)
def test_files_are_left_alone(response: HttpResponseBase) -> None:
    assert "Content-Encoding" not in _answer(response).headers


@pytest.mark.django_db
def test_the_portal_compresses_its_pages(client: Client) -> None:
    answered = client.get("/accounts/login/", headers={"Accept-Encoding": "gzip"})

    assert answered.headers["Content-Encoding"] == "gzip"
    assert b"</html>" in gzip.decompress(answered.content)
