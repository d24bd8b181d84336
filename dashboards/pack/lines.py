"""One measure in a board pack: its line in a table, and its sheet in full."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from dashboards.charts import LineChart
from dashboards.selectors.commentary import TargetGlance
from dashboards.selectors.commented import Comment
from dashboards.selectors.rows import Row
from dashboards.selectors.stories import Told
from ehportal.wording import MONTHS


class Compared(NamedTuple):
    """What a figure is held against: 'London 45% to 50%', of which period, and ': worse'."""

    beside: str
    period: str
    how: str


@dataclass(frozen=True)
class Line:
    """A measure in the borough, what it compares with, and why its figure was revised."""

    row: Row
    compared: tuple[Compared, ...]
    revised_text: str

    @property
    def comparison_text(self) -> str:
        """'London 45% to 50%, 2022/23: worse'."""
        return "; ".join(f"{each.beside}, {each.period}{each.how}" for each in self.compared)

    @property
    def short_comparison_text(self) -> str:
        """The same without the period, for the one page."""
        return "; ".join(f"{each.beside}{each.how}" for each in self.compared)

    @property
    def short_dated_text(self) -> str:
        """'Oct to Dec 2025', where the figure was not due this quarter."""
        text = self.row.dated_text
        for month in MONTHS:
            text = text.replace(month, month[:3])
        return text

    @property
    def beside_text(self) -> str:
        """What stands after the value: '(253 of 1,041)', 'families', 'per 10,000'."""
        small = self.row.small_text
        return f"({small})" if small and small == self.row.of_text else small

    @property
    def figure_text(self) -> str:
        """'24.3% (253 of 1,041)', '158 families', '[c]'."""
        return f"{self.row.value_text} {self.beside_text}".strip()


@dataclass(frozen=True)
class Sheet:
    """One measure in full: its chart, what the figures say, where it differs, its target."""

    line: Line
    heading: str
    chart: LineChart | None
    commentary: tuple[str, ...]
    comment: Comment | None
    stories: tuple[Told, ...]
    places: tuple[tuple[str, str, str], ...]
    places_heading: str
    target: TargetGlance | None

    @property
    def own_words(self) -> list[str]:
        """The paragraphs that a person wrote in front of the automatic commentary."""
        return self.comment.text.splitlines() if self.comment else []

    @property
    def added(self) -> str:
        """'Added on 3 November 2026, after publication 7.': a person's commentary came later."""
        if self.comment is None:
            return ""
        did = "Added" if self.comment.is_own else "Automatic commentary accepted"
        return f"{did} on {self.comment.on}, after publication {self.comment.number}."
