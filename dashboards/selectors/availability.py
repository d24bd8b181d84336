"""Whether the figures of a metric are there: "available", "in part" or "not available".

The strategy wants the partnership to be "clear about the data that is not currently available and
potential solutions" (Early Help Strategy, line 518). What is said rests on what the portal holds:
the figures that were due in the year up to the quarter shown, and the data gaps that are open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from dashboards.selectors.editions import Edition
from ehportal.wording import count
from governance.models import Place, PlaceKind
from outcomes.models import DataGap, GapReason, MeasureType, PublishedFigure
from outcomes.released import NOT_APPLICABLE, SUPPRESSED

FOUR_QUARTERS = timedelta(days=360)
"""The quarter of a year before began 365 days before the one that is shown, or 366."""

NO_FIGURE = "no figure in the past year, and no data gap says why"
AVAILABLE, IN_PART, NOT_AVAILABLE = "available", "in_part", "not_available"


@dataclass(frozen=True)
class OpenGap:
    """Why nobody can supply a measure yet, and by which code the register has it."""

    code: str
    title: str
    reason: str


@dataclass(frozen=True)
class Held:
    """What the portal holds of a measure: of the figures due in a year, how many are whole."""

    due: int = 0
    whole: int = 0
    begun: int = 0
    gap: OpenGap | None = None


@dataclass(frozen=True)
class Availability:
    """What stands beside a metric: one of the three, why, and the gaps that are open."""

    status: str
    why: str
    gaps: tuple[OpenGap, ...] = ()


def availability(measures: Sequence[Held]) -> Availability:
    """What is said of a metric from what is held of each of its measures.

    Available: every figure that was due in the year is there, from everybody who owed a part of
    it, and no gap is open. Not available: there is none, or nothing counts the metric. In part:
    everything between, so a gap that is open beside figures too.
    """
    due, whole = sum(each.due for each in measures), sum(each.whole for each in measures)
    gaps = tuple(each.gap for each in measures if each.gap)
    if not measures:
        return Availability(NOT_AVAILABLE, "no measure yet")
    if not any(each.whole or each.begun for each in measures):
        return Availability(NOT_AVAILABLE, "" if gaps else NO_FIGURE, gaps)
    if not gaps and all(each.due and each.whole == each.due for each in measures):
        return Availability(AVAILABLE, "")
    said = (
        f"{whole} of {count(due, 'figure')} of the past year {'is' if due == 1 else 'are'} complete"
    )
    if without := sum(not (each.whole or each.begun) for each in measures):
        said += f"; {count(without, 'measure has none', 'measures have none')}"
    return Availability(IN_PART, said, gaps)


def held_of(measures: Collection[int], edition: Edition | None) -> Mapping[int, Held]:
    """What is held of each of some measures, as a publication left it. Three queries."""
    gaps = {
        measure: OpenGap(code, title, GapReason(reason).label)
        for measure, code, title, reason in DataGap.objects.filter(
            measure__in=measures, filled_on=None
        ).values_list("measure_id", "measure__code", "measure__title", "reason")
    }
    figures: defaultdict[int, list[_Figure]] = defaultdict(list)
    localities = Place.objects.localities().count() if edition else 0
    if edition:
        for each in _figures(measures, edition):
            figures[each.measure].append(each)
    return {pk: _held(figures[pk], gaps.get(pk), localities) for pk in measures}


class _Figure(NamedTuple):
    measure: int
    place: int
    period: int
    kind: str
    type: str
    shorthand: str
    expected: int
    included: int
    note: str

    @property
    def is_there(self) -> bool:
        """A number, one that is hidden to protect people, or an account in words."""
        in_words = self.type == MeasureType.NARRATIVE and bool(self.note)
        return bool(self.included) or self.shorthand == SUPPRESSED or in_words

    @property
    def is_whole(self) -> bool:
        """Whether nobody who owed a part of it is missing."""
        return self.is_there and (not self.included or self.included >= self.expected)


# Built once, as the summaries are (see rows.py).
_FIGURES = PublishedFigure.objects.order_by("publication__number").values_list(
    "measure_id",
    "place_id",
    "period_id",
    "place__kind",
    "measure__type",
    "shorthand",
    "reporters_expected",
    "reporters_included",
    "note",
)


def _figures(measures: Iterable[int], edition: Edition) -> list[_Figure]:
    """Everybody's figures of the year as they stand, the latest publication of each."""
    rows = _FIGURES.filter(
        measure__in=measures,
        category=None,
        publication__number__lte=edition.number,
        period__starts_on__gt=edition.starts_on - FOUR_QUARTERS,
        period__starts_on__lte=edition.starts_on,
    )
    standing = {each[:3]: each for each in map(_Figure._make, rows)}
    return list(standing.values())


def _held(figures: Sequence[_Figure], gap: OpenGap | None, localities: int) -> Held:
    """Where localities report, every locality is due each quarter; the borough is their sum.

    What was not applicable was not due.
    """
    of_places = [each for each in figures if each.kind == PlaceKind.LOCALITY]
    due = localities * len({each.period for each in of_places}) if of_places else len(figures)
    rows = of_places or figures
    shown = [each for each in rows if each.shorthand != NOT_APPLICABLE]
    whole = sum(each.is_whole for each in shown)
    return Held(
        due=max(due, len(rows)) - (len(rows) - len(shown)),
        whole=whole,
        begun=sum(each.is_there for each in shown) - whole,
        gap=gap,
    )
