"""Rows of the priorities, of what the strategies say, and of where they disagree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from outcomes.loading.reader import Record
from outcomes.loading.rows.shared import Row, To, sourced, text
from outcomes.loading.schema import FrameworkData
from outcomes.models import Commitment, Contradiction, Priority, Scheme, StrategyStatement

EARLY_HELP, ACCELERATE = "early-help", "accelerate"


def priority_rows(data: FrameworkData) -> Iterator[Row]:
    """The six outcomes-focused and the seven system priorities; lead managers are the portal's."""
    for outcome in data.outcome_priorities:
        diagram = outcome.diagram
        yield Row(
            at=outcome.at,
            model=Priority,
            name=outcome.code,
            key={"code": outcome.code},
            values={
                "kind": "outcome",
                "number": outcome.number,
                "title": outcome.title,
                "heading_as_printed": outcome.heading_as_printed,
                "summary": outcome.summary,
                "aims": list(outcome.aims),
                "first_1001_days": outcome.first_1001_days,
                "diagram_label": outcome.diagram_label,
                "diagram_label_column": outcome.label_column,
                "diagram_children": diagram.bcyp,
                "diagram_parents": diagram.parents,
                "diagram_services": diagram.service,
                "note": text(outcome.note),
                **sourced(outcome.source),
            },
        )
    for system in data.system_priorities:
        yield Row(
            at=system.at,
            model=Priority,
            name=system.code,
            key={"code": system.code},
            values={
                "kind": "system",
                "number": system.number,
                "title": system.title,
                "heading_as_printed": system.heading_as_printed,
                "summary": "\n\n".join(system.narrative),
                "note": text(system.note),
                **sourced(system.source),
            },
        )
    yield from _commitments(data)


def _commitments(data: FrameworkData) -> Iterator[Row]:
    for priority in data.system_priorities:
        for order, commitment in enumerate(priority.commitments):
            yield Row(
                at=commitment.at,
                model=Commitment,
                name=commitment.code,
                key={"code": commitment.code},
                values={
                    "priority": To(Priority, priority.code),
                    "text": commitment.text,
                    "kind": commitment.kind,
                    "order": order,
                    **sourced(commitment.source),
                },
            )


def statement_rows(data: FrameworkData) -> Iterator[Row]:
    """Mission, vision, values, principles, behaviours and need; then the contradictions."""
    for order, (kind, strategy, code, record, values) in enumerate(_statements(data)):
        yield Row(
            at=record.at,
            model=StrategyStatement,
            name=code,
            key={"code": code},
            values={"kind": kind, "strategy": strategy, "order": order, **values},
        )
    for order, item in enumerate(data.statements.contradictions):
        yield Row(
            at=item.at,
            model=Contradiction,
            name=item.code,
            key={"code": item.code},
            values={
                "kind": item.kind,
                "topic": item.topic,
                "description": item.description,
                "resolution": item.resolution,
                "evidence": [
                    {
                        "quote": quotation.quote,
                        "document": quotation.source.document,
                        "lines": quotation.source.lines,
                    }
                    for quotation in item.evidence
                ],
                "order": order,
            },
        )


def scheme_rows(data: FrameworkData) -> Iterator[Row]:
    """The plans that the strategies name. What these ask for is entered on the desk."""
    for scheme in data.statements.schemes:
        yield Row(
            at=scheme.at,
            model=Scheme,
            name=scheme.code,
            key={"code": scheme.code},
            values={
                "kind": scheme.kind,
                "title": scheme.title,
                "owner": scheme.owner,
                "quote": scheme.quote,
                **sourced(scheme.source),
            },
        )


Statement = tuple[str, str, str, Record, dict[str, Any]]


def _statements(data: FrameworkData) -> Iterator[Statement]:
    """Kind, strategy, code, record and columns of each statement, in the order of the documents."""
    said = data.statements
    values, behaviours = said.values, said.shared_behaviours
    yield "mission", EARLY_HELP, "mission", said.mission, _said(said.mission.text, said.mission)
    yield (
        "vision",
        EARLY_HELP,
        "vision",
        said.vision,
        _said(said.vision.text, said.vision, name=f"Vision for {said.vision.for_year}"),
    )
    for value in values.items:
        said_so = _said(value.name, values.basis, note=values.note)
        yield "value", EARLY_HELP, value.code, value, said_so
    for principle in said.guiding_principles:
        columns = _said(principle.text, principle, name=principle.name, note=principle.note)
        yield "principle", EARLY_HELP, principle.code, principle, columns
    for behaviour in behaviours.items:
        yield "behaviour", EARLY_HELP, behaviour.code, behaviour, _said(behaviour.text, behaviour)
    vision = data.accelerate.vision
    yield "vision", ACCELERATE, "accelerate-vision", vision, _said(vision.text, vision)
    for held in data.accelerate.values.items:
        yield "value", ACCELERATE, held.code, held, _said(held.text, held)
    for rule in data.accelerate.principles_for_improvement.items:
        yield "improvement", ACCELERATE, rule.code, rule, _said(rule.text, rule)
    for need in said.needs:
        strategy = ACCELERATE if need.source.document == "accelerate" else EARLY_HELP
        yield "need", strategy, need.code, need, _said(need.quote, need, name=need.statement)


def _said(words: str, record: Any, *, name: str = "", note: str | None = None) -> dict[str, Any]:
    return {"name": name, "text": words, "note": text(note), **sourced(record.source)}
