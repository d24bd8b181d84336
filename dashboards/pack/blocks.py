"""What a paper is made of: headings, paragraphs, lists, tables and pictures, in their order.

The PDF and the Word file are both written from these, so that they say the same, word for word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboards.narrative import sentence
from dashboards.pack.contents import BOARD, Summary
from dashboards.pack.lines import Line
from ehportal.status import STATUSES

KEY = (
    "[c] hidden to protect people; [x] not available; [z] not applicable; [r] revised. A change is "
    "called better or worse only beyond usual variation: control chart rules, on 13 figures or "
    "more. Compared by 95% interval."
)


@dataclass(frozen=True)
class Run:
    """Words of one kind; `mark` names the status whose shape stands before them."""

    text: str
    bold: bool = False
    small: bool = False
    mark: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    level: int
    text: str
    small: str = ""


@dataclass(frozen=True)
class Paragraph:
    runs: Runs


@dataclass(frozen=True)
class Items:
    items: tuple[Runs, ...]
    is_ordered: bool = False


@dataclass(frozen=True)
class Cell:
    """Words, or a small drawing that says nothing the words beside it do not."""

    runs: Runs = ()
    drawing: str = ""


@dataclass(frozen=True)
class Column:
    """A column by its name and its share of the width."""

    name: str
    share: float


@dataclass(frozen=True)
class Table:
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Picture:
    """A drawing as SVG, and the same in words."""

    drawing: str
    alt: str


@dataclass(frozen=True)
class Pair:
    """Two short lists side by side on the one page."""

    left: tuple[Block, ...]
    right: tuple[Block, ...]


@dataclass(frozen=True)
class Columns:
    """Tables that follow one another in the columns of a page, one or two."""

    columns: tuple[tuple[Table, ...], ...]


@dataclass(frozen=True)
class Together:
    """Blocks that a page break does not part."""

    blocks: tuple[Block, ...]


Block = Heading | Paragraph | Items | Table | Picture | Pair | Columns | Together


@dataclass(frozen=True)
class Paper:
    """A whole document: its title, what stands at the head and foot of every page, its blocks."""

    title: str
    head: str
    foot: str
    is_illustrative: bool
    published: date
    blocks: tuple[Block, ...]


def paper_of(pack: Summary, kind: str, blocks: tuple[Block, ...]) -> Paper:
    """The paper with what every page of it says of its publication."""
    cover = pack.cover
    return Paper(
        title=f"{kind}, {cover.period_label}",
        head=f"{BOARD} · {kind}, {cover.period_label}",
        foot=f"Publication {cover.number}, {cover.published_on}, reference {cover.reference}. "
        "Frozen: a later correction is a new publication, with its reason.",
        is_illustrative=cover.is_illustrative,
        published=cover.published,
        blocks=blocks,
    )


def text(text: str, small: bool = False) -> Paragraph:
    return Paragraph((Run(text, small=small),))


def in_it(pack: Summary, words: str) -> Paragraph:
    """Who is in it, and whether it is real: the head of a page is not read out, this is."""
    cover = pack.cover
    said = [Run(f"{words} ")]
    if cover.is_illustrative:
        said.append(Run("Illustrative figures. ", bold=True))
    said.append(Run(f"Publication {cover.number}, {cover.published_on}.", small=True))
    return Paragraph(tuple(said))


def status(finding: str) -> Runs:
    if not finding:
        return (Run("–"),)
    found = STATUSES[finding]
    return (Run(found.word, bold=found.is_signal, mark=finding),)


def grid(pack: Summary) -> Table:
    """The five areas by the three levels."""
    rows = [
        (
            Cell((Run(area.name, bold=True),)),
            *(
                Cell((Run(", ".join(tally.text for tally in tallies) or "No measure"),))
                for _, tallies in area.cells
            ),
        )
        for area in pack.grid
    ]
    columns = (Column("Area", 1), *(Column(level, 2) for level in pack.levels))
    return Table("Measures in each outcome area and level", columns, tuple(rows))


def measures_table(caption: str, lines: Sequence[Line]) -> Table:
    """Measures with their history, latest figure, change and comparison."""
    columns = (
        Column("Measure", 4), Column("History", 1.4), Column("Latest", 2.3),
        Column("Change", 2.3), Column("Comparison", 2.2),
    )  # fmt: skip
    return Table(caption, columns, tuple(measure_cells(line) for line in lines))


def measure_cells(line: Line, *, is_short: bool = False) -> tuple[Cell, ...]:
    row = line.row
    latest = [Run(row.value_text, bold=True)]
    if line.beside_text:
        latest.append(Run(f" {line.beside_text}"))
    if row.dated_text:
        dated = line.short_dated_text if is_short else row.dated_text
        latest.append(Run(f" {dated}", small=True))
    if line.revised_text and not is_short:
        latest.append(Run(f" {line.revised_text}", small=True))
    if line.compared and is_short:
        latest.append(Run(f" {line.short_comparison_text}", small=True))
    change = list(status(row.look if row.shown_finding else ""))
    if row.finding_text and not is_short:
        change.append(Run(f" {sentence(row.finding_text)}", small=True))
    cells = (
        Cell((Run(row.title, bold=row.is_signal),)),
        Cell(drawing=row.sparkline),
        Cell(tuple(latest)),
        Cell(tuple(change)),
    )
    return cells if is_short else (*cells, Cell((Run(line.comparison_text or "–"),)))
