"""What a sheet that is handed back says in a row with a problem: in words, in its own cell."""

from __future__ import annotations

from collections.abc import Sequence

from outcomes.importing.contents import Contents, Line
from outcomes.importing.page import box_name
from outcomes.importing.template import Mark
from outcomes.models import Observation
from outcomes.services.submissions import check


def marks_of(contents: Contents, rows: Sequence[Observation]) -> dict[int, Mark]:
    """By the key of its row, what to do and the words that were sent.

    What is wrong with the figures as they stand is said too, where an import concerned their row.
    """
    marks = {}
    for row in rows:
        lines = [line for line in contents.lines if line.row == row.pk]
        if not lines:
            continue
        doubtful = [line for line in lines if line.doubt]
        to_do = [f"{box_name(row, line.box)}: {line.doubt}" for line in doubtful]
        back = [each for each in contents.came_back if each.row == row.pk]
        to_do += [f"{box_name(row, each.box)}: {each.why}" for each in back]
        if not doubtful:
            to_do += check(row).errors.values()
        if to_do:
            words = {line.box: _sent(line) for line in doubtful}
            words |= {each.box: each.words for each in back}
            marks[row.pk] = Mark(tuple(to_do), words)
    return marks


def _sent(line: Line) -> str:
    return line.words or line.typed
