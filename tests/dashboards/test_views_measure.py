"""A measure's page, as somebody reads it, at its edges too."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import plotly.graph_objects as go
import pytest
from django.test import Client

from governance.models import Place, PlaceKind, User
from outcomes.models import Measure, MeasureStatus, MeasureType, Polarity, Publication
from tests.dashboards.publishing import (
    Typed,
    add_figure,
    publication_of,
    publish,
    rising,
    steady,
    summaries_for,
    text_of,
)
from tests.factories.evidence import (
    BaselineComparatorFactory,
    BaselineFactory,
    ComparatorFactory,
    DataGapFactory,
    MetricMeasureFactory,
    StartingPointFactory,
    TargetFactory,
)
from tests.factories.governance import SourceDocumentFactory
from tests.factories.outcomes import MeasureFactory, MetricFactory, PeriodFactory, PriorityFactory

PATH = "/dashboard/measures/HEA-201/"


def figure_of(response: Any) -> dict[str, Any]:
    """The Plotly figure that the page carries; validated against Plotly's schema."""
    found = re.search(
        r'<script id="chart-over-time" type="application/json">(.*?)</script>',
        response.content.decode(),
        re.DOTALL,
    )
    assert found
    figure: dict[str, Any] = json.loads(found[1])
    for layout in ("layout", "narrow"):
        go.Figure({"data": figure["data"], "layout": figure[layout]})
    return figure


def drawings_of(response: Any) -> list[ElementTree.Element]:
    """The chart over time as it is drawn without script: wide, then narrow."""
    page = response.content.decode()
    still = page.split('class="eh-chart__static">')[1].split('class="eh-chart__live"')[0]
    return [ElementTree.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", still)]


def table_of(response: Any) -> list[list[str]]:
    """The table of figures, cell by cell."""
    body = response.content.decode().split('id="figures"')[1].split("<tbody>")[1]
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", body.split("</tbody>")[0], re.DOTALL)
    cell = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)
    return [[re.sub(r"<[^>]+>", " ", text).strip() for text in cell.findall(row)] for row in rows]


def test_an_unknown_measure_is_not_found(reader: Client, booking: Measure) -> None:
    assert reader.get("/dashboard/measures/XXX-999/").status_code == 404


def test_before_any_figure_it_says_what_will_be_counted(reader: Client, booking: Measure) -> None:
    page = reader.get(PATH)

    assert f"{booking.title}: no figures yet" in text_of(page)
    assert booking.numerator in text_of(page)
    assert "plotly" not in page.content.decode()


def test_a_gap_says_why_and_what_might_fill_it(reader: Client, booking: Measure) -> None:
    DataGapFactory(measure=booking)

    text = text_of(reader.get(PATH))

    assert f"{booking.title}: nobody can supply it yet" in text
    assert "Nobody asks families for it" in text
    assert "Add a question to the family hub's form" in text
    assert "Owner: none yet." in text


def test_the_title_is_the_finding(reader: Client, borough: Place, booking: Measure) -> None:
    publish({(booking, borough): rising(16)})

    page = reader.get(PATH).content.decode()

    heading = "Women booking antenatal care before 10 weeks: 32.0%, better than usual"
    assert f'<h1 class="eh-title">{heading}</h1>' in page


def test_the_commentary_is_marked_and_gives_counts_rule_and_last_year(
    reader: Client, borough: Place, booking: Measure
) -> None:
    publish({(booking, borough): rising(16)})

    text = text_of(reader.get(PATH))

    assert "Automatic commentary · worked out from the figures, not yet accepted" in text
    assert "In July to September 2026 the figure was 32.0% (320 of 1,000)." in text
    assert "That is a change for the better, beyond usual variation." in text
    assert "Same quarter last year: 20.7%." in text
    assert not re.search(r"\b(because of|due to|caused|thanks to)\b", text)


def test_the_chart_is_drawn_for_paper_and_for_the_browser_from_the_same_figures(
    reader: Client, borough: Place, booking: Measure
) -> None:
    publish({(booking, borough): rising(16)})

    page = reader.get(PATH)

    assert len(figure_of(page)["data"][0]["y"]) == 16
    wide, narrow = drawings_of(page)
    assert wide.attrib["viewBox"].split()[2:] == ["744", "400"]
    assert narrow.attrib["viewBox"].split()[2:] == ["345", "360"]
    described = wide.findtext("desc")
    assert described
    assert f'aria-label="{described}"' in page.content.decode()
    assert described in text_of(page)


SERIES: dict[str, tuple[list[Typed], str]] = {
    "one figure": ([(253, 1041)], "too early to say if it is changing"),
    "two figures": ([(200, 1000), (253, 1041)], "too early to say if it is changing"),
    "trial limits": (list(steady(9)), "too early to say if it is changing"),
    "steady": (list(steady(16)), "no clear change"),
    "gap": ([*steady(8), None, *steady(8)], "no clear change"),
    "latest hidden": ([*steady(15), "c"], "no figure for July to September 2026"),
    "some hidden": (["c", *steady(4), "c", *steady(9)], "no clear change"),
    "all missing": (["x"] * 6, "no figure for July to September 2026"),
    "never anybody": ([(0, 0)] * 3, "no figure for July to September 2026"),
    "none of many": ([(0, 400)] * 14, "numbers too small to judge"),
    "all of many": ([(400, 400)] * 14, "numbers too small to judge"),
}


@pytest.mark.parametrize("name", SERIES)
def test_every_length_of_history_reads_right(
    name: str, reader: Client, borough: Place, booking: Measure
) -> None:
    series, ending = SERIES[name]
    typed: list[Typed] = ["z" if each == (0, 0) else each for each in series]
    publish({(booking, borough): typed})

    page = reader.get(PATH)

    assert page.status_code == 200
    assert ending in page.content.decode().split("<h1")[1].split("</h1>")[0]
    known = [each for each in typed if isinstance(each, tuple)]
    assert ("chart-over-time" in page.content.decode()) == bool(known)
    if known:
        values = figure_of(page)["data"][0]["y"]
        assert [value is not None for value in values] == [isinstance(t, tuple) for t in typed]
    assert len(table_of(page)) == len(typed)


def test_word_mark_and_bracket_agree_where_rules_for_better_and_for_worse_both_fire(
    reader: Client, borough: Place, booking: Measure
) -> None:
    first = [500, 520, 470, 510, 490, 530, 460, 500, 480]
    falling = [640, 625, 610, 595, 580, 565, 555]
    publish({(booking, borough): [(n, 1000) for n in [*first, *falling]]})

    response = reader.get(PATH)

    said = "7 quarters in a row above the average, 53.9%; but also 7 quarters in a row falling."
    words = text_of(response)
    assert "better than usual" in words
    assert f"{said} That is a change for the better" in words
    figure = figure_of(response)
    assert figure["data"][0]["marker"]["symbol"][-1] == "circle"
    for drawing in drawings_of(response):
        assert said in ElementTree.tostring(drawing, encoding="unicode")
    brackets = [note["text"] for note in figure["layout"]["annotations"]]
    assert any("7 quarters in a row above the average" in text for text in brackets)
    assert not any("falling" in text for text in brackets)


def test_every_rule_that_the_latest_figure_breaks_stands_beneath_the_chart(
    reader: Client, borough: Place, referred: Measure
) -> None:
    low = [300, 310, 320, 330, 340, 350, 360]
    publish({(referred, borough): [(n, 1000) for n in [*[500, 505, 495] * 3, *low]]})

    words = text_of(reader.get(PATH.replace("HEA-201", referred.code)))

    assert (
        "Below the usual range, 40.4% to 44.7%; but also 7 quarters in a row rising. "
        "Also: 2 of the last 3 quarters are near the bottom of the usual range. "
        "Also: 7 quarters in a row below the average, 42.6%."
    ) in words


def test_no_drawing_holds_a_hidden_figure(reader: Client, borough: Place, booking: Measure) -> None:
    publish({(booking, borough): [(200, 1000), "c", (222, 1000)]})

    page = reader.get(PATH)

    assert figure_of(page)["data"][0]["y"] == [20.0, None, 22.2]
    assert [row[1] for row in table_of(page)] == ["22.2%", "[c]", "20.0%"]
    assert "[c] hidden to protect people." in text_of(page)


def test_the_table_has_every_quarter_and_place_newest_first(
    reader: Client, borough: Place, localities: dict[str, Place], booking: Measure
) -> None:
    north = localities["ne"]
    publish({(booking, borough): [(200, 1000), (253, 1041)], (booking, north): ["c", (50, 260)]})

    rows = table_of(reader.get(PATH))

    assert rows[0][:4] == ["Jul to Sep 2026", "24.3%", "253 of 1,041", "21.8% to 27.0%"]
    assert rows[0][4:] == ["19.2%", "50 of 260"]
    assert rows[1][0] == "Apr to Jun 2026"
    assert rows[1][4:] == ["[c]", ""]


def test_localities_are_compared_by_their_interval(
    reader: Client, borough: Place, localities: dict[str, Place], booking: Measure
) -> None:
    publish(
        {
            (booking, borough): [(253, 1041)],
            (booking, localities["ne"]): [(70, 277)],
            (booking, localities["nw"]): [(42, 253)],
            (booking, localities["se"]): ["x"],
        }
    )

    text = text_of(reader.get(PATH))

    assert "North West is worse than the borough; the other compared is similar" in text
    assert "16.6% (42 of 253). Worse than the borough." in text
    assert "Of 2 comparisons, chance alone would give under 0.1 differences." in text
    assert "[x] not available" in text


def test_counts_of_localities_are_not_compared_with_their_sum(
    reader: Client, borough: Place, localities: dict[str, Place], families: Measure
) -> None:
    publish({(families, borough): [300, 310], (families, localities["ne"]): [70, 75]})

    page = reader.get("/dashboard/measures/ENG-201/")

    assert "than the borough" not in text_of(page)
    small = page.content.decode().split('class="eh-multiples"')[1]
    assert 'stroke-dasharray="4 3"' not in small


def test_a_measure_that_does_not_add_up_is_read_by_locality(
    reader: Client, borough: Place, localities: dict[str, Place], booking: Measure
) -> None:
    measure = MeasureFactory(code="HUB-113", title="Partners", count=True, over_areas="none")
    publish({(measure, borough): ["z", "z"], (measure, localities["ne"]): [7, 9]}, last="2026-Q2")

    page = reader.get("/dashboard/measures/HUB-113/")

    assert "Partners: read each locality on its own" in text_of(page)
    assert "does not add up" in text_of(page)
    assert "eh-multiples" in page.content.decode()
    assert "without a figure" not in text_of(reader.get("/dashboard/"))


def test_an_account_in_words_has_words_and_no_chart(reader: Client, borough: Place) -> None:
    measure = MeasureFactory(
        code="SAF-154",
        title="Progress with overcrowding",
        type=MeasureType.NARRATIVE,
        denominator="",
        unit="commentary",
    )
    publish({(measure, borough): ["x"]}, notes="Forty families moved.\n\nMore to come.")

    page = reader.get("/dashboard/measures/SAF-154/")

    assert "Progress with overcrowding: reported in words" in text_of(page)
    assert "Forty families moved." in text_of(page)
    assert "Beyond usual variation?" not in text_of(page)
    assert "chart-over-time" not in page.content.decode()


def test_an_answer_is_yes_or_no(reader: Client, borough: Place) -> None:
    measure = MeasureFactory(
        code="HUB-112", title="Plan in place", type=MeasureType.YES_NO, denominator="", unit="yes"
    )
    publish({(measure, borough): [0, 1]})

    page = reader.get("/dashboard/measures/HUB-112/")

    assert "Plan in place: yes" in text_of(page)
    assert [row[1] for row in table_of(page)] == ["Yes", "No"]
    assert "Too early" not in text_of(page)


def test_a_yearly_measure_is_counted_in_years(reader: Client, borough: Place) -> None:
    measure = MeasureFactory(code="SAF-102", frequency="annual", due_quarter=2)
    publish({(measure, borough): [(70, 100), None, None, None, (75, 100)]})

    page = reader.get("/dashboard/measures/SAF-102/")

    assert "2 years so far" in text_of(page)
    assert len(table_of(page)) == 2
    assert "Same quarter last year" not in text_of(page)


@pytest.mark.parametrize(
    ("polarity", "judgement"),
    [
        (Polarity.HIGHER, "Will keep missing it unless something changes."),
        (Polarity.LOWER, "Will keep meeting it unless something changes."),
        (Polarity.NONE, "Not judged."),
    ],
)
def test_a_target_is_judged_by_the_limits(
    polarity: str, judgement: str, reader: Client, borough: Place, booking: Measure
) -> None:
    Measure.objects.filter(pk=booking.pk).update(polarity=polarity)
    TargetFactory(measure=booking, place=borough, value=Decimal(75))
    publish({(booking, borough): steady(16)})

    page = reader.get(PATH)

    assert judgement in text_of(page)
    assert "Agreed by Early Help Partnership Board" in text_of(page)
    assert any(s["y0"] == 75 for s in figure_of(page)["layout"]["shapes"])


def test_beside_numbers_too_small_to_judge_a_target_is_met_or_not_met_and_no_more(
    reader: Client, borough: Place, booking: Measure
) -> None:
    TargetFactory(measure=booking, place=borough, value=Decimal(75))
    publish({(booking, borough): [(2 + i % 3, 40) for i in range(16)]})

    words = text_of(reader.get(PATH))

    assert "numbers too small to judge" in words
    assert "The latest figure does not meet it." in words
    assert "Will keep" not in words


def test_nothing_is_foretold_of_a_target_while_a_new_baseline_is_to_be_thought_of(
    reader: Client, borough: Place, booking: Measure
) -> None:
    """The limits hold the old level as well: they are not what is to come."""
    TargetFactory(measure=booking, place=borough, value=Decimal(75))
    moved = [*steady(9), *steady(8, start=260)]
    publish({(booking, borough): moved})

    words = text_of(reader.get(PATH))

    assert "consider a new baseline" in words
    assert "The latest figure does not meet it." in words
    assert "Will keep" not in words


def test_a_figure_that_never_moves_is_held_against_its_target_itself(
    reader: Client, borough: Place, booking: Measure
) -> None:
    TargetFactory(measure=booking, place=borough, value=Decimal(50))
    publish({(booking, borough): [(50, 100)] * 16})

    assert "Will keep meeting it unless something changes." in text_of(reader.get(PATH))


def test_a_comparator_is_drawn_labelled_and_put_into_words(
    reader: Client, borough: Place, booking: Measure
) -> None:
    london = Place.objects.create(
        code="E12000007", slug="london", name="London", kind=PlaceKind.REGION
    )
    ComparatorFactory(measure=booking, place=london, value=Decimal(45), upper_value=Decimal(50))
    publish({(booking, borough): steady(16)})

    page = reader.get(PATH)

    assert "London: 45.0% to 50.0%, 2025/26. The borough is worse than London" in text_of(page)
    labels = [note["text"] for note in figure_of(page)["layout"]["annotations"]]
    assert {"London", "45.0% to 50.0%"} <= set(labels)


def raised(booking: Measure, borough: Place) -> Publication:
    """Sixteen quarters at about 70%: a target of 65% raised to 75%, then to 90% after them."""
    for value, first in ((65, date(2023, 7, 1)), (75, date(2025, 7, 1)), (90, date(2030, 4, 1))):
        TargetFactory(measure=booking, place=borough, value=value, starts_on=first)
    return publish({(booking, borough): [(70, 100)] * 16})


@pytest.mark.parametrize(
    ("number", "target", "word", "coming"),
    [
        # April to June 2023, before any; April to June 2025, the last of the first; the last.
        (3, "", "", ["from July 2023", "from July 2025", "from April 2030"]),
        (11, "65.0%", "Met", ["from July 2025", "from April 2030"]),
        (12, "75.0%", "Not met", ["from April 2030"]),
        (16, "75.0%", "Not met", ["from April 2030"]),
    ],
)
def test_a_figure_is_judged_by_the_target_in_force_at_its_quarter(
    number: int,
    target: str,
    word: str,
    coming: list[str],
    reader: Client,
    borough: Place,
    booking: Measure,
) -> None:
    raised(booking, borough)

    response = reader.get(f"{PATH}?publication={number}")
    page = response.context["page"]

    held = [(each.value_text, each.word) for each in page.reported.held_against]
    assert held == ([(target, word)] if target else [])
    assert (page.reported.target.value_text if page.reported.target else "") == target
    assert [each.from_text for each in page.later_targets] == coming
    assert "Target from April 2030 90.0%" in text_of(response)


def test_the_line_of_a_target_steps_where_the_target_changed(
    reader: Client, borough: Place, booking: Measure
) -> None:
    raised(booking, borough)

    page = reader.get(PATH)
    drawn = [
        (shape["x0"], shape["y0"], shape["y1"])
        for shape in figure_of(page)["layout"]["shapes"]
        if shape["line"].get("dash") == "14px,5px,3px,5px"
    ]

    assert drawn == [(10.5, 75, 75), (2.5, 65, 65), (10.5, 65, 75)]
    assert "Target 75.0%, before 65.0% from July 2023." in text_of(page)


def test_nothing_dated_later_is_held_against_a_figure(
    reader: Client, borough: Place, booking: Measure
) -> None:
    london = Place.objects.create(
        code="E12000007", slug="london", name="London", kind=PlaceKind.REGION
    )
    for year, value in ((2022, 60), (2024, 80), (2030, 99)):
        first = date(year, 4, 1)
        ComparatorFactory(
            measure=booking, place=london, value=value, period_label=str(year), starts_on=first
        )
        StartingPointFactory(
            measure=booking, place=borough, value=value, period_label=str(year), starts_on=first
        )
    publish({(booking, borough): [(70, 100)] * 16})

    for number, year in ((1, "2022"), (16, "2024")):
        page = reader.get(f"{PATH}?publication={number}").context["page"]
        assert [each.when for each in page.reported.held_against] == [year, year]
        assert [each.period for each in page.comparators] == [year]


def test_contradictory_baselines_stand_side_by_side(
    reader: Client, borough: Place, booking: Measure
) -> None:
    metric = MetricFactory(text="Numbers attending antenatal appointments")
    MetricMeasureFactory(metric=metric, measure=booking)
    document = SourceDocumentFactory()
    one = BaselineFactory(
        title="Overweight in year 6", value_text="42.7%", source=document, source_lines="323"
    )
    other = BaselineFactory(title="Year 6 overweight", value_text="46%")
    BaselineComparatorFactory(baseline=one, geography="London", value_text="40%")
    one.contradicts.add(other)
    metric.baselines.add(one)

    text = text_of(reader.get(PATH))

    assert "The documents give different figures. They are kept side by side." in text
    assert "42.7% · Overweight in year 6" in text
    assert "Elsewhere: London 40%" in text
    assert "46% · Year 6 overweight" in text
    assert f"{document.title}, line 323." in text


def test_it_says_where_the_measure_is_asked_for(
    reader: Client, borough: Place, booking: Measure
) -> None:
    metric = MetricFactory(text="Numbers attending antenatal appointments")
    metric.priorities.add(PriorityFactory(number=1, title="Promote antenatal care"))
    MetricMeasureFactory(metric=metric, measure=booking)

    page = reader.get(PATH)

    assert "“Numbers attending antenatal appointments”" in text_of(page)
    assert "Early Help Outcomes Framework · Healthy · Babies, children" in text_of(page)
    assert 'href="/dashboard/priorities/1/"' in page.content.decode()


@pytest.mark.parametrize(
    ("status", "fields", "said"),
    [
        (MeasureStatus.PROPOSED, {}, "not yet agreed by those who count it"),
        (
            MeasureStatus.RETIRED,
            {"retired_on": "2026-04-01"},
            "No figures are asked for from 1",
        ),
    ],
)
def test_the_definition_says_whether_it_is_agreed(
    status: str, fields: dict[str, str], said: str, reader: Client, booking: Measure
) -> None:
    Measure.objects.filter(pk=booking.pk).update(status=status, **fields)

    assert said in text_of(reader.get(PATH))


def test_a_retired_measure_keeps_its_old_figures(
    reader: Client, borough: Place, booking: Measure
) -> None:
    publication = publication_of(PeriodFactory())
    add_figure(publication, booking, borough, (253, 1041))

    page = reader.get(PATH)

    assert "24.3%" in text_of(page)
    assert table_of(page)[0][1] == "24.3%"


def test_what_reporters_said_stands_beside_the_figure(
    reader: Client, borough: Place, booking: Measure
) -> None:
    publish({(booking, borough): steady(2)}, notes="Two midwives were ill in August.")

    text = text_of(reader.get(PATH))

    assert "Tower Hamlets · July to September 2026 · 20.7% (207 of 1,000)" in text
    assert "Two midwives were ill in August." in text


def test_what_reporters_write_is_escaped(reader: Client, borough: Place, booking: Measure) -> None:
    publish({(booking, borough): steady(2)}, notes="<script>alert(1)</script>")

    assert "<script>alert(1)" not in reader.get(PATH).content.decode()


def test_a_revision_says_from_what_to_what_and_why(
    reader: Client, borough: Place, booking: Measure
) -> None:
    publish({(booking, borough): [(200, 1000), (253, 1041)]})
    correction = publication_of(
        PeriodFactory(code="2026-Q1"), is_correction=True, reason="Barts Health sent late figures."
    )
    add_figure(correction, booking, borough, (240, 1000))
    summaries_for(correction)

    now, then = reader.get(PATH), reader.get(f"{PATH}?publication=2")

    assert (
        "April to June 2026, Tower Hamlets: 20.0% (200 of 1,000) became 24.0% (240 of 1,000) "
        "in publication 3." in text_of(now)
    )
    assert "Barts Health sent late figures." in text_of(now)
    assert [row[1] for row in table_of(now)] == ["24.3%", "24.0%"]
    assert [row[1] for row in table_of(then)] == ["24.3%", "20.0%"]
    assert "became" not in text_of(then)


def test_who_published_is_named_to_members_only(
    reader: Client,
    client: Client,
    settings: Any,
    coordinator: User,
    borough: Place,
    booking: Measure,
) -> None:
    publication = publication_of(PeriodFactory(), published_by=coordinator)
    add_figure(publication, booking, borough, (253, 1041))
    summaries_for(publication)

    assert "by Partnership coordinator" in text_of(reader.get(PATH))
    settings.PUBLIC_DASHBOARDS = True
    assert "Partnership coordinator" not in text_of(client.get(PATH))


def test_a_very_long_title_is_shown_whole(reader: Client, borough: Place, booking: Measure) -> None:
    title = "Babies, children, young people, parents and carers & others who <waited> " + "x" * 17
    Measure.objects.filter(pk=booking.pk).update(title=title)
    publish({(booking, borough): steady(16)})

    page = reader.get(PATH)

    assert title in text_of(page)
    assert drawings_of(page)[0].findtext("title", "").startswith(title)


# ---- What no control chart fits ----------------------------------------------------------------


def title_of(response: Any) -> str:
    found: str = response.content.decode().split('<h1 class="eh-title">')[1].split("</h1>")[0]
    return found


def test_figures_that_share_quarters_are_a_plain_line_and_not_judged(
    reader: Client, borough: Place, booking: Measure
) -> None:
    Measure.objects.update(pattern="rolling")
    TargetFactory(measure=booking, place=borough, value=10)
    publish({(booking, borough): rising(16)})

    page = reader.get(PATH)

    text = text_of(page)
    assert title_of(page).endswith(": 32.0%, not judged: each figure shares quarters with the last")
    assert "Not judged" in text
    assert "Too early to say" not in text
    assert "Drawn without limits. Each figure shares quarters with the last" in text
    assert "16 quarters of figures." in text
    assert "Each figure shares periods with the last" in text
    assert "Limits: XmR" not in text
    assert "sual range" not in text
    assert "consider a new baseline" not in text
    assert "The latest figure meets it." in text
    assert "Will keep meeting it" not in text


def test_a_seasonal_figure_is_read_beside_last_year_without_a_judgement(
    reader: Client, borough: Place, families: Measure
) -> None:
    Measure.objects.update(pattern="seasonal")
    publish({(families, borough): [50, 55, 52, 55, 54, 53, 55, 51, 58, 51, 53, 53, 50, 53, 61]})

    page = reader.get("/dashboard/measures/ENG-201/")

    text = text_of(page)
    assert title_of(page).endswith(": 61, up 8 on the same quarter last year")
    assert "Up 8 on the same quarter last year; seasonal, so not judged by the control" in text
    assert "Drawn without limits. The same quarter differs every year" in text
    assert "The last four quarters together: 217." in text
    assert "sual range" not in text


def test_what_is_not_judged_is_not_said_to_be_judged_by_its_denominators(
    reader: Client, borough: Place, booking: Measure
) -> None:
    Measure.objects.update(pattern="rolling")
    publish({(booking, borough): [*steady(15), (60, 300)]})

    text = text_of(reader.get(PATH))

    assert "Drawn without limits." in text
    assert "very different numbers" not in text


@pytest.mark.parametrize("latest", [["c", 50, 53, 61], [53, None, 53, 61]])
def test_four_quarters_are_added_only_where_all_are_shown(
    latest: list[Typed], reader: Client, borough: Place, families: Measure
) -> None:
    Measure.objects.update(pattern="seasonal")
    publish({(families, borough): [50, 55, 52, 55, *latest]})

    text = text_of(reader.get("/dashboard/measures/ENG-201/"))

    assert "Drawn without limits." in text
    assert "The last four quarters" not in text


def test_an_earlier_publication_is_read_as_it_was_judged(
    reader: Client, borough: Place, booking: Measure
) -> None:
    publish({(booking, borough): rising(16)})
    Measure.objects.update(pattern="rolling")

    page = reader.get(PATH)

    assert title_of(page).endswith(": 32.0%, better than usual")
    assert "Limits: XmR control chart." in text_of(page)
    assert "Drawn without limits" not in text_of(page)


@pytest.mark.parametrize("quarters", [16, 40])
def test_a_long_history_costs_no_more_queries(
    quarters: int,
    reader: Client,
    borough: Place,
    localities: dict[str, Place],
    booking: Measure,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    publish({(booking, place): rising(quarters) for place in [borough, *localities.values()]})
    reader.get("/help/")

    with django_assert_max_num_queries(26) as counted:
        page = reader.get(PATH)

    assert len(counted) == 26
    assert len(table_of(page)) == quarters


def test_an_unchanged_page_is_not_sent_again(
    reader: Client, borough: Place, booking: Measure
) -> None:
    publish({(booking, borough): steady(2)})
    etag = reader.get(PATH).headers["ETag"]

    assert reader.get(PATH, headers={"If-None-Match": etag}).status_code == 304
