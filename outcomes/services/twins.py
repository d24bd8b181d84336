"""What is sent twice is one: a button pressed twice, or a page sent again, adds nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet


def twin_of(words: object, among: QuerySet[Any], told: Callable[[Any], object]) -> Any | None:
    """The row that says the same, in all that is `told` of it; None where there is none.

    Whoever calls it holds the row above, so that the second of two waits for the first.
    """
    return next((each for each in among if told(each) == words), None)
