"""How one paste or upload is put before a person: what goes where, and what is to be said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ehportal import wording
from governance.models import Place
from outcomes.figures import check_figure
from outcomes.importing.contents import CameBack, Contents, Left, Line
from outcomes.models import FigureImport, ImportKind, Missing, Observation
from outcomes.reporting.presentation import MISSING_IN_SHORT, row_name, shortened

_EMPTY = "empty"


@dataclass(frozen=True)
class BoxText:
    """One box of the preview: which it is, what stands there and what would."""

    name: str
    code: str
    box: str
    now: str
    becomes: str
    where: str
    remark: str
    key: str
    keeps: bool


@dataclass(frozen=True)
class RowTexts:
    """The boxes of one row that would change, and what must be put right in it afterwards."""

    name: str
    code: str
    boxes: list[BoxText]
    problem: str = ""


@dataclass(frozen=True)
class BackText:
    """A box that was left, and why."""

    name: str
    box: str
    words: str
    why: str


@dataclass(frozen=True)
class ImportPage:
    """One paste or upload, as its page shows it."""

    found: FigureImport
    contents: Contents
    rows: Mapping[int, Observation]
    home: Place

    @property
    def is_upload(self) -> bool:
        return self.found.kind == ImportKind.UPLOAD

    @property
    def state(self) -> str:
        """new, accepted or undone."""
        if self.found.undone_at:
            return "undone"
        return "accepted" if self.found.accepted_at else "new"

    @cached_property
    def changes(self) -> list[RowTexts]:
        """What would go in without a question, row by row."""
        by_row: dict[int, list[Line]] = {}
        for line in self.contents.changes:
            if not line.doubt and line.row in self.rows:
                by_row.setdefault(line.row, []).append(line)
        return [
            RowTexts(
                name=self._name(row),
                code=self.rows[row].measure.code,
                boxes=[self._text(line) for line in lines],
                problem=self._problem(row),
            )
            for row, lines in by_row.items()
        ]

    @cached_property
    def doubts(self) -> list[BoxText]:
        """What cannot be right as it is: the person says whether it goes in all the same."""
        return [self._text(line) for line in self.contents.doubts if line.row in self.rows]

    @cached_property
    def doubts_as_they_are(self) -> list[BoxText]:
        """Doubtful words that stand in their boxes already."""
        return [
            self._text(line)
            for line in self.contents.lines
            if line.doubt and not line.is_change and line.row in self.rows
        ]

    @property
    def homeless(self) -> tuple[Left, ...]:
        return self.contents.homeless

    @property
    def passed(self) -> tuple[Left, ...]:
        return self.contents.passed

    @property
    def unchanged(self) -> int:
        """How many boxes hold what came already."""
        return sum(not line.is_change and not line.doubt for line in self.contents.lines)

    @property
    def boxes(self) -> int:
        return sum(len(row.boxes) for row in self.changes)

    @property
    def has_problems(self) -> bool:
        """Whether there is something to mark in a sheet that is handed back."""
        return bool(self.doubts or self.doubts_as_they_are or self.homeless or self.to_correct)

    @property
    def to_correct(self) -> list[RowTexts]:
        return [row for row in self.changes if row.problem]

    @property
    def came_back(self) -> list[BackText]:
        return self._back(self.contents.came_back)

    @property
    def not_undone(self) -> list[BackText]:
        return self._back(self.contents.not_undone)

    @property
    def left_out(self) -> list[BoxText]:
        """Doubtful words that the person chose not to put in."""
        return [each for each in self.doubts if each.key in self.contents.left_out]

    @property
    def title(self) -> str:
        """What it comes to, in one line."""
        if self.state == "undone":
            return "Taken back"
        if self.state == "accepted":
            filled = len(self.found.changes)
            return f"{wording.count(filled, 'box was', 'boxes were')} changed"
        if not self.boxes and not self.doubts:
            return "Nothing here would change your figures"
        if not self.boxes:
            return f"{wording.count(len(self.doubts), 'box needs', 'boxes need')} your answer"
        return f"{wording.count(self.boxes, 'box', 'boxes')} will change"

    def _name(self, row: int) -> str:
        return row_name(self.rows[row], home=self.home)

    def _text(self, line: Line) -> BoxText:
        row = self.rows[line.row]
        return BoxText(
            name=self._name(line.row),
            code=row.measure.code,
            box=box_name(row, line.box),
            now=in_box(line.box, line.now),
            becomes=in_box(line.box, line.words),
            where=line.where,
            remark=line.doubt or line.cleaned,
            key=line.key,
            # What stands there now may be right; an empty box loses nothing.
            keeps=not line.now,
        )

    def _problem(self, row: int) -> str:
        """What the row as a whole would have to be put right in, where its boxes are not at fault.

        Worked out from the words it would hold with every box taken.
        """
        lines = [line for line in self.contents.lines if line.row == row]
        if any(line.doubt for line in lines):
            return ""
        words = {**self.contents.seen[row], **{line.box: line.words for line in lines}}
        checked = check_figure(self.rows[row].measure, **words)
        return ". ".join(checked.errors.values())

    def _back(self, listed: Sequence[CameBack]) -> list[BackText]:
        return [
            BackText(
                self._name(each.row),
                box_name(self.rows[each.row], each.box),
                in_box(each.box, each.words),
                each.why,
            )
            for each in listed
            if each.row in self.rows
        ]


def box_name(row: Observation, box: str) -> str:
    """What a box is called beside its row: the measure's own label, 'No figure?', 'In words'."""
    names = {
        "numerator": row.measure.numerator_label,
        "denominator": row.measure.denominator_label,
        "missing": "No figure?",
        "note": "In words",
    }
    return names[box]


def in_box(box: str, words: str) -> str:
    """The words of a box for reading; 'empty' where it holds none."""
    if box == "missing" and words in Missing.values:
        return MISSING_IN_SHORT[Missing(words)]
    return shortened(words, 200) if words else _EMPTY
