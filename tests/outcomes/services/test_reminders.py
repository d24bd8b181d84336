"""Who is reminded of what, on which day; nobody twice, and nobody who has nothing left to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from governance.models import Event, Membership, Notice, Place, Role, User
from outcomes.models import Observation, Period, Reporter, Status, Submission
from outcomes.services.exceptions import Refused
from outcomes.services.reminders import Reminded, remind, remind_now, tell_weekly, work_left
from outcomes.services.review import give_longer, send_back
from outcomes.services.signing import prepare
from outcomes.services.submissions import submit
from tests.conftest import TODAY
from tests.factories.collection import AbsenceFactory, QuestionFactory
from tests.factories.governance import MembershipFactory, UserFactory
from tests.factories.outcomes import (
    MeasureFactory,
    ObservationFactory,
    PeriodFactory,
    ReporterFactory,
    SubmissionFactory,
)

DUE = date(2026, 10, 15)
#: Fourteen, seven and two days before, and the day after.
DAYS = [date(2026, 10, 1), date(2026, 10, 8), date(2026, 10, 13), date(2026, 10, 16)]


def at(day: date, hour: int = 7) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def reminded(day: date, hour: int = 7) -> list[str]:
    """Who was reminded on a day, by name."""
    remind(at=at(day, hour))
    return sorted(
        Notice.objects.filter(created_at=at(day, hour)).values_list("to__name", flat=True)
    )


@pytest.fixture
def submission(localities: dict[str, Place]) -> Submission:
    """The North East's: a figure that is empty, and one that is filled in."""
    found = SubmissionFactory(reporter=ReporterFactory(place=localities["ne"]))
    ObservationFactory(submission=found, measure=MeasureFactory(title="Healthy weight"))
    figure = {"numerator_typed": "412", "numerator": 412}
    families = MeasureFactory(title="Families helped", area="safe", count=True)
    ObservationFactory(submission=found, measure=families, **figure)
    return found


@pytest.fixture
def second_lead(localities: dict[str, Place]) -> User:
    user = UserFactory(name="Second lead")
    MembershipFactory(user=user, role=Role.LOCALITY_LEAD, locality=localities["ne"])
    return user


def fill_in() -> None:
    Observation.objects.update(
        numerator_typed="1", denominator_typed="2", numerator=1, denominator=2
    )
    Observation.objects.filter(measure__type="count").update(denominator_typed="", denominator=None)


# ---- Days ----


def test_people_are_reminded_four_times_on_the_days_they_are(
    submission, ne_lead, nw_lead, partner, coordinator
) -> None:
    days = [date(2026, 9, 25) + timedelta(days=n) for n in range(40)]

    assert [day for day in days if reminded(day)] == DAYS
    assert set(Notice.objects.values_list("to", flat=True)) == {ne_lead.pk}


def test_the_message_names_what_is_missing_and_holds_no_figure(submission, ne_lead) -> None:
    remind(at=at(DAYS[1]))

    notice = Notice.objects.get()
    assert "- Healthy: Healthy weight" in notice.text
    assert "Families helped" not in notice.text
    assert "412" not in notice.subject + notice.text
    assert notice.path == submission.get_absolute_url()


def test_running_again_on_a_day_changes_nothing(submission, ne_lead) -> None:
    assert [len(remind(at=at(DAYS[0], hour))) for hour in (6, 7, 22)] == [1, 0, 0]


def test_days_that_were_missed_are_made_up_for_by_one_reminder(submission, ne_lead) -> None:
    late = [day for day in [date(2026, 10, 14) + timedelta(days=n) for n in range(5)]
            if reminded(day)]  # fmt: skip

    assert late == [date(2026, 10, 14), DAYS[3]]


def test_a_day_is_londons_also_in_the_hour_when_it_is_not_that_of_utc(submission, ne_lead) -> None:
    # Summer time: 23:30 on 30 September in Greenwich is half past midnight on 1 October.
    assert remind(at=datetime(2026, 9, 30, 22, 30, tzinfo=UTC)) == []
    assert len(remind(at=datetime(2026, 9, 30, 23, 30, tzinfo=UTC))) == 1


def test_after_the_clocks_go_back_the_day_is_that_of_greenwich(submission, ne_lead) -> None:
    Submission.objects.update(due_on=date(2026, 11, 1))

    assert remind(at=datetime(2026, 10, 24, 23, 30, tzinfo=UTC))
    Notice.objects.all().delete()
    assert len(remind(at=datetime(2026, 10, 25, 0, 30, tzinfo=UTC))) == 1
    # Seven days before 1 November is 25 October; two before is 30 October, in winter time.
    assert remind(at=datetime(2026, 10, 29, 23, 30, tzinfo=UTC)) == []
    assert len(remind(at=datetime(2026, 10, 30, 0, 30, tzinfo=UTC))) == 1


def test_a_longer_deadline_moves_the_reminders(submission, ne_lead, coordinator) -> None:
    give_longer(
        submission=submission, until=date(2026, 10, 29), reason="Away", by=coordinator, at=at(TODAY)
    )
    days = [TODAY + timedelta(days=n) for n in range(1, 40)]

    told = [day for day in days if reminded(day)]

    # 15 October was fourteen days before; the old deadline reminds of nothing.
    moved = [date(2026, 10, 15), date(2026, 10, 22), date(2026, 10, 27), date(2026, 10, 30)]
    assert told == moved


def test_who_was_given_longer_today_is_not_reminded_of_it_today(
    submission, ne_lead, coordinator
) -> None:
    until = TODAY + timedelta(days=7)
    given = {"submission": submission, "until": until + timedelta(days=1), "reason": "Away"}
    Submission.objects.update(due_on=TODAY)
    give_longer(**given, by=coordinator, at=at(TODAY, 6))

    assert reminded(TODAY) == []
    assert reminded(TODAY + timedelta(days=1)) == ["North East lead"]


def test_figures_sent_back_are_reminded_of_by_the_days_to_come(
    submission, ne_lead, coordinator
) -> None:
    Submission.objects.update(status=Status.SUBMITTED, reference="EH-1")
    send_back(submission=submission, reason="Why?", by=coordinator, at=at(DAYS[2], 6), on=DAYS[2])

    assert reminded(DAYS[2]) == []
    assert reminded(DAYS[3]) == ["North East lead"]


def test_figures_sent_back_after_the_deadline_are_not_called_late_the_next_day(
    submission, ne_lead, coordinator
) -> None:
    day = date(2026, 10, 26)
    Submission.objects.update(status=Status.SUBMITTED, reference="EH-1")
    send_back(submission=submission, reason="Why?", by=coordinator, at=at(day), on=day)

    assert reminded(day + timedelta(days=1)) == []


# ---- Only with work left ----


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.APPROVED, Status.EXCUSED])
def test_who_has_nothing_left_to_do_is_not_reminded(submission, ne_lead, status: str) -> None:
    Submission.objects.update(status=status)

    assert [reminded(day) for day in DAYS] == [[], [], [], []]


def test_after_the_last_day_nobody_is_reminded(submission, ne_lead) -> None:
    assert reminded(submission.last_day) == ["North East lead"]
    Notice.objects.all().delete()
    assert reminded(submission.last_day + timedelta(days=1)) == []


def test_before_it_opens_nobody_is_reminded(submission, ne_lead) -> None:
    Period.objects.update(opens_on=DAYS[0] + timedelta(days=1))
    assert reminded(DAYS[0]) == []
    Period.objects.update(opened_at=None)
    assert reminded(DAYS[1]) == []


def test_figures_that_are_filled_in_and_not_submitted_are_reminded_of(submission, ne_lead) -> None:
    fill_in()

    assert reminded(DAYS[0]) == ["North East lead"]
    assert "Everything is filled in" in Notice.objects.get().text


def test_a_question_about_figures_that_were_handed_in_is_work_left(submission, ne_lead) -> None:
    Submission.objects.update(status=Status.SUBMITTED)
    row = submission.observations.get(measure__title="Families helped")
    question = QuestionFactory(observation=row, text="Is 412 right?", asked_at=at(TODAY))

    assert reminded(TODAY) == []
    assert reminded(DAYS[2]) == ["North East lead"]
    text = Notice.objects.get().text
    assert "- Safe: Families helped" in text
    assert "412" not in text
    question.answer, question.answered_at, question.answered_by = "Yes.", at(TODAY), ne_lead
    question.save()
    assert reminded(DAYS[3]) == []


def test_what_is_wrong_or_unexplained_is_to_be_put_right(submission) -> None:
    wrong = Observation.objects.filter(measure__title="Families helped")
    wrong.update(numerator_typed="about 40", numerator=None)

    work = work_left(submission, on=TODAY)

    assert [area.measures for area in work.empty] == [["Healthy weight"]]
    assert [area.measures for area in work.to_put_right] == [["Families helped"]]


# ---- Whom ----


def test_two_people_of_a_reporter_are_both_told(submission, ne_lead, second_lead) -> None:
    assert reminded(DAYS[0]) == ["North East lead", "Second lead"]


def test_while_a_lead_is_away_the_deputy_is_told(submission, ne_lead, second_lead) -> None:
    Membership.objects.filter(user=second_lead).update(starts_on=DAYS[1])
    AbsenceFactory(user=ne_lead, deputy=second_lead)
    remind(at=at(DAYS[1]))

    by_email = dict(Notice.objects.values_list("to__name", "by_email"))
    assert by_email == {"North East lead": False, "Second lead": True}


def test_a_person_who_left_is_not_told_and_their_successor_is(
    submission, ne_lead, second_lead
) -> None:
    Membership.objects.filter(user=ne_lead).update(ends_on=DAYS[1])
    Membership.objects.filter(user=second_lead).update(starts_on=DAYS[1] + timedelta(days=1))

    assert reminded(DAYS[1]) == ["North East lead"]
    assert reminded(DAYS[2]) == ["Second lead"]


def test_where_nobody_reports_it_is_said(submission) -> None:
    assert remind(at=at(DAYS[0])) == [Reminded(str(submission), DUE, 0)]


def test_figures_that_wait_for_a_second_person_wait_for_the_others(
    submission, ne_lead, second_lead
) -> None:
    fill_in()
    Reporter.objects.update(needs_two_people=True)
    prepare(submission=submission, by=ne_lead, at=at(DAYS[1], 6), on=DAYS[1])

    assert reminded(DAYS[1]) == ["Second lead"]
    Membership.objects.filter(user=second_lead).update(ends_on=DAYS[1])
    assert reminded(DAYS[2]) == ["North East lead"]


# ---- At once ----


@pytest.fixture
def now_remind(submission: Submission, coordinator: User) -> Callable[..., int]:
    def reminds(day: date = TODAY) -> int:
        return remind_now(submission=submission, by=coordinator, at=at(day, 9))

    return reminds


def test_the_coordinator_reminds_at_once_and_once_a_day(now_remind, submission, ne_lead) -> None:
    assert now_remind() == 1

    with pytest.raises(Refused, match="reminded today already"):
        now_remind()
    assert now_remind(TODAY + timedelta(days=1)) == 1
    assert Event.objects.filter(verb="submission.remind").count() == 2


def test_a_reminder_of_the_day_counts_as_one(now_remind, submission, ne_lead) -> None:
    remind(at=at(TODAY))

    with pytest.raises(Refused, match="reminded today already"):
        now_remind()


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.APPROVED, Status.EXCUSED])
def test_nobody_is_reminded_of_nothing(now_remind, ne_lead, status: str) -> None:
    Submission.objects.update(status=status)

    with pytest.raises(Refused, match="nothing left to do"):
        now_remind()


def test_with_nobody_to_remind_the_coordinator_reads_so(now_remind) -> None:
    with pytest.raises(Refused, match="Nobody reports for North East locality"):
        now_remind()


# ---- Every week ----

MONDAY = date(2026, 10, 12)


def test_on_monday_coordinators_and_whoever_has_work_left_are_told(
    submission, ne_lead, nw_lead, coordinator, board_member
) -> None:
    assert tell_weekly(at=at(MONDAY)) == 2

    told = dict(Notice.objects.values_list("to__name", "path"))
    assert told == {"North East lead": "/submissions/", "Partnership coordinator": "/review/"}
    text = Notice.objects.get(to=ne_lead).text
    assert "1 measure empty" in text
    assert "412" not in text


def test_the_weekly_message_is_sent_once_and_a_missed_monday_made_up_for(
    submission, ne_lead, coordinator
) -> None:
    days = [MONDAY + timedelta(days=n) for n in (2, 3, 6, 7)]

    assert [tell_weekly(at=at(day)) for day in days] == [2, None, None, 2]


def test_who_was_reminded_today_gets_no_weekly_message_on_top(submission, ne_lead) -> None:
    Submission.objects.update(due_on=MONDAY + timedelta(days=2))
    remind(at=at(MONDAY))

    assert tell_weekly(at=at(MONDAY)) == 0


def test_coordinators_read_who_is_late_what_waits_and_what_changed(
    submission, localities, ne_lead, coordinator
) -> None:
    monday = date(2026, 10, 19)
    waiting = SubmissionFactory(
        reporter=ReporterFactory(place=localities["nw"]), status=Status.DRAFT
    )
    ObservationFactory(submission=waiting, numerator_typed="1", denominator_typed="2")
    Observation.objects.filter(submission=waiting).update(numerator=1, denominator=2)
    submit(submission=waiting, by=ne_lead, at=at(monday - timedelta(days=3)), on=TODAY)
    row = waiting.observations.get()
    QuestionFactory(observation=row, text="Is 412 right?")
    SubmissionFactory(reporter=ReporterFactory(place=localities["se"]))
    SubmissionFactory(
        reporter=ReporterFactory(place=localities["sw"]), status=Status.QUERIED, reference="EH-1"
    )

    tell_weekly(at=at(monday))

    notice = Notice.objects.get(to=coordinator, key__startswith="digest")
    assert (
        notice.subject
        == "Week of 19 October 2026: 2 are late, 1 waits for review, 1 with open questions"
    )
    parts = notice.text.split("\n\n")
    period = "July to September 2026"
    assert dict(zip(parts[1::2], parts[2::2], strict=True)) == {
        "Late:": f"- North East locality, {period}\n- South East locality, {period}",
        "Sent back, and not here again:": f"- South West locality, {period}",
        "To review:": f"- North West locality, {period}",
        "Asked, and not answered yet:": f"- North West locality, {period}",
        "Nobody to tell, so name somebody in Administration:": (
            f"- South East locality, {period}\n- South West locality, {period}"
        ),
        "Since last week:": f"- North West locality, {period}: submitted on 16 October",
    }
    assert "412" not in notice.text


def test_where_nothing_is_collected_no_weekly_message_is_sent(coordinator) -> None:
    assert tell_weekly(at=at(MONDAY)) == 0
    assert not Notice.objects.exists()


# ---- The command ----


def said(**options: Any) -> list[str]:
    out = StringIO()
    call_command("send_reminders", stdout=out, **options)
    return out.getvalue().splitlines()


def test_the_command_reminds_tells_sends_and_says_so(submission, ne_lead, coordinator) -> None:
    assert said(on=DAYS[1]) == [
        "Reminded, North East locality, July to September 2026, due on 15 October 2026: 1 person.",
        "The weekly message: 1 person told.",
        "2 e-mails sent.",
    ]
    assert said(on=DAYS[1]) == [
        "No reminder is due.",
        "The weekly message was sent this week already.",
        "0 e-mails sent.",
    ]
    assert sorted(each.to[0] for each in mail.outbox) == [coordinator.email, ne_lead.email]


def test_the_command_says_where_nobody_reports_and_takes_a_day_in_words(submission) -> None:
    out = StringIO()
    call_command("send_reminders", "--on", "2026-10-08", stdout=out)

    assert "due on 15 October 2026: nobody reports it." in out.getvalue()


@pytest.mark.usefixtures("frozen")
def test_the_command_goes_by_todays_date(submission, ne_lead) -> None:
    assert said()[0].startswith("Reminded, North East locality")


def test_the_command_refuses_what_is_no_day() -> None:
    with pytest.raises(CommandError, match="--on"):
        call_command("send_reminders", "--on", "8 October")


def test_the_command_ends_with_1_where_an_e_mail_was_not_sent(
    submission, ne_lead, settings
) -> None:
    settings.EMAIL_BACKEND = "tests.governance.services.mail_servers.Unreachable"

    with pytest.raises(CommandError) as refused:
        said(on=DAYS[1])
    assert refused.value.returncode == 1


def test_each_period_reminds_of_itself(submission, ne_lead) -> None:
    earlier = SubmissionFactory(
        reporter=submission.reporter,
        period=PeriodFactory(code="2026-Q1"),
        open_until=date(2026, 12, 1),
        due_on=DUE,
    )

    assert [each.submission for each in remind(at=at(DAYS[1]))] == [str(submission), str(earlier)]
