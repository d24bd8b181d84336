"""The history of a submission and of one figure: nothing left out, in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from governance.models import Event, User
from outcomes.models import Observation, Submission
from outcomes.reporting.history import (
    BoxChange,
    change_in_words,
    changes_in_full,
    events_of,
    history_of,
    latest_changes,
)
from outcomes.services.entry import give_reason_for_blanks, save_figures
from outcomes.services.questions import answer, ask
from outcomes.services.review import approve, approve_figures, reopen, send_back
from outcomes.services.submissions import submit
from outcomes.typed import TypedFigure
from tests.factories.outcomes import (
    BreakdownFactory,
    CategoryFactory,
    MeasureFactory,
    ObservationFactory,
    ReporterFactory,
    SubmissionFactory,
)

AT = datetime(2026, 10, 8, 10, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission(localities: dict) -> Submission:
    return SubmissionFactory(reporter=ReporterFactory(place=localities["ne"]))


@pytest.fixture
def row(submission: Submission) -> Observation:
    return ObservationFactory(submission=submission, measure=MeasureFactory(code="HEA-101"))


@pytest.fixture
def save(submission: Submission, ne_lead: User, today: date):
    def saves(
        row: Observation, numerator: str = "", denominator: str = "", after: int = 0, **more
    ) -> None:
        how = {name: more.pop(name) for name in ("by", "reason") if name in more}
        save_figures(
            submission=submission,
            figures=[TypedFigure(row.pk, numerator, denominator, **more)],
            at=AT + timedelta(minutes=after),
            on=today,
            **({"by": ne_lead} | how),
        )

    return saves


def boxes(change) -> list[tuple[str, str, str]]:
    [figure] = change.figures
    return [(box.box, box.before, box.after) for box in figure.boxes]


def test_every_box_is_told_before_and_after_in_words(save, row) -> None:
    save(row, "212", "268")
    save(row, "", "", after=30, missing="x", note="The system was down.")

    second, first = (each.latest for each in history_of(row))

    assert boxes(first) == [("Healthy weight", "", "212"), ("Term babies", "", "268")]
    assert boxes(second) == [
        ("Healthy weight", "212", ""),
        ("Term babies", "268", ""),
        ("Reason for no figure", "", "not available"),
        ("Sentence", "", "“The system was down.”"),
    ]
    assert (second.by, second.at) == ("North East lead", AT + timedelta(minutes=30))


def test_what_was_done_to_another_figure_is_not_in_it(save, submission, row) -> None:
    sex = BreakdownFactory(code="sex", name="Sex")
    female = ObservationFactory(
        submission=submission,
        measure=row.measure,
        category=CategoryFactory(breakdown=sex, code="female"),
    )
    save(row, "212", "268")
    save(female, "100", "130", after=1)

    [[mine], [hers]] = ([each.latest for each in history_of(one)] for one in (row, female))

    assert boxes(mine)[0][2] == "212"
    assert boxes(hers)[0][2] == "100"


def test_how_a_figure_came_is_told(save, submission, row, ne_lead, today) -> None:
    save(row, "212", "268", reason="Pasted from a spreadsheet")
    other = ObservationFactory(submission=submission)
    give_reason_for_blanks(submission=submission, missing="z", note="", by=ne_lead, at=AT, on=today)

    assert history_of(row)[0].latest.reason == "Pasted from a spreadsheet"
    assert "One reason" in history_of(other)[0].latest.reason


def test_saves_of_one_person_within_minutes_stand_together_and_each_is_there(
    save, row, nw_lead
) -> None:
    for minute, typed in enumerate(["2", "21", "212"]):
        save(row, typed, after=minute)
    save(row, "213", after=3, by=nw_lead)
    save(row, "214", after=60)

    newest, theirs, mine = history_of(row)

    assert [boxes(change)[0][2] for change in mine.changes] == ["212", "21", "2"]
    assert [change.what for change in mine.changes] == ["Changed", "Changed", "Entered"]
    assert [len(each.changes) for each in (newest, theirs)] == [1, 1]


def test_questions_reviews_and_approvals_of_a_figure_are_in_its_history(
    save, submission, row, ne_lead, coordinator, today
) -> None:
    other = ObservationFactory(submission=submission)
    save(row, "212", "268")
    save(other, "1", "2")
    by_reporter, by_coordinator = {"by": ne_lead, "at": AT}, {"by": coordinator, "at": AT}
    submit(submission=submission, on=today, **by_reporter)
    row.refresh_from_db()
    question = ask(observation=row, text="Why 212?", **by_coordinator)
    ask(observation=other, text="Why 1?", **by_coordinator)
    answer(question=question, text="Two clinics opened.", **by_reporter)
    approve_figures(submission=submission, figures=[row.pk], **by_coordinator)
    send_back(submission=submission, reason="One is left.", on=today, **by_coordinator)
    reopen(
        submission=submission, reason="A late one.", on=today, figures=[row.pk], **by_coordinator
    )

    told = [each.latest for each in history_of(row)]
    assert [(change.what, change.reason) for change in told] == [
        ("Opened again", "A late one."),
        ("Sent back", "One is left."),
        ("Approved in part", ""),
        ("Answered a question", ""),
        ("Asked a question", ""),
        ("Submitted", ""),
        ("Entered", ""),
    ]
    assert told[3].figures[0].said == "Two clinics opened."
    assert told[4].figures[0].said == "Why 212?"
    theirs = [each.latest.what for each in history_of(other)]
    assert "Approved in part" not in theirs
    assert "Opened again" not in theirs


def test_an_approval_of_everything_is_in_the_history_of_each(
    save, submission, row, ne_lead, coordinator, today
) -> None:
    save(row, "212", "268")
    submit(submission=submission, by=ne_lead, at=AT, on=today)
    approve(submission=submission, by=coordinator, at=AT)

    assert history_of(row)[0].latest.what == "Approved"


def test_the_full_history_names_every_figure_and_leads_to_it(save, submission, row) -> None:
    account = ObservationFactory(
        submission=submission, measure=MeasureFactory(narrative=True, title="An account")
    )
    save(row, "212", "268")
    save(account, note="It helped.", after=1)

    changes = changes_in_full(submission, events_of(submission))

    assert [(f.name, f.figure) for change in changes for f in change.figures] == [
        ("An account", account.pk),
        (row.measure.title, row.pk),
    ]
    assert changes[0].figures[0].boxes == (BoxChange("Account", "", "“It helped.”"),)


def test_a_figure_that_is_asked_for_no_more_keeps_its_history(save, submission, row) -> None:
    save(row, "212", "268")
    row.delete()

    [change] = changes_in_full(submission, events_of(submission))

    [figure] = change.figures
    assert (figure.name, figure.figure) == ("HEA-101 TH-NE", None)
    assert [box.box for box in figure.boxes] == ["Number", "Out of"]


def test_changes_are_this_submissions_own(save, submission, row, localities) -> None:
    SubmissionFactory(reporter=ReporterFactory(place=localities["nw"]))
    save(row, "212")

    other = Submission.objects.exclude(pk=submission.pk).get()
    assert (len(latest_changes(submission)), latest_changes(other)) == (1, [])


def test_the_latest_changes_are_few(save, submission, row) -> None:
    for number in range(7):
        save(row, str(number), after=11 * number)

    assert len(latest_changes(submission, most=5)) == 5


def test_saves_of_one_person_within_minutes_are_one_line(save, submission, row, nw_lead) -> None:
    other = ObservationFactory(submission=submission, measure=MeasureFactory(code="HEA-102"))
    for minute in range(0, 30, 6):
        save(row, str(minute), after=minute)
    save(other, "5", after=31)
    save(other, "6", after=32, by=nw_lead)
    save(row, "7", after=33)

    lines = [(line.what, line.by) for line in latest_changes(submission)]

    assert lines == [
        ("Saved 1 figure", "North East lead"),
        ("Saved 1 figure", "North West lead"),
        ("Saved 2 figures", "North East lead"),
    ]


@pytest.mark.parametrize(
    ("verb", "after", "words"),
    [
        ("submission.save", {"HEA-101 TH-NE": {}}, "Saved 1 figure"),
        ("submission.mark_section", {"safe": True}, "Marked Safe as completed"),
        ("submission.mark_section", {"safe": False}, "Marked Safe as not completed"),
        ("submission.submit", {}, "Submitted"),
        ("submission.send_back", {}, "Sent back"),
        ("submission.give_longer", {}, "Given longer"),
        ("submission.expect_again", {}, "Expect again"),
    ],
)
def test_an_event_is_told_in_words(verb: str, after: dict[str, object], words: str) -> None:
    change = change_in_words(Event(verb=verb, after=after, at=AT, reason="Why"))

    assert (change.what, change.by, change.reason) == (words, "The portal", "Why")
