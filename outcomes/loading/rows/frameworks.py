"""Rows of the three frameworks: versions, areas, levels, statements, metrics, actions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.db.models import Model

from governance.models import Body
from outcomes.loading.rows.shared import Row, To, sourced, text
from outcomes.loading.schema import FrameworkData
from outcomes.loading.schema.frameworks import Ambition, Component, Framework, Metric
from outcomes.loading.schema.shared import Passage
from outcomes.models import AmbitionAction, FrameworkVersion, Indicator, Level, MetricComponent
from outcomes.models import Framework as FrameworkModel
from outcomes.models import Metric as MetricModel
from outcomes.models import Outcome as OutcomeModel
from outcomes.models import OutcomeArea as AreaModel
from outcomes.models import Priority as PriorityModel


def framework_rows(data: FrameworkData) -> Iterator[Row]:
    """Every row of the three frameworks, in the order the portal shows them."""
    yield from _early_help(data)
    yield from _process(data)
    yield from _accelerate(data)


def metric_names(data: FrameworkData) -> dict[str, To]:
    """The row of every metric of the three frameworks, by its code."""
    early_help = _Version(data.early_help.framework)
    process = _Version(data.process.framework)
    accelerate = _Version(data.accelerate.framework)
    return {
        **{m.code: early_help.to(MetricModel, m.code) for m in data.early_help_metrics()},
        **{m.code: process.to(MetricModel, m.code) for m in data.process_metrics()},
        **{
            m.code: accelerate.to(MetricModel, m.code)
            for ambition in data.accelerate.ambitions
            for m in ambition.metrics
        },
    }


@dataclass(frozen=True)
class _Version:
    """A framework's version, and the rows that hang from it."""

    framework: Framework

    @property
    def row(self) -> To:
        return To(FrameworkVersion, f"{self.framework.code}/{self.framework.version}")

    def to(self, model: type[Model], code: str) -> To:
        return To(model, f"{self.row.name} {code}")

    def rows(self, order: int) -> Iterator[Row]:
        """The framework and its version."""
        framework = self.framework
        yield Row(
            at=framework.at,
            model=FrameworkModel,
            name=framework.code,
            key={"code": framework.code},
            values={"title": framework.title, "strategy": framework.strategy, "order": order},
        )
        yield Row(
            at=framework.at,
            model=FrameworkVersion,
            name=self.row.name,
            key={
                "framework": To(FrameworkModel, framework.code),
                "label": framework.version,
            },
            values=sourced(framework.source),
        )

    def wording(self, model: type[Model], record: Any, values: dict[str, Any], **more: Any) -> Row:
        """A row of the version's own wording, which its publication freezes."""
        return Row(
            at=record.at,
            model=model,
            name=self.to(model, record.code).name,
            key={"version": self.row, "code": record.code},
            values=values,
            frozen_in=self.row,
            **more,
        )

    def metric(self, metric: Metric, *, area: To, level: To | None, order: int) -> Iterator[Row]:
        yield self.wording(
            MetricModel,
            metric,
            {
                "text": metric.text_untagged,
                "text_as_printed": metric.text,
                "area": area,
                "level": level,
                "direction": "",
                "confidence": metric.confidence,
                "note": text(metric.note),
                "order": order,
                **sourced(metric.source),
            },
            many={"priorities": [To(PriorityModel, f"op{n}") for n in metric.priorities]},
        )
        for place, component in enumerate(metric.components):
            yield self.component(component, metric, place)

    def component(self, component: Component, metric: Metric, order: int) -> Row:
        owner = self.to(MetricModel, metric.code)
        return Row(
            at=component.at,
            model=MetricComponent,
            name=self.to(MetricComponent, component.code).name,
            key={"metric": owner, "code": component.code},
            values={"text": component.text, "order": order},
            part_of=owner,
        )


def _early_help(data: FrameworkData) -> Iterator[Row]:
    file = data.early_help
    version = _Version(file.framework)
    yield from version.rows(order=1)
    for order, area in enumerate(file.areas):
        yield version.wording(
            AreaModel, area, {"name": area.name, "order": order, **sourced(file.framework.source)}
        )
    for order, level in enumerate(file.levels):
        yield version.wording(
            Level, level, {"name": level.name, "table_title": level.table_title, "order": order}
        )
    yield from _cells(data, version)
    items = file.cross_cutting
    for order, item in enumerate(items.items, start=1000):
        yield version.wording(
            Indicator,
            item,
            {
                "text": item.text,
                "area": None,
                "level": version.to(Level, items.level),
                "confidence": item.confidence,
                "note": text(item.note),
                "order": order,
                **sourced(item.source),
            },
        )


def _cells(data: FrameworkData, version: _Version) -> Iterator[Row]:
    outcomes, indicators, metrics = count(), count(), count()
    for cell in data.early_help.cells:
        area, level = version.to(AreaModel, cell.area), version.to(Level, cell.level)
        for outcome in cell.outcomes:
            yield version.wording(
                OutcomeModel,
                outcome,
                {
                    "text": outcome.text,
                    "full_text": outcome.full_text,
                    "area": area,
                    "level": level,
                    "confidence": cell.confidence,
                    "order": next(outcomes),
                    **sourced(outcome.source),
                },
            )
        for indicator in cell.indicators:
            yield version.wording(
                Indicator,
                indicator,
                {
                    "text": indicator.text,
                    "area": area,
                    "level": level,
                    "confidence": indicator.confidence,
                    "note": text(indicator.note),
                    "order": next(indicators),
                    **sourced(indicator.source),
                },
            )
        for metric in cell.metrics:
            yield from version.metric(metric, area=area, level=level, order=next(metrics))


def _process(data: FrameworkData) -> Iterator[Row]:
    version = _Version(data.process.framework)
    yield from version.rows(order=2)
    metrics = count()
    for order, criterion in enumerate(data.process.criteria):
        yield version.wording(
            AreaModel,
            criterion,
            {
                "name": criterion.name,
                "order": order,
                "note": text(criterion.note),
                **sourced(criterion.heading_source or data.process.framework.source),
            },
        )
        area = version.to(AreaModel, criterion.code)
        for metric in criterion.metrics:
            yield from version.metric(metric, area=area, level=None, order=next(metrics))


def _accelerate(data: FrameworkData) -> Iterator[Row]:
    version = _Version(data.accelerate.framework)
    yield from version.rows(order=3)
    metrics = count()
    for ambition in data.accelerate.ambitions:
        yield version.wording(
            AreaModel,
            ambition,
            {
                "name": ambition.title,
                "order": ambition.number,
                "group": ambition.group,
                "wording_in_vision": ambition.wording_in_vision_list.text,
                "lead_quote": ambition.led_by.quote,
                **sourced(ambition.source),
            },
            many={"led_by": [To(Body, code) for code in ambition.led_by.bodies]},
        )
        area = version.to(AreaModel, ambition.code)
        for metric in ambition.metrics:
            yield version.wording(
                MetricModel,
                metric,
                {
                    "text": metric.text,
                    "text_as_printed": metric.text,
                    "area": area,
                    "level": None,
                    "direction": metric.direction,
                    "note": text(metric.note),
                    "order": next(metrics),
                    **sourced(metric.source),
                },
            )
        yield from _actions(version, ambition, area)


def _actions(version: _Version, ambition: Ambition, area: To) -> Iterator[Row]:
    for order, action in enumerate(ambition.actions):
        yield Row(
            at=action.at,
            model=AmbitionAction,
            name=version.to(AmbitionAction, action.code).name,
            key={"area": area, "code": action.code},
            values=_passage(action, order),
            frozen_in=version.row,
        )


def _passage(passage: Passage, order: int) -> dict[str, Any]:
    return {"text": passage.text, "order": order, **sourced(passage.source)}
