"""The bounds of unknown numbers, against trying every table there is."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from outcomes.calculations.sums import Contradiction, Equation, Range, Sums
from tests.outcomes.calculations import reference


def test_bounds_are_those_of_every_table_that_fits() -> None:
    rng = random.Random(1)
    compared = 0
    for _ in range(300):
        rows, columns = rng.choice([(1, 3), (2, 2), (2, 3), (3, 3)])
        table = {f"{i}{j}": rng.randint(0, 4) for i in range(rows) for j in range(columns)}
        hidden = [name for name in table if rng.random() < 0.55][:6]
        lines = [[f"{i}{j}" for j in range(columns)] for i in range(rows)]
        lines += [[f"{i}{j}" for i in range(rows)] for j in range(columns)]
        sums = []
        for line in lines:
            names = [name for name in line if name in hidden]
            if names and rng.random() < 0.85:
                sums.append((names, sum(table[name] for name in names)))
        tied = sorted({name for names, _ in sums for name in names})
        if not tied:
            continue
        possible = list(reference.tables(tied, sums))
        found = Sums(Equation(dict.fromkeys(names, 1), total) for names, total in sums)
        for name in tied:
            numbers = [each[name] for each in possible]
            assert found.range_of(name) == Range(min(numbers), max(numbers))
            compared += 1
    assert compared > 800


def test_a_hidden_total_leaves_its_parts_unbounded() -> None:
    found = Sums([Equation({"total": 1, "part": -1, "other": -1}, 7)])
    assert found.range_of("part") == Range(0, None)
    assert found.range_of("total") == Range(7, None)


def test_floors_and_ceilings_narrow_what_is_possible() -> None:
    tied = [Equation({"a": 1, "b": 1}, 10)]
    assert Sums(tied, floors={"a": 1, "b": 1}).range_of("a") == Range(1, 9)
    assert Sums(tied, ceilings={"b": 4}).range_of("a") == Range(6, 10)
    assert Sums(tied, floors={"b": 2}, ceilings={"b": 4}).range_of("b") == Range(2, 4)


def test_broken_numbers_stay_exact() -> None:
    found = Sums([Equation({"a": 3, "b": 1}, Fraction(1, 3))])
    assert found.range_of("a") == Range(0, Fraction(1, 9))
    assert found.range_of("b") == Range(0, Fraction(1, 3))


def test_sums_that_say_the_same_twice_do_no_harm() -> None:
    twice = [Equation({"a": 1, "b": 1}, 4), Equation({"a": -1, "b": -1}, -4)]
    assert Sums(twice).range_of("a") == Range(0, 4)
    assert "a" in Sums(twice)
    assert "c" not in Sums(twice)


def test_sums_that_nothing_satisfies_are_refused() -> None:
    with pytest.raises(Contradiction):
        Sums([Equation({"a": 1, "b": 1}, 4), Equation({"a": 1, "b": 1}, 5)])
    with pytest.raises(Contradiction):
        Sums([Equation({"a": 1}, 4)], ceilings={"a": 3})


def test_a_range_knows_what_it_holds() -> None:
    assert Range(0, None).contains(1, 5)
    assert Range(1, 5).contains(1, 5)
    assert not Range(2, 9).contains(1, 5)
    assert not Range(0, 4).contains(1, 5)
    assert Range(1, 6).is_wider_than(5)
    assert not Range(1, 5).is_wider_than(5)
    assert Range(3, 3).is_exact
    assert not Range(3, None).is_exact
