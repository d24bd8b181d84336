"""Compressing pages on their way out, where no server in front of the portal does."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class CompressPagesMiddleware(GZipMiddleware):
    """Pages go out a sixth of their size, to whoever takes them so.

    Django's own middleware pads them by a random length, against secrets being guessed from the
    size of a page (BREACH); the token of a form is masked anew in each page besides. Files are left
    alone: they stream as fast as the database reads them, and workbooks are compressed already.
    """

    def process_response(self, request: HttpRequest, response: Any) -> HttpResponseBase:
        if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)
