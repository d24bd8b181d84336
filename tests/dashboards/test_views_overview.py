"""The Board's overview, as somebody reads it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from governance.models import Place, User
from outcomes.models import Measure
from tests.dashboards.publishing import (
    add_figure,
    publication_of,
    publish,
    rising,
    steady,
    summaries_for,
    text_of,
)
from tests.factories.evidence import DataGapFactory, MetricMeasureFactory, TargetFactory
from tests.factories.governance import LocalityFactory
from tests.factories.outcomes import (
    CategoryFactory,
    MeasureFactory,
    MetricFactory,
    PeriodFactory,
    PriorityFactory,
)

AT_MOST = 22
HISTORIES = pytest.mark.parametrize("quarters", [16, 40])


def test_before_the_first_publication_it_says_so(reader: Client) -> None:
    response = reader.get("/dashboard/")

    assert response.status_code == 200
    assert "No figures have been published yet" in text_of(response)


def test_the_title_is_the_finding(
    reader: Client, borough: Place, booking: Measure, referred: Measure, families: Measure
) -> None:
    publish(
        {
            (booking, borough): rising(16),
            (referred, borough): rising(16),
            (families, borough): [40 + i % 3 for i in range(16)],
        }
    )

    page = reader.get("/dashboard/")

    heading = "One measure got better and one got worse; one shows no clear change"
    assert f"<title>{heading} - Early Help Outcomes</title>" in page.content.decode()
    assert f'<h1 class="eh-title">{heading}</h1>' in page.content.decode()


def test_changes_say_figure_rule_and_direction(
    reader: Client, borough: Place, booking: Measure
) -> None:
    publish({(booking, borough): rising(16)})

    text = text_of(reader.get("/dashboard/"))

    said = "Women booking antenatal care before 10 weeks rose by 12.7 percentage points to 32.0%"
    assert f"{said} (320 of 1,000)." in text
    assert "Above the usual range" in text


def test_what_is_everyones_is_kept_apart_from_what_is_a_services(
    reader: Client, borough: Place, booking: Measure, referred: Measure
) -> None:
    publish({(booking, borough): rising(16), (referred, borough): rising(16)})

    text = text_of(reader.get("/dashboard/"))

    everyones, services = text.index("everyone’s to change"), text.index("a service’s to change")
    assert everyones < text.index("Women booking antenatal care") < services
    assert services < text.index("Children referred to social care again")


def test_a_change_without_a_polarity_is_shown_and_not_judged(
    reader: Client, borough: Place, families: Measure
) -> None:
    publish({(families, borough): [*(40 + i % 3 for i in range(15)), 90]})

    text = text_of(reader.get("/dashboard/"))

    assert "One measure changed" in text
    assert "no judgement is set" in text


def test_missing_submissions_are_named(reader: Client, borough: Place, booking: Measure) -> None:
    period = PeriodFactory()
    publication = publication_of(
        period,
        submissions_expected=12,
        submissions_included=11,
        late_or_missing=["Voluntary and community sector"],
    )
    add_figure(publication, booking, borough, (253, 1041))
    summaries_for(publication)

    text = text_of(reader.get("/dashboard/"))

    assert "11 of 12 are in it" in text
    assert "Not approved in time: Voluntary and community sector." in text


def test_signals_stand_beside_the_number_that_chance_gives(
    reader: Client, borough: Place, booking: Measure
) -> None:
    publication = publication_of(
        PeriodFactory(), rules_version="xmr-1", signals=4, measures_with_enough_history=114
    )
    add_figure(publication, booking, borough, (253, 1041))
    summaries_for(publication)

    text = text_of(reader.get("/dashboard/"))

    assert "of 114 measures Those with enough history to tell." in text
    assert "Chance alone would flag about 2 (1.7)." in text


def test_rules_whose_chance_is_not_measured_are_said_to_be(
    reader: Client, borough: Place, booking: Measure
) -> None:
    publication = publication_of(
        PeriodFactory(), rules_version="xmr-0, dfe_1_to_5", measures_with_enough_history=114
    )
    add_figure(publication, booking, borough, (253, 1041))
    summaries_for(publication)

    text = text_of(reader.get("/dashboard/"))

    assert "How many chance alone would flag is not measured for these rules." in text
    assert "It takes 13 quarters" not in text


def test_figures_due_without_one_are_counted(
    reader: Client, borough: Place, booking: Measure, referred: Measure
) -> None:
    publish({(booking, borough): [(253, 1041)], (referred, borough): ["x"]})
    DataGapFactory(measure=MeasureFactory(code="HEA-107"))

    text = text_of(reader.get("/dashboard/"))

    assert "1 of 2 due are shown" in text
    assert "Accounts in words are not counted." in text
    assert "1 more that nobody can supply yet" in text


def test_hidden_figures_are_counted_apart_from_those_that_are_missing(
    reader: Client, borough: Place, booking: Measure, referred: Measure
) -> None:
    publish({(booking, borough): ["c"], (referred, borough): ["x"]})

    text = text_of(reader.get("/dashboard/"))

    assert "0 of 2 due are shown 1 hidden to protect people." in text


def test_areas_by_levels_count_what_changed_first(
    reader: Client, borough: Place, booking: Measure
) -> None:
    quiet = MeasureFactory(code="HEA-202", level=booking.level)
    publish({(booking, borough): rising(16), (quiet, borough): steady(16)})

    page = reader.get("/dashboard/").content.decode()

    row = page.split('href="/dashboard/areas/healthy/"')[1].split("</tr>")[0]
    cell = row.split("Parents and carers")[1]
    assert cell.index("1 better") < cell.index("1 no clear change")


def test_a_priority_says_in_one_line_how_it_is_doing(
    reader: Client, borough: Place, booking: Measure
) -> None:
    priority = PriorityFactory(number=1, title="Promote take up of antenatal care")
    metric = MetricFactory()
    metric.priorities.add(priority)
    MetricMeasureFactory(metric=metric, measure=booking)
    publish({(booking, borough): rising(16)})

    text = text_of(reader.get("/dashboard/"))

    assert "1. Promote take up of antenatal care" in text
    assert "1 better" in text
    assert "1 measure " in text


def test_a_priority_without_a_measure_says_so(
    reader: Client, borough: Place, booking: Measure
) -> None:
    PriorityFactory()
    publish({(booking, borough): steady(16)})

    assert "No measure yet" in text_of(reader.get("/dashboard/"))


def test_a_row_says_whether_it_counts_a_strength_or_a_deficit(
    reader: Client, borough: Place, booking: Measure, referred: Measure
) -> None:
    Measure.objects.filter(pk=referred.pk).update(is_strength=False)
    publish({(booking, borough): steady(2), (referred, borough): steady(2)})

    text = text_of(reader.get("/dashboard/?measures=all"))

    assert "parents and carers; a strength, proposed" in text
    assert "service and system; a deficit, proposed" in text
    assert "It counts A deficit, proposed" in text_of(reader.get("/dashboard/measures/SAF-302/"))
    assert "a deficit, proposed" in text_of(reader.get("/framework/measures/"))


def test_quiet_measures_of_no_priority_are_a_link_away(
    reader: Client, borough: Place, booking: Measure
) -> None:
    publish({(booking, borough): steady(16)})

    assert "0 of 1 shown" in text_of(reader.get("/dashboard/"))
    assert "248" not in text_of(reader.get("/dashboard/"))
    everything = reader.get("/dashboard/?measures=all")
    assert booking.title in text_of(everything)
    assert "20.7%" in text_of(everything)


def test_an_earlier_publication_shows_what_the_board_saw_then(
    reader: Client, borough: Place, booking: Measure
) -> None:
    publish({(booking, borough): [(100, 1000), (300, 1000)]})

    then = reader.get("/dashboard/?publication=1&measures=all")

    assert "10.0%" in text_of(then)
    assert "30.0%" not in text_of(then)
    assert "newer figures exist" in text_of(then)
    assert f"/dashboard/measures/{booking.code}/?publication=1" in then.content.decode()


@pytest.mark.parametrize("asked", ["99", "abc", "-1", "1; drop table", ""])
def test_an_unknown_publication_falls_back_on_the_latest_and_says_so(
    reader: Client, borough: Place, booking: Measure, asked: str
) -> None:
    publish({(booking, borough): [(100, 1000), (300, 1000)]})

    for path in ("/dashboard/", f"/dashboard/measures/{booking.code}/"):
        text = text_of(reader.get(path, {"publication": asked}))
        assert ("No publication has the number in the address" in text) is bool(asked)
    assert "Publication 2" in text_of(reader.get("/dashboard/", {"publication": asked}))


def test_a_correction_of_an_earlier_quarter_leaves_the_page_at_the_latest(
    reader: Client, borough: Place, booking: Measure
) -> None:
    publish({(booking, borough): [(100, 1000), (300, 1000)]})
    correction = publication_of(
        PeriodFactory(code="2026-Q1"), is_correction=True, reason="Barts Health sent late."
    )
    add_figure(correction, booking, borough, (150, 1000))
    summaries_for(correction)

    text = text_of(reader.get("/dashboard/?measures=all"))

    assert "July to September 2026 (quarter 2, 2026/27)" in text
    assert "A correction of April to June 2026: Barts Health sent late." in text
    assert "30.0%" in text


@HISTORIES
def test_a_long_history_costs_no_more_queries(
    reader: Client,
    borough: Place,
    localities: dict[str, Place],
    booking: Measure,
    referred: Measure,
    quarters: int,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    PriorityFactory()
    places = [borough, *localities.values()]
    publish(
        {(measure, place): rising(quarters) for measure in (booking, referred) for place in places}
    )

    reader.get("/help/")  # The session is written once in five minutes, whatever the page.

    with django_assert_max_num_queries(AT_MOST) as counted:
        page = reader.get("/dashboard/?measures=all")

    assert len(counted) == AT_MOST
    assert "Above the usual range" in text_of(page)


def test_a_page_that_did_not_change_is_not_sent_again(
    reader: Client, borough: Place, booking: Measure
) -> None:
    publish({(booking, borough): steady(16)})
    etag = reader.get("/dashboard/").headers["ETag"]

    again = reader.get("/dashboard/", headers={"If-None-Match": etag})

    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["Cache-Control"] == "private, no-cache"
    assert again.headers["ETag"] == etag


def test_a_compressed_page_that_did_not_change_is_not_sent_again(
    reader: Client, borough: Place, booking: Measure
) -> None:
    publish({(booking, borough): steady(16)})
    etag = reader.get("/dashboard/", headers={"Accept-Encoding": "gzip"}).headers["ETag"]

    again = reader.get("/dashboard/", headers={"Accept-Encoding": "gzip", "If-None-Match": etag})

    assert etag.startswith('W/"')
    assert again.status_code == 304


def test_a_new_publication_another_reader_and_another_address_have_their_own_etag(
    reader: Client,
    sign_in: Callable[[User], Client],
    coordinator: User,
    borough: Place,
    booking: Measure,
) -> None:
    publish({(booking, borough): steady(2)})
    first = reader.get("/dashboard/").headers["ETag"]

    assert sign_in(coordinator).get("/dashboard/").headers["ETag"] != first
    assert reader.get("/dashboard/?measures=all").headers["ETag"] != first
    add_figure(publication_of(PeriodFactory(code="2026-Q3")), booking, borough, (300, 1000))
    assert reader.get("/dashboard/").headers["ETag"] != first


@pytest.mark.parametrize(
    "path",
    [
        "/dashboard/",
        "/dashboard/areas/safe/",
        "/dashboard/measures/HEA-201/",
        "/dashboard/localities/north-east/",
    ],
)
def test_whoever_is_no_member_reads_nothing(
    path: str,
    sign_in: Callable[[User], Client],
    stranger: User,
    client: Client,
    booking: Measure,
    localities: dict[str, Place],
) -> None:
    assert sign_in(stranger).get(path).status_code == 403
    signed_out = client.get(path)
    assert signed_out.status_code == 302
    assert signed_out.headers["Location"].startswith("/accounts/login/")


def test_everybody_reads_while_dashboards_are_public(
    client: Client, settings: Any, borough: Place, booking: Measure
) -> None:
    settings.PUBLIC_DASHBOARDS = True
    publish({(booking, borough): rising(16)})

    assert "to 32.0% (320 of 1,000)" in text_of(client.get("/dashboard/"))


def test_the_table_holds_what_changed_and_what_says_most_of_each_priority(
    reader: Client, borough: Place, booking: Measure, referred: Measure, families: Measure
) -> None:
    metric = MetricFactory()
    metric.priorities.add(PriorityFactory(number=1))
    for measure in (booking, families):
        MetricMeasureFactory(metric=metric, measure=measure)
    publish(
        {
            (booking, borough): steady(16),
            (families, borough): [40 + i % 3 for i in range(16)],
            (referred, borough): rising(16),
        }
    )

    table = reader.get("/dashboard/").content.decode().split('id="measures"')[1]

    assert "Women booking antenatal care" in table
    assert "Children referred to social care again" in table
    assert "Families who finished" not in table
    assert "2 of 3 shown" in table
    assert "Families who finished" in reader.get("/dashboard/?measures=all").content.decode()


def test_it_says_how_few_measures_are_split_by_group(
    reader: Client, borough: Place, booking: Measure, referred: Measure
) -> None:
    publication = publish({(booking, borough): steady(2), (referred, borough): steady(2)})
    assert "No measure is split by group yet." in text_of(reader.get("/dashboard/"))

    add_figure(publication, booking, borough, (30, 100), category=CategoryFactory())

    text = text_of(reader.get("/dashboard/?measures=all"))
    assert "1 of 2 measures due is split by any group." in text


def test_a_change_is_read_beside_the_target_of_its_day(
    reader: Client, borough: Place, booking: Measure
) -> None:
    for value, first in ((25, date(2024, 4, 1)), (30, date(2026, 4, 1)), (35, date(2027, 4, 1))):
        TargetFactory(measure=booking, place=borough, value=value, starts_on=first, due_on=None)
    TargetFactory(measure=booking, place=LocalityFactory(parent=borough), value=50)
    publish({(booking, borough): rising(16)})

    text = text_of(reader.get("/dashboard/"))

    assert "Target 30.0%." in text
    assert text.count("Target ") == 1


def test_what_no_control_chart_fits_is_counted_apart_from_what_is_too_early(
    reader: Client, borough: Place, booking: Measure, referred: Measure
) -> None:
    Measure.objects.filter(pk=booking.pk).update(pattern="rolling")
    another = MeasureFactory(code="HEA-202", level=booking.level)
    publish({(booking, borough): rising(16), (another, borough): steady(5)})

    text = text_of(reader.get("/dashboard/"))

    assert "1 not judged" in text
    assert "1 too early to say" in text
    assert "Chance alone" not in text
