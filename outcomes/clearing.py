"""What of a release may leave: disclosure control over all of it, and over what left before."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from outcomes import disclosure
from outcomes.calculations.combining import MeasureType as CalculationType
from outcomes.calculations.combining import OverAreas as AddingUp
from outcomes.models import Category, Period, PublishedFigure, WithheldFigure
from outcomes.released import SUPPRESSED, Figure, Key
from outcomes.rulebook import Rulebook, rules_named


@dataclass(frozen=True)
class Cleared:
    """The figures as they may leave, those kept back, and what no hiding can repair any more.

    `for_review` names figures that a person looks at first. `owner_rules` says which measures
    were hidden by a stricter rule than the partnership's.
    """

    figures: Sequence[Figure]
    withheld: Sequence[Figure]
    primary: int
    secondary: int
    leaks: Sequence[str]
    for_review: Sequence[str]
    owner_rules: Mapping[str, str]


def clear(figures: Sequence[Figure], period: Period, rules: Rulebook) -> Cleared:
    """Hides what could identify a person, and what would give a hidden figure away.

    Each measure by its own rule. What earlier publications of the period showed, and what they
    kept back, is reckoned with.
    """
    categories = Category.objects.in_bulk()
    breakdown_of = {pk: category.breakdown_id for pk, category in categories.items()}
    known = _with_estimates(figures, breakdown_of)
    cells = {figure.key: _cell(figure, period) for figure in known}
    earlier = _earlier_releases(period, breakdown_of)
    measures = [
        _Measure(
            rules.hiding(group[0].measure),
            [cells[figure.key] for figure in group],
            _relations(group, period, breakdown_of),
            earlier[measure],
        )
        for measure, group in _by_measure(known).items()
    ]
    released = _protect(measures, disclosure.same_counts(_counts(known, cells)))
    kinds = Counter(each.status for each in released.decisions.values())
    owner_rules = {
        figure.measure.code: rules.hiding(figure.measure).name
        for figure in known
        if rules.hiding(figure.measure) != rules.partnership
    }

    def named(keys: Container[disclosure.Key]) -> tuple[str, ...]:
        found = [figure for figure in known if cells[figure.key].key in keys]
        return tuple(_name(figure, categories.get(figure.category_id or 0)) for figure in found)

    return Cleared(
        figures=[_clear(figure, released.decisions[cells[figure.key].key]) for figure in figures],
        withheld=[figure for figure in known if cells[figure.key].key in released.kept_back],
        primary=kinds[disclosure.Status.PRIMARY],
        secondary=kinds[disclosure.Status.SECONDARY],
        leaks=named(released.leaking),
        for_review=named(released.review),
        owner_rules=dict(sorted(owner_rules.items())),
    )


@dataclass(frozen=True)
class _Measure:
    """A measure's rule, its cells, what adds up among them, and what was said of them before."""

    rules: disclosure.RuleSet
    cells: Sequence[disclosure.Cell]
    relations: Sequence[disclosure.Relation]
    earlier: Sequence[disclosure.Earlier]


@dataclass(frozen=True)
class _Released:
    """What becomes of every cell, whichever rule its measure is under."""

    decisions: Mapping[disclosure.Key, disclosure.Decision]
    leaking: Set[disclosure.Key]
    review: Set[disclosure.Key]
    kept_back: Set[disclosure.Key]


def _protect(measures: Sequence[_Measure], same: Sequence[disclosure.Same]) -> _Released:
    """Each measure by its rule; and again, until none prints what another hides."""
    cells = {cell.key: cell for measure in measures for cell in measure.cells}
    rules_of = {cell.key: measure.rules for measure in measures for cell in measure.cells}
    before = disclosure.printed_before(cells, same, [e for each in measures for e in each.earlier])
    releases: dict[int, disclosure.Release] = {}
    also: set[disclosure.Key] = set()
    more = set(cells)
    while more:
        for number, measure in enumerate(measures):
            if any(cell.key in more for cell in measure.cells):
                earlier = [*measure.earlier, *_read_elsewhere_before(measure, before)]
                releases[number] = disclosure.protect(
                    measure.cells, measure.relations, measure.rules, earlier=earlier, also=also
                )
        hidden = {key for release in releases.values() for key in release.hidden}
        more = disclosure.read_elsewhere(cells, hidden, same, rules_of.__getitem__)
        also |= more
    return _Released(
        decisions={k: each for one in releases.values() for k, each in one.decisions.items()},
        leaking={leak.key for release in releases.values() for leak in release.leaks},
        review={key for release in releases.values() for key in release.for_review},
        kept_back={
            cell.key
            for number, release in releases.items()
            for cell in measures[number].cells
            if release.keeps_back(cell)
        },
    )


def _read_elsewhere_before(
    measure: _Measure, before: Mapping[disclosure.Key, disclosure.Figure]
) -> Iterator[disclosure.Earlier]:
    """What other measures told of these counts in earlier publications, as one more of them."""
    shown = {cell.key: before[cell.key] for cell in measure.cells if cell.key in before}
    if shown:
        yield disclosure.Earlier(shown=shown, relations=(), rules=measure.rules)


def _counts(
    figures: Iterable[Figure], cells: Mapping[Key, disclosure.Cell]
) -> Iterator[tuple[disclosure.Count, str, Decimal]]:
    """Every count of people, with the words of its measure's definition."""
    for figure in figures:
        measure, key = figure.measure, cells[figure.key].key
        if not measure.counts_people:
            continue
        if figure.numerator is not None:
            counted = disclosure.Count(key, disclosure.Quantity.COUNTED)
            yield counted, measure.numerator, figure.numerator
        if figure.denominator is not None:
            out_of = disclosure.Count(key, disclosure.Quantity.ALL)
            yield out_of, measure.denominator, figure.denominator


def _by_measure(figures: Iterable[Figure]) -> dict[int, list[Figure]]:
    groups: dict[int, list[Figure]] = defaultdict(list)
    for figure in figures:
        groups[figure.measure.pk].append(figure)
    return groups


def _name(figure: Figure, category: Category | None) -> str:
    """What a figure is called where it is refused: its code, its place and its category."""
    return f"{figure.measure.code}, {figure.place}" + (f", {category}" if category else "")


def _cell(figure: Figure, period: Period) -> disclosure.Cell:
    return disclosure.Cell(
        key=_cell_key(figure.key, period),
        numerator=figure.numerator,
        denominator=figure.denominator,
        measure_type=CalculationType(figure.measure.type),
        is_total=bool(figure.expected_places),
        counts_people=figure.measure.counts_people,
        sensitive=figure.measure.is_sensitive,
    )


def _clear(figure: Figure, decision: disclosure.Decision) -> Figure:
    """The figure as it may leave; a hidden one takes its reporters' words with it."""
    if figure.shorthand == SUPPRESSED or (decision.is_hidden and figure.numerator is not None):
        return replace(figure, numerator=None, denominator=None, shorthand=SUPPRESSED, note="")
    if figure.numerator is None:
        return figure
    return replace(figure, numerator=decision.numerator, denominator=decision.denominator)


def _with_estimates(figures: Sequence[Figure], breakdown_of: Mapping[int, int]) -> Sequence[Figure]:
    """The figures, with what anybody could work out put in place of a [c] that a reporter typed.

    Where a total was reported, not added up by us, what is left of it after the parts that are
    known is what the parts given as [c] must be; protecting that protects them.
    """
    found = {figure.key: figure for figure in figures}
    for total, parts in _reported_totals(figures, breakdown_of):
        typed = [part for part in parts if part.shorthand == SUPPRESSED]
        if typed and total.numerator is not None:
            found.update(_shared_out(total, parts, typed))
    return list(found.values())


def _reported_totals(
    figures: Sequence[Figure], breakdown_of: Mapping[int, int]
) -> Iterable[tuple[Figure, list[Figure]]]:
    by_key = {figure.key: figure for figure in figures}
    groups: dict[Key, list[Figure]] = defaultdict(list)
    splits: dict[tuple[int, int, int], list[Figure]] = defaultdict(list)
    boroughs = {f.key[0::2]: f.key for f in figures if f.place.is_borough and not f.expected_places}
    for figure in figures:
        measure, place, category = figure.key
        if category is not None:
            splits[measure, place, breakdown_of[category]].append(figure)
        if not figure.place.is_borough and (measure, category) in boroughs:
            groups[boroughs[measure, category]].append(figure)
    for key, parts in groups.items():
        yield by_key[key], parts
    for (measure, place, _), parts in splits.items():
        if total := by_key.get((measure, place, None)):
            yield total, parts


def _shared_out(
    total: Figure, parts: Sequence[Figure], typed: Sequence[Figure]
) -> dict[Key, Figure]:
    numerators = _left_over(total.numerator, [part.numerator for part in parts], len(typed))
    denominators = _left_over(total.denominator, [part.denominator for part in parts], len(typed))
    return {
        part.key: replace(part, numerator=numerator, denominator=denominator)
        for part, numerator, denominator in zip(typed, numerators, denominators, strict=True)
    }


def _left_over(
    total: Decimal | None, parts: Iterable[Decimal | None], among: int
) -> list[Decimal | None]:
    """What is left of a total, in whole numbers as even as can be; None where there is none."""
    if total is None:
        return [None] * among
    left = max(Decimal(0), total - sum((part for part in parts if part is not None), Decimal(0)))
    share = left // among
    return [left - share * (among - 1), *[share] * (among - 1)]


def _cell_key(key: Key, period: Period) -> disclosure.Key:
    measure, place, category = key
    return disclosure.Key(
        str(measure), str(place), period.code, None if category is None else str(category)
    )


def _relations(
    figures: Iterable[Figure], period: Period, breakdown_of: Mapping[int, int]
) -> list[disclosure.Relation]:
    """The borough is the sum of its localities; everybody is the sum of the categories."""
    totals: dict[tuple[int, int | None], disclosure.Key] = {}
    parts: dict[tuple[int, int | None], list[disclosure.Key]] = defaultdict(list)
    splits: dict[tuple[int, int, int], list[disclosure.Key]] = defaultdict(list)
    for figure in figures:
        measure, place, category = figure.key
        key = _cell_key(figure.key, period)
        if category is not None:
            splits[measure, place, breakdown_of[category]].append(key)
        if figure.measure.over_areas == AddingUp.NONE:
            continue
        if figure.place.is_borough:
            totals[measure, category] = key
        else:
            parts[measure, category].append(key)
    over_places = [
        disclosure.Relation(total, tuple(parts[group]))
        for group, total in totals.items()
        if parts[group]
    ]
    over_categories = [
        disclosure.Relation(_cell_key((measure, place, None), period), tuple(keys))
        for (measure, place, _), keys in splits.items()
    ]
    return over_places + over_categories


def _earlier_releases(
    period: Period, breakdown_of: Mapping[int, int]
) -> Mapping[int, list[disclosure.Earlier]]:
    """By measure, what each earlier publication of the period let anybody read and kept back."""
    withheld: dict[tuple[int, int], dict[Key, disclosure.Figure]] = defaultdict(dict)
    for kept in WithheldFigure.objects.filter(publication__period=period):
        key = (kept.measure_id, kept.place_id, kept.category_id)
        figure = disclosure.Figure(kept.numerator, kept.denominator)
        withheld[kept.publication_id, kept.measure_id][key] = figure
    published: dict[tuple[int, int], list[PublishedFigure]] = defaultdict(list)
    rows = PublishedFigure.objects.filter(publication__period=period).select_related(
        "measure", "place", "publication"
    )
    for row in rows.order_by("publication__number"):
        published[row.publication_id, row.measure_id].append(row)
    rules = cache(rules_named)
    found: dict[int, list[disclosure.Earlier]] = defaultdict(list)
    for group, figures in published.items():
        partnership = rules(figures[0].publication.rules_version).partnership
        said = _as_earlier(figures, withheld[group], period, breakdown_of, partnership)
        found[group[1]].append(said)
    return found


def _as_earlier(
    published: Sequence[PublishedFigure],
    withheld: Mapping[Key, disclosure.Figure],
    period: Period,
    breakdown_of: Mapping[int, int],
    partnership: disclosure.RuleSet,
) -> disclosure.Earlier:
    """What a publication said of one measure."""
    figures = [
        Figure(
            measure=row.measure,
            place=row.place,
            category_id=row.category_id,
            numerator=row.numerator,
            denominator=row.denominator,
            shorthand=row.shorthand,
            expected=row.reporters_expected,
            included=row.reporters_included,
        )
        for row in published
    ]
    publication, measure = published[0].publication, published[0].measure
    own = (publication.owner_rules or {}).get(measure.code, "")
    # A figure that was neither shown nor kept back was not in that publication's totals.
    there = [f for f in figures if f.numerator is not None or f.key in withheld]
    return disclosure.Earlier(
        shown={
            _cell_key(f.key, period): disclosure.Figure(f.numerator, f.denominator)
            for f in there
            if f.numerator is not None
        },
        hidden={_cell_key(key, period): figure for key, figure in withheld.items()},
        relations=_relations(there, period, breakdown_of),
        rules=disclosure.RULE_SETS.get(own, partnership),
    )
