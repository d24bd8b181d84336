from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from governance.access import access_of
from outcomes.models import Period, Status, Submission
from outcomes.reviewing.desk import desk_for
from outcomes.reviewing.queue import next_in, place_in
from tests.factories.collection import QuestionFactory
from tests.factories.governance import OrganisationFactory
from tests.factories.outcomes import (
    MeasureFactory,
    MetricFactory,
    ObservationFactory,
    PeriodFactory,
    PriorityFactory,
    ReporterFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db

BEFORE_DUE, AFTER_DUE = date(2026, 10, 8), date(2026, 10, 21)


@pytest.fixture
def period() -> Period:
    return PeriodFactory()


def submission_of(place, status: str, *measures, organisation=None) -> Submission:
    reporter = ReporterFactory(place=place, organisation=organisation)
    submission = SubmissionFactory(reporter=reporter)
    Submission.objects.filter(pk=submission.pk).update(status=status)
    for measure in measures:
        ObservationFactory(submission=submission, measure=measure, place=place)
    return submission


@pytest.fixture
def desk(period, coordinator):
    return lambda on=BEFORE_DUE: desk_for(period=period, access=access_of(coordinator), on=on)


def test_the_title_counts_what_is_in_late_and_sent_back(localities, desk) -> None:
    submission_of(localities["ne"], Status.SUBMITTED)
    submission_of(localities["nw"], Status.APPROVED)
    submission_of(localities["se"], Status.QUERIED)
    submission_of(localities["sw"], Status.DUE)
    assert desk().finding == "2 of 4 submissions are in; 1 was sent back"
    assert desk(AFTER_DUE).finding == "2 of 4 submissions are in; 1 is late and 1 was sent back"


def test_with_everybody_in_nothing_is_chased(localities, desk) -> None:
    submission_of(localities["ne"], Status.APPROVED)
    assert desk(AFTER_DUE).finding == "1 of 1 submissions are in"
    assert desk(AFTER_DUE).chase == []


def test_an_excused_reporter_is_not_expected(localities, desk) -> None:
    submission_of(localities["ne"], Status.EXCUSED)
    submission_of(localities["nw"], Status.APPROVED)
    assert (desk().expected, desk().received) == (1, 1)


def test_the_chase_list_is_ordered_by_what_each_would_complete(localities, desk) -> None:
    shared, own = MeasureFactory(), MeasureFactory()
    submission_of(localities["ne"], Status.DUE, shared)
    submission_of(localities["nw"], Status.DRAFT, shared, own)
    submission_of(localities["se"], Status.APPROVED, shared)
    page = desk()
    assert [(c.reporter, c.unlocks.measures) for c in page.chase] == [
        ("North West locality", 1),
        ("North East locality", 0),
    ]
    assert (page.held_up, page.measures) == (2, 2)


def test_the_grid_shows_four_quarters_oldest_first(localities, coordinator, desk) -> None:
    reporter = ReporterFactory(place=localities["ne"])
    for code in ("2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2"):
        SubmissionFactory(reporter=reporter, period=PeriodFactory(code=code))
    page = desk()
    assert [p.code for p in page.periods] == ["2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2"]
    assert len(page.rows[0].cells) == 4


def test_localities_come_before_organisations(localities, borough, desk) -> None:
    submission_of(borough, Status.DUE, organisation=OrganisationFactory(name="Barts Health"))
    submission_of(localities["sw"], Status.DUE)
    submission_of(localities["ne"], Status.DUE)
    assert [row.reporter for row in desk().rows] == [
        "North East locality",
        "South West locality",
        "Barts Health",
    ]


def test_a_cell_says_how_many_figures_are_filled_in(localities, desk) -> None:
    submission = submission_of(localities["ne"], Status.DRAFT, MeasureFactory(), MeasureFactory())
    row = submission.observations.first()
    row.numerator_typed, row.numerator = "0", Decimal(0)
    row.save()
    assert desk().rows[0].cells[-1].detail == "1 of 2 figures"


def test_a_cell_says_how_late_it_came(localities, ne_lead, desk) -> None:
    submission = submission_of(localities["ne"], Status.APPROVED)
    Submission.objects.filter(pk=submission.pk).update(
        submitted_at=datetime(2026, 10, 17, 12, tzinfo=UTC), submitted_by=ne_lead
    )
    assert desk().rows[0].cells[-1].detail == "2 days late"


def test_the_desk_asks_the_same_number_of_questions_however_many_report(
    localities, borough, desk, django_assert_max_num_queries
) -> None:
    for number in range(20):
        organisation = OrganisationFactory(name=f"Organisation {number}")
        submission_of(borough, Status.DUE, MeasureFactory(), organisation=organisation)
    with django_assert_max_num_queries(7):
        desk()


def test_what_is_late_says_by_how_much_what_it_is_stuck_on_and_whether_it_was_late_before(
    localities, ne_lead, desk
) -> None:
    submission = submission_of(
        localities["ne"], Status.DRAFT, MeasureFactory(), MeasureFactory(area="safe")
    )
    ObservationFactory(submission=submission, measure=MeasureFactory(), numerator_typed="7")
    at = datetime(2026, 10, 12, 9, tzinfo=UTC)
    Submission.objects.update(changed_at=at, changed_by=ne_lead)
    for code, day in (("2025-Q4", 17), ("2026-Q1", 14)):
        before = SubmissionFactory(
            reporter=submission.reporter, period=PeriodFactory(code=code), status=Status.APPROVED
        )
        late = datetime(before.due_on.year, before.due_on.month, day, 12, tzinfo=UTC)
        Submission.objects.filter(pk=before.pk).update(submitted_at=late, submitted_by=ne_lead)

    page = desk(AFTER_DUE)

    [chase] = page.chase
    assert chase.state == "In progress, 6 days late"
    assert chase.stuck_on == "Still empty: Safe (1), Healthy (1)"
    assert chase.last_worked_on == date(2026, 10, 12)
    assert chase.late_before == "Late in 1 of the last 2 quarters"
    cell = page.rows[0].cells[-1]
    assert (cell.status, cell.word) == ("late", "Late, in progress")
    assert cell.detail == "1 of 3 figures, 6 days late, last worked on 12 October"


def test_the_queue_is_ordered_by_what_approving_completes_then_by_how_long_it_waits(
    localities, borough, ne_lead, desk
) -> None:
    shared, own = MeasureFactory(), MeasureFactory()
    metric = MetricFactory()
    metric.measures.add(own)
    metric.priorities.add(PriorityFactory(number=4))
    first = submission_of(localities["ne"], Status.SUBMITTED, shared)
    second = submission_of(localities["nw"], Status.SUBMITTED, shared)
    most = submission_of(localities["se"], Status.SUBMITTED, shared, own)
    for submission, day in ((first, 7), (second, 5), (most, 8)):
        at = datetime(2026, 10, day, 12, tzinfo=UTC)
        Submission.objects.filter(pk=submission.pk).update(submitted_at=at, submitted_by=ne_lead)

    waiting = desk().to_review

    assert [each.pk for each in waiting] == [most.pk, second.pk, first.pk]
    assert [each.unlocks.words for each in waiting] == ["1 measure, for priority 4", "", ""]
    assert place_in(waiting, second.pk).previous.pk == most.pk
    assert place_in(waiting, second.pk).next.pk == first.pk
    assert place_in(waiting, 0) is None
    assert next_in(waiting, most.pk).pk == second.pk
    assert next_in(waiting[:1], most.pk) is None


def test_what_is_approved_in_part_holds_up_only_the_rest(localities, coordinator, desk) -> None:
    done, waiting = MeasureFactory(), MeasureFactory()
    submission = submission_of(localities["ne"], Status.SUBMITTED, done, waiting)
    at = datetime(2026, 10, 8, tzinfo=UTC)
    submission.observations.filter(measure=done).update(approved_at=at, approved_by=coordinator)

    page = desk()

    assert (page.to_review[0].approved, page.to_review[0].unlocks.measures) == (1, 1)
    assert (page.in_part, page.figures_to_review) == (1, 1)
    assert "1 of 2 approved" in page.rows[0].cells[-1].detail


def test_questions_that_wait_are_apart_from_those_that_are_answered(localities, desk) -> None:
    submission = submission_of(localities["ne"], Status.QUERIED, MeasureFactory())
    row = submission.observations.get()
    waiting = QuestionFactory(observation=row)
    answered = QuestionFactory(observation=row, answered=True)
    QuestionFactory(observation=row, settled_at=answered.asked_at, settled_by=answered.asked_by)

    page = desk()

    assert [each.question for each in page.unanswered] == [waiting]
    assert [each.question for each in page.answered] == [answered]
    assert page.unanswered[0].reporter == "North East locality"
    assert page.rows[0].cells[-1].detail == "1 question, asked 7 October"


def test_a_reporter_with_longer_is_not_late_and_the_grid_says_until_when(localities, desk) -> None:
    submission = submission_of(localities["ne"], Status.DUE, MeasureFactory())
    until = date(2026, 11, 30)
    Submission.objects.filter(pk=submission.pk).update(due_on=until, open_until=until)
    page = desk(AFTER_DUE)
    assert page.late == 0
    assert page.rows[0].cells[-1].detail == "0 of 1 figures, has until 30 November"
