"""Which splits of figures are wanted, asked for and published, and who is on those that are not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q

from dashboards.selectors.editions import Edition
from dashboards.selectors.rows import Row
from ehportal.wording import day
from governance.models import Place
from outcomes.models import Assignment, Breakdown, DataGap, Measure, PublishedFigure

COMPLETE, PARTIAL, ASKED, NOT_STARTED = "complete", "partial", "asked", "not_started"
STATES = {
    COMPLETE: "Published",
    PARTIAL: "Published in part",
    ASKED: "Asked for, not published",
    NOT_STARTED: "Nobody is asked",
}


@dataclass(frozen=True)
class Split:
    """A breakdown in a place: the state of each measure that should be split by it."""

    breakdown: Breakdown
    states: Mapping[int, str]
    rows: Mapping[int, Row]

    @property
    def wanted(self) -> int:
        return len(self.states)

    def _in(self, state: str) -> int:
        return sum(each == state for each in self.states.values())

    @property
    def complete(self) -> int:
        return self._in(COMPLETE)

    @property
    def partial(self) -> int:
        return self._in(PARTIAL)

    @property
    def asked(self) -> int:
        return self._in(ASKED)

    @property
    def not_started(self) -> int:
        return self._in(NOT_STARTED)

    @property
    def missing(self) -> Mapping[int, str]:
        """The measures whose split is not complete, and how far each is."""
        return {measure: state for measure, state in self.states.items() if state != COMPLETE}


@dataclass(frozen=True)
class SplitRow:
    """A measure whose split is missing, and who is on it until when."""

    code: str
    title: str
    owner: str
    review_on: str


@dataclass(frozen=True)
class MissingAlike:
    """The measures whose split is as far as each other's, and that the same reporters report."""

    state: str
    reporters: str
    rows: tuple[SplitRow, ...]


@dataclass(frozen=True)
class SplitCount:
    """How many of the measures due are split in one way, named as inside a sentence."""

    code: str
    name: str
    measures: int


@dataclass(frozen=True)
class SplitCoverage:
    """How many of the measures due are split by any group, and by which: most measures first."""

    measures_due: int
    measures_split: int
    by: tuple[SplitCount, ...]


def coverage_of(edition: Edition, own: Sequence[Row], **where: Any) -> SplitCoverage:
    """How far the figures due in one place are split: `own` are its rows, `where` the place.

    As in `rows`, such as `place__kind="borough"`. A measure is split where a group has a figure
    for the quarter of its row, if a hidden one; a group that has none is no split. One query.
    """
    period_of = {row.measure_id: row.period_id for row in own if row.counts_as_due}
    found = (
        PublishedFigure.objects.filter(
            publication_id__in=edition.publications_of(set(period_of.values())),
            measure_id__in=period_of,
            category__isnull=False,
            **where,
        )
        .exclude(shorthand="x")
        .order_by("category__breakdown__order")
        .values_list(
            "measure_id", "period_id", "category__breakdown__code", "category__breakdown__name"
        )
        .distinct()
    )
    split = [
        (measure, code, name)
        for measure, period, code, name in found
        if period == period_of[measure]
    ]
    by = Counter((code, name) for _, code, name in split)
    return SplitCoverage(
        measures_due=len(period_of),
        measures_split=len({measure for measure, *_ in split}),
        by=tuple(
            SplitCount(code, inside(name), measures) for (code, name), measures in by.most_common()
        ),
    )


def inside(name: str) -> str:
    """A breakdown's name as it stands inside a sentence: 'ethnicity'."""
    return name[:1].lower() + name[1:]


def splits(
    edition: Edition, place: Place, own: Sequence[Row], breakdowns: Sequence[Breakdown]
) -> tuple[Split, ...]:
    """The state of every split wanted of the place's measures. Three queries.

    It is wanted where the measure says so or a reporter is asked for it. It is published in part
    where a group has no figure; a hidden figure is one.
    """
    shown = {row.measure_id: row for row in own}
    asked = _asked(edition)
    wanted = set(
        Measure.breakdowns.through.objects.values_list("measure_id", "breakdown_id")
    ) | set(asked)
    published = _published(edition, place, shown, {breakdown for _, breakdown in wanted})
    states: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for measure, breakdown in wanted:
        if measure in shown:
            states[breakdown][measure] = published.get(
                (measure, breakdown), ASKED if (measure, breakdown) in asked else NOT_STARTED
            )
    return tuple(
        Split(breakdown, states[breakdown.pk], shown)
        for breakdown in breakdowns
        if states[breakdown.pk]
    )


def _asked(edition: Edition) -> set[tuple[int, int]]:
    """Measure and breakdown of what reporters are asked for at the end of the quarter."""
    found = Assignment.objects.current(edition.ends_on).filter(breakdowns__isnull=False)
    return set(found.order_by().values_list("measure_id", "breakdowns").distinct())


def _published(
    edition: Edition, place: Place, shown: Mapping[int, Row], breakdowns: Collection[int]
) -> dict[tuple[int, int], str]:
    found = (
        PublishedFigure.objects.filter(
            category__breakdown__in=breakdowns,
            place=place,
            measure_id__in=shown,
            publication_id__in=edition.publications_of({row.period_id for row in shown.values()}),
        )
        .order_by()
        .values_list("measure_id", "period_id", "category__breakdown_id")
        .annotate(
            groups=Count("category", distinct=True),
            given=Count("category", distinct=True, filter=~Q(shorthand="x")),
        )
    )
    return {
        (measure, breakdown): COMPLETE if given == groups else PARTIAL
        for measure, period, breakdown, groups, given in found
        if given and measure in shown and shown[measure].period_id == period
    }


@dataclass(frozen=True)
class MissingSplits:
    """How many splits are wanted and not complete, and how many of those somebody is on."""

    splits: int
    not_asked: int
    with_owner: int


def missing_of(some: Sequence[Split], gaps: Mapping[int, DataGap]) -> MissingSplits:
    """The missing splits together: `gaps` are the open ones of their measures."""
    measures = [measure for split in some for measure in split.missing]
    owned = {measure for measure, gap in gaps.items() if gap.owner}
    return MissingSplits(
        splits=len(measures),
        not_asked=sum(split.not_started for split in some),
        with_owner=sum(measure in owned for measure in measures),
    )


def gaps_of(some: Sequence[Split]) -> dict[int, DataGap]:
    """By measure, the open gaps of those with a split that is missing. One query."""
    measures = {measure for split in some for measure in split.missing}
    found = DataGap.objects.filter(measure_id__in=measures, filled_on=None)
    return {gap.measure_id: gap for gap in found.select_related("owner")}


def missing_alike(
    edition: Edition, split: Split, gaps: Mapping[int, DataGap]
) -> tuple[MissingAlike, ...]:
    """The measures whose split is not complete, by how far it is and who is asked. One query.

    What is nearest to complete comes first, and what nobody reports last.
    """
    missing = split.missing
    reporters = _reporters(edition, missing)
    found: defaultdict[tuple[str, str], list[SplitRow]] = defaultdict(list)
    for measure, row in split.rows.items():
        if measure in missing:
            gap = gaps.get(measure)
            owner = str(gap.owner or "") if gap else ""
            found[missing[measure], ", ".join(reporters.get(measure, ()))].append(
                SplitRow(row.code, row.title, owner, _review_on(gap))
            )
    states = list(STATES)
    return tuple(
        MissingAlike(STATES[state], names, tuple(found[state, names]))
        for state, names in sorted(found, key=lambda key: (states.index(key[0]), not key[1], key))
    )


def _review_on(gap: DataGap | None) -> str:
    return day(gap.review_on) if gap and gap.review_on else ""


def _reporters(edition: Edition, missing: Mapping[int, str]) -> dict[int, list[str]]:
    """Who reports each measure: localities together, organisations by name."""
    found = (
        Assignment.objects.current(edition.ends_on)
        .filter(measure_id__in=list(missing))
        .order_by(F("reporter__organisation__name").asc(nulls_first=True))
        .values_list("measure_id", "reporter__organisation__name")
        .distinct()
    )
    names: defaultdict[int, list[str]] = defaultdict(list)
    for measure, name in found:
        names[measure].append(name or "each locality")
    return names
