"""One figure beside another, by its 95% interval: the word, and how the word is shown."""

from __future__ import annotations

from collections.abc import Mapping

from dashboards import narrative
from outcomes.calculations.combining import MeasureType
from outcomes.calculations.comparison import Comparison, Polarity, with_benchmark
from outcomes.calculations.intervals import Interval, Method
from outcomes.findings import TOO_EARLY, is_not_for_a_chart

COMPARABLE = frozenset({MeasureType.PROPORTION, MeasureType.RATE})
DIFFERENT = (Comparison.WORSE, Comparison.BETTER, Comparison.HIGHER, Comparison.LOWER)
"""What is called a difference, in the order a summary counts it."""

EVERYONES_WORSE = "everyones_worse"
"""What is worse for families, as `ehportal.status` draws it."""

NOT_JUDGED = "not_judged"
"""What no history will make the control chart judge."""


def compare(
    lower: float | None,
    upper: float | None,
    benchmark: float | None,
    polarity: Polarity = Polarity.NONE,
) -> Comparison:
    """A 95% interval against a value: higher, lower, similar, or not compared.

    With a polarity, better or worse in the place of higher or lower.
    """
    if lower is None or upper is None:
        return Comparison.NOT_COMPARED
    interval = Interval(lower, upper, Method.WILSON, 0.95)
    return with_benchmark(interval, benchmark, polarity)


def status_of(comparison: Comparison, *, is_everyones: bool) -> str:
    """The shape and colour of a comparison: worse for families never looks like a worse service."""
    return look_of(comparison.value, is_everyones=is_everyones)


def look_of(word: str, *, is_everyones: bool, reason: str = "") -> str:
    """The same of a finding over time. The word stays the same; the shape and colour differ.

    What is too early to say, for the `reason` that a chart will never fit, is not judged.
    """
    if word == TOO_EARLY and is_not_for_a_chart(reason):
        return NOT_JUDGED
    return EVERYONES_WORSE if word == Comparison.WORSE and is_everyones else word


def differences(words: Mapping[str, int]) -> str:
    """'15 are worse and 19 better', of words by how often each was said; '' where none differs."""
    parts = [f"{words[word]} {word}" for word in DIFFERENT if words.get(word)]
    if not parts:
        return ""
    first, _, word = parts[0].partition(" ")
    parts[0] = f"{first} {'is' if first == '1' else 'are'} {word}"
    return narrative.joined(parts)
