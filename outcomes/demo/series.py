"""Synthetic figures: seeded, with trends, noise, gaps, small numbers and a few special causes."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from enum import StrEnum

from outcomes.calculations.combining import MeasureType

#: How large each place is beside a typical locality.
SIZE = {"TH-NE": 1.08, "TH-NW": 0.93, "TH-SE": 1.02, "TH-SW": 0.97}


class Story(StrEnum):
    """What happens to a measure over the quarters of the demonstration."""

    STEADY = "steady"
    RISING = "rising"
    FALLING = "falling"
    STEP_UP = "step up"
    LAST_HIGH = "last quarter high"
    LAST_LOW = "last quarter low"
    SEASONAL = "seasonal"


#: Measures whose story is told on purpose; the others draw one from their code.
STORIES = {
    "HEA-201": Story.STEP_UP,
    "HEA-205": Story.STEADY,
    "SAF-302": Story.LAST_HIGH,
    "LEA-301": Story.LAST_HIGH,
    "LEA-203": Story.RISING,
}

_DRAWN = [
    *[Story.STEADY] * 28,
    Story.RISING,
    Story.FALLING,
    Story.STEP_UP,
    Story.LAST_LOW,
    *[Story.SEASONAL] * 3,
]


@dataclass(frozen=True)
class Typical:
    """What a place typically reports: the value, and out of how many."""

    level: float
    base: float


@dataclass(frozen=True)
class Typed:
    """One synthetic figure as a person would type it; missing [x] has a note."""

    numerator: str = ""
    denominator: str = ""
    missing: str = ""
    note: str = ""


def story_of(code: str) -> Story:
    """The story of a measure: its own, or one drawn by its code."""
    return STORIES.get(code) or random.Random(f"story {code}").choice(_DRAWN)


def synthetic(
    *,
    code: str,
    place: str,
    kind: MeasureType,
    multiplier: int,
    typical: Typical,
    quarter: int,
    quarters: int,
) -> Typed:
    """The figure of one measure in one place in one quarter (0 is the first of `quarters`).

    The same arguments always give the same figure.
    """
    dice = random.Random(f"{code} {place} {quarter}")
    if kind == MeasureType.NARRATIVE:
        return Typed(note="Illustrative account of what was done this quarter.")
    if dice.random() < 0.006:
        return Typed(missing="x", note="Illustrative: the record system changed this quarter.")
    if kind == MeasureType.YES_NO:
        return Typed(numerator="yes" if typical.level >= 0.5 else "no")
    here = random.Random(f"{code} {place}").uniform(0.92, 1.08)
    factor = here * _factor(story_of(code), quarter, quarters)
    level = typical.level * factor
    size = SIZE.get(place, 1.0)
    if kind == MeasureType.COUNT:
        return Typed(numerator=str(_poisson(dice, level * size)))
    base = max(1, round(typical.base * size * dice.uniform(0.95, 1.05)))
    if kind == MeasureType.PROPORTION:
        share = _shifted(typical.level / 100, factor)
        return Typed(str(_binomial(dice, base, share)), str(base))
    if kind == MeasureType.RATE:
        events = _poisson(dice, level * base / multiplier)
        return Typed(str(events), str(base))
    total = max(0.0, base * dice.gauss(level, level * 0.05))
    return Typed(f"{total:.1f}", str(base))


def _shifted(share: float, factor: float) -> float:
    """A share moved by a factor of its odds, so that it stays between 0 and 1."""
    bounded = min(0.995, max(0.005, share))
    odds = bounded / (1 - bounded) * factor**2
    return odds / (1 + odds)


def _factor(story: Story, quarter: int, quarters: int) -> float:
    """How far the process stands from its usual level in a quarter."""
    late = max(0, quarter - (quarters - 7))
    if story == Story.RISING:
        return 1 + 0.028 * late
    if story == Story.FALLING:
        return 1 - 0.028 * late
    if story == Story.STEP_UP:
        return 1.14 if quarter >= quarters - 7 else 0.97
    if story == Story.LAST_HIGH:
        return 1.35 if quarter == quarters - 1 else 1.0
    if story == Story.LAST_LOW:
        return 0.7 if quarter == quarters - 1 else 1.0
    if story == Story.SEASONAL:
        return 1 + 0.06 * math.sin(math.pi * quarter / 2)
    return 1.0


def _poisson(dice: random.Random, mean: float) -> int:
    if mean > 40:
        return max(0, round(dice.gauss(mean, math.sqrt(mean))))
    threshold, product, count = math.exp(-mean), dice.random(), 0
    while product > threshold:
        product *= dice.random()
        count += 1
    return count


def _binomial(dice: random.Random, size: int, share: float) -> int:
    if size * share * (1 - share) > 9:
        spread = math.sqrt(size * share * (1 - share))
        return min(size, max(0, round(dice.gauss(size * share, spread))))
    return sum(dice.random() < share for _ in range(size))
