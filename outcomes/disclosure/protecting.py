"""Choosing what to hide: primary, secondary, attack, and again until the attack learns nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from decimal import Decimal
from functools import cached_property

from outcomes.calculations.combining import MeasureType
from outcomes.calculations.rounding import round_to_multiple
from outcomes.disclosure.attacking import Attacker
from outcomes.disclosure.cells import (
    DFE,
    Cell,
    Decision,
    Earlier,
    Figure,
    Key,
    Leak,
    Quantity,
    Relation,
    Release,
    RuleSet,
    Status,
    needs_review,
    primary_reason,
    sort_key,
)

# Of a mean the number of people is rounded, but not the sum of what they scored.
ROUNDED_NUMERATORS = (MeasureType.COUNT, MeasureType.PROPORTION, MeasureType.RATE)

TOLD_BY_ANOTHER = "otherwise another measure's hidden count could be read in it"


def protect(
    cells: Sequence[Cell],
    relations: Sequence[Relation],
    rules: RuleSet = DFE,
    earlier: Sequence[Earlier] = (),
    *,
    also: Set[Key] = frozenset(),
) -> Release:
    """Decide what of a release is shown, so that nothing hidden can be worked out.

    `also` names figures that are hidden whatever they are: they print what another measure hides
    (see shared.py). The order of cells and relations changes nothing. Figures are rounded where
    the rule set rounds. Raises ValueError for two cells with one key.
    """
    reasons: dict[Key, str] = {}
    primary: set[Key] = set()
    leaks: list[Leak] = []
    for block in _blocks(cells, relations, rules, earlier):
        for key, cell in block.cells.items():
            if reason := primary_reason(cell, rules):
                reasons[key] = reason
                primary.add(key)
        told_by_another = (also & block.cells.keys()) - primary
        reasons.update(dict.fromkeys(told_by_another, TOLD_BY_ANOTHER))
        secondary, left = block.protect((primary & block.cells.keys()) | told_by_another)
        reasons.update(secondary)
        leaks.extend(left)
    decisions = {
        cell.key: _decide(cell, reasons.get(cell.key), cell.key in primary, rules) for cell in cells
    }
    review = tuple(c.key for c in cells if c.key not in reasons and needs_review(c))
    return Release(decisions, tuple(sorted(leaks, key=_leak_key)), review, rules)


def attack(
    cells: Sequence[Cell],
    relations: Sequence[Relation],
    hidden: Iterable[Key],
    rules: RuleSet = DFE,
    earlier: Sequence[Earlier] = (),
) -> list[Leak]:
    """What can be worked out of hidden figures by somebody who can read everything else.

    The reader knows the relations, every figure shown now or earlier, that counts are not
    negative and that a hidden plain count is not 0. A small count leaks where its range does
    not hold every value from 1 to the threshold; another hidden figure where its range is
    narrower than the threshold. Raises ValueError as `protect`.
    """
    unseen = set(hidden)
    blocks = _blocks(cells, relations, rules, earlier)
    found = [leak for each in blocks for leak in each.attack(unseen & each.cells.keys())]
    return sorted(found, key=_leak_key)


class _Block:
    """Figures that relations tie together; what happens to them touches no others."""

    def __init__(
        self,
        cells: Mapping[Key, Cell],
        relations: Sequence[Relation],
        rules: RuleSet,
        earlier: Sequence[Earlier],
    ) -> None:
        self.cells = cells
        self._relations = relations
        self._rules = rules
        self._attacker = Attacker(cells, relations, rules, earlier)
        named = {key for each in relations for key in (each.total, *each.parts)}
        self._public = {key for key in named | cells.keys() if self._attacker.is_told(key)}
        self._partners: dict[Key, set[Key]] = defaultdict(set)
        for relation in relations:
            for key in (relation.total, *relation.parts):
                self._partners[key].update((relation.total, *relation.parts))

    def attack(self, hidden: Set[Key]) -> list[Leak]:
        return list(self._attacker.leaks(hidden))

    def protect(self, primary: Set[Key]) -> tuple[dict[Key, str], list[Leak]]:
        """What else to hide and why; and the leaks that hiding cannot mend.

        First until no small count leaks; what then proves needless is shown again. Last, until
        the partners that are left are not narrowed down either.
        """
        reasons: dict[Key, str] = {}
        if not primary and not self._attacker.has_hidden_past:
            return reasons, []
        hidden = set(primary)
        self._hide_partners(hidden, reasons)
        left: list[Leak] = []
        for only_small in (True, False):
            left = self._hide_until_safe(hidden, reasons, only_small=only_small)
            self._show_what_can_be(hidden, reasons, left, only_small=only_small)
        return reasons, [leak for leak in left if leak.of_few]

    def _hide_until_safe(
        self, hidden: set[Key], reasons: dict[Key, str], *, only_small: bool
    ) -> list[Leak]:
        """Hide more while that can mend a leak; the leaks that it cannot."""
        while leaks := list(self._attacker.leaks(hidden, only_small=only_small)):
            leak = next((leak for leak in leaks if _identity(leak) not in self._beyond_help), None)
            extra = None if leak is None else self._next_to_hide(leak.key, hidden)
            if leak is None or extra is None:
                break
            hidden.add(extra)
            reasons[extra] = _because_of(leak.key)
            self._hide_partners(hidden, reasons)
        return leaks

    def _show_what_can_be(
        self, hidden: set[Key], reasons: dict[Key, str], left: Sequence[Leak], *, only_small: bool
    ) -> None:
        """Show again what turned out to protect nothing, totals and large figures first."""
        allowed = {_identity(leak) for leak in left}
        for key in sorted(reasons, key=self._rank, reverse=True):
            leaks = self._attacker.leaks(hidden - {key}, only_small=only_small)
            if all(_identity(leak) in allowed for leak in leaks):
                hidden.remove(key)
                del reasons[key]

    @cached_property
    def _beyond_help(self) -> frozenset[tuple[Key, Quantity, int | None]]:
        """What leaks even where everything is hidden that can be: it was told before."""
        nothing: frozenset[Key] = frozenset()
        everything = {key for key in self.cells if self._can_hide(key, nothing)}
        small = {key for key, cell in self.cells.items() if primary_reason(cell, self._rules)}
        return frozenset(_identity(leak) for leak in self.attack(everything | small))

    def _hide_partners(self, hidden: set[Key], reasons: dict[Key, str]) -> None:
        """Hide a second part wherever one alone is missing from a sum, until nothing changes.

        Rounded figures do not add up, so a rule set that rounds leaves this to the attack.
        """
        changed = self._rules.round_to is None
        while changed:
            changed = False
            for relation in self._relations:
                alone = self._missing_alone(relation, hidden)
                if alone is None:
                    continue
                choice = [k for k in relation.parts if self._can_hide(k, hidden) and self._size(k)]
                if not choice and self._can_hide(relation.total, hidden):
                    choice = [relation.total]
                if choice:
                    extra = min(choice, key=self._rank)
                    hidden.add(extra)
                    reasons[extra] = _because_of(alone)
                    changed = True

    def _missing_alone(self, relation: Relation, hidden: Set[Key]) -> Key | None:
        """The one part of a sum that a reader does not see, where the total is seen."""
        unseen = hidden - self._public
        if relation.total in unseen or not self._has_figure(relation.total):
            return None
        nowhere = {k for k in relation.parts if k not in self.cells} - self._public
        missing = [k for k in relation.parts if k in unseen or k in nowhere]
        return missing[0] if len(missing) == 1 and missing[0] in hidden else None

    def _next_to_hide(self, leaking: Key, hidden: Set[Key]) -> Key | None:
        """The smallest figure that may help: in a sum with it, then in one with any hidden."""
        candidates = [key for key in self.cells if self._can_hide(key, hidden)]
        if not candidates:
            return None
        near = self._partners[leaking]
        further = {key for each in hidden for key in self._partners[each]}
        return min(candidates, key=lambda k: (k not in near, k not in further, *self._rank(k)))

    def _can_hide(self, key: Key, hidden: Set[Key]) -> bool:
        """Whether hiding a figure is of use: nothing public already, no plain count of 0."""
        if key in hidden or key in self._public or not self._has_figure(key):
            return False
        cell = self.cells[key]
        tells_of_others = cell.measure_type in (MeasureType.PROPORTION, MeasureType.RATE)
        return self._size(key) > 0 or (tells_of_others and bool(cell.denominator))

    def _has_figure(self, key: Key) -> bool:
        return key in self.cells and self.cells[key].numerator is not None

    def _size(self, key: Key) -> Decimal:
        cell = self.cells[key]
        by_number = cell.measure_type in (MeasureType.MEAN, MeasureType.DURATION)
        return (cell.denominator if by_number else cell.numerator) or Decimal(0)

    def _rank(self, key: Key) -> tuple[bool, bool, Decimal, Decimal, tuple[str, ...]]:
        """Smallest first; totals after parts, and zeros last of all."""
        cell, size = self.cells[key], self._size(key)
        return size == 0, cell.is_total, size, cell.denominator or Decimal(0), sort_key(key)


def _blocks(
    cells: Sequence[Cell],
    relations: Sequence[Relation],
    rules: RuleSet,
    earlier: Sequence[Earlier],
) -> Iterator[_Block]:
    """Cells in groups that no relation, now or earlier, ties to one another, in order of key."""
    book = {cell.key: cell for cell in sorted(cells, key=lambda cell: sort_key(cell.key))}
    if len(book) != len(cells):
        raise ValueError("two cells have one key")
    leader: dict[Key, Key] = {}

    def find(key: Key) -> Key:
        while (above := leader.setdefault(key, key)) != key:
            leader[key] = key = leader[above]
        return key

    every_relation = [*relations, *(r for e in earlier for r in e.relations or ())]
    for relation in every_relation:
        for part in relation.parts:
            leader[find(part)] = find(relation.total)
    members: dict[Key, dict[Key, Cell]] = defaultdict(dict)
    for key, cell in book.items():
        members[find(key)][key] = cell
    related: dict[Key, list[Relation]] = defaultdict(list)
    for relation in sorted(relations, key=_relation_key):
        related[find(relation.total)].append(relation)
    known = [_split(each, find) for each in earlier]
    for top, inside in members.items():
        yield _Block(inside, related[top], rules, [each[top] for each in known])


def _split(earlier: Earlier, find: Callable[[Key], Key]) -> dict[Key, Earlier]:
    """An earlier release by block; a block it says nothing of finds an empty one."""
    shown: dict[Key, dict[Key, Figure]] = defaultdict(dict)
    hidden: dict[Key, dict[Key, Figure]] = defaultdict(dict)
    relations: dict[Key, list[Relation]] = defaultdict(list)
    for key, figure in earlier.shown.items():
        shown[find(key)][key] = figure
    for key, figure in earlier.hidden.items():
        hidden[find(key)][key] = figure
    for relation in earlier.relations or ():
        relations[find(relation.total)].append(relation)
    split: dict[Key, Earlier] = defaultdict(lambda: Earlier({}, rules=earlier.rules))
    for top in shown.keys() | hidden.keys():
        split[top] = Earlier(
            shown[top],
            hidden[top],
            None if earlier.relations is None else relations[top],
            earlier.rules,
        )
    return split


def _decide(cell: Cell, reason: str | None, is_primary: bool, rules: RuleSet) -> Decision:
    if reason is not None:
        return Decision(Status.PRIMARY if is_primary else Status.SECONDARY, reason, None, None)
    if cell.numerator is None:
        return Decision(Status.SHOWN, "there is no figure to hide", None, None)
    numerator, denominator = cell.numerator, cell.denominator
    if rules.round_to is not None and cell.counts_people:
        if cell.measure_type in ROUNDED_NUMERATORS:
            numerator = round_to_multiple(numerator, rules.round_to)
        if denominator is not None:
            denominator = round_to_multiple(denominator, rules.round_to)
    return Decision(Status.SHOWN, "nothing in it has to be hidden", numerator, denominator)


def _because_of(key: Key) -> str:
    whose = key.place if key.category is None else f"{key.place}, {key.category}"
    return f"otherwise {whose} could be worked out by subtraction"


def _identity(leak: Leak) -> tuple[Key, Quantity, int | None]:
    return leak.key, leak.quantity, leak.release


def _leak_key(leak: Leak) -> tuple[tuple[str, ...], str, int]:
    return sort_key(leak.key), leak.quantity, -1 if leak.release is None else leak.release


def _relation_key(relation: Relation) -> tuple[tuple[str, ...], ...]:
    return tuple(sort_key(key) for key in (relation.total, *sorted(relation.parts, key=sort_key)))
