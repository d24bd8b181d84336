"""Targets of the demonstration: the strategies print none, so each says that it is illustrative."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from governance.models import Place, PlaceKind
from outcomes.models import Measure, Target

AGREED_BY = "Early Help Partnership Board (illustrative)"
#: Measure, the year of the demonstration it holds from, what is aimed for, in how many years.
TARGETS = (
    ("HEA-201", 0, 20, 3, "what was reached in the best quarter before"),
    ("HEA-201", 3, 25, 2, "raised once the first was reached"),
    ("SAF-302", 1, 15, 3, "no more than one child in seven"),
    ("LEA-157", 2, 80, 2, "four families in five"),
)


def make_targets(*, starts_on: date) -> None:
    """Three measures with a target, one of which was raised."""
    borough = Place.objects.get(kind=PlaceKind.BOROUGH)
    for code, year, value, years, reason in TARGETS:
        first = starts_on.replace(year=starts_on.year + year)
        Target.objects.create(
            measure=Measure.objects.get(code=code),
            place=borough,
            value=Decimal(value),
            starts_on=first,
            due_on=first.replace(year=first.year + years),
            reason=f"Illustrative: {reason}.",
            approved_by=AGREED_BY,
        )
