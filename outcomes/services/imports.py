"""Figures that come as a block or a workbook: previewed, accepted as one, and taken back as one.

Nothing is saved by a preview. Accepting goes through save_figures, so that two people's changes
merge, approved figures stay and the history says how they came, as with figures that are typed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from ehportal import wording
from governance.models import User
from governance.services.events import record
from outcomes.earlier import earlier_quarters
from outcomes.importing.blocks import read_block
from outcomes.importing.contents import CameBack, Contents, Line, contents_of
from outcomes.importing.marking import marks_of
from outcomes.importing.placing import Start, place
from outcomes.importing.targets import Target, target_of
from outcomes.importing.template import headings_of, key_text, workbook_of
from outcomes.importing.uploading import place_sheet
from outcomes.importing.workbook import Expected, read_sheet
from outcomes.models import FigureImport, ImportKind, Period, Submission
from outcomes.models.periods import PeriodKind
from outcomes.services.entry import Saved, save_figures
from outcomes.services.exceptions import NotReady, StatusChanged
from outcomes.services.submissions import lock, refuse_unless_editable, rows_of
from outcomes.typed import COLUMNS, TypedFigure, fingerprint

REASONS = {
    ImportKind.PASTE: "Pasted from a spreadsheet",
    ImportKind.UPLOAD: "Uploaded in a workbook",
}


def targets_of(submission: Submission) -> list[Target]:
    """The rows of a submission as places for cells, in the order of entry."""
    home = submission.reporter.place
    return [target_of(row, home=home) for row in rows_of(submission)]


def names_of(period: Period) -> list[str]:
    """What a column of this period's figures may be called: its label, Jul to Sep 2026, 2026-Q2."""
    names = [period.label, wording.span(period.starts_on, period.ends_on, short=True), period.code]
    if period.kind == PeriodKind.QUARTER:
        year, quarter = period.code.split("-")
        years = (f"{year}/{int(year[2:]) + 1:02d}", f"{year[2:]}/{int(year[2:]) + 1:02d}", year)
        names += [quarter, f"quarter {quarter[1:]}", *(f"{quarter} {each}" for each in years)]
    return names


@transaction.atomic
def read_paste(
    *,
    submission: Submission,
    text: str,
    by: User,
    at: datetime,
    on: date,
    area: str = "",
    start: Start | None = None,
) -> FigureImport:
    """The preview of a pasted block; nothing of it is saved.

    Lines without a name go down the rows of `area`, or of the whole submission, from `start`.
    Raises Unreadable for a block that cannot be taken apart, NotReady for an empty one, and
    PeriodClosed or StatusChanged where figures may no longer be changed.
    """
    refuse_unless_editable(submission, on=on)
    block = read_block(text)
    if not block.lines:
        raise NotReady("Paste the figures before you press the button.")
    targets = targets_of(submission)
    within = [each for each in targets if each.measure.area == area] if area else targets
    placement = place(block, targets, start=start, within=within, now=names_of(submission.period))
    contents = contents_of(placement, targets)
    return _keep(submission, contents, ImportKind.PASTE, by=by, at=at, area=area)


@transaction.atomic
def read_upload(
    *, submission: Submission, data: bytes, name: str, by: User, at: datetime, on: date
) -> FigureImport:
    """The preview of a filled-in template; nothing of it is saved.

    Raises Unreadable, with what to do, for a file that is not this submission's template, and
    PeriodClosed or StatusChanged where figures may no longer be changed.
    """
    refuse_unless_editable(submission, on=on)
    period, reporter = submission.period, submission.reporter
    expected = Expected(
        headings=headings_of(earlier_quarters(submission)),
        period=period.code,
        period_name=str(period),
        reporter=reporter.slug,
        reporter_name=str(reporter),
        submission=str(submission.pk),
    )
    sheet = read_sheet(data, name=name, expected=expected)
    rows = list(rows_of(submission))
    targets = {key_text(row, submission): target_of(row, home=reporter.place) for row in rows}
    contents = contents_of(place_sheet(sheet, targets), list(targets.values()))
    return _keep(submission, contents, ImportKind.UPLOAD, by=by, at=at, file_name=name)


def template_of(submission: Submission, *, at: datetime) -> bytes:
    """The workbook to fill in, with what stands in each box already."""
    rows, earlier = list(rows_of(submission)), earlier_quarters(submission)
    return workbook_of(submission, rows, earlier, made_at=at)


def marked_sheet_of(found: FigureImport, *, at: datetime) -> bytes:
    """The workbook as the figures stand now, with each problem of an import marked in its row."""
    submission = found.submission
    rows, earlier = list(rows_of(submission)), earlier_quarters(submission)
    contents = Contents.from_json(found.content)
    return workbook_of(
        submission,
        rows,
        earlier,
        made_at=at,
        marks=marks_of(contents, rows),
        unplaced=[(each.where, each.typed, each.why) for each in contents.homeless],
    )


def _keep(
    submission: Submission,
    contents: Contents,
    kind: ImportKind,
    *,
    by: User,
    at: datetime,
    area: str = "",
    file_name: str = "",
) -> FigureImport:
    found = FigureImport.objects.create(
        submission=submission,
        kind=kind,
        area=area,
        file_name=file_name,
        content=contents.as_json(),
        made_at=at,
        made_by=by,
    )
    record(
        verb="import.preview",
        subject=found,
        by=by,
        at=at,
        after={
            "kind": kind,
            "file": file_name,
            "boxes": len(contents.changes),
            "without_place": len(contents.homeless),
        },
    )
    return found


@transaction.atomic
def accept(
    *, found: FigureImport, keep: Collection[str], by: User, at: datetime, on: date
) -> FigureImport:
    """Puts the previewed words in their boxes, and returns the import with what became of each.

    Of doubtful ones only those in `keep`, by their keys. A box that somebody changed after the
    preview, and a row that is approved, is left and told of. Accepting again changes nothing.
    Raises StatusChanged for one that was undone, and PeriodClosed or StatusChanged where figures
    may no longer be changed.
    """
    found = _lock(found)
    if found.undone_at:
        raise StatusChanged("These figures were taken back. Paste or upload them again.")
    if found.accepted_at:
        return found
    contents = Contents.from_json(found.content)
    left_out = {line.key for line in contents.doubts if line.key not in keep}
    lines = [line for line in contents.changes if line.key not in left_out]
    saved = save_figures(
        submission=found.submission,
        figures=_figures(lines, contents.seen),
        by=by,
        at=at,
        on=on,
        reason=REASONS[ImportKind(found.kind)],
    )
    contents = replace(
        contents, left_out=tuple(sorted(left_out)), came_back=_came_back(lines, saved)
    )
    found.content = contents.as_json()
    found.changes = [
        {"row": row, "box": box_of(column), "before": before, "after": after}
        for row, column, before, after in saved.changes
    ]
    found.accepted_at, found.accepted_by = at, by
    found.save(update_fields=["content", "changes", "accepted_at", "accepted_by"])
    record(
        verb="import.accept",
        subject=found,
        by=by,
        at=at,
        after={"boxes": len(found.changes), "left": len(left_out) + len(contents.came_back)},
    )
    return found


def _lock(found: FigureImport) -> FigureImport:
    """The import as it is now; its submission is held first, as every save holds it."""
    submission = lock(found.submission)
    locked = FigureImport.objects.select_for_update().get(pk=found.pk)
    locked.submission = submission
    return locked


def box_of(column: str) -> str:
    """The box whose words a column keeps."""
    return next(box for box, each in COLUMNS.items() if each == column)


def _figures(lines: Sequence[Line], seen: Mapping[int, Mapping[str, str]]) -> list[TypedFigure]:
    """The rows as if they were typed over what the preview showed."""
    by_row: dict[int, dict[str, str]] = {}
    for line in lines:
        by_row.setdefault(line.row, {})[line.box] = line.words
    figures = []
    for row, words in by_row.items():
        typed = {**seen[row], **words}
        figures.append(
            TypedFigure(
                row,
                numerator=typed.get("numerator", ""),
                denominator=typed.get("denominator", ""),
                missing=typed.get("missing", ""),
                note=typed.get("note", ""),
                over={box: fingerprint(before) for box, before in seen[row].items()},
            )
        )
    return figures


def _came_back(lines: Sequence[Line], saved: Saved) -> tuple[CameBack, ...]:
    """The boxes that save_figures left as they were, and why."""
    words = {(line.row, line.box): line.words for line in lines}
    back = []
    for clash in saved.clashes:
        for box in clash.boxes:
            now = getattr(clash.observation, COLUMNS[box])
            holds = f"now holds “{now}”" if now else "is now empty"
            why = f"Somebody changed this box after the preview: it {holds}"
            key = clash.observation.pk, box
            back.append(CameBack(*key, words.get(key, ""), why))
    for unkept in saved.unkept:
        why = ". ".join(unkept.errors.values())
        row = unkept.observation.pk
        boxes = [line.box for line in lines if line.row == row]
        back += [CameBack(row, box, words[row, box], why) for box in boxes]
    return tuple(back)


@transaction.atomic
def undo(*, found: FigureImport, by: User, at: datetime, on: date) -> FigureImport:
    """Puts back the words that an accepted import replaced, in boxes that still hold its own.

    A box that was changed since is left and told of. Undoing again changes nothing. Raises
    StatusChanged for an import that was never accepted, and PeriodClosed or StatusChanged where
    figures may no longer be changed.
    """
    found = _lock(found)
    if not found.accepted_at:
        raise StatusChanged("These figures were not put in, so there is nothing to take back.")
    if found.undone_at:
        return found
    stored = {row.pk: row for row in found.submission.observations.all()}
    figures, lines = [], []
    for row, changes in _by_row(found.changes).items():
        now = {box: getattr(stored[row], column) for box, column in COLUMNS.items()}
        before = {change["box"]: change["before"] for change in changes}
        over = {change["box"]: fingerprint(change["after"]) for change in changes}
        untouched = {box: fingerprint(words) for box, words in now.items()}
        figures.append(TypedFigure(row, **{**now, **before}, over={**untouched, **over}))
        lines += [Line(row, box, now[box], words) for box, words in before.items()]
    saved = save_figures(
        submission=found.submission,
        figures=figures,
        by=by,
        at=at,
        on=on,
        reason=f"Taken back: {REASONS[ImportKind(found.kind)].lower()}",
    )
    contents = Contents.from_json(found.content)
    found.content = replace(contents, not_undone=_came_back(lines, saved)).as_json()
    found.undone_at, found.undone_by = at, by
    found.save(update_fields=["content", "undone_at", "undone_by"])
    record(verb="import.undo", subject=found, by=by, at=at, after={"boxes": len(saved.changes)})
    return found


def _by_row(changes: Sequence[dict[str, str]]) -> dict[int, list[dict[str, str]]]:
    rows: dict[int, list[dict[str, str]]] = {}
    for change in changes:
        rows.setdefault(int(change["row"]), []).append(change)
    return rows
