"""What a measure counts, in which strategies it is asked for, and what stands in its way."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ehportal.wording import day
from outcomes.models import (
    DataGap,
    Measure,
    MeasureStatus,
    MetricMeasure,
    PriorityKind,
    VersionStatus,
)


@dataclass(frozen=True)
class Served:
    """A metric that the measure serves, word for word, and where it stands."""

    metric_id: int
    text: str
    framework: str
    framework_code: str
    place: str
    priorities: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Gap:
    """Why nobody can supply the measure yet, and what might fill it."""

    reason: str
    explanation: str
    potential_solution: str
    owner: str
    review_on: str


@dataclass(frozen=True)
class Definition:
    """The operational definition, as the page prints it; label and text in turn."""

    code: str
    status: str
    status_note: str
    is_proposed: bool
    is_retired: bool
    facts: tuple[tuple[str, str], ...]


# Built once, as the summaries are (see rows.py).
_SERVED = (
    MetricMeasure.objects.filter(metric__version__status=VersionStatus.PUBLISHED)
    .order_by("metric__version__framework__order", "metric__order", "metric_id")
    .values_list(
        "metric_id",
        "metric__text",
        "metric__version__framework__title",
        "metric__version__framework__code",
        "metric__area__name",
        "metric__level__name",
        "metric__priorities__kind",
        "metric__priorities__number",
        "metric__priorities__title",
    )
)


def served_by(measure: Measure) -> tuple[Served, ...]:
    """The metrics of published frameworks it serves, in their order. One query."""
    served: dict[int, Served] = {}
    for metric, text, title, code, area, level, kind, number, priority in _SERVED.filter(
        measure=measure
    ):
        place = f"{area} · {level}" if level else area
        each = served.setdefault(metric, Served(metric, text, title, code, place, ()))
        if kind == PriorityKind.OUTCOME:
            priorities = (*each.priorities, (number, priority))
            served[metric] = replace(each, priorities=priorities)
    return tuple(served.values())


def gap_of(measure: Measure) -> Gap | None:
    """The measure's entry in the data-gap register, while it is not filled. One query."""
    gap = DataGap.objects.filter(measure=measure, filled_on=None).select_related("owner").first()
    if gap is None:
        return None
    return Gap(
        reason=gap.get_reason_display(),
        explanation=gap.explanation,
        potential_solution=gap.potential_solution,
        owner=str(gap.owner) if gap.owner else "",
        review_on=day(gap.review_on) if gap.review_on else "",
    )


def define(measure: Measure) -> Definition:
    """The definition in words. One query, where a person confirmed it."""
    notes = {
        MeasureStatus.PROPOSED: (
            "Our own proposal, not yet agreed by those who count it. It may change."
        ),
        MeasureStatus.CONFIRMED: _confirmed(measure),
        MeasureStatus.RETIRED: _retired(measure),
    }
    status = MeasureStatus(measure.status)
    facts = (
        ("Number", measure.numerator),
        ("Out of", measure.denominator),
        ("Unit", "" if measure.unit == "%" else measure.unit),
        ("Counts", measure.counts),
        ("Does not count", measure.does_not_count),
        ("Better is", _better(measure)),
        ("How often", _how_often(measure)),
        ("Over places", measure.get_over_areas_display()),
        ("Over time", measure.get_pattern_display() if measure.pattern else ""),
        ("It counts", f"{measure.character[0].upper()}{measure.character[1:]}"),
        ("Tells of", measure.get_accountability_display()),
        ("Small numbers", "Hidden when they could identify a person" * measure.counts_people),
        ("Data from", measure.data_source),
        ("Follows", measure.definition_source),
        ("Why it matters", measure.why),
    )
    return Definition(
        code=measure.code,
        status=str(status.label),
        status_note=notes[status],
        is_proposed=status == MeasureStatus.PROPOSED,
        is_retired=status == MeasureStatus.RETIRED,
        facts=tuple((label, text) for label, text in facts if text),
    )


def _confirmed(measure: Measure) -> str:
    on = f" on {day(measure.confirmed_on)}" if measure.confirmed_on else ""
    return f"Agreed by the data lead{on}."


def _retired(measure: Measure) -> str:
    on = f" from {day(measure.retired_on)}" if measure.retired_on else ""
    return f"No figures are asked for{on}. Old ones stay."


def _better(measure: Measure) -> str:
    return {"higher": "Higher", "lower": "Lower"}.get(
        measure.polarity, "Not said: a rise may be good or bad"
    )


def _how_often(measure: Measure) -> str:
    if measure.frequency == "quarterly":
        return "Every quarter"
    return f"Once a year, with quarter {measure.due_quarter}"
