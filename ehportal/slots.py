"""Places in a page for what is its reader's own, so that the rest can be kept for others.

`{% own "components/who.html" %}` prints a template. While a page is made to be kept, it leaves a
slot instead; `cut` takes the page apart at its slots, `fill` prints them for whoever reads.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

# Nobody can guess it, so nobody can write a slot into a page.
_MARK = secrets.token_hex(16)
_SLOT = re.compile(f"<!--{_MARK} (.+?)-->")


def slot(template: str) -> SafeString:
    """What stands in a page that is made to be kept, where that template is to be printed."""
    return format_html("<!--{} {}-->", _MARK, template)


def cut(page: str) -> Sequence[str]:
    """The page in pieces; every second one is the name of a slot's template."""
    return _SLOT.split(page)


def fill(pieces: Sequence[str], request: HttpRequest) -> str:
    """The page as it is for whoever asks."""
    return "".join(
        render_to_string(piece, request=request) if number % 2 else piece
        for number, piece in enumerate(pieces)
    )
