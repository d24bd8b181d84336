"""A Board member reads the quarter: on a screen, on a telephone, without script, on paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from dashboards.selectors.rows import AREA_NAMES
from governance.models import Place, User
from tests.dashboards.publishing import publish, rising, sixty
from tests.factories.evidence import DataGapFactory, MetricMeasureFactory, TargetFactory
from tests.factories.governance import PASSWORD
from tests.factories.outcomes import MeasureFactory, MetricFactory, PriorityFactory
from tests.pdf import pages_of

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

MEASURE = "/dashboard/measures/HEA-201/"
PACK = "/dashboard/pack/2026-Q2/"
OVER_TIME = "[data-chart=chart-over-time]"
STATIC, LIVE = f"{OVER_TIME} .eh-chart__static", f"{OVER_TIME} .eh-chart__live"


@pytest.fixture
def quarters(borough: Place, localities: dict[str, Place], board_member: User) -> None:
    """Sixteen published quarters of four measures; one of them is hidden at the end."""
    booking = MeasureFactory(code="HEA-201", title="Women booking before 10 weeks")
    referred = MeasureFactory(code="SAF-302", area="safe", polarity="lower")
    families = MeasureFactory(code="ENG-201", area="engaged", polarity="none", count=True)
    metric = MetricFactory(text="Numbers attending antenatal appointments")
    metric.priorities.add(PriorityFactory())
    MetricMeasureFactory(metric=metric, measure=booking)
    TargetFactory(measure=booking, place=borough, value=45)
    DataGapFactory(measure=MeasureFactory(code="HEA-107"))
    hidden = MeasureFactory(code="HAP-106", area="happy")
    places = [borough, *localities.values()]
    publish(
        {
            **{(booking, place): rising(16) for place in places},
            (referred, borough): rising(16),
            (families, borough): [40 + i % 3 for i in range(16)],
            (hidden, borough): [*((12, 40) for _ in range(15)), "c"],
        },
        notes="Two midwives were ill in August.",
    )


@pytest.fixture
def member(person: Callable[..., Any]) -> Callable[..., Any]:
    return lambda **options: person(**options).signs_in("board", PASSWORD)


@pytest.mark.usefixtures("quarters")
@pytest.mark.parametrize("width", [1280, 375, 320])
def test_every_page_of_the_board_is_accessible_and_fits_its_screen(
    member: Callable[..., Any], width: int
) -> None:
    reader = member(viewport={"width": width, "height": 900})
    pages = [
        "/",
        "/dashboard/?measures=all",
        "/dashboard/priorities/1/",
        "/dashboard/localities/north-east/",
        "/dashboard/matrix/",
        "/dashboard/completeness/",
        "/dashboard/equalities/",
        MEASURE,
        "/dashboard/measures/HAP-106/",
        "/dashboard/measures/HEA-107/",
        *(f"/dashboard/areas/{slug}/" for slug in AREA_NAMES),
        PACK,
        f"{PACK}summary/",
        f"{PACK}16/",
        f"{PACK}meeting/HEA-201/",
    ]

    for path in pages:
        reader.opens(path).is_on_an_accessible_page()
        assert reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


@pytest.mark.usefixtures("quarters")
@pytest.mark.parametrize("width", [375, 320])
def test_on_a_telephone_the_places_of_a_measure_stand_side_by_side(
    member: Callable[..., Any], width: int
) -> None:
    page = member(viewport={"width": width, "height": 900}).opens("/dashboard/matrix/").page
    row = page.get_by_role("row", name=re.compile("Women booking before 10 weeks"))
    cells = [cell.bounding_box() for cell in row.get_by_role("cell").all()]

    assert len(cells) == 5
    assert len({round(cell["y"]) for cell in cells}) == 1
    assert row.bounding_box()["height"] < 110
    expect(row).to_contain_text("babies, children and young people")
    expect(page.get_by_role("columnheader", name="NE North East").first).to_be_visible()


@pytest.mark.usefixtures("quarters")
@pytest.mark.parametrize("path", ["/dashboard/localities/north-east/", PACK])
def test_on_a_telephone_a_measure_is_a_name_and_a_line_or_two_under_it(
    member: Callable[..., Any], path: str
) -> None:
    page = member(viewport={"width": 375, "height": 900}).opens(path).page
    row = page.get_by_role("row", name=re.compile("Women booking before 10 weeks")).last

    assert row.bounding_box()["height"] < 100
    expect(row.locator(".eh-status")).to_be_visible()


@pytest.mark.usefixtures("quarters")
@pytest.mark.parametrize("width", [1280, 375])
def test_the_chart_answers_to_a_pointer_in_the_place_of_its_drawing(
    member: Callable[..., Any], width: int
) -> None:
    reader = member(viewport={"width": width, "height": 900}).opens(MEASURE)
    page = reader.page

    page.locator("[data-chart]").first.scroll_into_view_if_needed()
    expect(page.locator(f"{LIVE} .main-svg").first).to_be_visible()

    expect(page.locator(STATIC)).to_be_hidden()
    expect(page.locator(f"{LIVE} .modebar")).to_have_count(0)
    expect(page.locator(f"{LIVE} .annotation-text").first).to_be_visible()
    box = page.locator(f"{LIVE} .point").last.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(f"{LIVE} .hovertext")).to_contain_text("32.0% (320 of 1,000)")
    reader.is_on_an_accessible_page()


@pytest.mark.usefixtures("quarters")
def test_without_script_the_drawing_and_every_figure_are_there(
    member: Callable[..., Any], person: Callable[..., Any]
) -> None:
    signed_in = member()
    reader = person(
        java_script_enabled=False, storage_state=signed_in.context.storage_state()
    ).opens(MEASURE)

    expect(reader.page.locator(f"{STATIC} svg").first).to_be_visible()
    expect(reader.page.locator(LIVE)).to_be_hidden()
    expect(reader.page.locator("#figures ~ *, section:has(#figures) table").first).to_be_visible()
    reader.sees("Two midwives were ill in August.")


@pytest.mark.usefixtures("quarters")
def test_on_paper_the_drawing_comes_back(member: Callable[..., Any]) -> None:
    page = member().opens(MEASURE).page
    page.locator(LIVE).scroll_into_view_if_needed()
    expect(page.locator(f"{LIVE} .main-svg").first).to_be_visible()

    page.emulate_media(media="print")

    expect(page.locator(f"{STATIC} svg").first).to_be_visible()
    expect(page.locator(LIVE)).to_be_hidden()


# ---- The board pack --------------------------------------------------------------------------


@pytest.mark.usefixtures("quarters")
def test_arrow_keys_turn_the_pages_of_a_meeting_and_leave_typing_alone(
    person: Callable[..., Any], coordinator: User
) -> None:
    meeting = person().signs_in("coordinator", PASSWORD).opens(f"{PACK}meeting/SAF-302/")
    page = meeting.page

    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/meeting/HEA-201/")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/meeting/SAF-302/")

    page.get_by_label("What was decided?").fill("Look at it again in March")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"/meeting/SAF-302/$"))
    expect(page.get_by_label("What was decided?")).to_have_value("Look at it again in March")
    meeting.is_on_an_accessible_page()


@pytest.mark.usefixtures("quarters")
def test_without_script_the_pack_and_the_meeting_are_all_there(
    member: Callable[..., Any], person: Callable[..., Any]
) -> None:
    signed_in = member()
    reader = person(
        java_script_enabled=False, storage_state=signed_in.context.storage_state()
    ).opens(f"{PACK}summary/")

    reader.page.get_by_role("link", name="Whole pack").click()
    reader.page.get_by_role("link", name="Meeting mode").click()
    reader.page.get_by_role("link", name="Next").click()
    expect(reader.page.locator(".eh-turn")).to_contain_text("2 of 2")
    expect(reader.page.locator(".eh-chart svg").first).to_be_visible()


def test_sixty_measures_print_on_one_page(
    member: Callable[..., Any], board_member: User, borough: Place
) -> None:
    sixty(borough)

    page = member().opens(f"{PACK}summary/").page
    printed = page.pdf(prefer_css_page_size=True)

    assert pages_of(printed) == 1
