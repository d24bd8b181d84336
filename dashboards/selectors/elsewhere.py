"""How the borough's figures stand beside the same elsewhere, in words, for a table of measures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from dashboards import narrative
from dashboards.selectors.comparing import COMPARABLE
from dashboards.selectors.editions import Edition
from dashboards.selectors.evidence import range_text
from dashboards.selectors.held_against import against_range
from dashboards.selectors.limits import NO_LIMITS, Limits, limits_of
from dashboards.selectors.rows import Row
from governance.models import Place, PlaceKind
from outcomes.calculations.combining import MeasureType
from outcomes.calculations.comparison import Polarity
from outcomes.in_force import in_force
from outcomes.models import Comparator


def with_elsewhere(edition: Edition, rows: Sequence[Row]) -> list[Row]:
    """The borough's rows, each with how it stands beside London and others.

    By the 95% interval of the figure that the row shows, beside what was in force at the
    publication's quarter. One query; two more where anything is.
    """
    judged = {row.measure_id: row for row in rows if row.type in COMPARABLE and row.has_figure}
    held = _held(edition, judged)
    if not held:
        return list(rows)
    borough = list(Place.objects.filter(kind=PlaceKind.BOROUGH).values_list("pk", flat=True))
    found = limits_of(edition, {pk: judged[pk].period_id for pk in held}, borough)
    limits = {measure: each for (measure, _), each in found.items()}
    return [
        row._replace(
            elsewhere=tuple(
                _said(row, each, limits.get(row.measure_id, NO_LIMITS))
                for each in held.get(row.measure_id, ())
            )
        )
        for row in rows
    ]


def _held(edition: Edition, judged: Mapping[int, Row]) -> dict[int, list[Comparator]]:
    """Of each measure, what was in force of every place, in the order of the places."""
    every: defaultdict[tuple[int, int], list[Comparator]] = defaultdict(list)
    rows = Comparator.objects.filter(measure__in=judged).select_related("place")
    for each in rows.order_by("place__order", "place__name"):
        every[each.measure_id, each.place_id].append(each)
    held: defaultdict[int, list[Comparator]] = defaultdict(list)
    for (measure, _), of_place in every.items():
        if now := in_force(of_place, edition.ends_on):
            held[measure].append(now)
    return dict(held)


def _said(row: Row, comparator: Comparator, limits: Limits) -> str:
    high = None if comparator.upper_value is None else float(comparator.upper_value)
    word = against_range(limits, float(comparator.value), high, Polarity(row.polarity))
    value = range_text(comparator.value, comparator.upper_value, MeasureType(row.type))
    beside = f"{comparator.place.name}, {comparator.period_label} ({value})"
    return narrative.against(word.value, beside)
