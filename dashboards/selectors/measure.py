"""Everything that a measure's page shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date

from dashboards import narrative
from dashboards.exports.shorthand import SYMBOLS, Symbol
from dashboards.selectors.commentary import (
    Finding,
    TargetGlance,
    commentary,
    heading,
    last_year,
    sureness,
    target_glance,
)
from dashboards.selectors.commented import Comment, comments_at
from dashboards.selectors.comparing import look_of
from dashboards.selectors.crosswalk import Asked, asked_elsewhere
from dashboards.selectors.definition import Definition, Gap, Served, define, gap_of, served_by
from dashboards.selectors.editions import Edition
from dashboards.selectors.evidence import (
    BaselineGroup,
    ComparatorLine,
    TargetLine,
    baselines_of,
    comparators_of,
    targets_of,
)
from dashboards.selectors.funnels import FunnelDrawing, funnel_of, trend_of
from dashboards.selectors.held_against import (
    Change,
    Evidence,
    HeldAgainst,
    NewBaseline,
    changes_of,
    evidence_of,
    held_against,
    new_baselines,
)
from dashboards.selectors.history import Cell, History, PlaceHistory, Revision, history
from dashboards.selectors.measure_chart import Locality, localities, read
from dashboards.selectors.measure_drawing import Drawing, drawing
from dashboards.selectors.rows import (
    AREA_NAMES,
    LEVEL_NAMES,
    NARRATIVE_TEXT,
    NOT_ADDED_UP,
    WITHOUT_STATUS,
    rows,
)
from dashboards.selectors.stories import Line, beside_figures, stories_at, untold
from outcomes.findings import NO_FIGURE, Found
from outcomes.in_force import later
from outcomes.kept import pattern_kept
from outcomes.models import Measure, MeasureType, Rebase
from outcomes.rulebook import rebases_at, rules_named

QUARTERS_OF_WORDS = 4
"""How many quarters back the page repeats what reporters said."""


@dataclass(frozen=True)
class Word:
    """What reporters wrote beside a figure."""

    quarter: str
    place: str
    figure: str
    text: str


@dataclass(frozen=True)
class TableRow:
    """A quarter of the table of figures: a cell for each place, None where none was asked."""

    label: str
    is_now: bool
    cells: tuple[tuple[PlaceHistory, Cell | None], ...]


@dataclass(frozen=True)
class Reported:
    """What was published of a measure, and what may be said of it."""

    period_id: int
    finding: Finding
    unit_text: str
    status: str
    is_narrative: bool
    last_year: str
    span: str
    target: TargetGlance | None
    held_against: tuple[HeldAgainst, ...]
    drawing: Drawing | None
    funnel: FunnelDrawing | None
    trend: str
    new_baselines: tuple[NewBaseline, ...]
    suggests_baseline: bool
    source: str
    commentary: tuple[str, ...]
    comment: Comment | None
    sureness: tuple[str, ...]
    localities: tuple[Locality, ...]
    localities_heading: str
    localities_chance: str
    places: tuple[PlaceHistory, ...]
    table: tuple[TableRow, ...]
    has_denominator: bool
    has_intervals: bool
    symbols: tuple[Symbol, ...]
    words: tuple[Word, ...]
    stories: tuple[Line, ...]
    without_story: tuple[str, ...]
    revisions: tuple[Revision, ...]

    @property
    def value_is_word(self) -> bool:
        return self.is_narrative or self.finding.value_text == NOT_ADDED_UP


@dataclass(frozen=True)
class MeasurePage:
    """A measure: what was found, what is counted, what it is held against."""

    code: str
    title: str
    heading: str
    area: str
    area_slug: str
    level: str
    unit: str
    tells_of_everyone: bool
    edition: Edition | None
    reported: Reported | None
    target: TargetLine | None
    later_targets: tuple[TargetLine, ...]
    comparators: tuple[ComparatorLine, ...]
    definition: Definition
    served: tuple[Served, ...]
    asked_elsewhere: tuple[Asked, ...]
    baselines: tuple[BaselineGroup, ...]
    changes: tuple[Change, ...]
    gap: Gap | None

    @property
    def priorities(self) -> tuple[tuple[int, str], ...]:
        """The outcomes-focused priorities it shows the way for: number and title."""
        found = {priority: None for each in self.served for priority in each.priorities}
        return tuple(sorted(found))


def measure_page(measure: Measure, edition: Edition | None) -> MeasurePage:
    """The page of a measure at a publication; before the first, its definition alone.

    About 23 queries, however long the history.
    """
    served = served_by(measure)
    every = evidence_of(measure)
    # Before the first publication no figure is judged, so that nothing is in force yet.
    on = edition.ends_on if edition else date.min
    evidence = every.at(on)
    targets = targets_of(measure, evidence.targets)
    comparators = comparators_of(measure, (evidence if edition else every).comparators)
    past = history(measure, edition) if edition else History((), (), ())
    gap = gap_of(measure)
    reported = None
    title = f"{measure.title}: {'nobody can supply it yet' if gap else 'no figures yet'}"
    if edition and past.quarters:
        judged = _as_judged(measure, edition)
        reported = _reported(judged, edition, past, targets, comparators, evidence)
        title = heading(measure, reported.finding)
    return MeasurePage(
        code=measure.code,
        title=measure.title,
        heading=title,
        area=AREA_NAMES[measure.area],
        area_slug=measure.area,
        level=LEVEL_NAMES[measure.level].lower(),
        unit=narrative.unit_name(measure.unit),
        tells_of_everyone=measure.accountability == "population",
        edition=edition,
        reported=reported,
        target=targets[-1] if targets else None,
        later_targets=targets_of(measure, later(every.targets, on)),
        comparators=comparators,
        definition=define(measure),
        served=served,
        asked_elsewhere=asked_elsewhere(measure, [each.metric_id for each in served]),
        baselines=baselines_of([each.metric_id for each in served]),
        changes=changes_of(measure, every),
        gap=gap,
    )


def _as_judged(measure: Measure, edition: Edition) -> Measure:
    """The measure with its figures taken as the publication took them: its words are stored."""
    pattern = pattern_kept(edition.pk, measure.pk)
    if pattern is None or pattern == measure.pattern:
        return measure
    then = copy(measure)
    then.pattern = pattern
    return then


def _reported(
    measure: Measure,
    edition: Edition,
    past: History,
    targets: Sequence[TargetLine],
    comparators: Sequence[ComparatorLine],
    evidence: Evidence,
) -> Reported:
    found, rebases = _read(measure, edition, past)
    finding = _finding(measure, edition, past, found)
    latest = past.borough.latest if past.borough else None
    has_none = finding.value_text == NOT_ADDED_UP
    target = target_glance(measure, targets, found, latest)
    beside = () if measure.type == MeasureType.NARRATIVE else localities(measure, past)
    recent = [each.pk for each in past.quarters[-QUARTERS_OF_WORDS:]]
    told = stories_at(edition, periods=recent, measure=measure.pk)
    return Reported(
        period_id=past.quarters[-1].pk,
        finding=finding,
        unit_text=_unit(measure, finding),
        status=""
        if has_none or measure.type in WITHOUT_STATUS
        else look_of(
            finding.finding,
            is_everyones=measure.accountability == "population",
            reason=finding.finding_text,
        ),
        is_narrative=measure.type == MeasureType.NARRATIVE,
        last_year="" if measure.frequency == "annual" else last_year(past),
        span=_span(past),
        target=target,
        held_against=held_against(
            measure, evidence, targets[-1] if targets else None, latest, edition.ends_on
        ),
        new_baselines=new_baselines(rebases),
        suggests_baseline=found is not None
        and found.has_enough_history
        and found.chart.consider_rebase,
        drawing=drawing(measure, past, found, targets, comparators),
        funnel=funnel_of(measure, past),
        trend=trend_of(measure, past),
        source=latest.source if latest else "",
        commentary=commentary(measure, finding, past, found, target, comparators),
        comment=comments_at(edition, [measure.pk]).get(measure.pk),
        sureness=()
        if has_none or measure.type in WITHOUT_STATUS
        else sureness(measure, past, found),
        localities=beside,
        localities_heading=narrative.localities({each.name: each.comparison for each in beside})
        or "Each locality",
        localities_chance=narrative.differences_by_chance(
            sum(bool(each.comparison_text) for each in beside)
        ),
        places=past.places,
        table=tuple(_table(past)),
        has_denominator=measure.has_denominator,
        has_intervals=past.borough is not None
        and any(cell.interval_text for cell in past.borough.cells if cell),
        symbols=tuple(symbol for symbol in SYMBOLS if symbol.code in past.symbols),
        words=tuple(_words(past)),
        stories=beside_figures(told, past, {each.name: each.comparison_text for each in beside}),
        without_story=untold(told, past),
        revisions=past.revisions,
    )


def _read(
    measure: Measure, edition: Edition, past: History
) -> tuple[Found | None, Sequence[Rebase]]:
    """What the rules of that publication say of the borough, and the baselines that stood then."""
    borough = past.borough
    if borough is None:
        return None, ()
    at_that_time = rebases_at(edition.published_at, measure=measure)
    rebases = at_that_time.get((measure.pk, borough.place_id), ())
    rules = rules_named(edition.rules_version)
    found = read(measure, borough, quarters=past.quarters, rules=rules, rebases=rebases)
    return found, rebases


def _finding(measure: Measure, edition: Edition, past: History, found: Found | None) -> Finding:
    """As the publication left it; from the figures, where the measure has since been retired."""
    summary = next(iter(rows(edition, measure=measure, place__kind="borough")), None)
    quarter = past.quarters[-1].label
    if summary:
        return Finding(
            quarter=quarter,
            value_text=summary.value_text,
            of_text=summary.of_text,
            change_text=summary.change_text,
            coverage_text="" if summary.value_text == NOT_ADDED_UP else summary.coverage_text,
            finding=summary.finding,
            finding_text=summary.finding_text,
        )
    latest = past.borough.latest if past.borough else None
    is_narrative = measure.type == MeasureType.NARRATIVE
    return Finding(
        quarter=quarter,
        value_text=NARRATIVE_TEXT if is_narrative else latest.text if latest else "[x]",
        of_text=latest.of_text if latest else "",
        change_text="",
        coverage_text="",
        finding=found.word if found else NO_FIGURE,
        finding_text=found.sentence if found else "",
    )


def _unit(measure: Measure, finding: Finding) -> str:
    """What stands smaller after the latest figure: 'families', 'per 10,000', 'days'."""
    plain = {MeasureType.PROPORTION, MeasureType.YES_NO, MeasureType.NARRATIVE}
    return measure.unit if finding.has_figure and measure.type not in plain else ""


def _span(past: History) -> str:
    first, last = past.quarters[0].label, past.quarters[-1].label
    return first if first == last else f"{first} to {last}"


def _table(past: History) -> Iterator[TableRow]:
    """The newest quarter first."""
    last = len(past.quarters) - 1
    for i in range(last, -1, -1):
        cells = tuple((place, place.cells[i]) for place in past.places)
        yield TableRow(past.quarters[i].short, i == last, cells)


def _words(past: History) -> Iterator[Word]:
    """What reporters said, the newest quarter first."""
    recent = list(enumerate(past.quarters))[-QUARTERS_OF_WORDS:]
    for i, quarter in reversed(recent):
        for place in past.places:
            cell = place.cells[i]
            if cell and cell.note:
                figure = narrative.figure(cell.text, cell.of_text) if cell.value is not None else ""
                yield Word(quarter.label, place.name, figure, cell.note)
