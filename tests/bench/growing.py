"""Makes the table of published figures large, by one statement a publication and without dice.

Every figure of the quarters in which none was split yet is split by small areas, as many as it
takes. So the pages of the latest quarters show what they showed, and each query has to find that
among up to a thousand times as many rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection

from outcomes.models import Breakdown, Category, Publication, PublishedFigure

_TABLE = PublishedFigure._meta.db_table
_COPIED = [
    field.column
    for field in PublishedFigure._meta.concrete_fields
    if field.name not in {"id", "category", "note"}
]


def grow(rows: int) -> int:
    """Adds groups until about so many figures are published; how many there are then."""
    split = PublishedFigure.objects.exclude(category=None).order_by("publication_id")
    older = list(
        Publication.objects.filter(pk__lt=split.values("publication_id")[:1])
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    whole = PublishedFigure.objects.filter(publication__in=older).count()
    groups = (rows - PublishedFigure.objects.count()) // whole
    if groups > 0:
        with _loading():
            _split(older, groups)
    return PublishedFigure.objects.count()


def _split(publications: Sequence[int], groups: int) -> None:
    breakdown = Breakdown.objects.create(code="small-area", name="Small area", order=1000)
    Category.objects.bulk_create(
        Category(breakdown=breakdown, code=f"area-{each}", name=f"Area {each}", order=each)
        for each in range(groups)
    )
    copied = ", ".join(f"figure.{column}" for column in _COPIED)
    with connection.cursor() as cursor:
        for publication in publications:
            # In the order of the key that stays while they are added.
            cursor.execute(
                f"INSERT INTO {_TABLE} ({', '.join(_COPIED)}, category_id, note) "
                f"SELECT {copied}, category.id, '' FROM {_TABLE} figure "
                f"CROSS JOIN {Category._meta.db_table} category "
                "WHERE figure.publication_id = %s AND figure.category_id IS NULL "
                "AND category.breakdown_id = %s "
                "ORDER BY figure.measure_id, figure.place_id, figure.period_id, category.id",
                [publication, breakdown.pk],
            )


@contextmanager
def _loading() -> Iterator[None]:
    """Without what makes a database keep its word, and without indexes until all is there."""
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        for statement in _SQLITE_FIRST if is_sqlite else _POSTGRES_FIRST:
            cursor.execute(statement)
        cursor.execute(_SQLITE_INDEXES if is_sqlite else _POSTGRES_INDEXES, [_TABLE])
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _, definition in indexes:
            cursor.execute(definition)
        for statement in _SQLITE_LAST if is_sqlite else _POSTGRES_LAST:
            cursor.execute(statement)


_SQLITE_FIRST = (
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "PRAGMA foreign_keys = OFF",
    "PRAGMA cache_size = -200000",
)
_SQLITE_INDEXES = (
    "SELECT name, sql FROM sqlite_master "
    "WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL AND sql NOT LIKE '%% WHERE %%'"
)
#: No ANALYZE: nobody runs one on the embedded database.
_SQLITE_LAST = ("PRAGMA journal_mode = WAL",)

#: As a replica it checks no foreign key of each row: the keys are those of rows there are.
_POSTGRES_FIRST = ("SET session_replication_role = replica", "SET maintenance_work_mem = '512MB'")
_POSTGRES_INDEXES = (
    "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
    "WHERE indrelid = %s::regclass AND NOT indisunique"
)
#: What autovacuum does by itself soon after.
_POSTGRES_LAST = (f"VACUUM (ANALYZE) {_TABLE}",)
