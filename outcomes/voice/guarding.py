"""Which figures of surveys are hidden, so that nobody works out what a few people said.

A figure that tells of 1 to 5 people is hidden: so many said so, or did not, or answered at all (the
threshold of published figures, Department for Education). Others are hidden with it while it could
be worked out from those that are left. Nothing says which figures belong together, so
a reader is taken to know it wherever the numbers would allow it:

- answers to one question add up to those who answered, so figures of the same base are subtracted
  from it, in every selection;
- groups of people add up to larger ones, so of figures on one question any is taken to be the sum
  of any others;
- the lead of a locality reads all of the own figures, so those are no cover for another locality's.

It is the idea of `outcomes.disclosure`; a release is told there which figures add up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from outcomes.disclosure.cells import DFE

MOST_SUMS = 20_000
"""Where more sums than these can be made of a question's figures, more of them are hidden."""


@dataclass(frozen=True)
class Told:
    """A figure of a survey: what was asked of whom, how many said so, how many answered.

    Of a share that is printed alone (`is_share`) the number is what it makes of those who took
    part, and nothing where their number is not known.
    """

    question: str
    population: str
    number: int | None
    base: int | None
    is_share: bool = False
    #: The locality whose lead reads it, hidden or not; None of what the coordinator alone does.
    locality: int | None = None

    @property
    def counts(self) -> tuple[int, int] | None:
        return None if self.number is None or self.base is None else (self.number, self.base)

    @property
    def is_few(self) -> bool:
        """Whether it tells of so few people that they could be known."""
        if self.number is None or self.base is None:
            return False
        parts = (self.number, self.base - self.number)
        return self.base <= DFE.threshold or any(_is_small(part) for part in parts)


def hidden(figures: Iterable[Told]) -> frozenset[int]:
    """The places, in the order given, of the figures that are hidden among those of one survey.

    Or of several that asked the same: a place is then one of the groups, and its people others.
    """
    told = list(figures)
    found = {place for place, each in enumerate(told) if each.is_few}
    while more := (
        _said_twice(told, found)
        or _of_hidden_groups(told, found)
        or _worked_out(told, found)
        or _worked_out_by_a_lead(told, found)
    ):
        found |= more
    return frozenset(found)


def _said_twice(told: Sequence[Told], found: Collection[int]) -> set[int]:
    """Other figures of what is hidden already, and shares that would give it away.

    A share that is printed alone says of how many people nothing that could be added up, so it
    goes with whatever is hidden of its question, unless the same is shown in numbers.
    """
    same = {_of(told[place]) for place in found}
    questions = {told[place].question for place in found}
    bases = {told[place].base for place in found}
    shown = {_of(each) for p, each in enumerate(told) if p not in found and not each.is_share}
    return {
        place
        for place, each in enumerate(told)
        if place not in found
        and (
            _of(each) in same
            if not each.is_share
            else _of(each) not in shown and (each.question in questions or each.base in bases)
        )
    }


def _of(each: Told) -> tuple[str, str]:
    return each.question, each.population


def _of_hidden_groups(told: Sequence[Told], found: Collection[int]) -> set[int]:
    """All else that is told of a group of which something is hidden.

    Where a question is told group by group, several sums together give away what none gives away
    alone; a group that is hidden throughout leaves none of them. Groups are told apart by how many
    answered; the largest of a question is everybody.
    """
    largest: dict[str, int] = {}
    for each in told:
        largest[each.question] = max(largest.get(each.question, 0), each.base or 0)
    groups = {
        told[place].base
        for place in found
        if not told[place].is_share and (told[place].base or 0) < largest[told[place].question]
    }
    return {
        place
        for place, each in enumerate(told)
        if place not in found and not each.is_share and each.base in groups
    }


def _worked_out_by_a_lead(told: Sequence[Told], found: Collection[int]) -> set[int]:
    """The same for the lead of a locality, who reads what is hidden of the own one.

    What tells of a few people elsewhere is kept from them; what is hidden only with it is not.
    """
    for locality in sorted({each.locality for each in told if each.locality is not None}):
        own = {place for place, each in enumerate(told) if each.locality == locality}
        few = {place for place in found if place not in own and told[place].is_few}
        if more := _worked_out(told, found, targets=few, known=own):
            return more
    return set()


def _worked_out(
    told: Sequence[Told],
    found: Collection[int],
    *,
    targets: Collection[int] | None = None,
    known: Collection[int] = (),
) -> set[int]:
    """One more to hide: the smallest of those from which a hidden figure can be worked out.

    By somebody who knows some of the figures, hidden or not: none of those would help to hide it.
    """
    for place in sorted(found if targets is None else targets):
        each = told[place]
        if each.counts is None:
            continue
        read = [p for p, of in enumerate(told) if (p in known or p not in found) and of.counts]
        answers = [p for p in read if told[p].base == each.base]
        more = set[int]()
        if answers and _is_the_rest(each, [told[p] for p in answers]):
            more = _smallest(told, answers, found, known)
        groups = [p for p in read if told[p].question == each.question and not told[p].is_share]
        if not more and groups and _is_of_a_sum(each, [told[p] for p in groups]):
            more = _smallest(told, groups, found, known)
        if more:
            return more
    return set()


def _smallest(
    told: Sequence[Told],
    places: Iterable[int],
    found: Collection[int],
    known: Collection[int],
) -> set[int]:
    """Of some figures the one that tells of fewest people; none where all are hidden or known."""
    free = [place for place in places if place not in found and place not in known]
    return {min(free, key=lambda place: _rank(told[place]))} if free else set()


def _is_the_rest(each: Told, answers: Sequence[Told]) -> bool:
    """Whether some answers leave a hidden one of the same base, or no more than a few people."""
    number, base = each.counts or (0, 0)
    sums = 1  # Bit n: some of the answers make n together. At first none of them, which make 0.
    for answer in answers:
        sums |= sums << (answer.number or 0)
    if all(answer.number for answer in answers):
        sums &= ~1
    most = max(number, DFE.threshold) if _is_small(number) else number
    return any(sums >> (base - rest) & 1 for rest in range(number, min(most, base) + 1))


def _is_of_a_sum(each: Told, groups: Sequence[Told]) -> bool:
    """Whether a hidden group is what others make together, or leave of a larger one."""
    number, base = each.counts or (0, 0)
    sums = _sums(group.counts for group in groups)
    if sums is None:
        return True
    if (number, base) in sums:
        return True
    for group in groups:
        n, b = group.counts or (0, 0)
        for one, out_of in sums:
            rest, of = n - one, b - out_of
            if (rest, of) == (number, base):
                return True
            if of < base:
                continue
            if _is_small(number) and number <= rest <= DFE.threshold:
                return True
            if _is_small(base - number) and base - number <= of - rest <= DFE.threshold:
                return True
    return False


def _sums(counts: Iterable[tuple[int, int] | None]) -> set[tuple[int, int]] | None:
    """What any of the figures make together, none of them included; None where it is too much."""
    found = {(0, 0)}
    for number, base in filter(None, counts):
        found |= {(n + number, b + base) for n, b in found}
        if len(found) > MOST_SUMS:
            return None
    return found


def _is_small(count: int) -> bool:
    return 1 <= count <= DFE.threshold


def _rank(each: Told) -> tuple[bool, int, int]:
    """Smallest first, by how many answered; a zero last, which tells of nobody."""
    return not each.number, each.base or 0, each.number or 0
