"""The files of /data/ hold what was published, and nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.http import http_date

from dashboards.exports import observations_csv as export
from dashboards.exports.shorthand import SYMBOLS, printed
from governance.models import Body, ReportingLine, User
from outcomes.models import Breakdown, Category, MetricMeasure, PublishedFigure
from tests.factories.governance import BodyFactory, LocalityFactory
from tests.factories.outcomes import (
    FrameworkVersionFactory,
    MeasureFactory,
    MetricFactory,
    OutcomeAreaFactory,
    OutcomeFactory,
    PeriodFactory,
    PriorityFactory,
    PublicationFactory,
    PublishedFigureFactory,
)

CSV = "/data/observations.csv"
HEADER = (
    "publication,measure,measure_title,period,period_start,period_end,geography_code,geography,"
    "breakdown,category,numerator,denominator,value,unit,lower,upper,shorthand,"
    "reporters_expected,reporters_included,source"
)


@pytest.fixture
def reader(sign_in: Callable[[User], Client], board_member: User) -> Client:
    return sign_in(board_member)


def content(client: Client, path: str = CSV, **headers: str) -> bytes:
    response = client.get(path, headers=headers)
    assert response.status_code == 200
    return b"".join(response.streaming_content)  # type: ignore[arg-type, attr-defined]


def rows(client: Client, path: str = CSV) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content(client, path).decode(), newline="")))


def hidden(**fields: Any) -> PublishedFigure:
    nothing = dict.fromkeys(["numerator", "denominator", "value", "lower", "upper"])
    return PublishedFigureFactory(**{**nothing, **fields})


# ---- observations.csv ----


def test_the_columns_are_these_in_this_order(reader: Client) -> None:
    assert content(reader) == f"{HEADER}\r\n".encode()


def test_a_row_says_everything_of_a_figure(reader: Client) -> None:
    PublishedFigureFactory(
        publication=PublicationFactory(number=7),
        measure=MeasureFactory(code="HEA-101"),
        lower=21.75,
        upper=27.0,
        source="Maternity records",
    )

    (row,) = rows(reader)

    assert row == {
        "publication": "7",
        "measure": "HEA-101",
        "measure_title": "Babies born at a healthy weight",
        "period": "2026-Q2",
        "period_start": "2026-07-01",
        "period_end": "2026-09-30",
        "geography_code": "E09000030",
        "geography": "Tower Hamlets",
        "breakdown": "All",
        "category": "All",
        "numerator": "253",
        "denominator": "1041",
        "value": "24.3",
        "unit": "%",
        "lower": "21.75",
        "upper": "27",
        "shorthand": "",
        "reporters_expected": "4",
        "reporters_included": "4",
        "source": "Maternity records",
    }


def test_only_the_last_version_of_a_figure_is_there(reader: Client) -> None:
    measure, other = MeasureFactory(), MeasureFactory()
    first, second = PublicationFactory(number=1), PublicationFactory(number=2)
    PublishedFigureFactory(publication=first, measure=measure, numerator=Decimal(10))
    PublishedFigureFactory(publication=first, measure=other, numerator=Decimal(20))
    PublishedFigureFactory(
        publication=second, measure=measure, numerator=Decimal(11), shorthand="r"
    )

    found = [(r["publication"], r["measure"], r["numerator"], r["shorthand"]) for r in rows(reader)]

    assert found == [("2", measure.code, "11", "[r]"), ("1", other.code, "20", "")]


def test_a_figure_that_is_hidden_in_its_last_version_is_not_given_from_an_earlier_one(
    reader: Client,
) -> None:
    measure = MeasureFactory()
    PublishedFigureFactory(publication=PublicationFactory(number=1), measure=measure)
    hidden(publication=PublicationFactory(number=2), measure=measure, shorthand="c")

    (row,) = rows(reader)

    assert [row[name] for name in ("numerator", "denominator", "value", "lower", "upper")] == [
        ""
    ] * 5
    assert row["shorthand"] == "[c]"


def test_places_periods_and_groups_are_figures_of_their_own(reader: Client) -> None:
    sex = Breakdown.objects.create(code="sex", name="Sex")
    girls = Category.objects.create(breakdown=sex, code="female", name="Female")
    measure, publication = MeasureFactory(), PublicationFactory()
    common = {"measure": measure, "publication": publication}
    PublishedFigureFactory(**common, category=girls)
    PublishedFigureFactory(**common)
    PublishedFigureFactory(**common, place=LocalityFactory())
    PublishedFigureFactory(**common, period=PeriodFactory(code="2026-Q1"))

    found = [
        (r["geography_code"], r["period"], r["breakdown"], r["category"]) for r in rows(reader)
    ]

    assert len(found) == 4
    assert found[-1] == ("E09000030", "2026-Q2", "Sex", "Female")
    assert {row[2:] for row in found[:3]} == {("All", "All")}


@pytest.mark.parametrize("opening", ["=", "+", "-", "@", " =", "\t=", "\uff1d"])
def test_words_are_kept_from_running_as_a_formula(reader: Client, opening: str) -> None:
    PublishedFigureFactory(
        measure=MeasureFactory(title=f"{opening}1+1"), source=f"{opening}cmd|'/c calc'!A1"
    )

    (row,) = rows(reader)

    assert row["measure_title"] == f"'{opening}1+1"
    assert row["source"] == f"'{opening}cmd|'/c calc'!A1"


def test_a_negative_number_stays_a_number(reader: Client) -> None:
    PublishedFigureFactory(value=-2.5, lower=-3.25, upper=-0.0000001)

    (row,) = rows(reader)

    assert (row["value"], row["lower"], row["upper"]) == ("-2.5", "-3.25", "0")


def test_commas_quotes_and_line_ends_come_back_as_they_went(reader: Client) -> None:
    title = 'Fathers, "kinship" carers\r\nand others: \u09ac\u09be\u0982\u09b2\u09be'
    PublishedFigureFactory(measure=MeasureFactory(title=title))

    raw = content(reader)

    assert rows(reader)[0]["measure_title"] == title
    assert raw.count(b"\r\n") == raw.count(b"\n") == 3
    assert not raw.startswith(b"\xef\xbb\xbf")


def test_a_demonstration_says_so_at_the_end_of_every_source(reader: Client, settings: Any) -> None:
    settings.DEMO = True
    PublishedFigureFactory(source="Maternity records")
    PublishedFigureFactory(source="Police records. Illustrative figures")
    PublishedFigureFactory(source="")

    assert [row["source"] for row in rows(reader)] == [
        "Maternity records. Illustrative figures",
        "Police records. Illustrative figures",
        "Illustrative figures",
    ]


def test_an_illustrative_publication_says_so_also_after_the_demonstration(reader: Client) -> None:
    PublishedFigureFactory(
        publication=PublicationFactory(is_illustrative=True), source="Maternity records"
    )

    assert rows(reader)[0]["source"] == "Maternity records. Illustrative figures"


def test_the_number_of_queries_does_not_grow_with_the_figures(reader: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            content(reader)
        return len(captured)

    publication = PublicationFactory()
    PublishedFigureFactory(publication=publication)
    content(reader)
    few = queries()
    for _ in range(6):
        PublishedFigureFactory(publication=publication)

    assert queries() == few <= 12


def test_the_file_is_sent_in_pieces_none_of_them_empty(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "_ROWS_SENT_AT_ONCE", 2)
    publication = PublicationFactory()
    for _ in range(4):
        PublishedFigureFactory(publication=publication)

    pieces = list(export.encoded(export.rows(export.Names.load(of_people=False))))

    assert pieces[0] == f"{HEADER}\r\n".encode()
    assert [piece.count(b"\r\n") for piece in pieces] == [1, 2, 2]


def test_one_measure_has_a_file_of_its_own(reader: Client) -> None:
    publication = PublicationFactory()
    PublishedFigureFactory(publication=publication, measure=MeasureFactory(code="SAF-101"))
    PublishedFigureFactory(publication=publication, measure=MeasureFactory(code="SAF-102"))

    assert [row["measure"] for row in rows(reader, "/data/measures/SAF-102.csv")] == ["SAF-102"]
    assert reader.get("/data/measures/SAF-999.csv").status_code == 404


# ---- Whoever has it already is told so ----


def test_an_unchanged_file_is_not_sent_again(reader: Client) -> None:
    PublishedFigureFactory()
    first = reader.get(CSV)

    again = reader.get(CSV, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == "private, no-cache"


def test_a_day_does_not_stand_for_the_tag(reader: Client) -> None:
    """A copy of another reader's, or from before a new name, is as young."""
    figure = PublishedFigureFactory()
    tomorrow = http_date((figure.publication.published_at + timedelta(days=1)).timestamp())

    response = reader.get(CSV, headers={"If-Modified-Since": tomorrow})

    assert response.status_code == 200
    assert "Last-Modified" not in response.headers


def test_a_new_publication_or_a_new_title_is_sent(reader: Client) -> None:
    figure = PublishedFigureFactory(publication=PublicationFactory(number=1))
    first = reader.get(CSV).headers["ETag"]
    PublicationFactory(number=2, published_at=datetime(2026, 12, 1, tzinfo=UTC))
    second = reader.get(CSV, headers={"If-None-Match": first})
    figure.measure.title = "Another title"
    figure.measure.save()
    third = reader.get(CSV, headers={"If-None-Match": second.headers["ETag"]})

    assert (second.status_code, third.status_code) == (200, 200)


def test_asking_only_for_the_head_sends_no_rows(reader: Client) -> None:
    PublishedFigureFactory()

    response = reader.head(CSV)

    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/csv; charset=utf-8")
    assert response.headers["Content-Disposition"] == 'attachment; filename="observations.csv"'
    assert response.headers["ETag"]


def test_a_changed_definition_is_sent_although_nothing_was_published(reader: Client) -> None:
    measure = MeasureFactory()
    first = reader.get("/data/framework.json").headers["ETag"]
    assert reader.get("/data/framework.json", headers={"If-None-Match": first}).status_code == 304

    measure.title = "Another title"
    measure.save()

    assert reader.get("/data/framework.json", headers={"If-None-Match": first}).status_code == 200


# ---- datapackage.json ----


def test_the_descriptor_describes_the_rows(reader: Client) -> None:
    hidden(shorthand="c")
    PublishedFigureFactory(lower=1.5, upper=2.5)
    PublishedFigureFactory(denominator=None, value=-1.0)

    package = reader.get("/data/datapackage.json").json()
    observations, *tables, framework = package["resources"]
    schema = observations["schema"]

    assert [field["name"] for field in schema["fields"]] == HEADER.split(",")
    assert (observations["path"], framework["path"]) == ("observations.csv", "framework.json")
    for table in tables:
        header = content(reader, f"/data/{table['path']}").decode().split("\r\n")[0].split(",")
        assert [field["name"] for field in table["schema"]["fields"]] == header
        assert set(table["schema"]["primaryKey"]) <= set(header)
    found = rows(reader)
    assert len(found) == 3
    for field in schema["fields"]:
        for row in found:
            check_cell(row[field["name"]], field)
    assert len({tuple(row[name] for name in schema["primaryKey"]) for row in found}) == 3


def check_cell(cell: str, field: dict[str, Any]) -> None:
    if cell == "":
        assert not field.get("constraints", {}).get("required"), field["name"]
    elif field["type"] == "integer":
        int(cell)
    elif field["type"] == "number":
        assert re.fullmatch(r"-?\d+(\.\d+)?", cell)
    elif field["type"] == "date":
        date.fromisoformat(cell)
    else:
        assert field["type"] == "string"


def test_the_descriptor_names_its_licence_and_its_publication(reader: Client) -> None:
    assert "version" not in reader.get("/data/datapackage.json").json()
    PublicationFactory(number=3)

    package = reader.get("/data/datapackage.json").json()

    assert package["version"] == "3"
    assert package["licenses"][0]["name"] == "OGL-UK-3.0"


# ---- framework.json ----


def test_a_framework_is_written_in_this_shape(reader: Client) -> None:
    metric = MetricFactory(code="bcyp.healthy.m2", text="Healthy birth weight")
    OutcomeFactory(text="Are physically healthy")
    metric.priorities.add(PriorityFactory(number=1))
    MetricMeasure.objects.create(metric=metric, measure=MeasureFactory(code="HEA-101"))

    document = reader.get("/data/framework.json").json()

    assert document["frameworks"] == [
        {
            "code": "early-help-outcomes",
            "title": "Early Help Outcomes Framework",
            "version": "2025-2028",
            "areas": [{"code": "healthy", "name": "Healthy"}],
            "levels": [{"code": "bcyp", "name": "Babies, children and young people"}],
            "outcomes": [{"text": "Are physically healthy", "area": "healthy", "level": "bcyp"}],
            "indicators": [],
            "metrics": [
                {
                    "code": "bcyp.healthy.m2",
                    "text": "Healthy birth weight",
                    "area": "healthy",
                    "level": "bcyp",
                    "priorities": [1],
                    "measures": ["HEA-101"],
                }
            ],
        }
    ]
    assert document["priorities"] == [
        {
            "kind": "outcome",
            "number": 1,
            "title": "Promote take up of antenatal care",
            "commitments": [],
        }
    ]
    assert document["measures"] == [
        {
            "code": "HEA-101",
            "title": "Babies born at a healthy weight",
            "type": "proportion",
            "unit": "%",
            "polarity": "higher",
            "frequency": "quarterly",
            "pattern": None,
            "numerator": "Live term babies who weighed 2,500 g or more",
            "denominator": "Live term babies",
            "status": "proposed",
        }
    ]
    assert "illustrative" not in document


def test_an_ambition_is_an_area_with_actions(reader: Client) -> None:
    version = FrameworkVersionFactory()
    ambition = OutcomeAreaFactory(version=version, code="a1", name="A great start", order=1)
    OutcomeAreaFactory(version=version, code="plain", name="Not an ambition", order=2)
    ambition.actions.create(code="a1.act1", text="Open hubs")
    ambition.led_by.add(BodyFactory(code="maternity", name="Maternity Group"))
    MetricFactory(version=version, area=ambition, level=None, text="More babies fed")

    assert reader.get("/data/framework.json").json()["ambitions"] == [
        {
            "number": 1,
            "title": "A great start",
            "led_by": ["Maternity Group"],
            "actions": ["Open hubs"],
            "measures": ["More babies fed"],
        }
    ]


def test_bodies_are_the_described_ones_with_their_local_instances(reader: Client) -> None:
    team = BodyFactory(code="ilt", name="Leadership team", kind="locality team", per_locality=True)
    place = LocalityFactory()
    Body.objects.create(
        code="ilt_ne", name="Leadership team, NE", kind=team.kind, instance_of=team, place=place
    )
    ReportingLine.objects.create(
        body=team, reports_to=Body.objects.get(code="eh_board"), strength="inferred"
    )
    Body.objects.filter(code="eh_board").update(cadence="quarterly", cadence_is_stated=True)

    bodies = reader.get("/data/framework.json").json()["bodies"]

    assert bodies == [
        {
            "name": "Early Help Partnership Board",
            "kind": "board",
            "cadence": "quarterly",
            "reports_to": [],
        },
        {
            "name": "Leadership team",
            "kind": "locality team",
            "cadence": None,
            "reports_to": ["Early Help Partnership Board"],
            "instances": [{"name": "Leadership team, NE", "locality": "TH-NE"}],
        },
    ]


def test_a_demonstration_says_so_in_the_framework_file(reader: Client, settings: Any) -> None:
    settings.DEMO = True

    assert reader.get("/data/framework.json").json()["illustrative"] is True


# ---- The page, and the letters ----


def test_the_page_leads_to_every_file_and_explains_every_column(reader: Client) -> None:
    PublishedFigureFactory(measure=MeasureFactory(code="HEA-101"))
    MeasureFactory(code="HEA-102")

    body = reader.get("/data/").content.decode()

    for path in (
        CSV,
        "/data/framework.json",
        "/data/datapackage.json",
        "/data/measures/HEA-101.csv",
    ):
        assert f'href="{path}"' in body
    assert "HEA-102" not in body
    for column in HEADER.split(","):
        assert f"<code>{column}</code>" in body
    for symbol in SYMBOLS:
        assert symbol.printed in body


def test_letters_are_printed_in_brackets() -> None:
    assert [printed(code) for code in ("", "c", "p r", "low,u")] == [
        "",
        "[c]",
        "[p] [r]",
        "[low] [u]",
    ]
