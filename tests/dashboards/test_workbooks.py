"""A measure's workbook holds the rows of its CSV, and what makes a spreadsheet accessible."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from dashboards.exports import observations_xlsx
from dashboards.exports.observations_csv import HEADER
from dashboards.exports.shorthand import SYMBOLS
from governance.models import User
from tests.factories.governance import LocalityFactory
from tests.factories.outcomes import MeasureFactory, PublicationFactory, PublishedFigureFactory

FILE = "/data/measures/HEA-101.xlsx"
WHOLE = "/data/observations.xlsx"


@pytest.fixture
def reader(sign_in: Callable[[User], Client], board_member: User) -> Client:
    return sign_in(board_member)


@pytest.fixture
def figures(db: None) -> None:
    common = {
        "publication": PublicationFactory(number=7),
        "measure": MeasureFactory(code="HEA-101", title="=1+1"),
    }
    nothing = dict.fromkeys(["numerator", "denominator", "value", "lower", "upper"])
    PublishedFigureFactory(**common, value=-2.5, source="\t@cmd\x07")
    PublishedFigureFactory(**common, **nothing, place=LocalityFactory(), shorthand="c")


def content(client: Client, path: str = FILE) -> bytes:
    response = client.get(path)
    assert response.status_code == 200
    return b"".join(response.streaming_content)  # type: ignore[arg-type, attr-defined]


def rows(book: Any) -> list[dict[str, Any]]:
    _, _, header, *body = book["Figures"].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in body]


@pytest.mark.usefixtures("figures")
def test_numbers_are_numbers_and_words_are_never_run(reader: Client) -> None:
    file = content(reader)

    shown, hidden = rows(load_workbook(io.BytesIO(file)))

    assert list(shown) == HEADER
    assert (shown["value"], shown["publication"]) == (-2.5, 7)
    assert shown["period_start"] == datetime(2026, 7, 1)  # noqa: DTZ001 (a workbook has no zones)
    assert (shown["measure_title"], shown["source"]) == ("'=1+1", "'\t@cmd")
    assert (hidden["value"], hidden["numerator"], hidden["shorthand"]) == (None, None, "[c]")
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if "/worksheets/sheet" in name]
    assert not [sheet for sheet in sheets if re.search(rb"<f[ >]|mergeCell", sheet)]


@pytest.mark.usefixtures("figures")
@pytest.mark.parametrize("path", [FILE, WHOLE])
def test_it_is_made_as_an_accessible_spreadsheet_is(reader: Client, path: str) -> None:
    book = load_workbook(io.BytesIO(content(reader, path)))

    assert book.sheetnames == ["Cover", "Columns", "Shorthand", "Figures"]
    assert book.properties.language == "en-GB"
    assert book.properties.title
    assert {sheet.sheet_state for sheet in book} == {"visible"}
    assert all(sheet["A1"].value for sheet in book)
    for sheet in book.worksheets[1:]:
        (table,) = sheet.tables.values()
        assert table.ref.startswith("A3:")
        assert sheet.freeze_panes == "A4"
        assert [column.name for column in table.tableColumns] == [c.value for c in sheet[3]]
        assert sheet.column_dimensions["A"].width >= 10
    letters = {row[0].value for row in book["Shorthand"].iter_rows(min_row=4)}
    assert letters == {symbol.printed for symbol in SYMBOLS}


def test_without_figures_it_has_its_headings_and_no_rows(reader: Client) -> None:
    MeasureFactory(code="HEA-101")

    assert rows(load_workbook(io.BytesIO(content(reader)))) == []


@pytest.mark.usefixtures("figures")
def test_it_is_not_made_again_for_whoever_has_it(reader: Client) -> None:
    first = reader.get(FILE)
    again = reader.get(FILE, headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert first.headers["ETag"] != reader.get("/data/measures/HEA-101.csv").headers["ETag"]
    assert first.headers["Content-Disposition"] == 'attachment; filename="HEA-101.xlsx"'
    assert reader.get("/data/measures/ZZZ-999.xlsx").status_code == 404


# ---- Every measure in one workbook ----


@pytest.mark.usefixtures("figures")
def test_one_workbook_holds_every_measure(reader: Client) -> None:
    PublishedFigureFactory(measure=MeasureFactory(code="SAF-101"))

    found = rows(load_workbook(io.BytesIO(content(reader, WHOLE))))

    assert [row["measure"] for row in found] == ["HEA-101", "HEA-101", "SAF-101"]
    assert WHOLE in reader.get("/data/").content.decode()


@pytest.mark.usefixtures("figures")
def test_where_they_are_too_many_it_is_said_what_to_take_instead(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(observations_xlsx, "MOST_FIGURES", 1)

    response = reader.get(WHOLE)

    assert response.status_code == 404
    assert "Take observations.csv" in response.content.decode()
    page = reader.get("/data/").content.decode()
    assert "too many for one workbook" in page
    assert f'href="{WHOLE}"' not in page
    assert reader.get(FILE).status_code == 200


@pytest.mark.usefixtures("figures")
def test_rows_that_one_sheet_cannot_hold_go_on_the_next(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(observations_xlsx, "_ROWS_A_SHEET", 1)

    book = load_workbook(io.BytesIO(content(reader, WHOLE)))

    assert book.sheetnames[3:5] == ["Figures", "Figures 2"]
    assert [book[name].max_row for name in book.sheetnames[3:5]] == [4, 4]
