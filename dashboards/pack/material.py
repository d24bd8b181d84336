"""What every part of a pack is made from: what a publication holds, and what was kept with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboards.pack.contents import Line
from dashboards.pack.figures import Figures, figures_of
from dashboards.pack.wording import Wording, wording_of
from dashboards.selectors.commented import Comment, comments_at
from dashboards.selectors.comparing import COMPARABLE
from dashboards.selectors.editions import Edition, PackEditions
from dashboards.selectors.held_against import against_range
from dashboards.selectors.rows import Row, rows
from dashboards.selectors.stories import Told, stories_at
from outcomes.calculations.comparison import Comparison, Polarity
from outcomes.rulebook import Rebases, Rulebook, rebases_at, rules_named


@dataclass(frozen=True)
class Material:
    """What every part of a pack is made from."""

    edition: Edition
    before: Edition | None
    wording: Wording
    figures: Figures
    rules: Rulebook
    rebases: Rebases
    borough: Sequence[Row]
    comments: Mapping[int, Comment]
    stories: Sequence[Told]

    def line(self, row: Row) -> Line:
        """The row with what it is held against, and why it was revised."""
        where = self.wording.borough.pk
        cell = self.figures.latest(row.measure_id, where, row.period_id)
        said = []
        if cell and row.type in COMPARABLE and row.has_figure:
            for each in self.wording.comparators.get(row.measure_id, ()):
                word = against_range(cell, each.value, each.upper, Polarity(row.polarity))
                is_told = word != Comparison.NOT_COMPARED
                said.append(f"{each.place} {each.value_text}" + (f": {word}" if is_told else ""))
        revised = ""
        if "[r]" in row.value_text:
            revised = self.figures.revised_text(row.measure_id, where, row.period_id)
        return Line(row, "; ".join(said), revised)


def material(editions: PackEditions) -> Material:
    """Nine queries."""
    edition = editions.shown
    wording = wording_of(edition)
    borough = rows(edition, worded=wording.worded, place_id=wording.borough.pk)
    decided_on = {decision.period_id for decision in wording.decisions}
    shown = {row.period_id for row in borough} | {edition.period_id} | decided_on
    figures = figures_of(edition, wording, periods=shown)
    return Material(
        edition=edition,
        before=editions.before,
        wording=wording,
        figures=figures,
        rules=rules_named(edition.rules_version),
        rebases=rebases_at(edition.published_at),
        borough=borough,
        comments=comments_at(edition),
        stories=stories_at(edition, periods={row.period_id for row in borough}),
    )
