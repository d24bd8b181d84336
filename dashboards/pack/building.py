"""From a publication to its pack: published figures and what the publication kept, nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import fields

from django.utils import timezone

from dashboards import narrative
from dashboards.pack.contents import (
    ON_ONE_PAGE,
    Area,
    Change,
    ChangeInFull,
    Cover,
    Difference,
    EqualityPart,
    GapLine,
    LocalityPart,
    Pack,
    PriorityPart,
    Summary,
)
from dashboards.pack.decisions import followed, questions, wanted
from dashboards.pack.figures import revisions
from dashboards.pack.material import Material, material
from dashboards.pack.sheets import sheet
from dashboards.pack.wording import PlaceWord, Wording
from dashboards.selectors.chance import Chance
from dashboards.selectors.comparing import COMPARABLE, DIFFERENT, compare
from dashboards.selectors.editions import Edition, PackEditions
from dashboards.selectors.history import Cell
from dashboards.selectors.overview import area_grid
from dashboards.selectors.priorities import priority_line
from dashboards.selectors.rows import (
    AREA_NAMES,
    LEVEL_NAMES,
    Row,
    beyond_usual,
    by_area,
    counted,
    rows,
    tallies,
)
from outcomes.calculations.comparison import (
    Comparison,
    Polarity,
    expected_false_differences,
    most_false_group_differences,
)
from outcomes.calculations.rounding import number_text
from outcomes.models import Area as AreaCode


def pack(editions: PackEditions, *, of_people: bool = True) -> Pack:
    """The pack of a publication, the same to the digit whenever it is made.

    Without `of_people` it says that somebody leads or owns, and not who.
    Some twenty queries, and two for each measure that changed, however long the history.
    """
    found = material(editions, of_people=of_people)
    edition, wording, borough = found.edition, found.wording, found.borough
    short = _summary(found)
    in_short = {each.name: getattr(short, each.name) for each in fields(short)}
    return Pack(
        **in_short | {"changes": tuple(_in_full(found, each) for each in short.changes)},
        earlier=followed(found).earlier,
        hubs=tallies(row for row in borough if row.area == AreaCode.FAMILY_HUBS),
        priorities=tuple(_priorities(found)),
        localities=tuple(_locality(found, place) for place in wording.localities),
        equalities=_equalities(found),
        gaps=tuple(_gaps(wording)),
        revisions=revisions(edition, found.before, wording),
        areas=_areas(found, borough),
        first=next((row.code for row in in_order(borough, wording)), ""),
        actions=wording.actions,
    )


def summary(editions: PackEditions, *, of_people: bool = True) -> Summary:
    """What one page says of the same publication, word for word as the pack does.

    Some ten queries: it reads the figures of the whole borough alone.
    """
    return _summary(material(editions, of_people=of_people, borough_alone=True))


def _summary(found: Material) -> Summary:
    edition, wording, borough = found.edition, found.wording, found.borough
    due = [row for row in borough if row.counts_as_due]
    return Summary(
        cover=cover(edition, wording),
        headline=narrative.headline(counted(borough)),
        due=len(due),
        with_figure=sum(row.has_figure for row in due),
        measures=len(borough),
        enough_history=edition.enough_history,
        chance=Chance.under(edition).of(edition.enough_history),
        changes=_changes(found),
        decided=followed(found).latest,
        wanted=wanted(found),
        levels=tuple(LEVEL_NAMES.values()),
        grid=area_grid(borough, _gaps_by_cell(wording)),
        on_one_page=_areas(found, _on_one_page(borough, wording)),
    )


def cover(edition: Edition, wording: Wording) -> Cover:
    """Which publication it is; nothing of whether a newer one has been made since."""
    return Cover(
        number=edition.number,
        published_on=edition.published_on,
        published=timezone.localdate(edition.published_at),
        is_correction=edition.is_correction,
        corrects=edition.corrects,
        reason=edition.reason,
        is_illustrative=edition.is_illustrative,
        period_code=edition.period_code,
        period_label=edition.period_label,
        financial=edition.financial,
        expected=edition.expected,
        included=edition.included,
        missing_text=edition.missing_text,
        is_kept=wording.is_kept,
    )


def in_order(borough: Sequence[Row], wording: Wording) -> list[Row]:
    """What changed, then what shows the priorities, then the rest: at most a page of them."""
    wanted = {pk for priority in wording.priorities for pk in priority.measures}
    changed = list(beyond_usual(borough))
    priorities = [row for row in borough if row.measure_id in wanted and not row.is_signal]
    return [*changed, *priorities][:ON_ONE_PAGE]


def _on_one_page(borough: Sequence[Row], wording: Wording) -> list[Row]:
    """The same in the order of the measure library."""
    chosen = {row.measure_id for row in in_order(borough, wording)}
    return [row for row in borough if row.measure_id in chosen]


def _areas(found: Material, some: Sequence[Row]) -> tuple[Area, ...]:
    return tuple(
        Area(group.heading, tuple(found.line(row) for row in group.rows)) for group in by_area(some)
    )


def _changes(found: Material) -> tuple[Change, ...]:
    """Beyond usual variation, worse first; new where the pack before did not say the same."""
    before: dict[int, str] = {}
    if found.before:
        worded, where = found.wording.worded, found.wording.borough.pk
        before = {
            row.measure_id: row.finding
            for row in rows(found.before, worded=worded, place_id=where)
            if row.is_signal
        }
    return tuple(
        Change(row, is_new=before.get(row.measure_id) != row.finding)
        for row in beyond_usual(found.borough)
    )


def _in_full(found: Material, change: Change) -> ChangeInFull:
    row = change.row
    return ChangeInFull(
        row=row, is_new=change.is_new, sheet=sheet(found, row), questions=questions(row)
    )


def _priorities(found: Material) -> Iterable[PriorityPart]:
    by_id = {row.measure_id: row for row in found.borough}
    for each in found.wording.priorities:
        own = [by_id[pk] for pk in each.measures if pk in by_id]
        yield PriorityPart(
            line=priority_line(
                each.number, each.title, each.first_1001_days, own, len(each.measures)
            ),
            lead=each.lead,
            lines=tuple(found.line(row) for row in own),
        )


def _locality(found: Material, place: PlaceWord) -> LocalityPart:
    own = rows(found.edition, worded=found.wording.worded, place_id=place.pk)
    borough = {row.measure_id: row for row in found.borough}
    beside = []
    for row in own:
        if row.measure_id not in borough:
            continue
        here = found.figures.latest(row.measure_id, place.pk, row.period_id)
        whole = found.figures.latest(row.measure_id, found.wording.borough.pk, row.period_id)
        word = _beside(row, here, whole)
        told = Difference(
            title=row.title,
            group=place.name,
            figure_text=narrative.figure(row.figure_text, row.of_text),
            borough_text=borough[row.measure_id].figure_text,
            word=narrative.against_borough(word),
        )
        beside.append((word, told))
    compared, differences = _told_apart(beside)
    due = [row for row in own if row.counts_as_due]
    return LocalityPart(
        name=place.name,
        slug=place.slug,
        headline=narrative.headline(counted(own)),
        changes=beyond_usual(own),
        differences=differences,
        compared=compared,
        chance=f"{expected_false_differences(compared):.1f}",
        due=len(due),
        with_figure=sum(row.has_figure for row in due),
    )


def _beside(row: Row, own: Cell | None, whole: Cell | None) -> Comparison:
    """A place's or a group's figure of a measure beside the borough's, by its 95% interval."""
    if row.type not in COMPARABLE or own is None or whole is None:
        return Comparison.NOT_COMPARED
    return compare(own.lower, own.upper, whole.value, Polarity(row.polarity))


def _told_apart(
    beside: Sequence[tuple[Comparison, Difference]],
) -> tuple[int, tuple[Difference, ...]]:
    """How many could be compared, and those that differ."""
    compared = sum(word != Comparison.NOT_COMPARED for word, _ in beside)
    return compared, tuple(told for word, told in beside if word in DIFFERENT)


def _equalities(found: Material) -> EqualityPart:
    """Groups of the quarter's splits against everybody, each by its own 95% interval."""
    by_id = {row.measure_id: row for row in found.borough}
    where, when = found.wording.borough.pk, found.edition.period_id
    hidden, split, beside = 0, set[int](), []
    measures = {pk: i for i, pk in enumerate(found.wording.measures)}
    categories = {pk: i for i, pk in enumerate(found.wording.categories)}
    groups = sorted(
        found.figures.groups(where, when),
        key=lambda each: (measures[each[0]], categories.get(each[1], 0)),
    )
    for measure, category, cell in groups:
        row = by_id.get(measure)
        if row is None:
            continue
        split.add(measure)
        hidden += cell.shorthand == "c"
        whole = found.figures.latest(measure, where, when)
        word = _beside(row, cell, whole)
        told = Difference(
            title=row.title,
            group=found.wording.categories.get(category, ""),
            figure_text=narrative.figure(cell.text, cell.of_text),
            borough_text=whole.text if whole else "",
            word=narrative.against_borough(word),
        )
        beside.append((word, told))
    compared, differences = _told_apart(beside)
    due = [row for row in found.borough if row.counts_as_due]
    return EqualityPart(
        differences=differences,
        compared=compared,
        chance=number_text(most_false_group_differences(compared), 1),
        measures=len(split),
        hidden=hidden,
        without_split=sum(row.measure_id not in split for row in due),
    )


def _gaps_by_cell(wording: Wording) -> Counter[tuple[str, str]]:
    measures = (wording.measures[gap.measure_id] for gap in wording.gaps)
    return Counter((measure.area, measure.level) for measure in measures)


def _gaps(wording: Wording) -> Iterable[GapLine]:
    areas = list(AREA_NAMES)
    for gap in sorted(
        wording.gaps, key=lambda each: areas.index(wording.measures[each.measure_id].area)
    ):
        yield GapLine(
            title=wording.measures[gap.measure_id].title,
            reason=gap.reason,
            solution=gap.solution,
            owner=gap.owner,
            review_text=gap.review_text,
        )
