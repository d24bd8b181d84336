"""A figure typed by a locality lead, approved, published and seen by the Board."""

from __future__ import annotations

import csv
import io

import pytest
from playwright.sync_api import expect

from outcomes.demo.quarters import NOW_MISTAKEN, NOW_UNUSUAL
from outcomes.models import Observation, Publication, PublishedFigure, Submission

pytestmark = pytest.mark.journey


def figures_to_type(submission: Submission) -> list[Observation]:
    empty = submission.observations.filter(
        numerator_typed="", missing="", measure__area="happy"
    ).select_related("measure", "place")
    return list(empty)


@pytest.mark.usefixtures("demonstration")
def test_a_figure_goes_from_the_lead_to_the_board(person, password) -> None:
    submission = Submission.objects.get(reporter__slug="north-east", status="draft")
    period = submission.period
    rows = figures_to_type(submission)
    typed = next(row for row in rows if row.measure.type == "proportion")
    measure = typed.measure
    borough_before = _borough_value(measure.code)

    lead = person().signs_in("ne.lead", password).is_on_an_accessible_page()
    lead.follows(period.label).is_on_an_accessible_page()
    lead.follows("Happy").is_on_an_accessible_page()
    for row in rows:
        prefix = f"{row.measure.code}-{row.place.code}".lower()
        _fill(lead.page, prefix, row)
    lead.page.get_by_label("Yes, it is complete").check()
    _save_and_explain(lead)
    lead.sees("Happy is saved").sees("Next is Learning.").is_on_an_accessible_page()
    wrong, odd = (f"{code}-th-ne".lower() for code in (NOW_MISTAKEN, NOW_UNUSUAL))
    expect(lead.page.locator(f"#{wrong}-numerator-error")).to_contain_text("or less")
    lead.page.locator(f"#{wrong}-numerator").fill("24")
    lead.page.locator(f"#{wrong}-denominator").fill("40")
    lead.page.locator(f"#{odd}-note").fill("A new group began in July.")
    _save_and_explain(lead)
    lead.sees("Check everything, then submit.").is_on_an_accessible_page()
    lead.page.get_by_role("checkbox").check()
    lead.presses("Submit the figures")
    submission.refresh_from_db()
    lead.sees(submission.reference).is_on_an_accessible_page()

    coordinator = person().signs_in("coordinator", password)
    coordinator.opens("/review/").is_on_an_accessible_page()
    coordinator.opens(f"/review/{submission.pk}/").sees("80.0%").is_on_an_accessible_page()
    coordinator.page.get_by_label("Approve: the figures may be published").check()
    coordinator.presses("Save the decision").sees("North East locality: approved.")
    coordinator.opens(f"/review/publish/{period.code}/").is_on_an_accessible_page()
    coordinator.presses(f"Publish {period.label}")
    coordinator.sees("is published")

    board = person().signs_in("board", password)
    board.opens("/dashboard/").is_on_an_accessible_page()
    board.follows("Happy", exact=True).is_on_an_accessible_page()
    board.page.locator(f'main a[href="/dashboard/measures/{measure.code}/"]').first.click()
    board.sees("80.0%").sees("160 of 200").is_on_an_accessible_page()
    expect(board.page.locator(".js-plotly-plot").first).to_be_visible()

    response = board.page.request.get(f"{board.address}/data/observations.csv")
    exported = list(csv.DictReader(io.StringIO(response.text())))
    [mine] = [
        line
        for line in exported
        if line["measure"] == measure.code
        and line["period"] == period.code
        and line["geography_code"] == "TH-NE"
        and line["breakdown"] == "All"
    ]
    assert (mine["numerator"], mine["denominator"], float(mine["value"])) == ("160", "200", 80.0)
    assert int(mine["publication"]) == Publication.objects.latest("number").number
    assert _borough_value(measure.code) != borough_before


def _save_and_explain(lead) -> None:
    """Goes on from a section, with a sentence for each figure that the portal asks about."""
    lead.presses("Save and continue")
    expect(lead.page.locator("[data-to-explain], .govuk-notification-banner")).to_be_visible()
    if lead.page.locator("[data-to-explain]").count():
        lead.is_on_an_accessible_page()
        for box in lead.page.get_by_label("Why it is different").all():
            if box.is_visible() and not box.input_value():
                box.fill("More people answered than before.")
        lead.presses("Save and continue")
        expect(lead.page.locator(".govuk-notification-banner")).to_be_visible()


def _fill(page, prefix: str, row: Observation) -> None:
    if row.measure.type == "narrative":
        page.locator(f"#{prefix}-note").fill("Nothing out of the ordinary this quarter.")
    elif row.measure.type == "yes_no":
        page.locator(f"#{prefix}-numerator").select_option("yes")
    else:
        page.locator(f"#{prefix}-numerator").fill("160")
        if row.measure.has_denominator:
            page.locator(f"#{prefix}-denominator").fill("200")


def _borough_value(code: str) -> float | None:
    latest = PublishedFigure.objects.filter(measure__code=code, place__kind="borough")
    return latest.order_by("-publication__number").values_list("value", flat=True).first()
