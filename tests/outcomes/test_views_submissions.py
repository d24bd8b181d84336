"""The reporter's pages: who may come, what they show, and that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.models import Event, Place, User
from outcomes.models import Area, Measure, Observation, Period, SectionState, Status, Submission
from outcomes.services.entry import save_figures
from outcomes.services.review import approve, excuse, reopen, send_back
from outcomes.typed import TypedFigure
from tests.conftest import TODAY
from tests.factories.collection import PresenceFactory
from tests.factories.governance import OrganisationFactory
from tests.factories.outcomes import (
    CategoryFactory,
    MeasureFactory,
    ObservationFactory,
    PeriodFactory,
    PublicationFactory,
    ReporterFactory,
    SubmissionFactory,
)
from tests.page import Page

pytestmark = pytest.mark.usefixtures("frozen")

NUMERATOR, DENOMINATOR = "hea-101-th-ne-numerator", "hea-101-th-ne-denominator"
MISSING, NOTE, SEEN = "hea-101-th-ne-missing", "hea-101-th-ne-note", "hea-101-th-ne-seen"


@pytest.fixture
def submission(localities: dict[str, Place]) -> Submission:
    return SubmissionFactory(reporter=ReporterFactory(place=localities["ne"]))


@pytest.fixture
def row(submission: Submission) -> Observation:
    """Babies born at a healthy weight: due from the North East, and empty."""
    return ObservationFactory(submission=submission, measure=MeasureFactory(code="HEA-101"))


@pytest.fixture
def lead(sign_in: Callable[[User], Client], ne_lead: User) -> Client:
    return sign_in(ne_lead)


def address(name: str, submission: Submission, *more: str) -> str:
    return reverse(f"outcomes:{name}", args=[submission.pk, *more])


def entry(client: Client, submission: Submission, area: str = "healthy") -> Page:
    return Page(client.get(address("section", submission, area)))


def send(client: Client, submission: Submission, page: Page, **typed: str) -> HttpResponse:
    """Sends the entry table as a browser would, with some boxes typed over."""
    return client.post(address("section", submission, "healthy"), page.boxes[-1] | typed)


def type_in(client: Client, submission: Submission, typed: dict[str, str]) -> HttpResponse:
    return send(client, submission, entry(client, submission), **typed)


def fill(row: Observation, by: User, at: datetime, numerator: str, denominator: str = "") -> None:
    """Somebody saves a row elsewhere."""
    row.refresh_from_db()
    figure = TypedFigure(row.pk, numerator, denominator)
    save_figures(
        submission=row.submission, figures=[figure], by=by, at=at, on=row.submission.period.due_on
    )


# ---- who may come ------------------------------------------------------------------------------

PAGES = ["submission", "section", "check", "receipt"]


def pages_of(submission: Submission) -> dict[str, str]:
    return {
        name: address(name, submission, *(["healthy"] if name == "section" else []))
        for name in PAGES
    }


@pytest.mark.parametrize("name", PAGES)
def test_somebody_elses_figures_are_not_found_exactly_like_missing_ones(
    sign_in, nw_lead, submission, row, name: str
) -> None:
    client = sign_in(nw_lead)
    theirs = pages_of(submission)[name]
    missing = theirs.replace(f"/{submission.pk}/", "/987654/")

    for method in (client.get, client.post):
        one, other = method(theirs), method(missing)
        assert (one.status_code, one.content) == (other.status_code, other.content)
    assert client.get(theirs).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_the_coordinator_reads_every_page_and_sends_nothing(
    sign_in, coordinator, submission, row, name: str
) -> None:
    Submission.objects.update(reference="EH-1")
    client = sign_in(coordinator)

    page = client.get(pages_of(submission)[name])
    sent = client.post(pages_of(submission)[name], {SEEN: "0", NUMERATOR: "1"})

    assert page.status_code == 200
    assert "<form" not in page.content.decode()
    assert sent.status_code == (405 if name in {"submission", "receipt"} else 403)
    row.refresh_from_db()
    assert row.version == 0


@pytest.mark.parametrize("name", PAGES)
def test_a_board_member_finds_nothing(sign_in, board_member, submission, row, name: str) -> None:
    client = sign_in(board_member)

    assert client.get(pages_of(submission)[name]).status_code == 404
    assert client.post(pages_of(submission)[name]).status_code in {404, 405}


def test_a_partner_finds_its_own_alone(sign_in, partner, submission, borough) -> None:
    barts = ReporterFactory(organisation=OrganisationFactory(), place=borough)
    own = SubmissionFactory(reporter=barts)
    client = sign_in(partner)

    assert client.get(address("submission", own)).status_code == 200
    assert client.get(address("submission", submission)).status_code == 404


@pytest.mark.parametrize("number", ["0", "9" * 40])
def test_a_number_that_nothing_has_is_not_found(lead, number: str) -> None:
    assert lead.get(f"/submissions/{number}/").status_code == 404
    assert lead.post(f"/submissions/{number}/healthy/").status_code == 404


@pytest.mark.parametrize("area", ["learning", "nonsense", "imports"])
def test_an_area_without_figures_is_not_found(lead, submission, row, area: str) -> None:
    assert lead.get(address("section", submission, area)).status_code == 404
    assert lead.post(address("section", submission, area)).status_code == 404


def test_signed_out_people_are_asked_to_sign_in(client, submission) -> None:
    response = client.get(address("submission", submission))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


# ---- my submissions ----------------------------------------------------------------------------


def test_the_list_holds_my_figures_alone_and_when_they_are_due(
    lead, submission, localities
) -> None:
    other = SubmissionFactory(reporter=ReporterFactory(place=localities["nw"]))

    page = Page(lead.get(reverse("outcomes:submissions")))

    assert "Your figures for July to September 2026 are due in 7 days" in page.text
    assert "Due on Thursday 15 October, in 7 days" in page.text
    assert submission.get_absolute_url() in page.links
    assert other.get_absolute_url() not in page.links


def test_the_list_says_what_is_late(sign_in, ne_lead, submission, now, time_machine) -> None:
    time_machine.move_to(now + timedelta(days=10), tick=False)

    page = Page(sign_in(ne_lead).get(reverse("outcomes:submissions")))

    assert "were due 3 days ago" in page.text
    assert "Late" in page.text


def test_an_empty_list_says_what_to_expect(lead) -> None:
    page = Page(lead.get(reverse("outcomes:submissions")))

    assert "No figures are asked of you yet" in page.text
    assert "When the coordinator opens a quarter" in page.text


def test_the_coordinators_list_names_the_reporters(sign_in, coordinator, localities) -> None:
    for place in localities.values():
        SubmissionFactory(reporter=ReporterFactory(place=place))

    page = Page(sign_in(coordinator).get(reverse("outcomes:submissions")))

    assert all(f"{place.name} locality" in page.text for place in localities.values())


def test_the_list_is_refused_to_those_without_any_part_in_it(sign_in, board_member) -> None:
    assert sign_in(board_member).get(reverse("outcomes:submissions")).status_code == 403


# ---- the task list -----------------------------------------------------------------------------


def tasks(client: Client, submission: Submission) -> Page:
    return Page(client.get(address("submission", submission)))


def test_the_task_list_has_a_row_for_each_area_with_figures_due(lead, submission, row) -> None:
    ObservationFactory(submission=submission, measure__area=Area.SAFE)

    page = tasks(lead, submission)

    sections = [href for href in page.links if href.endswith(("/safe/", "/healthy/"))]
    assert [page.links[href] for href in sections] == ["Safe", "Healthy"]
    assert not any(href.endswith("/learning/") for href in page.links)


def test_the_task_list_says_how_far_each_area_is(lead, submission, row, ne_lead, now) -> None:
    rows = {
        area: ObservationFactory.create_batch(2, submission=submission, measure__area=area)
        for area in (Area.SAFE, Area.HAPPY, Area.LEARNING)
    }
    fill(rows[Area.SAFE][0], ne_lead, now, "212", "268")
    fill(rows[Area.HAPPY][0], ne_lead, now, "300", "268")
    for each in rows[Area.LEARNING]:
        fill(each, ne_lead, now, "1", "2")
    SectionState.objects.create(
        submission=submission, area="learning", is_complete=True, changed_at=now, changed_by=ne_lead
    )

    page = tasks(lead, submission)

    assert "Safe 2 measures · 1 of 2 filled in In progress" in page.text
    assert "Healthy 1 measure Not started" in page.text
    assert "Happy 2 measures · 1 figure to correct There is a problem" in page.text
    completed = "2 measures · Completed on 8 October by North East lead Completed"
    assert f"Learning {completed}" in page.text
    assert "You have completed 1 of 4 areas" in page.text


def test_a_blank_form_to_print_holds_nothing_that_was_typed(
    lead, submission, row, ne_lead, now
) -> None:
    fill(row, ne_lead, now, "212", "268")
    Measure.objects.update(counts="Each baby once.", does_not_count="Babies born elsewhere.")

    section = Page(lead.get(address("section", submission, "healthy")))
    blank = reverse("outcomes:on_paper", args=[submission.pk, "healthy"])
    assert section.links[blank] == "Print a blank form"
    text = Page(lead.get(blank)).text

    assert row.measure.title in text
    assert "Counts: Each baby once. Does not count: Babies born elsewhere." in text
    assert "Not applicable Not available Too small to give" in text
    assert "212" not in text
    assert lead.get(reverse("outcomes:on_paper", args=[submission.pk, "safe"])).status_code == 404


def test_an_area_declared_complete_with_an_empty_row_is_a_problem(
    lead, submission, row, ne_lead, now
) -> None:
    SectionState.objects.create(
        submission=submission, area="healthy", is_complete=True, changed_at=now, changed_by=ne_lead
    )

    assert "1 measure · 1 empty There is a problem" in tasks(lead, submission).text


def test_the_task_list_opens_submitting_when_nothing_stands_in_the_way(
    lead, submission, row, ne_lead, now
) -> None:
    declare_here = f"{address('check', submission)}#declare"
    assert "Declare and submit With one reason for what is empty" in tasks(lead, submission).text

    fill(row, ne_lead, now, "300", "268")
    page = tasks(lead, submission)
    assert "Declare and submit Once the figures to correct or to explain" in page.text
    assert declare_here not in page.links

    fill(row, ne_lead, now, "212", "268")
    assert tasks(lead, submission).links[declare_here] == "Declare and submit"


def test_a_reporter_reads_why_figures_came_back(lead, submission, row, coordinator, now) -> None:
    Submission.objects.update(status=Status.SUBMITTED)
    send_back(submission=submission, reason="Is 60.9% right?", by=coordinator, at=now, on=TODAY)

    page = tasks(lead, submission)

    assert "Sent back by Partnership coordinator on 8 October 2026: Is 60.9% right?" in page.text
    assert "submit them again" in page.text


def test_the_task_list_tells_of_publication_once_there_was_one(
    lead, submission, row, coordinator, now
) -> None:
    Submission.objects.update(
        status=Status.SUBMITTED,
        reference="EH-2026Q2-00001",
        submitted_at=now,
        submitted_by=coordinator,
    )
    approve(submission=submission, by=coordinator, at=now)
    assert "What happens next" in tasks(lead, submission).text

    PublicationFactory(period=submission.period, published_at=now + timedelta(days=1))

    text = tasks(lead, submission).text
    assert "What became of them" in text
    assert "What happens next" not in text


def test_an_excused_reporter_reads_why(lead, submission, row, coordinator, now) -> None:
    excuse(submission=submission, reason="The hub is closed.", by=coordinator, at=now)

    page = tasks(lead, submission)

    assert "The hub is closed." in page.text
    assert "nothing to fill in" in page.text


def test_the_history_says_who_did_what(lead, submission, row, ne_lead, coordinator, now) -> None:
    fill(row, ne_lead, now, "212", "268")
    Submission.objects.update(status=Status.SUBMITTED)
    approve(submission=submission, by=coordinator, at=now)
    reopen(submission=submission, reason="One is missing.", by=coordinator, at=now, on=TODAY)

    text = tasks(lead, submission).text

    history = text[text.index("History of changes") :]
    assert "Opened again Partnership coordinator, 8 October 2026 at 11:00" in history
    assert "Approved Partnership coordinator" in history
    assert "Saved 1 figure North East lead" in history


def test_the_task_list_says_until_when_in_words(lead, submission, row) -> None:
    text = tasks(lead, submission).text

    assert "15 October 2026 It is due. 14 November 2026 The last day to hand in." in text
    assert "14 December 2026 The last day to correct what was handed in" in text

    longer = TODAY + timedelta(days=200)
    Submission.objects.update(due_on=longer, open_until=longer)
    assert "It is due. You were given until 26 April 2027." in tasks(lead, submission).text


def test_the_task_list_says_who_works_on_a_section_and_not_oneself(
    lead, submission, row, ne_lead, nw_lead, now
) -> None:
    for user in (ne_lead, nw_lead):
        PresenceFactory(submission=submission, user=user, seen_at=now)

    text = tasks(lead, submission).text

    assert "North West lead is working on this section." in text
    assert "North East lead is working" not in text


# ---- the entry table ---------------------------------------------------------------------------


def test_every_box_has_a_name_of_its_own(lead, submission, row, localities) -> None:
    for place in ("nw", "se"):
        ObservationFactory(submission=submission, measure=row.measure, place=localities[place])
    ObservationFactory(submission=submission, measure=row.measure, category=CategoryFactory())
    ObservationFactory(submission=submission, measure=MeasureFactory(count=True))
    ObservationFactory(submission=submission, measure=MeasureFactory(narrative=True))

    page = entry(lead, submission)

    boxes = [
        name
        for name in page.ids
        if not name.endswith(("-seen", "complete")) and not name.startswith("blanks-")
    ]
    names = [page.name_of(name) for name in boxes]
    assert len(boxes) == 4 * 4 + 3 + 2
    assert len(set(names)) == len(names)
    assert page.name_of("hea-101-th-nw-numerator") == (
        "Healthy weight: Babies born at a healthy weight, North West, July to September 2026"
    )
    assert "Sex: Female" in page.name_of("hea-101-th-ne-sex-female-denominator")


def test_last_quarter_and_a_year_ago_stand_beside_each_row(
    lead, submission, row, localities
) -> None:
    for code, numerator, status in [
        ("2026-Q1", 204, Status.APPROVED),
        ("2025-Q2", 197, Status.APPROVED),
        ("2025-Q4", 111, Status.APPROVED),
    ]:
        earlier = SubmissionFactory(
            reporter=submission.reporter, period=PeriodFactory(code=code), status=status
        )
        ObservationFactory(
            submission=earlier,
            measure=row.measure,
            numerator=Decimal(numerator),
            denominator=Decimal(254),
        )

    text = entry(lead, submission).text

    assert "Apr to Jun 2026 Jul to Sep 2025" in text
    assert "80.3% 204 of 254" in text
    assert "77.6% 197 of 254" in text
    assert "111 of 254" not in text


def test_what_was_not_approved_or_is_somebody_elses_does_not_stand_beside(
    lead, submission, row, localities
) -> None:
    last = PeriodFactory(code="2026-Q1")
    north_west = ReporterFactory(place=localities["nw"])
    for reporter, status in [
        (submission.reporter, Status.SUBMITTED),
        (north_west, Status.APPROVED),
    ]:
        ObservationFactory(
            submission=SubmissionFactory(reporter=reporter, period=last, status=status),
            measure=row.measure,
            place=localities["ne"],
            numerator=Decimal(204),
            denominator=Decimal(254),
        )

    assert "204 of 254" not in entry(lead, submission).text


def test_a_row_says_what_to_count(lead, submission, row) -> None:
    row.measure.counts, row.measure.does_not_count = "Live births.", "Stillbirths."
    row.measure.save()

    text = entry(lead, submission).text

    assert "Counts Live births. Does not count Stillbirths." in text
    assert "Proposed definition" in text


def test_the_page_asks_as_many_queries_for_thirty_rows_as_for_one(lead, submission, row) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            entry(lead, submission)
        return len(asked)

    entry(lead, submission)
    for_one = queries()
    sex = CategoryFactory()
    for number in range(15):
        measure = MeasureFactory(code=f"HEA-{number + 601}")
        ObservationFactory(submission=submission, measure=measure)
        ObservationFactory(submission=submission, measure=measure, category=sex)

    assert queries() == for_one
    assert for_one <= 12


def test_save_and_continue_goes_to_the_next_section_that_needs_work(
    lead, submission, row, ne_lead, now
) -> None:
    done, empty = (
        ObservationFactory(submission=submission, measure__area=area)
        for area in (Area.HAPPY, Area.SAFE)
    )
    fill(done, ne_lead, now, "1", "2")
    typed = {NUMERATOR: "1,212", DENOMINATOR: "1268", "save": "continue"}

    response = type_in(lead, submission, typed)

    assert (response.status_code, response.url) == (302, address("section", submission, "safe"))
    said = "Healthy is saved, 1 figure: 1 ready. Next is Safe."
    assert said in Page(lead.get(response.url)).text
    fill(empty, ne_lead, now, "1", "2")
    assert type_in(lead, submission, {}).url == address("check", submission)
    row.refresh_from_db()
    assert (row.numerator, row.denominator) == (1212, 1268)
    assert "95.6%" in entry(lead, submission).text


def test_mistakes_are_saved_and_shown_beside_the_box_and_above(lead, submission, row) -> None:
    response = type_in(lead, submission, {NUMERATOR: "300", DENOMINATOR: "about 268"})

    page = Page(response)
    row.refresh_from_db()
    assert response.status_code == 200
    assert (row.numerator_typed, row.denominator_typed) == ("300", "about 268")
    assert page.title.startswith("Error: Healthy")
    assert page.mistakes == {
        DENOMINATOR: "Babies born at a healthy weight: Term babies must be a number, like 42"
    }
    assert page.boxes[-1][DENOMINATOR] == "about 268"
    assert f'aria-describedby="{DENOMINATOR}-error"' in response.content.decode()


def test_mistakes_are_shown_again_on_return(lead, submission, row) -> None:
    type_in(lead, submission, {NUMERATOR: "300", DENOMINATOR: "268"})

    page = entry(lead, submission)

    assert page.title.startswith("Error: ")
    assert "must be 268 or less" in page.mistakes[NUMERATOR]


def test_save_and_come_back_later_leaves_with_mistakes(lead, submission, row) -> None:
    response = type_in(lead, submission, {NUMERATOR: "many", "save": "later"})

    row.refresh_from_db()
    assert (response.status_code, response.url) == (302, submission.get_absolute_url())
    assert row.numerator_typed == "many"


def test_an_empty_row_is_no_mistake_until_the_section_is_said_to_be_complete(
    lead, submission, row
) -> None:
    assert type_in(lead, submission, {"complete": "no"}).status_code == 302

    page = Page(type_in(lead, submission, {"complete": "yes"}))

    assert page.mistakes[NUMERATOR].endswith(
        "Enter a number for “Healthy weight”, or choose why there is none"
    )
    assert SectionState.objects.get().is_complete


@pytest.fixture
def unusual(row) -> Observation:
    """Healthy weight is expected to be 76% to 92%."""
    row.measure.expected_low, row.measure.expected_high = 76, 92
    row.measure.save()
    return row


def test_an_unusual_figure_is_saved_and_asked_about_without_an_error(
    lead, submission, unusual
) -> None:
    response = type_in(lead, submission, {NUMERATOR: "148", DENOMINATOR: "243"})

    page = Page(response)
    unusual.refresh_from_db()
    question = "Babies born at a healthy weight: Is 60.9% right? We expect 76% to 92%."
    assert (response.status_code, unusual.numerator) == (200, 148)
    assert page.mistakes == {NOTE: question}
    assert "1 figure: 1 to explain." in page.text
    assert not page.title.startswith("Error")
    assert page.name_of(NOTE).startswith("Why it is different")


def test_a_sentence_answers_the_question_and_stays_beside_it(lead, submission, unusual) -> None:
    sentence = "Two posts were vacant."
    sent = {NUMERATOR: "148", DENOMINATOR: "243", NOTE: sentence}

    assert type_in(lead, submission, sent).status_code == 302

    page = entry(lead, submission)
    assert "Is 60.9% right?" in page.text
    assert page.boxes[-1][NOTE] == sentence
    assert page.mistakes.get(NOTE) is None


def test_questions_are_not_listed_before_somebody_says_they_are_done(
    lead, submission, unusual
) -> None:
    later = {NUMERATOR: "148", DENOMINATOR: "243", "save": "later"}
    assert type_in(lead, submission, later).status_code == 302

    page = entry(lead, submission)
    assert "about unusual figures" not in page.text
    assert "1 measure · 1 figure to explain To explain" in tasks(lead, submission).text


def test_zero_is_a_choice_that_fills_the_empty_boxes(lead, submission, row) -> None:
    assert type_in(lead, submission, {MISSING: "0"}).status_code == 302

    row.refresh_from_db()
    assert (row.numerator, row.denominator, row.missing) == (0, 0, "")


def test_zero_beside_another_number_is_asked_about(lead, submission, row) -> None:
    page = Page(type_in(lead, submission, {MISSING: "0", NUMERATOR: "5", DENOMINATOR: "9"}))

    row.refresh_from_db()
    assert (row.numerator, row.denominator) == (5, 9)
    assert "Empty the box if it is zero" in page.mistakes[MISSING]


def blanks(answer: str, note: str = "") -> dict[str, str]:
    return {"save": "blanks", "blanks-missing": answer, "blanks-note": note}


def test_one_answer_fills_what_is_empty_and_saves_what_was_typed(lead, submission, row) -> None:
    empty = ObservationFactory(submission=submission, measure=MeasureFactory(code="HEA-102"))
    elsewhere = ObservationFactory(submission=submission, measure__area=Area.SAFE)

    response = type_in(
        lead, submission, {NUMERATOR: "212", DENOMINATOR: "268"} | blanks("x", "No system.")
    )

    kept = {each.pk: each for each in Observation.objects.all()}
    assert response.url == address("section", submission, "healthy")
    assert kept[row.pk].numerator == 212
    assert (kept[empty.pk].missing, kept[empty.pk].note) == ("x", "No system.")
    assert kept[elsewhere.pk].missing == ""
    assert "1 empty figure has your answer now." in Page(lead.get(response.url)).text


@pytest.mark.parametrize(
    ("sent", "box", "advice"),
    [
        (blanks(""), "blanks-missing", "Choose what to put in the empty figures"),
        (blanks("q"), "blanks-missing", "Choose what to put in the empty figures"),
        (blanks("x"), "blanks-note", "Say in a sentence why the figures are not available"),
    ],
)
def test_an_answer_that_may_not_stand_is_asked_for_again(
    lead, submission, row, sent: dict[str, str], box: str, advice: str
) -> None:
    page = Page(type_in(lead, submission, sent | {NOTE: "Later."}))

    row.refresh_from_db()
    assert page.mistakes[f"id_{box}"] == advice
    assert (row.missing, row.note) == ("", "Later.")


def test_not_available_asks_for_a_sentence(lead, submission, row) -> None:
    page = Page(type_in(lead, submission, {MISSING: "x"}))
    assert "Say in a sentence" in page.mistakes[NOTE]

    response = type_in(lead, submission, {MISSING: "x", NOTE: "The system was\r\ndown."})

    row.refresh_from_db()
    assert response.status_code == 302
    assert (row.missing, row.note) == ("x", "The system was\ndown.")


def test_a_narrative_is_kept_line_by_line(lead, submission) -> None:
    account = ObservationFactory(
        submission=submission, measure=MeasureFactory(code="HUB-143", narrative=True)
    )
    type_in(lead, submission, {"hub-143-th-ne-note": "\r\nWe met.\r\nIt helped."})

    account.refresh_from_db()
    assert account.note == "We met.\nIt helped."
    assert entry(lead, submission).boxes[-1]["hub-143-th-ne-note"] == "We met.\nIt helped."


def test_rows_that_the_page_does_not_hold_stay_as_they_are(lead, submission, row) -> None:
    page = entry(lead, submission)
    added = ObservationFactory(
        submission=submission, measure=MeasureFactory(code="HEA-102"), numerator_typed="7"
    )

    send(lead, submission, page, **{NUMERATOR: "1", DENOMINATOR: "2"})

    added.refresh_from_db()
    row.refresh_from_db()
    assert (added.numerator_typed, added.version) == ("7", 0)
    assert row.numerator == 1


def test_rows_of_others_cannot_be_named(lead, submission, row, localities) -> None:
    theirs = ObservationFactory(
        submission=SubmissionFactory(reporter=ReporterFactory(place=localities["nw"])),
        measure=row.measure,
    )
    own_elsewhere = ObservationFactory(
        submission=submission, measure=MeasureFactory(code="SAF-101", area=Area.SAFE)
    )
    forged = {
        f"{prefix}-{box}": value
        for prefix in ("hea-101-th-nw", "saf-101-th-ne", str(theirs.pk))
        for box, value in [("seen", "0"), ("numerator", "9"), ("denominator", "9")]
    }
    type_in(lead, submission, forged)

    for other in (theirs, own_elsewhere):
        other.refresh_from_db()
        assert other.version == 0


@pytest.mark.parametrize("seen", ["", "-1", "7", "x...", "9" * 5000, "\uff11.\uff11"])
def test_words_that_were_never_shown_overwrite_nothing(
    lead, submission, row, ne_lead, now, seen: str
) -> None:
    fill(row, ne_lead, now, "214", "268")

    response = type_in(lead, submission, {NUMERATOR: "212", SEEN: seen})

    row.refresh_from_db()
    assert response.status_code == 409
    assert row.numerator_typed == "214"


# ---- two people, two windows -------------------------------------------------------------------


def test_a_clash_shows_both_figures_and_overwrites_neither(
    lead, submission, row, nw_lead, now
) -> None:
    page = entry(lead, submission)
    fill(row, nw_lead, now, "214", "268")

    response = send(lead, submission, page, **{NUMERATOR: "212", DENOMINATOR: "268"})

    shown = Page(response)
    row.refresh_from_db()
    assert response.status_code == 409
    assert row.numerator_typed == "214"
    assert shown.mistakes[NUMERATOR] == (
        "Babies born at a healthy weight: Somebody else (North West lead) saved 214 at 11:00. "
        "You typed 212. Save again to keep yours."
    )
    assert shown.boxes[-1][NUMERATOR] == "212"
    assert "Some of these figures are not saved yet" in shown.text


def test_saving_again_after_a_clash_keeps_ones_own(lead, submission, row, nw_lead, now) -> None:
    page = entry(lead, submission)
    fill(row, nw_lead, now, "214", "268")
    shown = Page(send(lead, submission, page, **{NUMERATOR: "212", DENOMINATOR: "268"}))

    response = send(lead, submission, shown)

    row.refresh_from_db()
    assert response.status_code == 302
    assert row.numerator_typed == "212"


def test_a_clash_over_a_reason_that_is_none_is_put_in_words(
    lead, submission, row, nw_lead, now
) -> None:
    page = entry(lead, submission)
    row.missing = "z"
    row.save()

    response = send(lead, submission, page, **{MISSING: "nonsense", NUMERATOR: "1"})

    assert response.status_code in {200, 302, 409}


def test_a_clash_with_ones_own_other_window_says_so(lead, submission, row, ne_lead, now) -> None:
    page = entry(lead, submission)
    fill(row, ne_lead, now, "214", "268")

    shown = Page(send(lead, submission, page, **{NUMERATOR: "212"}))

    assert "You saved 214 at 11:00 in another window. You typed 212." in shown.mistakes[NUMERATOR]


def test_rows_that_a_person_did_not_touch_never_clash(lead, submission, row, nw_lead, now) -> None:
    other = ObservationFactory(submission=submission, measure=MeasureFactory(code="HEA-102"))
    page = entry(lead, submission)
    fill(other, nw_lead, now, "214", "268")

    response = send(lead, submission, page, **{NUMERATOR: "1", DENOMINATOR: "2"})

    row.refresh_from_db()
    other.refresh_from_db()
    assert response.status_code == 302
    assert (row.numerator, other.numerator) == (1, 214)


def test_what_is_not_in_a_clash_is_saved(lead, submission, row, nw_lead, now) -> None:
    other = ObservationFactory(submission=submission, measure=MeasureFactory(code="HEA-102"))
    page = entry(lead, submission)
    fill(row, nw_lead, now, "214", "268")

    send(
        lead,
        submission,
        page,
        **{NUMERATOR: "212", "hea-102-th-ne-numerator": "5", "hea-102-th-ne-denominator": "6"},
    )

    other.refresh_from_db()
    assert other.numerator == 5
    assert not SectionState.objects.exists()


# ---- what cannot be saved ----------------------------------------------------------------------


def test_a_closed_period_shows_what_was_typed(lead, submission, row, now, time_machine) -> None:
    page = entry(lead, submission)
    Period.objects.update(
        **dict.fromkeys(["due_on", "entries_close_on", "closes_on"], now.date() - timedelta(days=1))
    )

    response = send(lead, submission, page, **{NUMERATOR: "212", DENOMINATOR: "268", NOTE: "All."})

    row.refresh_from_db()
    assert response.status_code == 409
    assert "Babies born at a healthy weight You typed 212 of 268, “All.”" in Page(response).text
    assert row.version == 0


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.APPROVED, Status.EXCUSED])
def test_figures_handed_in_meanwhile_show_what_was_typed(
    lead, submission, row, status: str
) -> None:
    page = entry(lead, submission)
    Submission.objects.update(status=status)

    response = send(lead, submission, page, **{NUMERATOR: "212"})

    assert response.status_code == 409
    assert "You typed 212" in Page(response).text
    assert Status(status).label.lower() in Page(response).text


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.APPROVED, Status.EXCUSED])
def test_figures_that_cannot_change_are_shown_for_reading(
    lead, submission, row, ne_lead, now, status: str
) -> None:
    fill(row, ne_lead, now, "212", "268")
    Submission.objects.update(status=status)

    page = entry(lead, submission)

    assert "79.1% 212 of 268" in page.text
    assert page.boxes == []


NASTY = {
    "letters": "forty",
    "negative": "-5",
    "40 digits": "9" * 40,
    "exponent": "1e999",
    "not a number": "NaN",
    "null": "4\x002",
    "escape": "\x1b[2J",
    "half a character": b"\xed\xa0\x80",
    "not UTF-8": b"\xff\xfe",
    "right to left": "\u202e212",
    "emoji": "😀" * 50,
    "a megabyte": "a" * 1_000_000,
    "markup": "<script>alert(1)</script>\"'><b>",
    "template": "{{ 7|add:7 }}{% now 'Y' %}",
    "SQL": "1'; DROP TABLE outcomes_observation; --",
    "percent": "%s%(x)s%n",
    "full width": "\uff12\uff11\uff12",
}


@pytest.mark.parametrize("box", ["numerator", "denominator", "missing", "note", "version", "seen"])
@pytest.mark.parametrize("typed", NASTY.values(), ids=NASTY)
def test_nothing_typed_breaks_the_page(lead, submission, row, box: str, typed: Any) -> None:
    response = type_in(lead, submission, {NUMERATOR: "1", f"hea-101-th-ne-{box}": typed})

    assert response.status_code in {200, 302, 409}
    assert lead.get(address("section", submission, "healthy")).status_code == 200
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("typed", ["forty", "-5", "9" * 40, "<b>5</b>", "\u202e212", "😀"])
def test_what_is_no_number_is_kept_as_typed_with_advice(lead, submission, row, typed: str) -> None:
    page = Page(type_in(lead, submission, {NUMERATOR: typed, DENOMINATOR: "5"}))

    row.refresh_from_db()
    assert row.numerator_typed == typed
    assert page.boxes[-1][NUMERATOR] == typed
    assert "Healthy weight " in page.mistakes[NUMERATOR]


@pytest.mark.parametrize(
    ("name", "typed", "advice"),
    [
        (NUMERATOR, "4\x002", "cannot be kept"),
        (NUMERATOR, "a" * 1_000_000, "must be 200 characters or fewer"),
        (NOTE, "a" * 1_000_000, "must be 5,000 characters or fewer; this is 1,000,000"),
    ],
)
def test_what_cannot_be_stored_stays_in_its_box_with_advice(
    lead, submission, row, name: str, typed: str, advice: str
) -> None:
    response = type_in(lead, submission, {name: typed})

    page = Page(response)
    row.refresh_from_db()
    assert response.status_code == 200
    assert advice in page.mistakes[name]
    assert page.boxes[-1][name].replace("\ufffd", "\x00") == typed
    assert row.version == 0


# ---- check, declare, submit --------------------------------------------------------------------


@pytest.fixture
def filled(row: Observation, ne_lead: User, now: datetime) -> Submission:
    fill(row, ne_lead, now, "212", "268")
    return Submission.objects.get(pk=row.submission_id)


def check_page(client: Client, submission: Submission) -> Page:
    return Page(client.get(address("check", submission)))


def declare(client: Client, submission: Submission, **more: str) -> HttpResponse:
    sent = check_page(client, submission).boxes[-1] | {"declared": "on", "action": "submit"} | more
    return client.post(address("check", submission), sent)


def test_check_leads_to_each_mistake_each_query_and_each_empty_row(
    lead, submission, row, ne_lead, now
) -> None:
    type_in(lead, submission, {NUMERATOR: "300", DENOMINATOR: "268"})
    ObservationFactory(
        submission=submission, measure=MeasureFactory(code="SAF-101", area=Area.SAFE)
    )
    unusual = ObservationFactory(
        submission=submission, measure=MeasureFactory(code="HEA-102", expected_low=90)
    )
    fill(unusual, ne_lead, now, "10", "268")

    page = check_page(lead, submission)

    healthy, safe = (
        f"{address('section', submission, area)}?from=check" for area in ("healthy", "safe")
    )
    assert "1 figure to correct and 1 to explain" in page.text
    assert "must be 268 or less" in page.text
    assert "Is 3.7% right? We expect 90% or more." in page.text
    assert f"{healthy}#{NUMERATOR}" in page.links
    assert f"{healthy}#hea-102-th-ne-note" in page.links
    assert f"{safe}#saf-101-th-ne-numerator" in page.links
    assert "declared" not in page.ids


def test_each_row_of_the_check_page_leads_to_its_boxes_and_back(lead, submission, row) -> None:
    page = check_page(lead, submission)
    there = f"{address('section', submission, 'healthy')}?from=check"
    assert page.links[f"{there}#{NUMERATOR}"] == f"Change {row.measure.title}"

    sent = Page(lead.get(there)).boxes[-1] | {NUMERATOR: "212", DENOMINATOR: "268"}
    response = lead.post(there, sent)

    assert (response.status_code, response.url) == (
        302,
        f"{address('check', submission)}#area-healthy",
    )


def test_empty_figures_are_handed_in_with_one_reason_in_one_step(lead, submission, row) -> None:
    ObservationFactory(submission=submission, measure=MeasureFactory(narrative=True))
    page = check_page(lead, submission)
    assert "2 figures are still empty. Why?" in page.text
    assert "enter 0 in its row instead" in page.text

    response = declare(lead, submission, missing="x", note="The system was down.")

    submission.refresh_from_db()
    assert response.url == address("receipt", submission)
    assert submission.status == Status.SUBMITTED
    assert {(r.missing, r.note) for r in submission.observations.all()} == {
        ("x", "The system was down.")
    }


@pytest.mark.parametrize(
    ("sent", "advice"),
    [
        ({}, "Choose why these figures are empty"),
        ({"missing": "q"}, "Choose why these figures are empty"),
        ({"missing": "0"}, "Choose why these figures are empty"),
        ({"missing": "x", "note": " "}, "Say in a sentence why the figures are not available"),
        ({"missing": "z", "note": "a" * 5001}, "5,000"),
        ({"missing": "z", "note": "a\x00b"}, "has a character in it that cannot be kept"),
        ({"missing": "z", "note": "a\x1bb"}, "cannot be kept"),
    ],
)
def test_a_reason_that_cannot_stand_is_asked_for_again(
    lead, submission, row, sent: dict[str, str], advice: str
) -> None:
    response = declare(lead, submission, **sent)

    row.refresh_from_db()
    submission.refresh_from_db()
    assert response.status_code == 200
    assert advice in Page(response).text
    assert Page(response).title.startswith("Error: ")
    assert "declared" in Page(response).boxes[-1]
    assert (row.missing, submission.status) == ("", Status.DUE)


def test_figures_are_submitted_with_a_declaration(lead, filled) -> None:
    response = declare(lead, filled)

    filled.refresh_from_db()
    assert (response.status_code, response.url) == (302, address("receipt", filled))
    assert filled.status == Status.SUBMITTED


def test_figures_are_not_submitted_without_a_declaration(lead, filled) -> None:
    response = declare(lead, filled, declared="")

    filled.refresh_from_db()
    assert response.status_code == 200
    assert "Confirm that the figures are right" in Page(response).text
    assert filled.status == Status.DRAFT


def test_submitting_twice_gives_the_same_receipt(lead, filled) -> None:
    sent = check_page(lead, filled).boxes[-1] | {"declared": "on", "action": "submit"}

    receipts = [lead.post(address("check", filled), sent, follow=True) for _ in range(2)]

    assert Page(receipts[0]).text == Page(receipts[1]).text
    assert Event.objects.filter(verb="submission.submit").count() == 1


def test_nobody_vouches_for_figures_they_did_not_see(lead, filled, row, nw_lead, now) -> None:
    sent = check_page(lead, filled).boxes[-1] | {"declared": "on", "action": "submit"}
    fill(row, nw_lead, now, "214", "268")

    response = lead.post(address("check", filled), sent)

    page = Page(response)
    filled.refresh_from_db()
    assert response.status_code == 409
    assert filled.status == Status.DRAFT
    assert "Look at the figures again" in page.text
    assert "214 of 268" in page.text
    assert "declared" not in page.boxes[-1]
    assert declare(lead, filled).status_code == 302


def test_empty_figures_are_not_submitted_without_a_reason(lead, submission, row) -> None:
    response = lead.post(address("check", submission), {"declared": "on", "action": "submit"})

    submission.refresh_from_db()
    assert response.status_code == 200
    assert "Choose why these figures are empty" in Page(response).text
    assert submission.status == Status.DUE


def test_figures_of_a_closed_period_are_not_submitted(lead, filled, now) -> None:
    sent = check_page(lead, filled).boxes[-1] | {"declared": "on", "action": "submit"}
    yesterday = now.date() - timedelta(days=1)
    Period.objects.update(due_on=yesterday, entries_close_on=yesterday, closes_on=yesterday)

    response = lead.post(address("check", filled), sent)

    filled.refresh_from_db()
    assert response.status_code == 409
    assert filled.status == Status.DRAFT


# ---- the receipt -------------------------------------------------------------------------------


def test_a_receipt_says_what_was_handed_in_when_and_by_whom(lead, filled) -> None:
    declare(lead, filled)

    page = Page(lead.get(address("receipt", filled)))

    filled.refresh_from_db()
    assert f"Reference EH-2026Q2-{filled.pk:05d}" in page.text
    assert "8 October 2026 at 11:00" in page.text
    assert "North East lead, for North East locality" in page.text
    assert filled.content_hash in page.text
    assert "The figures below are the ones that were submitted." in page.text
    assert "79.1% 212 of 268" in page.text


def test_a_receipt_says_when_figures_changed_after_it(lead, filled, row, ne_lead, now) -> None:
    declare(lead, filled)
    send_back(submission=filled, reason="Is it?", by=ne_lead, at=now, on=TODAY)
    fill(row, ne_lead, now, "214", "268")

    page = Page(lead.get(address("receipt", filled)))

    assert "Your figures are back with you" in page.text
    assert "Figures were changed after this receipt" in page.text


def test_there_is_no_receipt_before_anything_was_handed_in(lead, filled) -> None:
    response = lead.get(address("receipt", filled))

    assert (response.status_code, response.url) == (302, filled.get_absolute_url())
