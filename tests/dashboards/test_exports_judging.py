"""Who agreed a target or a new baseline may be a person: named to members alone."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from dashboards.reloading.files import Line
from dashboards.reloading.judging import JudgingReader
from governance.models import Place, User
from tests.factories.evidence import RebaseFactory, TargetFactory
from tests.factories.outcomes import MeasureFactory, PublicationFactory

SignIn = Callable[[User], Client]


def _rows(client: Client, name: str) -> list[dict[str, str]]:
    sent = b"".join(client.get(f"/data/{name}.csv").streaming_content)  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(sent.decode(), newline="")))


@pytest.mark.parametrize(
    ("name", "columns"),
    [("benchmarks", ["approved_by"]), ("rebases", ["asked_by", "approved_by"])],
)
def test_who_asked_and_who_agreed_is_for_members(
    reader: Client, sign_in: SignIn, stranger: User, settings: Any, name: str, columns: list[str]
) -> None:
    settings.PUBLIC_DASHBOARDS = True
    publication, named = PublicationFactory(), {"approved_by": "Ada Osei"}
    TargetFactory(**named)
    RebaseFactory(**named, asked_by="Ben Hall", period=publication.period)

    [seen] = _rows(reader, name)

    assert all(seen[column] for column in columns)
    # Whoever signed in may be a member of nothing.
    for client in (Client(), sign_in(stranger)):
        [told] = _rows(client, name)
        assert [told[column] for column in columns] == [""] * len(columns)


def test_what_names_nobody_is_loaded_all_the_same(borough: Place) -> None:
    cells = {
        "kind": "target", "measure": MeasureFactory().code, "geography_code": borough.code,
        "starts_on": date(2026, 4, 1), "value": Decimal(70), "upper_value": None, "period": "",
        "due_on": date(2027, 3, 31), "source": "", "reason": "As the best.", "approved_by": "",
    }  # fmt: skip
    tables = {"benchmarks": [Line("benchmarks.csv", 2, cells)]}

    [loaded] = JudgingReader().benchmarks(tables)
    assert loaded.approved_by == ""
    loaded.approved_by = "The Board"
    loaded.save()
    assert JudgingReader().benchmarks(tables) == []
