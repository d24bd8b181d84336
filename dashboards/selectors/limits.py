"""The 95% limits and values that a figure is compared by, as a publication left them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from dashboards.selectors.editions import Edition
from outcomes.models import PublishedFigure


@dataclass(frozen=True, slots=True)
class Limits:
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
    quarter, so a few quarters are read for every measure: never more, however long the history.
    """
    figures = (
        PublishedFigure.objects.filter(
            measure_id__in=list(period_of),
            category=None,
            place_id__in=places,
            period_id__in=set(period_of.values()),
            publication__number__lte=edition.number,
        )
        .order_by("publication__number")
        .values_list("measure_id", "place_id", "period_id", "value", "lower", "upper")
    )
    return {
        (measure, place): Limits(*values)
        for measure, place, period, *values in figures
        if period == period_of[measure]
    }
