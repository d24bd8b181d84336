"""The tables of the data package on how figures are judged: against what, and in which words."""

from __future__ import annotations

from typing import Any

from dashboards.exports.observations_csv import Column, Names
from dashboards.exports.table import UNNAMED, Rows, Table, a_day, moment, number
from ehportal.spreadsheets import cell
from outcomes.models import Commentary, Comparator, Rebase, StartingPoint, Target, Tolerance

#: What a row of benchmarks.csv is, and the rows of the portal that it is written from.
KINDS: dict[str, type[Target | StartingPoint | Comparator | Tolerance]] = {
    "target": Target,
    "starting point": StartingPoint,
    "comparator": Comparator,
    "tolerance": Tolerance,
}
_MEASURE = Column("measure", "string", "Code of the measure.")
_PLACE = Column("geography_code", "string", "Code of the place.")


def _benchmarks(names: Names, place: int | None) -> Rows:
    for kind, model in KINDS.items():
        has_place = model is not Tolerance
        found = _in(model.objects.all(), place if has_place else None)
        where = ["place__code"] if has_place else []
        for each in found.order_by("measure__code", *where, "starts_on"):
            yield [
                kind,
                names.measures[each.measure_id][0],
                names.places[each.place_id][0] if has_place else "",
                a_day(each.starts_on),
                number(each.value),
                number(getattr(each, "upper_value", None)),
                cell(getattr(each, "period_label", "")),
                a_day(getattr(each, "due_on", None)),
                cell(getattr(each, "source", "")),
                cell(each.reason),
                cell(each.approved_by) if names.of_people else "",
            ]


def _rebases(names: Names, place: int | None) -> Rows:
    for each in _in(Rebase.objects.all(), place).order_by("recorded_at", "pk"):
        yield [
            names.measures[each.measure_id][0],
            names.places[each.place_id][0],
            names.periods[each.period_id][0],
            moment(each.recorded_at),
            cell(each.reason),
            cell(each.asked_by) if names.of_people else "",
            cell(each.approved_by) if names.of_people else "",
            moment(each.withdrawn_at),
            cell(each.withdrawn_because),
        ]


def _commentary(names: Names, place: int | None) -> Rows:
    made = Commentary.objects.filter(publication__in=names.publications)
    found = _in(made, place).select_related("written_by").order_by("written_at", "pk")
    for each in found.iterator(chunk_size=500):
        yield [
            str(names.publications[each.publication_id][0]),
            names.measures[each.measure_id][0],
            names.places[each.place_id][0],
            moment(each.written_at),
            each.act,
            cell(each.text),
            cell(each.by_name) if names.of_people else "",
        ]


def _in(found: Any, place: int | None) -> Any:
    return found if place is None else found.filter(place_id=place)


BENCHMARKS = Table(
    "benchmarks",
    "What figures are held against: targets, starting points, comparators and tolerances",
    (
        Column("kind", "string", "target, starting point, comparator or tolerance."),
        _MEASURE,
        Column("geography_code", "string", "Code of the place. A tolerance has none.", False),
        Column("starts_on", "date", "From when it is used, or the first day that it is about."),
        Column("value", "number", "The value, in the unit of the measure."),
        Column("upper_value", "number", "The upper end, where a source prints a range.", False),
        Column("period", "string", "What it is about, such as 2023/24.", False),
        Column("due_on", "date", "By when a target should be reached.", False),
        Column("source", "string", "Where the value is from.", False),
        Column("reason", "string", "Why this value.", False),
        Column("approved_by", "string", f"The body or person who agreed it. {UNNAMED}", False),
    ),
    ("kind", "measure", "geography_code", "starts_on"),
    _benchmarks,
)
REBASES = Table(
    "rebases",
    "New baselines of charts",
    (
        _MEASURE,
        _PLACE,
        Column("period", "string", "Code of the first period of the new baseline."),
        Column("recorded_at", "datetime", "What was published from then on is judged by it."),
        Column("reason", "string", "What changed, and why it is expected to last."),
        Column("asked_by", "string", f"Who asked for it. {UNNAMED}", False),
        Column("approved_by", "string", f"Who approved it. {UNNAMED}", False),
        Column("withdrawn_at", "datetime", "When it was taken back.", False),
        Column("withdrawn_because", "string", "Why it was taken back.", False),
    ),
    ("measure", "geography_code", "period", "recorded_at"),
    _rebases,
)
COMMENTARY = Table(
    "commentary",
    "What people made of the automatic commentary",
    (
        Column("publication", "integer", "Number of the publication that it is about."),
        _MEASURE,
        _PLACE,
        Column("written_at", "datetime", "When. The latest one stands."),
        Column("act", "string", "accepted, written or taken_back."),
        Column("text", "string", "The person’s own words, where they wrote any.", False),
        Column("written_by", "string", f"Who did it. {UNNAMED}", False),
    ),
    ("publication", "measure", "geography_code", "written_at"),
    _commentary,
)
