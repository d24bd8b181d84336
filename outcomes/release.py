"""From approved figures to what may leave: adding up over places, then disclosure control.

Reads the store, writes nothing: the preview and the publication are the same release.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.conf import settings

from governance.models import Place, PlaceKind
from outcomes.calculations.combining import OverAreas as AddingUp
from outcomes.calculations.combining import Part, combine
from outcomes.clearing import clear
from outcomes.models import Measure, Observation, Period, PublishedFigure, Status
from outcomes.released import (
    IN_PART,
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    REVISED,
    SUPPRESSED,
    Figure,
    Key,
)
from outcomes.rulebook import Rulebook, rules_on

__all__ = ["Figure", "Release", "prepare"]


@dataclass(frozen=True)
class Told:
    """The story that a reporter tells of a figure."""

    measure: Measure
    place: Place
    reporter: str
    answers: Mapping[str, str]


@dataclass(frozen=True)
class Release:
    """Everything that publishing a period would write, and who is not in it.

    A submission is included when all of it is approved. Of one that is approved in part, the
    approved figures are in the release, and its reporter is named in `missing` as in part.
    """

    period: Period
    figures: Sequence[Figure]
    approved: int
    submissions_expected: int
    submissions_included: int
    missing: Sequence[str]
    in_full: Sequence[str]
    withheld: Sequence[Figure]
    hidden_primary: int
    hidden_secondary: int
    leaks: Sequence[str]
    for_review: Sequence[str]
    rules: Rulebook
    owner_rules: Mapping[str, str]
    stories: Sequence[Told] = ()

    @property
    def shown(self) -> int:
        return sum(figure.numerator is not None for figure in self.figures)


def prepare(period: Period, *, on: date) -> Release:
    """The release that publishing a period on a day would make, by the rules then in force."""
    rules = rules_on(on)
    rows = _rows(period)
    earlier = _earlier(period)
    figures = [figure for group in _groups(rows).values() for figure in _add_up(group)]
    cleared = clear(figures, period, rules)
    given = {row.submission_id for row in rows if row.approved_at is not None}
    submissions = list(period.submissions.select_related("reporter"))
    expected = [s for s in submissions if s.status != Status.EXCUSED]
    return Release(
        period=period,
        figures=[_mark_revised(figure, earlier) for figure in cleared.figures],
        approved=sum(row.approved_at is not None for row in rows),
        submissions_expected=len(expected),
        submissions_included=sum(s.status == Status.APPROVED for s in expected),
        missing=[
            f"{s.reporter}{IN_PART}" if s.pk in given else str(s.reporter)
            for s in expected
            if s.status != Status.APPROVED
        ],
        in_full=[str(s.reporter) for s in expected if s.status == Status.APPROVED],
        withheld=cleared.withheld,
        hidden_primary=cleared.primary,
        hidden_secondary=cleared.secondary,
        leaks=cleared.leaks,
        for_review=cleared.for_review,
        rules=rules,
        owner_rules=cleared.owner_rules,
        stories=_stories(rows, cleared.figures),
    )


def _stories(rows: Iterable[Observation], figures: Iterable[Figure]) -> list[Told]:
    """What is told of approved figures; not of a hidden one, which words could give away."""
    hidden = {figure.key for figure in figures if figure.shorthand == SUPPRESSED}
    return [
        Told(row.measure, row.place, row.submission.reporter.name, row.story.by_name)
        for row in rows
        if row.approved_at is not None
        and row.told
        and (row.measure_id, row.place_id, row.category_id) not in hidden
    ]


def _rows(period: Period) -> list[Observation]:
    return list(
        Observation.objects.filter(submission__period=period)
        .select_related("measure", "place__parent", "submission__reporter", "story")
        .order_by("measure__order", "measure__code", "category_id", "place__order")
    )


def _earlier(period: Period) -> dict[Key, PublishedFigure]:
    """The first published version of each of the period's figures: later ones are revisions."""
    figures = PublishedFigure.objects.filter(publication__period=period, numerator__isnull=False)
    newest_first = figures.order_by("-publication__number")
    return {(f.measure_id, f.place_id, f.category_id): f for f in newest_first}


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
    given = [row for row in rows if row.approved_at is not None]
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
            [r for r in rows if r.approved_at is not None],
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


def _mark_revised(figure: Figure, earlier: dict[Key, PublishedFigure]) -> Figure:
    """A figure that differs from what was published before carries [r]."""
    before = earlier.get(figure.key)
    if before is None or figure.shorthand or before.numerator is None:
        return figure
    same = (before.numerator, before.denominator) == (figure.numerator, figure.denominator)
    return figure if same else replace(figure, shorthand=REVISED)
