"""One submission as the coordinator reads it: each figure beside the quarter before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from outcomes.calculations.combining import ImpossibleFigure, MeasureType, value
from outcomes.calculations.rounding import change_text, of_text, value_text
from outcomes.models import Area, Measure, Observation, Status, Submission
from outcomes.services.submissions import check


@dataclass(frozen=True)
class Line:
    """A figure, what was typed where it is not understood, and how it moved."""

    code: str
    title: str
    place: str
    value: str
    counts: str
    before: str
    change: str
    note: str
    problem: str


@dataclass(frozen=True)
class Section:
    """The figures of one outcome area."""

    name: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Sheet:
    """Everything a decision needs."""

    sections: Sequence[Section]
    previous_label: str
    problems: int
    notes: int


def sheet_of(submission: Submission) -> Sheet:
    """The figures of a submission by outcome area, beside those last approved before them."""
    previous = (
        submission.reporter.submissions.filter(
            period__starts_on__lt=submission.period.starts_on, status=Status.APPROVED
        )
        .select_related("period")
        .order_by("-period__starts_on")
        .first()
    )
    before = {_key(row): row for row in _rows(previous)} if previous else {}
    by_area: dict[str, list[Line]] = {}
    for row in _rows(submission):
        by_area.setdefault(row.measure.area, []).append(_line(row, before.get(_key(row))))
    lines = [line for area_lines in by_area.values() for line in area_lines]
    return Sheet(
        sections=[Section(Area(a).label, by_area[a]) for a in Area.values if a in by_area],
        previous_label=previous.period.label if previous else "",
        problems=sum(bool(line.problem) for line in lines),
        notes=sum(bool(line.note) for line in lines),
    )


def _rows(submission: Submission) -> list[Observation]:
    return list(submission.observations.select_related("measure", "place", "category"))


def _key(row: Observation) -> tuple[int, int, int | None]:
    return (row.measure_id, row.place_id, row.category_id)


def _line(row: Observation, before: Observation | None) -> Line:
    measure = row.measure
    checked = check(row)
    now = _value(measure, row.numerator, row.denominator)
    then = _value(measure, before.numerator, before.denominator) if before else None
    kind = MeasureType(measure.type)
    problem = "; ".join(checked.errors.values()) or ("Still empty" if checked.is_blank else "")
    place = row.place.name + (f", {row.category.name}" if row.category else "")
    return Line(
        code=measure.code,
        title=measure.title,
        place=place,
        value=_shown(row, now),
        counts=_counts(row),
        before=_shown(before, then) if before else "",
        change=change_text(now, then, kind) if now is not None and then is not None else "",
        note=row.note,
        problem=problem,
    )


def _value(
    measure: Measure, numerator: Decimal | None, denominator: Decimal | None
) -> Decimal | None:
    try:
        return value(
            numerator,
            denominator,
            measure_type=MeasureType(measure.type),
            multiplier=measure.multiplier,
            may_exceed=True,
        )
    except ImpossibleFigure:
        return None


def _shown(row: Observation, number: Decimal | None) -> str:
    if row.missing:
        return f"[{row.missing}]"
    if number is not None:
        return value_text(number, MeasureType(row.measure.type))
    return " of ".join(filter(None, [row.numerator_typed, row.denominator_typed]))


def _counts(row: Observation) -> str:
    if row.numerator is None or row.denominator is None:
        return ""
    return of_text(row.numerator, row.denominator)
