"""What publishing would change: each kind of difference; none where a figure stands as it did."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

import pytest

from outcomes.reviewing.differences import Differences, Kind, Stand, compare


@dataclass(frozen=True)
class Measure:
    """As much of a measure as is read."""

    pk: int = 1
    code: str = "HEA-101"
    title: str = "Babies born at a healthy weight"
    area: str = "healthy"
    order: int = 1
    type: str = "proportion"
    unit: str = "%"
    multiplier: int = 100


NORTH_EAST = Stand(
    measure=Measure(),
    place="North East",
    place_order=1,
    category="",
    key=(1, 1, None),
    numerator=Decimal(60),
    denominator=Decimal(100),
    shorthand="",
    included=1,
    expected=1,
    note="",
)
BOROUGH = replace(NORTH_EAST, place="Tower Hamlets", place_order=-1, key=(1, 9, None), expected=4)
HIDDEN = {"numerator": None, "denominator": None, "shorthand": "c"}
MISSING = {"numerator": None, "denominator": None, "shorthand": "x", "included": 0}


def one(was: Stand | None, becomes: Stand | None) -> Differences:
    return compare([was] if was else [], [becomes] if becomes else [])


@pytest.mark.parametrize(
    ("before", "after", "kind", "why"),
    [
        ({}, {"numerator": Decimal(61), "shorthand": "r"}, Kind.CHANGED, "Revised"),
        ({}, HIDDEN, Kind.CHANGED, "Now hidden"),
        (HIDDEN, {}, Kind.CHANGED, "No longer hidden"),
        (HIDDEN, MISSING, Kind.CHANGED, "No longer hidden"),
        (MISSING, {}, Kind.NEW, "Came in"),
        ({**MISSING, "note": "System change."}, {}, Kind.CHANGED, "Came in"),
        ({}, MISSING, Kind.CHANGED, "Opened again, and not approved"),
        ({"expected": 4}, {"numerator": Decimal(99), "included": 2, "expected": 4},
         Kind.CHANGED, "More came in: it holds 2 of 4, not 1 of 4"),
        ({"included": 4, "expected": 4}, {"numerator": Decimal(50), "included": 3, "expected": 4},
         Kind.CHANGED, "Some was opened again: it holds 3 of 4, not 4 of 4"),
        ({}, {"expected": 2}, Kind.CHANGED, "It holds 1 of 2, not 1 of 1"),
        (MISSING, {**MISSING, "shorthand": "z"}, Kind.CHANGED,
         "Another reason why there is no figure"),
        ({}, {"note": "A clinic closed."}, Kind.CHANGED, "Other words beside it"),
    ],
)  # fmt: skip
def test_a_figure_that_would_not_stand_as_it_stood_says_why(before, after, kind, why) -> None:
    found = one(replace(NORTH_EAST, **before), replace(NORTH_EAST, **after))
    [row] = found.measures[0].rows
    assert (row.kind, row.why) == (kind, why)
    assert (found.total, found.same, found.is_first) == (1, 0, False)


@pytest.mark.parametrize("stand", [{}, HIDDEN, MISSING, {"shorthand": "r"}])
def test_a_figure_that_stands_as_it_stood_is_no_difference(stand) -> None:
    before = replace(NORTH_EAST, **stand)
    found = one(before, replace(NORTH_EAST, **stand))
    assert (found.total, found.same, found.measures) == (0, 1, [])


def test_a_revision_published_before_is_no_difference_any_more() -> None:
    assert one(replace(NORTH_EAST, shorthand="r"), NORTH_EAST).total == 0


def test_the_first_publication_has_no_before() -> None:
    found = one(None, NORTH_EAST)
    assert found.is_first
    assert found.counts == {"New": 1}
    assert found.measures[0].rows[0].was is None


def test_a_figure_that_is_no_longer_asked_for_is_gone() -> None:
    [row] = one(NORTH_EAST, None).measures[0].rows
    assert (row.kind, row.becomes, row.where) == (Kind.GONE, None, "North East")


def test_nothing_beside_nothing_is_no_difference() -> None:
    found = compare([], [])
    assert (found.total, found.counts, found.areas, found.reasons) == (0, {}, [], [])


def test_differences_are_grouped_by_area_and_measure_the_borough_first() -> None:
    later = replace(
        NORTH_EAST, measure=Measure(pk=2, code="SAF-101", area="safe", order=0), key=(2, 1, None)
    )
    women = replace(NORTH_EAST, category="Sex: Female", key=(1, 1, 5))
    found = compare([replace(BOROUGH, numerator=Decimal(1))], [women, NORTH_EAST, BOROUGH, later])
    assert [each.measure.code for each in found.measures] == ["SAF-101", "HEA-101"]
    assert [row.where for row in found.measures[1].rows] == [
        "Tower Hamlets",
        "North East",
        "North East, Sex: Female",
    ]
    assert [area.total for area in found.areas] == [1, 3]
    assert found.counts == {"Changed": 1, "New": 3}
    assert found.reasons == [("Revised", 1)]


@pytest.mark.parametrize(
    ("stand", "measure", "words"),
    [
        ({}, {}, "60.0%, 60 of 100"),
        (HIDDEN, {}, "[c]"),
        ({"denominator": None, "numerator": Decimal(1234)}, {"type": "count"}, "1,234"),
        ({"denominator": None, "numerator": Decimal(1)}, {"type": "yes_no"}, "Yes"),
        ({}, {"type": "rate", "unit": "per 1,000", "multiplier": 1000},
         "600.0 per 1,000, 60 of 100"),
        ({"numerator": Decimal(0), "denominator": Decimal(0)}, {}, "[z], 0 of 0"),
        ({**MISSING, "note": "Our story."}, {"type": "narrative"}, "Written"),
    ],
)  # fmt: skip
def test_a_figure_is_written_as_it_is_published(stand, measure, words) -> None:
    assert replace(NORTH_EAST, measure=replace(Measure(), **measure), **stand).words == words
