"""Words that a person writes for others to read, as every service keeps them."""

from __future__ import annotations

import unicodedata

from ehportal.words import why_not_kept
from governance.services.exceptions import Refused

_UNSEEN = {"Cf", "Zs", "Zl", "Zp"}
"""Kinds of characters that leave a page blank, such as the space of no width (Unicode 4.5)."""


def kept(text: str, *, longest: int, required: str = "", field: str = "") -> str:
    """The text as it is stored: without spaces around it, lines ended alike; nothing where nobody
    could see it.

    Raises Refused where it is too long or no database could hold it, and with the words of
    `required` where it is empty; about the answer `field`, if given.
    """
    text = text.replace("\r\n", "\n").strip()
    if all(unicodedata.category(letter) in _UNSEEN for letter in text):
        text = ""
    if not text and required:
        raise Refused(required, field=field)
    if why := why_not_kept(text, longest=longest):
        raise Refused(f"What you wrote {why}.", field=field)
    return text
