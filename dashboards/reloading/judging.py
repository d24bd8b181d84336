"""From the rows of a data package to what figures were held against, and what was made of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from dashboards.exports.judging import KINDS
from dashboards.reloading.files import Line, Problems, Tables
from dashboards.reloading.publications import Known
from outcomes.models import Commentary, Period, Publication, Rebase
from outcomes.services.restoring import Benchmark

#: The names that the files have for what the portal calls otherwise.
_COLUMNS = {"period_label": "period", "place": "geography_code", "writer": "written_by"}
#: May be people's names, which a package that anybody may take leaves out.
_PEOPLE = ("asked_by", "approved_by")


class JudgingReader:
    """Reads the three tables one after the other. Each method raises NotReadable."""

    def __init__(self) -> None:
        self.known = Known.load()

    def benchmarks(self, tables: Tables) -> list[Benchmark]:
        """The targets, starting points, comparators and tolerances that are not here already.

        One that this portal has with another value stands in the way.
        """
        problems, found = Problems(), []
        for line in tables["benchmarks"]:
            model = KINDS.get(line["kind"])
            if model is None:
                problems.add(line.problem("kind", f"it is one of {', '.join(KINDS)}."))
                continue
            fields = {field.name for field in model._meta.concrete_fields}
            named = {
                "measure": self.known.measure_of(line, problems),
                **({"place": self.known.place_of(line, problems)} if "place" in fields else {}),
            }
            if None in named.values():
                continue
            given = {
                name: line[_COLUMNS.get(name, name)] for name in fields - {"id", "measure", "place"}
            }
            kept = model.objects.filter(**named, starts_on=line["starts_on"]).first()
            if kept is None:
                row = model(**named, **given)
                _check(row, line, problems)
                found.append(row)
            elif any(
                getattr(kept, name) != value
                for name, value in given.items()
                if value or name not in _PEOPLE
            ):
                problems.add(line.problem("value", f"this portal has another one: {kept}."))
        problems.stop()
        return found

    def rebases(self, tables: Tables, periods: Iterable[Period]) -> list[Rebase]:
        """The new baselines of charts, the earliest first."""
        problems, found = Problems(), []
        by_code = {period.code: period for period in periods}
        for line in tables["rebases"]:
            measure = self.known.measure_of(line, problems)
            place = self.known.place_of(line, problems)
            period = by_code.get(line["period"])
            if period is None:
                problems.add(line.problem("period", f"periods.csv has no {line['period']}."))
            if measure is None or place is None or period is None:
                continue
            said = {name: line[name] for name in line.cells
                    if name not in {"measure", "geography_code", "period"}}  # fmt: skip
            row = Rebase(measure=measure, place=place, period=period, **said)
            _check(row, line, problems)
            found.append(row)
        problems.stop()
        return sorted(found, key=lambda each: each.recorded_at)

    def commentary(
        self, tables: Tables, publications: Mapping[int, Publication]
    ) -> list[Commentary]:
        """What was made of commentary, in the order in which it was; `publications` by number."""
        problems, found = Problems(), []
        for line in tables["commentary"]:
            measure = self.known.measure_of(line, problems)
            place = self.known.place_of(line, problems)
            publication = publications.get(line["publication"])
            if publication is None:
                said = f"publications.csv has no {line['publication']}."
                problems.add(line.problem("publication", said))
            if measure is None or place is None or publication is None:
                continue
            row = Commentary(
                publication=publication,
                measure=measure,
                place=place,
                act=line["act"],
                text=line["text"],
                written_at=line["written_at"],
                writer=line["written_by"],
            )
            _check(row, line, problems)
            found.append(row)
        problems.stop()
        return sorted(found, key=lambda each: each.written_at)


def _check(row: Any, line: Line, problems: Problems) -> None:
    """Whether the row is one that the portal's own forms would take, people apart."""
    unnamed = {name for name in _PEOPLE if not getattr(row, name, "")}
    try:
        row.full_clean(exclude={"recorded_by", "withdrawn_by", "written_by", *unnamed})
    except ValidationError as wrong:
        for name, said in wrong.message_dict.items():
            column = _COLUMNS.get(name, name) if name != NON_FIELD_ERRORS else line.file[:-4]
            problems.add(line.problem(column, " ".join(said)))
