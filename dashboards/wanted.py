"""The decisions that figures ask of the Board, by fixed rules; overview and pack say the same."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dashboards.selectors.rows import Row
from ehportal.wording import count
from outcomes.findings import CHANGED, WORSE

ASKS = (WORSE, CHANGED)
"""The findings that a decision is asked about."""

NAMED = "named"
"""What whoever is no member is told in the place of a person: that there is somebody."""


@dataclass(frozen=True)
class Wanted:
    """A decision that is asked for. `code` is of the measure it is about, if it is about one."""

    text: str
    detail: str
    code: str = ""


def wanted(
    changed: Iterable[Row],
    *,
    leads: Mapping[int, str],
    ownerless: Sequence[str],
    missing: str,
    decided: Collection[int] = (),
) -> tuple[Wanted, ...]:
    """The decisions that a quarter asks for, the gravest first.

    `changed` are the measures beyond usual variation, in the order they are shown; `leads` says who
    leads a measure's priority, by measure; `ownerless` are the titles of measures that nobody can
    supply and nobody is finding a way to; `missing` names the reporters without figures. `decided`
    are the measures on whose figures the Board has decided already: these are not asked again.
    """
    open_still = [row for row in changed if row.measure_id not in decided]
    return (*_of_changes(open_still, leads), *_of_gaps(ownerless), *_of_missing(missing))


def _of_changes(changed: Iterable[Row], leads: Mapping[int, str]) -> Iterator[Wanted]:
    for row in changed:
        lead = leads.get(row.measure_id, "")
        detail = f"Lead manager: {lead}." if lead else "Nobody leads on it yet: name somebody."
        if row.finding == WORSE:
            text = f"Agree what to do about “{row.title}”: worse than usual."
            yield Wanted(text, detail, row.code)
        elif row.finding == CHANGED:
            text = f"Say whether more is better or worse for “{row.title}”: it changed."
            yield Wanted(text, "No judgement is set.", row.code)


def _of_gaps(ownerless: Sequence[str]) -> Iterator[Wanted]:
    if ownerless:
        first, *others = ownerless
        more = f", and {len(others)} more" if others else ""
        yield Wanted(
            f"Name an owner for {count(len(ownerless), 'gap')} that nobody is filling.",
            f"“{first}”{more}.",
        )


def _of_missing(missing: str) -> Iterator[Wanted]:
    if missing:
        yield Wanted("Agree how the figures that are missing will come.", f"{missing}.")
