"""Areas, priorities and localities, as somebody reads them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.text import slugify

from governance.models import Place, User
from outcomes.models import Measure, MeasureType, PriorityKind
from tests.dashboards.publishing import (
    add_figure,
    publication_of,
    publish,
    rising,
    steady,
    summaries_for,
    text_of,
)
from tests.factories.evidence import (
    CommitmentFactory,
    ComparatorFactory,
    DataGapFactory,
    MetricMeasureFactory,
)
from tests.factories.outcomes import (
    MeasureFactory,
    MetricFactory,
    OutcomeFactory,
    PeriodFactory,
    PriorityFactory,
    ReporterFactory,
)

UNKNOWN = [
    "/dashboard/areas/rich/",
    "/dashboard/priorities/9/",
    "/dashboard/priorities/system/9/",
    "/dashboard/localities/tower-hamlets/",
    "/dashboard/localities/nowhere/",
]


@pytest.mark.parametrize("path", UNKNOWN)
def test_what_does_not_exist_is_not_found(path: str, reader: Client, borough: Place) -> None:
    assert reader.get(path).status_code == 404


# ---- areas ----


def test_an_area_has_its_measures_by_level_with_the_metric_beside(
    reader: Client, borough: Place, booking: Measure
) -> None:
    metric = MetricFactory(text="Numbers attending antenatal appointments")
    MetricMeasureFactory(metric=metric, measure=booking)
    OutcomeFactory(full_text="All babies are physically healthy")
    publish({(booking, borough): rising(16)})

    text = text_of(reader.get("/dashboard/areas/healthy/"))

    assert "Healthy: one measure got better" in text
    assert "All babies are physically healthy" in text
    assert text.index("Parents and carers") < text.index(booking.title)
    assert "“Numbers attending antenatal appointments”" in text


def test_an_area_lists_what_has_no_figures_and_why(
    reader: Client, borough: Place, booking: Measure
) -> None:
    DataGapFactory(measure=booking)
    MeasureFactory(code="HEA-202", title="Babies weighed")

    text = text_of(reader.get("/dashboard/areas/healthy/"))

    assert "Nobody asks families for it" in text
    assert "Babies weighed No figure has been published yet." in text


@pytest.mark.parametrize("slug", ["safe", "healthy", "happy", "learning", "engaged", "family-hubs"])
def test_every_area_has_a_page_before_the_first_publication(
    slug: str, reader: Client, borough: Place
) -> None:
    page = reader.get(f"/dashboard/areas/{slug}/")

    assert page.status_code == 200
    assert "Nothing has been published yet" in text_of(page)


# ---- priorities ----


def test_a_priority_shows_its_row_of_the_diagram_and_who_leads_it(
    reader: Client, borough: Place, coordinator: User
) -> None:
    PriorityFactory(
        title="Promote take up of antenatal care",
        summary="We aim to see earlier bookings.",
        diagram_children="Numbers with healthy birth weight",
        diagram_parents="Numbers attending antenatal appointments",
        diagram_services="Rates of attendance",
        lead_manager=coordinator,
    )

    text = text_of(reader.get("/dashboard/priorities/1/"))

    assert "Lead manager: Partnership coordinator." in text
    assert "Babies, children and young people Numbers with healthy birth weight" in text
    assert "Parents and carers Numbers attending antenatal appointments" in text
    assert "Service and system Rates of attendance" in text
    assert "no measure yet" in text


def test_a_priority_without_a_lead_manager_says_so(reader: Client, borough: Place) -> None:
    PriorityFactory()

    assert "Lead manager: none yet." in text_of(reader.get("/dashboard/priorities/1/"))


def test_a_priority_has_the_measures_of_its_metrics_with_their_figures(
    reader: Client, borough: Place, booking: Measure
) -> None:
    metric = MetricFactory(text="Numbers attending antenatal appointments")
    metric.priorities.add(PriorityFactory())
    MetricMeasureFactory(metric=metric, measure=booking)
    waiting = MeasureFactory(title="Classes offered")
    MetricMeasureFactory(metric=metric, measure=waiting)
    publish({(booking, borough): rising(16)})

    text = text_of(reader.get("/dashboard/priorities/1/"))

    assert "one measure got better" in text
    assert "32.0% (320 of 1,000) · Better" in text
    assert "Classes offered No figure published yet" in text


def test_a_priority_says_beside_each_metric_whether_its_figures_are_there(
    reader: Client, borough: Place, localities: dict[str, Place], booking: Measure
) -> None:
    priority, gap = PriorityFactory(), MeasureFactory(code="HEA-107", title="Feeling ready")
    DataGapFactory(measure=gap)
    late, without = MeasureFactory(code="HEA-108"), MeasureFactory(code="HEA-109")
    for measure in (booking, gap, late, without, None):
        metric = MetricFactory(text=f"Counted by {measure and measure.code}")
        metric.priorities.add(priority)
        if measure:
            MetricMeasureFactory(metric=metric, measure=measure)
    everywhere = {(booking, place): steady(2) for place in localities.values()}
    publish({**everywhere, (late, localities["ne"]): [(1, 2), "x"]})

    page = reader.get("/dashboard/priorities/1/")
    text = text_of(page)

    place = "Early Help Outcomes Framework · Healthy"
    assert f"“Counted by {booking.code}” {place} Available {booking.title}" in text
    assert f"“Counted by HEA-107” {place} Not available : not collected , the data gap" in text
    assert 'href="/dashboard/gaps/#HEA-107"' in page.content.decode()
    assert "In part : 1 of 8 figures of the past year are complete" in text
    assert f"“Counted by HEA-109” {place} Not available : no figure in the past year" in text
    assert f"“Counted by None” {place} Not available : no measure yet" in text
    assert "1 nobody can supply yet" in text


def test_an_average_is_not_read_as_more_than_a_number(reader: Client, borough: Place) -> None:
    waits = MeasureFactory(
        code="HAP-151", type=MeasureType.DURATION, unit="days", multiplier=1, polarity="lower"
    )
    publish({(waits, borough): [(9000, 250), (9442, 263)]})

    text = text_of(reader.get("/dashboard/measures/HAP-151/"))

    assert "the figure was 35.9 days (average of 263)." in text
    assert "over 263" not in text


def test_a_system_priority_says_what_the_partnership_will_do(
    reader: Client, borough: Place
) -> None:
    priority = PriorityFactory(
        code="sp2", kind=PriorityKind.SYSTEM, number=2, title="Share what we know"
    )
    CommitmentFactory(priority=priority, text="We will publish what we know")

    text = text_of(reader.get("/dashboard/priorities/system/2/"))

    assert "System priority 2" in text
    assert "We will publish what we know" in text


# ---- localities ----


def test_a_locality_stands_beside_the_borough(
    reader: Client, borough: Place, localities: dict[str, Place], booking: Measure
) -> None:
    publish(
        {
            (booking, borough): [(240, 1000), (253, 1041)],
            (booking, localities["nw"]): [(41, 250), (42, 253)],
        }
    )

    text = text_of(reader.get("/dashboard/localities/north-west/"))

    assert "16.6% 42 of 253" in text
    assert "Worse than the borough 24.3%" in text
    assert "1 of 1 compared differ" in text
    assert "Chance alone would give about 0.0 differences." in text


def test_a_count_is_not_compared_with_the_borough_it_is_part_of(
    reader: Client, borough: Place, localities: dict[str, Place], families: Measure
) -> None:
    publish({(families, borough): [300], (families, localities["nw"]): [20]})

    text = text_of(reader.get("/dashboard/localities/north-west/"))

    assert "0 of 0 compared" in text
    assert "than the borough" not in text


def test_a_yearly_figure_is_compared_with_the_borough_of_the_same_year(
    reader: Client, borough: Place, localities: dict[str, Place]
) -> None:
    measure = MeasureFactory(code="SAF-102", frequency="annual", due_quarter=1)
    publish(
        {
            (measure, borough): [(500, 1000), None],
            (measure, localities["nw"]): [(20, 250), None],
        }
    )

    text = text_of(reader.get("/dashboard/localities/north-west/"))

    assert "Worse than the borough" in text


def test_a_locality_says_who_has_reported(
    reader: Client, borough: Place, localities: dict[str, Place], booking: Measure
) -> None:
    ReporterFactory(place=localities["nw"], name="North West locality")
    ReporterFactory(place=localities["ne"], name="North East locality")
    publication = publication_of(PeriodFactory(), late_or_missing=["North West locality"])
    add_figure(publication, booking, borough, (253, 1041))
    summaries_for(publication)

    missing = text_of(reader.get("/dashboard/localities/north-west/"))
    there = text_of(reader.get("/dashboard/localities/north-east/"))

    assert "North West locality: missing ." in missing
    assert "North East locality: in." in there


def test_a_locality_that_reported_in_part_is_not_called_in(
    reader: Client, borough: Place, localities: dict[str, Place], booking: Measure
) -> None:
    ReporterFactory(place=localities["nw"], name="North West locality")
    publication = publication_of(PeriodFactory(), late_or_missing=["North West locality (in part)"])
    add_figure(publication, booking, borough, (253, 1041))
    summaries_for(publication)

    text = text_of(reader.get("/dashboard/localities/north-west/"))

    assert "North West locality: missing in part ." in text


def test_a_locality_shows_its_own_changes_worst_first(
    reader: Client,
    borough: Place,
    localities: dict[str, Place],
    booking: Measure,
    referred: Measure,
) -> None:
    publish({(booking, localities["ne"]): rising(16), (referred, localities["ne"]): rising(16)})

    text = text_of(reader.get("/dashboard/localities/north-east/"))

    assert "North East: one measure got better and one got worse" in text
    assert text.index("Children referred to social care again") < text.index(booking.title)


def test_a_locality_opens_its_changes_with_sentences_marked_automatic(
    reader: Client, borough: Place, localities: dict[str, Place], booking: Measure
) -> None:
    publish({(booking, borough): steady(16), (booking, localities["ne"]): rising(16)})

    here = text_of(reader.get("/dashboard/localities/north-east/"))
    there = text_of(reader.get("/dashboard/localities/north-west/"))

    said = here.partition("What changed here")[2].partition("The story")[0]
    assert "Automatic commentary · worked out from the figures" in said
    assert "1 of 1 measure with enough history changed beyond usual variation: 1 better." in said
    assert "Automatic commentary" not in there


@pytest.mark.parametrize("path", ["/dashboard/areas/healthy/", "/dashboard/priorities/1/"])
def test_what_is_beyond_usual_variation_stands_beside_what_chance_gives(
    path: str,
    reader: Client,
    borough: Place,
    localities: dict[str, Place],
    booking: Measure,
    referred: Measure,
) -> None:
    metric = MetricFactory()
    metric.priorities.add(PriorityFactory())
    for measure in (booking, referred):
        MetricMeasureFactory(metric=metric, measure=measure)
    publish({(booking, borough): rising(16), (referred, borough): [(9, 100)]})

    text = text_of(reader.get(path))

    enough = "1 measure has enough history to tell."
    assert f"{enough} Chance alone would flag fewer than one (under 0.1)." in text


def test_a_level_of_an_area_counts_beside_what_chance_gives(
    reader: Client, borough: Place, booking: Measure
) -> None:
    publish({(booking, borough): rising(16)})

    text = text_of(reader.get("/dashboard/areas/healthy/"))

    assert "1 better. Chance alone would flag fewer than one (under 0.1)." in text


def test_a_locality_counts_its_changes_beside_what_chance_gives(
    reader: Client,
    borough: Place,
    localities: dict[str, Place],
    booking: Measure,
    referred: Measure,
) -> None:
    publish({(booking, localities["ne"]): rising(16), (referred, localities["ne"]): [(9, 100)]})

    here = text_of(reader.get("/dashboard/localities/north-east/"))
    there = text_of(reader.get("/dashboard/localities/north-west/"))

    told = "Those with enough history to tell."
    assert f"1 of 1 measure {told} Chance alone would flag fewer than one (under 0.1)." in here
    assert f"0 of 0 measures {told} It takes 13 quarters" in there


@pytest.mark.parametrize(
    "path", ["/dashboard/?measures=all", "/dashboard/areas/healthy/", "/dashboard/priorities/1/"]
)
def test_a_table_says_how_the_borough_stands_beside_elsewhere(
    path: str, reader: Client, borough: Place, booking: Measure, families: Measure
) -> None:
    metric = MetricFactory()
    metric.priorities.add(PriorityFactory())
    MetricMeasureFactory(metric=metric, measure=booking)
    england, london, inner = (
        Place.objects.create(code=name, slug=slugify(name), name=name, kind="region", order=order)
        for order, name in enumerate(("England", "London", "Inner London"))
    )
    for place, value, upper, label, first in (
        # The 95% interval of 250 of 1,000 is 22.4% to 27.8%.
        (england, 20, None, "2020/21", date(2020, 4, 1)),
        (england, 22, None, "2021/22", date(2021, 4, 1)),
        (england, 90, None, "2030/31", date(2030, 4, 1)),
        (london, 45, 50, "2022/23", date(2022, 4, 1)),
        (inner, 25, 50, "2022/23", date(2022, 4, 1)),
    ):
        ComparatorFactory(
            measure=booking,
            place=place,
            value=value,
            upper_value=upper,
            period_label=label,
            starts_on=first,
        )
    ComparatorFactory(measure=families, place=london, value=3)
    publish({(booking, borough): [(250, 1000)] * 4, (families, borough): [41] * 4})

    text = text_of(reader.get(path))

    assert "Better than England, 2021/22 (22.0%)" in text
    assert "Worse than London, 2022/23 (45.0% to 50.0%)" in text
    assert "Similar to Inner London, 2022/23 (25.0% to 50.0%)" in text
    assert "2020/21" not in text
    assert "2030/31" not in text


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/dashboard/areas/healthy/", 15),
        ("/dashboard/priorities/1/", 19),
        ("/dashboard/localities/north-east/", 16),
    ],
)
@pytest.mark.parametrize("quarters", [4, 20])
def test_a_long_history_costs_no_more_queries(
    path: str,
    queries: int,
    quarters: int,
    reader: Client,
    borough: Place,
    localities: dict[str, Place],
    booking: Measure,
    referred: Measure,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    metric = MetricFactory()
    metric.priorities.add(PriorityFactory())
    MetricMeasureFactory(metric=metric, measure=booking)
    places = [borough, *localities.values()]
    publish(
        {(measure, place): steady(quarters) for measure in (booking, referred) for place in places}
    )
    reader.get("/help/")

    with django_assert_max_num_queries(queries) as counted:
        assert reader.get(path).status_code == 200

    assert len(counted) == queries


@pytest.mark.parametrize(
    "path", ["/dashboard/localities/north-east/", "/dashboard/measures/HEA-201/"]
)
def test_figures_are_found_by_their_index_however_many_there_are(
    path: str,
    reader: Client,
    borough: Place,
    localities: dict[str, Place],
    booking: Measure,
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads a table this small from end to end")
    publish({(booking, borough): steady(3), (booking, localities["ne"]): steady(3)})

    with CaptureQueriesContext(connection) as context:
        reader.get(path)

    figures = [q["sql"] for q in context if 'FROM "outcomes_publishedfigure"' in q["sql"]]
    assert figures
    for sql in figures:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            plan = [step[3] for step in cursor.fetchall()]
        assert any("figure_series (measure_id=? AND category_id=?" in step for step in plan), plan
