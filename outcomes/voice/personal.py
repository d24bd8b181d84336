"""What in a text looks as if it told who somebody is. A pattern finds some of it, never all."""

from __future__ import annotations

import re

_SIGNS = (
    ("an e-mail address", re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.\w")),
    ("a telephone number", re.compile(r"(?<!\d)(?:\+44|0044|0)(?:[\s().-]{0,3}\d){9,10}(?!\d)")),
    ("a postcode", re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE)),
)


def looks_like(text: str) -> list[str]:
    """'an e-mail address', 'a telephone number', 'a postcode': each kind that is in a text."""
    return [what for what, pattern in _SIGNS if pattern.search(text)]
