"""The attack: what somebody can work out who reads this release and all earlier ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from outcomes.calculations.combining import MeasureType
from outcomes.calculations.sums import Range
from outcomes.disclosure.cells import (
    Cell,
    Earlier,
    Key,
    Leak,
    Quantity,
    Relation,
    RuleSet,
    counts_of_people,
    is_small,
    sort_key,
)
from outcomes.disclosure.knowledge import System, View, sum_of

SPLIT = (Quantity.COUNTED, Quantity.NOT_COUNTED)
"""What a denominator is the sum of."""


class Attacker:
    """Everything that is known about one block of related figures."""

    def __init__(
        self,
        cells: Mapping[Key, Cell],
        relations: Sequence[Relation],
        rules: RuleSet,
        earlier: Sequence[Earlier],
    ) -> None:
        self._cells = cells
        self._rules = rules
        self._additive = _additive(cells, earlier)
        self._systems = {
            quantity: System(quantity, cells, relations, rules, earlier)
            for quantity in Quantity
            if any(quantity in quantities for quantities in self._additive.values())
        }

    @property
    def has_hidden_past(self) -> bool:
        """Whether an earlier release hid something that this one could give away."""
        return any(system.past for system in self._systems.values())

    def is_told(self, key: Key) -> bool:
        """Whether an earlier release showed a figure as it still is."""
        told = [
            system.is_told(key)
            for system in self._systems.values()
            if key in system.now or key in system.elsewhere
        ]
        return bool(told) and all(told)

    def leaks(self, hidden: Set[Key], *, only_small: bool = False) -> Iterator[Leak]:
        """What can be pinned down when these of the present figures are hidden.

        `only_small` leaves out those that are hidden for the sake of others.
        """
        views = {quantity: View(system, hidden) for quantity, system in self._systems.items()}
        for key in sorted(hidden, key=sort_key):
            if leak := self._leak_of(self._cells[key], views, only_small):
                yield leak
        for quantity, view in views.items():
            for release, key, number, count in view.system.past:
                if is_small(count, self._rules):
                    known = view.range_of(number)
                    if self._is_narrow(known, view, number):
                        yield Leak(key, quantity, known.lower, known.upper, release=release)

    def _leak_of(self, cell: Cell, views: Mapping[Quantity, View], only_small: bool) -> Leak | None:
        small = [q for q, n in counts_of_people(cell).items() if is_small(n, self._rules)]
        if only_small and not small:
            return None
        mine = {
            quantity: (view, view.system.now[cell.key])
            for quantity, view in views.items()
            if cell.key in view.system.now and quantity in self._additive[cell.measure_type]
        }
        ranges = {quantity: view.range_of(number) for quantity, (view, number) in mine.items()}
        if all(quantity in ranges for quantity in SPLIT):
            ranges[Quantity.ALL] = sum_of(ranges[quantity] for quantity in SPLIT)
        for quantity in small:
            known = ranges.get(quantity)
            if known is not None and self._is_narrow(known, *mine.get(quantity, (None, 0))):
                return Leak(cell.key, quantity, known.lower, known.upper)
        threshold = self._rules.threshold
        if small or not ranges or any(each.is_wider_than(threshold) for each in ranges.values()):
            return None
        quantity, known = next(iter(ranges.items()))
        return Leak(cell.key, quantity, known.lower, known.upper, of_few=False)

    def _is_narrow(self, known: Range, view: View | None, number: int) -> bool:
        """Whether a small count's range leaves out a value from 1 to the threshold.

        At the top for a reader who knows that zeros are never hidden; at the bottom for one who
        does not, or the total of three hidden groups would always be called narrow: it is 3 or
        more whatever is done.
        """
        if known.contains(1, self._rules.threshold):
            return False
        if view is None or not known.contains(known.lower, self._rules.threshold):
            return True
        return view.range_of(number, zeros_possible=True).lower > 1


def _additive(
    cells: Mapping[Key, Cell], earlier: Sequence[Earlier]
) -> dict[MeasureType, tuple[Quantity, ...]]:
    """What adds up over a relation, by measure type.

    For a proportion those counted and those not, of which the denominator is the sum. For a rate
    too, unless there are more events than people anywhere: then nobody is "not counted".
    """
    figures = [(cell.numerator, cell.denominator) for cell in cells.values()]
    for each in earlier:
        figures += [(n, d) for n, d in (*each.shown.values(), *each.hidden.values())]
    exceeds = any(n is not None and d is not None and n > d for n, d in figures)
    every = {
        MeasureType.COUNT: (Quantity.COUNTED,),
        MeasureType.PROPORTION: SPLIT,
        MeasureType.RATE: (Quantity.COUNTED, Quantity.ALL) if exceeds else SPLIT,
        MeasureType.MEAN: (Quantity.ALL,),
        MeasureType.DURATION: (Quantity.ALL,),
    }
    return {each: every.get(each, ()) for each in {cell.measure_type for cell in cells.values()}}
