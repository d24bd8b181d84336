"""What a board pack says, frozen: no query, no markup, nothing of the day it is read on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from dashboards.pack.lines import Line, Sheet
from dashboards.pack.wording import ActionsWord
from dashboards.selectors.overview import GridRow
from dashboards.selectors.priorities import PriorityLine
from dashboards.selectors.rows import Row, Tally
from dashboards.wanted import Wanted
from ehportal.wording import count, shortened

BOARD = "Early Help Partnership Board"
ON_ONE_PAGE = 60
"""How many measures the one-page summary holds at most."""
NOTE = 200
"""How long a note of the one page may be: it has to stay one page whatever was typed."""
NOTES_OF_REVISIONS = 3
CHANGES_IN_WORDS = 5
"""How many changes it puts in words; the others are bold in its table."""


@dataclass(frozen=True)
class Cover:
    """Which publication it is, of which quarter, and who is in it."""

    number: int
    published_on: str
    published: date
    is_correction: bool
    corrects: str
    reason: str
    is_illustrative: bool
    period_code: str
    period_label: str
    financial: str
    expected: int
    included: int
    missing_text: str
    is_kept: bool

    @property
    def reference(self) -> str:
        return f"EHP-{self.period_code}-{self.number}"

    @property
    def correction_text(self) -> str:
        return f"A correction of {self.corrects}: {self.reason}" if self.is_correction else ""

    @property
    def short_correction(self) -> str:
        return shortened(self.correction_text, NOTE)


@dataclass(frozen=True)
class Change:
    """A measure beyond usual variation; new where the pack before did not say so."""

    row: Row
    is_new: bool


@dataclass(frozen=True)
class ChangeInFull(Change):
    """The same with everything that the whole pack says of it."""

    sheet: Sheet
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Since:
    """A measure that a decision rests on: its figure then and now."""

    code: str
    title: str
    then_text: str
    now_text: str
    finding: str


@dataclass(frozen=True)
class Followed:
    """A decision, and what happened to the measures it rests on."""

    text: str
    body: str
    held_on: str
    month: str
    period: str
    measures: tuple[Since, ...]


@dataclass(frozen=True)
class PriorityPart:
    """A priority in one line, who leads it, and its measures."""

    line: PriorityLine
    lead: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Difference:
    """A place or group that differs from the whole borough beyond chance."""

    title: str
    group: str
    figure_text: str
    borough_text: str
    word: str


@dataclass(frozen=True)
class LocalityPart:
    """A locality: what changed in it, and where it differs from the borough."""

    name: str
    slug: str
    headline: str
    changes: tuple[Row, ...]
    differences: tuple[Difference, ...]
    compared: int
    chance: str
    due: int
    with_figure: int

    @property
    def in_short(self) -> str:
        have = "has" if self.with_figure == 1 else "have"
        return (
            f"{self.headline}. {self.with_figure} of {count(self.due, 'measure')} due {have} a "
            "figure, accounts in words aside."
        )

    @property
    def compared_text(self) -> str:
        """How many differ, beside how many would by chance."""
        return (
            f"{len(self.differences)} of {self.compared} compared differ from the borough; chance "
            f"alone would give {self.chance}."
        )


@dataclass(frozen=True)
class EqualityPart:
    """Groups that differ from the borough, and how much of the picture is missing."""

    differences: tuple[Difference, ...]
    compared: int
    chance: str
    measures: int
    hidden: int
    without_split: int

    @property
    def split_text(self) -> str:
        """How much of the picture there is: what is split, what is not, what is hidden."""
        return (
            f"{_are(self.measures, 'measure')} split by group this quarter; "
            f"{self.without_split} due {_is(self.without_split)} not split at all. "
            f"{_are(self.hidden, 'figure')} hidden to protect people."
        )

    @property
    def compared_text(self) -> str:
        """How many groups differ, beside how many would by chance; nothing where none is."""
        if not self.compared:
            return ""
        return (
            f"{len(self.differences)} of {count(self.compared, 'group')} compared differ from the "
            f"whole borough; chance alone would give up to {self.chance}."
        )


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _are(number: int, noun: str) -> str:
    return f"{count(number, noun)} {_is(number)}"


@dataclass(frozen=True)
class GapLine:
    """A measure nobody can supply, why, what might fill it, and who is on it."""

    title: str
    reason: str
    solution: str
    owner: str
    review_text: str


@dataclass(frozen=True)
class Revised:
    """A figure published again with another value since the pack before, and why."""

    title: str
    place: str
    quarter: str
    before: str
    after: str
    number: int
    reason: str


@dataclass(frozen=True)
class Area:
    """The measures of one outcome area."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Summary:
    """Everything that the one page prints, and the pages and papers of both."""

    cover: Cover
    headline: str
    due: int
    with_figure: int
    measures: int
    enough_history: int
    chance: str
    changes: tuple[Change, ...]
    decided: tuple[Followed, ...]
    wanted: tuple[Wanted, ...]
    levels: tuple[str, ...]
    grid: tuple[GridRow, ...]
    on_one_page: tuple[Area, ...]

    @property
    def shown(self) -> int:
        """How many measures the one-page summary holds."""
        return sum(len(area.lines) for area in self.on_one_page)

    @property
    def short_in_it(self) -> str:
        """The same for the one page, where a list of many names ends in an ellipsis."""
        cover = replace(self.cover, missing_text=shortened(self.cover.missing_text, NOTE))
        return replace(self, cover=cover).in_it

    @property
    def short_revised(self) -> str:
        """Why figures of the one page are revised: each reason once, a few at most."""
        lines = (line for area in self.on_one_page for line in area.lines)
        reasons = list(dict.fromkeys(line.revised_text for line in lines if line.revised_text))
        told = [shortened(each, NOTE) for each in reasons[:NOTES_OF_REVISIONS]]
        more = len(reasons) - len(told)
        if more:
            told.append(f"{count(more, 'more reason')} in the whole pack.")
        return f"[r] {' '.join(told)}" if told else ""

    @property
    def more_changes(self) -> int:
        """How many changes the one page has no room to put in words."""
        return max(0, len(self.changes) - CHANGES_IN_WORDS)

    @property
    def decided_heading(self) -> str:
        months = dict.fromkeys(each.month for each in self.decided)
        when = f" in {' and '.join(months)}" if months else ""
        return f"You decided{when}; this happened"

    @property
    def in_it(self) -> str:
        """'11 of 12 submissions are in it. Not approved in time: ... 47 of 52 measures ...'"""
        cover = self.cover
        missing = f" Not approved in time: {cover.missing_text}." if cover.missing_text else ""
        have = "has" if self.with_figure == 1 else "have"
        return (
            f"{cover.included} of {cover.expected} submissions are in it.{missing} "
            f"{self.with_figure} of {self.due} measures due {have} a figure, accounts in words "
            "aside; "
            f"{self.enough_history} have enough history to judge."
        )

    @property
    def beyond_text(self) -> str:
        """How many changed, beside how many would by chance: never one without the other."""
        if not self.enough_history:
            return "It takes 13 quarters of figures to tell a change from chance."
        return f"{len(self.changes)} of {self.enough_history} with enough history. {self.chance}"


@dataclass(frozen=True)
class Pack(Summary):
    """Everything that the whole pack prints.

    `first` is the code of the measure that a meeting starts with.
    """

    changes: tuple[ChangeInFull, ...]
    earlier: tuple[Followed, ...]
    hubs: tuple[Tally, ...]
    priorities: tuple[PriorityPart, ...]
    localities: tuple[LocalityPart, ...]
    equalities: EqualityPart
    gaps: tuple[GapLine, ...]
    revisions: tuple[Revised, ...]
    areas: tuple[Area, ...]
    first: str
    actions: ActionsWord | None

    @property
    def actions_text(self) -> str:
        """'Of 41 actions of the plans that run, 6 are done and 5 are behind.'"""
        if self.actions is None:
            return ""
        if not self.actions.all:
            return "No plan that runs has an action yet."
        behind = len(self.actions.behind)
        return (
            f"Of {count(self.actions.all, 'action')} of the plans that run, {self.actions.done} "
            f"{_is(self.actions.done)} done and {behind} {_is(behind)} behind."
        )
