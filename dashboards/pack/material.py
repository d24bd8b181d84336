"""What every part of a pack is made from: what a publication holds, and what was kept with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from dashboards.pack.figures import Figures, figures_of
from dashboards.pack.lines import Compared, Line
from dashboards.pack.wording import Wording, without_names, wording_of
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
    """What every part of a pack is made from; what only some parts show is read when one asks."""

    edition: Edition
    before: Edition | None
    wording: Wording
    figures: Figures
    borough: Sequence[Row]

    @cached_property
    def rules(self) -> Rulebook:
        """Those the publication was made under."""
        return rules_named(self.edition.rules_version)

    @cached_property
    def rebases(self) -> Rebases:
        """The new baselines that stood then."""
        return rebases_at(self.edition.published_at)

    @cached_property
    def comments(self) -> Mapping[int, Comment]:
        """What persons made of the automatic commentary, by measure."""
        return comments_at(self.edition)

    @cached_property
    def stories(self) -> Sequence[Told]:
        """What reporters tell of the figures that the borough's rows hold."""
        return stories_at(self.edition, periods={row.period_id for row in self.borough})

    def line(self, row: Row) -> Line:
        """The row with what it is held against, and why it was revised."""
        where = self.wording.borough.pk
        cell = self.figures.latest(row.measure_id, where, row.period_id)
        said = []
        if cell and row.type in COMPARABLE and row.has_figure:
            for each in self.wording.comparators.get(row.measure_id, ()):
                word = against_range(cell, each.value, each.upper, Polarity(row.polarity))
                how = f": {word}" if word != Comparison.NOT_COMPARED else ""
                said.append(Compared(f"{each.place} {each.value_text}", each.period, how))
        revised = ""
        if "[r]" in row.value_text:
            revised = self.figures.revised_text(row.measure_id, where, row.period_id)
        return Line(row, tuple(said), revised)


def material(
    editions: PackEditions, *, of_people: bool = True, borough_alone: bool = False
) -> Material:
    """Some five queries. Without `of_people` it names nobody.

    With `borough_alone` it holds no figure of a locality or of a group.
    """
    edition = editions.shown
    wording = wording_of(edition) if of_people else without_names(wording_of(edition))
    borough = rows(edition, worded=wording.worded, place_id=wording.borough.pk)
    decided_on = {decision.period_id for decision in wording.decisions}
    shown = {row.period_id for row in borough} | {edition.period_id} | decided_on
    figures = figures_of(edition, wording, periods=shown, borough_alone=borough_alone)
    return Material(
        edition=edition,
        before=editions.before,
        wording=wording,
        figures=figures,
        borough=borough,
    )
