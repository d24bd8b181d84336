"""No page of the Board reads the table of published figures through: it grows for ever."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from governance.models import Place
from outcomes.models import Measure, PublishedFigure
from tests.dashboards.publishing import add_figure, codes, publication_of, summaries_for
from tests.factories.evidence import PublishedWordingFactory
from tests.factories.outcomes import BreakdownFactory, CategoryFactory, PeriodFactory

TABLE = PublishedFigure._meta.db_table
#: What an index has to be entered by: a measure's series, or what one publication holds.
KEYS = ("measure_id", "publication_id")


def sqlite_scans(sql: str) -> Iterator[str]:
    """The steps of a plan that read the table in another way than by a key."""
    aliases = {TABLE, *re.findall(rf'"{TABLE}" (U\d+)', sql)}
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        steps = [row[3] for row in cursor.fetchall()]
    for step in steps:
        how, _, rest = step.partition(" ")
        is_read = how in {"SCAN", "SEARCH"} and rest.split()[0] in aliases
        if is_read and not any(f"({key}=?" in step for key in KEYS):
            yield step


def postgres_scans(sql: str) -> Iterator[str]:
    """The same, of the plan for ten million rows: it takes the planner's word for how many."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE pg_class SET relpages = 1, reltuples = 10000000 WHERE relname = %s", [TABLE]
        )
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
        found = cursor.fetchone()[0]
        transaction.set_rollback(True)
    plan = json.loads(found) if isinstance(found, str) else found
    for node in _nodes(plan[0]["Plan"]):
        if node.get("Relation Name") == TABLE:
            conditions = " ".join(each.get("Index Cond", "") for each in _nodes(node))
            if not any(key in conditions for key in KEYS):
                yield f"{node['Node Type']} {conditions}"


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("Plans", ()):
        yield from _nodes(child)


def scans(sql: str) -> list[str]:
    return list(sqlite_scans(sql) if connection.vendor == "sqlite" else postgres_scans(sql))


@pytest.fixture
def published(booking: Measure, borough: Place, localities: dict[str, Place]) -> None:
    """Two quarters of one measure, in the borough and its localities, split by group."""
    group = CategoryFactory(breakdown=BreakdownFactory(code="ethnicity"))
    booking.breakdowns.add(group.breakdown)
    for code in codes(2):
        publication = publication_of(PeriodFactory(code=code))
        for place in (borough, *localities.values()):
            add_figure(publication, booking, place, (200, 1000))
            add_figure(publication, booking, place, (3, 10), category=group)
        summaries_for(publication)
    PublishedWordingFactory(publication=publication)


@pytest.mark.parametrize(
    ("page", "reads"),
    [
        ("/dashboard/", 1),
        ("/dashboard/measures/HEA-201/", 1),
        ("/dashboard/areas/healthy/", 0),
        ("/dashboard/localities/north-east/", 1),
        ("/dashboard/matrix/", 1),
        ("/dashboard/equalities/", 3),
        ("/dashboard/completeness/", 1),
        ("/dashboard/pack/2026-Q2/summary/", 1),
        ("/data/", 1),
    ],
)
def test_a_page_finds_its_figures_by_an_index(
    reader: Client, published: None, page: str, reads: int
) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert reader.get(page).status_code == 200

    found = [each["sql"] for each in asked if TABLE in each["sql"] and "OFFSET" not in each["sql"]]
    assert len(found) == reads
    assert [scans(sql) for sql in found] == [[]] * reads


def test_a_query_without_an_index_would_be_told(published: None) -> None:
    with CaptureQueriesContext(connection) as asked:
        list(PublishedFigure.objects.filter(note="").order_by("pk").values_list("pk"))

    assert scans(asked[0]["sql"])
