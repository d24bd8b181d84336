"""Targets of the demonstration, tolerances, starting points and a new baseline.

The strategies print none of them, so each says that it is illustrative.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from governance.models import Place, PlaceKind, User
from outcomes.models import Measure, Period, StartingPoint, Target, Tolerance
from outcomes.services.rebases import record_rebase

AGREED_BY = "Early Help Partnership Board (illustrative)"
#: Measure, the year of the demonstration it holds from, what is aimed for, in how many years.
TARGETS = (
    ("HEA-201", 0, 20, 3, "what was reached in the best quarter before"),
    ("HEA-201", 3, 25, 2, "raised once the first was reached"),
    ("SAF-302", 1, 15, 3, "no more than one child in seven"),
    ("LEA-157", 2, 80, 2, "four families in five"),
)
#: Measure, how near counts as near, why.
TOLERANCES = (
    ("HEA-201", 2, "two points are some twenty women a quarter"),
    ("SAF-302", 1, "one point is within what a single service's late entries move it"),
)
#: Measure, where it stood in the year before the first quarter of the demonstration.
STARTING_POINTS = (("HEA-201", Decimal("17.5")), ("LEA-157", Decimal("68.0")))
#: The measure whose series steps up on purpose, from how many quarters before the last.
STEPPED, QUARTERS_SINCE = "HUB-101", 6


def make_targets(*, starts_on: date) -> None:
    """Three measures with a target, one of which was raised; two tolerances, two beginnings."""
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
    for code, near, reason in TOLERANCES:
        Tolerance.objects.create(
            measure=Measure.objects.get(code=code),
            value=Decimal(near),
            starts_on=starts_on,
            reason=f"Illustrative: {reason}.",
            approved_by=AGREED_BY,
        )
    year_before = starts_on.replace(year=starts_on.year - 1)
    for code, level in STARTING_POINTS:
        StartingPoint.objects.create(
            measure=Measure.objects.get(code=code),
            place=borough,
            value=level,
            period_label=f"{year_before.year}/{(year_before.year + 1) % 100:02d}",
            starts_on=year_before,
            source="Illustrative: the year before figures were collected",
            approved_by=AGREED_BY,
        )


def start_anew(*, since: Period, by: User, at: datetime) -> None:
    """The measure that stepped up is judged by what it has been since."""
    record_rebase(
        measure=Measure.objects.get(code=STEPPED),
        place=Place.objects.get(kind=PlaceKind.BOROUGH),
        period=since,
        reason="Illustrative: from then on the hubs register every child at the birth visit, "
        "which is here to stay.",
        asked_by="Family Hubs lead (illustrative)",
        approved_by=AGREED_BY,
        by=by,
        at=at,
    )
