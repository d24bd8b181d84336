"""Which splits of figures are wanted, asked for and published, and who is on those that are not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from dashboards.selectors.editions import Edition
from dashboards.selectors.rows import Row
from ehportal.wording import count, day
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


def coverage_of(
    own: Sequence[Row], published: Published, breakdowns: Sequence[Breakdown]
) -> SplitCoverage:
    """How far the figures due in one place are split: `own` are its rows, `published` its splits.

    A measure is split where a group has a figure for the quarter of its row, if a hidden one; a
    group that has none is no split.
    """
    due = {row.measure_id for row in own if row.counts_as_due}
    split = [(measure, breakdown) for measure, breakdown in published if measure in due]
    measures = Counter(breakdown for _, breakdown in split)
    by = [
        SplitCount(each.code, inside(each.name), measures[each.pk])
        for each in breakdowns
        if measures[each.pk]
    ]
    return SplitCoverage(
        measures_due=len(due),
        measures_split=len({measure for measure, _ in split}),
        by=tuple(sorted(by, key=lambda each: -each.measures)),
    )


def coverage_in_short(edition: Edition, own: Sequence[Row], **where: Any) -> SplitCoverage:
    """The same of a page that does not tell by which groups. One query."""
    period_of = {row.measure_id: row.period_id for row in own if row.counts_as_due}
    found = _of_groups(edition, period_of, **where).exclude(shorthand="x")
    periods = found.values_list("measure_id", "period_id").distinct()
    split = {measure for measure, period in periods if period == period_of[measure]}
    return SplitCoverage(measures_due=len(period_of), measures_split=len(split), by=())


Published = Mapping[tuple[int, int], str]
"""By measure and breakdown, how far the split is published: COMPLETE or PARTIAL."""


def published_of(edition: Edition, own: Sequence[Row], **where: Any) -> Published:
    """The splits published of one place for the quarters of its rows `own`. One query.

    `where` is the place as in `rows`, such as `place__kind="borough"`. A split is published in
    part where a group has no figure; a hidden figure is one.
    """
    period_of = {row.measure_id: row.period_id for row in own}
    found = _of_groups(edition, period_of, **where).values_list(
        "measure_id", "period_id", "category__breakdown_id", "category_id", "shorthand"
    )
    groups: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    given: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    for measure, period, breakdown, category, shorthand in found:
        if period == period_of[measure]:
            groups[measure, breakdown].add(category)
            if shorthand != "x":
                given[measure, breakdown].add(category)
    return {key: COMPLETE if given[key] == groups[key] else PARTIAL for key in given}


def _of_groups(
    edition: Edition, period_of: Mapping[int, int], **where: Any
) -> QuerySet[PublishedFigure]:
    """The figures of groups in a place, of the quarters that its measures stand at."""
    return PublishedFigure.objects.filter(
        publication_id__in=edition.publications_of(set(period_of.values())),
        measure_id__in=period_of,
        category__isnull=False,
        **where,
    ).order_by()


def inside(name: str) -> str:
    """A breakdown's name as it stands inside a sentence: 'ethnicity'."""
    return name[:1].lower() + name[1:]


def splits(
    edition: Edition, own: Sequence[Row], published: Published, breakdowns: Sequence[Breakdown]
) -> tuple[Split, ...]:
    """The state of every split wanted of the measures of a place's rows. Two queries.

    It is wanted where the measure says so or a reporter is asked for it.
    """
    shown = {row.measure_id: row for row in own}
    asked = _asked(edition)
    wanted = set(
        Measure.breakdowns.through.objects.values_list("measure_id", "breakdown_id")
    ) | set(asked)
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


@dataclass(frozen=True)
class SplitProgress:
    """How many splits are wanted, how far they are, and on how many of the missing somebody is.

    `complete`, `partial`, `asked` and `not_asked` add up to `wanted`.
    """

    wanted: int
    complete: int
    partial: int
    asked: int
    not_asked: int
    with_owner: int

    @property
    def missing(self) -> int:
        return self.wanted - self.complete

    @property
    def text(self) -> str:
        """The counts, a sentence each; nothing where no split is wanted."""
        if not self.wanted:
            return ""
        said = [
            "A split shows one measure by one kind of group.",
            f"The framework asks for {count(self.wanted, 'split')}.",
            self._published(),
        ]
        if self.asked:
            verb = "has" if self.asked == 1 else "have"
            said.append(f"{self.asked} {verb} been asked for but not published.")
        if self.not_asked:
            said.append(f"Nobody has been asked for {self._not_asked()}.")
        if self.missing:
            said.append(self._on_it())
        return " ".join(said)

    def _published(self) -> str:
        if not self.complete and not self.partial:
            return "No figures are published yet."
        if not self.complete:
            some = "it" if self.wanted == 1 else self.partial
            return f"Figures are published for part of {some}."
        if self.complete == self.wanted:
            return f"Figures are published for {'it' if self.wanted == 1 else 'all of them'}."
        more = f", and for part of {self.partial} more" if self.partial else ""
        return f"Figures are published for {self.complete}{more}."

    def _not_asked(self) -> str:
        if self.not_asked == self.wanted:
            return "it" if self.wanted == 1 else "any of them"
        is_the_rest = self.not_asked == self.missing
        if not is_the_rest:
            return str(self.not_asked)
        return "the other one" if self.not_asked == 1 else f"the other {self.not_asked}"

    def _on_it(self) -> str:
        if self.missing == 1:
            who = "Somebody is" if self.with_owner else "Nobody is"
            return f"{who} working on {'it' if self.wanted == 1 else 'the missing one'}."
        if not self.with_owner:
            return "Nobody is working on the missing ones."
        some = "each" if self.with_owner == self.missing else self.with_owner
        return f"Somebody is working on {some} of the {self.missing} missing ones."


def progress_of(some: Sequence[Split], gaps: Mapping[int, DataGap]) -> SplitProgress:
    """Every split together: `gaps` are the open ones of the measures with one that is missing."""
    owned = {measure for measure, gap in gaps.items() if gap.owner}
    return SplitProgress(
        wanted=sum(split.wanted for split in some),
        complete=sum(split.complete for split in some),
        partial=sum(split.partial for split in some),
        asked=sum(split.asked for split in some),
        not_asked=sum(split.not_started for split in some),
        with_owner=sum(measure in owned for split in some for measure in split.missing),
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
