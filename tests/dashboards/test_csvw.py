"""The W3C description says of the figures' files what a real file holds.

The rules are those of Metadata Vocabulary for Tabular Data: https://www.w3.org/TR/tabular-metadata/
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urljoin

import pytest
from django.test import Client

from governance.models import User
from tests.factories.governance import LocalityFactory
from tests.factories.outcomes import MeasureFactory, PublicationFactory, PublishedFigureFactory

FILES = ["/data/observations.csv", "/data/measures/HEA-101.csv"]
PARSES: dict[str, Callable[[str], object]] = {
    "string": str,
    "integer": int,
    "decimal": lambda cell: re.fullmatch(r"-?\d+(\.\d+)?", cell),
    "date": date.fromisoformat,
}


@pytest.fixture
def reader(sign_in: Callable[[User], Client], board_member: User) -> Client:
    return sign_in(board_member)


@pytest.fixture
def figures(db: None) -> None:
    common = {
        "publication": PublicationFactory(number=7),
        "measure": MeasureFactory(code="HEA-101", title='Babies, "healthy"\r\nweight'),
    }
    nothing = dict.fromkeys(["numerator", "denominator", "value", "lower", "upper"])
    PublishedFigureFactory(**common, lower=1.5, upper=-0.25, value=-1.0)
    PublishedFigureFactory(**common, **nothing, place=LocalityFactory(), shorthand="c")


def description(client: Client, file: str) -> dict[str, Any]:
    response = client.get(f"{file}-metadata.json")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/csvm+json"
    found: dict[str, Any] = response.json()
    return found


def rows(client: Client, file: str) -> list[list[str]]:
    body = b"".join(client.get(file).streaming_content)  # type: ignore[arg-type, attr-defined]
    return list(csv.reader(io.StringIO(body.decode("utf-8"), newline="")))


@pytest.mark.usefixtures("figures")
@pytest.mark.parametrize("file", FILES)
def test_it_stands_beside_the_file_it_describes(reader: Client, file: str) -> None:
    described = description(reader, file)

    assert described["@context"][0] == "http://www.w3.org/ns/csvw"
    assert set(described["@context"][1]) <= {"@language", "@base"}
    assert described["@type"] == "Table"
    assert urljoin(f"{file}-metadata.json", described["url"]) == file
    assert all(":" in name for name in set(described) - ALLOWED)


#: What a table's description may hold (5.4) besides words of other vocabularies, such as dc:title.
ALLOWED = {"@context", "@type", "@id", "url", "dialect", "notes", "tableSchema", "suppressOutput"}


@pytest.mark.usefixtures("figures")
@pytest.mark.parametrize("file", FILES)
def test_every_cell_of_a_real_file_is_what_its_column_says(reader: Client, file: str) -> None:
    schema = description(reader, file)["tableSchema"]
    columns = schema["columns"]
    header, *body = rows(reader, file)

    assert [column["titles"] for column in columns] == header
    assert [column["name"] for column in columns] == header
    assert len(set(header)) == len(header)
    assert len(body) == 2
    for row in body:
        for cell, column in zip(row, columns, strict=True):
            if cell == column["null"]:
                assert not column["required"], column["name"]
            else:
                assert PARSES[column["datatype"]](cell) is not None, (column["name"], cell)
    key = [header.index(name) for name in schema["primaryKey"]]
    assert len({tuple(row[at] for at in key) for row in body}) == len(body)
    assert all(columns[at]["required"] for at in key)


@pytest.mark.usefixtures("figures")
@pytest.mark.parametrize("file", FILES)
def test_a_program_that_has_the_file_is_led_to_its_description(reader: Client, file: str) -> None:
    expected = f'<{file}-metadata.json>; rel="describedby"; type="application/csvm+json"'

    assert reader.get(file).headers["Link"] == expected


@pytest.mark.usefixtures("figures")
def test_it_names_its_publication_licence_and_measure(reader: Client) -> None:
    described = description(reader, FILES[1])

    assert described["dc:identifier"] == "Publication 7"
    assert described["dc:license"]["@id"].endswith("open-government-licence/version/3/")
    assert described["dc:title"].endswith('Babies, "healthy"\r\nweight')


def test_before_the_first_publication_it_names_none(reader: Client) -> None:
    assert "dc:issued" not in description(reader, FILES[0])


def test_a_measure_that_is_not_there_has_no_description(reader: Client) -> None:
    assert reader.get("/data/measures/ZZZ-999.csv-metadata.json").status_code == 404


def test_the_page_leads_to_it(reader: Client) -> None:
    body = reader.get("/data/").content.decode()

    assert 'href="/data/observations.csv-metadata.json"' in body
