"""What a submission holds up: the measures that only its figures are missing for. Reads only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ehportal import wording
from outcomes.models import Priority, PriorityKind, VersionStatus

#: More priorities than these would not be read.
MOST_NAMED = 3


@dataclass(frozen=True)
class FigureDue:
    """One figure that is due in a period, as far as it matters for who holds up what."""

    measure: int
    area: str
    submission: int
    status: str
    is_approved: bool
    is_blank: bool


@dataclass(frozen=True)
class Unlocks:
    """How many measures a submission would complete, and how many of them serve each priority."""

    measures: int = 0
    priorities: Mapping[int, int] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """'9 measures, 3 of them for priority 1 and 2 for priority 4'; empty for none."""
        if not self.measures:
            return ""
        size = wording.count(self.measures, "measure")
        ordered = sorted(self.priorities.items(), key=lambda item: (-item[1], item[0]))
        if self.measures == 1:
            named = [str(number) for number, _ in ordered]
            return f"{size}, for priority {_listed(named)}" if named else size
        named = [f"{self._how_many(n)} for priority {number}" for number, n in ordered]
        if not named:
            return size
        named[0] = named[0].replace(" for", " of them for", 1)
        if len(named) > MOST_NAMED:
            named = [*named[: MOST_NAMED - 1], "others for more"]
        return f"{size}, {_listed(named)}"

    def _how_many(self, count: int) -> str:
        return "all" if count == self.measures else f"{count}"


def _listed(words: Sequence[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def what_each_unlocks(
    figures: Iterable[FigureDue],
    *,
    waits: Callable[[FigureDue], bool],
    priorities: Mapping[int, Iterable[int]],
) -> tuple[dict[int, Unlocks], int]:
    """By submission, what waits for it alone; and how many measures wait at all.

    `waits` says whether a figure still waits; `priorities` holds the numbers of the priorities
    that each measure serves.
    """
    waiting: dict[int, set[int]] = defaultdict(set)
    for figure in figures:
        if waits(figure):
            waiting[figure.measure].add(figure.submission)
    alone: dict[int, list[int]] = defaultdict(list)
    for measure, submissions in waiting.items():
        if len(submissions) == 1:
            alone[next(iter(submissions))].append(measure)
    unlocks = {
        submission: Unlocks(
            len(measures), Counter(n for each in measures for n in set(priorities.get(each, ())))
        )
        for submission, measures in alone.items()
    }
    return unlocks, len(waiting)


def priorities_of_measures() -> dict[int, list[int]]:
    """The numbers of the outcomes-focused priorities that each measure serves, in force now."""
    found: dict[int, list[int]] = defaultdict(list)
    served = Priority.objects.filter(
        kind=PriorityKind.OUTCOME,
        metrics__version__status=VersionStatus.PUBLISHED,
        metrics__measures__isnull=False,
    )
    for number, measure in served.values_list("number", "metrics__measures").distinct():
        found[measure].append(number)
    return found
