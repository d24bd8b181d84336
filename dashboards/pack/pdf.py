"""The pack as a tagged PDF (PDF/UA-1), set by Typst with the typefaces it brings along.

Text reaches Typst as data, never as markup. Its typefaces know Latin, Greek and Cyrillic letters,
and one that `ehportal.assets` puts in place knows Bengali: words in another script are replaced by
a note where to read them, rather than lost in silence.
"""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dashboards.pack.blocks import (
    Block,
    Columns,
    Heading,
    Items,
    Pair,
    Paper,
    Paragraph,
    Picture,
    Table,
    Together,
)
from ehportal.assets import VENDOR
from ehportal.status import STATUSES

SOURCE = Path(__file__).with_name("pack.typ")
SIZES = (9.5, 9, 8.5, 8, 7.5, 7, 6.5, 6, 5.5, 5)
"""Sizes of text tried for the one page, in points: the largest that fits is taken."""
FULL_SIZE = 10.5

_KINDS = {
    Heading: "heading", Paragraph: "paragraph", Items: "items", Table: "table",
    Picture: "picture", Columns: "columns",
}  # fmt: skip
_COLOURS = {
    "eh-fill-better": "fill:#12436d", "eh-fill-worse": "fill:#a8420f",
    "eh-fill-changed": "fill:#801650", "eh-fill-none": "fill:#66747a",
    "eh-line-none": "fill:#fff;stroke:#66747a;stroke-width:2",
    "eh-line-apart": "fill:#fff;stroke:#4b3a99;stroke-width:2",
    "eh-line-worse": "fill:#fff;stroke:#a8420f;stroke-width:2",
    "eh-spark__band": "fill:#e9efef",
    "eh-spark__band--trial": "stroke:#66747a;stroke-dasharray:3 2",
    "eh-spark__line": "fill:none;stroke:#3d4f57;stroke-width:1.5",
    "eh-spark__dot": "fill:#475359",
    "eh-axis": "fill:#475359", "eh-strong": "font-weight:700", "eh-own": "fill:#12436d",
}  # fmt: skip
_STYLE = "text{font-family:'Libertinus Serif';font-size:15px;fill:#14191c}" + "".join(
    f".{name}{{{rule}}}" for name, rule in _COLOURS.items()
)

_TYPEFACES: dict[str, Any] = {"ignore_system_fonts": True, "font_paths": [str(VENDOR)]}
"""Those of Typst and those of the portal: a pack looks alike on every machine."""

OTHER_SCRIPT = "[words in another script: read them on the page]"
_UNKNOWN = re.compile(
    r"[^\t\n\u0020-\u007e\u00a0-\u017f\u0192\u0218-\u021b\u0391-\u03a1\u03a3-\u03a9\u03b1-\u03c9"
    r"\u0410-\u044f\u0964\u0965\u0980-\u0983\u0985-\u098c\u098f\u0990\u0993-\u09a8\u09aa-\u09b0"
    r"\u09b2\u09b6-\u09b9\u09bc-\u09c4\u09c7\u09c8\u09cb-\u09ce\u09d7\u09dc\u09dd\u09df-\u09e3"
    r"\u09e6-\u09fe\u200c\u200d\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2030\u20ac\u2122\u2212]+"
)


def whole_pdf(paper: Paper) -> bytes:
    """The paper over as many pages as it takes."""
    return _compiled(paper, size=FULL_SIZE, is_one_page=False)


def one_page_pdf(paper: Paper) -> bytes:
    """The paper on one page, in the largest size of text that fits.

    Everything that people type is shortened for it; should even the smallest size not fit, the
    smallest is taken.
    """
    import typst

    size, pad = float(SIZES[-1]), 1.2
    for size, pad in itertools.product(SIZES, (2.2, 1.2)):
        inputs = _inputs(paper, size=size, is_one_page=True, pad=pad)
        pages = typst.query(
            str(SOURCE), "<pages>", field="value", one=True, sys_inputs=inputs,
            **_TYPEFACES,
        )  # fmt: skip
        if json.loads(pages) == 1:
            break
    return _compiled(paper, size=size, is_one_page=True, pad=pad)


def pictures_png(drawings: list[str]) -> list[bytes]:
    """Drawings as PNG images, for a Word file, which cannot count on SVG."""
    import typst

    if not drawings:
        return []
    source = Path(__file__).with_name("picture.typ")
    inputs = {"drawings": json.dumps([_drawing(each) for each in drawings])}
    made: Any = typst.compile(str(source), format="png", ppi=160, sys_inputs=inputs, **_TYPEFACES)
    return list(made) if isinstance(made, list) else [made]


def _compiled(paper: Paper, *, size: float, is_one_page: bool, pad: float = 3.5) -> bytes:
    import typst

    made = typst.compile(
        str(SOURCE),
        format="pdf",
        pdf_standards="ua-1",
        sys_inputs=_inputs(paper, size=size, is_one_page=is_one_page, pad=pad),
        **_TYPEFACES,
        timestamp=int(
            datetime(
                paper.published.year, paper.published.month, paper.published.day, tzinfo=UTC
            ).timestamp()
        ),
    )
    return bytes(made)


def _inputs(paper: Paper, *, size: float, is_one_page: bool, pad: float) -> dict[str, str]:
    data = {
        "title": paper.title,
        "head": paper.head,
        "foot": paper.foot,
        "is_illustrative": paper.is_illustrative,
        "is_one_page": is_one_page,
        "size": size,
        "pad": pad,
        "year": paper.published.year,
        "month": paper.published.month,
        "day": paper.published.day,
        "marks": {name: _mark(name) for name in STATUSES},
        "blocks": [_block(each) for each in paper.blocks],
    }
    return {"paper": json.dumps(_known(data))}


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Pair):
        sides = {"left": block.left, "right": block.right}
        return {"kind": "pair"} | {
            name: [_block(each) for each in side] for name, side in sides.items()
        }
    if isinstance(block, Together):
        return {"kind": "together", "blocks": [_block(each) for each in block.blocks]}
    return {"kind": _KINDS[type(block)]} | _drawn(asdict(block))


def _drawn(value: Any) -> Any:
    """The same with every drawing ready to stand on its own."""
    if isinstance(value, dict):
        return {
            name: _drawing(each) if name == "drawing" and each else _drawn(each)
            for name, each in value.items()
        }
    return [_drawn(each) for each in value] if isinstance(value, list | tuple) else value


def _drawing(markup: str) -> str:
    """A drawing of the pages with the colours that their style sheet gives it."""
    head, _, rest = markup.partition(">")
    return f'{head} xmlns="http://www.w3.org/2000/svg"><style>{_STYLE}</style>{rest}'


def _mark(name: str) -> str:
    status = STATUSES[name]
    return _drawing(
        f'<svg viewBox="0 0 12 12"><path class="{status.paint}" d="{status.path}"/></svg>'
    )


def _known(value: Any) -> Any:
    """The same with words in a script that the typefaces do not have replaced by a note."""
    if isinstance(value, dict):
        return {name: _known(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_known(each) for each in value]
    if not isinstance(value, str) or not _UNKNOWN.search(value):
        return value
    return re.sub(rf"(?:{_UNKNOWN.pattern}\s*)+", f"{OTHER_SCRIPT} ", value).strip()
