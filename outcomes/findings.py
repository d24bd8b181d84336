"""What a series says of its latest figure, in one word and one sentence. No database.

The rules are those of the control chart (outcomes.calculations.spc); the words are fixed, never
name a cause, and say "no clear change" unless a rule says otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from outcomes.calculations.combining import MeasureType
from outcomes.calculations.comparison import Polarity
from outcomes.calculations.rounding import clip_for_drawing, value_text
from outcomes.calculations.spc import Chart, Rule, Segment, Stage, Variation, analyse
from outcomes.calculations.suitability import Caution, cautions_for

BETTER, WORSE, CHANGED = "better", "worse", "changed"
NO_CHANGE, TOO_EARLY, NO_FIGURE = "no_change", "too_early", "no_figure"

_WORD = {
    Variation.COMMON_CAUSE: NO_CHANGE,
    Variation.IMPROVEMENT_HIGH: BETTER,
    Variation.IMPROVEMENT_LOW: BETTER,
    Variation.CONCERN_HIGH: WORSE,
    Variation.CONCERN_LOW: WORSE,
    Variation.NEUTRAL_HIGH: CHANGED,
    Variation.NEUTRAL_LOW: CHANGED,
}


@dataclass(frozen=True)
class Reading:
    """One period of a series. `value` is None where there is no figure or it is hidden.

    A partial figure lacks places or reporters that owe one.
    """

    value: float | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    is_partial: bool = False


@dataclass(frozen=True)
class Found:
    """The finding, which rule it rests on, and the chart it was read from."""

    word: str
    sentence: str
    chart: Chart
    has_enough_history: bool


def find(
    readings: Sequence[Reading], *, measure_type: MeasureType, polarity: Polarity, noun: str
) -> Found:
    """What may be said of the latest reading; `noun` is 'quarters' or 'years'.

    A partial latest figure is not judged: a late return is not a change. A partial sum is a gap
    in the chart; a partial proportion stays in it, since its denominator is partial too.
    """
    chart = analyse(
        [_charted(reading, measure_type) for reading in readings],
        polarity=polarity,
        cautions=_cautions(readings, measure_type),
    )
    segment = chart.segments[-1] if chart.segments else None
    enough = segment is not None and segment.stage == Stage.FULL
    if not readings or readings[-1].value is None:
        return Found(NO_FIGURE, "", chart, enough)
    if readings[-1].is_partial:
        return Found(TOO_EARLY, "Not judged: some places are missing", chart, False)
    if segment is None or not enough:
        points = segment.points if segment else 0
        noun = noun if points != 1 else noun.removesuffix("s")
        trial = ", trial limits" if segment and segment.stage == Stage.TRIAL_LIMITS else ""
        return Found(TOO_EARLY, f"{points} {noun} so far{trial}", chart, enough)
    if Caution.SMALL_COUNTS in chart.cautions:
        return Found(TOO_EARLY, "Numbers too small to judge", chart, enough)
    if chart.variation is None:
        return Found(NO_CHANGE, "The same throughout", chart, enough)
    word = _WORD[chart.variation]
    sentence = "" if word == NO_CHANGE else _sentence(chart, segment, measure_type, noun)
    return Found(word, sentence, chart, enough)


def _charted(reading: Reading, measure_type: MeasureType) -> float | None:
    is_part_of_a_sum = reading.is_partial and measure_type == MeasureType.COUNT
    return None if is_part_of_a_sum else reading.value


def usual_range(segment: Segment | None, measure_type: MeasureType) -> tuple[float, float] | None:
    """The limits of a segment as they are drawn; None while there are too few points."""
    if segment is None or segment.limits is None:
        return None
    return clip_for_drawing(segment.limits.lower, segment.limits.upper, measure_type)


def _cautions(readings: Sequence[Reading], measure_type: MeasureType) -> frozenset[Caution]:
    if measure_type not in {MeasureType.COUNT, MeasureType.PROPORTION, MeasureType.RATE}:
        return frozenset()
    shown = [r for r in readings if r.value is not None and r.numerator is not None]
    numerators = [float(r.numerator or 0) for r in shown]
    if measure_type != MeasureType.PROPORTION:
        return cautions_for(numerators)
    denominators = [float(r.denominator or 0) for r in shown]
    return cautions_for(numerators, denominators, is_proportion=True)


def _sentence(chart: Chart, segment: Segment, measure_type: MeasureType, noun: str) -> str:
    """Which rule fired on the latest point: "7 quarters in a row above the average, 19.6%"."""
    latest = chart.points[-1]
    finding, limits = latest.findings[0], segment.limits
    assert limits is not None
    up = finding.sign > 0
    low, high = clip_for_drawing(limits.lower, limits.upper, measure_type)
    if finding.rule == Rule.OUTSIDE:
        span = f"{value_text(low, measure_type)} to {value_text(high, measure_type)}"
        return f"{'Above' if up else 'Below'} the usual range, {span}"
    if finding.rule == Rule.TWO_OF_THREE:
        return f"2 of the last 3 {noun} are near the {'top' if up else 'bottom'} of the usual range"
    length = _run_length(chart, finding.rule, finding.sign)
    if finding.rule == Rule.TREND:
        return f"{length} {noun} in a row {'rising' if up else 'falling'}"
    side = "above" if up else "below"
    return f"{length} {noun} in a row {side} the average, {value_text(limits.centre, measure_type)}"


def _run_length(chart: Chart, rule: Rule, sign: int) -> int:
    length = 0
    for point in reversed(chart.points):
        if not any(f.rule == rule and f.sign == sign for f in point.findings):
            break
        length += 1
    return length
