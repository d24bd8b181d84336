"""Who has reported, as somebody reads it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from governance.models import Place
from outcomes.models import Measure, Observation, Publication, Submission
from tests.dashboards.publishing import publication_of, publish, steady, text_of
from tests.factories.evidence import DataGapFactory
from tests.factories.outcomes import (
    MeasureFactory,
    PeriodFactory,
    PublishedFigureFactory,
    ReporterFactory,
)

PAGE = "/dashboard/completeness/"
BARTS, CARE, SECTOR = "Barts Health", "GP Care Group", "Voluntary and community sector"


def quarter(
    code: str, *, missing: list[str], in_full: list[str] | None, **more: Any
) -> Publication:
    """A publication by what it notes of its reporters."""
    return publication_of(
        PeriodFactory(code=code),
        submissions_expected=len(missing) + len(in_full or []),
        submissions_included=len(in_full or []),
        late_or_missing=missing,
        in_full=in_full,
        **more,
    )


def rows_of(page: Any) -> dict[str, list[str]]:
    """What the cells of each reporter say, without the labels that a narrow screen shows."""
    table = page.content.decode().split("Whether each reporter")[1].split("</table>")[0]
    body = re.sub(r'<span class="eh-label".*?</span>', "", table.split("<tbody")[1])
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in body.split("<tr")[1:]]
    return {words(name): [words(cell) for cell in cells] for name, *cells in rows}


def words(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def test_before_the_first_publication_it_says_so(reader: Client) -> None:
    assert "No figures have been published yet" in text_of(reader.get(PAGE))


def test_a_reporter_is_in_in_part_missing_or_late(reader: Client) -> None:
    quarter("2026-Q1", missing=[CARE], in_full=[BARTS, SECTOR])
    quarter(
        "2026-Q1", missing=[], in_full=[BARTS, CARE, SECTOR], is_correction=True, reason="Late."
    )
    quarter("2026-Q2", missing=[f"{BARTS} (in part)", SECTOR], in_full=[CARE])

    page = reader.get(PAGE)

    assert rows_of(page) == {
        BARTS: ["In", "In part"],
        CARE: ["In late: publication 2", "In"],
        SECTOR: ["In", "Missing"],
        "Reporting rate": ["100.0% 3 of 3", "33.3% 1 of 3"],
    }
    text = text_of(page)
    assert "1 of 3 submissions for July to September 2026 are in" in text
    assert f"Not approved in time: {BARTS} (in part), {SECTOR}." in text


def test_an_earlier_publication_shows_what_was_known_then(reader: Client) -> None:
    quarter("2026-Q1", missing=[CARE], in_full=[BARTS])
    quarter("2026-Q1", missing=[], in_full=[BARTS, CARE], is_correction=True, reason="Late.")

    assert rows_of(reader.get(f"{PAGE}?publication=1"))[CARE] == ["Missing"]


def test_who_was_not_expected_has_a_dash(reader: Client) -> None:
    quarter("2026-Q1", missing=[], in_full=[BARTS, CARE])
    quarter("2026-Q2", missing=[], in_full=[CARE])

    page = reader.get(PAGE)

    assert rows_of(page)[BARTS] == ["In", "–"]
    assert "named only who was missing" not in text_of(page)


def test_a_publication_that_named_only_who_was_missing_says_so(reader: Client) -> None:
    quarter("2026-Q1", missing=[CARE], in_full=None)
    quarter("2026-Q2", missing=[], in_full=[BARTS, CARE])

    page = reader.get(PAGE)

    assert rows_of(page)[BARTS] == ["–", "In"]
    assert rows_of(page)[CARE] == ["Missing", "In"]
    assert "or the publication named only who was missing" in text_of(page)


def test_a_rate_is_never_above_all_of_them(reader: Client) -> None:
    publication_of(PeriodFactory(), submissions_expected=2, submissions_included=3)

    assert "100.0% 2 of 2" in text_of(reader.get(PAGE))


def test_a_quarter_of_which_nothing_was_expected_has_no_rate(reader: Client) -> None:
    publication_of(PeriodFactory(), submissions_expected=0, submissions_included=0)

    text = text_of(reader.get(PAGE))

    assert "No submission was expected for July to September 2026" in text
    assert "– 0 of 0" in text


def test_what_is_missing_is_listed_by_measure_and_place(
    reader: Client,
    borough: Place,
    localities: dict[str, Place],
    booking: Measure,
    referred: Measure,
    families: Measure,
) -> None:
    publish(
        {
            (booking, borough): [(300, 1000)],
            (booking, localities["ne"]): [(300, 1000)],
            (booking, localities["nw"]): ["x"],
            (booking, localities["se"]): ["z"],
            (referred, borough): ["x"],
            (families, borough): [200],
        }
    )
    DataGapFactory(measure=MeasureFactory(code="HEA-107"))

    page = reader.get(PAGE)

    text = text_of(page)
    missing = text.partition("What is missing this quarter")[2]
    assert missing.index(referred.title) < missing.index(booking.title)
    assert "Missing from Tower Hamlets [x]" in missing
    assert "1 of 2 Missing from North West [x]" in missing
    assert "South East" not in missing
    assert families.title not in missing
    assert "1 of 3 measures due are complete" in text
    assert "Accounts in words are counted too." in text
    assert "2 of 4 figures asked for are in it" in text
    assert "1 more that nobody can supply yet" in text


def test_a_hidden_figure_is_not_missing(reader: Client, borough: Place, booking: Measure) -> None:
    PublishedFigureFactory(
        publication=publication_of(PeriodFactory()),
        measure=booking,
        place=borough,
        numerator=None,
        denominator=None,
        value=None,
        lower=None,
        upper=None,
        shorthand="c",
        reporters_expected=1,
        reporters_included=1,
    )

    assert "Every figure that was asked for is in it." in text_of(reader.get(PAGE))


def test_what_is_being_entered_now_is_not_on_the_page(
    reader: Client, borough: Place, booking: Measure
) -> None:
    ReporterFactory(name="A reporter of today")
    quarter("2026-Q2", missing=[], in_full=[BARTS])

    assert not Submission.objects.exists()
    assert not Observation.objects.exists()
    assert "A reporter of today" not in text_of(reader.get(PAGE))


@pytest.mark.parametrize("quarters", [2, 40])
def test_a_long_history_costs_no_more_queries(
    reader: Client,
    borough: Place,
    booking: Measure,
    quarters: int,
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    publish({(booking, borough): steady(quarters)})
    reader.get("/help/")  # The session is written once in five minutes, whatever the page.

    with django_assert_num_queries(11):
        page = reader.get(PAGE)

    assert page.content.decode().count('<th role="columnheader" scope="col">') <= 8
