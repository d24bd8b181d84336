from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from ehportal.append_only import AppendOnlyError
from governance.models import Event, Place
from outcomes.kept import pattern_kept
from outcomes.models import (
    Measure,
    MeasureSummary,
    Observation,
    Period,
    Publication,
    PublishedFigure,
    Status,
    Submission,
)
from outcomes.services import review
from outcomes.services.exceptions import NotReady, Refused
from outcomes.services.publication import publish
from tests.factories.outcomes import (
    MeasureFactory,
    ObservationFactory,
    PeriodFactory,
    ReporterFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db

QUARTERS = [f"{year}-Q{quarter}" for year in range(2022, 2027) for quarter in range(1, 5)]


@pytest.fixture
def period() -> Period:
    return PeriodFactory()


@pytest.fixture
def measure() -> Measure:
    return MeasureFactory(code="HEA-101")


def approved(
    place: Place, measure: Measure, numerator: int, denominator: int | None, period: Period
) -> Observation:
    submission = SubmissionFactory(reporter=ReporterFactory(place=place), period=period)
    Submission.objects.filter(pk=submission.pk).update(status=Status.APPROVED)
    submission.refresh_from_db()
    return ObservationFactory(
        submission=submission,
        measure=measure,
        place=place,
        numerator=Decimal(numerator),
        denominator=None if denominator is None else Decimal(denominator),
    )


@pytest.fixture
def four(localities, measure, period) -> dict[str, Observation]:
    """The four localities' approved figures, 60 of 100 each."""
    return {short: approved(place, measure, 60, 100, period) for short, place in localities.items()}


def test_publishing_writes_a_numbered_release_and_one_event(four, period, coordinator, now) -> None:
    publication = publish(period=period, by=coordinator, at=now)
    assert publication.number == 1
    assert publication.figures.count() == 5
    assert (publication.submissions_included, publication.submissions_expected) == (4, 4)
    event = Event.objects.get(verb="period.publish")
    assert (event.by, event.at, event.after["number"]) == (coordinator, now, 1)


def test_nothing_is_published_where_nothing_is_approved(period, coordinator, now) -> None:
    SubmissionFactory(period=period)
    with pytest.raises(NotReady):
        publish(period=period, by=coordinator, at=now)
    assert not Publication.objects.exists()
    assert not Event.objects.exists()


def test_publishing_again_is_a_correction_and_needs_a_reason(
    four, period, coordinator, now
) -> None:
    publish(period=period, by=coordinator, at=now)
    with pytest.raises(Refused, match="again"):
        publish(period=period, by=coordinator, at=now)
    second = publish(period=period, by=coordinator, at=now, reason="North East counted twice.")
    assert (second.number, second.is_correction) == (2, True)


def test_a_correction_leaves_the_first_publication_as_it_was(
    four, period, borough, coordinator, now
) -> None:
    first = publish(period=period, by=coordinator, at=now)
    Observation.objects.filter(pk=four["ne"].pk).update(numerator=Decimal(80))
    second = publish(period=period, by=coordinator, at=now, reason="Corrected.")
    assert first.figures.get(place=borough).numerator == Decimal(240)
    whole = second.figures.get(place=borough)
    assert (whole.numerator, whole.shorthand) == (Decimal(260), "r")


def test_what_was_published_is_never_changed(four, period, coordinator, now) -> None:
    publish(period=period, by=coordinator, at=now)
    figure = PublishedFigure.objects.first()
    figure.value = 99
    with pytest.raises(AppendOnlyError):
        figure.save()
    for table in ("publication", "publishedfigure", "measuresummary"):
        for sql in (f"DELETE FROM outcomes_{table}", f"UPDATE outcomes_{table} SET id = id + 1"):
            with (
                pytest.raises(DatabaseError, match="append-only"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(sql)


def test_a_submission_reopened_later_changes_nothing_that_is_published(
    four, period, borough, coordinator, now
) -> None:
    publication = publish(period=period, by=coordinator, at=now)
    review.reopen(
        submission=four["ne"].submission,
        reason="One family twice.",
        by=coordinator,
        at=now,
        on=now.date(),
    )
    assert publication.figures.get(place=borough).numerator == Decimal(240)
    assert Publication.objects.count() == 1


def test_the_interval_of_a_proportion_is_published_with_it(
    four, period, borough, coordinator, now
) -> None:
    whole = publish(period=period, by=coordinator, at=now).figures.get(place=borough)
    assert (whole.lower, whole.upper) == pytest.approx((55.13, 64.68), abs=0.01)


def test_the_summary_says_value_counts_coverage_and_that_it_is_too_early(
    four, period, borough, coordinator, now
) -> None:
    publication = publish(period=period, by=coordinator, at=now)
    row = publication.summaries.get(place=borough)
    assert (row.value_text, row.of_text) == ("60.0%", "240 of 400")
    assert row.coverage_text == "4 of 4 localities"
    assert (row.finding, row.finding_text) == ("too_early", "1 quarter so far")
    assert "<svg" in row.sparkline


def _publish_series(values: list[int], measure: Measure, place: Place, by, at) -> Publication:
    publication = None
    for code, value in zip(QUARTERS, values, strict=False):
        period = PeriodFactory(code=code)
        approved(place, measure, value, 1000, period)
        publication = publish(period=period, by=by, at=at + timedelta(days=1))
    assert publication is not None
    return publication


STEADY = [500, 510, 495, 505, 498, 507, 493, 502, 511, 497, 503, 499, 506]


@pytest.mark.parametrize(
    ("last", "polarity", "finding"),
    [
        (502, "higher", "no_change"),
        (620, "higher", "better"),
        (620, "lower", "worse"),
        (620, "none", "changed"),
    ],
)
def test_a_change_is_called_better_or_worse_only_beyond_usual_variation(
    borough, coordinator, now, last, polarity, finding
) -> None:
    measure = MeasureFactory(polarity=polarity)
    publication = _publish_series([*STEADY, last], measure, borough, coordinator, now)
    row = publication.summaries.get()
    assert row.finding == finding
    assert publication.signals == (finding != "no_change")
    assert publication.measures_with_enough_history == 1
    if finding != "no_change":
        assert row.finding_text.startswith("Above the usual range, ")


def test_twelve_quarters_are_too_early_to_judge(borough, coordinator, now) -> None:
    measure = MeasureFactory()
    publication = _publish_series([*STEADY[:11], 900], measure, borough, coordinator, now)
    row = publication.summaries.get()
    assert (row.finding, row.finding_text) == ("too_early", "12 quarters so far, trial limits")
    assert publication.signals == 0


def test_a_missing_quarter_is_a_gap_and_not_a_zero(borough, measure, coordinator, now) -> None:
    for code, value in zip(QUARTERS[:6], STEADY, strict=False):
        period = PeriodFactory(code=code)
        if code != "2022-Q3":
            approved(borough, measure, value, 1000, period)
        else:
            other = MeasureFactory(count=True)
            approved(borough, other, 50, None, period)
        publish(period=period, by=coordinator, at=now)
    row = MeasureSummary.objects.filter(measure=measure).order_by("publication__number").last()
    assert row.sparkline.count("<polyline") == 2
    assert row.finding_text == "5 quarters so far, trial limits"


def test_a_change_is_not_compared_where_different_places_are_in_it(
    localities, measure, borough, coordinator, now
) -> None:
    before, period = PeriodFactory(code="2026-Q1"), PeriodFactory(code="2026-Q2")
    for place in localities.values():
        approved(place, measure, 60, 100, before)
    publish(period=before, by=coordinator, at=now)
    approved(localities["ne"], measure, 90, 100, period)
    SubmissionFactory(reporter=ReporterFactory(place=localities["nw"]), period=period)
    ObservationFactory(
        submission=SubmissionFactory(
            reporter=ReporterFactory(place=localities["nw"]), period=period
        ),
        measure=measure,
        place=localities["nw"],
    )
    row = publish(period=period, by=coordinator, at=now).summaries.get(place=borough)
    assert row.change_text == "Not compared: coverage differs"
    assert row.coverage_text == "1 of 2 localities: North East only"


def test_a_correction_of_an_earlier_quarter_keeps_the_dashboard_at_the_latest_one(
    localities, measure, borough, coordinator, now
) -> None:
    before, period = PeriodFactory(code="2026-Q1"), PeriodFactory(code="2026-Q2")
    approved(localities["ne"], measure, 60, 100, before)
    publish(period=before, by=coordinator, at=now)
    approved(localities["ne"], measure, 70, 100, period)
    publish(period=period, by=coordinator, at=now)
    correction = publish(period=before, by=coordinator, at=now, reason="Counted twice.")
    row = correction.summaries.get(place=localities["ne"])
    assert (row.period, row.value_text) == (period, "70.0%")


def test_the_number_of_queries_does_not_grow_with_history(
    localities, measure, coordinator, now, django_assert_max_num_queries
) -> None:
    for code in QUARTERS[:6]:
        period = PeriodFactory(code=code)
        for place in localities.values():
            approved(place, measure, 60, 100, period)
        with django_assert_max_num_queries(40):
            publish(period=period, by=coordinator, at=now)


def test_a_late_return_is_not_called_a_change(localities, borough, coordinator, now) -> None:
    """Sixteen whole quarters, then one place is late: the sum is lower, and nothing is worse."""
    families = MeasureFactory(count=True)
    wobble = [0, 6, -5, 3, -2, 5, -4, 1, -1, 4, -6, 2, 0, 5, -3, 1]
    for code, extra in zip(QUARTERS, wobble, strict=False):
        period = PeriodFactory(code=code)
        for place in localities.values():
            approved(place, families, 100 + extra, None, period)
        whole = publish(period=period, by=coordinator, at=now)
    assert whole.summaries.get(place=borough).finding == "no_change"
    period = PeriodFactory(code=QUARTERS[len(wobble)])
    for short, place in localities.items():
        row = approved(place, families, 101, None, period)
        if short == "sw":
            Submission.objects.filter(pk=row.submission_id).update(status=Status.DRAFT)
            Observation.objects.filter(pk=row.pk).update(approved_at=None, approved_by=None)
    publication = publish(period=period, by=coordinator, at=now)
    row = publication.summaries.get(place=borough)
    assert (row.finding, row.value_text) == ("too_early", "303")
    assert row.finding_text == "Not judged: some places are missing"
    assert row.coverage_text == "3 of 4 localities: without South West"
    assert publication.signals == 0


def test_a_publication_keeps_the_wording_it_was_read_with(
    four, measure, period, coordinator, now
) -> None:
    kept = publish(period=period, by=coordinator, at=now).wording.content

    assert [each["title"] for each in kept["measures"]] == [measure.title]
    assert kept["quarters"] == [period.pk]
    assert {"targets", "comparators", "priorities", "gaps", "decisions"} <= kept.keys()


NOT_BY_THE_CHART = "seasonal, so not judged by the control chart"


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("rolling", "Not judged: each figure shares quarters with the last"),
        (
            "seasonal",
            "Up 12.3 percentage points on the same quarter last year; " + NOT_BY_THE_CHART,
        ),
    ],
)
def test_what_no_control_chart_fits_is_neither_judged_nor_counted_as_judged(
    borough, coordinator, now, pattern, said
) -> None:
    measure = MeasureFactory(pattern=pattern)

    publication = _publish_series([*STEADY, 620], measure, borough, coordinator, now)

    row = publication.summaries.get()
    assert (row.finding, row.finding_text) == ("too_early", said)
    assert "eh-spark__band" not in row.sparkline
    assert publication.measures_with_enough_history == 0
    assert publication.signals == 0
    assert publication.signals_by_chance == 0


def test_a_publication_keeps_its_words_when_a_measure_is_said_to_be_seasonal(
    borough, coordinator, now
) -> None:
    measure = MeasureFactory()
    publication = _publish_series([*STEADY, 620], measure, borough, coordinator, now)

    Measure.objects.update(pattern="seasonal")

    assert publication.summaries.get().finding_text.startswith("Above the usual range, ")
    assert pattern_kept(publication.pk, measure.pk) == ""
    assert pattern_kept(publication.pk, measure.pk + 1) is None
