"""The calendar file of due dates, and the coordinator's button on the chase list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from governance.models import Notice, Place, User
from outcomes.models import Status, Submission
from outcomes.reviewing.reminded import days_in_words
from outcomes.services.reminders import remind
from tests.conftest import NOW, TODAY
from tests.factories.collection import NoticeFactory
from tests.factories.outcomes import (
    ObservationFactory,
    PeriodFactory,
    ReporterFactory,
    SubmissionFactory,
)
from tests.page import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

FILE = "/submissions/due-dates.ics"


@pytest.fixture
def submission(localities: dict[str, Place]) -> Submission:
    found = SubmissionFactory(reporter=ReporterFactory(place=localities["ne"]))
    ObservationFactory(submission=found)
    return found


@pytest.fixture
def lead(ne_lead: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(ne_lead)


def entries(client: Client) -> dict[str, tuple[str, date, date]]:
    """By identity: the words, the first day, and the day after the last."""
    calendar = Calendar.from_ical(client.get(FILE).content)
    return {
        str(event["uid"]): (str(event["summary"]), event["dtstart"].dt, event["dtend"].dt)
        for event in calendar.walk("VEVENT")
    }


# ---- The calendar ----


def test_a_calendar_has_the_due_date_and_the_last_day(
    lead: Client, submission: Submission, settings: Any
) -> None:
    settings.PORTAL_URL = "https://outcomes.example"

    whose = "North East locality, July to September 2026"
    assert entries(lead) == {
        f"submission-{submission.pk}-due@outcomes.example": (
            f"Figures due: {whose}", date(2026, 10, 15), date(2026, 10, 16),
        ),
        f"submission-{submission.pk}-last-day@outcomes.example": (
            f"Last day to submit figures: {whose}", date(2026, 11, 14), date(2026, 11, 15),
        ),
    }  # fmt: skip


def test_an_entry_keeps_its_identity_when_its_day_moves(
    lead: Client, submission: Submission
) -> None:
    before = entries(lead)
    Submission.objects.update(due_on=date(2026, 10, 26), open_until=date(2026, 11, 30))

    after = entries(lead)

    assert before.keys() == after.keys()
    starts = sorted(day for _, day, _ in after.values())
    assert starts == [date(2026, 10, 26), date(2026, 11, 30)]


def test_where_the_last_day_is_the_due_date_there_is_one_entry(
    lead: Client, submission: Submission
) -> None:
    day = date(2026, 11, 20)
    Submission.objects.update(due_on=day, open_until=day)

    assert [start for _, start, _ in entries(lead).values()] == [day]


def test_a_calendar_holds_ones_own_figures_with_work_left_and_no_others(
    lead: Client, submission: Submission, localities: dict[str, Place]
) -> None:
    SubmissionFactory(reporter=ReporterFactory(place=localities["nw"]))
    SubmissionFactory(reporter=submission.reporter, period=PeriodFactory(code="2026-Q1"))

    assert len(entries(lead)) == 2
    Submission.objects.update(status=Status.SUBMITTED)
    assert entries(lead) == {}


def test_a_calendar_is_a_file_without_alarms(lead: Client, submission: Submission) -> None:
    answer = lead.get(FILE)

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "due-dates.ics" in answer.headers["Content-Disposition"]
    assert b"VALARM" not in answer.content
    assert b"VALUE=DATE:20261015" in answer.content


def test_a_reporter_finds_the_calendar_on_the_list(lead: Client, submission: Submission) -> None:
    assert FILE in Page(lead.get("/submissions/")).links


# ---- The button ----


@pytest.fixture
def desk(coordinator: User, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(coordinator)


def press(desk: Client, submission: Submission) -> Page:
    return Page(desk.post(f"/review/{submission.pk}/remind/", follow=True))


def test_the_coordinator_presses_remind_and_reads_what_was_done(
    desk: Client, submission: Submission, ne_lead: User
) -> None:
    page = press(desk, submission)

    assert "North East locality: 1 person is reminded." in page.text
    assert "Reminded on 8 October" in page.text
    assert Notice.objects.get().to == ne_lead
    # Once a day: the button is gone until tomorrow.
    assert "Remind North East locality" not in page.text
    assert "was reminded today already" in press(desk, submission).text
    assert Notice.objects.count() == 1


def test_the_coordinator_may_read_first_what_would_be_sent_and_to_whom(
    desk: Client, submission: Submission, ne_lead: User
) -> None:
    address = f"/review/{submission.pk}/remind/"
    assert address in Page(desk.get("/review/")).links

    page = Page(desk.get(address))

    assert "To North East lead." in page.text
    assert "Figures for July to September 2026 are due on Thursday 15 October" in page.text
    assert "Healthy: Babies born at a healthy weight" in page.text
    assert not Notice.objects.exists()
    Submission.objects.update(status=Status.APPROVED)
    assert "Nothing is left to do" in Page(desk.get(address)).text


def test_the_button_is_offered_where_somebody_can_still_do_something(
    desk: Client, submission: Submission
) -> None:
    assert "Remind North East locality" in Page(desk.get("/review/")).text
    Submission.objects.update(status=Status.APPROVED)
    assert "Remind North East locality" not in Page(desk.get("/review/")).text


def test_with_nobody_to_remind_the_coordinator_reads_what_to_do(
    desk: Client, submission: Submission
) -> None:
    assert "Nobody reports for North East locality" in press(desk, submission).text


def test_reminders_of_the_portal_are_shown_with_those_of_the_button(
    desk: Client, submission: Submission, ne_lead: User
) -> None:
    remind(at=NOW.replace(day=1))
    press(desk, submission)

    assert "Reminded on 1 and 8 October" in Page(desk.get("/review/")).text


def test_reminders_of_other_submissions_are_not(desk: Client, submission: Submission) -> None:
    NoticeFactory(key=f"remind:{submission.pk}0:{TODAY}:7", created_at=NOW)

    assert "Reminded on" not in Page(desk.get("/review/")).text


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([], ""),
        ([(10, 13)], "13 October"),
        ([(10, 13), (10, 16)], "13 and 16 October"),
        ([(10, 1), (10, 8), (10, 13)], "1, 8 and 13 October"),
        ([(9, 30), (10, 7), (10, 13)], "30 September, 7 and 13 October"),
    ],
)
def test_days_are_said_in_words(days: list[tuple[int, int]], words: str) -> None:
    assert days_in_words([date(2026, month, day) for month, day in days]) == words
