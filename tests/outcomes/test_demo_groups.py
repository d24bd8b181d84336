"""The demonstration's groups add up to everybody, and are what the strategies' lists know."""

from __future__ import annotations

import pytest
from django.conf import settings

from outcomes.demo.groups import BY_GROUP, of_group, shared
from outcomes.demo.series import Typed
from outcomes.loading.schema import read_all

SPLITS = [
    pytest.param(groups, id=f"{code} by {breakdown}")
    for code, splits in BY_GROUP.items()
    for breakdown, groups in splits.items()
]


@pytest.mark.parametrize("groups", SPLITS)
@pytest.mark.parametrize(("of", "out_of"), [(224, 285), (1612, 9706), (0, 40), (40, 40), (3, 5)])
def test_groups_add_up_to_everybody(groups, of: int, out_of: int) -> None:
    whole = Typed(str(of), str(out_of))
    found = [of_group(whole, groups, category) for category in groups]
    pairs = [(int(each.numerator), int(each.denominator)) for each in found]

    assert (sum(n for n, _ in pairs), sum(d for _, d in pairs)) == (of, out_of)
    assert all(0 <= n <= d for n, d in pairs)
    assert found == [of_group(whole, groups, category) for category in groups]


def test_the_groups_of_a_count_add_up_to_it() -> None:
    groups = BY_GROUP["HUB-115"]["agreement"]
    found = [of_group(Typed("27"), groups, category) for category in groups]

    assert [(each.numerator, each.denominator) for each in found] == [
        ("19", ""),
        ("8", ""),
        ("0", ""),
    ]


def test_a_figure_that_is_missing_is_missing_by_group_too() -> None:
    missing = Typed(missing="x", note="The record system changed.")

    assert of_group(missing, BY_GROUP["LEA-111"]["sex"], "female") == missing


@pytest.mark.parametrize("groups", SPLITS)
def test_shares_are_of_a_thousand(groups) -> None:
    assert sum(share for share, _ in groups.values()) == 1000


def test_they_are_categories_that_the_measures_ask_for() -> None:
    fixtures = read_all(settings.FIXTURES)
    known = {each.code: {c.code for c in each.categories} for each in fixtures.breakdowns}
    measures = {each.code: each for each in fixtures.measures}

    for code, splits in BY_GROUP.items():
        assert set(splits) <= set(measures[code].breakdowns)
        for breakdown, groups in splits.items():
            assert set(groups) == known[breakdown]


def test_what_is_left_goes_to_the_largest_remainders_that_have_room() -> None:
    assert shared(10, [1, 1, 1]) == [4, 3, 3]
    assert shared(10, [1, 1, 1], at_most=[2, 9, 9]) == [2, 4, 4]
    assert shared(9, [1, 1], at_most=[4, 5]) == [4, 5]
    assert shared(0, [0, 0]) == [0, 0]
