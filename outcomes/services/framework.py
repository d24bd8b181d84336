"""Versions of a framework: a draft is copied from what is in force, changed, then published.

Published wording is never edited (design: words, "Framework, version"). A metric of a copy points
at the metric it replaces, so that figures can be followed from one version to the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import models, transaction

from governance.models import User
from governance.services.events import record
from outcomes.models import (
    AmbitionAction,
    Baseline,
    FrameworkVersion,
    Indicator,
    Metric,
    MetricComponent,
    MetricMeasure,
    Outcome,
    OutcomeArea,
    VersionStatus,
)
from outcomes.services.exceptions import NotReady, Refused, StatusChanged

Row = TypeVar("Row", bound=models.Model)
Copies = dict[int, int]
"""From the key of a row to the key of its copy."""


@transaction.atomic
def publish_version(
    *, version: FrameworkVersion, by: User | None, at: datetime
) -> FrameworkVersion:
    """Freezes a draft and puts it in force; the version it replaces becomes superseded.

    Raises StatusChanged where it is no draft, and NotReady where it holds no area or no metric.
    """
    version = FrameworkVersion.objects.select_for_update().get(pk=version.pk)
    if version.is_frozen:
        raise StatusChanged(f"{version} is already {version.get_status_display().lower()}.")
    if not version.areas.exists() or not version.metrics.exists():
        raise NotReady(f"{version} has no outcome areas or no metrics yet.")
    replaced = _supersede(version)
    version.status = VersionStatus.PUBLISHED
    version.published_at, version.published_by = at, by
    version.supersedes = replaced
    version.save(update_fields=["status", "published_at", "published_by", "supersedes"])
    record(
        verb="framework.publish",
        subject=version,
        by=by,
        at=at,
        before={"status": VersionStatus.DRAFT},
        after={"status": version.status, "supersedes": str(replaced) if replaced else None},
    )
    return version


def _supersede(version: FrameworkVersion) -> FrameworkVersion | None:
    """Takes the version in force out of force; returns it."""
    replaced = (
        FrameworkVersion.objects.published()
        .select_for_update()
        .filter(framework=version.framework_id)
        .first()
    )
    if replaced is not None:
        FrameworkVersion.objects.filter(pk=replaced.pk).update(status=VersionStatus.SUPERSEDED)
        # Another draft may have been started from it; only what replaced it supersedes it.
        FrameworkVersion.objects.filter(supersedes=replaced).update(supersedes=None)
    return replaced


@transaction.atomic
def clone_version(
    *, version: FrameworkVersion, label: str, by: User | None, at: datetime
) -> FrameworkVersion:
    """A draft copy of the whole version in force, under a new label; returns the draft.

    Areas with their actions and leads, levels, outcomes, indicators, metrics with their priorities,
    components, measures and baselines. Raises Refused where the version is not in force, where a
    draft of it is already under way, or where the label is taken.
    """
    label = label.strip()
    version = FrameworkVersion.objects.select_for_update().get(pk=version.pk)
    _refuse_copy(version, label)
    draft = FrameworkVersion.objects.create(
        framework=version.framework,
        label=label,
        supersedes=version,
        source=version.source,
        source_lines=version.source_lines,
    )
    areas = _copy(version.areas.all(), version=draft)
    levels = _copy(version.levels.all(), version=draft)
    _link(OutcomeArea.led_by.through, "outcomearea_id", areas)
    actions = AmbitionAction.objects.filter(area__version=version)
    _copy(actions, places={"area_id": areas})
    places = {"area_id": areas, "level_id": levels}
    _copy(Outcome.objects.filter(version=version), places=places, version=draft)
    _copy(Indicator.objects.filter(version=version), places=places, version=draft)
    metrics = _copy_metrics(version, draft, places)
    record(
        verb="framework.start_draft",
        subject=draft,
        by=by,
        at=at,
        after={"from": str(version), "metrics": len(metrics)},
    )
    return draft


def _refuse_copy(version: FrameworkVersion, label: str) -> None:
    if version.status != VersionStatus.PUBLISHED:
        raise Refused(f"{version} is not in force. Start from the version that is published.")
    if not label:
        raise Refused("Give the new version a label, such as 2028-2031.")
    if version.framework.versions.filter(label=label).exists():
        raise Refused(f"{version.framework} already has a version {label}. Choose another label.")
    under_way = FrameworkVersion.objects.filter(
        supersedes=version, status=VersionStatus.DRAFT
    ).first()
    if under_way:
        raise Refused(f"A draft is already under way: {under_way}. Publish or delete it first.")


def _copy_metrics(
    version: FrameworkVersion, draft: FrameworkVersion, places: dict[str, Copies]
) -> Copies:
    metrics = _copy(
        Metric.objects.filter(version=version), places=places, version=draft, keep="supersedes_id"
    )
    _link(Metric.priorities.through, "metric_id", metrics)
    _link(Baseline.metrics.through, "metric_id", metrics)
    of_metrics = {"metric_id": metrics}
    components = _copy(MetricComponent.objects.filter(metric__version=version), places=of_metrics)
    _copy(
        MetricMeasure.objects.filter(metric__version=version),
        places={**of_metrics, "component_id": components},
    )
    return metrics


def _copy(
    rows: models.QuerySet[Row],
    *,
    places: dict[str, Copies] | None = None,
    keep: str = "",
    **changes: Any,
) -> Copies:
    """Writes a copy of each row; returns which is whose.

    `places` are keys that move to the copies of what they point at; `keep` is a key that points
    back from each copy to its original.
    """
    originals: Sequence[Row] = list(rows.order_by("pk"))
    copies = []
    for original in originals:
        values = {
            field.attname: getattr(original, field.attname)
            for field in original._meta.concrete_fields
            if not field.primary_key
        }
        for key, moved in (places or {}).items():
            values[key] = values[key] and moved[values[key]]
        if keep:
            values[keep] = original.pk
        copy = type(original)(**values)
        for name, value in changes.items():
            setattr(copy, name, value)
        copies.append(copy)
    made: Iterable[Row] = rows.model._default_manager.bulk_create(copies, batch_size=200)
    return {old.pk: new.pk for old, new in zip(originals, made, strict=True)}


def _link(through: type[models.Model], key: str, moved: Copies) -> None:
    """Links each copy to what its original is linked to."""
    links = through._default_manager.filter(**{f"{key}__in": moved})
    others = [
        field.attname
        for field in through._meta.concrete_fields
        if not field.primary_key and field.attname != key
    ]
    through._default_manager.bulk_create(
        through(
            **{key: moved[getattr(link, key)]},
            **{name: getattr(link, name) for name in others},
        )
        for link in links
    )
