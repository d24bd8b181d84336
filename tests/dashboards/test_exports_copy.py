"""PostgreSQL hands observations.csv over in series: byte by byte what Python writes row by row."""

from __future__ import annotations

import json
import math
import random
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dashboards.exports.observations_copy import stream
from dashboards.exports.observations_csv import Names, encoded, rows
from dashboards.exports.tables import OBSERVATIONS
from governance.models import Place
from outcomes.models import Measure, PublishedFigure
from tests.factories.governance import BoroughFactory, LocalityFactory
from tests.factories.outcomes import (
    BreakdownFactory,
    CategoryFactory,
    MeasureFactory,
    PeriodFactory,
    PublicationFactory,
    PublishedFigureFactory,
)

WORDS = [
    "",
    "Maternity records",
    "=1+1",
    " \u00a0@SUM(A1)",
    "\u2003\uff0d2",
    "'=1",
    "\u0661 Arabic",
    'Fathers, "kinship" carers',
    "two\nlines",
    "two\r\nlines",
    "\rbefore",
    "a tab\tand a \\backslash \\N \\.",
    "\x1f\x1e\x01{0} %s {value} {{",
    "\u09ac\u09be\u0982\u09b2\u09be \U0001f600",
    "Illustrative figures",
    "Illustrative figures, mostly",
    "Records. Illustrative figures",
]
NUMBERS = [
    None, 0.0, -0.0, 1.0, -1.0, 24.3, -2.5, 100.0, 1 / 3, -2 / 3, 1e-7, -1e-7, 4e-7, 5e-7, -5e-7,
    6e-7, 1.5e-6, 2.5e-6, 0.0005, 0.001, 0.0009999995, 0.0078125, 0.1953125, 0.5859375, 0.1234565,
    0.1234575, 1.0000005, 8.1234565, 33.3333335, 12345.6789125, 0.9999995, 0.9999994999,
    99.9999999, 999999999.1234565, 1e9, 1234567890.123456, 98765432109.87654, 1e14, 1e15 / 3,
    123456789012345680.0, 1e18, 9.3e18, 1e22, -1e22 / 7,
]  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_postgres(request: pytest.FixtureRequest) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's rows are written by Python alone")


def both(**only: Any) -> tuple[list[str], list[str]]:
    """The lines of the file by either writer, kept with their ends."""
    names = Names.load(of_people=False)
    return _lines(stream(names, **only)), _lines(encoded(rows(names, **only)))


def _lines(pieces: Iterable[bytes]) -> list[str]:
    return b"".join(pieces).decode().splitlines(keepends=True)


def _figures(**fields: list[Any]) -> None:
    """One figure for each value of the longest list, in groups of their own."""
    publication, measure, place = PublicationFactory(), MeasureFactory(), BoroughFactory()
    split = BreakdownFactory()
    count = max(map(len, fields.values()))
    PublishedFigure.objects.bulk_create(
        PublishedFigure(
            publication=publication,
            measure=measure,
            place=place,
            period=publication.period,
            category=CategoryFactory(breakdown=split, code=str(i), name=f"Group {i}"),
            reporters_expected=2,
            reporters_included=1,
            **{name: values[i % len(values)] for name, values in fields.items()},
        )
        for i in range(count)
    )


def test_numbers_are_rounded_as_python_rounds_them() -> None:
    dice = random.Random(7)
    ratios = [100 * dice.randint(0, k) / k for k in (dice.randint(1, 4096) for _ in range(600))]
    ties = [(2 * dice.randint(0, 10**8) + 1) / 2e6 for _ in range(600)]
    sizes = [dice.uniform(-1, 1) * 10 ** dice.randint(-8, 20) for _ in range(600)]
    neighbours = [math.nextafter(tie, 0) for tie in ties[:200]]
    _figures(
        value=[*NUMBERS, *ratios],
        lower=[*NUMBERS[7:], *ties],
        upper=[*NUMBERS[3:], *sizes, *neighbours],
    )

    written, expected = both()

    assert len(written) > 800
    assert written == expected


def test_counts_lose_the_zeros_that_the_database_adds() -> None:
    counts = [None, *map(Decimal, ("0", "-0.5", "100", "0.0001", "1200.5", "99999999999999.9999"))]
    _figures(numerator=counts, denominator=counts[::-1])

    written, expected = both()

    assert [line.split(",")[10:12] for line in written[2:4]] == [
        ["0", "1200.5"],
        ["-0.5", "0.0001"],
    ]
    assert written == expected


@pytest.mark.parametrize("is_illustrative", [False, True])
def test_words_are_quoted_and_guarded_alike(is_illustrative: bool) -> None:
    split = BreakdownFactory(name='=Sex, or "gender"')
    publications = [
        PublicationFactory(number=1),
        PublicationFactory(number=2, is_illustrative=is_illustrative),
    ]
    for i, words in enumerate(WORDS):
        PublishedFigureFactory(
            publication=publications[i % 2],
            measure=MeasureFactory(title=words or "-", unit=words[:40]),
            place=LocalityFactory(name=f"{words} {i}", code=f"P{i}", slug=f"p{i}"),
            category=CategoryFactory(breakdown=split, code=str(i), name=words or "+"),
            source=words,
        )
        PublishedFigureFactory(publication=publications[1 - i % 2], source=words)

    written, expected = both()

    assert len(written) > 2 * len(WORDS)
    assert written == expected


def test_letters_stand_for_figures_alike() -> None:
    nothing: list[Any] = [None]
    _figures(
        shorthand=["", "c", "x", "z", "r", "p r", "low,u", " ", ' "b" '],
        numerator=nothing, denominator=nothing, value=nothing,
    )  # fmt: skip

    written, expected = both()

    assert "[low] [u]" in written[7]
    assert written == expected


def _published_again() -> Measure:
    """Three quarters, the first two published again, of two measures in two places and groups."""
    places = [BoroughFactory(), LocalityFactory()]
    groups = [None, CategoryFactory(code="f"), CategoryFactory(code="m")]
    measures = [MeasureFactory(), MeasureFactory()]
    quarters = [PeriodFactory(code=f"2026-Q{n}") for n in (1, 2, 3)]
    for number, quarter in enumerate([*quarters, *quarters[:2]], start=1):
        publication = PublicationFactory(number=number, period=quarter)
        for measure in measures:
            for place in places:
                for group in reversed(groups):
                    if number < 4 or group is None or place is places[0]:
                        PublishedFigureFactory(
                            publication=publication,
                            measure=measure,
                            place=place,
                            category=group,
                            numerator=Decimal(number),
                        )
    return measures[1]


def test_the_last_versions_come_in_the_same_order() -> None:
    _published_again()

    written, expected = both()

    assert len(written) == 1 + 2 * 2 * 3 * 3
    assert {line[0] for line in written[1:]} == {"3", "4", "5", "1", "2"}
    assert written == expected


def test_a_measure_and_a_place_may_be_asked_for_alone() -> None:
    measure = _published_again()
    place = Place.objects.exclude(pk=BoroughFactory().pk).get(code="TH-NE")

    of_measure, of_place, of_both = (
        both(measure=measure), both(place=place.pk), both(measure=measure, place=place.pk)
    )  # fmt: skip

    assert [len(written) for written, _ in (of_measure, of_place, of_both)] == [19, 19, 10]
    assert all(written == expected for written, expected in (of_measure, of_place, of_both))


def test_a_publication_that_was_recorded_late_is_no_later_version() -> None:
    for number in (2, 1):
        publication = PublicationFactory(number=number)
        measure = Measure.objects.first() or MeasureFactory()
        PublishedFigureFactory(publication=publication, measure=measure)

    written, expected = both()

    assert written[1].startswith("2,")
    assert written == expected


def test_the_table_of_the_package_is_the_same_file() -> None:
    _published_again()
    names = Names.load(of_people=False)

    assert _lines(OBSERVATIONS.stream(names)) == _lines(stream(names)) == both()[1]


def test_nothing_published_is_a_header() -> None:
    written, expected = both()

    assert written == expected
    assert len(written) == 1


def test_no_rows_are_sorted_before_the_first_is_sent() -> None:
    """By the planner's word for ten million rows, whatever it knows of a table this small."""
    _published_again()
    with CaptureQueriesContext(connection) as asked:
        list(stream(Names.load(of_people=False)))
    (copied,) = [each["sql"] for each in asked if "COPY (" in each["sql"]]
    query = re.search(r"COPY \((.*)\) TO STDOUT", copied, re.DOTALL)
    assert query is not None

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE pg_class SET relpages = 300000, reltuples = 10000000 WHERE relname = %s",
            [PublishedFigure._meta.db_table],
        )
        cursor.execute(f"EXPLAIN (FORMAT JSON) {query[1]}")
        found = cursor.fetchone()[0]
    plan = found if isinstance(found, str) else json.dumps(found)

    assert '"Index Name": "figure_series"' in plan
    assert not re.search(r'"Node Type": "(Sort|Incremental Sort|Hash|Seq Scan)', plan)


@pytest.mark.django_db(transaction=True)
def test_a_reader_who_goes_away_leaves_the_connection_as_it_was() -> None:
    _figures(source=[f"{i} " + "s" * 290 for i in range(4000)])
    pieces = stream(Names.load(of_people=False))
    started = [next(pieces), next(pieces)]

    pieces.close()  # type: ignore[attr-defined]

    assert sum(map(len, started)) < 500_000
    assert not connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('enable_sort'), pg_backend_pid()")
        assert cursor.fetchone() == ("on", connection.connection.info.backend_pid)
    assert len(both()[0]) == 4001
