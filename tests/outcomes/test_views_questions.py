"""Asking about a figure and answering; approving figure by figure; giving longer: on the pages."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from outcomes.models import Observation, Question, Status, Submission
from outcomes.services.submissions import hash_of
from tests.factories.collection import QuestionFactory
from tests.factories.outcomes import (
    MeasureFactory,
    ObservationFactory,
    PeriodFactory,
    ReporterFactory,
    SubmissionFactory,
)
from tests.page import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


@pytest.fixture
def submission(localities) -> Submission:
    """The North East's figures, submitted: two of Healthy and one of Safe, 60 of 100 each."""
    submission = SubmissionFactory(reporter=ReporterFactory(place=localities["ne"]))
    for code, area in (("HEA-101", "healthy"), ("HEA-102", "healthy"), ("SAF-101", "safe")):
        ObservationFactory(
            submission=submission,
            measure=MeasureFactory(code=code, area=area, title=f"Title of {code}"),
            numerator_typed="60",
            denominator_typed="100",
            numerator=Decimal(60),
            denominator=Decimal(100),
        )
    return set_to(submission, Status.SUBMITTED)


def set_to(submission: Submission, status: str) -> Submission:
    Submission.objects.filter(pk=submission.pk).update(
        status=status, content_hash=hash_of(submission), reference="EH-2026Q2-00001"
    )
    submission.refresh_from_db()
    return submission


def figure(submission: Submission, code: str) -> Observation:
    return submission.observations.get(measure__code=code)


@pytest.fixture
def coordinators(sign_in, coordinator):
    return sign_in(coordinator)


@pytest.fixture
def reporters(sign_in, ne_lead):
    return sign_in(ne_lead)


def sheet(submission: Submission) -> str:
    return reverse("outcomes:review_submission", args=[submission.pk])


def about(submission: Submission, code: str) -> str:
    row = figure(submission, code)
    return reverse("outcomes:review_figure", args=[submission.pk, row.pk])


def answering(submission: Submission) -> str:
    return reverse("outcomes:questions", args=[submission.pk])


def approving(client, submission: Submission, **more):
    """The form of the figures as its page shows it, sent with what is ticked."""
    page = Page(client.get(sheet(submission)))
    sent = next(boxes for boxes in page.boxes if boxes.get("action") == "figures")
    return client.post(sheet(submission), {**sent, **more})


def approved(submission: Submission) -> set[str]:
    rows = submission.observations.filter(approved_at__isnull=False)
    return set(rows.values_list("measure__code", flat=True))


# ---- Approving -------------------------------------------------------------------------------


def test_an_outcome_area_is_approved_at_once(coordinators, submission) -> None:
    response = approving(coordinators, submission, section="healthy")
    assert response.status_code == 302
    assert approved(submission) == {"HEA-101", "HEA-102"}
    page = Page(coordinators.get(sheet(submission)))
    assert "North East locality: 2 figures approved." in page.text
    assert "2 of 2 figures approved" in page.text
    assert "Approve the other 1 figure: they may be published" in page.text


def test_ticked_figures_are_approved_and_the_last_one_leads_to_the_next_submission(
    coordinators, submission, localities
) -> None:
    other = SubmissionFactory(
        reporter=ReporterFactory(place=localities["nw"]), status=Status.SUBMITTED
    )
    first, *others = submission.observations.values_list("pk", flat=True)
    approving(coordinators, submission, figure=[first])
    response = approving(coordinators, submission, figure=others)
    submission.refresh_from_db()
    assert submission.status == Status.APPROVED
    assert response.url == sheet(other)


@pytest.mark.parametrize(
    "sent",
    [{}, {"figure": "0"}, {"figure": "x"}, {"section": "nonsense"}, {"section": ""}],
)
def test_nothing_chosen_is_said_and_nothing_approved(coordinators, submission, sent) -> None:
    response = approving(coordinators, submission, **sent)
    assert response.status_code == 200
    page = Page(response)
    assert page.title.startswith("Error: ")
    assert "There is a problem" in page.text
    assert approved(submission) == set()


def test_figures_submitted_again_meanwhile_are_shown_before_they_are_approved(
    coordinators, submission
) -> None:
    response = approving(coordinators, submission, section="healthy", seen="0" * 64)
    assert response.status_code == 409
    assert "submitted again meanwhile" in response.content.decode()
    again = next(b for b in Page(response).boxes if b.get("action") == "figures")
    assert coordinators.post(sheet(submission), {**again, "section": "safe"}).status_code == 302
    assert approved(submission) == {"SAF-101"}


def test_a_decision_that_was_overtaken_is_made_anew_on_the_figures_shown(
    coordinators, submission
) -> None:
    response = coordinators.post(
        sheet(submission), {"decision": "approve", "seen": "0" * 64, "answers": "0"}
    )
    assert response.status_code == 409
    again = next(b for b in Page(response).boxes if "reason" in b)
    assert again["seen"] == submission.content_hash
    assert "decision" not in again


def test_an_open_question_keeps_its_figure_out_of_what_its_area_approves(
    coordinators, submission
) -> None:
    QuestionFactory(observation=figure(submission, "HEA-101"))
    page = Page(coordinators.get(sheet(submission)))
    assert "Approve the other 1 figure of Healthy" in page.text
    assert "Waits for an answer" in page.text
    assert "Send back with this 1 question" in page.text
    approving(coordinators, submission, section="healthy")
    assert approved(submission) == {"HEA-102"}
    response = coordinators.post(
        sheet(submission), {"decision": "approve", "seen": submission.content_hash}
    )
    assert response.status_code == 409
    assert "or settle what you no longer need to know" in response.context["form"].errors.as_text()


def test_questions_are_reason_enough_to_send_back(coordinators, submission) -> None:
    QuestionFactory(observation=figure(submission, "HEA-101"))
    response = coordinators.post(sheet(submission), {"decision": "send_back", "reason": ""})
    assert response.status_code == 302
    submission.refresh_from_db()
    assert (submission.status, submission.review_reason) == (
        Status.QUERIED,
        "Please answer 1 question.",
    )


def test_only_what_needs_a_look_is_shown_when_asked_for(coordinators, submission) -> None:
    Observation.objects.filter(measure__code="HEA-102").update(note="Two posts are vacant.")
    page = Page(coordinators.get(sheet(submission)))
    assert "Show only what needs a look (1)" in page.text
    page = Page(coordinators.get(f"{sheet(submission)}?show=look"))
    assert "Title of HEA-102" in page.text
    assert "Title of HEA-101" not in page.text
    assert "Approve all 2 figures of Healthy, 1 of them not shown here" in page.text
    Observation.objects.update(note="")
    page = Page(coordinators.get(f"{sheet(submission)}?show=look"))
    assert "Nothing needs a look" in page.text


def test_a_query_is_shown_with_what_the_reporter_says(coordinators, submission, localities) -> None:
    measure = MeasureFactory(code="HEA-101")
    measure.query_change = 20
    measure.save()
    earlier = SubmissionFactory(
        reporter=submission.reporter, period=PeriodFactory(code="2026-Q1"), status=Status.APPROVED
    )
    ObservationFactory(
        submission=earlier, measure=measure, numerator=Decimal(90), denominator=Decimal(100)
    )
    Observation.objects.filter(pk=figure(submission, "HEA-101").pk).update(note="A clinic closed.")
    page = Page(coordinators.get(sheet(submission)))
    assert "Query: Is 60.0% right? It was 90.0% last quarter: down by 33%." in page.text
    assert "They say: A clinic closed." in page.text
    assert "Down 30.0 percentage points" in page.text


# ---- Asking and answering --------------------------------------------------------------------


def test_a_question_is_asked_answered_read_and_settled(coordinators, reporters, submission) -> None:
    asked = coordinators.post(about(submission, "HEA-101"), {"action": "ask", "text": "Is it?"})
    assert asked.url == f"{sheet(submission)}#figure-{figure(submission, 'HEA-101').pk}"

    tasks = Page(reporters.get(submission.get_absolute_url()))
    assert tasks.links[answering(submission)] == "Answer 1 question"
    page = Page(reporters.get(answering(submission)))
    assert "Is it?" in page.text
    [boxes] = [boxes for boxes in page.boxes if "question" in boxes]
    sent = reporters.post(answering(submission), {**boxes, "answer": "It is."})
    assert sent.url == submission.get_absolute_url()
    assert "Is it?" in Page(reporters.get(answering(submission))).text

    page = Page(coordinators.get(about(submission, "HEA-101")))
    assert "Answer: It is." in page.text
    question = Question.objects.get()
    coordinators.post(about(submission, "HEA-101"), {"action": "settle", "question": question.pk})
    question.refresh_from_db()
    assert question.settled_at is not None


def test_a_question_stands_at_its_row_in_the_entry_table(reporters, submission) -> None:
    set_to(submission, Status.QUERIED)
    question = QuestionFactory(observation=figure(submission, "HEA-101"))
    page = Page(reporters.get(reverse("outcomes:section", args=[submission.pk, "healthy"])))
    assert f"The coordinator asks: {question.text}" in page.text
    assert f"{answering(submission)}#about-{question.pk}" in page.links


def test_an_empty_answer_and_an_empty_question_say_what_to_do(
    coordinators, reporters, submission
) -> None:
    response = coordinators.post(about(submission, "HEA-101"), {"action": "ask", "text": " "})
    assert "Write what you want to know" in response.content.decode()
    question = QuestionFactory(observation=figure(submission, "HEA-101"))
    response = reporters.post(answering(submission), {"question": question.pk, "answer": ""})
    assert "Write an answer in a sentence or two" in response.content.decode()
    assert Page(response).title.startswith("Error: ")
    assert Question.objects.get().is_open


def test_of_two_who_answer_the_second_keeps_their_words(reporters, submission) -> None:
    question = QuestionFactory(observation=figure(submission, "HEA-101"))
    reporters.post(answering(submission), {"question": question.pk, "answer": "Yes."})
    response = reporters.post(answering(submission), {"question": question.pk, "answer": "No."})
    assert response.status_code == 409
    page = Page(response)
    assert "has answered meanwhile: “Yes.”" in page.text
    assert "No." in [boxes.get("answer") for boxes in page.boxes]


def test_only_whoever_reports_answers_and_only_who_reviews_asks(
    sign_in, coordinators, nw_lead, submission
) -> None:
    question = QuestionFactory(observation=figure(submission, "HEA-101"))
    sent = {"question": question.pk, "answer": "Yes."}
    assert coordinators.get(answering(submission)).status_code == 200
    assert coordinators.post(answering(submission), sent).status_code == 403
    other = sign_in(nw_lead)
    assert other.post(answering(submission), sent).status_code == 404
    assert other.post(about(submission, "HEA-101"), {"text": "Is it?"}).status_code == 403


def test_a_figure_of_another_submission_is_not_found(coordinators, submission, localities) -> None:
    other = ObservationFactory(
        submission=SubmissionFactory(reporter=ReporterFactory(place=localities["nw"]))
    )
    address = reverse("outcomes:review_figure", args=[submission.pk, other.pk])
    assert coordinators.get(address).status_code == 404


# ---- Approved figures, reopened and locked ---------------------------------------------------


def test_an_approved_figure_is_only_read_while_the_rest_is_corrected(
    coordinators, reporters, submission
) -> None:
    approving(coordinators, submission, figure=[figure(submission, "HEA-101").pk])
    coordinators.post(sheet(submission), {"decision": "send_back", "reason": "Look again."})
    address = reverse("outcomes:section", args=[submission.pk, "healthy"])
    page = Page(reporters.get(address))
    assert "hea-102-th-ne-numerator" in page.ids
    assert "hea-101-th-ne-numerator" not in page.ids
    assert "It can no longer be changed" in page.text
    [boxes] = [boxes for boxes in page.boxes if "hea-102-th-ne-numerator" in boxes]
    response = reporters.post(address, {**boxes, "hea-102-th-ne-numerator": "70", "save": "later"})
    assert response.status_code == 302
    assert figure(submission, "HEA-102").numerator == 70
    assert figure(submission, "HEA-101").numerator == 60


def test_what_was_typed_in_a_figure_that_is_approved_meanwhile_stays_on_the_page(
    coordinator, reporters, submission, now
) -> None:
    set_to(submission, Status.QUERIED)
    address = reverse("outcomes:section", args=[submission.pk, "healthy"])
    [boxes] = [b for b in Page(reporters.get(address)).boxes if "hea-101-th-ne-numerator" in b]
    Observation.objects.filter(measure__code="HEA-101").update(
        approved_at=now, approved_by=coordinator
    )
    response = reporters.post(address, {**boxes, "hea-101-th-ne-numerator": "77"})
    page = Page(response)
    assert "the coordinator has approved this figure" in page.text
    assert page.boxes[-1]["hea-101-th-ne-numerator"] == "77"
    assert figure(submission, "HEA-101").numerator == 60


def test_one_figure_is_reopened_with_a_reason_that_both_sides_see(
    coordinators, reporters, submission
) -> None:
    coordinators.post(sheet(submission), {"decision": "approve", "seen": submission.content_hash})
    address = about(submission, "HEA-101")
    response = coordinators.post(address, {"action": "reopen", "reopen-reason": ""})
    assert "Say why, in a sentence" in response.content.decode()
    response = coordinators.post(address, {"action": "reopen", "reopen-reason": "It was 66."})
    assert response.status_code == 302
    submission.refresh_from_db()
    assert submission.status == Status.QUERIED
    assert approved(submission) == {"HEA-102", "SAF-101"}
    for client, page in ((coordinators, sheet(submission)),
                         (reporters, submission.get_absolute_url())):  # fmt: skip
        assert "It was 66." in Page(client.get(page)).text


# ---- Longer ----------------------------------------------------------------------------------


def test_a_reporter_is_given_longer_and_both_sides_read_why(
    coordinators, reporters, submission
) -> None:
    longer = {"longer-until_day": "30", "longer-until_month": "11", "longer-until_year": "2026"}
    sent = {"action": "longer", **longer, "longer-reason": "A new record system."}
    assert coordinators.post(sheet(submission), sent).status_code == 302
    submission.refresh_from_db()
    assert f"{submission.due_on}" == "2026-11-30"
    for client, page in ((coordinators, sheet(submission)),
                         (reporters, submission.get_absolute_url())):  # fmt: skip
        text = Page(client.get(page)).text
        assert "30 November 2026" in text
        assert "A new record system." in text


@pytest.mark.parametrize(
    ("day", "status", "words"),
    [
        (("", "", ""), 200, "Enter the day until which they have time"),
        (("31", "2", "2026"), 200, "Enter a real date"),
        (("1", "10", "2026"), 409, "Choose a day after the deadline they have, 15 October 2026"),
    ],
)
def test_a_day_that_gives_nobody_longer_is_refused_beside_its_boxes(
    coordinators, submission, day, status, words
) -> None:
    sent = dict(
        zip(("longer-until_day", "longer-until_month", "longer-until_year"), day, strict=True)
    )
    response = coordinators.post(
        sheet(submission), {"action": "longer", **sent, "longer-reason": "Why"}
    )
    assert response.status_code == status
    assert words in response.content.decode()


# ---- How much is asked of the store ----------------------------------------------------------


def test_the_page_asks_the_store_as_much_for_many_figures_as_for_few(
    coordinators, submission, django_assert_max_num_queries
) -> None:
    def asked() -> int:
        with django_assert_max_num_queries(30) as queries:
            assert coordinators.get(sheet(submission)).status_code == 200
        return len(queries)

    asked()
    few = asked()
    for _ in range(20):
        row = ObservationFactory(submission=submission, measure=MeasureFactory())
        QuestionFactory(observation=row)
        QuestionFactory(observation=row, answered=True)
    assert asked() == few
