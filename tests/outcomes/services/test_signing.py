"""Declaring: in one step with a reason for what is empty, and by two people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.models import Event, Role, User
from outcomes.models import Observation, Reporter, Status, Submission
from outcomes.services.entry import save_figures
from outcomes.services.exceptions import (
    NeedsAnother,
    NotReady,
    PeriodClosed,
    Refused,
    StatusChanged,
)
from outcomes.services.review import send_back
from outcomes.services.signing import prepare, submit_with_reason
from outcomes.services.submissions import submit
from outcomes.typed import TypedFigure
from tests.factories.governance import MembershipFactory, UserFactory
from tests.factories.outcomes import (
    MeasureFactory,
    ObservationFactory,
    ReporterFactory,
    SubmissionFactory,
)

CLOSED = date(2026, 12, 15)


@pytest.fixture
def submission(localities: dict) -> Submission:
    return SubmissionFactory(reporter=ReporterFactory(place=localities["ne"]))


@pytest.fixture
def row(submission: Submission) -> Observation:
    return ObservationFactory(submission=submission)


@pytest.fixture
def deputy(localities: dict) -> User:
    """Reports for the North East beside its lead."""
    user = UserFactory(email="ne.deputy@ehportal.example", name="North East deputy")
    MembershipFactory(user=user, role=Role.LOCALITY_LEAD, locality=localities["ne"])
    return user


@pytest.fixture
def call(submission: Submission, ne_lead: User, now: datetime, today: date):
    """Calls a service about the submission as the lead, today, unless it is said otherwise."""

    def calls(service: Callable[..., Submission], **more: object) -> Submission:
        given = {"submission": submission, "by": ne_lead, "at": now, "on": today, **more}
        return service(**given)

    return calls


@pytest.fixture
def fill(call):
    def fills(row: Observation, numerator: str = "212", denominator: str = "268") -> None:
        call(save_figures, figures=[TypedFigure(row.pk, numerator, denominator)])

    return fills


def two_people_sign() -> None:
    Reporter.objects.update(needs_two_people=True)


# ---- a reason for what is empty, in the same step ----------------------------------------------


def test_what_is_empty_gets_its_reason_and_all_is_handed_in_at_once(
    call, fill, submission, row
) -> None:
    figure = ObservationFactory(submission=submission)
    account = ObservationFactory(submission=submission, measure=MeasureFactory(narrative=True))
    fill(row)

    done = call(submit_with_reason, missing="x", note="The system was down.", seen_version=1)

    assert done.status == Status.SUBMITTED
    assert {(r.missing, r.note) for r in done.observations.exclude(pk=row.pk)} == {
        ("x", "The system was down.")
    }
    assert {figure.pk, account.pk, row.pk} == {r.pk for r in done.observations.all()}


@pytest.mark.parametrize(
    ("missing", "note"), [("", ""), ("q", "Why"), ("x", ""), ("0", "None at all"), ("z", "a\x00")]
)
def test_without_a_reason_that_may_stand_nothing_happens(
    call, submission, row, missing: str, note: str
) -> None:
    with pytest.raises(NotReady):
        call(submit_with_reason, missing=missing, note=note)

    row.refresh_from_db()
    submission.refresh_from_db()
    assert (row.missing, row.version, submission.status) == ("", 0, Status.DUE)


def test_an_error_beside_what_is_empty_takes_the_reason_back(call, fill, submission, row) -> None:
    wrong = ObservationFactory(submission=submission)
    fill(wrong, "300", "268")

    with pytest.raises(NotReady, match="1 of your figures is empty, needs correcting"):
        call(submit_with_reason, missing="z", note="")

    row.refresh_from_db()
    assert (row.missing, row.version) == ("", 0)
    assert not Event.objects.filter(verb="submission.submit").exists()


def test_a_query_without_a_sentence_stands_in_the_way(call, fill, submission, row) -> None:
    unusual = ObservationFactory(
        submission=submission, measure=MeasureFactory(expected_low=90, expected_high=100)
    )
    fill(unusual, "10", "268")

    with pytest.raises(NotReady):
        call(submit_with_reason, missing="z", note="")


def test_figures_that_changed_since_are_neither_filled_nor_handed_in(call, fill, row) -> None:
    fill(row, "212", "")

    with pytest.raises(StatusChanged):
        call(submit_with_reason, missing="z", note="", seen_version=0)

    row.refresh_from_db()
    assert row.missing == ""


def test_handing_in_with_a_reason_again_gives_the_same_receipt(call, row, now) -> None:
    first = call(submit_with_reason, missing="z", note="")

    second = call(submit_with_reason, missing="x", note="No", at=now + timedelta(minutes=1))

    assert (second.content_hash, second.submitted_at) == (first.content_hash, first.submitted_at)
    row.refresh_from_db()
    assert row.missing == "z"


def test_handing_in_takes_as_many_queries_for_forty_figures_as_for_one(
    call, submission, row
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            call(submit_with_reason, missing="z", note="")
        Submission.objects.update(status=Status.DRAFT, reference="")
        Observation.objects.update(missing="")
        return len(found)

    one = queries()
    for _ in range(39):
        ObservationFactory(submission=submission)

    assert queries() == one
    assert one < 30


# ---- two people --------------------------------------------------------------------------------


def test_one_person_marks_figures_as_ready_and_another_submits_them(
    call, fill, row, ne_lead, deputy, now
) -> None:
    two_people_sign()
    fill(row)

    ready = call(prepare, seen_version=1)
    assert (ready.prepared_by, ready.prepared_at, ready.prepared_version) == (ne_lead, now, 1)
    assert ready.is_prepared

    done = call(submit, by=deputy, seen_version=1)
    assert (done.status, done.prepared_by, done.submitted_by) == (
        Status.SUBMITTED,
        ne_lead,
        deputy,
    )
    told = list(Event.objects.order_by("pk").values_list("verb", "by__name"))
    assert told[-2:] == [
        ("submission.prepare", "North East lead"),
        ("submission.submit", "North East deputy"),
    ]
    assert Event.objects.first().after["prepared_by"] == "North East lead"


def test_nobody_signs_twice(call, fill, submission, row) -> None:
    two_people_sign()
    fill(row)
    call(prepare)

    with pytest.raises(NeedsAnother, match="yourself"):
        call(submit)

    submission.refresh_from_db()
    assert submission.status == Status.DRAFT


def test_nobody_submits_what_nobody_prepared(call, fill, row, deputy) -> None:
    two_people_sign()
    fill(row)

    for submits in (
        lambda: call(submit, by=deputy),
        lambda: call(submit_with_reason, by=deputy, missing="z", note=""),
    ):
        with pytest.raises(NeedsAnother, match="Two people sign for North East locality"):
            submits()


@pytest.mark.parametrize("who", ["ne_lead", "deputy"])
def test_a_change_after_the_first_signature_voids_it(call, fill, row, deputy, ne_lead, who) -> None:
    two_people_sign()
    fill(row)
    call(prepare)
    by = {"ne_lead": ne_lead, "deputy": deputy}[who]
    call(save_figures, by=by, figures=[TypedFigure(row.pk, "214", "268")])

    with pytest.raises(NeedsAnother, match="changed after North East lead marked them"):
        call(submit, by=deputy)

    assert call(prepare, by=deputy).prepared_by == deputy
    assert call(submit).status == Status.SUBMITTED


def test_the_first_person_may_give_the_reason_for_what_is_empty(call, row, deputy) -> None:
    two_people_sign()

    ready = call(prepare, missing="x", note="The system was down.", seen_version=0)

    row.refresh_from_db()
    assert row.missing == "x"
    assert ready.is_prepared
    assert call(submit, by=deputy, seen_version=ready.version).status == Status.SUBMITTED


def test_figures_that_are_not_ready_are_not_marked_so(call, submission, row) -> None:
    two_people_sign()

    with pytest.raises(NotReady):
        call(prepare)

    submission.refresh_from_db()
    assert submission.prepared_at is None


def test_marking_again_tells_nothing_and_keeps_the_first(call, fill, row, ne_lead, deputy) -> None:
    two_people_sign()
    fill(row)
    call(prepare)

    assert call(prepare, by=deputy).prepared_by == ne_lead
    assert Event.objects.filter(verb="submission.prepare").count() == 1


def test_nobody_marks_figures_that_they_did_not_see_or_that_are_closed(call, fill, row) -> None:
    two_people_sign()
    fill(row)

    with pytest.raises(StatusChanged):
        call(prepare, seen_version=0)
    with pytest.raises(PeriodClosed):
        call(prepare, on=CLOSED)


def test_where_one_person_signs_nothing_is_prepared(call, fill, row) -> None:
    fill(row)

    with pytest.raises(Refused, match="One person signs"):
        call(prepare)


def test_after_being_sent_back_both_sign_again(
    call, fill, row, submission, deputy, coordinator, now, today
) -> None:
    two_people_sign()
    fill(row)
    call(prepare)
    call(submit, by=deputy)
    send_back(submission=submission, reason="Is it?", by=coordinator, at=now, on=today)

    with pytest.raises(NeedsAnother):
        call(submit, by=deputy)

    call(prepare, by=deputy)
    assert call(submit).submitted_by.name == "North East lead"


def test_a_receipt_of_one_person_names_nobody_who_prepared_an_earlier_one(
    call, fill, row, submission, deputy, coordinator, now, today
) -> None:
    two_people_sign()
    fill(row)
    call(prepare)
    call(submit, by=deputy)
    send_back(submission=submission, reason="Is it?", by=coordinator, at=now, on=today)
    Reporter.objects.update(needs_two_people=False)

    assert call(submit).prepared_by is None
