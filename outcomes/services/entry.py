"""Filling in: keeping what was typed, marking areas complete, giving blanks one answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from ehportal.words import why_not_kept
from governance.models import User
from governance.services.events import record
from outcomes.figures import LONGEST_NOTE
from outcomes.models import (
    MeasureType,
    Missing,
    Observation,
    SectionState,
    Submission,
)
from outcomes.services.exceptions import NotReady
from outcomes.services.submissions import (
    as_explained,
    check,
    lock,
    name_in_audit,
    parts_by_total,
    refuse_unless_editable,
)
from outcomes.services.turns import Turn, take_turn
from outcomes.typed import COLUMNS, ZERO, TypedFigure, answered, may_be, merged, why_unkept

#: How figures came that got their reason all at once, for the history.
ONE_REASON = "One reason given for everything that was empty"


@dataclass(frozen=True)
class Clash:
    """A row in which two people changed the same box, with both sets of words.

    `boxes` names those boxes; what the person typed in the others is saved.
    """

    observation: Observation
    typed: TypedFigure
    boxes: tuple[str, ...]


@dataclass(frozen=True)
class Unkept:
    """A row that was left as it was: its words cannot be stored as they were typed, or the figure
    is approved. `errors` is keyed by box.
    """

    observation: Observation
    typed: TypedFigure
    errors: dict[str, str]


@dataclass(frozen=True)
class Saved:
    """How many rows changed, and which came back: because somebody else had changed the same
    boxes, or because what was typed may not be kept.

    `changes` lists each column that was written: the row's key, the column, the words before and
    after. `COLUMNS` says which box shows it.
    """

    changed: int
    clashes: list[Clash]
    unkept: list[Unkept] = field(default_factory=list)
    changes: list[tuple[int, str, str, str]] = field(default_factory=list)

    @property
    def left(self) -> int:
        """How many rows the person still has in hand."""
        return len(self.clashes) + len(self.unkept)


@transaction.atomic
def save_figures(
    *,
    submission: Submission,
    figures: Sequence[TypedFigure],
    by: User,
    at: datetime,
    on: date,
    reason: str = "",
    turn: Turn | None = None,
) -> Saved:
    """Keeps what was typed, word for word, valid or not; reads numbers from what it can.

    Two people's changes to different boxes both stand. A box that both changed is not overwritten:
    its row comes back as a clash. A row that no database could hold as typed, and one that is
    approved, is left alone and comes back too. `reason` says how the figures came, for the history
    (pasted, uploaded). Raises PeriodClosed or StatusChanged where figures may no longer be changed,
    and Overtaken where the page that sent this has sent something newer, if its `turn` is given.
    """
    submission = _opened(submission, turn, at=at, on=on)
    return _save(submission, figures, by=by, at=at, reason=reason)


@transaction.atomic
def save_section(
    *,
    submission: Submission,
    area: str,
    figures: Sequence[TypedFigure],
    is_complete: bool | None,
    by: User,
    at: datetime,
    on: date,
    turn: Turn | None = None,
) -> Saved:
    """Saves an outcome area's figures, and whether the reporter says that it is complete.

    Nothing is marked where a row came back: the person still has figures in hand. Raises as
    save_figures does.
    """
    submission = _opened(submission, turn, at=at, on=on)
    saved = _save(submission, figures, by=by, at=at)
    if is_complete is not None and not saved.left:
        _mark(submission, area, is_complete, by=by, at=at)
    return saved


def _opened(submission: Submission, turn: Turn | None, *, at: datetime, on: date) -> Submission:
    """The submission, locked and still to be filled in, with the page's turn taken."""
    submission = lock(submission)
    refuse_unless_editable(submission, on=on)
    if turn is not None:
        take_turn(submission=submission, turn=turn, at=at)
    return submission


def _save(
    submission: Submission,
    figures: Sequence[TypedFigure],
    *,
    by: User,
    at: datetime,
    reason: str = "",
) -> Saved:
    named = submission.observations.filter(pk__in=[each.observation_id for each in figures])
    stored = {
        row.pk: row
        for row in named.select_related(
            "measure", "place", "category__breakdown", "changed_by"
        ).select_for_update(of=("self",))
    }
    saved = Saved(changed=0, clashes=[])
    changed: list[Observation] = []
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for figure in figures:
        row = stored[figure.observation_id]
        if errors := why_unkept(figure):
            saved.unkept.append(Unkept(row, figure, errors))
            continue
        typed, clashing = merged(row, figure)
        if not clashing and not typed:
            continue
        if row.approved_at is not None:
            saved.unkept.append(Unkept(row, figure, {_first_box(row): _APPROVED}))
            continue
        if clashing:
            saved.clashes.append(Clash(row, figure, clashing))
        if typed:
            name = name_in_audit(row)
            before[name], after[name] = {n: getattr(row, n) for n in typed}, typed
            saved.changes.extend((row.pk, n, getattr(row, n), typed[n]) for n in typed)
            _apply(row, typed, by=by, at=at)
            changed.append(row)
    if changed:
        _say_what_is_explained(submission, saved, stored)
        _write(submission, changed, by=by, at=at)
        record(
            verb="submission.save",
            subject=submission,
            by=by,
            at=at,
            before=before,
            after=after,
            reason=reason,
        )
    return replace(saved, changed=len(changed))


def _say_what_is_explained(
    submission: Submission, saved: Saved, stored: dict[int, Observation]
) -> None:
    """A sentence that was typed is about the categories too, as all of them are saved now."""
    typed = {pk for pk, column, _, words in saved.changes if column == "note" and words}
    totals = [stored[pk] for pk in typed if stored[pk].category_id is None]
    if not totals:
        return
    named = submission.observations.filter(measure__in={row.measure_id for row in totals})
    split = named.exclude(category=None).select_related("category__breakdown")
    parts = parts_by_total([*totals, *(stored.get(row.pk, row) for row in split)])
    for row in totals:
        if row.pk in parts:
            row.note_about = as_explained(row, parts[row.pk])


_APPROVED = (
    "Not saved: the coordinator has approved this figure. Ask for it to be opened again if it is "
    "wrong"
)


def _first_box(row: Observation) -> str:
    return "note" if row.measure.type == MeasureType.NARRATIVE else "numerator"


def _apply(row: Observation, typed: dict[str, str], *, by: User, at: datetime) -> None:
    before = as_explained(row)
    for name, value in typed.items():
        setattr(row, name, value)
    read_numbers(row)
    if "note" in typed:
        row.note_about = as_explained(row) if row.note else ""
    elif row.note and not row.note_about:
        row.note_about = before
    row.version += 1
    row.changed_at, row.changed_by = at, by


def read_numbers(row: Observation) -> None:
    """Puts the numbers in a row that its words are understood as; none while they are not."""
    checked = check(row)
    row.numerator = checked.numerator if checked.is_complete else None
    row.denominator = checked.denominator if checked.is_complete else None


def _write(submission: Submission, rows: Iterable[Observation], *, by: User, at: datetime) -> None:
    # The rows are there, and held. `bulk_update` would send every column as a CASE of every row,
    # which takes Django twenty times as long to put together.
    Observation.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=[
            *(*COLUMNS.values(), "numerator", "denominator", "note_about"),
            *("version", "changed_at", "changed_by"),
        ],
        batch_size=200,
    )
    Submission.objects.filter(pk=submission.pk).mark_changed(by=by, at=at)


@transaction.atomic
def mark_section(
    *, submission: Submission, area: str, is_complete: bool, by: User, at: datetime, on: date
) -> None:
    """Records whether the reporter says an outcome area is complete."""
    submission = lock(submission)
    refuse_unless_editable(submission, on=on)
    _mark(submission, area, is_complete, by=by, at=at)


def _mark(submission: Submission, area: str, is_complete: bool, *, by: User, at: datetime) -> None:
    state = submission.sections.filter(area=area).first()
    if (state.is_complete if state else False) == is_complete:
        return
    SectionState.objects.update_or_create(
        submission=submission,
        area=area,
        defaults={"is_complete": is_complete, "changed_at": at, "changed_by": by},
    )
    record(
        verb="submission.mark_section",
        subject=submission,
        by=by,
        at=at,
        before={area: not is_complete},
        after={area: is_complete},
    )


@transaction.atomic
def give_reason_for_blanks(
    *,
    submission: Submission,
    missing: str,
    note: str,
    by: User,
    at: datetime,
    on: date,
    area: str = "",
) -> int:
    """Gives every figure still empty, of one area or of all, one answer; returns how many.

    The answer is a reason, or ZERO where there was nothing to count: that is none for a row that
    asks for words. A sentence that a row has already stays. Raises NotReady where the answer is
    not one that may stand, and as save_figures does.
    """
    if missing not in {ZERO, *Missing.values} or (
        missing == Missing.NOT_AVAILABLE and not note.strip()
    ):
        raise NotReady("Choose why the figures are missing, and say why in a sentence.")
    if why := why_not_kept(note, longest=LONGEST_NOTE):
        raise NotReady(f"The sentence {why}.")
    # Held before it is read: a figure typed meanwhile is not empty, and is not written over.
    submission = lock(submission)
    rows = submission.observations.select_related("measure")
    if area:
        rows = rows.filter(measure__area=area)
    answers = [
        answered(TypedFigure(row.pk, missing=missing, note=row.note or note), row.measure)
        for row in rows
        if check(row).is_blank and may_be(missing, row.measure)
    ]
    saved = save_figures(
        submission=submission, figures=answers, by=by, at=at, on=on, reason=ONE_REASON
    )
    return saved.changed
