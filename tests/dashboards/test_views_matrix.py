"""Measures by places, as somebody reads them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dashboards.selectors.matrix import headline
from governance.models import Place
from outcomes.models import Measure
from tests.dashboards.publishing import publish, steady, text_of
from tests.factories.outcomes import MeasureFactory

MATRIX = "/dashboard/matrix/"
FILE = "/dashboard/matrix.csv"
WHOLE = (400, 1000)


def row_of(page: Any, measure: Measure) -> str:
    """The mark-up of a measure's row."""
    return (
        page.content.decode()
        .split(f'href="/dashboard/measures/{measure.code}/')[1]
        .split("</tr>")[0]
    )


def test_before_the_first_publication_there_is_no_file(reader: Client) -> None:
    assert reader.get(FILE).status_code == 404


def test_before_the_first_publication_it_says_so(reader: Client) -> None:
    assert "No figures have been published yet" in text_of(reader.get(MATRIX))


def test_a_locality_is_better_similar_or_worse_than_its_borough_in_a_word(
    reader: Client, borough: Place, localities: dict[str, Place], booking: Measure
) -> None:
    north_east, north_west, south_east, south_west = localities.values()
    publish(
        {
            (booking, borough): [WHOLE],
            (booking, north_east): [(200, 250)],
            (booking, north_west): [(100, 250)],
            (booking, south_east): [(10, 250)],
            (booking, south_west): ["c"],
        }
    )

    page = reader.get(MATRIX)

    row = row_of(page, booking)
    assert (
        row.index("Better")
        < row.index("80.0%")
        < row.index("Similar")
        < row.index('40.0%</strong><span class="eh-sub">100')
    )
    assert row.index("Similar") < row.index("Worse") < row.index("4.0%")
    assert "[c]" in row
    heading = "Of 3 comparisons with the borough, 1 is worse and 1 better; 1 is similar"
    assert heading in text_of(page)


def test_without_a_judgement_it_is_higher_or_lower(
    reader: Client, borough: Place, localities: dict[str, Place]
) -> None:
    plain = MeasureFactory(code="SAF-107", polarity="none")
    north_east, north_west, *_ = localities.values()
    publish(
        {
            (plain, borough): [WHOLE],
            (plain, north_east): [(200, 250)],
            (plain, north_west): [(10, 250)],
        }
    )

    row = row_of(reader.get(MATRIX), plain)

    assert row.index("Higher") < row.index("Lower")
    assert "Better" not in row
    assert "Worse" not in row


def test_worse_for_families_never_looks_like_a_service_that_does_worse(
    reader: Client,
    borough: Place,
    localities: dict[str, Place],
    booking: Measure,
    referred: Measure,
) -> None:
    north_east = localities["ne"]
    publish(
        {
            (booking, borough): [WHOLE],
            (booking, north_east): [(10, 250)],
            (referred, borough): [WHOLE],
            (referred, north_east): [(200, 250)],
        }
    )

    page = reader.get(MATRIX)

    everyones, services = row_of(page, booking), row_of(page, referred)
    assert "Worse" in everyones
    assert "Worse" in services
    assert "eh-fill-worse" in services
    assert "eh-fill-worse" not in everyones
    assert "eh-line-apart" in everyones
    text = text_of(page)
    assert text.index("everyone’s to change") < text.index(booking.title)
    assert (
        text.index(booking.title) < text.index("a service’s to change") < text.index(referred.title)
    )


def test_a_count_is_shown_and_not_compared(
    reader: Client, borough: Place, localities: dict[str, Place], families: Measure
) -> None:
    publish({(families, borough): [200], (families, localities["ne"]): [20]})

    page = reader.get(MATRIX)

    assert "a count, not compared" in row_of(page, families)
    assert "eh-status" not in row_of(page, families)
    assert "No locality’s figure can be compared with the borough’s yet" in text_of(page)


@pytest.mark.parametrize(
    ("shorthand", "shown"), [("c", "[c]"), ("x", "[x]"), ("z", "[z]"), (None, "–")]
)
def test_a_place_without_a_figure_says_why(
    reader: Client,
    borough: Place,
    localities: dict[str, Place],
    booking: Measure,
    shorthand: str | None,
    shown: str,
) -> None:
    publish({(booking, borough): [WHOLE], (booking, localities["ne"]): [shorthand]})

    page = reader.get(MATRIX)

    cell = row_of(page, booking).split("<td")[2]
    assert f"<strong>{shown}</strong>" in cell
    assert "[c] hidden to protect people" in text_of(page)


def test_beside_a_hidden_borough_nothing_is_compared(
    reader: Client, borough: Place, localities: dict[str, Place], booking: Measure
) -> None:
    publish({(booking, borough): ["c"], (booking, localities["ne"]): [(200, 250)]})

    row = row_of(reader.get(MATRIX), booking)

    assert "80.0%" in row
    assert "Not compared" in row
    assert "Similar" not in row


def test_the_address_is_the_state_of_the_page(
    reader: Client,
    borough: Place,
    localities: dict[str, Place],
    booking: Measure,
    referred: Measure,
) -> None:
    publish(
        {
            (booking, borough): [WHOLE],
            (booking, localities["ne"]): [(100, 250)],
            (referred, borough): [WHOLE],
            (referred, localities["ne"]): [(200, 250)],
        }
    )

    safe = reader.get(f"{MATRIX}?area=safe")
    parents = reader.get(f"{MATRIX}?level=parents")
    different = reader.get(f"{MATRIX}?rows=different")

    assert referred.title in text_of(safe)
    assert booking.title not in text_of(safe)
    assert '<option value="safe" selected>' in safe.content.decode()
    assert booking.title in text_of(parents)
    assert referred.title not in text_of(parents)
    assert referred.title in text_of(different)
    assert booking.title not in text_of(different)
    assert "1 measure shown." in text_of(different)


@pytest.mark.parametrize("query", ["area=nowhere", "level=nobody", "rows=all", "area=safe&area="])
def test_what_nobody_knows_counts_as_not_asked(
    reader: Client, borough: Place, booking: Measure, query: str
) -> None:
    publish({(booking, borough): [WHOLE]})

    assert "All 1 measure shown." in text_of(reader.get(f"{MATRIX}?{query}"))


def test_a_choice_without_measures_says_so(
    reader: Client, borough: Place, booking: Measure
) -> None:
    publish({(booking, borough): [WHOLE]})

    assert "No measure of this choice has figures yet." in text_of(
        reader.get(f"{MATRIX}?area=safe")
    )


def test_an_earlier_publication_is_compared_with_what_was_known_then(
    reader: Client, borough: Place, localities: dict[str, Place], booking: Measure
) -> None:
    publish(
        {
            (booking, borough): [WHOLE, WHOLE],
            (booking, localities["ne"]): [(200, 250), (100, 250)],
        }
    )

    then = reader.get(f"{MATRIX}?publication=1")

    assert "Better" in row_of(then, booking)
    assert "newer figures exist" in text_of(then)
    assert "/dashboard/localities/north-east/?publication=1" in then.content.decode()
    assert '<input type="hidden" name="publication" value="1">' in then.content.decode()
    assert "Similar" in row_of(reader.get(MATRIX), booking)


@pytest.mark.parametrize("quarters", [2, 40])
def test_a_long_history_costs_no_more_queries(
    reader: Client,
    borough: Place,
    localities: dict[str, Place],
    booking: Measure,
    referred: Measure,
    quarters: int,
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    places = [borough, *localities.values()]
    publish(
        {(measure, place): steady(quarters) for measure in (booking, referred) for place in places}
    )
    reader.get("/help/")  # The session is written once in five minutes, whatever the page.

    with django_assert_num_queries(10):
        page = reader.get(MATRIX)

    assert "Similar" in text_of(page)


def test_the_headline_counts_what_differs() -> None:
    assert headline({"similar": 4}) == (
        "No locality differs clearly from the borough in 4 comparisons"
    )
    assert headline({"worse": 2, "higher": 1}) == (
        "Of 3 comparisons with the borough, 2 are worse and 1 higher"
    )


def test_the_table_is_a_file_with_the_same_rows_words_and_hidden_figures(
    reader: Client, borough: Place, localities: dict[str, Place], booking: Measure
) -> None:
    north_east, north_west, *_ = localities.values()
    evil = MeasureFactory(code="HEA-102", title="=cmd()", area="healthy")
    publish(
        {
            (booking, borough): [WHOLE],
            (booking, north_east): [(200, 250)],
            (booking, north_west): ["c"],
            (evil, borough): [(1, 2000)],
        }
    )

    answer = reader.get(FILE)
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    chosen = reader.get(FILE, {"rows": "different"})

    found = {
        (r["measure"], r["geography"]): (r["figure"], r["compared_with_borough"]) for r in rows
    }
    assert found[booking.code, borough.name][1] == ""
    assert found[booking.code, north_east.name] == ("80.0%", "better")
    assert found[booking.code, north_west.name] == ("[c]", "")
    assert {r["measure_title"] for r in rows if r["measure"] == "HEA-102"} == {"'=cmd()"}
    assert {r["measure"] for r in csv.DictReader(io.StringIO(chosen.content.decode()))} == {
        booking.code
    }
    assert "attachment" in answer.headers["Content-Disposition"]
    page = reader.get(MATRIX, {"rows": "different"}).content.decode()
    assert f'href="{FILE}?rows=different"' in page
