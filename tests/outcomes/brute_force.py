"""An attacker who tries numbers out: no code, and no method, is shared with the one under test.

What is hidden is searched for by trying one whole number after another, with everything that was
ever published. Every table that fits all sums is possible; a hidden count is recovered where only
one number is left for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from outcomes.calculations import MeasureType
from outcomes.disclosure import Cell, Key, Relation, RuleSet

MOST_STEPS = 15_000
"""How many sums are looked at, at most, to answer one question."""
Domain = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Sum:
    """Multiples of unknown numbers, all 1 or -1, that come to nothing with what is fixed."""

    terms: Mapping[str, int]
    fixed: int


@dataclass(frozen=True)
class Published:
    """One release: what was true, which sums are known to hold, and what was hidden.

    `is_refused`: the portal itself found that it cannot be protected, and would not publish it.
    """

    cells: Sequence[Cell]
    relations: Sequence[Relation]
    hidden: frozenset[Key]
    rules: RuleSet
    is_refused: bool = False


@dataclass
class Attack:
    """What became of the small counts that a history of releases hid."""

    attacked: int = 0
    recovered: set[Key] = field(default_factory=set)
    narrowed: set[Key] = field(default_factory=set)
    gaps: set[Key] = field(default_factory=set)
    undecided: int = 0


def attack(history: Sequence[Published], *, all_values: bool = True) -> Attack:
    """Tries every hidden count of few people, in every release of the history.

    A count is recovered where no other number than the true one is possible for a reader who
    knows that a plain count of 0 is never hidden. With `all_values`, it is narrowed where the least
    and the greatest number possible, for a reader who does not know that, leave out 1 or the
    threshold; and it has gaps where they do not, but a number between them is impossible (only
    odd numbers may fit), which bounds cannot tell.
    """
    found = Attack()
    threshold = max(release.rules.threshold for release in history)
    for quantity in _quantities(history):
        known = _Known(history, quantity)
        for name, (key, amount) in known.small(threshold).items():
            found.attacked += 1
            others = [known.can_be(name, (amount + 1, None)), known.can_be(name, (0, amount - 1))]
            if True not in others:
                if None in others:
                    found.undecided += 1
                else:
                    found.recovered.add(key)
            if all_values:
                ends = [(0, 1), (threshold, None)]
                if any(known.can_be(name, end, zeros=True) is False for end in ends):
                    found.narrowed.add(key)
                elif any(
                    known.can_be(name, (wanted, wanted), zeros=True) is False
                    for wanted in range(1, threshold + 1)
                ):
                    found.gaps.add(key)
    return found


def _quantities(history: Sequence[Published]) -> tuple[str, ...]:
    cells = [cell for release in history for cell in release.cells]
    kind = cells[0].measure_type
    if kind == MeasureType.COUNT:
        return ("counted",)
    if kind == MeasureType.MEAN:
        return ("all",)
    exceeds = any(c.numerator > c.denominator for c in cells)  # type: ignore[operator]
    return ("counted", "all") if exceeds else ("counted", "rest")


def _amount(cell: Cell, quantity: str) -> int:
    n, d = int(cell.numerator or 0), int(cell.denominator or 0)
    return {"counted": n, "all": d, "rest": d - n}[quantity]


def _printed(number: int, rules: RuleSet) -> Domain:
    """All numbers that read like this one once printed."""
    if rules.round_to is None:
        return number, number
    near = range(max(0, number - 2 * rules.round_to), number + 2 * rules.round_to + 1)
    same = [n for n in near if _rounded(n, rules) == _rounded(number, rules)]
    # What would round to nothing is hidden, so a printed 0 is one.
    return (0, 0) if _rounded(number, rules) == 0 else (min(same), max(same))


def _rounded(number: int, rules: RuleSet) -> int:
    step = rules.round_to or 1
    return (2 * number + step) // (2 * step) * step


def _read(cell: Cell, quantity: str, rules: RuleSet) -> Domain:
    """What a reader learns from a figure that is shown."""
    counted = _printed(int(cell.numerator or 0), rules)
    if quantity == "counted" or cell.denominator is None:
        return counted
    everybody = _printed(int(cell.denominator), rules)
    if quantity == "all":
        return everybody
    return max(0, everybody[0] - counted[1]), everybody[1] - counted[0]


class _Known:
    """The unknown numbers of one quantity, what was read of them, and the sums they are in.

    An amount that stays the same from release to release is one unknown, as if the reader had
    been told which figures were revised. A total of other parts is another number.
    """

    def __init__(self, history: Sequence[Published], quantity: str) -> None:
        self._truth: dict[str, int] = {}
        self._keys: dict[str, Key] = {}
        self._read: dict[str, Domain] = {}
        self._never_zero: set[str] = set()
        self._hidden: set[str] = set()
        self._sums: list[dict[str, int]] = []
        everywhere: dict[Key, str] = {}
        for release in history:
            names = {}
            made_of: dict[Key, list[str]] = defaultdict(list)
            for relation in release.relations:
                made_of[relation.total].append(",".join(sorted(map(str, relation.parts))))
            for cell in release.cells:
                amount = _amount(cell, quantity)
                name = f"{cell.key} {amount} of {sorted(made_of[cell.key])}"
                names[cell.key] = everywhere[cell.key] = name
                self._truth[name], self._keys[name] = amount, cell.key
                if cell.key in release.hidden:
                    self._hidden.add(name)
                    plain = cell.measure_type == MeasureType.COUNT or quantity == "all"
                    if plain and cell.measure_type != MeasureType.RATE and amount:
                        self._never_zero.add(name)
                else:
                    low, high = _read(cell, quantity, release.rules)
                    before = self._read.get(name, (low, high))
                    self._read[name] = max(low, before[0]), min(high, before[1])
            for relation in release.relations:
                terms = {names[relation.total]: 1}
                terms |= {everywhere[part]: -1 for part in relation.parts}
                self._sums.append(terms)
        self._top = max(self._truth.values()) + 20
        self._open = {zeros: self._what_is_open(zeros=zeros) for zeros in (False, True)}

    def small(self, threshold: int) -> dict[str, tuple[Key, int]]:
        """The hidden counts of few people, by their names."""
        return {
            name: (self._keys[name], self._truth[name])
            for name in sorted(self._hidden)
            if 1 <= self._truth[name] <= threshold
        }

    def can_be(
        self, name: str, wanted: tuple[int, int | None], *, zeros: bool = False
    ) -> bool | None:
        """Whether a table fits in which a number is one of those wanted; None: not found out."""
        domains, sums_of = self._open[zeros]
        low, high = domains[name]
        most = high if wanted[1] is None else min(high, wanted[1])
        least = max(low, wanted[0])
        if least > most:
            return False
        if least <= self._truth[name] <= most:
            return True
        steps = [MOST_STEPS]
        tied = _tied_to(name, sums_of)
        inside = {each: domains[each] for each in tied}
        inside[name] = least, most
        return self._fill(inside, sums_of, list(sums_of[name]), steps)

    def _what_is_open(self, *, zeros: bool) -> tuple[dict[str, Domain], dict[str, list[Sum]]]:
        """What is left for each number once every sum has been looked at, and the sums left."""
        floor = {} if zeros else dict.fromkeys(self._never_zero, 1)
        domains = {
            each: self._read.get(each, (floor.get(each, 0), self._top)) for each in self._truth
        }
        sums = [Sum(terms, 0) for terms in self._sums]
        fits = _narrow(domains, _by_name(sums), list(sums), [10 * MOST_STEPS])
        assert fits, "the truth itself has to fit"
        left = []
        for each in sums:
            open_terms = {n: f for n, f in each.terms.items() if domains[n][0] < domains[n][1]}
            fixed = sum(f * domains[n][0] for n, f in each.terms.items() if n not in open_terms)
            if open_terms:
                left.append(Sum(open_terms, fixed))
        return domains, _by_name(left)

    def _fill(
        self,
        domains: dict[str, Domain],
        sums_of: dict[str, list[Sum]],
        queue: list[Sum],
        steps: list[int],
    ) -> bool | None:
        if not _narrow(domains, sums_of, queue, steps):
            return False
        open_names = [name for name, (low, high) in domains.items() if low < high]
        if not open_names:
            return True
        if steps[0] < 0:
            return None
        # The number with the fewest possibilities first, and of it those nearest to the truth:
        # only the order of trying rests on the truth, never the answer.
        name = min(open_names, key=lambda each: (domains[each][1] - domains[each][0], each))
        low, high = domains[name]
        decided: bool | None = False
        for value in sorted(range(low, high + 1), key=lambda v: abs(v - self._truth[name])):
            inside = {**domains, name: (value, value)}
            found = self._fill(inside, sums_of, list(sums_of[name]), steps)
            if found:
                return True
            if found is None:
                decided = None
            if steps[0] < 0:
                return None
        return decided


def _by_name(sums: Sequence[Sum]) -> dict[str, list[Sum]]:
    found: dict[str, list[Sum]] = defaultdict(list)
    for each in sums:
        for name in each.terms:
            found[name].append(each)
    return found


def _tied_to(name: str, sums_of: Mapping[str, Sequence[Sum]]) -> list[str]:
    """The number and all that any chain of sums ties to it, in a fixed order."""
    found, waiting = {name: None}, [name]
    while waiting:
        for each in sums_of.get(waiting.pop(), ()):
            for other in each.terms:
                if other not in found:
                    found[other] = None
                    waiting.append(other)
    return list(found)


def _narrow(
    domains: dict[str, Domain],
    sums_of: Mapping[str, Sequence[Sum]],
    queue: list[Sum],
    steps: list[int],
) -> bool:
    """Rules out, sum by sum, what the other numbers leave no room for; False where none is left.

    Stops early, with less ruled out, once there are no steps left.
    """
    while queue and steps[0] >= 0:
        steps[0] -= 1
        each = queue.pop()
        least = most = each.fixed
        for name, factor in each.terms.items():
            low, high = domains[name]
            least += factor * (low if factor > 0 else high)
            most += factor * (high if factor > 0 else low)
        if least > 0 or most < 0:
            return False
        for name, factor in each.terms.items():
            low, high = domains[name]
            if low == high:
                continue
            if factor > 0:  # the number is what the others leave below nothing
                new = max(low, high - most), min(high, low - least)
            else:
                new = max(low, high + least), min(high, low + most)
            if new[0] > new[1]:
                return False
            if new != (low, high):
                domains[name] = new
                queue += [other for other in sums_of[name] if other is not each]
                queue.append(each)
                break
    return True
