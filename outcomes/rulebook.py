"""Which rules are in force, which a publication was made under, and where series start anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from outcomes import disclosure
from outcomes.calculations.rules import DEFAULTS, SpcSettings, TwoSigmaMode
from outcomes.calculations.spc import Baseline
from outcomes.models import Measure, Rebase, StatisticalRules


@dataclass(frozen=True)
class Rulebook:
    """The rules one publication is made under: of charts, and of small numbers."""

    charts: SpcSettings = DEFAULTS
    partnership: disclosure.RuleSet = disclosure.DFE

    @property
    def version(self) -> str:
        """What a publication records: 'xmr-1, dfe_1_to_5'."""
        return f"{self.charts.version}, {self.partnership.name}"

    def hiding(self, measure: Measure) -> disclosure.RuleSet:
        """The stricter of the partnership's rule and the one the data's owner asks for."""
        if not measure.owner_rules:
            return self.partnership
        return disclosure.stricter(self.partnership, disclosure.RULE_SETS[measure.owner_rules])


STANDARD = Rulebook()
"""Where none is recorded."""


def rules_on(day: date) -> Rulebook:
    """The rules in force on a day: those of the latest version that had begun. One query."""
    begun = StatisticalRules.objects.filter(in_force_from__lte=day)
    found = begun.order_by("-in_force_from", "-pk").first()
    return STANDARD if found is None else _rulebook(found)


def rules_named(recorded: str) -> Rulebook:
    """The rules that a publication recorded ('xmr-1, dfe_1_to_5'). One query."""
    found = StatisticalRules.objects.filter(version=recorded.partition(",")[0]).first()
    return STANDARD if found is None else _rulebook(found)


def _rulebook(row: StatisticalRules) -> Rulebook:
    return Rulebook(settings_of(row), disclosure.RULE_SETS[row.disclosure_rules])


def settings_of(row: StatisticalRules) -> SpcSettings:
    """The settings of a chart under one version."""
    return SpcSettings(
        version=row.version,
        shift_points=row.shift_points,
        trend_points=row.trend_points,
        two_sigma_mode=TwoSigmaMode(row.two_sigma),
        limit_constant=row.limit_constant,
        mr_screen=row.screen_ranges,
        mr_screen_constant=row.screen_constant,
        min_points_limits=row.fewest_for_limits,
        min_points_icons=row.fewest_for_findings,
    )


Rebases = Mapping[tuple[int, int], Sequence[Rebase]]
"""Measure and place to its new baselines, the earliest period first."""


def rebases_at(moment: datetime, *, measure: Measure | None = None) -> Rebases:
    """The new baselines that stood at a moment, whatever was recorded or taken back since.

    One query, for one measure or for all.
    """
    rows = Rebase.objects.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gt=moment))
    rows = rows.filter(recorded_at__lte=moment).select_related("period")
    if measure is not None:
        rows = rows.filter(measure=measure)
    found: defaultdict[tuple[int, int], list[Rebase]] = defaultdict(list)
    for row in rows.order_by("period__starts_on"):
        found[row.measure_id, row.place_id].append(row)
    return dict(found)


def baselines_in(rebases: Sequence[Rebase], periods: Sequence[int]) -> list[Baseline]:
    """Where the segments of a series start, from the keys of its periods, oldest first.

    A new baseline from a period that the series does not hold, or starts with, changes nothing.
    """
    position = {pk: i for i, pk in enumerate(periods)}
    starts = sorted({position.get(each.period_id, 0) for each in rebases} - {0})
    return [Baseline(start) for start in starts]
