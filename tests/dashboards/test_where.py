"""In which localities a measure that changed stands apart."""

from __future__ import annotations

import pytest

from dashboards.selectors.editions import editions
from dashboards.selectors.rows import beyond_usual, rows
from dashboards.selectors.where import where_changed
from governance.models import Place
from outcomes.models import Measure, MeasureType, Polarity
from tests.dashboards.publishing import Typing, publish, rising, steady
from tests.factories.outcomes import MeasureFactory

COUNTS = [40 + i % 3 for i in range(15)]


def _said(typed: Typing, borough: Place) -> dict[int, str]:
    publish(typed)
    edition = editions("").shown
    assert edition is not None
    changed = beyond_usual(rows(edition, place_id=borough.pk))
    return where_changed(edition, changed, list(Place.objects.reported().order_by("order")))


def test_a_proportion_names_the_localities_that_differ_from_the_borough(
    borough: Place, localities: dict[str, Place], referred: Measure
) -> None:
    said = _said(
        {
            (referred, borough): rising(16),
            (referred, localities["ne"]): rising(16, start=400),
            (referred, localities["nw"]): rising(16),
            (referred, localities["se"]): rising(16),
            (referred, localities["sw"]): rising(16, start=100),
        },
        borough,
    )

    assert said == {
        referred.pk: "North East is worse than the borough; South West is better than the borough; "
        "the other two are similar, by 99.8% interval."
    }


def test_a_hidden_locality_is_not_compared(
    borough: Place, localities: dict[str, Place], referred: Measure
) -> None:
    said = _said(
        {
            (referred, borough): rising(16),
            (referred, localities["ne"]): [*steady(15, start=400), "c"],
            (referred, localities["nw"]): rising(16),
        },
        borough,
    )

    alone = "North West does not differ clearly from the borough; no other is compared"
    assert said == {referred.pk: f"{alone}, by 99.8% interval."}


def test_a_difference_that_95_percent_finds_and_99_8_does_not_is_left_to_the_measures_own_page(
    borough: Place, localities: dict[str, Place], referred: Measure
) -> None:
    # 36% and 41% of 1,000 beside 32%: the first within the 99.8% interval alone.
    own = {
        (referred, localities["ne"]): rising(16, start=240),
        (referred, localities["nw"]): rising(16, start=290),
    }

    said = _said({(referred, borough): rising(16), **own}, borough)

    assert said == {
        referred.pk: "North West is worse than the borough; the other compared is similar, "
        "by 99.8% interval."
    }


@pytest.fixture
def visits() -> Measure:
    return MeasureFactory(
        code="SAF-300", type=MeasureType.RATE, multiplier=10_000, polarity=Polarity.LOWER
    )


def test_a_rate_is_compared_in_its_own_unit(
    borough: Place, localities: dict[str, Place], visits: Measure
) -> None:
    own = {
        (visits, localities["ne"]): rising(16, start=240, base=10_000),
        (visits, localities["nw"]): rising(16, start=290, base=10_000),
    }

    said = _said({(visits, borough): rising(16, base=10_000), **own}, borough)

    assert said == {
        visits.pk: "North West is worse than the borough; the other compared is similar, "
        "by 99.8% interval."
    }


def test_where_one_has_no_wider_interval_all_are_compared_by_the_one_at_95_percent(
    borough: Place, localities: dict[str, Place], visits: Measure
) -> None:
    own = {
        (visits, localities["ne"]): rising(16, start=240, base=10_000),
        (visits, localities["nw"]): [(0, 10_000)] * 16,
    }

    said = _said({(visits, borough): rising(16, base=10_000), **own}, borough)

    assert said == {
        visits.pk: "North East is worse than the borough; North West is better than the borough."
    }


@pytest.mark.parametrize(
    ("apart", "sentence"),
    [
        ([], "No locality alone is beyond usual variation."),
        (["ne"], "North East is beyond usual variation."),
        (["ne", "sw"], "North East and South West are beyond usual variation."),
        (["ne", "nw", "se", "sw"], "Every locality is beyond usual variation."),
    ],
)
def test_a_count_names_the_localities_beyond_their_own_past(
    apart: list[str],
    sentence: str,
    borough: Place,
    localities: dict[str, Place],
    families: Measure,
) -> None:
    own = {
        (families, place): [*COUNTS, 90 if short in apart else 41]
        for short, place in localities.items()
    }

    assert _said({(families, borough): [*COUNTS, 90], **own}, borough) == {families.pk: sentence}


def test_a_locality_that_went_the_other_way_is_not_said_to_go_with_the_borough(
    borough: Place, localities: dict[str, Place], families: Measure
) -> None:
    Measure.objects.filter(pk=families.pk).update(polarity=Polarity.LOWER)
    families.refresh_from_db()
    own = {(families, place): [*COUNTS, 41] for place in localities.values()}
    own[families, localities["ne"]] = [*COUNTS, 90]
    own[families, localities["sw"]] = [*COUNTS, 10]

    said = _said({(families, borough): [*COUNTS, 90], **own}, borough)

    assert said == {families.pk: "North East is worse than usual; South West is better than usual."}


def test_a_run_inside_the_usual_range_is_not_said_to_be_beyond_it(
    borough: Place, localities: dict[str, Place], families: Measure
) -> None:
    run = [40, 44, 40, 44, 40, 44, 40, 44, 40, *(43 for _ in range(7))]
    own = {(families, place): [*COUNTS, 41] for place in localities.values()}
    own[families, localities["ne"]] = run

    said = _said({(families, borough): [*COUNTS, 90], **own}, borough)

    assert said == {families.pk: "North East is beyond usual variation."}


def test_a_locality_that_cannot_be_judged_is_not_called_unchanged(
    borough: Place, localities: dict[str, Place], families: Measure
) -> None:
    typed = {(families, place): [*COUNTS, 41] for place in localities.values()}
    typed[families, localities["ne"]] = [41, 41]

    assert _said({(families, borough): [*COUNTS, 90], **typed}, borough) == {}


def test_a_measure_of_the_borough_alone_has_no_sentence(
    borough: Place, localities: dict[str, Place], families: Measure, referred: Measure
) -> None:
    typed: Typing = {(families, borough): [*COUNTS, 90], (referred, borough): rising(16)}

    assert _said(typed, borough) == {}
