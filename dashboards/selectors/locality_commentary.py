"""Automatic commentary on a quarter of a locality: what changed, never why. No database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboards import narrative
from dashboards.selectors.comparing import differences
from dashboards.selectors.rows import Row, counted
from ehportal.wording import count
from outcomes.findings import BETTER, CHANGED, NO_CHANGE, WORSE

WAYS = {WORSE: "worse", BETTER: "better", CHANGED: "not judged"}


def commentary_on_place(
    own: Sequence[Row], compared: Mapping[str, int], *, quarter: str
) -> tuple[str, ...]:
    """Sentences on a quarter of one place: its changes, its coverage, how it stands to the borough.

    `own` are its rows; `compared` counts its measures by how they compare with the borough.
    """
    due = [row for row in own if row.counts_as_due]
    if not due:
        return ()
    with_figure = sum(row.has_figure for row in due)
    return (
        *_changes(counted(own), quarter),
        f"{with_figure} of {count(len(due), 'measure')} due {_has(with_figure)} a figure.",
        *_beside_borough(compared),
    )


def _changes(counts: Mapping[str, int], quarter: str) -> tuple[str, ...]:
    quiet = counts[NO_CHANGE]
    changed = sum(counts[finding] for finding in WAYS)
    enough = changed + quiet
    if not enough:
        return (f"In {quarter}, no measure had enough history to tell a change from chance.",)
    of_all = f"{count(enough, 'measure')} with enough history"
    if not changed:
        return (
            f"In {quarter}, none of {of_all} changed beyond usual variation.",
            "There is no clear change.",
        )
    which = narrative.joined(
        [f"{counts[finding]} {way}" for finding, way in WAYS.items() if counts[finding]]
    )
    said = f"In {quarter}, {changed} of {of_all} changed beyond usual variation: {which}."
    return (said, f"There is no clear change in the other {quiet}.") if quiet else (said,)


def _beside_borough(compared: Mapping[str, int]) -> tuple[str, ...]:
    total = sum(compared.values())
    if not total:
        return ()
    beside = f"By 95% interval, of {count(total, 'measure')} compared with the borough"
    return (f"{beside}, {differences(compared) or 'none differs clearly'}.",)


def _has(measures: int) -> str:
    return "has" if measures == 1 else "have"
