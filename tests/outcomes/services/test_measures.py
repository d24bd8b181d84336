"""A definition is agreed by a person; retiring a measure breaks no history."""

from __future__ import annotations

from datetime import date

import pytest

from governance.models import Event
from outcomes.models import Assignment, Measure, MeasureStatus
from outcomes.services.exceptions import Refused, StatusChanged
from outcomes.services.measures import confirm_measure, end_assignment, retire_measure
from outcomes.services.periods import open_period
from tests.factories.outcomes import AssignmentFactory, MeasureFactory

AGREED = date(2026, 10, 1)
NEXT_YEAR = date(2027, 10, 1)
RETIRED = date(2026, 10, 1)


@pytest.fixture
def measure(db: None) -> Measure:
    return MeasureFactory(code="HEA-101")


def confirm(measure, partner, administrator, now, **changes) -> Measure:
    return confirm_measure(
        **{
            "measure": measure,
            "confirmed_by": partner,
            "confirmed_on": AGREED,
            "review_on": NEXT_YEAR,
            "by": administrator,
            "at": now,
            **changes,
        }
    )


def retire(measure, administrator, now, retired_on=RETIRED, reason="Replaced by HEA-102"):
    return retire_measure(
        measure=measure, retired_on=retired_on, reason=reason, by=administrator, at=now
    )


def test_confirming_says_who_agreed_and_when(measure, partner, administrator, now) -> None:
    confirm(measure, partner, administrator, now)

    measure.refresh_from_db()
    assert (measure.status, measure.confirmed_by) == (MeasureStatus.CONFIRMED, partner)
    assert (measure.confirmed_on, measure.review_on) == (AGREED, NEXT_YEAR)
    event = Event.objects.get()
    assert (event.verb, event.by) == ("measure.confirm", administrator)
    assert (event.before["status"], event.after["status"]) == ("proposed", "confirmed")
    assert event.after["confirmed_by"] == str(partner)


def test_confirming_again_renews_it(measure, partner, administrator, now) -> None:
    confirm(measure, partner, administrator, now)
    confirm(measure, administrator, administrator, now, confirmed_on=NEXT_YEAR, review_on=None)

    measure.refresh_from_db()
    assert (measure.confirmed_by, measure.confirmed_on) == (administrator, NEXT_YEAR)
    assert measure.review_on is None


@pytest.mark.parametrize("review_on", [AGREED, date(2026, 9, 30)])
def test_the_next_review_comes_after_the_agreement(
    measure, partner, administrator, now, review_on
) -> None:
    with pytest.raises(Refused, match="after the day"):
        confirm(measure, partner, administrator, now, review_on=review_on)

    measure.refresh_from_db()
    assert measure.status == MeasureStatus.PROPOSED
    assert not Event.objects.exists()


def test_a_retired_measure_is_not_confirmed(measure, partner, administrator, now) -> None:
    retire(measure, administrator, now)

    with pytest.raises(StatusChanged, match="HEA-101 is retired"):
        confirm(measure, partner, administrator, now)


def test_retiring_asks_nobody_from_that_day(measure, administrator, now) -> None:
    going_on = AssignmentFactory(measure=measure)
    other = AssignmentFactory(reporter=going_on.reporter)

    retire(measure, administrator, now)

    measure.refresh_from_db()
    assert (measure.status, measure.retired_on) == (MeasureStatus.RETIRED, RETIRED)
    going_on.refresh_from_db()
    other.refresh_from_db()
    assert (going_on.ends_on, other.ends_on) == (date(2026, 9, 30), None)
    assert list(Measure.objects.in_use(date(2026, 9, 30)).filter(pk=measure.pk)) == [measure]
    assert not Measure.objects.in_use(RETIRED).filter(pk=measure.pk).exists()


def test_retiring_leaves_assignments_that_ended_or_never_begin(measure, administrator, now) -> None:
    ended = AssignmentFactory(measure=measure, ends_on=date(2025, 3, 31))
    later = AssignmentFactory(reporter=ended.reporter, measure=measure, starts_on=date(2027, 4, 1))

    retire(measure, administrator, now)

    assert dict(Assignment.objects.values_list("pk", "ends_on")) == {
        ended.pk: date(2025, 3, 31),
        later.pk: None,
    }


def test_retiring_is_recorded_with_its_reason(measure, administrator, now) -> None:
    AssignmentFactory(measure=measure)

    retire(measure, administrator, now, reason="  Nobody used it. ")

    event = Event.objects.get()
    assert (event.verb, event.reason) == ("measure.retire", "Nobody used it.")
    assert (event.after["retired_on"], event.after["assignments_ended"]) == ("2026-10-01", 1)


def test_retiring_needs_a_reason(measure, administrator, now) -> None:
    with pytest.raises(Refused, match="Say why"):
        retire(measure, administrator, now, reason="  ")


def test_retiring_twice_is_refused(measure, administrator, now) -> None:
    retire(measure, administrator, now)

    with pytest.raises(StatusChanged, match="already retired"):
        retire(measure, administrator, now)

    assert Event.objects.count() == 1


@pytest.mark.parametrize("retired_on", [date(2026, 7, 1), date(2026, 9, 30)])
def test_a_measure_is_not_retired_from_before_what_was_asked(
    measure, administrator, coordinator, now, retired_on
) -> None:
    AssignmentFactory(measure=measure)
    open_period(code="2026-Q2", by=coordinator, at=now)

    with pytest.raises(Refused, match="up to 30 September 2026"):
        retire(measure, administrator, now, retired_on=retired_on)

    measure.refresh_from_db()
    assert measure.status == MeasureStatus.PROPOSED


def test_a_measure_retired_after_a_quarter_keeps_its_figures(
    measure, administrator, coordinator, now
) -> None:
    AssignmentFactory(measure=measure)
    open_period(code="2026-Q2", by=coordinator, at=now)

    retire(measure, administrator, now)
    open_period(code="2026-Q3", by=coordinator, at=now)

    assert [row.submission.period.code for row in measure.observations.all()] == ["2026-Q2"]


def test_an_assignment_ends_on_a_day(measure, administrator, now) -> None:
    assignment = AssignmentFactory(measure=measure)

    end_assignment(assignment=assignment, ends_on=RETIRED, by=administrator, at=now)

    assignment.refresh_from_db()
    assert assignment.ends_on == RETIRED
    event = Event.objects.get()
    assert (event.verb, event.by) == ("assignment.end", administrator)
    assert (event.before, event.after) == ({"ends_on": None}, {"ends_on": "2026-10-01"})


def test_an_assignment_does_not_end_before_it_began(measure, administrator, now) -> None:
    assignment = AssignmentFactory(measure=measure)

    with pytest.raises(Refused, match="began on 1 April 2020"):
        end_assignment(assignment=assignment, ends_on=date(2020, 3, 31), by=administrator, at=now)


def test_an_assignment_that_ended_is_not_made_longer(measure, administrator, now) -> None:
    assignment = AssignmentFactory(measure=measure, ends_on=date(2026, 3, 31))

    with pytest.raises(StatusChanged, match="already ended on 31 March 2026"):
        end_assignment(assignment=assignment, ends_on=RETIRED, by=administrator, at=now)

    assert not Event.objects.exists()
