"""Which measures show how each priority is doing."""

from __future__ import annotations

from collections import defaultdict

from outcomes.models import Metric, PriorityKind, VersionStatus


def measure_ids_by_priority(kind: str = PriorityKind.OUTCOME) -> dict[int, list[int]]:
    """Priority number to the measures of its metrics, in the frameworks' order. One query."""
    pairs = (
        Metric.objects.filter(
            version__status=VersionStatus.PUBLISHED,
            priorities__kind=kind,
            measures__isnull=False,
        )
        .order_by("version__framework__order", "level__order", "order", "serves__order")
        .values_list("priorities__number", "measures")
    )
    found: defaultdict[int, list[int]] = defaultdict(list)
    for number, measure in pairs:
        if measure not in found[number]:
            found[number].append(measure)
    return dict(found)
