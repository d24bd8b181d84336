"""The draft that is kept while somebody types: what is answered, and to whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from governance.kept import owner_token
from governance.models import Event, Place, Role, User
from outcomes.models import (
    Measure,
    Observation,
    OpenPage,
    Presence,
    SectionState,
    Status,
    Submission,
)
from outcomes.services.entry import save_figures
from outcomes.typed import TypedFigure
from tests.factories.collection import OpenPageFactory, PresenceFactory
from tests.factories.governance import MembershipFactory, UserFactory
from tests.factories.outcomes import (
    CategoryFactory,
    MeasureFactory,
    ObservationFactory,
    PeriodFactory,
    ReporterFactory,
    SubmissionFactory,
)
from tests.page import Page

pytestmark = pytest.mark.usefixtures("frozen")

ROW = "hea-101-th-ne"
NUMERATOR, DENOMINATOR = f"{ROW}-numerator", f"{ROW}-denominator"


@pytest.fixture
def submission(localities: dict[str, Place]) -> Submission:
    return SubmissionFactory(reporter=ReporterFactory(place=localities["ne"]))


@pytest.fixture
def row(submission: Submission) -> Observation:
    return ObservationFactory(submission=submission, measure=MeasureFactory(code="HEA-101"))


@pytest.fixture
def lead(sign_in: Callable[[User], Client], ne_lead: User) -> Client:
    return sign_in(ne_lead)


@pytest.fixture
def colleague(localities: dict[str, Place]) -> User:
    """Another lead of the North East."""
    user = UserFactory(name="Amina Begum")
    MembershipFactory(user=user, role=Role.LOCALITY_LEAD, locality=localities["ne"])
    return user


def at(submission: Submission, name: str = "draft") -> str:
    return reverse(f"outcomes:{name}", args=[submission.pk, "healthy"])


def boxes(client: Client, submission: Submission) -> dict[str, str]:
    return Page(client.get(at(submission, "section"))).boxes[-1]


def save(client: Client, submission: Submission, page: dict[str, Any], **typed: Any) -> Any:
    """The answer to an autosave, as the page hears it."""
    return client.post(at(submission), page | typed).json()


def elsewhere(row: Observation, by: User, when: datetime, *words: str) -> None:
    figure = TypedFigure(row.pk, *words)
    day = row.submission.period.due_on
    save_figures(submission=row.submission, figures=[figure], by=by, at=when, on=day)


def test_what_was_typed_is_saved_and_its_fingerprints_come_back(lead, submission, row) -> None:
    page = boxes(lead, submission)

    answer = save(lead, submission, page, **{NUMERATOR: "212", DENOMINATOR: "268"})

    row.refresh_from_db()
    assert row.numerator == 212
    assert (answer["saved"], answer["at"], answer["changed"]) == (True, "11:00", 1)
    assert answer["counts"] == "1 figure: 1 ready."
    said = answer["rows"][ROW]
    assert (said["result"], said["errors"], said["queries"]) == ("79.1%", {}, [])
    again = save(lead, submission, page | {f"{ROW}-seen": said["seen"]}, **{NUMERATOR: "214"})
    assert again["rows"][ROW]["clashes"] == {}


def test_many_figures_are_saved_with_as_few_queries_as_one(
    lead, submission, row, django_assert_max_num_queries
) -> None:
    for _ in range(9):
        ObservationFactory(submission=submission, measure=MeasureFactory(), place=row.place)
    page = boxes(lead, submission)
    words = {name: "7" for name in page if name.endswith("-numerator")}
    save(lead, submission, page)  # The person is noted as present.

    with django_assert_max_num_queries(25):
        answer = save(lead, submission, page, **words)

    assert answer["changed"] == 10


def test_every_save_raises_the_version_and_is_told_once(lead, submission, row) -> None:
    page = boxes(lead, submission)
    for words in ("2", "21", "212"):
        answer = save(lead, submission, page, **{NUMERATOR: words})
        page[f"{ROW}-seen"] = answer["rows"][ROW]["seen"]

    row.refresh_from_db()
    submission.refresh_from_db()
    assert (row.version, submission.version) == (3, 3)
    assert Event.objects.filter(verb="submission.save").count() == 3


def test_a_save_without_news_writes_nothing_but_who_is_there(lead, submission, row) -> None:
    answer = save(lead, submission, boxes(lead, submission))

    assert answer["changed"] == 0
    assert not Event.objects.exists()
    assert Presence.objects.get().area == "healthy"


def test_looking_at_the_page_records_nobody(lead, submission, row) -> None:
    boxes(lead, submission)

    assert not Presence.objects.exists()


def test_words_that_are_no_number_are_saved_with_advice(lead, submission, row) -> None:
    answer = save(lead, submission, boxes(lead, submission), **{NUMERATOR: "forty"})

    row.refresh_from_db()
    assert row.numerator_typed == "forty"
    assert "must be a number" in answer["rows"][ROW]["errors"]["numerator"]
    assert answer["counts"] == "1 figure: 1 to correct."


def test_an_unusual_figure_is_asked_about_and_saved(lead, submission, row) -> None:
    earlier = SubmissionFactory(
        reporter=submission.reporter, period=PeriodFactory(code="2026-Q1"), status=Status.APPROVED
    )
    ObservationFactory(
        submission=earlier,
        measure=row.measure,
        numerator=Decimal(212),
        denominator=Decimal(268),
    )
    row.measure.expected_low, row.measure.expected_high = Decimal(70), Decimal(90)
    row.measure.save()

    answer = save(
        lead, submission, boxes(lead, submission), **{NUMERATOR: "100", DENOMINATOR: "268"}
    )

    [query] = answer["rows"][ROW]["queries"]
    assert query == "Is 37.3% right? It was 79.1% last quarter. We expect 70% to 90%."
    assert answer["counts"] == "1 figure: 1 to explain."


def test_a_category_changes_what_is_asked_about_its_total(lead, submission, row) -> None:
    row.measure.query_parts = True
    row.measure.save()
    ObservationFactory(submission=submission, measure=row.measure, category=CategoryFactory())
    part = f"{ROW}-sex-female"
    page = boxes(lead, submission)
    save(lead, submission, page, **{NUMERATOR: "212", DENOMINATOR: "268"})

    sent = {f"{part}-numerator": "100", f"{part}-denominator": "120"}
    answer = save(lead, submission, boxes(lead, submission), **sent)

    assert answer["rows"][ROW]["queries"] == [
        "Sex adds up to 100, not 212. Correct one of them, or say why they differ."
    ]


def test_what_somebody_else_changed_comes_back_with_their_name(
    lead, submission, row, colleague, now
) -> None:
    page = boxes(lead, submission)
    elsewhere(row, colleague, now, "", "268")

    answer = save(lead, submission, page, **{NUMERATOR: "212"})

    row.refresh_from_db()
    assert (row.numerator_typed, row.denominator_typed) == ("212", "268")
    said = answer["rows"][ROW]
    assert said["words"]["denominator"] == "268"
    assert answer["left"] == 0


def test_rows_that_only_somebody_else_changed_come_back_too(
    lead, submission, row, colleague, now
) -> None:
    page = boxes(lead, submission)
    elsewhere(row, colleague, now, "214", "268")

    said = save(lead, submission, page)["rows"][ROW]

    assert said["words"] == {"numerator": "214", "denominator": "268"}
    assert said["changed"] == "Amina Begum changed this at 11:00."


def test_a_clash_comes_back_with_both_words_box_by_box(
    lead, submission, row, colleague, now
) -> None:
    page = boxes(lead, submission)
    elsewhere(row, colleague, now, "214", "268")

    answer = save(lead, submission, page, **{NUMERATOR: "212", DENOMINATOR: "268"})

    row.refresh_from_db()
    assert row.numerator_typed == "214"
    said = answer["rows"][ROW]
    assert said["words"]["numerator"] == "214"
    assert said["clashes"] == {
        "numerator": "Somebody else (Amina Begum) saved 214 at 11:00. You typed 212."
    }
    assert answer["left"] == 1


def test_words_sent_without_an_answer_do_not_clash_with_themselves(lead, submission, row) -> None:
    page = boxes(lead, submission)
    save(lead, submission, page, **{NUMERATOR: "21"})

    answer = save(lead, submission, page, **{NUMERATOR: "212", f"{NUMERATOR}-sent": ["2", "21"]})

    row.refresh_from_db()
    assert (answer["left"], row.numerator_typed) == (0, "212")


def test_taking_back_words_sent_without_an_answer_empties_the_box(lead, submission, row) -> None:
    page = boxes(lead, submission)
    save(lead, submission, page, **{NUMERATOR: "21"})

    save(lead, submission, page, **{NUMERATOR: "", f"{NUMERATOR}-sent": "21"})

    row.refresh_from_db()
    assert row.numerator_typed == ""


PAGE = "0123456789abcdef01234567"


def test_an_older_request_that_comes_late_overwrites_nothing(lead, submission, row) -> None:
    """The page gave up waiting for what it sent, and then the person took it back."""
    page = boxes(lead, submission) | {"page": PAGE}
    late = page | {NUMERATOR: "999", "turn": "1"}
    save(lead, submission, page, **{NUMERATOR: "", f"{NUMERATOR}-sent": "999", "turn": "2"})

    answer = lead.post(at(submission), late)

    row.refresh_from_db()
    assert (answer.status_code, row.numerator_typed) == (409, "")
    assert "newer words" in answer.json()["refused"]


def test_an_older_request_comes_too_late_for_the_save_button_as_well(lead, submission, row) -> None:
    page = boxes(lead, submission) | {"page": PAGE}
    lead.post(at(submission, "section"), page | {"turn": "2", "save": "later"})

    assert lead.post(at(submission), page | {NUMERATOR: "999", "turn": "1"}).status_code == 409
    row.refresh_from_db()
    assert row.numerator_typed == ""


def test_requests_in_turn_and_the_same_one_again_are_saved(lead, submission, row) -> None:
    page = boxes(lead, submission) | {"page": PAGE}

    for turn, words in (("1", "21"), ("1", "21"), ("2", "212")):
        sent = {NUMERATOR: words, f"{NUMERATOR}-sent": "21", "turn": turn}
        assert save(lead, submission, page, **sent)["saved"]

    row.refresh_from_db()
    assert row.numerator_typed == "212"


@pytest.mark.parametrize("turn", ["", "-1", "9" * 30, "\u0663", "a"])
def test_a_page_that_counts_in_no_way_we_know_is_saved_as_it_comes(
    lead, submission, row, turn: str
) -> None:
    page = boxes(lead, submission) | {"page": PAGE}
    save(lead, submission, page, **{"turn": "7"})

    assert save(lead, submission, page, **{NUMERATOR: "212", "turn": turn})["saved"]


def test_pages_of_another_day_are_forgotten(lead, submission, row, now) -> None:
    old = OpenPageFactory(submission=submission, sent_at=now - timedelta(days=2))

    save(lead, submission, boxes(lead, submission) | {"page": PAGE}, turn="1")

    assert OpenPage.objects.get() != old


def test_what_cannot_be_stored_comes_back_as_not_kept(lead, submission, row) -> None:
    answer = save(lead, submission, boxes(lead, submission), **{NUMERATOR: "9" * 201})

    said = answer["rows"][ROW]
    assert (answer["left"], said["kept"]) == (1, False)
    assert "200 characters or fewer" in said["errors"]["numerator"]


def test_completed_is_saved_only_where_the_person_said_so(
    lead, submission, row, colleague, now
) -> None:
    page = boxes(lead, submission)
    SectionState.objects.create(
        submission=submission,
        area="healthy",
        is_complete=True,
        changed_at=now,
        changed_by=colleague,
    )

    assert save(lead, submission, page)["complete"] == "yes"

    page |= {"complete-was": "yes", "complete": "no"}
    assert save(lead, submission, page)["complete"] == "no"


def test_empty_rows_are_not_nagged_about_while_somebody_types(lead, submission, row) -> None:
    answer = save(lead, submission, boxes(lead, submission), complete="yes")

    assert SectionState.objects.get().is_complete
    assert answer["rows"][ROW]["errors"] == {}


# ---- who else is here --------------------------------------------------------------------------


def test_who_else_works_here_is_said_on_the_page_and_in_the_answer(
    lead, submission, row, colleague, now
) -> None:
    PresenceFactory(submission=submission, user=colleague, seen_at=now - timedelta(minutes=4))

    answer = save(lead, submission, boxes(lead, submission))

    assert answer["others"] == "Amina Begum is working on this section."
    assert (
        "Amina Begum is working on this section." in Page(lead.get(at(submission, "section"))).text
    )


# ---- what is refused ---------------------------------------------------------------------------


def test_whoever_is_signed_out_is_told_so_and_nothing_is_saved(
    client, lead, submission, row
) -> None:
    response = client.post(at(submission), boxes(lead, submission) | {NUMERATOR: "212"})

    row.refresh_from_db()
    assert (response.status_code, response.json()) == (401, {"signed_out": True})
    assert (client.get(at(submission)).status_code, row.version) == (401, 0)


def test_figures_handed_in_meanwhile_are_refused_in_words(lead, submission, row) -> None:
    page = boxes(lead, submission)
    Submission.objects.update(status=Status.SUBMITTED)

    response: HttpResponse = lead.post(at(submission), page | {NUMERATOR: "212"})

    assert response.status_code == 409
    assert (
        response.json()["refused"] == "These figures are submitted, so they cannot be changed now."
    )


def test_a_page_that_somebody_else_opened_is_not_saved_in_my_name(
    sign_in, lead, submission, row, colleague
) -> None:
    page = boxes(lead, submission)

    response = sign_in(colleague).post(at(submission), page | {NUMERATOR: "212"})

    row.refresh_from_db()
    assert (response.status_code, row.version) == (409, 0)
    assert "You are signed in as Amina Begum now" in response.json()["refused"]


@pytest.mark.parametrize("owner", ["", "forged", "MQ:1:2", "\x00"])
def test_a_forged_owner_says_nothing(lead, submission, row, owner: str) -> None:
    page = boxes(lead, submission) | {"opened_by": owner, NUMERATOR: "212"}

    assert lead.post(at(submission), page).status_code == 200


def test_a_fresh_token_saves_after_signing_in_again(submission, row, ne_lead) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ne_lead)
    page = boxes(client, submission)
    page["opened_by"] = owner_token(ne_lead)
    client.cookies.pop("csrf")

    refused = client.post(at(submission), page | {NUMERATOR: "212"})
    token = client.get(at(submission)).json()["token"]
    saved = client.post(at(submission), page | {NUMERATOR: "212", "csrfmiddlewaretoken": token})

    assert (refused.status_code, saved.status_code) == (403, 200)


def test_the_page_to_come_back_from_says_what_to_do(lead) -> None:
    assert "Close this tab" in Page(lead.get(reverse("outcomes:signed_in"))).text


def test_an_old_sentence_beside_a_new_odd_figure_is_asked_to_be_changed(
    lead, submission, row
) -> None:
    Measure.objects.update(expected_low=70)
    page = boxes(lead, submission)
    first = {NUMERATOR: "50", DENOMINATOR: "200", f"{ROW}-note": "Two clinics were closed."}
    [query] = save(lead, submission, page, **first)["rows"][ROW]["queries"]
    assert query.startswith("Is 25.0%")

    answer = save(lead, submission, boxes(lead, submission), **{NUMERATOR: "20"})

    assert answer["counts"] == "1 figure: 1 to explain."
    assert "written about another figure" in answer["rows"][ROW]["queries"][-1]
