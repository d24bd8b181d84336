"""What a series says of its latest figure, in one word and one sentence. No database.

The rules are those of the control chart (outcomes.calculations.spc); the words are fixed, never
name a cause, and say "no clear change" unless a rule says otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from outcomes.calculations.combining import PERCENT, MeasureType
from outcomes.calculations.comparison import Comparison, Polarity, with_funnel
from outcomes.calculations.rounding import change_text, clip_for_drawing, value_text
from outcomes.calculations.rules import DEFAULTS, SpcSettings
from outcomes.calculations.spc import (
    Baseline,
    Chart,
    Finding,
    Limits,
    Rule,
    Segment,
    Stage,
    Variation,
    analyse,
    deciding,
    variation_of,
)
from outcomes.calculations.suitability import Caution, Pattern, cautions_for

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

_IN_WORDS = frozenset({MeasureType.YES_NO, MeasureType.NARRATIVE})

_FUNNEL_WORD = {
    Comparison.BETTER: BETTER,
    Comparison.WORSE: WORSE,
    Comparison.HIGHER: CHANGED,
    Comparison.LOWER: CHANGED,
}

_SHARES = "Not judged: each figure shares "
_SEASONAL = "seasonal, so not judged by the control chart"


@dataclass(frozen=True)
class Reading:
    """One period of a series. `value` is None where there is no figure or it is hidden.

    A partial figure lacks places or reporters that owe one; `expected` of them do.
    """

    value: float | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    is_partial: bool = False
    expected: int | None = None


@dataclass(frozen=True)
class Found:
    """The finding, which rule it rests on, and the chart it was read from.

    `rule` is the control chart's rule that made the word, None where none did; the sentence names
    it first. `further` words the rules that fired as well and that the sentence leaves out.
    `signal` is how the latest point is marked: as the word says, under trial limits as its rules
    say, and not at all where the figure is not judged.
    """

    word: str
    sentence: str
    chart: Chart
    has_enough_history: bool
    rule: Finding | None = None
    further: tuple[str, ...] = ()
    signal: str = ""


def find(
    readings: Sequence[Reading],
    *,
    measure_type: MeasureType,
    polarity: Polarity,
    noun: str,
    settings: SpcSettings = DEFAULTS,
    baselines: Sequence[Baseline] = (),
    pattern: Pattern = Pattern.ALONE,
    year_before: int | None = None,
) -> Found:
    """What may be said of the latest reading; `noun` is 'quarters' or 'years'.

    `baselines` are where a person let the series start anew; `year_before` is the position of the
    same quarter of last year, where it is there. Figures that share periods, and seasonal ones,
    are not judged by the chart, which then has no limits.

    A partial latest figure is not judged: a late return is not a change. A partial sum is a gap
    in the chart; a partial proportion stays in it, since its denominator is partial too.
    """
    chart = analyse(
        [_charted(reading, measure_type) for reading in readings],
        polarity=polarity,
        settings=settings,
        baselines=baselines,
        cautions=_cautions(
            readings[baselines[-1].start if baselines else 0 :], measure_type, pattern
        ),
    )
    segment = chart.segments[-1] if chart.segments else None
    enough = segment is not None and segment.stage == Stage.FULL
    if not readings or readings[-1].value is None:
        return Found(NO_FIGURE, "", chart, enough)
    if readings[-1].is_partial:
        return Found(TOO_EARLY, "Not judged: some places are missing", chart, False)
    if pattern == Pattern.ROLLING:
        return Found(TOO_EARLY, f"{_SHARES}{noun} with the last", chart, False)
    if pattern == Pattern.SEASONAL:
        before = None if year_before is None else readings[year_before]
        return Found(TOO_EARLY, _on_last_year(readings[-1], before, measure_type), chart, False)
    if segment is None or not enough:
        points = segment.points if segment else 0
        noun = noun if points != 1 else noun.removesuffix("s")
        since = "since the new baseline" if baselines else "so far"
        trial = ", trial limits" if segment and segment.stage == Stage.TRIAL_LIMITS else ""
        signal = _signal(variation_of(chart.points[-1].findings, polarity))
        return Found(TOO_EARLY, f"{points} {noun} {since}{trial}", chart, enough, signal=signal)
    if Caution.SMALL_COUNTS in chart.cautions:
        return Found(TOO_EARLY, "Numbers too small to judge", chart, enough)
    if Caution.UNEVEN_DENOMINATORS in chart.cautions:
        return _by_funnel(readings[segment.start :], chart, polarity)
    if chart.variation is None:
        return Found(NO_CHANGE, "The same throughout", chart, enough)
    if chart.variation == Variation.COMMON_CAUSE:
        return Found(NO_CHANGE, "", chart, enough)
    return _by_rules(chart, segment.limits, polarity, measure_type, noun)


def _by_rules(
    chart: Chart, limits: Limits | None, polarity: Polarity, measure_type: MeasureType, noun: str
) -> Found:
    """Judged by the rules that the latest figure breaks.

    The rule that made the word comes first in the sentence, then one that says the opposite: two
    rules of the same direction say the same. A third would take it over 25 words.
    """
    assert limits is not None
    assert chart.variation is not None
    findings = chart.points[-1].findings
    rule = deciding(findings, polarity)
    against = next((each for each in findings if each.sign != rule.sign), None)
    sentence = _phrase(rule, chart, limits, measure_type, noun)
    if against:
        phrase = _phrase(against, chart, limits, measure_type, noun)
        sentence += f"; but also {phrase[0].lower()}{phrase[1:]}"
    further = (each for each in findings if each not in {rule, against})
    return Found(
        word=_WORD[chart.variation],
        sentence=sentence,
        chart=chart,
        has_enough_history=True,
        rule=rule,
        further=tuple(_phrase(each, chart, limits, measure_type, noun) for each in further),
        signal=_signal(chart.variation),
    )


def _signal(variation: Variation) -> str:
    return "" if variation == Variation.COMMON_CAUSE else _WORD[variation]


def is_not_for_a_chart(sentence: str) -> bool:
    """Whether a finding's sentence says that its measure is never judged by the control chart."""
    return sentence.startswith(_SHARES) or sentence.lower().endswith(_SEASONAL)


def _on_last_year(now: Reading, before: Reading | None, measure_type: MeasureType) -> str:
    """'Up 3 on the same quarter last year; seasonal, so ...', where the same places are in both."""
    if now.value is None or before is None or before.value is None:
        return _SEASONAL.capitalize()
    if before.is_partial or before.expected != now.expected or measure_type in _IN_WORDS:
        return _SEASONAL.capitalize()
    change = change_text(now.value, before.value, measure_type)
    return f"{change} on the same quarter last year; {_SEASONAL}"


def _by_funnel(readings: Sequence[Reading], chart: Chart, polarity: Polarity) -> Found:
    """Judged by how far chance takes a figure out of so many, where those numbers differ widely.

    The funnel stands around the average of the earlier figures, at 99.8%: the usual range would
    call a small denominator's noise a change.
    """
    latest = readings[-1]
    before = [r for r in readings[:-1] if r.numerator is not None and r.denominator]
    events = sum((r.numerator or 0 for r in before), Decimal(0))
    people = sum((r.denominator or 0 for r in before), Decimal(0))
    funnel = None
    if people and latest.numerator is not None and latest.denominator:
        funnel = with_funnel(
            latest.numerator,
            latest.denominator,
            benchmark=float(PERCENT * events / people),
            polarity=polarity,
        )
    if funnel is None:
        return Found(TOO_EARLY, "Numbers too small to judge", chart, True)
    low, high = (value_text(each, MeasureType.PROPORTION) for each in funnel.limits_99_8)
    out_of = f"out of {latest.denominator:,f}".removesuffix(".0000")
    if funnel.at_99_8 == Comparison.SIMILAR:
        return Found(NO_CHANGE, "", chart, True)
    word = _FUNNEL_WORD[funnel.at_99_8]
    sentence = f"Beyond what chance gives {out_of}, {low} to {high}"
    return Found(word, sentence, chart, True, signal=word)


def _charted(reading: Reading, measure_type: MeasureType) -> float | None:
    is_part_of_a_sum = reading.is_partial and measure_type == MeasureType.COUNT
    return None if is_part_of_a_sum else reading.value


def usual_range(segment: Segment | None, measure_type: MeasureType) -> tuple[float, float] | None:
    """The limits of a segment as they are drawn; None while there are too few points."""
    if segment is None or segment.limits is None:
        return None
    return clip_for_drawing(segment.limits.lower, segment.limits.upper, measure_type)


def _cautions(
    readings: Sequence[Reading], measure_type: MeasureType, pattern: Pattern
) -> frozenset[Caution]:
    if measure_type not in {MeasureType.COUNT, MeasureType.PROPORTION, MeasureType.RATE}:
        return cautions_for((), pattern=pattern)
    shown = [r for r in readings if r.value is not None and r.numerator is not None]
    numerators = [float(r.numerator or 0) for r in shown]
    if measure_type != MeasureType.PROPORTION:
        return cautions_for(numerators, pattern=pattern)
    denominators = [float(r.denominator or 0) for r in shown]
    return cautions_for(numerators, denominators, is_proportion=True, pattern=pattern)


def _phrase(
    finding: Finding, chart: Chart, limits: Limits, measure_type: MeasureType, noun: str
) -> str:
    """A rule that the latest point breaks: "7 quarters in a row above the average, 19.6%"."""
    up = finding.sign > 0
    low, high = clip_for_drawing(limits.lower, limits.upper, measure_type)
    if finding.rule == Rule.OUTSIDE:
        span = f"{value_text(low, measure_type)} to {value_text(high, measure_type)}"
        edge, side = (high, "above") if up else (low, "below")
        value = chart.points[-1].value
        # 38 below a range of 38.2 to 70 reads as a mistake, once both are rounded.
        is_close = value is not None and value_text(value, measure_type) == value_text(
            edge, measure_type
        )
        side = f"just {side}" if is_close else side
        return f"{side.capitalize()} the usual range, {span}"
    if finding.rule == Rule.TWO_OF_THREE:
        return f"2 of the last 3 {noun} are near the {'top' if up else 'bottom'} of the usual range"
    length = run_length(chart, finding)
    if finding.rule == Rule.TREND:
        return f"{length} {noun} in a row {'rising' if up else 'falling'}"
    side = "above" if up else "below"
    return f"{length} {noun} in a row {side} the average, {value_text(limits.centre, measure_type)}"


def run_length(chart: Chart, finding: Finding) -> int:
    """How many points up to the latest break the same rule in the same direction."""
    length = 0
    for point in reversed(chart.points):
        if finding not in point.findings:
            break
        length += 1
    return length
