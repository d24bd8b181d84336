"""How many signals chance alone would give: printed beside every count of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dashboards import narrative
from dashboards.selectors.editions import Edition
from dashboards.selectors.rows import Row, judged
from ehportal.wording import count
from outcomes.calculations.rules import SpcSettings
from outcomes.calculations.suitability import expected_false_signals
from outcomes.rulebook import rules_named


@dataclass(frozen=True)
class Chance:
    """What chance alone gives under the rules that a publication was made by.

    Worked out when it is read: the number that a publication stores is 0 where the rate of its
    rules has not been measured, which reads as none at all.
    """

    settings: SpcSettings

    @classmethod
    def under(cls, edition: Edition) -> Chance:
        """By the rules of a publication. One query."""
        return cls(rules_named(edition.rules_version).charts)

    def of(self, charts: int) -> str:
        """'Chance alone would flag about 2 (1.7).', of so many charts with enough history.

        Nothing of no chart.
        """
        return narrative.by_chance(expected_false_signals(charts, self.settings)) if charts else ""

    def beside(self, some: Iterable[Row]) -> str:
        """The same of the rows that a page counts, after how many have enough history to tell."""
        charts = judged(some)
        if not charts:
            return ""
        has = "has" if charts == 1 else "have"
        return f"{count(charts, 'measure')} {has} enough history to tell. {self.of(charts)}"
