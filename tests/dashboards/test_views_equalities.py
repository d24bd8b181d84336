"""Differences between groups, as somebody reads them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from django.test import Client

from governance.models import Place, User
from outcomes.models import Breakdown, Category, Measure
from tests.dashboards.publishing import (
    Typed,
    add_figure,
    codes,
    publication_of,
    summaries_for,
    text_of,
)
from tests.factories.evidence import DataGapFactory
from tests.factories.governance import UserFactory
from tests.factories.outcomes import (
    AssignmentFactory,
    BreakdownFactory,
    CategoryFactory,
    MeasureFactory,
    PeriodFactory,
    ReporterFactory,
)

PAGE = "/dashboard/equalities/"
Groups = Mapping[str, Sequence[Typed]]


@pytest.fixture
def ethnicity(booking: Measure) -> Breakdown:
    """Two groups and those who did not say."""
    breakdown = BreakdownFactory(code="ethnicity", name="Ethnicity")
    for order, code in enumerate(["somali", "bangladeshi", "not-stated"]):
        CategoryFactory(breakdown=breakdown, code=code, order=order)
    return breakdown


def publish_groups(
    measure: Measure, place: Place, breakdown: Breakdown, groups: Groups, *, last: str = "2026-Q2"
) -> None:
    """Quarter after quarter: `everybody`, and groups by their code."""
    length = max(len(series) for series in groups.values())
    for i, code in enumerate(codes(length, last)):
        publication = publication_of(PeriodFactory(code=code))
        for name, series in groups.items():
            category = None
            if name != "everybody":
                category = Category.objects.get(breakdown=breakdown, code=name)
            add_figure(publication, measure, place, series[i], category=category)
        summaries_for(publication)


def rows_of(page: Any) -> dict[str, list[str]]:
    """What the cells of each group say, without the labels that a narrow screen shows."""
    body = page.content.decode().split('id="groups"')[1].split("</section>")[0].split("<tbody")[1]
    body = re.sub(r'<span class="eh-label".*?</span>', "", body)
    rows = [
        re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in body.split("<tr")[1:]
    ]
    return {words(name): [words(cell) for cell in cells] for name, *cells in rows}


def words(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def test_before_the_first_publication_it_says_so(reader: Client, borough: Place) -> None:
    assert "No figures have been published yet" in text_of(reader.get(PAGE))


def test_a_group_stands_beside_everybody_with_interval_gap_and_ratio(
    reader: Client, borough: Place, booking: Measure, ethnicity: Breakdown
) -> None:
    groups = {"everybody": [(500, 1000)], "somali": [(40, 200)], "bangladeshi": [(460, 790)]}
    publish_groups(booking, borough, ethnicity, groups)

    page = reader.get(PAGE)

    found = rows_of(page)
    assert found["Somali"] == [
        "Worse", "20.0% 40 of 200", "15.0% to 26.1%", "50.0%", "30.0 points lower", "0.40 times",
    ]  # fmt: skip
    assert found["Bangladeshi"][0] == "Better"
    assert found["Bangladeshi"][4:] == ["8.2 points higher", "1.16 times"]
    heading = "By ethnicity, of 2 comparisons with everybody, 1 is worse and 1 better"
    assert heading in text_of(page)
    assert "eh-line-apart" in page.content.decode()


def test_a_locality_s_group_is_compared_with_the_locality_s_own_everybody(
    reader: Client,
    borough: Place,
    localities: dict[str, Place],
    booking: Measure,
    ethnicity: Breakdown,
) -> None:
    publish_groups(
        booking, localities["ne"], ethnicity, {"everybody": [(50, 250)], "somali": [(40, 200)]}
    )

    found = rows_of(reader.get(f"{PAGE}?place=north-east"))

    assert found["Somali"][0] == "Similar"
    assert found["Somali"][3] == "20.0%"
    assert "No figure is published by ethnicity yet" in text_of(reader.get(PAGE))


def test_a_small_group_is_pooled_with_its_label_and_everybody_s_over_the_same_time(
    reader: Client, borough: Place, booking: Measure, ethnicity: Breakdown
) -> None:
    everybody: list[Typed] = [(100, 200), (100, 200), (100, 200), (180, 200)]
    groups: Groups = {"everybody": everybody, "somali": [(0, 10), (6, 20), (7, 20), (8, 20)]}
    publish_groups(booking, borough, ethnicity, groups)

    found = rows_of(reader.get(PAGE))

    assert found["Somali 4 quarters together"][1] == "30.0% 21 of 70"
    assert found["Somali 4 quarters together"][3] == "60.0%"


@pytest.mark.parametrize(
    "series",
    [
        [(6, 20), "c", (7, 20), (8, 20)],
        [(6, 20), "x", (7, 20), (8, 20)],
        [(0, 20), (0, 20), (0, 20), (8, 20)],
    ],
)
def test_a_group_that_cannot_be_pooled_is_not_compared(
    reader: Client, borough: Place, booking: Measure, ethnicity: Breakdown, series: list[Typed]
) -> None:
    publish_groups(booking, borough, ethnicity, {"everybody": [(100, 200)] * 4, "somali": series})

    page = reader.get(PAGE)

    assert rows_of(page)["Somali"][:2] == ["Not compared: fewer than 10 counted", "40.0% 8 of 20"]
    assert "together" not in words(page.content.decode().split("<tbody")[1].split("</tbody>")[0])


def test_what_is_hidden_stays_hidden(
    reader: Client, borough: Place, booking: Measure, ethnicity: Breakdown
) -> None:
    groups: Groups = {
        "everybody": [(100, 200)] * 4,
        "somali": [(6, 20), (7, 20), (8, 20), "c"],
        "bangladeshi": [(94, 180), (93, 180), (92, 180), "c"],
    }
    publish_groups(booking, borough, ethnicity, groups)

    found = rows_of(reader.get(PAGE))

    assert found["Somali"] == ["–", "[c]", "–", "–", "–", "–"]
    assert found["Bangladeshi"] == ["–", "[c]", "–", "–", "–", "–"]


def test_beside_a_hidden_everybody_a_group_is_not_compared(
    reader: Client, borough: Place, booking: Measure, ethnicity: Breakdown
) -> None:
    publish_groups(booking, borough, ethnicity, {"everybody": ["c"], "somali": [(40, 200)]})

    assert rows_of(reader.get(PAGE))["Somali"][:2] == ["Not compared", "20.0% 40 of 200"]


def test_where_too_many_are_not_stated_the_comparison_is_marked(
    reader: Client, borough: Place, booking: Measure, ethnicity: Breakdown
) -> None:
    groups: Groups = {
        "everybody": [(500, 1000)],
        "somali": [(400, 800)],
        "not-stated": [(100, 200)],
    }
    publish_groups(booking, borough, ethnicity, groups)

    page = reader.get(PAGE)

    assert rows_of(page)["Somali"][0] == "Similar [u]"
    assert "[u] More than 15% are not stated" in text_of(page)


def test_a_rate_by_ethnicity_says_how_old_its_populations_are(
    reader: Client, borough: Place, ethnicity: Breakdown
) -> None:
    rate = MeasureFactory(code="SAF-110", type="rate", unit="per 1,000", multiplier=1000)
    publish_groups(rate, borough, ethnicity, {"everybody": [(50, 9000)], "somali": [(20, 900)]})

    page = reader.get(PAGE)

    assert "Populations by ethnicity date from the 2021 census." in text_of(page)
    assert rows_of(page)["Somali"][4] == "16.7 higher"


def test_a_count_is_shown_and_not_compared(
    reader: Client, borough: Place, families: Measure, ethnicity: Breakdown
) -> None:
    publish_groups(families, borough, ethnicity, {"everybody": [200], "somali": [20]})

    assert rows_of(reader.get(PAGE))["Somali"][:2] == ["Not compared", "20"]


def test_the_map_of_splits_says_who_is_asked_and_who_is_on_it(
    reader: Client,
    borough: Place,
    booking: Measure,
    referred: Measure,
    families: Measure,
    ethnicity: Breakdown,
) -> None:
    for measure in (booking, referred, families):
        measure.breakdowns.add(ethnicity)
    reporter = ReporterFactory(place=borough, name="Barts Health")
    AssignmentFactory(reporter=reporter, measure=referred, place=borough).breakdowns.add(ethnicity)
    DataGapFactory(
        measure=families, owner=UserFactory(name="Nadia Rahman"), review_on=date(2026, 12, 1)
    )
    groups: Groups = {"everybody": [(500, 1000)], "somali": [(400, 800)]}
    publish_groups(booking, borough, ethnicity, groups)
    publication = publication_of(PeriodFactory(code="2026-Q2"), is_correction=True, reason="More.")
    add_figure(publication, referred, borough, (100, 1000))
    add_figure(publication, families, borough, 200)
    summaries_for(publication)

    text = text_of(reader.get(PAGE))

    splits = text.partition("Which splits are missing")[2]
    assert "Wanted for 3 measures Published 1 In part 0 Asked for 1 Nobody is asked 1" in splits
    missing = splits.partition("Missing by ethnicity")[2]
    assert booking.title not in missing
    asked, _, nobody = missing.partition("Nobody is asked: 1 measure reported by")
    assert "Asked for, not published: 1 measure reported by" in asked
    assert referred.title in asked
    assert families.title in nobody
    assert "Nadia Rahman, by 1 December 2026" in missing


def test_whoever_is_no_member_is_told_that_somebody_is_on_a_split_and_not_who(
    sign_in: Callable[[User], Client],
    stranger: User,
    settings: Any,
    borough: Place,
    families: Measure,
    ethnicity: Breakdown,
) -> None:
    settings.PUBLIC_DASHBOARDS = True
    families.breakdowns.add(ethnicity)
    DataGapFactory(
        measure=families, owner=UserFactory(name="Nadia Rahman"), review_on=date(2026, 12, 1)
    )
    publication = publication_of(PeriodFactory(code="2026-Q2"))
    add_figure(publication, families, borough, 200)
    summaries_for(publication)

    for client in (sign_in(stranger), Client()):
        page = client.get(PAGE)
        assert "named, by 1 December 2026" in text_of(page)
        assert "Nadia Rahman" not in page.content.decode()


def test_the_page_opens_with_how_many_of_the_measures_due_are_split_and_by_what(
    reader: Client,
    borough: Place,
    booking: Measure,
    referred: Measure,
    families: Measure,
    ethnicity: Breakdown,
) -> None:
    sex = BreakdownFactory(code="sex", name="Sex", order=9)
    female = CategoryFactory(breakdown=sex, code="female")
    for measure in (booking, referred):
        measure.breakdowns.set([ethnicity, sex])
    DataGapFactory(measure=referred, owner=UserFactory())
    publication = publication_of(PeriodFactory(code="2026-Q2"))
    for measure, typed in [(booking, (500, 1000)), (referred, (90, 900)), (families, 200)]:
        add_figure(publication, measure, borough, typed)
    somali = Category.objects.get(breakdown=ethnicity, code="somali")
    add_figure(publication, booking, borough, (40, 200), category=somali)
    add_figure(publication, booking, borough, "c", category=female)
    add_figure(publication, families, borough, 20, category=somali)
    add_figure(publication, referred, borough, "x", category=somali)
    summaries_for(publication)

    page = reader.get(PAGE)

    text = text_of(page)
    assert "2 of 3 measures due are split by any group: ethnicity 2, sex 1." in text
    assert "The framework asks for 4 splits. Figures are published for 2. Nobody has been" in text
    assert "asked for the other 2. Somebody is working on each of the 2 missing ones." in text
    assert '<a class="govuk-link" href="#splits">' in page.content.decode()
    assert text.index("of 3 measures due") < text.index("Split by")
    assert f'href="?breakdown=sex&amp;place={borough.slug}#groups"' in page.content.decode()


def test_how_far_figures_are_split_is_said_of_the_place_and_the_publication_shown(
    reader: Client,
    borough: Place,
    localities: dict[str, Place],
    booking: Measure,
    ethnicity: Breakdown,
) -> None:
    first = publication_of(PeriodFactory(code="2026-Q1"))
    somali = Category.objects.get(breakdown=ethnicity, code="somali")
    for place in (borough, localities["ne"]):
        add_figure(first, booking, place, (500, 1000))
    add_figure(first, booking, borough, (40, 200), category=somali)
    summaries_for(first)
    publish_groups(booking, borough, ethnicity, {"everybody": [(500, 1000)]})

    assert "0 of 1 measure due are split by any group." in text_of(reader.get(PAGE))
    then = text_of(reader.get(f"{PAGE}?publication=1"))
    assert "1 of 1 measure due is split by any group: ethnicity 1." in then
    there = text_of(reader.get(f"{PAGE}?publication=1&place=north-east"))
    assert "0 of 1 measure due are split by any group." in there


def test_a_split_without_some_of_its_groups_is_published_in_part(
    reader: Client, borough: Place, booking: Measure, ethnicity: Breakdown
) -> None:
    booking.breakdowns.add(ethnicity)
    groups: Groups = {"everybody": [(500, 1000)], "somali": [(400, 800)], "bangladeshi": ["x"]}
    publish_groups(booking, borough, ethnicity, groups)

    page = reader.get(PAGE)

    assert "Published 0 In part 1" in text_of(page)
    assert rows_of(page)["Bangladeshi"][1] == "[x]"


def test_the_address_is_the_state_of_the_page(
    reader: Client, borough: Place, booking: Measure, referred: Measure, ethnicity: Breakdown
) -> None:
    sex = BreakdownFactory(code="sex", name="Sex", order=9)
    CategoryFactory(breakdown=sex, code="female")
    publish_groups(booking, borough, ethnicity, {"everybody": [(500, 1000)], "somali": [(40, 200)]})

    by_sex = reader.get(f"{PAGE}?breakdown=sex")
    safe = reader.get(f"{PAGE}?area=safe")
    odd = reader.get(f"{PAGE}?breakdown=height&place=paris&area=wealthy")

    assert "No figure is published by sex yet" in text_of(by_sex)
    assert '<option value="sex" selected>' in by_sex.content.decode()
    assert "No figure of this choice is published yet." in text_of(safe)
    assert booking.title in text_of(odd)


def test_an_earlier_publication_shows_what_was_known_then(
    reader: Client, borough: Place, booking: Measure, ethnicity: Breakdown
) -> None:
    groups: Groups = {"everybody": [(500, 1000)] * 2, "somali": [(40, 200), (100, 200)]}
    publish_groups(booking, borough, ethnicity, groups)

    then = reader.get(f"{PAGE}?publication=1")

    assert rows_of(then)["Somali"][0] == "Worse"
    assert "newer figures exist" in text_of(then)
    assert rows_of(reader.get(PAGE))["Somali"][0] == "Similar"


@pytest.mark.parametrize("quarters", [12, 40])
def test_a_long_history_costs_no_more_queries(
    reader: Client,
    borough: Place,
    booking: Measure,
    ethnicity: Breakdown,
    quarters: int,
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    booking.breakdowns.add(ethnicity)
    groups: Groups = {"everybody": [(500, 1000)] * quarters, "somali": [(8, 100)] * quarters}
    publish_groups(booking, borough, ethnicity, groups)
    reader.get("/help/")  # The session is written once in five minutes, whatever the page.

    with django_assert_num_queries(18):
        page = reader.get(PAGE)

    assert "4 quarters together" in text_of(page)
