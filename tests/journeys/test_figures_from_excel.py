"""Figures from Excel in a browser: a block pasted in the table or on its page, and a workbook."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from governance.models import Role
from outcomes.models import FigureImport, Observation, Period, Status, Submission
from tests.factories.governance import PASSWORD, LocalityFactory, MembershipFactory, UserFactory
from tests.factories.outcomes import (
    MeasureFactory,
    ObservationFactory,
    ReporterFactory,
    SubmissionFactory,
)

pytestmark = [pytest.mark.journey, pytest.mark.slow]

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
AREAS = ("safe", "healthy", "happy", "learning", "engaged")
PASTE = """(block) => {
  const data = new DataTransfer();
  data.setData("text/plain", block);
  const paste = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
  document.activeElement.dispatchEvent(paste);
}"""


@pytest.fixture
def submission(live_server) -> Submission:
    """Sixty measures over five areas, due from the North East, in a quarter that is open today."""
    place = LocalityFactory()
    user = UserFactory(email="ne.lead@ehportal.example", name="Amina Begum")
    MembershipFactory(user=user, role=Role.LOCALITY_LEAD, locality=place)
    submission = SubmissionFactory(reporter=ReporterFactory(place=place))
    for n in range(60):
        area = AREAS[n // 12]
        measure = MeasureFactory(
            code=f"{area[:3].upper()}-{101 + n}", title=f"Families helped, {n}", area=area, order=n
        )
        ObservationFactory(submission=submission, measure=measure)
    # Far enough away that it is open on whatever day the test is run.
    far = dict.fromkeys(["due_on", "entries_close_on", "closes_on"], "2099-01-01")
    Period.objects.update(opens_on="2026-01-01", **far)
    Submission.objects.update(due_on="2099-01-01")
    return submission


@pytest.fixture
def lead(person, submission) -> Callable[..., Any]:
    def opens(path: str = "", **options: Any) -> Any:
        return (
            person(viewport=WIDE, **options)
            .signs_in("ne.lead", PASSWORD)
            .opens(submission.get_absolute_url() + path)
        )

    return opens


def is_fine_at_every_width(lead: Any) -> None:
    for size in (NARROW, WIDE):
        lead.page.set_viewport_size(size)
        lead.is_on_an_accessible_page()
        wider = lead.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not wider, f"{lead.page.url} scrolls sideways at {size['width']} px"


def box(n: int, name: str = "numerator") -> str:
    area = AREAS[n // 12]
    return f"#{area[:3]}-{101 + n}-th-ne-{name}"


def numerators() -> list[str]:
    rows = Observation.objects.order_by("measure__order")
    return list(rows.values_list("numerator_typed", flat=True))


def test_a_block_pasted_in_the_table_is_previewed_accepted_and_undone(lead) -> None:
    lead = lead("healthy/")
    page = lead.page

    page.fill(box(12), "5")
    page.focus(box(13))
    page.evaluate(PASTE, "1,212\t2 268\r\n£45\tforty\r\n")
    page.wait_for_url("**/imports/**")
    lead.sees("3 boxes will change").sees("“1,212” read as 1212").sees("could not understand")
    is_fine_at_every_width(lead)
    # What was typed before the block was pasted is saved; nothing of the block is.
    assert numerators()[12:15] == ["5", "", ""]

    lead.presses("Put them in").sees("4 boxes are filled in from Excel")
    expect(page.locator(box(13))).to_have_value("1212")
    expect(page.locator(box(14, "denominator"))).to_have_value("forty")
    is_fine_at_every_width(lead)

    lead.presses("Undo").sees("Taken back")
    assert numerators()[12:15] == ["5", "", ""]
    expect(page.locator(box(13))).to_have_value("")


def test_one_cell_is_pasted_as_any_text_is(lead) -> None:
    lead = lead("healthy/")

    lead.page.focus(box(12))
    lead.page.evaluate(PASTE, "212\r\n")

    assert lead.page.url.endswith("healthy/")
    assert not FigureImport.objects.exists()


def test_sixty_measures_are_pasted_and_submitted_in_six_actions(lead, submission) -> None:
    lead = lead()
    lead.context.grant_permissions(["clipboard-read", "clipboard-write"])
    lines = [f"{AREAS[n // 12][:3].upper()}-{101 + n}\t{n + 20}\t{n + 100}" for n in range(60)]
    block = "\r\n".join(["Code\tNumber\tOut of", *reversed(lines)])
    lead.page.evaluate("(block) => navigator.clipboard.writeText(block)", block)

    actions = 0

    def does(what: Callable[[], object]) -> None:
        nonlocal actions
        actions += 1
        what()

    does(lambda: lead.follows("paste from Excel"))
    lead.sees("Copy the figures of all areas at once")
    does(lambda: lead.page.keyboard.press("Control+V"))
    expect(lead.page.get_by_label("Paste the cells here")).to_have_value(
        block.replace("\r\n", "\n")
    )
    does(lambda: lead.presses("See what goes where"))
    lead.sees("120 boxes will change")
    does(lambda: lead.presses("Put them in"))
    lead.sees("120 boxes are filled in from Excel")
    does(lambda: lead.page.get_by_role("checkbox").check())
    does(lambda: lead.presses("Submit the figures"))
    submission.refresh_from_db()
    lead.sees(submission.reference)
    print(f"60 measures by paste: {actions} actions")

    assert actions <= 6
    assert submission.status == Status.SUBMITTED
    assert numerators() == [str(n + 20) for n in range(60)]


def test_without_scripts_a_block_goes_in_by_its_page_and_out_again(lead) -> None:
    lead = lead("healthy/", java_script_enabled=False)

    lead.follows("Paste from Excel")
    lead.presses("See what goes where").sees("Paste the cells you copied in Excel")
    lead.page.get_by_label("Paste the cells here").fill("212\t268\nn/a\t\n7\t8\t87.5%\n")
    lead.presses("See what goes where").sees("4 boxes will change").sees("may mean 0")
    lead.page.get_by_label("Put it in").uncheck()
    lead.presses("Put them in").sees("4 boxes are filled in from Excel")
    assert numerators()[12:15] == ["212", "", "7"]

    lead.follows("See each of them").sees("Left out").presses("Undo").sees("Taken back")
    assert numerators()[12:15] == ["", "", ""]


def test_the_pages_are_fine_for_everybody(lead) -> None:
    lead = lead("paste/")
    is_fine_at_every_width(lead)
    lead.presses("See what goes where").sees("There is a problem")
    is_fine_at_every_width(lead)
    lead.page.fill("textarea", "Bookings\t212\nOthers\t17")
    lead.presses("See what goes where").sees("Nothing here would change your figures")
    is_fine_at_every_width(lead)
    lead.follows("Try again")
    lead.page.fill("textarea", "212\t268")
    lead.presses("See what goes where").presses("Put them in")
    lead.follows("See each of them").sees("Put in by Amina Begum")
    is_fine_at_every_width(lead)
    lead.opens(lead.page.url.split("/imports/")[0].removeprefix(lead.address) + "/upload/")
    is_fine_at_every_width(lead)
    lead.presses("See what would change").sees("Select the workbook you filled in")
    is_fine_at_every_width(lead)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_workbook_goes_down_and_comes_back(lead, tmp_path, scripts: bool) -> None:
    lead = lead(java_script_enabled=scripts)
    with lead.page.expect_download() as download:
        lead.follows("Download the Excel template")
    book = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    for n in range(60):
        book["Figures"].cell(n + 3, 9, n + 20)
        book["Figures"].cell(n + 3, 10, n + 100)
    book["Figures"]["I4"] = "forty"
    filled = tmp_path / "filled.xlsx"
    book.save(filled)

    lead.opens(lead.page.url.removeprefix(lead.address)).follows("upload it")
    lead.page.set_input_files("input[type=file]", filled)
    lead.presses("See what would change").sees("119 boxes will change").sees("cell I4")
    if scripts:
        is_fine_at_every_width(lead)
    lead.page.get_by_label("Put it in").uncheck()
    lead.presses("Put them in").sees("119 boxes were changed")
    with lead.page.expect_download() as handed_back:
        lead.follows("Download a sheet with each problem marked")

    marked = load_workbook(io.BytesIO(handed_back.value.path().read_bytes()))["Figures"]
    assert (marked["I4"].value, marked["I3"].value) == ("forty", 20)
    assert "must be a number" in marked["M4"].value
    assert numerators() == ["20", "", *(str(n + 20) for n in range(2, 60))]
