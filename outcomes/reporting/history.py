"""Who changed what, when, from what to what, and why: of a submission, and of one figure in it.

It is read from the audit. Nothing is left out; what one person saved within a few minutes stands
together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from ehportal import wording
from governance.models import Event, Place
from outcomes.models import Area, MeasureType, Missing, Observation, Submission
from outcomes.reporting.presentation import MISSING_IN_SHORT, row_name
from outcomes.services.submissions import name_in_audit, rows_of

#: Saves of one person that follow each other this closely stand together.
TOGETHER = timedelta(minutes=10)
#: For each of the latest lines so many saves are read.
SAVES_READ = 40

DONE = {
    "prepare": "Marked as ready for a second person",
    "submit": "Submitted",
    "approve": "Approved",
    "approve_figures": "Approved in part",
    "ask": "Asked a question",
    "answer": "Answered a question",
    "settle": "Settled a question",
    "send_back": "Sent back",
    "reopen": "Opened again",
    "excuse": "Excused",
    "give_longer": "Given longer",
    "remind": "Reminded",
}
#: Done to a whole submission, and so to each of its figures unless the event names some.
_OF_ALL = ("prepare", "submit", "approve", "approve_figures", "send_back", "reopen")
_SAID = ("question", "answer")


@dataclass(frozen=True)
class BoxChange:
    """One box of a figure, in words, before and after; empty words where it held nothing."""

    box: str
    before: str
    after: str


@dataclass(frozen=True)
class FigureChange:
    """What happened to one figure in an event: its boxes, or what was said of it."""

    name: str
    boxes: tuple[BoxChange, ...] = ()
    said: str = ""
    figure: int | None = None


@dataclass(frozen=True)
class Change:
    """One line of the history: what was done, by whom, when, and why if it was said."""

    what: str
    by: str
    at: datetime
    reason: str
    figures: tuple[FigureChange, ...] = ()

    @property
    def is_save(self) -> bool:
        return any(figure.boxes for figure in self.figures)


@dataclass(frozen=True)
class Together:
    """Changes that stand together: one, or what one person saved within a few minutes."""

    changes: tuple[Change, ...]

    @property
    def latest(self) -> Change:
        return self.changes[0]

    @property
    def is_several(self) -> bool:
        return len(self.changes) > 1


def events_of(submission: Submission) -> QuerySet[Event]:
    """Everything that was done to a submission, the newest first, with who did it."""
    return Event.objects.filter(
        subject_kind=Submission._meta.label_lower, subject_id=str(submission.pk)
    ).select_related("by")


def latest_changes(submission: Submission, *, most: int = 5) -> list[Change]:
    """The latest lines of a submission's history, without the figures in them.

    What one person saved within a few minutes is one line: a draft is saved while it is typed.
    """
    lines: list[Event] = []
    before = None
    for event in events_of(submission)[: most * SAVES_READ]:
        if before is not None and _is_one_line(before, event):
            lines[-1].after = {**event.after, **lines[-1].after}
        elif len(lines) == most:
            break
        else:
            lines.append(event)
        before = event
    return [change_in_words(event) for event in lines]


def _is_one_line(later: Event, earlier: Event) -> bool:
    """Whether two events that follow each other are saves of one person, a few minutes apart."""
    return (
        later.verb == earlier.verb == "submission.save"
        and (later.by_id, later.reason) == (earlier.by_id, earlier.reason)
        and later.at - earlier.at <= TOGETHER
    )


def changes_in_full(submission: Submission, events: Iterable[Event]) -> list[Change]:
    """Events of a submission in words, each with every figure it changed, before and after."""
    rows = {name_in_audit(row): row for row in rows_of(submission)}
    home = submission.reporter.place
    return [change_in_words(event, rows=rows, home=home) for event in events]


def history_of(row: Observation) -> list[Together]:
    """Everything that was done to one figure, the newest first. One query."""
    name = name_in_audit(row)
    done = Q(after__has_key=name) | Q(verb__in=[f"submission.{verb}" for verb in _OF_ALL])
    events = [
        event
        for event in events_of(row.submission).filter(done)
        if name in event.after or _is_of(name, event)
    ]
    rows, home = {name: row}, row.submission.reporter.place
    changes = [change_in_words(_narrowed(event, name), rows=rows, home=home) for event in events]
    return _together([_of_one(change) for change in changes])


def _is_of(name: str, event: Event) -> bool:
    """Whether something done to a whole submission was done to a figure: it may name some."""
    named = event.after.get("figures")
    return not isinstance(named, list) or name in named


def _narrowed(event: Event, name: str) -> Event:
    """The event as it concerns one figure."""
    narrow = Event(verb=event.verb, at=event.at, by=event.by, reason=event.reason)
    narrow.before = {name: event.before[name]} if name in event.before else {}
    narrow.after = {name: event.after[name]} if name in event.after else {}
    return narrow


def _of_one(change: Change) -> Change:
    """A save of one figure says whether it was entered or changed."""
    if not change.is_save:
        return change
    was_empty = not any(box.before for figure in change.figures for box in figure.boxes)
    return replace(change, what="Entered" if was_empty else "Changed")


def _together(changes: Sequence[Change]) -> list[Together]:
    groups: list[list[Change]] = []
    for change in changes:
        last = groups[-1][-1] if groups else None
        follows = (
            last is not None
            and last.is_save
            and change.is_save
            and (last.by, last.reason) == (change.by, change.reason)
            and last.at - change.at <= TOGETHER
        )
        if follows:
            groups[-1].append(change)
        else:
            groups.append([change])
    return [Together(tuple(group)) for group in groups]


# ---- one event in words ------------------------------------------------------------------------


def change_in_words(
    event: Event,
    *,
    rows: Mapping[str, Observation] | None = None,
    home: Place | None = None,
) -> Change:
    """An event of a submission, in the words of the page.

    With the submission's `rows`, by their names in the audit, also what it changed in each.
    """
    return Change(
        what=_what(event),
        by=str(event.by) if event.by else "The portal",
        at=event.at,
        reason=event.reason,
        figures=() if rows is None else tuple(_figures(event, rows, home)),
    )


def _what(event: Event) -> str:
    action = event.verb.rpartition(".")[2]
    if action == "save":
        return f"Saved {wording.count(len(event.after), 'figure')}"
    if action == "mark_section" and event.after:
        area, is_complete = next(iter(event.after.items()))
        return f"Marked {Area(area).label} as {'completed' if is_complete else 'not completed'}"
    return DONE.get(action, action.replace("_", " ").capitalize())


def _figures(
    event: Event, rows: Mapping[str, Observation], home: Place | None
) -> Iterable[FigureChange]:
    named = event.after.get("figures")
    for name in named if isinstance(named, list) else ():
        yield FigureChange(_named(name, rows, home), figure=_key(name, rows))
    for name, after in event.after.items():
        if isinstance(after, dict):
            yield _figure(name, event.before.get(name) or {}, after, rows, home)


def _figure(
    name: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    rows: Mapping[str, Observation],
    home: Place | None,
) -> FigureChange:
    row = rows.get(name)
    return FigureChange(
        name=_named(name, rows, home),
        figure=_key(name, rows),
        said="".join(str(after[each]) for each in _SAID if each in after),
        boxes=tuple(
            BoxChange(label, _in_words(column, before.get(column)), _in_words(column, value))
            for column, label in _boxes(row).items()
            if (value := after.get(column)) is not None
        ),
    )


def _named(name: str, rows: Mapping[str, Observation], home: Place | None) -> str:
    """What the figure is called now; what it was called then, where it is asked for no more."""
    row = rows.get(name)
    return row_name(row, home=home) if row is not None and home is not None else name


def _key(name: str, rows: Mapping[str, Observation]) -> int | None:
    return rows[name].pk if name in rows else None


def _boxes(row: Observation | None) -> dict[str, str]:
    """The boxes of a row by their columns, in the order of the page."""
    measure = row.measure if row is not None else None
    is_narrative = measure is not None and measure.type == MeasureType.NARRATIVE
    return {
        "numerator_typed": (measure.numerator_label if measure else "") or "Number",
        "denominator_typed": (measure.denominator_label if measure else "") or "Out of",
        "missing": "Reason for no figure",
        "note": measure.numerator_label if measure and is_narrative else "Sentence",
    }


def _in_words(column: str, value: object) -> str:
    words = str(value or "")
    if not words:
        return ""
    if column == "missing":
        return MISSING_IN_SHORT[Missing(words)] if words in Missing.values else words
    return f"“{words}”" if column == "note" else words
