"""The attack: what somebody can work out who reads this release and all earlier ones."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from decimal import Decimal
from fractions import Fraction

from outcomes.calculations.combining import MeasureType
from outcomes.calculations.rounding import round_to_multiple
from outcomes.calculations.sums import Equation, Exact, Range, Sums
from outcomes.disclosure.cells import (
    Cell,
    Earlier,
    Figure,
    Key,
    Leak,
    Quantity,
    Relation,
    RuleSet,
    counts_of_people,
    is_small,
    sort_key,
)

# What adds up over a relation, by measure type: for a proportion those counted and those not, of
# which the denominator is the sum.
ADDITIVE = {
    MeasureType.COUNT: (Quantity.COUNTED,),
    MeasureType.PROPORTION: (Quantity.COUNTED, Quantity.NOT_COUNTED),
    MeasureType.RATE: (Quantity.COUNTED, Quantity.ALL),
    MeasureType.MEAN: (Quantity.ALL,),
    MeasureType.DURATION: (Quantity.ALL,),
}


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
        types = {cell.measure_type for cell in cells.values()}
        self._systems = {
            quantity: _System(quantity, cells, relations, rules, earlier)
            for quantity in Quantity
            if any(quantity in ADDITIVE.get(each, ()) for each in types)
        }

    @property
    def has_hidden_past(self) -> bool:
        """Whether an earlier release hid something that this one could give away."""
        return any(system.past for system in self._systems.values())

    def leaks(self, hidden: Set[Key]) -> Iterator[Leak]:
        """What can be pinned down when these of the present figures are hidden."""
        views = {quantity: _View(system, hidden) for quantity, system in self._systems.items()}
        for key in sorted(hidden, key=sort_key):
            if leak := self._leak_of(self._cells[key], views):
                yield leak
        for quantity, view in views.items():
            for release, key, name, count in view.system.past:
                if is_small(count, self._rules):
                    known = view.range_of(name)
                    if not known.contains(1, self._rules.threshold):
                        yield Leak(key, quantity, known.lower, known.upper, release)

    def _leak_of(self, cell: Cell, views: Mapping[Quantity, _View]) -> Leak | None:
        threshold = self._rules.threshold
        ranges = {
            quantity: view.range_of(view.system.now[cell.key])
            for quantity, view in views.items()
            if cell.key in view.system.now and quantity in ADDITIVE.get(cell.measure_type, ())
        }
        if cell.measure_type == MeasureType.PROPORTION and Quantity.NOT_COUNTED in ranges:
            ranges[Quantity.ALL] = _sum([ranges[q] for q in ADDITIVE[MeasureType.PROPORTION]])
        small = [q for q, n in counts_of_people(cell).items() if is_small(n, self._rules)]
        for quantity in small:
            known = ranges.get(quantity)
            if known is not None and not known.contains(1, threshold):
                return Leak(cell.key, quantity, known.lower, known.upper)
        if small or not ranges or any(each.is_wider_than(threshold) for each in ranges.values()):
            return None
        quantity, known = next(iter(ranges.items()))
        return Leak(cell.key, quantity, known.lower, known.upper)


class _System:
    """One additive quantity: its numbers, its sums, and what earlier releases tell of them.

    A number is known by its place in a list. A figure that was the same in two releases is one
    number, a revised one is two: the attacker is taken to know which hidden figures were revised.
    """

    def __init__(
        self,
        quantity: Quantity,
        cells: Mapping[Key, Cell],
        relations: Sequence[Relation],
        rules: RuleSet,
        earlier: Sequence[Earlier],
    ) -> None:
        self._quantity = quantity
        self._numbers: dict[tuple[Key, Exact | None], int] = {}
        self._amounts: list[Exact | None] = []
        self._cells = cells
        self.now: dict[Key, int] = {}
        self.if_shown: dict[int, Range] = {}
        self.known: dict[int, Range] = {}
        self.past: list[tuple[int, Key, int, Exact]] = []
        self.equations: list[Equation[int]] = []
        for key, cell in cells.items():
            figure = _figure(cell)
            amount = _amount(figure, quantity)
            if figure is not None and amount is not None:
                number = self._number(key, amount)
                self.now[key] = number
                self.if_shown[number] = _what_is_read(figure, quantity, rules)
        for relation in relations:
            self._add(relation, self.now, is_present=True)
        for release, each in enumerate(earlier):
            self._learn(release, each, relations)

    def floor(self, number: int) -> int:
        """The least a hidden number can be: a plain count of 0 is never hidden, so it is 1."""
        amount = self._amounts[number]
        return int(self._quantity in self._never_zero and amount is not None and amount >= 1)

    @property
    def _never_zero(self) -> tuple[Quantity, ...]:
        types = {cell.measure_type for cell in self._cells.values()}
        if types <= {MeasureType.COUNT}:
            return (Quantity.COUNTED,)
        if types <= {MeasureType.MEAN, MeasureType.DURATION}:
            return (Quantity.ALL,)
        return ()

    def _number(self, key: Key, amount: Exact | None) -> int:
        number = self._numbers.setdefault((key, amount), len(self._numbers))
        if number == len(self._amounts):
            self._amounts.append(amount)
        return number

    def _learn(self, release: int, earlier: Earlier, relations: Sequence[Relation]) -> None:
        then = dict(self.now)
        for key, figure in earlier.shown.items():
            amount = _amount(figure, self._quantity)
            if amount is not None:
                read = _what_is_read(figure, self._quantity, earlier.rules)
                number = then[key] = self._same_or_new(key, amount, read)
                self.known[number] = _both(read, self.known.get(number))
        for key, figure in earlier.hidden.items():
            amount = _amount(figure, self._quantity)
            if amount is not None:
                number = then[key] = self._number(key, amount)
                if number != self.now.get(key):
                    self.past.append((release, key, number, amount))
        for relation in relations if earlier.relations is None else earlier.relations:
            if relation.total in earlier.shown or relation.total in earlier.hidden:
                self._add(relation, then, is_present=False)

    def _same_or_new(self, key: Key, amount: Exact, read: Range) -> int:
        """The present number where a printed one can be it, else a number of its own."""
        present = self.now.get(key)
        if present is not None:
            true_amount = self._amounts[present]
            if true_amount is not None and read.contains(true_amount, true_amount):
                return present
        return self._number(key, amount)

    def _add(self, relation: Relation, numbers: Mapping[Key, int], *, is_present: bool) -> None:
        """Keep a relation as an equation, where it says something of this quantity.

        A present one that does not add up is kept with its difference: readers are taken to know
        it. An earlier one that does not was made of other figures, so it says nothing of these.
        """
        if relation.total not in numbers:
            return
        parts: list[int] = []
        for part in relation.parts:
            if part in numbers:
                parts.append(numbers[part])
            elif part not in self._cells:
                parts.append(self._number(part, None))
            elif self._cells[part].numerator is not None:
                return  # it has a figure but not this number, so this number's sum is not known
        total = numbers[relation.total]
        difference = self._difference(total, parts)
        if difference is not None and (is_present or difference == 0):
            terms = {total: 1, **dict.fromkeys(parts, -1)}
            self.equations.append(Equation(terms, difference))

    def _difference(self, total: int, parts: Sequence[int]) -> Exact | None:
        """How far a total lies above its parts; None where unknown parts cannot make it up.

        Parts nobody knows make up whatever is missing.
        """
        whole = self._amounts[total]
        amounts = [self._amounts[part] for part in parts]
        if whole is None:
            return 0
        missing = whole - sum(amount for amount in amounts if amount is not None)
        if None in amounts:
            return 0 if missing >= 0 else None
        return missing


class _View:
    """A system as a reader sees it, when some of the present figures are hidden."""

    def __init__(self, system: _System, hidden: Set[Key]) -> None:
        self.system = system
        self._read = dict(system.known)
        for key, number in system.now.items():
            if key not in hidden:
                self._read[number] = _both(system.if_shown[number], self._read.get(number))
        self._sums: dict[int, Sums[int]] = {}
        for numbers, equations in self._tied_together():
            sums = Sums(
                equations,
                floors={number: self._alone(number).lower for number in numbers},
                ceilings=self._ceilings(numbers),
            )
            self._sums.update(dict.fromkeys(numbers, sums))

    def range_of(self, number: int) -> Range:
        """All that a number can be, as far as a reader can tell."""
        sums = self._sums.get(number)
        return self._alone(number) if sums is None else sums.range_of(number)

    def _alone(self, number: int) -> Range:
        """What is known of a number before any sum is used."""
        floor = self.system.floor(number)
        return _both(Range(floor, None), self._read.get(number))

    def _ceilings(self, numbers: Set[int]) -> dict[int, Exact]:
        """The upper bounds of those numbers that have one."""
        found = {number: self._alone(number).upper for number in numbers}
        return {number: upper for number, upper in found.items() if upper is not None}

    def _tied_together(self) -> Iterator[tuple[set[int], list[Equation[int]]]]:
        """The equations in what is not exactly known, in groups that share no number."""
        groups: list[tuple[set[int], list[Equation[int]]]] = []
        for equation in self.system.equations:
            open_terms: dict[int, int] = {}
            total = equation.total
            for number, factor in equation.terms.items():
                read = self._read.get(number)
                if read is not None and read.is_exact:
                    total -= factor * read.lower
                else:
                    open_terms[number] = factor
            if not open_terms:
                continue
            numbers = set(open_terms)
            equations = [Equation(open_terms, total)]
            apart = []
            for group in groups:
                if group[0] & numbers:
                    numbers |= group[0]
                    equations += group[1]
                else:
                    apart.append(group)
            groups = [*apart, (numbers, equations)]
        return iter(groups)


def _figure(cell: Cell) -> Figure | None:
    return None if cell.numerator is None else Figure(cell.numerator, cell.denominator)


def _amount(figure: Figure | None, quantity: Quantity) -> Exact | None:
    """The part of a figure that a system is about; None where the figure does not have it."""
    if figure is None:
        return None
    if quantity == Quantity.COUNTED:
        return exact(figure.numerator)
    if figure.denominator is None:
        return None
    if quantity == Quantity.ALL:
        return exact(figure.denominator)
    return exact(figure.denominator - figure.numerator)


def _what_is_read(figure: Figure, quantity: Quantity, rules: RuleSet) -> Range:
    """What a reader learns from a printed figure: it exactly, or what rounds to it."""
    counted = _before_rounding(figure.numerator, rules)
    if quantity == Quantity.COUNTED or figure.denominator is None:
        return counted
    everybody = _before_rounding(figure.denominator, rules)
    if quantity == Quantity.ALL:
        return everybody
    return _difference(everybody, counted)


def _difference(whole: Range, part: Range) -> Range:
    """What can be left of a whole without its part; never less than nobody."""
    lower = 0 if part.upper is None else max(whole.lower - part.upper, 0)
    return Range(lower, None if whole.upper is None else whole.upper - part.lower)


def _before_rounding(count: Decimal, rules: RuleSet) -> Range:
    if rules.round_to is None:
        return Range(exact(count), exact(count))
    printed = exact(round_to_multiple(count, rules.round_to))
    if printed == 0:
        return Range(0, 0)  # the counts that would round to 0 are hidden
    half = Fraction(rules.round_to, 2)
    return Range(math.ceil(printed - half), math.ceil(printed + half) - 1)


def _both(one: Range, other: Range | None) -> Range:
    """What two pieces of knowledge leave possible."""
    if other is None:
        return one
    uppers = [each.upper for each in (one, other) if each.upper is not None]
    return Range(max(one.lower, other.lower), min(uppers) if uppers else None)


def _sum(ranges: Iterable[Range]) -> Range:
    """The range of a sum of independent numbers."""
    lower: Exact = 0
    upper: Exact | None = 0
    for each in ranges:
        lower += each.lower
        upper = None if upper is None or each.upper is None else upper + each.upper
    return Range(lower, upper)


def exact(number: Decimal) -> Exact:
    """The same number as a whole number or a fraction, for arithmetic without rounding."""
    whole = int(number)
    return whole if whole == number else Fraction(number)
