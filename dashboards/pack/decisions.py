"""What was decided and what happened since; what the figures ask the Board to decide now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from dashboards import narrative
from dashboards import wanted as rules
from dashboards.pack.contents import Followed, Since
from dashboards.pack.material import Material
from dashboards.pack.wording import DecisionWord
from dashboards.selectors.history import plain
from dashboards.selectors.rows import Row, beyond_usual
from dashboards.wanted import Wanted
from ehportal.wording import MONTHS, day

QUESTIONS = {
    "worse": (
        "Where and for whom is it worst?",
        "What will be done, by whom, and by when will we look again?",
    ),
    "better": ("What should be kept up?", "Could others do the same?"),
    "changed": ("Is more of this better or worse? No judgement is set.",),
}


@dataclass(frozen=True)
class Decided:
    """Decisions on the figures of the quarter before, and those on earlier ones."""

    latest: tuple[Followed, ...]
    earlier: tuple[Followed, ...]


def questions(row: Row) -> tuple[str, ...]:
    """What to ask of a measure that changed: never why, as if the figure knew."""
    return QUESTIONS.get(row.finding, ())


def followed(found: Material) -> Decided:
    """What was decided on earlier quarters' figures, and what their measures say now."""
    known = [
        each for each in found.wording.decisions if each.period_starts_on < found.edition.starts_on
    ]
    newest = max((each.period_starts_on for each in known), default=None)
    return Decided(
        latest=tuple(_followed(found, e) for e in known if e.period_starts_on == newest),
        earlier=tuple(_followed(found, e) for e in known if e.period_starts_on != newest),
    )


def decided_on(found: Material, measure: int) -> tuple[Followed, ...]:
    """What was decided earlier on one measure, the latest first."""
    decisions = followed(found)
    named = {
        each.text
        for each in found.wording.decisions
        if measure in each.measures or not each.measures
    }
    every = [*decisions.earlier, *decisions.latest]
    return tuple(each for each in reversed(every) if each.text in named)


def _followed(found: Material, decision: DecisionWord) -> Followed:
    by_id = {row.measure_id: row for row in found.borough}
    held_on = decision.held_on
    return Followed(
        text=decision.text,
        body=decision.body,
        held_on=day(held_on),
        month=f"{MONTHS[held_on.month - 1]} {held_on.year}",
        period=decision.period,
        measures=tuple(
            _since(found, by_id[pk], decision.period_id) for pk in decision.measures if pk in by_id
        ),
    )


def _since(found: Material, row: Row, period: int) -> Since:
    then = found.figures.latest(row.measure_id, found.wording.borough.pk, period)
    return Since(
        code=row.code,
        title=row.title,
        then_text=plain(then) if then else "no figure",
        now_text=narrative.figure(row.figure_text, row.of_text),
        finding=row.look if row.shown_finding else "",
    )


def wanted(found: Material, *, decided: Collection[int] = ()) -> tuple[Wanted, ...]:
    """What the figures ask the Board to decide, with the leads and the gaps of the day.

    Not of the measures that are `decided`: a pack itself came before any decision on its figures.
    """
    leads = {
        pk: priority.lead
        for priority in reversed(found.wording.priorities)
        for pk in priority.measures
        if priority.lead
    }
    ownerless = [
        found.wording.measures[gap.measure_id].title for gap in found.wording.gaps if not gap.owner
    ]
    return rules.wanted(
        beyond_usual(found.borough),
        leads=leads,
        ownerless=ownerless,
        missing=found.edition.missing_text,
        decided=decided,
    )
