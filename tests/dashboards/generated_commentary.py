"""Automatic commentary on generated figures, and a reading of it that shares no code with it.

The figures go the way they go in publishing: one row of summary, then the sentences. The reading
knows the figures alone: it works out with fractions what each sentence may say.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from statistics import NormalDist

from dashboards.selectors import commentary as it
from dashboards.selectors.evidence import ComparatorLine, TargetLine
from dashboards.selectors.history import History, PlaceHistory, as_quarter, cell_of
from dashboards.selectors.measure_chart import read
from ehportal.wording import quarter
from outcomes.calculations.combining import MeasureType, value
from outcomes.calculations.intervals import interval_for
from outcomes.calculations.rounding import change_text, value_text
from outcomes.models import Measure, Period, Polarity
from tests.dashboards.publishing import codes
from tests.outcomes.calculations.reference import findings, icon

KINDS = (MeasureType.PROPORTION, MeasureType.PROPORTION, MeasureType.COUNT, MeasureType.RATE)
PLACES = ("North East", "North West", "South East", "South West")
CAUSES = re.compile(
    r"\b(because|due to|led to|leads to|caus\w+|result\w* (of|in|from)|thanks to|owing to|"
    r"as a result|therefore|reason\w*|so that|driven by|explain\w*)\b",
    re.IGNORECASE,
)
Pair = tuple[int, int]


@dataclass(frozen=True)
class Case:
    """Figures by quarter (None: hidden or missing), what they are held against, who is in."""

    kind: MeasureType
    polarity: Polarity
    series: Sequence[Pair | None]
    included: int
    target: float | None
    london: float | None

    @property
    def exact(self) -> list[Fraction | None]:
        return [None if pair is None else self._exact(pair) for pair in self.series]

    def _exact(self, pair: Pair) -> Fraction:
        scale = {MeasureType.COUNT: 1, MeasureType.PROPORTION: 100, MeasureType.RATE: 10_000}
        below = 1 if self.kind == MeasureType.COUNT else pair[1]
        return Fraction(pair[0] * scale[self.kind], below)


def cases(number: int, seed: int) -> Iterator[Case]:
    """Steady series, steps, slopes, gaps, tiny and very uneven numbers, late places."""
    dice = random.Random(f"commentary {seed}")
    for _ in range(number):
        kind = dice.choice(KINDS)
        base = dice.choice([3, 40, 300, 1000, 20_000]) if kind != MeasureType.RATE else 20_000
        level = dice.choice([0.01, 0.2, 0.5, 0.9]) if kind != MeasureType.RATE else 0.02
        slope, step = dice.choice([0, 0, 0, 0.03]), dice.choice([0, 0, 0.15, -0.15])
        length = dice.randint(1, 26)
        uneven = dice.random() < 0.1
        series: list[Pair | None] = []
        for i in range(length):
            below = base if not uneven else base * dice.choice([1, 1, 5])
            share = level + slope * i / 10 + (step if i > length * 2 // 3 else 0)
            wanted = below * min(max(share, 0), 1)
            top = round(min(max(dice.gauss(wanted, 0.6 * (wanted + 1) ** 0.5), 0), below))
            series.append(None if dice.random() < 0.04 else (top, below))
        yield Case(
            kind=kind,
            polarity=dice.choice(list(Polarity)),
            series=series,
            included=4 if dice.random() < 0.85 else 3,
            target=round(dice.uniform(5, 95), 1) if dice.random() < 0.4 else None,
            london=round(dice.uniform(5, 95), 1) if dice.random() < 0.4 else None,
        )


# ---- The way the figures go ----------------------------------------------------------------------


def said(case: Case) -> tuple[str, ...]:
    """What the pages say of the figures."""
    measure = Measure(
        pk=1, code="HEA-201", title="Booked early", type=case.kind, polarity=case.polarity,
        unit={"count": "families", "rate": "per 10,000"}.get(case.kind, "%"),
    )  # fmt: skip
    quarters = tuple(
        as_quarter(Period(pk=i, code=code, label=quarter(code), starts_on=date(2020, 1, 1),
                          ends_on=date(2020, 3, 31)))
        for i, code in enumerate(codes(len(case.series)))
    )  # fmt: skip
    last = len(case.series) - 1
    cells = tuple(
        _cell(case, pair, included=case.included if i == last else 4)
        for i, pair in enumerate(case.series)
    )
    place = PlaceHistory(1, "Tower Hamlets", "tower-hamlets", True, cells)
    past = History(quarters, (place,), ())
    found = read(measure, place, quarters=quarters)
    now = cells[-1]
    finding = it.Finding(
        quarter=quarters[-1].label,
        value_text=now.text,
        of_text=now.of_text,
        change_text=_change(case),
        coverage_text=_coverage(case),
        finding=found.word,
        finding_text=found.sentence or ("" if found.word != "no_figure" else "Not available"),
    )
    targets = [_target(case)] if case.target is not None else []
    comparators = [_london(case)] if case.london is not None else []
    aim = it.target_glance(measure, targets, found, now)
    return it.commentary(measure, finding, past, found, aim, comparators)


def _cell(case: Case, pair: Pair | None, *, included: int):
    top = below = worth = limits = None
    if pair:
        top = Decimal(pair[0])
        below = None if case.kind == MeasureType.COUNT else Decimal(pair[1])
        multiplier = 10_000 if case.kind == MeasureType.RATE else 100
        worth = value(top, below, measure_type=case.kind, multiplier=multiplier)
        limits = interval_for(top, below, measure_type=case.kind, multiplier=multiplier)
    low, high = (limits.lower, limits.upper) if limits else (None, None)
    shown = None if worth is None else float(worth)
    mark = "" if pair else "x"
    return cell_of((1, "", top, below, shown, low, high, mark, 4, included, "", ""), case.kind)


def _change(case: Case) -> str:
    if len(case.series) < 2 or None in case.series[-2:]:
        return ""
    if case.included < 4:
        return "Not compared: coverage differs"
    now, before = (float(each) for each in (case.exact[-1], case.exact[-2]) if each is not None)
    return change_text(now, before, case.kind)


def _coverage(case: Case) -> str:
    return "4 of 4 localities" if case.included == 4 else f"3 of 4 localities: without {PLACES[2]}"


def _target(case: Case) -> TargetLine:
    assert case.target is not None
    text = value_text(case.target, case.kind)
    return TargetLine(case.target, text, date(2020, 1, 1), "by March 2028", "", "The Board")


def _london(case: Case) -> ComparatorLine:
    assert case.london is not None
    text = value_text(case.london, case.kind)
    return ComparatorLine("London", case.london, None, text, "2025", "A source")


# ---- The reading ---------------------------------------------------------------------------------


def faults(case: Case, texts: Sequence[str]) -> list[str]:
    """Everything that is wrong with what is said."""
    whole = " ".join(texts)
    found = [f"a cause: {match[0]}" for match in CAUSES.finditer(whole)]
    for sentence in re.split(r"(?<=[.!?])\s+", whole):
        if len(sentence.split()) >= 25:
            found.append(f"{len(sentence.split())} words: {sentence}")
    if case.series[-1] is None:
        if "There is no figure for July to September 2026" not in whole or "change" in whole:
            found.append("a figure that is not there is told of")
        return found
    return [*found, *_number(case, whole), *_claims(case, whole), *_others(case, whole)]


def _number(case: Case, whole: str) -> Iterator[str]:
    """Number, denominator, period and coverage are always said, and right."""
    pair, exact = case.series[-1], case.exact[-1]
    assert pair is not None
    assert exact is not None
    text = _rounded(exact, case.kind)
    wanted = {
        MeasureType.PROPORTION: f"the figure was {text}% ({pair[0]:,} of {pair[1]:,}).",
        MeasureType.COUNT: f"the figure was {text} families.",
        MeasureType.RATE: f"the figure was {text} per 10,000 ({pair[0]:,} of {pair[1]:,}).",
    }[case.kind]
    if f"In July to September 2026 {wanted}" not in whole:
        yield f"not said: {wanted}"
    coverage = "All 4 localities are included." if case.included == 4 else "It covers 3 of 4 loc"
    if coverage not in whole:
        yield f"not said: {coverage}"


def _rounded(exact: Fraction, kind: MeasureType) -> str:
    places = Decimal(1) if kind == MeasureType.COUNT else Decimal("0.1")
    number = Decimal(exact.numerator) / Decimal(exact.denominator)
    return f"{number.quantize(places, rounding=ROUND_HALF_UP):,f}"


def _claims(case: Case, whole: str) -> Iterator[str]:
    """A change is claimed where a rule says so, the right way round, and nowhere else."""
    claimed = re.search(r"That is a change (for the (better|worse), )?beyond usual", whole)
    word = (claimed[2] or "changed") if claimed else ""
    may = _allowed(case)
    if word != may:
        yield f"said {word or 'no change'}, the rules say {may or 'no change'}"
    if claimed:
        yield from _rule_named(case, whole[: claimed.start()], word)
    told = re.search(r"within its usual range, ([\d.,]+)%? to ([\d.,]+)%?\.", whole)
    if told and case.exact[-1] is not None and not _is_uneven(case):
        low, high = (Fraction(each.replace(",", "")) for each in told.groups())
        room = Fraction(1) if case.kind == MeasureType.COUNT else Fraction(1, 10)
        if not low - room <= case.exact[-1] <= high + room:
            yield f"outside the range that it is said to be within: {told[0]}"


UPWARDS = re.compile(r"\b(rising|above|top)\b")
WAYS = re.compile(r"\b(rising|above|top|falling|below|bottom)\b")


def _rule_named(case: Case, before: str, word: str) -> Iterator[str]:
    """The sentence before a claim names a rule of the same direction, then one against it."""
    if _is_uneven(case):
        return
    ways = [1 if UPWARDS.match(each) else -1 for each in WAYS.findall(before.lower())]
    if not ways:
        yield f"no rule is named for {word}"
        return
    if case.polarity != Polarity.NONE:
        good = 1 if case.polarity == Polarity.HIGHER else -1
        if (ways[0] == good) != (word == "better"):
            yield f"said {word} by a rule that says the opposite"
    broken = findings(case.exact, screen=True, beyond_three_counts=True)[-1]
    if {sign for _, sign in broken} != set(ways):
        yield f"the rules point {sorted(broken)}, the sentence {ways}"


def _is_uneven(case: Case) -> bool:
    if case.kind != MeasureType.PROPORTION:
        return False
    below = [pair[1] for pair in case.series if pair]
    return max(below) > 3 * min(below)


def _may_judge(case: Case) -> bool:
    """Whether there are figures enough, and cases enough behind them."""
    shown = [pair for pair in case.series if pair]
    small = [[pair[0] for pair in shown]]
    if case.kind == MeasureType.PROPORTION:
        small.append([pair[1] - pair[0] for pair in shown])
    return len(shown) >= 13 and all(sum(counts) >= 5 * len(counts) for counts in small)


def _allowed(case: Case) -> str:
    """'better', 'worse', 'changed', or nothing: by the slow version of the rules."""
    shown = [pair for pair in case.series if pair]
    if case.included < 4 or not _may_judge(case):
        return ""
    if _is_uneven(case):
        return _by_funnel(case, shown)
    broken = findings(case.exact, screen=True, beyond_three_counts=True)[-1]
    return {"improvement": "better", "concern": "worse", "neutral": "changed"}.get(
        icon(broken, case.polarity).split("_")[0], ""
    )


def _by_funnel(case: Case, shown: Sequence[Pair]) -> str:
    *before, (top, below) = shown
    if top < 10:
        return ""
    share = sum(pair[0] for pair in before) / sum(pair[1] for pair in before)
    low, high = _wilson(share, below, 3.0902)
    sign = (top / below > high) - (top / below < low)
    if not sign:
        return ""
    if case.polarity == Polarity.NONE:
        return "changed"
    return "better" if (sign > 0) == (case.polarity == Polarity.HIGHER) else "worse"


def _wilson(share: float, number: int, z: float) -> tuple[float, float]:
    middle = share + z * z / (2 * number)
    reach = z * (share * (1 - share) / number + z * z / (4 * number * number)) ** 0.5
    return tuple((middle + way * reach) / (1 + z * z / number) for way in (-1, 1))  # type: ignore[return-value]


def _others(case: Case, whole: str) -> Iterator[str]:
    """The steps, the year before, the target and London, each by the figures alone."""
    now, exact = case.exact[-1], case.exact
    assert now is not None
    before = exact[-2] if len(exact) > 1 else None
    step = re.search(r"\b(Up|Down) ([\d.,]+)", whole)
    if before is None or case.included < 4:
        if step:
            yield f"a step that cannot be known: {step[0]}"
    elif step and ((step[1] == "Up") != (now > before)):
        yield f"the wrong way: {step[0]}"
    elif step and step[2] != _rounded(abs(now - before), case.kind):
        yield f"the wrong step: {step[0]}"
    elif "It is the same as" in whole and _rounded(abs(now - before), case.kind).strip("0."):
        yield "called the same"
    year = re.search(r"Same quarter last year: ([\d.,]+)", whole)
    past = exact[-5] if len(exact) > 4 else None
    if bool(year) != (past is not None):
        yield "the year before is said and not known, or known and not said"
    elif year and past is not None and year[1].rstrip(".") != _rounded(past, case.kind):
        yield f"another year before: {year[0]}"
    if case.target is not None and case.polarity != Polarity.NONE:
        meets = now >= case.target if case.polarity == Polarity.HIGHER else now <= case.target
        if f"The latest figure {'does not meet' if meets else 'meets'} it." in whole:
            yield "the target is said wrongly"
    if re.search(r"Will (keep|meet it in some)", whole) and not _may_judge(case):
        yield "told what will be, of figures that cannot be judged"
    word = re.search(r"The borough is (\w+)( to| than) London", whole)
    if word and case.kind == MeasureType.PROPORTION and case.london is not None:
        top, below = case.series[-1]  # type: ignore[misc]
        z = NormalDist().inv_cdf(0.975)
        low, high = (100 * each for each in _wilson(top / below, below, z))
        sign = (case.london < low) - (case.london > high)
        wanted = "similar"
        if sign and case.polarity == Polarity.NONE:
            wanted = "higher" if sign > 0 else "lower"
        elif sign:
            wanted = "better" if (sign > 0) == (case.polarity == Polarity.HIGHER) else "worse"
        if word[1] != wanted:
            yield f"{word[1]} than London, and is {wanted}"
