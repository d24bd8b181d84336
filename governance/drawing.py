"""Who reports to whom as a drawing: boxes from left to right, stated lines whole, inferred dashed.

The tree beside it says the same in words. Attributes, not styles, carry the drawing, so that it
passes a strict content security policy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from governance.models import LineStrength
from governance.structure import Branch

WIDTH, HEIGHT = 190, 52
ACROSS, DOWN = 256, 64
LETTERS = 24
"""How many letters of 14 pixels fit into a box."""
INK, RULE, PAPER = "#14191c", "#5b686d", "#ffffff"


@dataclass(frozen=True)
class Box:
    """A body, and where it stands: its column, and its row from the top."""

    key: int
    name: str
    column: int
    row: float

    @property
    def left(self) -> int:
        return 4 + self.column * ACROSS

    @property
    def middle(self) -> float:
        return 4 + HEIGHT / 2 + self.row * DOWN


@dataclass(frozen=True)
class Arrow:
    low: int
    high: int
    is_stated: bool


def drawing(tree: Sequence[Branch]) -> SafeString | str:
    """The tree as SVG; nothing for an empty one. A body that hangs in two places is one box."""
    boxes, arrows = _placed(tree)
    if not boxes:
        return ""
    width = max(box.left for box in boxes.values()) + WIDTH + 4
    height = round(max(box.middle for box in boxes.values()) + HEIGHT / 2 + 4)
    parts = [_line(boxes[arrow.low], boxes[arrow.high], arrow) for arrow in arrows]
    parts += [_box(box) for box in boxes.values()]
    return format_html(
        '<svg viewBox="0 0 {} {}" role="img" aria-label="Who reports to whom, as a drawing. '
        'The list below says the same in words.">{}</svg>',
        width,
        height,
        _joined(parts),
    )


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _placed(tree: Sequence[Branch]) -> tuple[dict[int, Box], list[Arrow]]:
    """Each body in its column, below what comes before it; and every line once."""
    boxes: dict[int, Box] = {}
    arrows: dict[tuple[int, int], Arrow] = {}
    free = 0.0

    def place(branch: Branch, column: int, above: int | None) -> float:
        nonlocal free
        body = branch.body
        if above is not None and branch.line is not None:
            is_stated = branch.line.strength == LineStrength.STATED
            arrows[body.pk, above] = Arrow(body.pk, above, is_stated)
        if body.pk in boxes:
            return boxes[body.pk].row
        boxes[body.pk] = Box(body.pk, body.name, column, 0)
        rows = [place(low, column + 1, body.pk) for low in branch.below]
        if rows:
            row = (min(rows) + max(rows)) / 2
        else:
            row, free = free, free + 1
        boxes[body.pk] = Box(body.pk, body.name, column, row)
        return row

    for top in tree:
        row = place(top, 0, None)
        if all(each.is_repeated or each.body.pk in boxes for each in top.below):
            row = _kept_apart(boxes, boxes[top.body.pk])
            boxes[top.body.pk] = Box(top.body.pk, top.body.name, 0, row)
            free = max(free, row + 1)
    return boxes, list(arrows.values())


def _kept_apart(boxes: dict[int, Box], top: Box) -> float:
    """A row that no other box of its column is too near to, the nearest below where it would be."""
    taken = [box.row for box in boxes.values() if box.column == top.column and box.key != top.key]
    row = top.row
    while any(abs(row - other) < 1 for other in taken):
        row += 0.5
    return row


def _line(low: Box, high: Box, arrow: Arrow) -> SafeString:
    start, end = low.left, high.left + WIDTH
    turn = start - 34 if start > end else start
    path = f"M{start} {low.middle:g}H{turn}V{high.middle:g}H{end}"
    if arrow.is_stated:
        return format_html('<path d="{}" fill="none" stroke="{}" stroke-width="2"/>', path, RULE)
    return format_html(
        '<path d="{}" fill="none" stroke="{}" stroke-width="2" stroke-dasharray="6 5"/>'
        '<text x="{}" y="{}" text-anchor="end" fill="{}" paint-order="stroke" stroke="{}" '
        'stroke-width="4">inferred</text>',
        path,
        RULE,
        start - 5,
        f"{low.middle - 6:g}",
        INK,
        PAPER,
    )


def _box(box: Box) -> SafeString:
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="{}"/>{}',
        box.left,
        f"{box.middle - HEIGHT / 2:g}",
        WIDTH,
        HEIGHT,
        PAPER,
        INK,
        _joined(_words(box)),
    )


def _words(box: Box) -> Iterator[SafeString]:
    lines = wrap(box.name, LETTERS, max_lines=2, placeholder="…")
    first = box.middle + 5 - (len(lines) - 1) * 9
    for number, line in enumerate(lines):
        yield format_html(
            '<text x="{}" y="{}" fill="{}">{}</text>',
            box.left + 10,
            f"{first + number * 18:g}",
            INK,
            line,
        )
