"""A summary of all ambitions, drafted from what the portal holds: a person reads it and goes on.

Sentences of what is counted and published, and none of what it means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils import timezone

from ehportal.wording import day
from governance.models import ReportDue, ReportKind
from outcomes.models import (
    Action,
    MeasureSummary,
    OutcomeArea,
    PlanKind,
    Publication,
    VersionStatus,
)
from outcomes.planning.standing import how_they_stand
from outcomes.reports.contents import is_empty
from outcomes.reports.figures import ACCELERATE, ambitions


def draft_words(due: ReportDue, answers: Mapping[str, str], *, on: date) -> dict[str, str]:
    """A first wording of each section of a summary that is still empty; nothing for other kinds.

    Five queries.
    """
    if due.kind != ReportKind.SUMMARY:
        return {}
    figures, actions = _figures(), _actions()
    handed_in = _handed_in()
    found = {}
    for each in ambitions():
        key = f"ambition-{each.code}"
        if is_empty(answers.get(key, "")):
            parts = [
                actions_in_words(actions.get(each.code, []), on),
                *figures.get(each.code, []),
                *handed_in.get(each.code, []),
            ]
            found[key] = "\n".join(parts)
    return found


def actions_in_words(actions: Iterable[Action], on: date) -> str:
    """'6 actions: 1 done, 2 on track, 2 not started, 1 overdue.'"""
    said = how_they_stand(actions, on)
    return f"{said}." if said else "No action is recorded."


def figure_in_words(row: MeasureSummary, publication: int) -> str:
    """'Children at a healthy weight: 96.3%, up 1.6 points (April to June 2026, publication 19).'"""
    shown = row.value_text
    if shown.startswith("["):
        shown = f"no figure to show, {shown}"
    elif row.change_text:
        shown = f"{shown}, {row.change_text[0].lower()}{row.change_text[1:]}"
    return f"{row.measure.title}: {shown} ({row.period}, publication {publication})."


def _actions() -> dict[str, list[Action]]:
    found: dict[str, list[Action]] = {}
    plans = Action.objects.filter(plan__kind=PlanKind.AMBITION, plan__area__isnull=False)
    for action in plans.select_related("plan__area"):
        if action.plan.area is not None:
            found.setdefault(action.plan.area.code, []).append(action)
    return found


def _figures() -> dict[str, list[str]]:
    """The latest publication's figures of each ambition, for the whole borough."""
    publication = Publication.objects.select_related("period").order_by("-number").first()
    if publication is None:
        return {}
    pairs = (
        OutcomeArea.objects.filter(
            version__framework__code=ACCELERATE, version__status=VersionStatus.PUBLISHED
        )
        .filter(metrics__measures__isnull=False)
        .order_by("order", "metrics__order")
        .values_list("code", "metrics__measures")
    )
    rows = MeasureSummary.objects.filter(publication=publication, place__kind="borough")
    by_measure = {row.measure_id: row for row in rows.select_related("measure", "period")}
    found: dict[str, list[str]] = {}
    for code, measure in dict.fromkeys(pairs):
        if row := by_measure.get(measure):
            found.setdefault(code, []).append(figure_in_words(row, publication.number))
    return found


def _handed_in() -> dict[str, list[str]]:
    """When the bodies that lead each ambition last reported."""
    areas = OutcomeArea.objects.filter(
        version__framework__code=ACCELERATE,
        version__status=VersionStatus.PUBLISHED,
        led_by__reports_due__submitted_at__isnull=False,
    ).order_by("order", "-led_by__reports_due__submitted_at")
    found: dict[str, list[str]] = {}
    rows = areas.values_list("code", "led_by__name", "led_by__reports_due__submitted_at")
    for code, name, at in rows:
        if code not in found:
            found[code] = [f"{name} last reported on {day(timezone.localdate(at))}."]
    return found
