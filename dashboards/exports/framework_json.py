"""framework.json: what the partnership wants, how it is counted, and who is there to see to it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet

from governance.models import Body, ReportingLine
from outcomes.models import (
    AmbitionAction,
    FrameworkVersion,
    Indicator,
    Measure,
    Metric,
    MetricMeasure,
    Outcome,
    OutcomeArea,
    Priority,
    PriorityKind,
)


def framework_document() -> dict[str, Any]:
    """Everything that is published of the frameworks, in the wording of their documents.

    A framework is one with a published version; a draft is not part of it. About 20 queries.
    """
    versions = FrameworkVersion.objects.published().select_related("framework")
    document: dict[str, Any] = {
        "frameworks": [_framework(version) for version in _with_statements(versions)],
        "priorities": [_priority(priority) for priority in _priorities()],
        "measures": [_measure(measure) for measure in Measure.objects.all()],
        "ambitions": [_ambition(number, area) for number, area in enumerate(_ambitions(), start=1)],
        "bodies": [_body(body) for body in _bodies()],
    }
    if settings.DEMO:
        document["illustrative"] = True
    return document


def _with_statements(versions: QuerySet[FrameworkVersion]) -> QuerySet[FrameworkVersion]:
    metrics = Metric.objects.select_related("area", "level").prefetch_related(
        Prefetch("priorities", Priority.objects.filter(kind=PriorityKind.OUTCOME)),
        Prefetch("serves", MetricMeasure.objects.select_related("measure")),
    )
    return versions.order_by("framework__order", "framework__title").prefetch_related(
        "areas",
        "levels",
        Prefetch("outcomes", Outcome.objects.select_related("area", "level")),
        Prefetch("indicators", Indicator.objects.select_related("area", "level")),
        Prefetch("metrics", metrics),
    )


def _framework(version: FrameworkVersion) -> dict[str, Any]:
    return {
        "code": version.framework.code,
        "title": version.framework.title,
        "version": version.label,
        "areas": [{"code": area.code, "name": area.name} for area in version.areas.all()],
        "levels": [{"code": level.code, "name": level.name} for level in version.levels.all()],
        "outcomes": [_statement(outcome) for outcome in version.outcomes.all()],
        "indicators": [_statement(indicator) for indicator in version.indicators.all()],
        "metrics": [_metric(metric) for metric in version.metrics.all()],
    }


def _statement(statement: Outcome | Indicator | Metric) -> dict[str, Any]:
    """A cross-cutting indicator has no area; a metric of an ambition has no level."""
    return {
        "text": statement.text,
        "area": statement.area.code if statement.area else None,
        "level": statement.level.code if statement.level else None,
    }


def _metric(metric: Metric) -> dict[str, Any]:
    return {
        "code": metric.code,
        **_statement(metric),
        "priorities": sorted(priority.number for priority in metric.priorities.all()),
        "measures": [serving.measure.code for serving in metric.serves.all()],
    }


def _priorities() -> QuerySet[Priority]:
    return Priority.objects.order_by("kind", "number").prefetch_related("commitments")


def _priority(priority: Priority) -> dict[str, Any]:
    return {
        "kind": priority.kind,
        "number": priority.number,
        "title": priority.title,
        "commitments": [commitment.text for commitment in priority.commitments.all()],
    }


def _measure(measure: Measure) -> dict[str, Any]:
    return {
        "code": measure.code,
        "title": measure.title,
        "type": measure.type,
        "unit": measure.unit,
        "polarity": measure.polarity,
        "frequency": measure.frequency,
        "pattern": measure.pattern or None,
        "numerator": measure.numerator,
        "denominator": measure.denominator or None,
        "status": measure.status,
    }


def _ambitions() -> QuerySet[OutcomeArea]:
    """The areas of a published framework under which its strategy lists actions."""
    published = FrameworkVersion.objects.published()
    with_actions = AmbitionAction.objects.values("area")
    return (
        OutcomeArea.objects.filter(version__in=published, pk__in=with_actions)
        .order_by("version__framework__order", "order")
        .prefetch_related("led_by", "actions", "metrics")
    )


def _ambition(number: int, area: OutcomeArea) -> dict[str, Any]:
    return {
        "number": number,
        "title": area.name,
        "led_by": [body.name for body in area.led_by.all()],
        "actions": [action.text for action in area.actions.all()],
        "measures": [metric.text for metric in area.metrics.all()],
    }


def _bodies() -> QuerySet[Body]:
    """The bodies as the documents describe them, their local instances with them."""
    return Body.objects.described().prefetch_related(
        Prefetch("reports_to", ReportingLine.objects.select_related("reports_to")),
        Prefetch("instances", Body.objects.select_related("place").order_by("place__order")),
    )


def _body(body: Body) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": body.name,
        "kind": body.kind,
        "cadence": body.cadence or None,
        "reports_to": [line.reports_to.name for line in body.reports_to.all()],
    }
    instances = [
        {"name": instance.name, "locality": instance.place.code}
        for instance in body.instances.all()
        if instance.place
    ]
    return {**described, "instances": instances} if instances else described
