"""Counts that stand in more than one measure: hidden in one, they may not be read from another.

Families who used a hub are a count of their own and what a satisfaction rate is out of. Where the
first is hidden in a place, the second would print it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from decimal import Decimal
from typing import NamedTuple

from outcomes.calculations.combining import MeasureType
from outcomes.disclosure.cells import Cell, Earlier, Figure, Key, Quantity, RuleSet, is_small


class Count(NamedTuple):
    """One number of a figure: the people counted, or all that it is out of."""

    key: Key
    quantity: Quantity


Same = Sequence[Count]
"""The numbers of several figures that count the same people."""


def same_counts(named: Iterable[tuple[Count, str, Decimal]]) -> list[Same]:
    """Numbers of one place, period and category that are named alike and come to the same.

    Each number comes with what it counts, in words. Two that differ count differently, whatever
    they are called.
    """
    groups: dict[tuple[object, ...], list[Count]] = {}
    for count, words, amount in named:
        name = " ".join(words.casefold().split()).rstrip(".")
        if name:
            groups.setdefault((count.key[1:], name, amount), []).append(count)
    return [group for group in groups.values() if len({count.key for count in group}) > 1]


def read_elsewhere(
    cells: Mapping[Key, Cell],
    hidden: Set[Key],
    same: Iterable[Same],
    rules_of: Callable[[Key], RuleSet],
) -> set[Key]:
    """The figures that have to be hidden as well, since they print what is hidden in another."""
    out_of_few = {
        (key.measure, key.category)
        for key in hidden
        if (all_ := cells[key].denominator) is not None and is_small(all_, rules_of(key))
    }
    found: set[Key] = set()
    for group in same:
        if any(_is_kept(count, hidden, out_of_few) for count in group):
            found |= {count.key for count in group} - hidden
    return found


def printed_before(
    cells: Mapping[Key, Cell], same: Iterable[Same], earlier: Sequence[Earlier]
) -> dict[Key, Figure]:
    """The plain counts that another measure printed in an earlier release, as they still are.

    Of a percentage one number alone would have been printed; which says nothing of the other.
    """
    found: dict[Key, Figure] = {}
    for group in same:
        for key, quantity in group:
            amount = _amount(cells[key], quantity)
            if amount is None or cells[key].measure_type != MeasureType.COUNT:
                continue
            others = [each for each in group if each.key != key]
            if any(
                _amount(release.shown.get(other.key), other.quantity) == amount
                for release in earlier
                for other in others
            ):
                found[key] = Figure(amount)
    return found


def _is_kept(count: Count, hidden: Set[Key], out_of_few: Set[tuple[str, str | None]]) -> bool:
    """Whether a number is hidden for its own sake or a partner's.

    What a figure is out of is only where some of the measure's are out of few.
    """
    is_own = count.quantity == Quantity.COUNTED
    return count.key in hidden and (is_own or (count.key.measure, count.key.category) in out_of_few)


def _amount(figure: Cell | Figure | None, quantity: Quantity) -> Decimal | None:
    if figure is None:
        return None
    return figure.numerator if quantity == Quantity.COUNTED else figure.denominator
