"""The limits and values that a figure is compared by, as a publication left them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Q

from dashboards.selectors.editions import Edition
from outcomes.calculations.combining import MeasureType
from outcomes.calculations.intervals import LEVEL_99_8, Interval, interval_for
from outcomes.models import PublishedFigure


class Limits(NamedTuple):
    """A published value and its 95% limits, unrounded, and the counts it was worked out from.

    None of them where it is hidden.
    """

    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    def at_99_8(self, measure_type: MeasureType) -> Interval | None:
        """The 99.8% interval of a proportion or a rate, in the unit of the value.

        A rate's unit is read off the figure itself, since a measure's may have changed since. None
        where its counts are not published, and for a rate of nothing, which shows no unit.
        """
        if self.value is None or self.numerator is None or self.denominator is None:
            return None
        unit = Decimal(1)
        if measure_type == MeasureType.RATE:
            if not self.numerator:
                return None
            unit = Decimal(self.value) * self.denominator / self.numerator
        return interval_for(
            self.numerator,
            self.denominator,
            measure_type=measure_type,
            multiplier=unit,
            level=LEVEL_99_8,
        )


NO_LIMITS = Limits()
Limited = dict[tuple[int, int], Limits]
"""Measure and place to the limits of the figure shown for them."""


def limits_of(edition: Edition, period_of: Mapping[int, int], places: Collection[int]) -> Limited:
    """The last published version of each measure's figure of its period, by place. One query.

    `period_of` is from measure to the period its row shows. A yearly measure's is an earlier
    quarter, so a few quarters are read, and of each the measures that stand at it alone.
    """
    measures: defaultdict[int, list[int]] = defaultdict(list)
    for measure, period in period_of.items():
        measures[period].append(measure)
    if not measures:
        return {}
    figures = (
        PublishedFigure.objects.filter(
            reduce(
                or_, (Q(period_id=period, measure_id__in=own) for period, own in measures.items())
            ),
            category=None,
            place_id__in=places,
            publication__number__lte=edition.number,
        )
        .order_by("publication__number")
        .values_list(
            "measure_id", "place_id", "value", "lower", "upper", "numerator", "denominator"
        )
    )
    return {(measure, place): Limits(*values) for measure, place, *values in figures}
