"""observations.csv: the last published version of every figure, a row each.

RFC 4180 in UTF-8. Tabular data advice of the Government Digital Service: one header row, one figure
a row, the reason for an empty cell in a column of its own.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet

from dashboards.exports.shorthand import printed
from ehportal.spreadsheets import cell
from governance.models import Place
from outcomes.models import Category, Measure, Period, Publication, PublishedFigure

EVERYBODY = "All"
ILLUSTRATIVE = "Illustrative figures"

_ROWS_READ_AT_ONCE = 2000
_ROWS_SENT_AT_ONCE = 500


@dataclass(frozen=True)
class Column:
    """A column of a file: its name, its type in a Frictionless schema, what it holds."""

    name: str
    type: str
    description: str
    required: bool = True


COLUMNS = (
    Column("publication", "integer", "Number of the publication that the figure was last in."),
    Column("measure", "string", "Code of the measure. It never changes."),
    Column("measure_title", "string", "Title of the measure."),
    Column("period", "string", "Code of the period: 2026-Q2 is July to September 2026."),
    Column("period_start", "date", "First day of the period."),
    Column("period_end", "date", "Last day of the period."),
    Column(
        "geography_code",
        "string",
        "E09000030 is Tower Hamlets; TH-NE, TH-NW, TH-SE and TH-SW are its localities.",
    ),
    Column("geography", "string", "Name of the place."),
    Column(
        "breakdown", "string", "What the figure is split by, such as Sex; All if it is not split."
    ),
    Column("category", "string", "The group that the figure is about; All if it is not split."),
    Column("numerator", "number", "What was counted. Empty if hidden or not available.", False),
    Column("denominator", "number", "Out of how many. Empty where there is none.", False),
    Column(
        "value",
        "number",
        "The figure, in its unit. Percentages run from 0 to 100. "
        "For a yes or no question, 1 is yes and 0 is no.",
        False,
    ),
    Column("unit", "string", "Unit of the value, such as % or families."),
    Column(
        "lower", "number", "Lower end of the 95% confidence interval, where there is one.", False
    ),
    Column(
        "upper", "number", "Upper end of the 95% confidence interval, where there is one.", False
    ),
    Column(
        "shorthand", "string", "Why there is no figure, or what to know of it: [c], [x] ...", False
    ),
    Column("reporters_expected", "integer", "How many reporters owed a part of the figure."),
    Column("reporters_included", "integer", "How many of them are in it."),
    Column("source", "string", "Where it comes from, and who reported it.", False),
)
HEADER = [column.name for column in COLUMNS]
#: A figure is one measure, in one period, in one place, for one group.
KEY = ("measure", "period", "geography_code", "breakdown", "category")

FIELDS = (
    "measure_id",
    "category_id",
    "place_id",
    "period_id",
    "publication_id",
    "numerator",
    "denominator",
    "value",
    "lower",
    "upper",
    "shorthand",
    "reporters_expected",
    "reporters_included",
    "source",
)
_FIGURE = itemgetter(0, 1, 2, 3)
#: The order of the index figure_series, so that no database sorts millions of rows.
SERIES_ORDER = ("measure_id", F("category_id").asc(nulls_first=True), "place_id", "period_id")


@dataclass(frozen=True)
class Names:
    """What the keys of a figure are called, ready to be written."""

    measures: dict[int, tuple[str, str, str]]
    categories: dict[int | None, tuple[str, str]]
    places: dict[int, tuple[str, str]]
    periods: dict[int, tuple[str, str, str]]
    publications: dict[int, tuple[int, bool]]
    #: Whether the file may say which person did something: whoever reads it is a member.
    of_people: bool

    @classmethod
    def load(cls, *, of_people: bool) -> Names:
        """Five queries, however many figures there are."""
        illustrative = settings.DEMO
        categories = Category.objects.values_list("pk", "breakdown__name", "name")
        return cls(
            measures={
                pk: (code, cell(title), cell(unit))
                for pk, code, title, unit in Measure.objects.values_list(
                    "pk", "code", "title", "unit"
                ).order_by("pk")
            },
            categories={
                None: (EVERYBODY, EVERYBODY),
                **{pk: (cell(split), cell(name)) for pk, split, name in categories.order_by("pk")},
            },
            places={
                pk: (code, cell(name))
                for pk, code, name in Place.objects.values_list("pk", "code", "name").order_by("pk")
            },
            periods={
                pk: (code, starts_on.isoformat(), ends_on.isoformat())
                for pk, code, starts_on, ends_on in Period.objects.values_list(
                    "pk", "code", "starts_on", "ends_on"
                ).order_by("pk")
            },
            publications={
                pk: (number_, illustrative or made_up)
                for pk, number_, made_up in Publication.objects.values_list(
                    "pk", "number", "is_illustrative"
                ).order_by("pk")
            },
            of_people=of_people,
        )

    @property
    def are_numbered_in_order(self) -> bool:
        """Whether a publication that was recorded later has a higher number."""
        numbers = [number_ for number_, _ in self.publications.values()]
        return numbers == sorted(numbers)

    @property
    def digest(self) -> str:
        """Changes with each publication, what is renamed in between, and who may be named."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:32]


def rows(
    names: Names, *, measure: Measure | None = None, place: int | None = None
) -> Iterator[list[str]]:
    """The header, then a row for each figure (of one measure or place, if given), as text.

    Rows are in order of measure, group, place and period; everybody comes before the groups.
    """
    yield HEADER
    for versions in _versions(names, measure=measure, place=place):
        yield _row(versions[-1], names)


def superseded(names: Names, place: int | None) -> Iterator[list[str]]:
    """A row, in the same order, for each earlier version of a figure that was published again."""
    for versions in _versions(names, place=place):
        for version in versions[:-1]:
            yield _row(version, names)


def published(
    names: Names, *, measure: Measure | None = None, place: int | None = None
) -> QuerySet[PublishedFigure]:
    """Every version of the figures of a file. What is published meanwhile belongs to the next."""
    figures = PublishedFigure.objects.filter(publication_id__lte=max(names.publications, default=0))
    if measure is not None:
        figures = figures.filter(measure=measure)
    return figures if place is None else figures.filter(place_id=place)


def _versions(
    names: Names, *, measure: Measure | None = None, place: int | None = None
) -> Iterator[list[tuple[Any, ...]]]:
    """Each figure as it was published, one version after the other."""
    figures = published(names, measure=measure, place=place).order_by(*SERIES_ORDER)
    found = figures.values_list(*FIELDS).iterator(chunk_size=_ROWS_READ_AT_ONCE)
    for _, versions in groupby(found, key=_FIGURE):
        yield sorted(versions, key=lambda figure: names.publications[figure[4]][0])


def _row(figure: tuple[Any, ...], names: Names) -> list[str]:
    (
        measure,
        category,
        place,
        period,
        publication,
        *numbers,
        shorthand,
        expected,
        included,
        source,
    ) = figure
    code, title, unit = names.measures[measure]
    number_, illustrative = names.publications[publication]
    numerator, denominator, value, lower, upper = map(number, numbers)
    return [
        str(number_), code, title, *names.periods[period], *names.places[place],
        *names.categories[category], numerator, denominator, value, unit, lower, upper,
        printed(shorthand), str(expected), str(included), of_source(source, illustrative),
    ]  # fmt: skip


@lru_cache(maxsize=4096)
def of_source(source: str, illustrative: bool) -> str:
    """Where a figure comes from, as a cell; of a demonstration it says that it is made up."""
    if illustrative and not source.endswith(ILLUSTRATIVE):
        source = f"{source}. {ILLUSTRATIVE}" if source else ILLUSTRATIVE
    return cell(source)


def number(value: Decimal | float | None) -> str:
    """Up to six decimal places, no thousands separators; empty where there is no figure."""
    if value is None:
        return ""
    digits = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if digits == "-0" else digits


def encoded(rows: Iterable[list[str]]) -> Iterator[bytes]:
    """Rows of text as CSV in UTF-8, some of them at once."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for count, row in enumerate(rows):
        writer.writerow(row)
        if count % _ROWS_SENT_AT_ONCE == 0:
            yield _emptied(buffer)
    # A piece of no bytes would be the end of a chunked response.
    if rest := _emptied(buffer):
        yield rest


def _emptied(buffer: io.StringIO) -> bytes:
    piece = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return piece
