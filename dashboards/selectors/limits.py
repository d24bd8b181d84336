"""The 95% limits and values that a figure is compared by, as a publication left them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Q

from dashboards.selectors.editions import Edition
from outcomes.models import PublishedFigure


class Limits(NamedTuple):
    """A published value and its 95% limits, unrounded; none of them where it is hidden."""

    value: float | None = None
    lower: float | None = None
    upper: float | None = None


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
        .values_list("measure_id", "place_id", "value", "lower", "upper")
    )
    return {(measure, place): Limits(*values) for measure, place, *values in figures}
