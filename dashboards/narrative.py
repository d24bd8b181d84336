"""What the pages say of figures: fixed sentences, always with what makes them honest.

A title is the finding. Verbs are fixed, nothing names a cause, and "no clear change" is said
unless a rule of the control chart says otherwise. The same facts feed the text beside a chart and
the text a screen reader hears of it, so that the two can never disagree.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from ehportal.wording import count, number
from outcomes.calculations.comparison import expected_false_differences
from outcomes.calculations.suitability import Pattern
from outcomes.findings import (
    BETTER,
    CHANGED,
    NO_CHANGE,
    NO_FIGURE,
    TOO_EARLY,
    WORSE,
    is_not_for_a_chart,
)

SIGNALS = (WORSE, BETTER, CHANGED)
ORDER = (WORSE, BETTER, CHANGED, NO_CHANGE, TOO_EARLY, NO_FIGURE)
"""What is shown first: what a reader has to know before the rest."""

NO_JUDGEMENT = "A rise may be good or bad: no judgement is set."

TOO_SMALL = "Numbers too small to judge"
"""As `outcomes.findings` words it, where a change may be nothing but a few cases."""

_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_QUIET = {NO_CHANGE: "no clear change", TOO_EARLY: "too early to say", NO_FIGURE: "no figure"}


def in_words(value: int) -> str:
    """'two', 'twelve', '13'."""
    return _NUMBERS[value] if value < len(_NUMBERS) else number(value)


def sentence(text: str) -> str:
    """The text with a capital and a full stop."""
    if not text:
        return ""
    text = text[0].upper() + text[1:]
    return text if text.endswith((".", "?")) else f"{text}."


def uncapped(text: str) -> str:
    """Words that stood first, as they go on after others: 'up 3 on the same quarter last year'."""
    return f"{text[:1].lower()}{text[1:]}"


def joined(items: Sequence[str]) -> str:
    """'North East', 'North East and South West', 'A, B and C'."""
    *most, last = items or [""]
    return f"{', '.join(most)} and {last}" if most else last


def headline(counts: Mapping[str, int]) -> str:
    """The finding of a quarter: 'Two measures got better and one got worse; 34 show ...'.

    `counts` says how many measures there are of each finding.
    """
    verbs = {BETTER: "got better", WORSE: "got worse", CHANGED: "changed"}
    parts = [
        f"{in_words(counts[finding])} {verb}"
        for finding, verb in verbs.items()
        if counts.get(finding)
    ]
    quiet = counts.get(NO_CHANGE, 0)
    if parts:
        first = next(counts[finding] for finding in verbs if counts.get(finding))
        head, _, tail = parts[0].partition(" ")
        parts[0] = f"{head} {'measure' if first == 1 else 'measures'} {tail}"
        rest = f"; {_shows(quiet)} no clear change" if quiet else ""
        return f"{sentence(joined(parts))[:-1]}{rest}"
    if quiet:
        return f"No measure changed beyond usual variation; {_shows(quiet)} no clear change"
    if counts.get(TOO_EARLY):
        measures = count(counts[TOO_EARLY], "measure")
        has = "has" if counts[TOO_EARLY] == 1 else "have"
        return f"Too early to say what is changing: {measures} {has} too short a history"
    return "No figures yet"


def _shows(measures: int) -> str:
    return f"{in_words(measures)} {'shows' if measures == 1 else 'show'}"


def by_chance(expected: float | None) -> str:
    """How many signals chance alone would give: 'Chance alone would flag about 2 (1.9).'

    None where nobody has measured how often the rules of the charts signal by chance.
    """
    if expected is None:
        return "How many chance alone would flag is not measured for these rules."
    exact = f"{expected:.1f}"
    if float(exact) == 0:
        return "Chance alone would flag fewer than one (under 0.1)."
    if float(exact) < 1:
        return f"Chance alone would flag fewer than one ({exact})."
    return f"Chance alone would flag about {round(expected)} ({exact})."


def differences_by_chance(compared: int) -> str:
    """'Of 225 comparisons, chance alone would give about 5.4 differences.'; nothing of none."""
    if not compared:
        return ""
    exact = f"{expected_false_differences(compared):.1f}"
    about = "under 0.1" if float(exact) == 0 else f"about {exact}"
    return f"Of {count(compared, 'comparison')}, chance alone would give {about} differences."


def with_unit(value_text: str, measure_type: str, unit: str) -> str:
    """'24.3%', '158', '165.0 per 10,000', '12.4 days'. Shorthand stands alone."""
    if not unit or value_text.startswith("[") or measure_type not in {"rate", "mean", "duration"}:
        return value_text
    return f"{value_text} {unit}"


def direction(finding: str, polarity: str, change_text: str) -> str:
    """The verb of a figure that signals: 'rose by 3.1 percentage points to', or 'stood at'.

    'Rose' and 'fell' are said only where the step from the period before goes the way of the
    signal: a figure may lie in a high run and yet have come down a little.
    """
    way, _, step = change_text.partition(" ")
    up, down = way == "Up", way == "Down"
    if finding in {BETTER, WORSE} and polarity in {"higher", "lower"}:
        signal_is_up = (finding == BETTER) == (polarity == "higher")
        if (up and not signal_is_up) or (down and signal_is_up):
            return "stood at"
    return f"rose by {step} to" if up else f"fell by {step} to" if down else "stood at"


def unit_name(unit: str) -> str:
    """The unit as it stands in a sentence: 'per cent', 'families', 'per 10,000'."""
    return "per cent" if unit == "%" else unit


def at_lines(lines: str) -> str:
    """Where in a document's text: 'line 438', 'lines 5-9'."""
    if not lines:
        return ""
    return f"line{'s' if '-' in lines or ',' in lines else ''} {lines}"


def figure(value_text: str, of_text: str) -> str:
    """'24.3% (253 of 1,041)', '158'."""
    return f"{value_text} ({of_text})" if of_text else value_text


def measure_title(title: str, finding: str, value_text: str, *, quarter: str, reason: str) -> str:
    """The title of a measure's page. `reason` is the rule that the finding rests on, in words."""
    ends = {
        BETTER: "better than usual",
        WORSE: "worse than usual",
        CHANGED: "beyond its usual range",
        NO_CHANGE: "no clear change",
        TOO_EARLY: "too early to say if it is changing",
    }
    if finding == NO_FIGURE or finding not in ends:
        return f"{title}: no figure for {quarter}" + (f", {reason.lower()}" if reason else "")
    if reason == TOO_SMALL:
        return f"{title}: {value_text}, {reason.lower()}"
    if is_not_for_a_chart(reason):
        return f"{title}: {value_text}, {uncapped(reason.partition(';')[0])}"
    return f"{title}: {value_text}, {ends[finding]}"


def variation(finding: str, finding_text: str, usual: str) -> str:
    """Whether the latest figure is beyond usual variation, in a sentence or two."""
    if finding in {BETTER, WORSE}:
        way = "better" if finding == BETTER else "worse"
        return f"{sentence(finding_text)} That is a change for the {way}, beyond usual variation."
    if finding == CHANGED:
        return f"{sentence(finding_text)} That is a change beyond usual variation. {NO_JUDGEMENT}"
    if finding == NO_CHANGE:
        inside = f": it is within its usual range, {usual}" if usual else ""
        return f"There is no clear change{inside}."
    if finding_text == TOO_SMALL:
        return "The numbers are too small to judge whether it is changing."
    if is_not_for_a_chart(finding_text):
        return sentence(finding_text)
    if finding == TOO_EARLY:
        return f"{sentence(finding_text)} It is too early to say whether it is changing."
    return ""


def why_no_limits(pattern: Pattern, noun: str) -> str:
    """Why no control chart judges a measure of the pattern; nothing where one does."""
    return {
        Pattern.ROLLING: f"Each figure shares {noun} with the last, so that a control chart would "
        "find changes that are not there.",
        Pattern.SEASONAL: "The same quarter differs every year, which would hide a real change "
        "from a control chart. Read it beside the same quarter last year.",
    }.get(pattern, "")


def marks(signals: Collection[str]) -> str:
    """The key of a chart's filled marks: 'A marked figure breaks a rule ...: a circle ...'."""
    shapes = {BETTER: "a circle for the better", WORSE: "a diamond for the worse"}
    shapes["everyones_worse"] = "a hollow diamond for what is worse for families"
    shapes[CHANGED] = "a square where no judgement is set"
    found = [shape for signal, shape in shapes.items() if signal in signals]
    return f"A marked figure breaks a rule of the control chart: {joined(found)}." if found else ""


def quiet_word(finding: str, measures: int) -> str:
    """'3 no clear change', for a cell that counts measures."""
    return f"{measures} {_QUIET[finding]}"


def target(assurance: str, is_met: bool | None) -> str:
    """What limits and target say together; else whether the latest figure meets it."""
    by_assurance = {
        "consistent_fail": "Will keep missing it unless something changes.",
        "consistent_pass": "Will keep meeting it unless something changes.",
        "inconsistent": "Will meet it in some quarters and miss it in others by chance alone.",
    }
    if assurance in by_assurance:
        return by_assurance[assurance]
    if is_met is None:
        return "Not judged."
    return "The latest figure meets it." if is_met else "The latest figure does not meet it."


def localities(comparisons: Mapping[str, str]) -> str:
    """A title for the localities: 'North West is lower than the borough; the others ...'.

    `comparisons` is from locality to better, worse, higher, lower, similar or not_compared. What
    is said of the others is said of those compared: one that is hidden or missing is none of them.
    Nothing is said where none is compared.
    """
    similar = [name for name, word in comparisons.items() if word == "similar"]
    compared = [name for name, word in comparisons.items() if word != "not_compared"]
    is_whole = len(compared) == len(comparisons)
    parts = []
    for word in ("worse", "better", "higher", "lower"):
        names = [name for name, found in comparisons.items() if found == word]
        if names:
            verb = "is" if len(names) == 1 else "are"
            parts.append(f"{joined(names)} {verb} {word} than the borough")
    if not parts:
        return _none_differs(similar, is_whole=is_whole) if similar else ""
    if similar:
        others = "the other" if len(similar) == 1 else f"the other {in_words(len(similar))}"
        which = others if is_whole else f"{others} compared"
        parts.append(f"{which} {'is' if len(similar) == 1 else 'are'} similar")
    return "; ".join(parts)


def _none_differs(similar: Sequence[str], *, is_whole: bool) -> str:
    if is_whole:
        return "No locality differs clearly from the borough"
    if len(similar) == 1:
        return f"{similar[0]} does not differ clearly from the borough; no other is compared"
    return f"None of the {in_words(len(similar))} localities compared differs from the borough"


def against_borough(word: str) -> str:
    """'Lower than the borough', 'Similar to the borough', or nothing where it is not compared."""
    return "" if word == "not_compared" else against(word, "the borough")


def against(word: str, beside: str) -> str:
    """'Lower than London', 'Similar to London', 'Not compared with London'."""
    joining = {"similar": "to", "not_compared": "with"}.get(word, "than")
    return f"{word.replace('_', ' ').capitalize()} {joining} {beside}"
