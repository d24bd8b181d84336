"""What is hidden of a survey, attacked by trying numbers out."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import pytest

from outcomes.voice.guarding import Told, hidden
from tests.thorough import amount

Cell = tuple[str, str]
"""An answer, and the group of people that gave it."""
Sum = tuple[bool, list[Cell], Cell]
"""Whether the parts make all of it, the parts, and what they make; without an answer, the base."""


def _shown(*told: Told) -> list[bool]:
    unseen = hidden(told)
    return [place not in unseen for place in range(len(told))]


def _answers(*numbers: int, base: int = 40) -> list[Told]:
    return [Told(f"Heard: {place}", "Families", n, base) for place, n in enumerate(numbers)]


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (_answers(20, 17, 3), [True, False, False]),
        (_answers(20, 15, 3), [True, False, False]),
        (_answers(20, 10, 3), [True, True, False]),
        (_answers(37, 3), [False, False]),
        (_answers(20, 17, 3, 0), [True, False, False, True]),
        ([*_answers(20, 20), Told("Heard: 0", "Others", 3, 19)], [True, True, False]),
        ([Told("Heard", "All", 61, 91), Told("Heard", "A", 3, 40), Told("Heard", "B", 58, 51)],
         [True, False, False]),
        ([Told("Heard", "All", 61, 91), Told("Heard", "A", 3, 40), Told("Safe", "B", 58, 80)],
         [True, False, True]),
        ([Told("Heard", "A", 3, 40), Told("Heard", "A", 16, 200, is_share=True)], [False, False]),
        ([Told("Heard", "A", 3, 19), Told("Heard", "All", 148, 231),
          Told("Heard", "All", 141, 231, is_share=True)], [False, True, True]),
        ([Told("Heard", "A", 3, 19), Told("Heard", "B", 20, 40, is_share=True)], [False, False]),
        ([Told("Heard", "A", None, None, is_share=True)], [True]),
        ([Told("Heard", "A", 2, 4, is_share=True)], [False]),
        ([Told("Heard", "A", 0, 40), Told("Heard", "B", 40, 40)], [True, True]),
    ],
)  # fmt: skip
def test_what_gives_a_few_people_away_is_hidden_with_them(
    told: list[Told], shown: list[bool]
) -> None:
    assert _shown(*told) == shown
    assert _shown(*told[::-1]) == shown[::-1]


def _of_localities(*counts: tuple[int, int]) -> list[Told]:
    """The borough, then its localities."""
    return [
        Told("Heard", f"{place}", number, base, locality=place or None)
        for place, (number, base) in enumerate(counts)
    ]


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        # With one of them hidden beside it, the lead of that one would work out the 3 of 12.
        (_of_localities((60, 100), (40, 50), (17, 38), (3, 12)), [True, False, False, False]),
        (_of_localities((80, 152), (40, 52), (20, 50), (17, 38), (3, 12)),
         [True, True, False, False, False]),
        (_of_localities((43, 62), (40, 50), (3, 12)), [False, False, False]),
        (_of_localities((57, 88), (40, 50), (17, 38)), [True, True, True]),
        # Two leads that know a few people each know nothing of the other's.
        (_of_localities((65, 90), (40, 50), (22, 28), (3, 12)), [True, False, False, False]),
    ],
)  # fmt: skip
def test_the_lead_of_one_locality_works_out_no_other(told: list[Told], shown: list[bool]) -> None:
    assert _shown(*told) == shown


def test_a_large_survey_is_guarded_at_once() -> None:
    groups = [(f"group {n}", 20 + 7 * n, 41 + 11 * n) for n in range(20)]
    told = [Told("Heard", name, number, base) for name, number, base in groups]
    few = [Told("Heard", "A", 3, 19), Told("Heard", "All", 3000, 20_000)]
    assert {0, 1} & hidden([*few, *told]) == {0}


@pytest.mark.slow
@pytest.mark.thorough
def test_nothing_is_recovered_by_trying_numbers_out() -> None:
    attacked = 0
    # With the first of them, several sums together give away what none gives away alone.
    for seed in range(144, 144 + amount(400, 10)):
        numbers, sums = _survey(random.Random(seed))
        told = [Told(answer, group, n, _base(group)) for (answer, group), n in numbers.items()]
        unseen = hidden(told)
        few = {cell for cell, each in zip(numbers, told, strict=True) if each.is_few}
        secret = [cell for place, cell in enumerate(numbers) if place in unseen]
        attacked += len(few)
        recovered = few - _undecided(numbers, secret, sums, few)
        assert not recovered, f"{seed}: {recovered} of {numbers}, shown but {secret}"
    assert attacked > 50


BASES = {"A": 11, "B": 13, "C": 16}


def _base(group: str) -> int:
    return sum(BASES.values()) if group == "All" else BASES[group]


def _survey(chance: random.Random) -> tuple[dict[Cell, int], list[Sum]]:
    """The figures of a survey, some of them not recorded; and the sums that a reader knows of."""
    answers = [f"Heard: {n}" for n in range(chance.choice([2, 3]))]
    numbers: dict[Cell, int] = {}
    for group, base in BASES.items():
        cuts = sorted(chance.choices(range(base + 1), k=len(answers) - 1))
        for answer, low, high in zip(answers, [0, *cuts], [*cuts, base], strict=True):
            numbers[answer, group] = high - low
    for answer in answers:
        numbers[answer, "All"] = sum(numbers[answer, group] for group in BASES)
    kept = {cell: n for cell, n in numbers.items() if chance.random() < 0.85}
    sums = []
    for group in (*BASES, "All"):
        parts = [(answer, group) for answer in answers]
        sums.append((set(parts) <= kept.keys(), [p for p in parts if p in kept], ("", group)))
    for answer in answers:
        parts = [(answer, group) for group in BASES]
        if (answer, "All") in kept:
            sums.append(
                (set(parts) <= kept.keys(), [p for p in parts if p in kept], (answer, "All"))
            )
    return kept, sums


def _undecided(
    numbers: Mapping[Cell, int], secret: Sequence[Cell], sums: Sequence[Sum], few: set[Cell]
) -> set[Cell]:
    """The few of which a reader can tell another number that fits all that is shown."""
    shown = {cell: n for cell, n in numbers.items() if cell not in secret}
    found = set()
    for cell in few:
        rest = [each for each in secret if each != cell]
        tries = (
            _fits({**shown, cell: other}, rest, sums)
            for other in _possible(shown, cell, sums)
            if other != numbers[cell]
        )
        if any(tries):
            found.add(cell)
    return found


def _fits(known: dict[Cell, int], left: Sequence[Cell], sums: Sequence[Sum]) -> bool:
    """Whether what is left can be filled in so that nothing exceeds what it is part of."""
    if not left:
        return True
    ranges = {cell: _possible(known, cell, sums) for cell in left}
    cell = min(left, key=lambda each: len(ranges[each]))
    rest = [each for each in left if each != cell]
    return any(_fits({**known, cell: n}, rest, sums) for n in ranges[cell])


def _possible(known: Mapping[Cell, int], cell: Cell, sums: Sequence[Sum]) -> range:
    """The numbers that one may be, as far as sums tell it in which nothing else is unknown."""
    least, most = 0, _base(cell[1])
    for is_whole, parts, whole in sums:
        made = sum(known.get(part, 0) for part in parts if part != cell)
        others = [part for part in parts if part != cell and part not in known]
        if cell == whole:
            least = max(least, made)
            most = min(most, made) if is_whole and not others else most
        elif cell in parts:
            total = _base(whole[1]) if not whole[0] else known.get(whole)
            if total is not None:
                most = min(most, total - made)
                least = max(least, total - made) if is_whole and not others else least
    return range(least, most + 1)
