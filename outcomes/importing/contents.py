"""What one paste or upload comes to, as it is shown before it is accepted and kept afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from outcomes.importing.placing import Listed, Placed, Placement
from outcomes.importing.readings import read_cell
from outcomes.importing.targets import Target


@dataclass(frozen=True)
class Line:
    """One box: what stood in it when it was previewed, what would stand there, and why.

    `where` and `typed` are empty for a box that is emptied because another of its row was filled.
    """

    row: int
    box: str
    now: str
    words: str
    where: str = ""
    typed: str = ""
    cleaned: str = ""
    doubt: str = ""

    @property
    def key(self) -> str:
        """What the choice about a doubtful box is called in a form."""
        return f"{self.row}-{self.box}"

    @property
    def is_change(self) -> bool:
        return self.words != self.now


@dataclass(frozen=True)
class Left:
    """A cell that goes to no box: where it stands, its words, and why."""

    where: str
    typed: str
    why: str


@dataclass(frozen=True)
class CameBack:
    """A box that was not filled or not put back, and why."""

    row: int
    box: str
    words: str
    why: str


@dataclass(frozen=True)
class Contents:
    """Every cell of a paste or upload: for a box, passed over, or without a place.

    `seen` holds the words of every box of the rows concerned, as they were when it was read.
    """

    lines: tuple[Line, ...] = ()
    homeless: tuple[Left, ...] = ()
    passed: tuple[Left, ...] = ()
    said: tuple[str, ...] = ()
    seen: dict[int, dict[str, str]] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    came_back: tuple[CameBack, ...] = ()
    not_undone: tuple[CameBack, ...] = ()

    @property
    def changes(self) -> list[Line]:
        return [line for line in self.lines if line.is_change]

    @property
    def doubts(self) -> list[Line]:
        return [line for line in self.lines if line.doubt and line.is_change]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Contents:
        """The contents as they were kept; empty where a row of the store holds none."""
        back = {
            name: tuple(CameBack(**each) for each in kept.get(name, ()))
            for name in ("came_back", "not_undone")
        }
        return cls(
            lines=tuple(Line(**each) for each in kept.get("lines", ())),
            homeless=tuple(Left(**each) for each in kept.get("homeless", ())),
            passed=tuple(Left(**each) for each in kept.get("passed", ())),
            said=tuple(kept.get("said", ())),
            seen={int(row): words for row, words in kept.get("seen", {}).items()},
            left_out=tuple(kept.get("left_out", ())),
            **back,
        )


def contents_of(placement: Placement, targets: Sequence[Target]) -> Contents:
    """What a placement would put in each box, in the order of the rows, and all it would not."""
    by_row: dict[int, list[Placed]] = {}
    for each in placement.placed:
        by_row.setdefault(each.target.key, []).append(each)
    rows = [each for each in targets if each.key in by_row]
    return Contents(
        lines=tuple(line for row in rows for line in _lines_of(row, by_row[row.key])),
        homeless=_left(placement.homeless),
        passed=_left(placement.passed),
        said=tuple(placement.said),
        seen={row.key: dict(row.words) for row in rows},
    )


def _left(listed: Sequence[Listed]) -> tuple[Left, ...]:
    inorder = sorted(listed, key=lambda each: (each.cell.line, each.cell.column))
    return tuple(Left(each.cell.where, each.cell.text, each.why) for each in inorder)


def _lines_of(target: Target, placed: Sequence[Placed]) -> list[Line]:
    order = {"numerator": 0, "denominator": 1, "missing": 2, "note": 3}
    lines = [
        Line(
            row=target.key,
            box=each.reading.box,
            now=target.words[each.reading.box],
            words=_as_it_stands(target, each),
            where=each.cell.where,
            typed=each.cell.cleaned_from or each.cell.text,
            cleaned=each.reading.cleaned,
            doubt=each.reading.doubt,
        )
        for each in placed
    ]
    return sorted(_reconciled(target, lines), key=lambda line: order[line.box])


def _as_it_stands(target: Target, placed: Placed) -> str:
    """The new words; those that stand there already where both are the same number: 1,234, 1234."""
    box, now, new = placed.reading.box, target.words[placed.reading.box], placed.reading.words
    is_number = box in {"numerator", "denominator"} and now and not placed.reading.doubt
    return now if is_number and read_cell(target.measure, box, now).words == new else new


def _reconciled(target: Target, lines: list[Line]) -> list[Line]:
    """A number takes the place of a reason, and a reason that of a number; both cannot be right."""
    by_box = {line.box: line for line in lines}
    reason = by_box.get("missing")
    numbers = [by_box[box] for box in ("numerator", "denominator") if box in by_box]
    if reason and numbers:
        why = "This row has a number and a reason why there is none: empty one of them"
        return [replace(each, doubt=why) if each is reason else each for each in lines]
    if reason and reason.is_change:
        emptied = "A reason takes the place of the number"
        return lines + [
            Line(target.key, box, target.words[box], "", cleaned=emptied)
            for box in ("numerator", "denominator")
            if target.words[box]
        ]
    if (
        numbers
        and target.words["missing"]
        and any(each.is_change and not each.doubt for each in numbers)
    ):
        emptied = "A number takes the place of the reason"
        return [*lines, Line(target.key, "missing", target.words["missing"], "", cleaned=emptied)]
    return lines
