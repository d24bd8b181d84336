"""The one-page summary as a paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dashboards.pack.blocks import (
    KEY,
    Block,
    Column,
    Columns,
    Heading,
    Items,
    Pair,
    Paper,
    Run,
    Table,
    grid,
    in_it,
    measure_cells,
    paper_of,
    status,
    text,
)
from dashboards.pack.contents import CHANGES_IN_WORDS, Summary
from dashboards.pack.lines import Line
from ehportal.wording import shortened

ROOM = 3
"""How many decisions of either kind the page has room for."""
IN_ONE_COLUMN = 16
"""More measures than that stand in two columns."""


def one_page(pack: Summary) -> Paper:
    """The one-page summary."""
    return paper_of(pack, "One-page summary", tuple(_one_page(pack)))


def _one_page(pack: Summary) -> Iterator[Block]:
    yield Heading(1, pack.headline)
    yield in_it(pack, pack.short_in_it)
    if pack.cover.correction_text:
        yield text(pack.cover.short_correction)
    yield Heading(2, "What changed beyond usual variation", pack.beyond_text)
    if pack.changes:
        yield Items(
            tuple(
                (
                    *status(change.row.look),
                    Run(" · "),
                    Run(change.row.title, bold=True),
                    Run(f" {change.row.reading}"),
                    Run(
                        f" {change.row.finding_text}.{' New.' if change.is_new else ''}",
                        small=True,
                    ),
                )
                for change in pack.changes[:CHANGES_IN_WORDS]
            )
        )
        if pack.more_changes:
            yield text(f"And {pack.more_changes} more, bold in the table below.", True)
    else:
        yield text("No measure changed beyond usual variation this quarter.")
    yield Pair((_wanted_heading(pack), _short_wanted(pack)), tuple(_short_decided(pack)))
    yield Heading(2, "Five areas, three levels")
    yield grid(pack)
    shown = f"{pack.shown} of {pack.measures}; shaded: the usual range"
    yield Heading(2, "Measures", shown)
    yield Columns(tuple(_columns(pack)))
    if pack.short_revised:
        yield text(pack.short_revised, True)
    yield text(KEY, True)


def _wanted_heading(pack: Summary) -> Heading:
    more = f"{ROOM} of {len(pack.wanted)}" if len(pack.wanted) > ROOM else ""
    return Heading(2, "Decisions wanted", more)


def _short_wanted(pack: Summary) -> Block:
    if not pack.wanted:
        return text("The figures ask for none.")
    return Items(
        tuple(
            (Run(each.text), Run(f" {shortened(each.detail, 80)}", small=True))
            for each in pack.wanted[:ROOM]
        ),
        is_ordered=True,
    )


def _short_decided(pack: Summary) -> Iterator[Block]:
    more = f"{ROOM} of {len(pack.decided)}" if len(pack.decided) > ROOM else ""
    yield Heading(2, pack.decided_heading, more)
    if not pack.decided:
        yield text("Nothing was decided on the figures before.")
        return
    items = []
    for each in pack.decided[:ROOM]:
        runs = [Run(shortened(each.text, 110))]
        runs += [
            Run(f" {m.title}: {m.then_text} then, {m.now_text} now.", small=True)
            for m in each.measures[:1]
        ]
        items.append(tuple(runs))
    yield Items(tuple(items), is_ordered=True)


def _columns(pack: Summary) -> Iterator[tuple[Table, ...]]:
    """The one page's tables, an area each: in two columns of about one length where there are many.

    An area that straddles the middle goes on in the second column under its heading.
    """
    lines = [(area.heading, line) for area in pack.on_one_page for line in area.lines]
    middle = len(lines) if len(lines) <= IN_ONE_COLUMN else (len(lines) + 1) // 2
    for some in (lines[:middle], lines[middle:]):
        by_area: dict[str, list[Line]] = {}
        for heading, line in some:
            by_area.setdefault(heading, []).append(line)
        if by_area:
            yield tuple(_short_table(heading, own) for heading, own in by_area.items())


def _short_table(heading: str, lines: Sequence[Line]) -> Table:
    columns = (
        Column(heading, 4), Column("History", 1.2), Column("Latest", 2.6), Column("Change", 2.1)
    )  # fmt: skip
    return Table(heading, columns, tuple(measure_cells(line, is_short=True) for line in lines))
