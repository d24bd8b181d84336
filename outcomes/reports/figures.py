"""Figures that a report draws in: rows of a numbered publication, word for word as it has them.

What a publication hides is hidden here, for its rows hold nothing else.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from ehportal.wording import day
from governance.models import Place, PlaceKind, ReportDue
from outcomes.models import (
    Assignment,
    MeasureSummary,
    Metric,
    OutcomeArea,
    Publication,
    VersionStatus,
)
from outcomes.priorities import measure_ids_by_priority
from outcomes.reports.contents import Judged, goes_through_ambitions

ACCELERATE = "accelerate"
"""The framework whose areas are the partnership's eight ambitions."""


def ambitions() -> list[Judged]:
    """The partnership's ambitions, in the strategy's order. One query."""
    areas = OutcomeArea.objects.filter(
        version__framework__code=ACCELERATE, version__status=VersionStatus.PUBLISHED
    )
    return [Judged(area.code, area.name) for area in areas.order_by("order")]


def measures_of(due: ReportDue) -> set[int]:
    """The measures that a report is about.

    Those of all ambitions where it goes through them; else those of the ambitions that its body
    leads; of a service, those it reports; of any other, those of the outcomes-focused priorities.
    """
    if due.organisation_id is not None:
        reported = Assignment.objects.filter(reporter__organisation=due.organisation_id)
        return set(reported.values_list("measure_id", flat=True))
    metrics = Metric.objects.filter(version__status=VersionStatus.PUBLISHED, measures__isnull=False)
    if goes_through_ambitions(due.kind):
        metrics = metrics.filter(version__framework__code=ACCELERATE)
    else:
        metrics = metrics.filter(area__led_by=due.body_id)
    return set(metrics.values_list("measures", flat=True)) or {
        key for keys in measure_ids_by_priority().values() for key in keys
    }


def figures_of(due: ReportDue) -> dict[str, Any] | None:
    """The latest publication's figures of what a report is about; None before the first."""
    publication = Publication.objects.select_related("period").order_by("-number").first()
    if publication is None:
        return None
    place = due.body.place if due.body else None
    place = place or Place.objects.filter(kind=PlaceKind.BOROUGH).first()
    rows = (
        MeasureSummary.objects.filter(
            publication=publication, place=place, measure__in=measures_of(due)
        )
        .select_related("measure", "period")
        .order_by("measure__order", "measure__code")
    )
    return {
        "publication": publication.number,
        "published_on": day(timezone.localdate(publication.published_at)),
        "period": str(publication.period),
        "place": str(place),
        "is_illustrative": publication.is_illustrative,
        "rows": [
            {
                "code": row.measure.code,
                "title": row.measure.title,
                "period": str(row.period),
                "value": row.value_text,
                "of": row.of_text,
                "change": row.change_text,
                "finding": row.finding,
            }
            for row in rows
        ],
    }
