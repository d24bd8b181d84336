"""Which box each cell of a filled-in template goes to: the one that its hidden key names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ehportal import wording
from outcomes.importing.blocks import Cell, Unreadable
from outcomes.importing.headings import plain
from outcomes.importing.placing import (
    Listed,
    Placement,
    fill_box,
    refuse_what_is_given_twice,
)
from outcomes.importing.targets import EVERYBODY, Target
from outcomes.importing.workbook import SheetRow

_MOVED = (
    "In row {row} the place or group does not belong to the row: the rows were sorted or moved "
    "without their hidden first column. Download the template again, copy your figures into it, "
    "and upload that"
)
_OUTSIDE = "This stands outside the table"
_ADDED = "This row is not one of the template’s: it has no hidden key"
_GONE = "This figure is not asked for any more"


def place_sheet(rows: Sequence[SheetRow], targets: Mapping[str, Target]) -> Placement:
    """Where each cell of a sheet goes; `targets` are the submission's rows by their keys.

    Raises Unreadable where the words of a row are not those of its key.
    """
    placement = Placement()
    emptied = 0
    for row in rows:
        placement.homeless += [Listed(cell, _OUTSIDE) for cell in row.others]
        target = targets.get(row.key)
        if target is None:
            why = _GONE if row.key else _ADDED
            placement.homeless += [Listed(cell, why) for cell in row.boxes.values()]
            continue
        if not _belongs(row, target):
            raise Unreadable(_MOVED.format(row=row.number))
        for box, cell in row.boxes.items():
            _place(placement, target, box, cell)
        emptied += sum(bool(words) and box not in row.boxes for box, words in target.words.items())
    refuse_what_is_given_twice(placement)
    if emptied:
        stay = wording.count(emptied, "box stays as it is", "boxes stay as they are")
        placement.said.append(f"{stay}: empty in the sheet, and filled in here.")
    return placement


def _belongs(row: SheetRow, target: Target) -> bool:
    _, place, group = (plain(name) for name in row.names)
    groups = target.groups if not target.is_for_everybody else EVERYBODY
    return (not place or place in target.places) and (not group or group in groups)


def _place(placement: Placement, target: Target, box: str, cell: Cell) -> None:
    if box == "numerator" and target.measure.type == "narrative":
        why = f"{target.name}: this row takes a few sentences: write them in “In words”"
        placement.homeless.append(Listed(cell, why))
    else:
        fill_box(placement, cell, target, box)
