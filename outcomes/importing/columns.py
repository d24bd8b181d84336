"""What each column of a block holds: by its heading, or else by what is in it. No database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from outcomes.importing.blocks import Block, Cell, column_name
from outcomes.importing.headings import FILLING, NAMING, Role, code_in, plain, role_of
from outcomes.importing.readings import is_nothing, is_number_like, is_result, reason_in
from outcomes.importing.targets import Target

Line = dict[int, Cell]

#: Headings stand in one of the first lines; below that a line of known words is a line of words.
_HEADING_BY = 12
_COPY_HEADINGS = (
    "We cannot tell which column this quarter’s numbers are in. Copy the line of headings as well: "
    "Code, Number, Out of"
)
_UNKNOWN_NAMES = (
    "The names in the first column are not those of your measures. Copy the codes from the "
    "template, or only the numbers"
)
_NO_NUMBER_FIRST = (
    "The first line has no number in it, and we cannot tell whether it is a heading. Copy the "
    "lines below it alone, or copy the codes as well"
)
_EMPTY_FIRST = "The first column is empty. Copy from the column with the numbers on"


@dataclass(frozen=True)
class Columns:
    """The role of each column, and the first line that holds figures.

    `why_not_in_order` says why a block without names goes nowhere; `said` what was made of it.
    """

    roles: dict[int, Role]
    first: int = 0
    headings: dict[int, str] = field(default_factory=dict)
    is_named: bool = False
    said: tuple[str, ...] = ()
    why_not_in_order: str = ""
    why_unclear: dict[int, str] = field(default_factory=dict)

    def cells(self, line: Line, role: Role) -> Iterator[Cell]:
        return (cell for column, cell in line.items() if self.roles.get(column) is role)

    def has_text(self, line: Line, role: Role) -> bool:
        return any(True for _ in self.cells(line, role))

    def beside(self, line: Line) -> Iterator[Cell]:
        """The labels of a line without headings: each must be of the row that is meant."""
        return iter(()) if self.headings else self.cells(line, Role.LABEL)

    def repeats(self, line: Line) -> bool:
        """Whether a line is the headings once more, as on a new printed page."""
        words = {column: plain(cell.text) for column, cell in line.items()}
        return bool(words) and words == self.headings

    def why_unknown(self, column: int) -> str:
        if column in self.why_unclear:
            return self.why_unclear[column]
        if heading := self.headings.get(column):
            return f"Column {column_name(column)}, “{heading}”, is not one the portal asks for"
        return f"Column {column_name(column)} is not one the portal asks for"

    def from_box(self, box: str, body: Sequence[Line], rows: Sequence[Target]) -> Columns:
        """The columns of a block without names, when it begins in a box."""
        if self.headings:
            return self
        return replace(self, roles=_roles_in_order(box, body, rows))


def columns_of(block: Block, targets: Sequence[Target], *, now: Sequence[str] = ()) -> Columns:
    """What the columns of a block hold. What can be meant in two ways is Role.UNKNOWN."""
    return _by_headings(block, targets, now) or _by_content(block, targets)


# ---- with headings -----------------------------------------------------------------------------


def _by_headings(block: Block, targets: Sequence[Target], now: Sequence[str]) -> Columns | None:
    number = _line_of_headings(block, now)
    if number is None:
        return None
    line = block.lines[number]
    roles = {column: role_of(cell.text, now=now) or Role.UNKNOWN for column, cell in line.items()}
    body = block.lines[number + 1 :]
    _name_by_content(roles, body, block.width, targets)
    unclear = _settle(roles, line)
    is_named = bool({Role.CODE, Role.MEASURE} & set(roles.values()))
    said = [f"Line {number + 1} was read as the headings."]
    if number:
        said.append(f"What stands above them was passed over: {_words_of(block, number)}.")
    return Columns(
        roles=roles,
        first=number + 1,
        headings={column: plain(cell.text) for column, cell in line.items()},
        is_named=is_named,
        said=tuple(said),
        why_not_in_order="" if is_named else _why_headings_do_not_do(roles, body),
        why_unclear=unclear,
    )


def _name_by_content(
    roles: dict[int, Role], body: Sequence[Line], width: int, targets: Sequence[Target]
) -> None:
    """A column of codes or names may stand under no heading, or under one that is not known."""
    titles = {title for each in targets for title in each.titles}
    for column in range(width):
        role = _names_rows(_column(body, column), titles)
        if role and roles.get(column, Role.UNKNOWN) is Role.UNKNOWN and role not in roles.values():
            roles[column] = role


def _why_headings_do_not_do(roles: dict[int, Role], body: Sequence[Line]) -> str:
    """Why lines without names may not be placed by their order under headings."""
    filling = [column for column, role in roles.items() if role in FILLING]
    if not filling:
        return _COPY_HEADINGS
    names = [cell for column in range(min(filling)) for cell in _column(body, column)]
    return _UNKNOWN_NAMES if any(_is_a_name(cell.text) for cell in names) else ""


def _line_of_headings(block: Block, now: Sequence[str]) -> int | None:
    """The first line that says what at least one box's column holds, and names nothing else."""
    best: tuple[int, int] | None = None
    for number, line in enumerate(block.lines[:_HEADING_BY]):
        cells = list(line.values())
        roles = [role_of(cell.text, now=now) for cell in cells]
        known = [role for role in roles if role]
        if any(is_number_like(cell.text) and not role_of(cell.text, now=now) for cell in cells):
            continue
        if any(code_in(cell.text) for cell in cells):
            continue
        fills = any(role in FILLING for role in known)
        is_heading = fills and (len(known) > 1 or len(cells) == 1 == block.width)
        if is_heading and (best is None or len(known) > best[0]):
            best = len(known), number
    return None if best is None else best[1]


def _settle(roles: dict[int, Role], line: Line) -> dict[int, str]:
    """Two columns of one role are not told apart; a column "Value" may be the number itself."""
    if Role.NUMBER not in roles.values():
        for column, role in roles.items():
            if role is Role.RESULT and plain(line[column].text) == "value":
                roles[column] = Role.NUMBER
    unclear = {}
    for role in (*FILLING, Role.CODE, Role.MEASURE):
        columns = [column for column, each in roles.items() if each is role]
        if len(columns) > 1:
            names = " and ".join(column_name(column) for column in columns)
            for column in columns:
                roles[column] = Role.UNKNOWN
                unclear[column] = f"Columns {names} have the same heading: leave one out"
    return unclear


def _words_of(block: Block, before: int) -> str:
    texts = [" ".join(cell.text.split()) for line in block.lines[:before] for cell in line.values()]
    shown = ", ".join(f"“{text[:40]}”" for text in texts[:4])
    return f"{shown} and {len(texts) - 4} more" if len(texts) > 4 else shown or "nothing"


# ---- without headings --------------------------------------------------------------------------


def _by_content(block: Block, targets: Sequence[Target]) -> Columns:
    titles = {title for each in targets for title in each.titles}
    named = {
        column: role
        for column in range(block.width)
        if (role := _names_rows(_column(block.lines, column), titles))
    }
    if not named:
        return _in_order(block, targets)
    roles = dict(named)
    for column in range(block.width):
        if column not in named:
            roles[column] = _kind_of(_column(block.lines, column), targets, named, block, column)
    return _with_numbers(block, targets, roles)


def _column(lines: Sequence[Line], column: int) -> list[Cell]:
    return [line[column] for line in lines if column in line]


def _names_rows(cells: list[Cell], titles: set[str]) -> Role | None:
    """Whether at least half of a column's cells are codes, or names of measures."""
    codes = sum(bool(code_in(cell.text)) for cell in cells)
    known = sum(plain(cell.text) in titles for cell in cells)
    if cells and codes * 2 >= len(cells):
        return Role.CODE
    return Role.MEASURE if cells and known * 2 >= len(cells) else None


def _kind_of(
    cells: list[Cell],
    targets: Sequence[Target],
    named: dict[int, Role],
    block: Block,
    column: int,
) -> Role:
    """What a column that names no row holds: labels, reasons, numbers or words."""
    texts = [cell.text for cell in cells if not _is_on_words_line(cell, block, named, targets)]
    if not texts:
        return Role.WORDS
    if all(any(each.is_meant_by(text) for each in targets) for text in texts):
        return Role.LABEL
    if all(reason_in(text) for text in texts) and column > max(named):
        return Role.MISSING
    if any(is_number_like(text) for text in texts) or all(is_nothing(text) for text in texts):
        return Role.NUMBER
    return Role.LABEL if column < max(_number_columns(block, named), default=0) else Role.WORDS


def _number_columns(block: Block, named: dict[int, Role]) -> list[int]:
    return [
        column
        for column in range(block.width)
        if column not in named
        and any(is_number_like(cell.text) for cell in _column(block.lines, column))
    ]


def _is_on_words_line(
    cell: Cell, block: Block, named: dict[int, Role], targets: Sequence[Target]
) -> bool:
    """Whether a cell stands on the line of a row that takes sentences."""
    line = block.lines[cell.line]
    names = {plain(line[column].text) for column in named if column in line}
    codes = {code_in(line[column].text) for column in named if column in line}
    return any(
        each.measure.type == "narrative" and (each.code in codes or names & each.titles)
        for each in targets
    )


def _with_numbers(block: Block, targets: Sequence[Target], roles: dict[int, Role]) -> Columns:
    """Number and out of, where it is plain which column is which; else nothing is placed."""
    numbers = [column for column in sorted(roles) if roles[column] is Role.NUMBER]
    words = [column for column in sorted(roles) if roles[column] is Role.WORDS]
    results = [
        column for column in numbers[2:] if _all_results(block, column, numbers[:2], roles, targets)
    ]
    rest = [column for column in numbers if column not in results]
    unclear: dict[int, str] = {}
    if (
        len(rest) > 2
        or (len(rest) == 2 and _some_take_one(block, rest, roles, targets))
        or _is_beside_a_gap(block, rest, roles)
        or _is_under_unknown_headings(block, rest, roles, targets)
    ):
        for column in [*rest, *results]:
            roles[column] = Role.UNKNOWN
            unclear[column] = _COPY_HEADINGS
    else:
        for column, role in zip(rest, (Role.NUMBER, Role.OUT_OF), strict=False):
            roles[column] = role
        for column in results:
            roles[column] = Role.RESULT
    if len(words) > 1:
        for column in words:
            roles[column] = Role.UNKNOWN
            unclear[column] = "More than one column holds words: copy the line of headings as well"
    return Columns(
        roles=roles,
        is_named=True,
        said=("Rows were found by their codes or names.",),
        why_unclear=unclear,
    )


def _of_line(line: Line, roles: dict[int, Role], targets: Sequence[Target]) -> list[Target]:
    """The rows that a line's code or name may mean."""
    named = [line[c] for c, role in roles.items() if role in NAMING and c in line]
    codes = {code_in(cell.text) for cell in named} - {""}
    titles = {plain(cell.text) for cell in named}
    return [each for each in targets if each.code in codes or titles & each.titles]


def _is_beside_a_gap(block: Block, columns: list[int], roles: dict[int, Role]) -> bool:
    """Whether a column before the numbers holds nothing, or words alone: it may be the number's,
    empty this time, and the first numbers then are what it is out of.
    """
    known = [*columns, *(c for c, role in roles.items() if role in {*NAMING, Role.LABEL})]
    return any(
        column not in known or not _column(block.lines, column)
        for column in range(max(columns, default=0))
    )


def _is_under_unknown_headings(
    block: Block, columns: list[int], roles: dict[int, Role], targets: Sequence[Target]
) -> bool:
    """Whether something stands over the numbers, above the first line that means a row."""
    for line in block.lines:
        if _of_line(line, roles, targets) or any(code_in(cell.text) for cell in line.values()):
            return False
        if any(column in line for column in columns):
            return True
    return False


def _some_take_one(
    block: Block, columns: list[int], roles: dict[int, Role], targets: Sequence[Target]
) -> bool:
    """Whether a row that takes one number has two: the first may be an earlier quarter's."""
    first, second = columns
    return any(
        first in line
        and second in line
        and any(not each.has_box("denominator") for each in _of_line(line, roles, targets))
        for line in block.lines
    )


def _all_results(
    block: Block,
    column: int,
    parts: list[int],
    roles: dict[int, Role],
    targets: Sequence[Target],
) -> bool:
    """Whether a third column of numbers is what the first two work out as, on every line."""
    for line in block.lines:
        if column not in line:
            continue
        texts = [line[part].text if part in line else "" for part in parts]
        others = dict(zip(("numerator", "denominator"), texts, strict=True))
        found = _of_line(line, roles, targets)
        if not found or not is_result(found[0].measure, line[column].text, others):
            return is_nothing(line[column].text)
    return True


def _in_order(block: Block, targets: Sequence[Target]) -> Columns:
    """A block without names: whether it may be placed by its order, and from which line."""
    first = next((n for n, line in enumerate(block.lines) if line), 0)
    why = ""
    if not _column(block.lines, 0):
        why = _EMPTY_FIRST
    elif block.width > 1 and all(_is_a_name(cell.text) for cell in _column(block.lines, 0)):
        why = _UNKNOWN_NAMES
    top, below = block.lines[first : first + 1], block.lines[first + 1 :]
    if top and all(_is_a_name(cell.text) for cell in top[0].values()) and _has_number(below):
        labels = {
            plain(label)
            for each in targets
            for label in (each.measure.numerator_label, each.measure.denominator_label)
        }
        if any(plain(cell.text) not in labels for cell in top[0].values()):
            return Columns(roles={}, why_not_in_order=_NO_NUMBER_FIRST)
        said = f"Line {first + 1} was read as the headings."
        return Columns(roles={}, first=first + 1, said=(said,), why_not_in_order=why)
    return Columns(roles={}, why_not_in_order=why)


def _has_number(lines: Sequence[Line]) -> bool:
    return any(is_number_like(cell.text) for line in lines for cell in line.values())


def _is_a_name(text: str) -> bool:
    letters = sum(char.isalpha() for char in text)
    is_answer = plain(text) in {"yes", "no", "true", "false"}
    return letters > 2 and not (is_answer or is_nothing(text) or reason_in(text))


def _roles_in_order(box: str, body: Sequence[Line], rows: Sequence[Target]) -> dict[int, Role]:
    """Number, out of, then reasons and words; results and whatever else is not placed."""
    order = [Role.NUMBER, Role.OUT_OF] if box == "numerator" else [Role.OUT_OF]
    roles = dict(enumerate(order))
    width = max((column + 1 for line in body for column in line), default=0)
    for column in range(len(order), width):
        texts = [cell.text for cell in _column(body, column)]
        if not texts:
            continue
        if all(reason_in(text) for text in texts) and Role.MISSING not in roles.values():
            roles[column] = Role.MISSING
        elif any(is_number_like(text) or is_nothing(text) for text in texts):
            roles[column] = Role.RESULT
        elif Role.WORDS not in roles.values():
            roles[column] = Role.WORDS
        else:
            roles[column] = Role.UNKNOWN
    return roles
