"""How many people took part, as it may be said: a few could be known by who they are."""

from __future__ import annotations

from ehportal.wording import count
from outcomes.disclosure.cells import DFE


def people(number: int | None, *, exact: bool) -> str:
    """'23 people'; 'fewer than 6 people' where they are few, unless the exact number may be read.

    The threshold is that of published figures (Department for Education: 1 to 5 are hidden).
    """
    if number is None:
        return "number not recorded"
    if not exact and number <= DFE.threshold:
        return f"fewer than {DFE.threshold + 1} people"
    return count(number, "person", "people")
