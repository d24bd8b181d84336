"""The rows of a dashboard: one for each measure in a place, formatted when it was published."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from dashboards import narrative
from dashboards.narrative import ORDER, SIGNALS
from dashboards.selectors.comparing import EVERYONES_WORSE, NOT_JUDGED, look_of
from dashboards.selectors.editions import Edition
from outcomes.findings import NO_CHANGE, TOO_EARLY, WORSE
from outcomes.models import Accountability, Area, ForWhom, MeasureSummary, MeasureType, OverAreas
from outcomes.models.measures import character

AREA_NAMES = dict(Area.choices)
LEVEL_NAMES = dict(ForWhom.choices)
NARRATIVE_TEXT = "In words"
NOT_ADDED_UP = "By locality"
"""What stands for the borough where a measure does not add up over places."""
WITHOUT_STATUS = frozenset({MeasureType.NARRATIVE, MeasureType.YES_NO})

_FIELDS = (
    "measure_id",
    "measure__code",
    "measure__title",
    "measure__area",
    "measure__level",
    "measure__type",
    "measure__unit",
    "measure__polarity",
    "measure__accountability",
    "measure__over_areas",
    "measure__is_strength",
    "measure__status",
    "period_id",
    "period__label",
    "is_due",
    "value_text",
    "of_text",
    "change_text",
    "coverage_text",
    "finding",
    "finding_text",
    "sparkline",
)


class Row(NamedTuple):
    """One measure in one place, as a publication left it. Texts are ready to print.

    A tuple: a page makes hundreds, and a frozen dataclass takes ten times as long to be made.
    """

    measure_id: int
    code: str
    title: str
    area: str
    level: str
    type: str
    unit: str
    polarity: str
    accountability: str
    over_areas: str
    is_strength: bool
    status: str
    period_id: int
    period_label: str
    is_due: bool
    value_text: str
    of_text: str
    change_text: str
    coverage_text: str
    finding: str
    finding_text: str
    sparkline: str = ""
    beside: str = ""
    """What it is read beside: the localities in which it stands apart, its target. Told of the
    borough's changes alone."""
    elsewhere: tuple[str, ...] = ()
    """How it stands beside the same in London and others, where a page says so."""

    @property
    def level_name(self) -> str:
        return LEVEL_NAMES[self.level].lower()

    @property
    def about(self) -> str:
        """'parents and carers; a strength, proposed': whom it tells of, and what it counts."""
        return f"{self.level_name}; {character(self.is_strength, self.status)}"

    @property
    def is_signal(self) -> bool:
        """Whether the quarter shown brought a figure beyond usual variation."""
        return self.is_due and self.finding in SIGNALS

    @property
    def is_everyones(self) -> bool:
        """Whether it tells how families are; otherwise what a service does."""
        return self.accountability == Accountability.POPULATION

    @property
    def counts_as_due(self) -> bool:
        """Whether a figure was due: not an account in words, nor where none can apply."""
        if self.type == MeasureType.NARRATIVE or self.value_text in {NOT_ADDED_UP, "[z]"}:
            return False
        return self.is_due

    @property
    def has_figure(self) -> bool:
        return not self.value_text.startswith("[") and self.value_text != NOT_ADDED_UP

    @property
    def is_hidden(self) -> bool:
        """Whether there is a figure that is not told, to protect people."""
        return self.value_text.startswith("[c]")

    @property
    def small_text(self) -> str:
        """What stands under the figure: '253 of 1,041', 'families', 'per 10,000'."""
        if not self.has_figure or self.type == MeasureType.NARRATIVE:
            return ""
        return self.of_text if self.type == MeasureType.PROPORTION else self.unit_text

    @property
    def dated_text(self) -> str:
        """The period of a figure that was not due this quarter, such as a yearly one's."""
        return "" if self.is_due else self.period_label

    @property
    def unit_text(self) -> str:
        return "" if self.type in {MeasureType.PROPORTION, MeasureType.YES_NO} else self.unit

    @property
    def figure_text(self) -> str:
        return narrative.with_unit(self.value_text, self.type, self.unit)

    @property
    def shown_finding(self) -> str:
        """The status word; an answer and an account in words have none."""
        has_none = self.value_text == NOT_ADDED_UP or self.type in WITHOUT_STATUS
        return "" if has_none else self.finding

    @property
    def look(self) -> str:
        """The shape and colour of its status: worse for families is never a service's worse."""
        return look_of(self.finding, is_everyones=self.is_everyones, reason=self.finding_text)

    @property
    def reading(self) -> str:
        """What goes after its title: 'rose by 3.1 percentage points to 24.3% (253 of 1,041).'"""
        verb = narrative.direction(self.finding, self.polarity, self.change_text)
        return f"{verb} {narrative.figure(self.figure_text, self.of_text)}."

    @property
    def note(self) -> str:
        """The rule it rests on, and what it covers: 'Above the usual range, ... 4 of 4 ...'"""
        parts = [narrative.sentence(self.finding_text), narrative.sentence(self.coverage_text)]
        if self.finding == "changed" and self.polarity == "none":
            parts.append(narrative.NO_JUDGEMENT)
        return " ".join(part for part in parts if part)


# Built once: to look up some twenty names costs as much as to ask for them.
_SUMMARIES = MeasureSummary.objects.order_by("measure__order", "measure__code")
_IN_FULL = _SUMMARIES.values_list("place_id", *_FIELDS)
_WITHOUT_DRAWINGS = _SUMMARIES.values_list("place_id", *_FIELDS[:-1])


def rows(edition: Edition, *, worded: Worded | None = None, **where: Any) -> list[Row]:
    """The publication's rows of one place, such as `place__kind="borough"`. One query.

    `worded` says how each measure was worded and judged when that is not as it is now; the rows
    then come in its order.
    """
    summaries = _IN_FULL.filter(publication_id=edition.pk, **where)
    found = [Row(*values) for _, *values in summaries]
    if worded is not None:
        by_measure = {row.measure_id: row for row in found}
        found = [by_measure[pk]._replace(**then) for pk, then in worded.items() if pk in by_measure]
    return [_shown(row) for row in found]


def rows_by_place(
    edition: Edition, *, with_drawings: bool = False, **where: Any
) -> dict[int, list[Row]]:
    """The same of several places, by place; without the drawings, unless asked for. One query."""
    summaries = _IN_FULL if with_drawings else _WITHOUT_DRAWINGS
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for place, *values in summaries.filter(publication_id=edition.pk, **where):
        found[place].append(_shown(Row(*values)))
    return dict(found)


Worded = Mapping[int, Mapping[str, Any]]
"""By measure, the words of a row: its code, title, area, level, type, unit and the like."""


def _shown(row: Row) -> Row:
    if row.over_areas == OverAreas.NONE and row.value_text == "[z]":
        return row._replace(value_text=NOT_ADDED_UP, finding_text="", coverage_text="")
    if row.type != MeasureType.NARRATIVE:
        is_apart = row.is_everyones and _WORSE in row.sparkline
        return row._replace(sparkline=_apart(row.sparkline)) if is_apart else row
    return row._replace(
        value_text=NARRATIVE_TEXT, of_text="", change_text="", finding_text="", sparkline=""
    )


_WORSE = "eh-fill-worse"


def _apart(sparkline: str) -> str:
    """The drawing as it was stored, with what is worse for families in its own colour."""
    return sparkline.replace(_WORSE, "eh-line-apart")


def beyond_usual(some: Iterable[Row]) -> tuple[Row, ...]:
    """The rows beyond usual variation: worse first, then better, then changed."""
    found = [row for row in some if row.is_signal]
    return tuple(sorted(found, key=lambda row: ORDER.index(row.finding)))


@dataclass(frozen=True)
class Tally:
    """How many measures there are of one finding, as a cell prints it."""

    finding: str
    measures: int
    text: str
    is_signal: bool


def counted(some: Iterable[Row]) -> Counter[str]:
    """Measures by finding: those due in the quarter, and judged at all."""
    return Counter(row.finding for row in some if row.is_due and row.shown_finding)


def judged(some: Iterable[Row]) -> int:
    """How many measures had history enough for the quarter to bring a signal."""
    counts = counted(some)
    return sum(counts[finding] for finding in (*SIGNALS, NO_CHANGE))


def tallies(some: Iterable[Row], *, gaps: int = 0) -> tuple[Tally, ...]:
    """The lines of a cell, signals first: '1 worse', '2 no clear change', '1 without a figure'.

    What is worse for families and what a service does worse are two lines where there are both;
    so are what no history will judge, and what has too short a one.
    """
    judged = [row for row in some if row.is_due and row.shown_finding]
    counts = Counter(row.finding for row in judged)
    looks = Counter(row.look for row in judged)
    lines = []
    for finding in ORDER:
        measures = counts[finding]
        if not measures:
            continue
        if finding == WORSE and looks[WORSE] and looks[EVERYONES_WORSE]:
            for look, whose in ((EVERYONES_WORSE, "everyone’s"), (WORSE, "a service’s")):
                lines.append(Tally(look, looks[look], f"{looks[look]} worse, {whose}", True))
        elif finding in SIGNALS:
            look = EVERYONES_WORSE if finding == WORSE and not looks[WORSE] else finding
            lines.append(Tally(look, measures, f"{measures} {finding}", True))
        elif finding == "no_figure":
            lines.append(Tally(finding, measures, f"{measures} without a figure", False))
        else:
            never = looks[NOT_JUDGED] if finding == TOO_EARLY else 0
            if measures > never:
                text = narrative.quiet_word(finding, measures - never)
                lines.append(Tally(finding, measures - never, text, False))
            if never:
                lines.append(Tally(NOT_JUDGED, never, f"{never} not judged", False))
    if gaps:
        lines.append(Tally("gap", gaps, f"{gaps} nobody can supply yet", False))
    return tuple(lines)


@dataclass(frozen=True)
class Group:
    """Rows under one heading of a table."""

    heading: str
    rows: tuple[Row, ...]
    slug: str = ""


def by_area(some: Sequence[Row]) -> tuple[Group, ...]:
    """The rows under their outcome areas, in the order of the framework."""
    return tuple(
        Group(name, found, slug)
        for slug, name in AREA_NAMES.items()
        if (found := tuple(row for row in some if row.area == slug))
    )


def by_level(some: Sequence[Row]) -> tuple[Group, ...]:
    """The rows under the level they speak to, in the order of the framework."""
    return tuple(
        Group(name, found, slug)
        for slug, name in LEVEL_NAMES.items()
        if (found := tuple(row for row in some if row.level == slug))
    )
