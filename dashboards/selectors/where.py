"""Where a measure that changed stands apart: its localities beside the borough, and beside their
own past."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from dashboards import narrative
from dashboards.selectors.comparing import COMPARABLE, compare
from dashboards.selectors.editions import Edition
from dashboards.selectors.limits import NO_LIMITS, Limited, limits_of
from dashboards.selectors.rows import Row, rows_by_place
from governance.models import Place
from outcomes.calculations.combining import MeasureType
from outcomes.calculations.comparison import Comparison, Polarity, with_benchmark
from outcomes.findings import BETTER, CHANGED, NO_CHANGE, WORSE

JUDGED = (*narrative.SIGNALS, NO_CHANGE)
APART = {WORSE: "worse than usual", BETTER: "better than usual", CHANGED: "beyond usual variation"}
"""As the pages say it of the borough. Not 'beyond its usual range': a run or a trend lies in it."""


def where_changed(
    edition: Edition, changed: Sequence[Row], places: Sequence[Place]
) -> dict[int, str]:
    """A sentence for each measure that has figures by locality, by measure. Two queries.

    `places` are the borough and its localities, in their order.

    A proportion or a rate is compared with the borough's by the locality's 99.8% interval: a list
    of exceptions names those that chance hardly ever gives, where a measure's own page is at 95%.
    It stays at 95% where one locality has no wider interval. Of a count it is said which localities
    are beyond usual variation, each by its own past. Nothing without a rule: of a measure without
    either there is no sentence.
    """
    if not changed:
        return {}
    localities = [place for place in places if not place.is_borough]
    borough = next((place.pk for place in places if place.is_borough), 0)
    found = rows_by_place(
        edition,
        place__in=[place.pk for place in localities],
        measure__in=[row.measure_id for row in changed],
    )
    own: defaultdict[int, dict[int, Row]] = defaultdict(dict)
    for place, rows in found.items():
        for row in rows:
            own[row.measure_id][place] = row
    limits = limits_of(
        edition,
        {row.measure_id: row.period_id for row in changed if row.type in COMPARABLE},
        [borough, *(place.pk for place in localities)],
    )
    said = {
        row.measure_id: _compared(row, localities, borough, limits)
        or _beyond({place.name: own[row.measure_id].get(place.pk) for place in localities})
        for row in changed
    }
    return {measure: narrative.sentence(text) for measure, text in said.items() if text}


def _compared(row: Row, localities: Sequence[Place], borough: int, limits: Limited) -> str:
    """'North East is worse than the borough; the other three are similar, by 99.8% interval'."""
    if row.type not in COMPARABLE:
        return ""
    kind, polarity = MeasureType(row.type), Polarity(row.polarity)
    whole = limits.get((row.measure_id, borough), NO_LIMITS).value
    own = {each.name: limits.get((row.measure_id, each.pk), NO_LIMITS) for each in localities}
    at_95 = {name: compare(it.lower, it.upper, whole, polarity).value for name, it in own.items()}
    compared = [name for name, word in at_95.items() if word != Comparison.NOT_COMPARED]
    wider = {name: own[name].at_99_8(kind) for name in compared}
    # One level for all: beside a locality judged at 95% none could be called similar at 99.8%.
    if not compared or None in wider.values():
        return narrative.localities(at_95)
    at_99_8 = {name: with_benchmark(it, whole, polarity).value for name, it in wider.items()}
    return f"{narrative.localities(at_95 | at_99_8)}, by 99.8% interval"


def _beyond(own: Mapping[str, Row | None]) -> str:
    """'North East is worse than usual', each by its own past; nothing where none can be judged."""
    parts = []
    for finding, how in APART.items():
        apart = [
            name for name, row in own.items() if row and row.is_signal and row.finding == finding
        ]
        if apart:
            is_every = len(apart) == len(own)
            who = "every locality" if is_every else narrative.joined(apart)
            parts.append(f"{who} {'is' if is_every or len(apart) == 1 else 'are'} {how}")
    if parts:
        return "; ".join(parts)
    judged = [row for row in own.values() if row and row.is_due and row.finding in JUDGED]
    all_judged = judged and len(judged) == len(own)
    return "No locality alone is beyond usual variation" if all_judged else ""
