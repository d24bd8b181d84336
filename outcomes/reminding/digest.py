"""The weekly message: to reporters what is left to do, to coordinators how the quarter stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ehportal.wording import count, day
from outcomes.reminding.messages import Message
from outcomes.reminding.work import Work, in_short

LISTED = 12


@dataclass(frozen=True)
class Standing:
    """How the periods being collected stand. Submissions by reporter and period."""

    late: Sequence[str] = ()
    sent_back: Sequence[str] = ()
    to_review: Sequence[str] = ()
    unanswered: Sequence[str] = ()
    answered: Sequence[str] = ()
    without_people: Sequence[str] = ()
    changes: Sequence[str] = ()

    @property
    def in_short(self) -> str:
        """'2 are late, 1 waits for review'."""
        parts = [
            f"{len(self.late)} {'is' if len(self.late) == 1 else 'are'} late" if self.late else "",
            f"{count(len(self.to_review), 'waits', 'wait')} for review" if self.to_review else "",
            f"{len(self.unanswered)} with open questions" if self.unanswered else "",
        ]
        return ", ".join(filter(None, parts)) or "nothing is late and nothing waits for you"


def for_coordinators(standing: Standing, *, monday: date) -> Message:
    """Who is late, what waits, what is asked, and what changed since last week."""
    first = f"This week in the collection of figures: {standing.in_short}."
    parts = [first]
    for heading, names in (
        ("Late:", standing.late),
        ("Sent back, and not here again:", standing.sent_back),
        ("To review:", standing.to_review),
        ("Asked, and not answered yet:", standing.unanswered),
        ("Answered, and to settle:", standing.answered),
        ("Nobody to tell, so name somebody in Administration:", standing.without_people),
        ("Since last week:", standing.changes),
    ):
        if names:
            parts += [heading, "\n".join(_listed(names))]
    if not standing.changes:
        parts.append("Nothing changed since last week.")
    return Message(f"Week of {day(monday)}: {standing.in_short}", "\n\n".join(parts))


def for_reporters(work: Sequence[Work], *, on: date) -> Message:
    """What is left to do, a line for each set of figures. `work` has one at least."""
    if len(work) == 1:
        first = work[0].figures
        subject = f"This week: figures for {first.period} are still to be sent ({first.reporter})"
    else:
        subject = f"This week: {len(work)} sets of figures are still to be sent"
    lines = "\n".join(f"- {in_short(each, on=on)}" for each in work)
    return Message(subject, f"{subject}.\n\n{lines}")


def _listed(names: Sequence[str]) -> Iterator[str]:
    yield from (f"- {name}" for name in names[:LISTED])
    if len(names) > LISTED:
        yield f"- and {len(names) - LISTED} more"
