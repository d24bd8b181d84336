"""Generated tables of places and groups, released, corrected and released again.

Nothing depends on the clock, and all that is random comes from the generator that is passed in.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal as D

from outcomes.calculations import MeasureType
from outcomes.disclosure import DFE, Cell, Earlier, Key, Relation, RuleSet, primary_reason, protect
from tests.outcomes.brute_force import Published
from tests.outcomes.calculations import reference

COUNT, MEAN = MeasureType.COUNT, MeasureType.MEAN
LOCALITIES = ("TH-NE", "TH-NW", "TH-SE", "TH-SW")
BOROUGH = "E09000030"
PERIOD = "2026-Q1"


def key(place: str, category: str | None = None, measure: str = "SAF-101") -> Key:
    return Key(measure, place, PERIOD, category)


Base = dict[tuple[str, str | None], tuple[int, int]]


def table_of(base: Base, kind: MeasureType) -> tuple[list[Cell], list[Relation]]:
    """The cells and relations of a table whose inner figures are given."""
    places = sorted({place for place, _ in base})
    groups = sorted({group for _, group in base if group is not None})

    def add(pairs: Iterable[tuple[int, int]]) -> tuple[int, int]:
        numerators, denominators = zip(*pairs, strict=True)
        return sum(numerators), sum(denominators)

    figures: dict[tuple[str, str | None], tuple[int, int]] = dict(base)
    relations = []
    for place in places if groups else []:
        figures[place, None] = add(base[place, group] for group in groups)
    for group in [None, *groups]:
        figures[BOROUGH, group] = add(figures[place, group] for place in places)
        relations.append(Relation(key(BOROUGH, group), tuple(key(p, group) for p in places)))
    for place in [*places, BOROUGH] if groups else []:
        relations.append(Relation(key(place), tuple(key(place, g) for g in groups)))
    cells = [
        Cell(
            key(place, group),
            D(n),
            None if kind == COUNT else D(d),
            kind,
            is_total=place == BOROUGH or (group is None and bool(groups)),
        )
        for (place, group), (n, d) in figures.items()
    ]
    return cells, relations


def generated_base(rng: random.Random, kind: MeasureType) -> Base:
    places = rng.sample(LOCALITIES, rng.choice([2, 3, 4, 4, 4]))
    groups: list[str | None] = [None]
    if rng.random() < 0.5:
        groups = [f"group {i}" for i in range(rng.randint(2, 4))]
    scale = rng.choice([4, 12, 40, 200])
    return {(p, g): generated_figure(rng, kind, scale) for p in places for g in groups}


def generated_figure(rng: random.Random, kind: MeasureType, scale: int) -> tuple[int, int]:
    n = rng.choice([0, rng.randint(1, 5), rng.randint(0, scale), rng.randint(0, 3 * scale)])
    rest = rng.choice([0, rng.randint(0, 5), rng.randint(0, scale), rng.randint(0, 4 * scale)])
    return (n, rest) if kind == MEAN else (n, n + rest)


def revised(rng: random.Random, base: Base, kind: MeasureType) -> Base:
    """The next release: a figure or two corrected, a locality late, or nothing new."""
    new = dict(base)
    for inner in rng.sample(sorted(base, key=str), min(len(base), rng.randint(0, 2))):
        new[inner] = generated_figure(rng, kind, rng.choice([4, 40]))
    missing = [place for place in LOCALITIES if place not in {p for p, _ in base}]
    if missing and rng.random() < 0.6:
        for group in {g for _, g in base}:
            new[missing[0], group] = generated_figure(rng, kind, 40)
    return new


def amounts(cell: Cell) -> dict[str, int]:
    """The numbers in a cell that add up, by what they are of."""
    assert cell.numerator is not None
    n = int(cell.numerator)
    if cell.measure_type == COUNT or cell.denominator is None:
        return {"counted": n}
    d = int(cell.denominator)
    if cell.measure_type == MEAN:
        return {"all": d}
    return {"counted": n, "not counted": d - n} if d >= n else {"counted": n, "all": d}


def recovered(history: Sequence[Published], threshold: int = 5) -> set[Key]:
    """Hidden figures of 1 to 5 people that plain elimination over all releases finds out.

    Shares no code with the attack under test. An amount that was the same in two releases counts
    as one unknown, as if the reader had been told which figures changed.
    """
    found: set[Key] = set()
    for quantity in ("counted", "not counted", "all"):
        unknown: dict[str, tuple[Key, int]] = {}
        shown: set[str] = set()
        sums: list[tuple[dict[str, int], int]] = []
        everywhere: dict[Key, str] = {}
        for release in history:
            names = {}
            for cell in release.cells:
                if quantity in (held := amounts(cell)):
                    name = names[cell.key] = f"{cell.key} {held[quantity]}"
                    # A total of other parts is another number, even of the same amount.
                    for relation in release.relations:
                        if relation.total == cell.key:
                            name = names[cell.key] = f"{name} of {len(relation.parts)}"
                    everywhere[cell.key] = name
                    unknown[name] = cell.key, held[quantity]
                    if cell.key not in release.hidden:
                        shown.add(name)
            for relation in release.relations:
                if relation.total in names and all(k in everywhere for k in relation.parts):
                    terms = {names[relation.total]: 1}
                    terms.update({everywhere[part]: -1 for part in relation.parts})
                    sums.append((terms, 0))
        left = [name for name in unknown if name not in shown]
        for name in reference.determined(left, sums):
            who, amount = unknown[name]
            if 1 <= amount <= threshold:
                found.add(who)
    return found


def history_of(
    rng: random.Random, kind: MeasureType, rules: RuleSet = DFE, *, secondary: bool = True
) -> Iterator[list[Published]]:
    """One table's releases, growing by one each time: revisions, late places, a year to date.

    Without `secondary` only what is small for itself is hidden.
    """
    history: list[Published] = []
    earlier: list[Earlier] = []
    tables = _quarters if rng.random() < 0.2 else _revisions
    for cells, relations in tables(rng, kind):
        release = protect(cells, relations, rules, earlier=earlier)
        hidden = release.hidden
        if not secondary:
            hidden = frozenset(cell.key for cell in cells if primary_reason(cell, rules))
        made = Published(cells, relations, hidden, rules, secondary and bool(release.leaks))
        if made.is_refused:  # nobody reads it, so nothing later has to reckon with it
            yield [*history, made]
            continue
        earlier.append(release.as_earlier(cells, relations))
        history.append(made)
        yield history


Table = tuple[list[Cell], list[Relation]]


def _revisions(rng: random.Random, kind: MeasureType) -> Iterator[Table]:
    base = generated_base(rng, kind)
    for _ in range(rng.choice([1, 1, 2, 3])):
        yield table_of(base, kind)
        base = revised(rng, base, kind)


def _quarters(rng: random.Random, kind: MeasureType) -> Iterator[Table]:
    """Quarter after quarter, each with the year to date beside it."""
    places = rng.sample(LOCALITIES, rng.choice([2, 3, 4]))
    scale = rng.choice([4, 12, 40])
    so_far: dict[str, list[tuple[int, int]]] = {place: [] for place in [*places, BOROUGH]}
    for quarter in range(1, rng.choice([2, 3]) + 1):
        base: Base = {(place, None): generated_figure(rng, kind, scale) for place in places}
        cells, relations = _in_period(table_of(base, kind), f"Q{quarter}")
        for cell in cells:
            pair = int(cell.numerator or 0), int(cell.denominator or 0)
            so_far[cell.key.place].append(pair)
        if quarter > 1:
            sums: Base = {
                (place, None): (sum(n for n, _ in pairs), sum(d for _, d in pairs))
                for place, pairs in so_far.items()
                if place != BOROUGH
            }
            more, over_places = _in_period(table_of(sums, kind), f"Q1 to Q{quarter}")
            relations = [*relations, *over_places]
            cells = [*cells, *more]
            for cell in more:
                parts = tuple(cell.key._replace(period=f"Q{q}") for q in range(1, quarter + 1))
                relations.append(Relation(cell.key, parts))
        yield cells, relations


def _in_period(table: Table, period: str) -> Table:
    cells, relations = table
    return (
        [replace(cell, key=cell.key._replace(period=period)) for cell in cells],
        [
            Relation(
                each.total._replace(period=period),
                tuple(part._replace(period=period) for part in each.parts),
            )
            for each in relations
        ],
    )
