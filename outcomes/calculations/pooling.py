"""Pooling a group's counts over time until they are enough to compare.

The rule is kept here with its version, so that a page can print it. Only figures that were shown
are pooled: a pool holds nothing that its readers do not have already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class PoolingRule:
    """So many periods are tried in turn, until so many are counted.

    A comparison is of low reliability where more than `not_stated_over` per cent are "Not stated".
    """

    version: str
    fewest: int
    quarters: tuple[int, ...]
    years: tuple[int, ...]
    not_stated_over: int


DEFAULT = PoolingRule(
    "pool-1", fewest=10, quarters=(1, 4, 8, 12), years=(1, 2, 3), not_stated_over=15
)


@dataclass(frozen=True, slots=True)
class Counts:
    """The two counts of one figure."""

    numerator: Decimal
    denominator: Decimal


@dataclass(frozen=True, slots=True)
class Pooled:
    """Counts added up over so many periods, the latest among them."""

    periods: int
    counts: Counts


def pool(
    newest_first: Sequence[Counts | None], *, spans: Sequence[int], fewest: int
) -> Pooled | None:
    """The shortest of the spans whose numerator reaches `fewest`; None where none does.

    A period that was hidden or not available (None) ends the pool: a longer span would only hold
    it too, and what is added up around it would tell of it.
    """
    for span in spans:
        total = over(newest_first, span)
        if total is None:
            return None
        if total.numerator >= fewest:
            return Pooled(span, total)
    return None


def over(newest_first: Sequence[Counts | None], span: int) -> Counts | None:
    """The counts of the last `span` periods added up; None unless all of them are there."""
    taken = [each for each in newest_first[:span] if each is not None]
    if len(taken) < span:
        return None
    return Counts(
        sum((each.numerator for each in taken), Decimal(0)),
        sum((each.denominator for each in taken), Decimal(0)),
    )


def is_mostly_stated(not_stated: Decimal, everybody: Decimal, *, rule: PoolingRule) -> bool:
    """Whether no more than the rule's share is "Not stated"."""
    return not_stated * 100 <= everybody * rule.not_stated_over
