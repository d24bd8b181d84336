"""One figure of a release: after adding up, before or after disclosure control."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from governance.models import Place
from outcomes.calculations.combining import MeasureType as CalculationType
from outcomes.calculations.combining import value
from outcomes.calculations.intervals import interval_for
from outcomes.models import Measure

SUPPRESSED, NOT_AVAILABLE, NOT_APPLICABLE, REVISED = "c", "x", "z", "r"

#: Stands after the name of a reporter some of whose figures are in a publication.
IN_PART = " (in part)"

Key = tuple[int, int, int | None]
"""Measure, place, category (None: everybody)."""


@dataclass(frozen=True)
class Figure:
    """One figure of a release, ready to be written: nothing hidden is in it."""

    measure: Measure
    place: Place
    category_id: int | None
    numerator: Decimal | None
    denominator: Decimal | None
    shorthand: str
    expected: int
    included: int
    included_places: tuple[str, ...] = ()
    expected_places: tuple[str, ...] = ()
    note: str = ""
    source: str = ""

    @property
    def key(self) -> Key:
        return (self.measure.pk, self.place.pk, self.category_id)

    @property
    def value(self) -> float | None:
        """The value in the measure's unit; None where it is hidden, missing or 0 of 0."""
        found = value(
            self.numerator,
            self.denominator,
            measure_type=CalculationType(self.measure.type),
            multiplier=self.measure.multiplier,
            may_exceed=True,
        )
        return None if found is None else float(found)

    @property
    def limits(self) -> tuple[float | None, float | None]:
        """The 95% interval in the measure's unit, where the measure has one."""
        interval = interval_for(
            self.numerator,
            self.denominator,
            measure_type=CalculationType(self.measure.type),
            multiplier=self.measure.multiplier,
        )
        return (interval.lower, interval.upper) if interval else (None, None)
