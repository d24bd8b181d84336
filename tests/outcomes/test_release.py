from __future__ import annotations

from decimal import Decimal

import pytest

from governance.models import Place
from outcomes.models import (
    Measure,
    Observation,
    OverAreas,
    Period,
    PublishedFigure,
    Reporter,
    Status,
    Submission,
)
from outcomes.release import Figure, prepare
from tests.conftest import TODAY
from tests.factories.governance import OrganisationFactory
from tests.factories.outcomes import (
    MeasureFactory,
    ObservationFactory,
    PeriodFactory,
    PublicationFactory,
    PublishedFigureFactory,
    ReporterFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def period() -> Period:
    return PeriodFactory()


@pytest.fixture
def measure() -> Measure:
    return MeasureFactory(code="HEA-101")


def reported(
    place: Place,
    measure: Measure,
    numerator: int | None,
    denominator: int | None = None,
    *,
    status: str = Status.APPROVED,
    reporter: Reporter | None = None,
    **fields: object,
) -> Observation:
    """A figure of a locality in the open quarter; approved unless another status is given."""
    submission: Submission = SubmissionFactory(reporter=reporter or ReporterFactory(place=place))
    Submission.objects.filter(pk=submission.pk).update(status=status)
    submission.refresh_from_db()
    return ObservationFactory(
        submission=submission,
        measure=measure,
        place=place,
        numerator=None if numerator is None else Decimal(numerator),
        denominator=None if denominator is None else Decimal(denominator),
        **fields,
    )


def figure(period: Period, measure: Measure, place: Place) -> Figure:
    found = [
        f for f in prepare(period, on=TODAY).figures if f.measure == measure and f.place == place
    ]
    assert len(found) == 1
    return found[0]


def test_the_borough_is_the_sum_of_numerators_over_the_sum_of_denominators(
    period, measure, borough, localities
) -> None:
    for place, (top, bottom) in zip(
        localities.values(), [(90, 100), (10, 40), (50, 60), (30, 300)], strict=True
    ):
        reported(place, measure, top, bottom)
    whole = figure(period, measure, borough)
    assert (whole.numerator, whole.denominator) == (Decimal(180), Decimal(500))
    assert whole.value == pytest.approx(36.0)  # the average of the four percentages would be 52.1


def test_a_partial_borough_figure_says_which_places_it_holds(
    period, measure, borough, localities
) -> None:
    reported(localities["ne"], measure, 90, 100)
    for short in ("nw", "se", "sw"):
        reported(localities[short], measure, 50, 100, status=Status.SUBMITTED)
    whole = figure(period, measure, borough)
    assert (whole.numerator, whole.denominator) == (Decimal(90), Decimal(100))
    assert whole.included_places == ("North East",)
    assert (whole.included, whole.expected) == (1, 4)


@pytest.mark.parametrize("status", [Status.DUE, Status.DRAFT, Status.SUBMITTED, Status.QUERIED])
def test_figures_that_are_not_approved_are_not_released(
    period, measure, localities, status
) -> None:
    reported(localities["ne"], measure, 90, 100, status=status)
    here = figure(period, measure, localities["ne"])
    assert (here.numerator, here.value, here.shorthand) == (None, None, "x")


def test_an_excused_reporter_is_not_expected(period, measure, localities) -> None:
    reported(localities["ne"], measure, 90, 100)
    reported(localities["nw"], measure, None, status=Status.EXCUSED)
    release = prepare(period, on=TODAY)
    assert (release.submissions_included, release.submissions_expected) == (1, 1)
    assert release.missing == []
    assert release.in_full == ["North East locality"]


def test_a_measure_that_does_not_add_up_has_no_borough_figure(period, borough, localities) -> None:
    unique = MeasureFactory(count=True, over_areas=OverAreas.NONE)
    reported(localities["ne"], unique, 40)
    reported(localities["nw"], unique, 50)
    whole = figure(period, unique, borough)
    assert (whole.numerator, whole.shorthand) == (None, "z")


def test_a_figure_reported_for_the_borough_stands_as_it_is(period, measure, borough) -> None:
    council = ReporterFactory(place=borough, organisation=OrganisationFactory(name="Council"))
    reported(borough, measure, 400, 800, reporter=council)
    assert figure(period, measure, borough).value == 50.0


def test_two_reporters_of_one_place_are_added_up(period, localities) -> None:
    count = MeasureFactory(count=True)
    reported(localities["ne"], count, 20)
    other = ReporterFactory(place=localities["ne"], organisation=OrganisationFactory(name="Hub"))
    reported(localities["ne"], count, 11, reporter=other)
    here = figure(period, count, localities["ne"])
    assert (here.numerator, here.included, here.expected) == (Decimal(31), 2, 2)


def test_a_count_of_one_to_five_people_is_hidden_and_a_second_with_it(
    period, borough, localities
) -> None:
    count = MeasureFactory(count=True)
    for place, top in zip(localities.values(), [3, 20, 30, 40], strict=True):
        reported(place, count, top, note=f"There were {top}.")
    release = prepare(period, on=TODAY)
    by_place = {f.place.code: f for f in release.figures}
    assert by_place["TH-NE"].shorthand == "c"
    assert by_place["TH-NE"].numerator is None
    assert by_place["TH-NE"].note == ""
    assert by_place["TH-NW"].shorthand == "c", "the borough minus the others would give 3 away"
    assert by_place["E09000030"].numerator == Decimal(93)
    assert (release.hidden_primary, release.hidden_secondary) == (1, 1)


def test_zero_is_shown_and_is_not_missing(period, localities) -> None:
    count = MeasureFactory(count=True)
    reported(localities["ne"], count, 0)
    here = figure(period, count, localities["ne"])
    assert (here.value, here.shorthand) == (0.0, "")


def test_small_numbers_of_things_are_shown(period, localities) -> None:
    sessions = MeasureFactory(count=True, counts_people=False)
    reported(localities["ne"], sessions, 3)
    assert figure(period, sessions, localities["ne"]).numerator == Decimal(3)


@pytest.mark.parametrize("reason", ["x", "z", "c"])
def test_the_reason_a_reporter_gave_stands_in_place_of_the_figure(
    period, measure, localities, reason
) -> None:
    reported(localities["ne"], measure, None, missing=reason)
    here = figure(period, measure, localities["ne"])
    assert (here.numerator, here.shorthand) == (None, reason)


def test_nobody_to_count_is_not_applicable(period, measure, localities) -> None:
    reported(localities["ne"], measure, 0, 0)
    here = figure(period, measure, localities["ne"])
    assert (here.value, here.shorthand) == (None, "z")


def test_a_figure_that_differs_from_what_was_published_is_marked_revised(
    period, measure, localities
) -> None:
    publication = PublicationFactory(period=period)
    PublishedFigureFactory(
        publication=publication,
        measure=measure,
        place=localities["ne"],
        numerator=Decimal(90),
        denominator=Decimal(100),
    )
    reported(localities["ne"], measure, 85, 100)
    assert figure(period, measure, localities["ne"]).shorthand == "r"


def test_a_figure_hidden_now_that_an_earlier_publication_shows_is_named(
    period, borough, localities
) -> None:
    """First three localities with their total; then the fourth, too small to show."""
    count = MeasureFactory(count=True, code="SAF-101")
    publication = PublicationFactory(period=period)
    shown = {"ne": 20, "nw": 30, "se": 40}
    for short, top in shown.items():
        PublishedFigureFactory(
            publication=publication,
            measure=count,
            place=localities[short],
            numerator=Decimal(top),
            denominator=None,
        )
        reported(localities[short], count, top)
    reported(localities["sw"], count, 3)
    release = prepare(period, on=TODAY)
    by_place = {f.place.code: f for f in release.figures}
    assert by_place["TH-SW"].shorthand == "c"
    assert by_place["E09000030"].shorthand == "c", "the three others are already known"
    assert release.leaks == ()
    assert PublishedFigure.objects.count() == 3


def test_a_submission_approved_in_part_gives_its_approved_figures_and_says_so(
    period, measure, borough, localities
) -> None:
    other = MeasureFactory(code="HEA-102")
    reporter = ReporterFactory(place=localities["ne"])
    reported(localities["ne"], measure, 90, 100, reporter=reporter)
    reported(localities["ne"], other, 80, 100, reporter=reporter, status=Status.QUERIED)
    reported(localities["nw"], measure, 10, 40, status=Status.DRAFT)

    release = prepare(period, on=TODAY)

    assert release.missing == ["North East locality (in part)", "North West locality"]
    assert release.in_full == []
    assert (release.submissions_included, release.approved) == (0, 1)
    assert figure(period, measure, localities["ne"]).numerator == 90
    assert figure(period, other, localities["ne"]).shorthand == "x"
    whole = figure(period, measure, borough)
    assert (whole.included, whole.expected) == (1, 2)
