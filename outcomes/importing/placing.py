"""Which box each cell of a block goes to. No database.

By name where the block has codes or names of measures, in any order; else by place, from the cell
that the person pasted in. What can be meant in two ways is not guessed: it is listed, with what to
do. Every cell that holds something ends up in a box or in a list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from outcomes.importing.blocks import Block, Cell, column_name
from outcomes.importing.columns import Columns, columns_of
from outcomes.importing.headings import FILLING, Role, code_in, plain
from outcomes.importing.readings import Reading, is_result, read_cell
from outcomes.importing.targets import EVERYBODY, Target

Line = dict[int, Cell]

_NO_NAME = "This line names no measure"
_TWO_ROWS = "This could be more than one row: say which place or group as well"


@dataclass(frozen=True)
class Start:
    """The row that a block was pasted in, and its box."""

    key: int
    box: str = "numerator"


@dataclass(frozen=True)
class Placed:
    """A cell, the row it goes to, and what it comes to there."""

    cell: Cell
    target: Target
    reading: Reading


@dataclass(frozen=True)
class Listed:
    """A cell that goes to no box, and why."""

    cell: Cell
    why: str


@dataclass
class Placement:
    """Where every cell goes: to a box, to what was known for something else, or nowhere.

    `said` tells what was made of the block as a whole.
    """

    placed: list[Placed] = field(default_factory=list)
    passed: list[Listed] = field(default_factory=list)
    homeless: list[Listed] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def place(
    block: Block,
    targets: Sequence[Target],
    *,
    start: Start | None = None,
    within: Sequence[Target] | None = None,
    now: Sequence[str] = (),
) -> Placement:
    """Where each cell of a block goes.

    `targets` are all rows of the submission in the order of entry: a named line may mean any of
    them. Without names the lines go down `within` (all rows, unless given), from `start` or its
    first row. `now` are the names of the quarter being collected.
    """
    columns = columns_of(block, targets, now=now)
    placement = Placement(said=list(columns.said))
    for line in block.lines[: columns.first]:
        placement.passed += [Listed(cell, "Heading") for cell in line.values()]
    body = block.lines[columns.first :]
    if columns.is_named:
        _place_by_name(placement, body, columns, targets)
    else:
        rows = list(targets if within is None else within)
        _place_in_order(placement, body, columns, rows, start)
    refuse_what_is_given_twice(placement)
    return placement


# ---- by name -----------------------------------------------------------------------------------


def _place_by_name(
    placement: Placement, body: Sequence[Line], columns: Columns, targets: Sequence[Target]
) -> None:
    above: list[Target] = []
    for line in body:
        if not line:
            continue
        if columns.repeats(line):
            placement.passed += [Listed(cell, "Heading") for cell in line.values()]
            continue
        candidates, why = _meant(line, columns, targets, above)
        if why:
            _turn_away(placement, line, columns, why)
            above = []
            continue
        above = _of_its_place(candidates, line, columns)
        [found] = _narrowed(candidates, line, columns)
        _fill(placement, line, columns, found)


def _meant(
    line: Line, columns: Columns, targets: Sequence[Target], above: list[Target]
) -> tuple[list[Target], str]:
    """The rows of the measure that a line names, one of which it means; or why none is meant."""
    names = [cell.text for role in (Role.CODE, Role.MEASURE) for cell in columns.cells(line, role)]
    if names:
        rows = _named(names, targets)
        if not rows:
            return [], _why_unknown(names, targets)
    elif above and _says_which(line, columns):
        # Merged cells: the measure stands in the first of its lines alone.
        rows = above
    else:
        return [], _NO_NAME
    left = _narrowed(rows, line, columns)
    if not left:
        return [], "The place or group on this line is not one of yours for this measure"
    return (rows, "") if len(left) == 1 else ([], _TWO_ROWS)


def _named(names: Sequence[str], targets: Sequence[Target]) -> list[Target]:
    """The rows of a code, or of a name. A name that is another measure's contradicts the code."""
    code = next((found for name in names if (found := code_in(name))), "")
    titles = {plain(name) for name in names}
    by_title = [each for each in targets if each.titles & titles]
    if not code:
        return by_title
    if by_title and all(each.code != code for each in by_title):
        return []
    by_code = [each for each in targets if each.code == code]
    return [each for each in by_code if each in by_title] or by_code


def _why_unknown(names: Sequence[str], targets: Sequence[Target]) -> str:
    code = next((found for name in names if (found := code_in(name))), "")
    if code and any(each.code == code for each in targets):
        return f"The code {code} and the name beside it are of different measures"
    return f"“{code or names[0].strip()}” is not among your measures this quarter"


def _of_its_place(rows: list[Target], line: Line, columns: Columns) -> list[Target]:
    places = {plain(cell.text) for cell in columns.cells(line, Role.PLACE)} - EVERYBODY
    return [each for each in rows if not places or places & each.places]


def _says_which(line: Line, columns: Columns) -> bool:
    roles = (Role.PLACE, Role.GROUP, Role.LABEL)
    return any(columns.has_text(line, role) for role in roles)


def _narrowed(rows: list[Target], line: Line, columns: Columns) -> list[Target]:
    """Those of the rows that the line allows by place and group; no group means everybody."""
    places = [plain(cell.text) for cell in columns.cells(line, Role.PLACE)]
    groups = [plain(cell.text) for cell in columns.cells(line, Role.GROUP)]
    found = [
        each
        for each in rows
        if all(name in each.places or name in EVERYBODY for name in places)
        and all(name in each.groups for name in groups)
        and all(each.is_meant_by(cell.text) for cell in columns.beside(line))
    ]
    if len(found) > 1 and not groups:
        found = [each for each in found if each.is_for_everybody] or found
    return found


def _turn_away(placement: Placement, line: Line, columns: Columns, why: str) -> None:
    """Lists a line that means no row; one without figures, such as a title, was passed over."""
    figures = {Role.UNKNOWN, Role.RESULT, *FILLING}
    if any(columns.roles.get(column, Role.UNKNOWN) in figures for column in line):
        placement.homeless += [Listed(cell, why) for cell in line.values()]
    else:
        placement.passed += [Listed(cell, "A line without figures") for cell in line.values()]


# ---- by place ----------------------------------------------------------------------------------


def _place_in_order(
    placement: Placement,
    body: Sequence[Line],
    columns: Columns,
    rows: list[Target],
    start: Start | None,
) -> None:
    if columns.why_not_in_order:
        for cell in (cell for line in body for cell in line.values()):
            placement.homeless.append(Listed(cell, columns.why_not_in_order))
        return
    at = next((n for n, each in enumerate(rows) if start and each.key == start.key), 0)
    placed = columns.from_box(start.box if start else "numerator", body, rows[at:])
    for line in body:
        if placed.repeats(line):
            placement.passed += [Listed(cell, "Heading") for cell in line.values()]
            continue
        if at < len(rows):
            _fill(placement, line, placed, rows[at])
        else:
            why = "There are more lines than rows: no row is left for this one"
            placement.homeless += [Listed(cell, why) for cell in line.values()]
        at += 1


# ---- one line ----------------------------------------------------------------------------------


def _fill(placement: Placement, line: Line, columns: Columns, target: Target) -> None:
    texts = {FILLING[role]: cell.text for role in FILLING for cell in columns.cells(line, role)}
    for column, cell in line.items():
        role = columns.roles.get(column, Role.UNKNOWN)
        if role in FILLING:
            fill_box(placement, cell, target, FILLING[role])
        elif role is Role.UNKNOWN:
            placement.homeless.append(Listed(cell, columns.why_unknown(column)))
        elif role is Role.RESULT and not is_result(target.measure, cell.text, texts):
            why = "No box of this row takes this: the portal works results out itself"
            placement.homeless.append(Listed(cell, why))
        else:
            placement.passed.append(Listed(cell, f"Column {column_name(column)}: {role.value}"))


def fill_box(placement: Placement, cell: Cell, target: Target, box: str) -> None:
    """Puts what a cell comes to in a box of a row, or lists it where the box cannot hold it."""
    measure = target.measure
    if box == "denominator" and not target.has_box(box):
        why = (
            "This row takes a few sentences and no number"
            if measure.type == "narrative"
            else "This row has no “out of”: it takes one number"
        )
        placement.homeless.append(Listed(cell, why))
        return
    reading = read_cell(measure, box, cell.text, flaw=cell.flaw, cleaned_from=cell.cleaned_from)
    if reading.may_keep:
        placement.placed.append(Placed(cell, target, reading))
    else:
        placement.homeless.append(Listed(cell, f"{target.name}: {reading.doubt}"))


def refuse_what_is_given_twice(placement: Placement) -> None:
    """Where two cells go to one box and differ, neither is right for sure: both are listed."""
    by_box: dict[tuple[int, str], list[Placed]] = {}
    for each in placement.placed:
        by_box.setdefault((each.target.key, each.reading.box), []).append(each)
    kept = []
    for given in by_box.values():
        if len({each.reading.words for each in given}) == 1:
            kept.append(given[0])
            placement.passed += [Listed(each.cell, "The same again") for each in given[1:]]
        else:
            places = " and ".join(each.cell.where for each in given)
            why = f"{given[0].target.name}: given more than once ({places})"
            placement.homeless += [Listed(each.cell, why) for each in given]
    placement.placed = kept


def all_cells(placement: Placement) -> Iterator[Cell]:
    """Every cell that a placement accounts for."""
    yield from (each.cell for each in placement.placed)
    yield from (each.cell for each in [*placement.passed, *placement.homeless])
