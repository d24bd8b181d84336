"""When a control chart strains its assumptions, and how many false signals to expect."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum

from outcomes.calculations.rules import DEFAULTS, SpcSettings, TwoSigmaMode

SMALL_MEAN_COUNT = 5
UNEVEN_RATIO = 3  # the largest denominator over the smallest

# The share of charts whose latest point signals although nothing has changed, by shift and trend
# length, with the national two-sigma rule and the screen on: measured on normal values, n = 16.
FALSE_SIGNAL_RATES = {(7, 7): 0.015, (6, 6): 0.026}
FALSE_SIGNAL_RATES_FROZEN = {(7, 7): 0.063}  # limits frozen on 12 points and watched at 20


class Pattern(StrEnum):
    """How the figures of a series hang together; each stands alone unless somebody says so."""

    ALONE = ""
    ROLLING = "rolling"
    SEASONAL = "seasonal"


class Caution(StrEnum):
    """Why a chart may mislead; a small count forbids its icons, others its limits too."""

    SMALL_COUNTS = "small_counts"
    UNEVEN_DENOMINATORS = "uneven_denominators"
    RUNNING_TOTAL = "running_total"
    SEASONAL = "seasonal"


#: Figures that a control chart does not fit: limits would come from the pattern, not from chance.
WITHOUT_LIMITS = frozenset({Caution.RUNNING_TOTAL, Caution.SEASONAL})

#: What a measure's own pattern warns of.
CAUTION_OF = {Pattern.ROLLING: Caution.RUNNING_TOTAL, Pattern.SEASONAL: Caution.SEASONAL}


def cautions_for(
    numerators: Sequence[float],
    denominators: Sequence[float] = (),
    *,
    is_proportion: bool = False,
    pattern: Pattern = Pattern.ALONE,
) -> frozenset[Caution]:
    """Why these figures strain an XmR chart.

    Small counts: a mean count under 5, and for a proportion also fewer than 5 on average outside
    the numerator (95% of 20 gives as many false signals as a mean count of 1). Uneven
    denominators: the largest over 3 times the smallest; judge the latest point by the funnel
    instead. A running total or rolling year shares quarters between its points; seasons widen the
    limits and hide real change. Neither can be seen from the figures: the measure says so.
    """
    found: set[Caution] = set()
    counts = [list(numerators)]
    if is_proportion:
        counts.append([d - n for n, d in zip(numerators, denominators, strict=True)])
    if any(each and math.fsum(each) / len(each) < SMALL_MEAN_COUNT for each in counts):
        found.add(Caution.SMALL_COUNTS)
    if denominators and max(denominators) > UNEVEN_RATIO * min(denominators):
        found.add(Caution.UNEVEN_DENOMINATORS)
    if pattern in CAUTION_OF:
        found.add(CAUTION_OF[pattern])
    return frozenset(found)


def expected_false_signals(
    charts: int, settings: SpcSettings = DEFAULTS, *, frozen: bool = False
) -> float | None:
    """How many of so many charts' latest points signal by chance alone; printed by the count.

    None for settings whose rate has not been measured.
    """
    measured = settings.mr_screen and settings.two_sigma_mode == TwoSigmaMode.ALL_BEYOND_2
    rates = FALSE_SIGNAL_RATES_FROZEN if frozen else FALSE_SIGNAL_RATES
    rate = rates.get((settings.shift_points, settings.trend_points))
    return charts * rate if measured and rate is not None else None
