"""From the rows of a data package to the publications that they were written from."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from dashboards.exports.observations_csv import EVERYBODY, ILLUSTRATIVE
from dashboards.reloading.files import Line, Problems, Tables
from governance.models import Place, PlaceKind
from outcomes.disclosure import RULE_SETS
from outcomes.integrity import MISSING
from outcomes.models import (
    Category,
    Measure,
    Period,
    Publication,
    PublishedFigure,
    PublishedStory,
    StatisticalRules,
)
from outcomes.models.stories import PROMPTS
from outcomes.release import Release, Told
from outcomes.released import NOT_AVAILABLE, REVISED, SUPPRESSED, Figure, Key
from outcomes.rulebook import rules_named
from outcomes.services.exceptions import Refused
from outcomes.services.periods import quarter_dates
from outcomes.services.restoring import Quarter, Restored

#: The file gives six decimal places.
_CLOSE = 1e-6
_PLACES_OF_COUNTS = 4
_LONGEST_SOURCE = PublishedFigure._meta.get_field("source").max_length or 300
_LONGEST_NAME = Publication._meta.get_field("publisher").max_length or 150
_LONGEST_REPORTER = PublishedStory._meta.get_field("reporter").max_length or 200


@dataclass(frozen=True)
class Known:
    """What the rows may name: what this portal has loaded with its framework."""

    measures: Mapping[str, Measure]
    places: Mapping[str, Place]
    categories: Mapping[tuple[str, str], int | None]
    rules: frozenset[str]

    @classmethod
    def load(cls) -> Known:
        """Four queries."""
        named = Category.objects.values_list("breakdown__name", "name", "pk")
        return cls(
            measures=Measure.objects.in_bulk(field_name="code"),
            places=Place.objects.select_related("parent").in_bulk(field_name="code"),
            categories={
                (EVERYBODY, EVERYBODY): None,
                **{(split, name): pk for split, name, pk in named},
            },
            rules=frozenset(StatisticalRules.objects.values_list("version", flat=True)),
        )

    def measure_of(self, line: Line, problems: Problems) -> Measure | None:
        """The measure that a line names; None, and a problem, where there is none."""
        found = self.measures.get(line["measure"])
        if found is None:
            problems.add(line.problem("measure", f"this portal has no measure {line['measure']}."))
        return found

    def place_of(self, line: Line, problems: Problems) -> Place | None:
        """The place that a line names; None, and a problem, where there is none."""
        found = self.places.get(line["geography_code"])
        if found is None:
            said = f"there is no place {line['geography_code']}."
            problems.add(line.problem("geography_code", said))
        return found


@dataclass
class Found:
    """What the figures' files say of one publication."""

    line: Line
    figures: dict[Key, Figure] = field(default_factory=dict)
    stories: list[Told] = field(default_factory=list)


def quarters_of(tables: Tables) -> list[Quarter]:
    """The quarters of a package, the earliest first. Raises NotReadable."""
    problems, quarters = Problems(), []
    for line in tables["periods"]:
        quarter = Quarter(code=line["period"], **{n: line[n] for n in line.cells if n != "period"})
        quarters.append(quarter)
        try:
            dates = quarter_dates(quarter.code)
        except Refused as refused:
            problems.add(line.problem("period", str(refused)))
            continue
        if (quarter.starts_on, quarter.ends_on) != (dates.starts_on, dates.ends_on):
            problems.add(line.problem("starts_on", f"{quarter.code} is {dates.label}."))
        days = (quarter.opens_on, quarter.due_on, quarter.entries_close_on, quarter.closes_on)
        if list(days) != sorted(days):
            problems.add(line.problem("opens_on", "the days of its collection are not in order."))
        if len(quarter.label) > 60:
            problems.add(line.problem("label", "it is longer than 60 characters."))
    problems.stop()
    return sorted(quarters, key=lambda each: each.starts_on)


def publications_of(tables: Tables, periods: Iterable[Period]) -> list[Restored]:
    """The publications of a package, the earliest first; `periods` are its quarters, opened here.

    Raises NotReadable, with the file, the line and the column of everything that is wrong.
    """
    return _Reader(Known.load(), {period.code: period for period in periods}).read(tables)


class _Reader:
    """Goes through the files in the order in which they build on one another."""

    def __init__(self, known: Known, periods: Mapping[str, Period]) -> None:
        self.known, self.periods, self.problems = known, periods, Problems()
        self.found: dict[int, Found] = {}

    def read(self, tables: Tables) -> list[Restored]:
        for line in sorted(tables["publications"], key=lambda each: each["publication"]):
            self._publication(line)
        self.problems.stop()
        newest = {}
        for line in tables["observations"]:
            if (key := self._figure(line)) is not None:
                newest[line["period"], key] = line["publication"]
        for line in tables["superseded"]:
            key = self._figure(line)
            if key is not None and newest.get((line["period"], key), 0) <= line["publication"]:
                self._wrong(line, "publication", "observations.csv has no later version of it.")
        for line in tables["notes"]:
            self._note(line)
        for line in tables["stories"]:
            self._story(line)
        self.problems.stop()
        return [self._restored(found) for _, found in sorted(self.found.items())]

    def _wrong(self, line: Line, column: str, words: str) -> None:
        self.problems.add(line.problem(column, words))

    # ---- publications.csv ----

    def _publication(self, line: Line) -> None:
        if line["period"] not in self.periods:
            self._wrong(line, "period", f"periods.csv has no {line['period']}.")
        earlier = any(each.line["period"] == line["period"] for each in self.found.values())
        if len(line["published_by"]) > _LONGEST_NAME:
            self._wrong(line, "published_by", f"it is longer than {_LONGEST_NAME} characters.")
        if line["correction"] != earlier:
            said = "an earlier" if earlier else "no earlier"
            self._wrong(line, "correction", f"{said} publication is of the same period.")
        if line["correction"] and not line["reason"]:
            self._wrong(line, "reason", "a correction says why it was made.")
        if line["reporters_included"] > line["reporters_expected"]:
            self._wrong(line, "reporters_included", "they are more than were expected.")
        version, _, hiding = line["rules"].partition(", ")
        if version not in self.known.rules or hiding not in RULE_SETS:
            self._wrong(line, "rules", f"this portal has no rules {line['rules']}: add them first.")
        for code, rule in _owner_rules(line).items():
            if code not in self.known.measures or rule not in RULE_SETS:
                self._wrong(line, "owner_rules", f"{code}: {rule} is not known here.")
        self.found[line["publication"]] = Found(line)

    # ---- observations.csv and superseded.csv ----

    def _which(self, line: Line) -> tuple[Found, Measure, Place] | None:
        """The publication, measure and place that a line names; None where one is not known."""
        found = self.found.get(line["publication"])
        if found is None:
            self._wrong(line, "publication", f"publications.csv has no {line['publication']}.")
        measure = self.known.measure_of(line, self.problems)
        place = self.known.place_of(line, self.problems)
        if found is None or measure is None or place is None:
            return None
        return found, measure, place

    def _category(self, line: Line) -> tuple[int | None, bool]:
        named = line["breakdown"], line["category"]
        if named not in self.known.categories:
            self._wrong(line, "category", f"there is no group {named[1]} of {named[0]}.")
            return None, False
        return self.known.categories[named], True

    def _figure(self, line: Line) -> Key | None:
        """Keeps the figure of a line with its publication; its key, or None where it is wrong."""
        which, (category, is_known) = self._which(line), self._category(line)
        if which is None or not is_known:
            return None
        found, measure, place = which
        figure = Figure(
            measure=measure,
            place=place,
            category_id=category,
            numerator=line["numerator"],
            denominator=line["denominator"],
            shorthand=line["shorthand"].strip("[]"),
            expected=line["reporters_expected"],
            included=line["reporters_included"],
            source=_source(line, is_illustrative=found.line["illustrative"]),
        )
        if line["period"] != found.line["period"]:
            self._wrong(line, "period", f"its publication is of {found.line['period']}.")
        if figure.key in found.figures:
            self._wrong(line, "publication", "another line has this figure of this publication.")
        if self._holds_together(line, figure, is_correction=found.line["correction"]):
            self._agrees(line, figure)
        found.figures[figure.key] = figure
        return figure.key

    def _holds_together(self, line: Line, figure: Figure, *, is_correction: bool) -> bool:
        before = len(self.problems.found)
        if line["shorthand"] not in {"", *(f"[{code}]" for code in (*MISSING, REVISED))}:
            self._wrong(line, "shorthand", f"{line['shorthand']} is not known here.")
        if figure.shorthand == REVISED and not is_correction:
            self._wrong(line, "shorthand", "it is revised, and its publication corrects nothing.")
        if figure.included > figure.expected:
            self._wrong(line, "reporters_included", "they are more than were expected.")
        if len(figure.source) > _LONGEST_SOURCE:
            self._wrong(line, "source", f"it is longer than {_LONGEST_SOURCE} characters.")
        numbers = ("numerator", "denominator", "value", "lower", "upper")
        if figure.shorthand in MISSING:
            for column in numbers:
                if line[column] is not None:
                    self._wrong(line, column, f"it is {line['shorthand']}, so it holds no number.")
        elif figure.numerator is None:
            self._wrong(line, "numerator", "it is empty, and no shorthand says why.")
        for column in numbers[:2]:
            if line[column] is not None and -line[column].as_tuple().exponent > _PLACES_OF_COUNTS:
                self._wrong(line, column, "a count has four decimal places at most.")
        return len(self.problems.found) == before

    def _agrees(self, line: Line, figure: Figure) -> None:
        """What follows from the counts is worked out again, and must be what the file says."""
        lower, upper = figure.limits
        for column, worked in (("value", figure.value), ("lower", lower), ("upper", upper)):
            if not _is_close(line[column], worked):
                said = "empty" if line[column] is None else f"{line[column]}"
                gives = "nothing" if worked is None else f"{worked:.6f}"
                self._wrong(line, column, f"it is {said}, and the counts give {gives}.")

    # ---- notes.csv and stories.csv ----

    def _note(self, line: Line) -> None:
        which, (category, is_known) = self._which(line), self._category(line)
        if which is None or not is_known:
            return
        found, measure, place = which
        key = (measure.pk, place.pk, category)
        figure = found.figures.get(key)
        if figure is None or figure.shorthand == SUPPRESSED:
            self._wrong(line, "note", "that publication shows no such figure.")
        else:
            found.figures[key] = replace(figure, note=line["note"])

    def _story(self, line: Line) -> None:
        which = self._which(line)
        if which is None:
            return
        found, measure, place = which
        figure = found.figures.get((measure.pk, place.pk, None))
        if figure is not None and figure.shorthand == SUPPRESSED:
            self._wrong(line, "measure", "the figure that it is told of is hidden.")
        if len(line["reporter"]) > _LONGEST_REPORTER:
            self._wrong(line, "reporter", f"it is longer than {_LONGEST_REPORTER} characters.")
        answers = {name: line[name] for name in PROMPTS}
        found.stories.append(Told(measure, place, line["reporter"], answers))

    # ---- all of it ----

    def _restored(self, found: Found) -> Restored:
        line = found.line
        figures = _with_coverage(list(found.figures.values()))
        release = Release(
            period=self.periods[line["period"]],
            figures=figures,
            approved=sum(figure.included for figure in figures),
            submissions_expected=line["reporters_expected"],
            submissions_included=line["reporters_included"],
            missing=_names(line["missing"]),
            in_full=_names(line["in_full"]),
            withheld=(),
            hidden_primary=0,
            hidden_secondary=0,
            leaks=(),
            for_review=(),
            rules=rules_named(line["rules"]),
            owner_rules=_owner_rules(line),
            stories=found.stories,
        )
        return Restored(
            number=line["publication"],
            published_at=line["published_at"],
            publisher=line["published_by"],
            reason=line["reason"],
            is_correction=line["correction"],
            is_illustrative=line["illustrative"],
            release=release,
        )


def _with_coverage(figures: Sequence[Figure]) -> list[Figure]:
    """The figures in the order of publishing; those added up say of which places they are."""
    ordered = sorted(
        figures,
        key=lambda f: (
            f.measure.order, f.measure.code, f.category_id or 0, not f.place.is_borough,
            f.place.order,
        ),
    )  # fmt: skip
    parts: dict[tuple[int, int | None], list[Figure]] = defaultdict(list)
    for figure in ordered:
        if figure.place.kind == PlaceKind.LOCALITY:
            parts[figure.measure.pk, figure.category_id].append(figure)
    return [
        _added_up(each, parts[each.measure.pk, each.category_id]) if each.place.is_borough else each
        for each in ordered
    ]


def _added_up(borough: Figure, localities: Sequence[Figure]) -> Figure:
    """The borough's figure with its places; one that was reported for itself has none."""
    if not localities or borough.expected != sum(each.expected for each in localities):
        return borough
    given = [each for each in localities if each.included and each.shorthand != NOT_AVAILABLE]
    return replace(
        borough,
        included_places=tuple(sorted(each.place.name for each in given)),
        expected_places=tuple(each.place.name for each in localities),
    )


def _is_close(said: Decimal | None, worked: float | None) -> bool:
    if said is None or worked is None:
        return said is None and worked is None
    return math.isclose(float(said), worked, rel_tol=1e-9, abs_tol=_CLOSE)


def _source(line: Line, *, is_illustrative: bool) -> str:
    """As it was kept: what the export adds to an illustrative one may be beyond what fits."""
    source: str = line["source"]
    if is_illustrative and len(source) > _LONGEST_SOURCE:
        return source.removesuffix(ILLUSTRATIVE).removesuffix(". ")
    return source


def _names(lines: str) -> list[str]:
    return lines.split("\n") if lines else []


def _owner_rules(line: Line) -> dict[str, Any]:
    return dict(each.partition(": ")[::2] for each in _names(line["owner_rules"]))
