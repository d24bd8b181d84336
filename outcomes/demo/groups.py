"""Figures by group: what a place reports of everybody, shared out among its groups. No dice.

A group has a share of the people, and odds beside everybody's: above 1 it does better, or worse
where lower is better. Shares are made up, and the odds too. Some groups are so small that they are
hidden, as real ones would be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from outcomes.demo.series import Typed
from outcomes.models import Assignment, Breakdown

Groups = Mapping[str, tuple[int, float]]
"""Category to its share of the people, of a thousand, and its odds."""

#: How many published quarters have them; the quarter being collected has them too.
QUARTERS_BY_GROUP = 4

_BREASTFED: dict[str, Groups] = {
    "ethnicity": {
        "bangladeshi": (430, 1.0), "asian-other": (80, 1.25), "somali": (55, 1.6),
        "black-caribbean": (18, 0.8), "black-other": (52, 1.3), "mixed": (65, 0.95),
        "white": (215, 0.85), "other": (45, 1.0), "not-stated": (40, 1.0),
    },
    "deprivation": {
        "fifth-1": (340, 0.75), "fifth-2": (290, 0.95), "fifth-3": (190, 1.15),
        "fifth-4": (105, 1.4), "fifth-5": (55, 1.5), "not-stated": (20, 1.0),
    },
}  # fmt: skip
_ABSENT: dict[str, Groups] = {
    "ethnicity": {
        "bangladeshi": (590, 0.93), "asian-other": (60, 0.7), "somali": (50, 1.1),
        "black-caribbean": (15, 1.6), "black-other": (55, 0.75), "mixed": (70, 1.3),
        "white": (110, 1.35), "other": (30, 1.0), "not-stated": (20, 1.2),
    },
    "send": {
        "ehcp": (55, 2.1), "send-support": (130, 1.6), "none": (805, 0.85), "not-stated": (10, 1.0),
    },
}  # fmt: skip
_EMPLOYED: dict[str, Groups] = {
    "sex": {"female": (488, 1.15), "male": (505, 0.9), "not-stated": (7, 1.0)},
    "care_experience": {
        "looked-after": (9, 0.25), "care-experienced": (16, 0.35), "none": (965, 1.1),
        "not-stated": (10, 0.6),
    },
}  # fmt: skip
_DISCUSSED: dict[str, Groups] = {
    "agreement": {"with-consent": (700, 1.0), "anonymous": (300, 1.0), "not-stated": (0, 1.0)},
}
#: The measures that are reported by group, each by breakdowns that its definition asks for.
BY_GROUP = {"HEA-205": _BREASTFED, "LEA-108": _ABSENT, "LEA-111": _EMPLOYED, "HUB-115": _DISCUSSED}


def ask_for_groups() -> None:
    """From the next quarter on, these measures are asked for by group."""
    breakdowns = Breakdown.objects.in_bulk(field_name="code")
    for assignment in Assignment.objects.filter(measure__code__in=BY_GROUP).select_related(
        "measure"
    ):
        assignment.breakdowns.set(breakdowns[code] for code in BY_GROUP[assignment.measure.code])


def of_group(whole: Typed, groups: Groups, category: str) -> Typed:
    """What is typed for one group; all groups add up to what is typed of all."""
    if whole.missing:
        return whole
    at = list(groups).index(category)
    if not whole.denominator:
        counted = shared(int(whole.numerator), [share for share, _ in groups.values()])
        return replace(whole, numerator=str(counted[at]))
    out_of = shared(int(whole.denominator), [share for share, _ in groups.values()])
    of = int(whole.numerator)
    odds = Fraction(of, max(1, int(whole.denominator) - of))
    weights = [_expected(n, odds, by) for n, (_, by) in zip(out_of, groups.values(), strict=True)]
    counted = shared(of, weights, at_most=out_of)
    return replace(whole, numerator=str(counted[at]), denominator=str(out_of[at]))


def _expected(people: int, odds: Fraction, by: float) -> float:
    here = float(odds) * by
    return people * here / (1 + here)


def shared(total: int, weights: Sequence[float], at_most: Sequence[int] | None = None) -> list[int]:
    """A whole number in parts like the weights, which add up to it; none beyond its own most.

    The largest remainders are rounded up, the first of equal ones first.
    """
    most = list(at_most) if at_most is not None else [total] * len(weights)
    whole = sum(weights) or 1
    exact = [
        min(total * weight / whole, limit) for weight, limit in zip(weights, most, strict=True)
    ]
    parts = [int(each) for each in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    while (left := total - sum(parts)) > 0:
        able = [i for i in by_remainder if parts[i] < most[i]]
        if not able:
            break
        for i in able[:left]:
            parts[i] += 1
    return parts
