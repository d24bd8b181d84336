"""From approved figures to what may leave: adding up over places, then disclosure control.

Reads the store, writes nothing: the preview and the publication are the same release.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.conf import settings

from governance.models import Place, PlaceKind
from outcomes import disclosure
from outcomes.calculations.combining import MeasureType as CalculationType
from outcomes.calculations.combining import OverAreas as AddingUp
from outcomes.calculations.combining import Part, combine, value
from outcomes.calculations.intervals import interval_for
from outcomes.models import Category, Measure, Observation, Period, PublishedFigure, Status

#: The partnership's rule for small numbers: 1 to 5 people are hidden.
RULES = disclosure.DFE

SUPPRESSED, NOT_AVAILABLE, NOT_APPLICABLE, REVISED = "c", "x", "z", "r"

Key = tuple[int, int, int | None]
"""Measure, place, category (None: everybody)."""


@dataclass(frozen=True)
class Figure:
    """One figure of a release, ready to be written: nothing hidden is in it."""

    measure: Measure
    place: Place
    category_id: int | None
    numerator: Decimal | None
    denominator: Decimal | None
    shorthand: str
    expected: int
    included: int
    included_places: tuple[str, ...] = ()
    expected_places: tuple[str, ...] = ()
    note: str = ""
    source: str = ""

    @property
    def key(self) -> Key:
        return (self.measure.pk, self.place.pk, self.category_id)

    @property
    def value(self) -> float | None:
        """The value in the measure's unit; None where it is hidden, missing or 0 of 0."""
        found = value(
            self.numerator,
            self.denominator,
            measure_type=CalculationType(self.measure.type),
            multiplier=self.measure.multiplier,
            may_exceed=True,
        )
        return None if found is None else float(found)

    @property
    def limits(self) -> tuple[float | None, float | None]:
        """The 95% interval in the measure's unit, where the measure has one."""
        interval = interval_for(
            self.numerator,
            self.denominator,
            measure_type=CalculationType(self.measure.type),
            multiplier=self.measure.multiplier,
        )
        return (interval.lower, interval.upper) if interval else (None, None)


@dataclass(frozen=True)
class Release:
    """Everything that publishing a period would write, and who is not in it."""

    period: Period
    figures: Sequence[Figure]
    submissions_expected: int
    submissions_included: int
    missing: Sequence[str]
    hidden_primary: int
    hidden_secondary: int
    leaks: Sequence[str]

    @property
    def shown(self) -> int:
        return sum(figure.numerator is not None for figure in self.figures)


def prepare(period: Period) -> Release:
    """The release that publishing a period now would make."""
    rows = _rows(period)
    earlier = _earlier(period)
    figures = [figure for group in _groups(rows).values() for figure in _add_up(group)]
    shown, cleared = _protect(figures, period)
    hidden = Counter(decision.status for decision in cleared.decisions.values())
    submissions = list(period.submissions.select_related("reporter"))
    expected = [s for s in submissions if s.status != Status.EXCUSED]
    return Release(
        period=period,
        figures=[_mark_revised(figure, earlier) for figure in shown],
        submissions_expected=len(expected),
        submissions_included=sum(s.status == Status.APPROVED for s in expected),
        missing=[str(s.reporter) for s in expected if s.status != Status.APPROVED],
        hidden_primary=hidden[disclosure.Status.PRIMARY],
        hidden_secondary=hidden[disclosure.Status.SECONDARY],
        leaks=_names_of(cleared, shown, period),
    )


def _rows(period: Period) -> list[Observation]:
    return list(
        Observation.objects.filter(submission__period=period)
        .exclude(submission__status=Status.EXCUSED)
        .select_related("measure", "place__parent", "submission__reporter")
        .order_by("measure__order", "measure__code", "category_id", "place__order")
    )


def _earlier(period: Period) -> dict[Key, PublishedFigure]:
    """The last published version of each of the period's figures."""
    figures = PublishedFigure.objects.filter(period=period).order_by("publication__number")
    return {(f.measure_id, f.place_id, f.category_id): f for f in figures}


def _groups(rows: Iterable[Observation]) -> dict[tuple[int, int | None], list[Observation]]:
    groups: dict[tuple[int, int | None], list[Observation]] = defaultdict(list)
    for row in rows:
        groups[row.measure_id, row.category_id].append(row)
    return groups


def _add_up(rows: list[Observation]) -> list[Figure]:
    """A figure for each place that owes one, and the borough's from its localities."""
    by_place: dict[int, list[Observation]] = defaultdict(list)
    for row in rows:
        by_place[row.place_id].append(row)
    figures = [_of_place(place_rows) for place_rows in by_place.values()]
    localities = [f for f in figures if f.place.kind == PlaceKind.LOCALITY]
    if localities and not any(f.place.is_borough for f in figures):
        figures.insert(0, _of_borough(localities, rows))
    return figures


def _of_place(rows: list[Observation]) -> Figure:
    measure, place = rows[0].measure, rows[0].place
    given = [row for row in rows if row.submission.status == Status.APPROVED]
    counted = [row for row in given if row.numerator is not None]
    if len(rows) == 1 and counted:
        numerator, denominator = counted[0].numerator, counted[0].denominator
    else:
        parts = [Part(str(row.pk), row.numerator, row.denominator) for row in counted]
        combined = combine(
            parts, rule=AddingUp(measure.over_areas), expected=[part.label for part in parts]
        )
        numerator, denominator = combined.numerator, combined.denominator
    return Figure(
        measure=measure,
        place=place,
        category_id=rows[0].category_id,
        numerator=numerator,
        denominator=denominator,
        shorthand=_shorthand(given, numerator, denominator),
        expected=len(rows),
        included=len(counted),
        note=_notes(given),
        source=_source(measure, rows),
    )


def _of_borough(localities: list[Figure], rows: list[Observation]) -> Figure:
    measure = localities[0].measure
    borough = localities[0].place.parent
    assert borough is not None
    combined = combine(
        [Part(f.place.name, f.numerator, f.denominator) for f in localities],
        rule=AddingUp(measure.over_areas),
        expected=[f.place.name for f in localities],
    )
    does_not_add_up = measure.over_areas == AddingUp.NONE
    return Figure(
        measure=measure,
        place=borough,
        category_id=localities[0].category_id,
        numerator=combined.numerator,
        denominator=combined.denominator,
        shorthand=NOT_APPLICABLE
        if does_not_add_up
        else _shorthand(
            [r for r in rows if r.submission.status == Status.APPROVED],
            combined.numerator,
            combined.denominator,
        ),
        expected=sum(f.expected for f in localities),
        included=sum(f.included for f in localities),
        included_places=combined.included,
        expected_places=tuple(f.place.name for f in localities),
        source=_source(measure, rows),
    )


def _shorthand(
    given: Sequence[Observation], numerator: Decimal | None, denominator: Decimal | None
) -> str:
    """Why there is no figure: what every reporter said where they agree, otherwise [x]."""
    if numerator is not None:
        return NOT_APPLICABLE if denominator == 0 else ""
    reasons = {row.missing for row in given}
    return reasons.pop() if len(reasons) == 1 and "" not in reasons else NOT_AVAILABLE


def _notes(given: Sequence[Observation]) -> str:
    return "\n".join(row.note for row in given if row.note)


def _source(measure: Measure, rows: Sequence[Observation]) -> str:
    reporters = sorted({row.submission.reporter.name for row in rows})
    source = "; ".join([measure.data_source, *reporters] if measure.data_source else reporters)
    return f"{source}. Illustrative figures"[:300] if settings.DEMO else source[:300]


def _protect(figures: list[Figure], period: Period) -> tuple[list[Figure], disclosure.Release]:
    """Hides what could identify a person, and what would give a hidden figure away."""
    cells = [
        disclosure.Cell(
            key=_cell_key(figure.key, period),
            numerator=figure.numerator,
            denominator=figure.denominator,
            measure_type=CalculationType(figure.measure.type),
            is_total=bool(figure.expected_places),
            counts_people=figure.measure.counts_people,
            sensitive=figure.measure.is_sensitive,
        )
        for figure in figures
    ]
    cleared = disclosure.protect(
        cells, _relations(figures, period), RULES, earlier=_earlier_releases(period)
    )
    shown = [
        _clear(figure, cleared.decisions[cell.key])
        for figure, cell in zip(figures, cells, strict=True)
    ]
    return shown, cleared


def _clear(figure: Figure, decision: disclosure.Decision) -> Figure:
    """The figure as it may leave; a hidden one takes its reporters' words with it."""
    if figure.numerator is None:
        return figure
    if decision.is_hidden:
        return replace(figure, numerator=None, denominator=None, shorthand=SUPPRESSED, note="")
    return replace(figure, numerator=decision.numerator, denominator=decision.denominator)


def _cell_key(key: Key, period: Period) -> disclosure.Key:
    measure, place, category = key
    return disclosure.Key(
        str(measure), str(place), period.code, None if category is None else str(category)
    )


def _relations(figures: Iterable[Figure], period: Period) -> list[disclosure.Relation]:
    """The borough is the sum of its localities; everybody is the sum of the categories."""
    relations = []
    totals: dict[tuple[int, int | None], disclosure.Key] = {}
    parts: dict[tuple[int, int | None], list[disclosure.Key]] = defaultdict(list)
    splits: dict[tuple[int, int, int], list[disclosure.Key]] = defaultdict(list)
    breakdown_of = dict(Category.objects.values_list("pk", "breakdown_id"))
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
    relations += [
        disclosure.Relation(total, tuple(parts[group]))
        for group, total in totals.items()
        if parts[group]
    ]
    relations += [
        disclosure.Relation(_cell_key((measure, place, None), period), tuple(keys))
        for (measure, place, _), keys in splits.items()
    ]
    return relations


def _earlier_releases(period: Period) -> list[disclosure.Earlier]:
    """What earlier publications of the same period let anybody read, one after another."""
    by_number: dict[int, list[PublishedFigure]] = defaultdict(list)
    published = PublishedFigure.objects.filter(period=period).select_related(
        "publication", "measure", "place"
    )
    for figure in published.order_by("publication__number"):
        by_number[figure.publication.number].append(figure)
    return [_as_earlier(figures, period) for figures in by_number.values()]


def _as_earlier(published: list[PublishedFigure], period: Period) -> disclosure.Earlier:
    there = [f for f in published if f.numerator is not None or f.shorthand == SUPPRESSED]
    as_figures = [
        Figure(
            measure=f.measure,
            place=f.place,
            category_id=f.category_id,
            numerator=f.numerator,
            denominator=f.denominator,
            shorthand=f.shorthand,
            expected=f.reporters_expected,
            included=f.reporters_included,
        )
        for f in there
    ]
    return disclosure.Earlier(
        shown={
            _cell_key(f.key, period): disclosure.Figure(f.numerator, f.denominator)
            for f in as_figures
            if f.numerator is not None
        },
        relations=_relations(as_figures, period),
        rules=RULES,
    )


def _mark_revised(figure: Figure, earlier: dict[Key, PublishedFigure]) -> Figure:
    """A figure that differs from what was published before carries [r]."""
    before = earlier.get(figure.key)
    if before is None or figure.shorthand or before.numerator is None:
        return figure
    same = (before.numerator, before.denominator) == (figure.numerator, figure.denominator)
    return figure if same else replace(figure, shorthand=REVISED)


def _names_of(
    cleared: disclosure.Release, figures: Sequence[Figure], period: Period
) -> tuple[str, ...]:
    """The hidden figures that an earlier publication already gives away, by name."""
    leaking = {leak.key for leak in cleared.leaks}
    return tuple(
        f"{figure.measure.code}, {figure.place}"
        for figure in figures
        if _cell_key(figure.key, period) in leaking
    )
