"""observations.csv as PostgreSQL hands it over: the same bytes, nearly as fast as its own COPY.

The database finds the last version of each figure, writes its numbers as text and packs all periods
of a series into one message, so that Python does little for a row but put names in place of keys.
The rules of wording are those of observations_csv, applied once for each name.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from dashboards.exports.observations_csv import (
    FIELDS,
    HEADER,
    SERIES_ORDER,
    Names,
    encoded,
    of_source,
    published,
    rows,
)
from dashboards.exports.shorthand import printed
from outcomes.models import Measure

_SENT_AT_ONCE = 64 * 1024

# The index figure_series has the rows in this order. Without statistics, or with costs for another
# disk, the planner would sort millions of them before it gives the first; compiling takes longer
# than all else for a small file.
_IN_THE_ORDER_OF_THE_INDEX = """
SELECT set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true),
  set_config('enable_hashagg', 'off', true), set_config('jit', 'off', true),
  set_config('max_parallel_workers_per_gather', '0', true)
"""
_SERIES = """
COPY (
  SELECT measure_id, category_id, place_id, array_agg(period_id), array_agg(publication_id),
    array_agg(concat(trim_scale(numerator), ',', trim_scale(denominator), ',', {value})),
    array_agg(concat({lower}, ',', {upper})), array_agg(shorthand::text),
    array_agg(concat(reporters_expected, ',', reporters_included)), array_agg(source::text)
  FROM ({latest}) latest
  GROUP BY measure_id, category_id, place_id
  ORDER BY measure_id, category_id NULLS FIRST, place_id
) TO STDOUT (FORMAT binary)
"""
_TYPES = ["int8", "int8", "int8", "int8[]", "int8[]", *["text[]"] * 5]

# Six decimal places as C rounds them, without zeros at the end. A millionth is rounded exactly in
# arithmetic, unless the product falls halfway between two: it may have been rounded itself. Where
# it does, and where PostgreSQL would write an exponent or has no digits left, whole and part are
# written one by one, which is exact and takes four times as long.
_NUMBER = """
CASE WHEN abs({0}) BETWEEN 0.001 AND 1e9 AND abs({0} * 1e6 - trunc({0} * 1e6)) <> 0.5
  THEN (round({0} * 1e6) / 1e6)::text
  ELSE trim_scale(to_char(trunc({0}), 'FM{digits}0')::numeric
    + to_char({0} - trunc({0}), 'FM0.000000')::numeric)::text
END
"""


def stream(
    names: Names, *, measure: Measure | None = None, place: int | None = None
) -> Iterator[bytes]:
    """The file of all figures in pieces, or of one measure's or place's, on either database."""
    if connection.vendor == "postgresql" and names.are_numbered_in_order:
        return _encoded(_lines(names, _latest(names, measure, place)))
    return encoded(rows(names, measure=measure, place=place))


def _latest(
    names: Names, measure: Measure | None, place: int | None
) -> QuerySet[Any, tuple[Any, ...]]:
    return (
        published(names, measure=measure, place=place)
        .order_by(*SERIES_ORDER, "-publication_id")
        .distinct("measure_id", "category_id", "place_id", "period_id")
        .values_list(*FIELDS)
    )


def _lines(names: Names, latest: QuerySet[Any, tuple[Any, ...]]) -> Iterator[str]:
    """The header, then the lines of each series.

    A reader who goes away closes this: the database is told to stop, and the connection is as good
    as before. The transaction keeps what is set for this one statement from the next.
    """
    yield _written(HEADER)[1:] + "\r\n"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_IN_THE_ORDER_OF_THE_INDEX)
        with cursor.copy(_statement(latest)) as copy:
            copy.set_types(_TYPES)
            series = _Series(names)
            for keys_and_columns in copy.rows():
                yield series.lines(*keys_and_columns)


def _statement(latest: QuerySet[Any, tuple[Any, ...]]) -> str:
    """With its parameters in place: COPY takes none."""
    numbers = {
        name: _NUMBER.format(name, digits="9" * 40).strip() for name in ("value", "lower", "upper")
    }
    sql, parameters = latest.query.sql_with_params()
    statement = _SERIES.format(latest=sql, **numbers)
    found: str = connection.ops.compose_sql(statement, parameters)  # type: ignore[attr-defined]
    return found


class _Series:
    """What the keys of a figure are called, each ready to stand in a line after another cell."""

    def __init__(self, names: Names) -> None:
        self._measures = {
            pk: (_written([code, title]), _written([unit]))
            for pk, (code, title, unit) in names.measures.items()
        }
        self._categories = {pk: _written(each) for pk, each in names.categories.items()}
        self._places = {pk: _written(each) for pk, each in names.places.items()}
        self._periods = {pk: _written(each) for pk, each in names.periods.items()}
        self._publications = names.publications

    def lines(self, measure: int, category: int | None, place: int, *columns: list[Any]) -> str:
        """The rows of one measure, group and place, in the order of their periods."""
        named, unit = self._measures[measure]
        where = self._places[place] + self._categories[category]
        periods, publications = self._periods, self._publications
        # No period comes twice, so nothing else is compared; they have come in order already,
        # which an aggregate promises to nobody.
        return "".join(
            [
                f"{publications[publication][0]}{named}{periods[period]}{where},{figures}{unit},"
                f"{interval}{_shorthand(letters)},{reporters}"
                f"{_source(source, publications[publication][1])}\r\n"
                for period, publication, figures, interval, letters, reporters, source in sorted(
                    zip(*columns, strict=True)
                )
            ]
        )


def _written(cells: Iterable[str]) -> str:
    """The cells as CSV, with the comma that parts them from the cell before."""
    text = io.StringIO()
    csv.writer(text).writerow(["", *cells])
    return text.getvalue().removesuffix("\r\n")


@lru_cache(maxsize=256)
def _shorthand(letters: str) -> str:
    return _written([printed(letters)])


@lru_cache(maxsize=4096)
def _source(source: str, illustrative: bool) -> str:
    return _written([of_source(source, illustrative)])


def _encoded(texts: Iterator[str]) -> Iterator[bytes]:
    """In UTF-8, the header by itself and then some texts at once."""
    yield next(texts).encode()
    held: list[str] = []
    size = 0
    for text in texts:
        held.append(text)
        size += len(text)
        if size >= _SENT_AT_ONCE:
            yield "".join(held).encode()
            held.clear()
            size = 0
    # A piece of no bytes would be the end of a chunked response.
    if held:
        yield "".join(held).encode()
