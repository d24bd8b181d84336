"""What a reader knows of related figures: numbers, sums of them, and what was read of them."""

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
    Quantity,
    Relation,
    RuleSet,
)

Parts = frozenset[frozenset[Key]]
NO_PARTS: Parts = frozenset()

# Kinds of figures that are not hidden where this number is 0, as every reader may know.
NEVER_ZERO_WHEN_HIDDEN = {
    Quantity.COUNTED: {MeasureType.COUNT},
    Quantity.NOT_COUNTED: frozenset(),
    Quantity.ALL: {MeasureType.MEAN, MeasureType.DURATION},
}


class System:
    """One additive quantity: its numbers, its sums, and what earlier releases tell of them.

    A number is known by its place in a list. A figure that was the same in two releases is one
    number, a revised one is two: the attacker is taken to know which hidden figures were revised.
    A total that has gained or lost a part is a new number even where its amount is the same.
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
        self._numbers: dict[tuple[Key, Exact | None, Parts], int] = {}
        self._amounts: list[Exact | None] = []
        self._cells = cells
        types = {cell.measure_type for cell in cells.values()}
        self._is_never_zero = types <= NEVER_ZERO_WHEN_HIDDEN[quantity]
        self.now: dict[Key, int] = {}
        self.if_shown: dict[int, Range] = {}
        self.known: dict[int, Range] = {}
        self.past: list[tuple[int, Key, int, Exact]] = []
        self.elsewhere: dict[Key, int] = {}
        self.equations: list[Equation[int]] = []
        self._parts_now = _parts_by_total(relations, without=_keys_without_figure(cells))
        for key, cell in cells.items():
            figure = _figure(cell)
            amount = _amount(figure, quantity)
            if figure is not None and amount is not None:
                number = self._number(key, amount, self._parts_now.get(key, NO_PARTS))
                self.now[key] = number
                self.if_shown[number] = _what_is_read(figure, quantity, rules)
        for release, each in enumerate(earlier):
            self._learn(release, each, relations)
        for relation in relations:
            self._add(relation, {**self.elsewhere, **self.now}, is_present=True)

    def is_told(self, key: Key) -> bool:
        """Whether an earlier release showed exactly the number that a figure now has."""
        number = self.now.get(key, self.elsewhere.get(key))
        return number in self.known and self.known[number].is_exact

    def floor(self, number: int) -> int:
        """The least a hidden number can be: a plain count of 0 is never hidden, so it is 1."""
        amount = self._amounts[number]
        return int(self._is_never_zero and amount is not None and amount >= 1)

    def _number(self, key: Key, amount: Exact | None, parts: Parts) -> int:
        number = self._numbers.setdefault((key, amount, parts), len(self._numbers))
        if number == len(self._amounts):
            self._amounts.append(amount)
        return number

    def _learn(self, release: int, earlier: Earlier, relations: Sequence[Relation]) -> None:
        then: dict[Key, int] = {}
        parts = self._parts_now
        if earlier.relations is not None:
            parts = _parts_by_total(earlier.relations, without=frozenset())
        for key, figure in earlier.shown.items():
            amount = _amount(figure, self._quantity)
            if amount is not None:
                read = _what_is_read(figure, self._quantity, earlier.rules)
                made_of = parts.get(key, NO_PARTS)
                true_amount = _amount(earlier.hidden.get(key), self._quantity)
                if true_amount is None:
                    number = self._same_or_new(key, amount, made_of, read)
                else:  # it was rounded: the sums held for what was behind it
                    number = self._number(key, true_amount, made_of)
                then[key] = number
                self.known[number] = _both(read, self.known.get(number))
        for key, figure in earlier.hidden.items():
            amount = _amount(figure, self._quantity)
            if amount is not None and key not in earlier.shown:
                number = then[key] = self._number(key, amount, parts.get(key, NO_PARTS))
                if number != self.now.get(key):
                    self.past.append((release, key, number, amount))
        self.elsewhere.update((key, then[key]) for key in then if key not in self._cells)
        for relation in relations if earlier.relations is None else earlier.relations:
            if relation.total in then:
                # A part may have been in an earlier release still: a quarter of the year to date.
                self._add(relation, {**self.elsewhere, **self.now, **then}, is_present=False)

    def _same_or_new(self, key: Key, amount: Exact, parts: Parts, read: Range) -> int:
        """The present number where a printed one can be it, else a number of its own."""
        present = self.now.get(key)
        if present is not None and parts == self._parts_now.get(key, NO_PARTS):
            true_amount = self._amounts[present]
            if true_amount is not None and read.contains(true_amount, true_amount):
                return present
        return self._number(key, amount, parts)

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
                parts.append(self._number(part, None, NO_PARTS))
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


class View:
    """A system as a reader sees it, when some of the present figures are hidden."""

    def __init__(self, system: System, hidden: Set[Key]) -> None:
        self.system = system
        self._read = dict(system.known)
        for key, number in system.now.items():
            if key not in hidden:
                self._read[number] = _both(system.if_shown[number], self._read.get(number))
        self._groups: dict[int, list[Equation[int]]] = {}
        for numbers, equations in self._tied_together():
            self._groups.update(dict.fromkeys(numbers, equations))
        self._solved: dict[tuple[int, bool], Sums[int]] = {}

    def range_of(self, number: int, *, zeros_possible: bool = False) -> Range:
        """All that a number can be, as far as a reader can tell.

        `zeros_possible` is for a reader who does not know that zeros are never hidden.
        """
        equations = self._groups.get(number)
        if equations is None:
            return self._alone(number, zeros_possible)
        sums = self._solved.get((id(equations), zeros_possible))
        if sums is None:
            numbers = {each for equation in equations for each in equation.terms}
            alone = {each: self._alone(each, zeros_possible) for each in numbers}
            sums = self._solved[id(equations), zeros_possible] = Sums(
                equations,
                floors={each: known.lower for each, known in alone.items()},
                ceilings={n: known.upper for n, known in alone.items() if known.upper is not None},
            )
        return sums.range_of(number)

    def _alone(self, number: int, zeros_possible: bool) -> Range:
        """What is known of a number before any sum is used."""
        floor = 0 if zeros_possible else self.system.floor(number)
        return _both(Range(floor, None), self._read.get(number))

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


def _keys_without_figure(cells: Mapping[Key, Cell]) -> frozenset[Key]:
    return frozenset(key for key, cell in cells.items() if cell.numerator is None)


def _parts_by_total(relations: Sequence[Relation], *, without: Set[Key]) -> dict[Key, Parts]:
    """What each total is made of, in every relation it is the total of."""
    parts: dict[Key, Parts] = {}
    for each in relations:
        made_of = frozenset(each.parts) - without
        parts[each.total] = parts.get(each.total, NO_PARTS) | {made_of}
    return parts


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
    return _rest_of(everybody, counted)


def _rest_of(whole: Range, part: Range) -> Range:
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


def sum_of(ranges: Iterable[Range]) -> Range:
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
